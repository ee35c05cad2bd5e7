"""Area, intent, wishes, sentiment and the reading of an answer."""

import pytest

from evals.metrics.area import area, areas
from evals.metrics.intent import intent, intents
from evals.metrics.reading import reading
from evals.metrics.sentiment import sentiment
from evals.metrics.wishes import wishes
from tests.evals.metrics.made import calls, done, expects, gold, only, run, turn, values

REFUND = expects(wishes=[("billing", "refund_order")], area="billing", sentiment="angry")


def test_the_area_that_must_answer_is_compared_with_the_one_that_did() -> None:
    assert values(area, run(turn(area="billing")), gold(REFUND)) == [1]
    wrong = only(area, run(turn(area="account")), gold(REFUND))
    assert (wrong.value, wrong.turn, wrong.note) == (0, 0, "account answered instead of billing")


def test_where_nobody_answers_the_area_is_wrong() -> None:
    assert list(areas(run(turn()), gold(REFUND))) == [(0, "billing", "none")]


def test_what_is_not_labelled_is_not_judged() -> None:
    for metric in (area, intent, wishes, sentiment, reading):
        assert values(metric, run(turn(area="account", intent="greeting")), gold(expects())) == []


def test_a_simulated_conversation_has_no_gold_for_its_turns() -> None:
    simulated = run(turn(area="account", intent="greeting"), ended="gave_up")
    assert values(area, simulated, gold(REFUND)) == values(intent, simulated, gold(REFUND)) == []


def test_turns_that_a_transcript_has_not_are_not_judged() -> None:
    assert values(area, run(turn(3, area="account")), gold(REFUND)) == []


def test_the_first_wish_decides_the_intent() -> None:
    two = gold(expects(wishes=[("billing", "refund_order"), ("account", "show_account")]))
    first = run(turn(intent="refund_order", requests=("refund_order",)))
    assert values(intent, first, two) == [1]
    assert only(wishes, first, two).note == "refund_order instead of refund_order, show_account"


def test_wishes_count_in_any_order_and_none_too_many() -> None:
    two = gold(expects(wishes=[("billing", "refund_order"), ("account", "show_account")]))
    assert values(wishes, run(turn(requests=("show_account", "refund_order"))), two) == [1]
    assert values(wishes, run(turn(requests=("show_account", "refund_order", "greeting"))), two) == [0]
    assert values(intent, run(turn(requests=("show_account", "refund_order"))), two) == [0]


def test_words_that_were_not_routed_are_not_understood() -> None:
    assert list(intents(run(turn()), gold(REFUND))) == [(0, "refund_order", "none")]


def test_a_person_who_came_before_the_router_was_asked_for() -> None:
    person = gold(expects(wishes=[(None, "human")], escalation="asked_for_person"))
    assert values(intent, run(turn(escalation="asked_for_person")), person) == [1]
    assert values(wishes, run(turn(escalation="asked_for_person")), person) == [1]
    assert values(intent, run(turn(escalation="fault")), person) == [0]


def test_orders_to_the_bot_are_out_of_scope_before_the_router_sees_them() -> None:
    injected = gold(expects(wishes=[(None, "out_of_scope")]))
    assert values(intent, run(turn(reason="injected_instructions")), injected) == [1]
    assert values(wishes, run(turn(reason="injected_instructions")), injected) == [1]
    assert values(intent, run(turn(reason="hand_off_waiting")), injected) == [0]


def test_a_word_or_two_are_understood_if_the_right_tool_was_called() -> None:
    slots = gold(expects(wishes=[("field_service", "list_slots")]))
    assert values(intent, run(turn(calls=(calls("list_slots"),))), slots) == [1]
    assert values(intent, run(turn(calls=(calls("list_visits"),))), slots) == [0]
    assert values(intent, run(turn(calls=(calls("list_slots"),), intent="thanks")), slots) == [0]


def test_a_mood_that_nobody_read_is_neutral() -> None:
    assert values(sentiment, run(turn()), gold(expects(sentiment="neutral"))) == [1]
    assert values(sentiment, run(turn()), gold(REFUND)) == [0]


def test_the_mood_must_be_the_very_one() -> None:
    assert values(sentiment, run(turn(sentiment="angry")), gold(REFUND)) == [1]
    assert only(sentiment, run(turn(sentiment="negative")), gold(REFUND)).note == "negative was read instead of angry"


READINGS = {
    "yes": turn(actions=(done(),)),
    "no": turn(actions=(done(state="declined", agreed=False),)),
    "changed": turn(actions=(done(state="changed"),)),
    "other": turn(actions=()),
}


@pytest.mark.parametrize("wanted", READINGS)
@pytest.mark.parametrize("found", READINGS)
def test_a_reading_is_told_by_what_became_of_the_action(wanted: str, found: str) -> None:
    assert values(reading, run(READINGS[found]), gold(expects(reading=wanted))) == [float(wanted == found)]


def test_a_new_request_that_ends_the_open_question_is_no_change_of_it() -> None:
    routed = turn(actions=(done(state="changed", agreed=False),), intent="book_visit", requests=("book_visit",))
    assert values(reading, run(routed), gold(expects(reading="other"))) == [1]


def test_a_new_question_is_no_answer_to_an_old_one() -> None:
    asked = turn(actions=(done(state="proposed", asked_before=False, agreed=False),))
    assert values(reading, run(asked), gold(expects(reading="other"))) == [1]
