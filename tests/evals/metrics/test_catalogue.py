"""Every metric is listed, is pure, and fails on a run that is planted wrong."""

import inspect
from pathlib import Path

import pytest

import evals.metrics
from evals.metrics.catalogue import METRICS
from evals.runs import ConversationRun, TurnRun
from evals.transcript import Expected
from tests.evals.metrics.made import calls, done, expects, gold, row, run, said, turn

LINE = row("order_lines", "N-1042/Smart plug", {"refunded_minor": 0}, {"refunded_minor": 1999})
READ, WRITE = calls("list_orders"), calls("refund_order", order_id="N-1042")
PLANTED: dict[str, tuple[Expected, TurnRun | ConversationRun, TurnRun | ConversationRun]] = {
    "area": (expects(area="billing"), turn(area="account"), turn(area="billing")),
    "intent": (
        expects(wishes=[("billing", "list_orders")]),
        turn(intent="thanks", requests=("thanks",)),
        turn(intent="list_orders", requests=("list_orders",)),
    ),
    "wishes": (
        expects(wishes=[("billing", "list_orders"), (None, "thanks")]),
        turn(requests=("list_orders",)),
        turn(requests=("list_orders", "thanks")),
    ),
    "sentiment": (expects(sentiment="angry"), turn(sentiment="neutral"), turn(sentiment="angry")),
    "reading": (expects(reading="no"), turn(actions=(done(),)), turn(actions=(done(state="declined"),))),
    "tool_choice": (expects(calls=()), turn(calls=(WRITE,), proposed=("refund_order",)), turn(calls=(READ,))),
    "reads": (expects(calls=(READ,)), turn(), turn(calls=(READ,))),
    "arguments": (
        expects(calls=(WRITE,)),
        turn(calls=(calls("refund_order", order_id="N-1043"),)),
        turn(calls=(WRITE,)),
    ),
    "store_difference": (expects(effect=(LINE,)), turn(), turn(effect=(LINE,))),
    "false_done": (
        expects(),
        turn(reply="I have cancelled your visit."),
        turn(reply="I have cancelled your visit.", actions=(done("cancel_visit"),)),
    ),
    "unconfirmed_write": (expects(), turn(actions=(done(agreed=False),)), turn(actions=(done(),))),
    "over_escalation": (expects(), turn(escalation="stalled"), turn()),
    "under_escalation": (expects(escalation="angry"), turn(), turn(escalation="angry")),
    "person_reached": (expects(escalation="asked_for_person"), turn(), turn(escalation="asked_for_person")),
    "goal_reached": (expects(), run(turn(), ended="gave_up"), run(turn(), ended="goal_reached")),
    "escalation_reason": (expects(escalation="angry"), turn(escalation="fault"), turn(escalation="angry")),
    "disposition": (expects(), turn(disposition="answered"), turn(disposition="refund_issued")),
    "must_say": (expects(must_say=("£5",)), turn(reply="Soon."), turn(reply="It is £5.")),
    "groundedness": (expects(), turn(reply="It is £5."), turn(reply="It is £5.", evidence=("It costs £5.",))),
    "repeated_question": (
        expects(),
        turn(customer="for N-1042", reply="Which order is it about?"),
        turn(customer="a refund", reply="Which order is it about?"),
    ),
    "faults": (expects(), turn(error="no models"), turn()),
}


def wrong(metric: str, made: TurnRun | ConversationRun, expected: Expected) -> list[str]:
    whole = made if isinstance(made, ConversationRun) else run(made)
    transcript = gold(said("hello").model_copy(update={"expected": expected}), disposition="refund_issued")
    found = list(METRICS[metric].function(whole, transcript))
    assert found, f"{metric} says nothing"
    return [score.note for score in found if not METRICS[metric].right(score)]


@pytest.mark.parametrize("metric", PLANTED)
def test_every_metric_sees_a_planted_fault_names_it_and_lets_the_mended_run_pass(metric: str) -> None:
    expected, planted, mended = PLANTED[metric]
    notes = wrong(metric, planted, expected)
    assert notes
    assert all(notes)
    assert wrong(metric, mended, expected) == []


def test_no_metric_that_can_be_wrong_goes_without_a_planted_fault() -> None:
    assert PLANTED.keys() == {name for name, metric in METRICS.items() if metric.kind == "rate" and metric.judges}


def test_every_metric_scores_under_its_own_name() -> None:
    turns = (turn(tier="small", latency_ms=1),)
    for name, metric in METRICS.items():
        assert name == metric.name
        if name not in PLANTED:
            found = list(metric.function(run(*turns), gold(expects())))
            assert {score.metric for score in found} == {name}
    for name, (expected, planted, _) in PLANTED.items():
        whole = planted if isinstance(planted, ConversationRun) else run(planted)
        found = list(METRICS[name].function(whole, gold(expected, disposition="refund_issued")))
        assert {score.metric for score in found} == {name}


def test_every_metric_has_a_file_of_its_own_and_a_sentence() -> None:
    files = {Path(inspect.getfile(metric.function)).stem for metric in METRICS.values()}
    assert files == {name for name in METRICS if not name.startswith("tier_")} | {"tiers"}
    assert files <= {path.stem for path in Path(evals.metrics.__path__[0]).glob("*.py")}
    assert all(metric.what.endswith(".") for metric in METRICS.values())
