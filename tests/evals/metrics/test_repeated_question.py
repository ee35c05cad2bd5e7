"""Whether the agent asks again."""

import pytest

from evals.metrics.repeated_question import repeated_question
from evals.transcript import Call
from tests.evals.metrics.made import done, gold, only, run, said, turn, values

ASKED = "Which article of the order is it about?"
AGAIN = "Which article of the order is it about, please?"


def test_the_same_question_twice_is_a_repetition() -> None:
    history = gold(said("refund please", ASKED), said("the speaker, I said", "Thank you."))
    score = only(repeated_question, run(turn(1, reply=f"Thank you. {AGAIN}")), history)
    assert (score.value, score.note) == (1, AGAIN)


def test_a_question_is_compared_with_the_recorded_history() -> None:
    history = gold(said("refund please", "Of course."), said("the speaker", "Thank you."))
    made = run(turn(0, reply=ASKED), turn(1, reply=AGAIN))
    assert values(repeated_question, made, history) == [0, 0]
    assert values(repeated_question, made.model_copy(update={"ended": "gave_up"}), history) == [0, 1]


def test_what_the_recorded_agent_asks_again_may_be_asked_again() -> None:
    history = gold(said("refund please", ASKED), said("hm", ASKED))
    assert values(repeated_question, run(turn(1, reply=AGAIN)), history) == [0]


def test_another_question_is_no_repetition() -> None:
    history = gold(said("refund please", ASKED), said("the speaker", "Thank you."))
    assert values(repeated_question, run(turn(1, reply="How much of it should go back to you?")), history) == [0]


@pytest.mark.parametrize("reply", ["Shall I go ahead?", "Is there anything else?", "That is done.", ""])
def test_what_asks_for_no_fact_is_not_judged(reply: str) -> None:
    history = gold(said("refund please", "Shall I go ahead?"), said("hm"))
    assert values(repeated_question, run(turn(1, reply=reply)), history) == []


FACTS = [
    ("it is BS1 6QH, number 12", "What is the postcode?"),
    ("write to jo@example.com", "What is the new e-mail address?"),
    ("07700 900101", "What is your phone number?"),
    ("it is about n1042", "Which order is it about?"),
    ("INV-2042, why so much", "Which invoice do you mean?"),
    ("visit V-301 must move", "Which visit is it about?"),
]


@pytest.mark.parametrize(("customer", "question"), FACTS)
def test_what_the_customer_has_said_is_not_asked(customer: str, question: str) -> None:
    history = gold(said(customer, "One moment."), said("well"))
    assert values(repeated_question, run(turn(1, reply=question)), history) == [1]
    assert values(repeated_question, run(turn(1, reply=question)), gold(said("hello"), said("well"))) == [0]
    assert values(repeated_question, run(turn(0, reply=question, customer=customer)), history) == [1]


def test_after_a_refusal_it_may_be_asked_again() -> None:
    refused = Call(call="refund_order", error="NotFound: there is no order N-9999")
    made = run(turn(0, customer="refund N-9999", reply="Which order is it about?", calls=(refused,)))
    assert values(repeated_question, made, gold(said("refund N-9999"))) == [0]


def test_what_was_said_of_a_finished_matter_is_not_what_is_asked_now() -> None:
    history = gold(said("refund N-1042"), said("yes"), said("and the other order"))
    made = run(turn(1, actions=(done(),)), turn(2, reply="Which order is it about?"))
    assert values(repeated_question, made, history) == [0]
    assert values(repeated_question, run(turn(2, reply="Which order is it about?")), history) == [1]
