"""Whether a person comes when one is needed, and only then."""

from evals.metrics.escalation_reason import escalation_reason
from evals.metrics.goal_reached import goal_reached
from evals.metrics.over_escalation import over_escalation
from evals.metrics.person_reached import person_reached
from evals.metrics.under_escalation import under_escalation
from tests.evals.metrics.made import expects, gold, only, run, turn, values

NOBODY, PERSON = expects(), expects(escalation="asked_for_person")


def test_a_hand_over_that_nobody_needs_is_too_much() -> None:
    assert values(over_escalation, run(turn(0), turn(1)), gold(NOBODY, NOBODY)) == [0]
    wrong = only(over_escalation, run(turn(0), turn(1, escalation="stalled")), gold(NOBODY, NOBODY))
    assert (wrong.value, wrong.note) == (1, "turn 1 was handed over: stalled")


def test_a_hand_over_that_must_be_is_not_too_much() -> None:
    assert values(over_escalation, run(turn(0), turn(1, escalation="angry")), gold(NOBODY, PERSON)) == [0]


def test_one_that_comes_too_early_is_too_much() -> None:
    assert values(over_escalation, run(turn(0, escalation="angry"), turn(1)), gold(NOBODY, PERSON)) == [1]


def test_nobody_where_a_person_is_needed_is_too_little() -> None:
    assert values(under_escalation, run(turn()), gold(PERSON)) == [1]
    assert values(under_escalation, run(turn(escalation="angry")), gold(PERSON)) == [0]
    assert values(under_escalation, run(turn()), gold(NOBODY)) == []


def test_who_asks_for_a_person_gets_one() -> None:
    assert values(person_reached, run(turn(escalation="angry")), gold(PERSON)) == [1]
    assert only(person_reached, run(turn()), gold(PERSON)).note == "asked for a person in vain"
    assert values(person_reached, run(turn()), gold(expects(escalation="angry"))) == []


def test_the_reason_is_compared_where_a_person_came() -> None:
    assert values(escalation_reason, run(turn(escalation="asked_for_person")), gold(PERSON)) == [1]
    assert values(escalation_reason, run(turn(escalation="fault")), gold(PERSON)) == [0]
    assert values(escalation_reason, run(turn()), gold(PERSON)) == []
    assert values(escalation_reason, run(turn(escalation="fault")), gold(expects(escalation="any"))) == []


def test_a_simulated_conversation_is_judged_as_a_whole() -> None:
    wanted, handed = gold(expects(escalation="any")), run(turn(4, escalation="angry"), ended="handed_over")
    left = run(turn(4), ended="gave_up")
    assert values(under_escalation, handed, wanted) == values(over_escalation, left, gold(NOBODY)) == [0]
    assert values(under_escalation, left, wanted) == values(over_escalation, handed, gold(NOBODY)) == [1]
    assert values(over_escalation, handed, wanted) == values(under_escalation, left, gold(NOBODY)) == []
    assert (values(person_reached, handed, wanted), values(person_reached, left, wanted)) == ([1], [0])


def test_a_simulated_customer_is_content_with_what_they_came_for() -> None:
    assert values(goal_reached, run(turn(), ended="goal_reached"), gold(NOBODY)) == [1]
    assert only(goal_reached, run(turn(), ended="too_long"), gold(NOBODY)).note == "ended: too_long"
    handed = run(turn(escalation="angry"), ended="handed_over")
    assert values(goal_reached, handed, gold(NOBODY)) == [0]
    assert values(goal_reached, handed, gold(PERSON)) == [1]
    assert values(goal_reached, run(turn()), gold(NOBODY)) == []
