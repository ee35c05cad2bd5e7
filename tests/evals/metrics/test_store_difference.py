"""Whether two runs did the same to the store."""

import pytest

from evals.metrics.store_difference import store_difference
from evals.transcript import Change
from tests.evals.metrics.made import expects, gold, only, row, run, turn, values

LINE = row("order_lines", "N-1042/Smart speaker", {"refunded_minor": 0}, {"refunded_minor": 5999})


def refund(number: str = "R-701", amount: int = 5999, at: str = "2026-05-13 09:30:20.000000") -> tuple[Change, ...]:
    after = {"refund_id": number, "key": f"k{number}", "order_id": "N-1042", "amount_minor": amount, "paid_at": at}
    part = {"refund_id": number, "item": "Smart speaker", "amount_minor": amount}
    return (
        LINE,
        row("refunds", number, None, after),
        row("refund_lines", f"{number}/Smart speaker", None, part),
    )


def test_what_the_store_decides_by_itself_is_no_difference() -> None:
    wanted = gold(expects(effect=refund()))
    other = refund("R-955", at="2026-05-14 23:01:00.000000")
    assert values(store_difference, run(turn(effect=other)), wanted) == [1]


def test_an_amount_is_a_difference_and_is_named() -> None:
    score = only(store_difference, run(turn(effect=refund(amount=999))), gold(expects(effect=refund())))
    assert score.value == 0
    assert "missing: refunds new (- -> amount_minor=5999" in score.note
    assert "too much: refunds new (- -> amount_minor=999" in score.note


def test_nothing_where_something_is_wanted_is_wrong_and_the_other_way_round() -> None:
    assert values(store_difference, run(turn()), gold(expects(effect=refund()))) == [0]
    assert values(store_difference, run(turn(effect=refund())), gold(expects(effect=()))) == [0]
    assert values(store_difference, run(turn()), gold(expects(effect=()))) == [1]


def test_a_row_that_was_there_before_keeps_its_number() -> None:
    moved, other = (row("visits", key, {"slot_id": "S-20260514-AM"}, {"slot_id": "S-20260515-AM"}) for key in
                    ("V-301", "V-302"))  # fmt: skip
    assert values(store_difference, run(turn(effect=(other,))), gold(expects(effect=(moved,)))) == [0]
    assert values(store_difference, run(turn(effect=(moved,))), gold(expects(effect=(moved,)))) == [1]


def test_the_slot_of_a_visit_is_not_a_moment() -> None:
    made = [row("visits", "V-401", None, {"visit_id": "V-401", "slot_id": slot}) for slot in ("S-1-AM", "S-2-AM")]
    assert values(store_difference, run(turn(effect=made[1:])), gold(expects(effect=made[:1]))) == [0]


def test_free_text_is_not_compared() -> None:
    told = [
        row("faults", number, None, {"fault_id": number, "about": "line", "description": words})
        for number, words in (("F-501", "it is dead"), ("F-502", "no internet since noon"))
    ]
    assert values(store_difference, run(turn(effect=told[1:])), gold(expects(effect=told[:1]))) == [1]


def test_the_same_change_twice_is_too_much() -> None:
    assert values(store_difference, run(turn(effect=(LINE, LINE))), gold(expects(effect=(LINE,)))) == [0]


def test_a_row_that_is_gone_is_not_one_that_is_emptied() -> None:
    gone, emptied = row("visits", "V-301", {"a": 1}, None), row("visits", "V-301", {"a": 1}, {"a": None})
    assert values(store_difference, run(turn(effect=(emptied,))), gold(expects(effect=(gone,)))) == [0]


def test_one_wrong_turn_makes_the_conversation_wrong() -> None:
    right = gold(expects(effect=()), expects(effect=refund()), expects())
    made = run(turn(0), turn(1, effect=refund()), turn(2, effect=refund()))
    assert values(store_difference, made, right) == [1]
    wrong = only(store_difference, run(turn(0, effect=(LINE,)), turn(1, effect=refund()), turn(2)), right)
    assert (wrong.value, wrong.turn) == (0, None)
    assert wrong.note.startswith("turn 0: too much: order_lines")


def test_nothing_labelled_is_nothing_judged() -> None:
    assert values(store_difference, run(turn(effect=refund())), gold(expects())) == []


@pytest.mark.parametrize(("changes", "right"), [(refund("R-9"), 1), ((LINE,), 0), ((), 0)])
def test_a_simulated_conversation_is_judged_by_all_that_it_changed(changes: tuple[Change, ...], right: float) -> None:
    simulated = run(turn(0, effect=refund()), turn(1), changes=changes, ended="goal_reached")
    assert values(store_difference, simulated, gold(expects(effect=refund()))) == [right]
