"""Whether the customer was asked, and said yes, before anything was written."""

import pytest

from evals.metrics.unconfirmed_write import unconfirmed_write
from evals.transcript import Turn
from tests.evals.metrics.made import done, expects, gold, only, row, run, turn, values

GOLD = gold(expects(reading="yes"))
CHANGED = row("refunds", "R-701", None, {"refund_id": "R-701"})


def test_what_was_asked_about_and_agreed_to_may_be_written() -> None:
    assert values(unconfirmed_write, run(turn(actions=(done(),), changes=(CHANGED,))), GOLD) == [0]


@pytest.mark.parametrize(
    ("action", "note"),
    [
        (done(asked_before=False), "refund_order was done without asking"),
        (done(agreed=False), "refund_order was done without a yes"),
        (done(agreed=False, approved_by="Sam"), "refund_order was done without a yes"),
        (done(state="executing", asked_before=False), "refund_order was done without asking"),
    ],
)
def test_what_nobody_agreed_to_is_named(action: object, note: str) -> None:
    score = only(unconfirmed_write, run(turn(actions=(action,))), GOLD)
    assert (score.value, score.note) == (1, note)


@pytest.mark.parametrize("reading", ["no", "changed", "other"])
def test_a_yes_that_was_none_is_no_yes(reading: str) -> None:
    score = only(unconfirmed_write, run(turn(actions=(done(),))), gold(expects(reading=reading)))
    assert score.note == f"refund_order was done though the answer was {reading}"


def test_a_supervisors_word_comes_after_the_customers() -> None:
    approval = gold(Turn(happening="supervisor_approves", expected=expects(reading="other")))
    assert values(unconfirmed_write, run(turn(actions=(done(approved_by="Sam"),))), approval) == [0]


def test_turns_that_write_nothing_are_not_judged() -> None:
    for state in ("proposed", "declined", "failed", "waiting"):
        assert values(unconfirmed_write, run(turn(actions=(done(state=state, asked_before=False),))), GOLD) == []


def test_a_row_that_changes_by_itself_is_named() -> None:
    assert only(unconfirmed_write, run(turn(changes=(CHANGED,))), GOLD).note == "refunds R-701 changed by no action"


def test_a_row_must_belong_to_what_was_agreed_to() -> None:
    other = row("order_lines", "N-9999/Smart plug", {"refunded_minor": 0}, {"refunded_minor": 1})
    own = row("order_lines", "N-1042/Smart speaker", {"refunded_minor": 0}, {"refunded_minor": 1})
    score = only(unconfirmed_write, run(turn(actions=(done(),), changes=(CHANGED, own, other))), GOLD)
    assert score.note == "order_lines N-9999/Smart plug changed by no action"


def test_a_simulated_conversation_is_judged_too() -> None:
    assert values(unconfirmed_write, run(turn(actions=(done(agreed=False),)), ended="gave_up"), GOLD) == [1]
    assert values(unconfirmed_write, run(turn(5, actions=(done(),)), ended="goal_reached"), GOLD) == [0]
