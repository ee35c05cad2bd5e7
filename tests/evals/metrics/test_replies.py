"""What the reply must hold, how the matter is filed, and what a turn takes."""

from decimal import Decimal

from evals.metrics.cost import cost
from evals.metrics.disposition import disposition
from evals.metrics.faults import faults
from evals.metrics.latency import latency
from evals.metrics.must_say import must_say
from evals.metrics.tiers import answered_by_code, answered_by_large, answered_by_small
from evals.metrics.tokens import tokens
from evals.metrics.turns import turns
from evals.runs import Used
from tests.evals.metrics.made import expects, gold, only, run, turn, values

FACTS = gold(expects(must_say=("£59.99", "you don't need")))


def test_every_fact_must_be_said() -> None:
    assert values(must_say, run(turn(reply="£59.99; You don\u2019t  need to be in.")), FACTS) == [1]
    assert only(must_say, run(turn(reply="You don't need to be in.")), FACTS).note == "does not say: £59.99"
    assert values(must_say, run(turn(reply="")), gold(expects())) == []


def test_the_last_disposition_counts() -> None:
    filed = run(turn(0, disposition="answered"), turn(1, disposition="refund_issued"), turn(2))
    assert values(disposition, filed, gold(expects(), disposition="refund_issued")) == [1]
    wrong = only(disposition, run(turn()), gold(expects(), disposition="refund_issued"))
    assert (wrong.value, wrong.note) == (0, "none instead of refund_issued")
    assert values(disposition, filed, gold(expects())) == []


def test_a_turn_that_ends_in_a_fault_is_named() -> None:
    assert [score.note for score in faults(run(turn(0), turn(1, error="no models")), FACTS)] == ["", "no models"]


def test_a_recording_that_cannot_be_played_on_is_a_fault_too() -> None:
    assert values(faults, run(turn(0), broken="from turn 1 on"), FACTS) == [0, 1]


def test_tiers_share_the_turns() -> None:
    made = run(turn(0, tier="none"), turn(1, tier="small"), turn(2, tier="large"), turn(3))
    assert values(answered_by_code, made, FACTS) == [1, 0, 0]
    assert values(answered_by_small, made, FACTS) == [0, 1, 0]
    assert values(answered_by_large, made, FACTS) == [0, 0, 1]


def test_what_a_conversation_takes_is_added_up() -> None:
    used = Used(calls=1, input_tokens=100, output_tokens=20, cost_usd=Decimal("0.001"))
    made = run(turn(0, used=used, latency_ms=10), turn(1, used=used, latency_ms=30))
    assert (values(turns, made, FACTS), values(tokens, made, FACTS)) == ([2], [240])
    assert values(cost, made, FACTS) == [0.002]
    assert values(latency, made, FACTS) == [10, 30]
