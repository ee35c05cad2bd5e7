"""All metrics of a run, put together."""

import json

import pytest

from evals.metrics.summary import Summary, summarise
from evals.runs import ConversationRun
from evals.transcript import Transcript
from tests.evals.metrics.made import expects, gold, run, turn

RIGHT = expects(area="billing", effect=())


def conversation(name: str, *areas: str | None, trial: int = 0, **known: object) -> ConversationRun:
    turns = [turn(number, area=area, latency_ms=100.0 * (number + 1)) for number, area in enumerate(areas)]
    return run(*turns, id=name, trial=trial, **known)


def transcript(name: str, turns: int = 2, **known: object) -> Transcript:
    return gold(*[RIGHT] * turns, id=name, **known)


def test_a_rate_is_over_turns_and_its_error_over_conversations() -> None:
    runs = [conversation("a", "billing", "billing"), conversation("b", "account", "account")]
    found = summarise(runs, [transcript("a"), transcript("b")]).metrics["area"]
    assert (found.n, found.conversations, found.value, found.wrong) == (4, 2, 0.5, 2)
    # Two conversations that are all right and all wrong: turns of one are no independent evidence.
    assert found.se == pytest.approx(0.5)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.1 < 0.9 < found.high


def test_nothing_wrong_is_not_certainty() -> None:
    names = [f"k{number}" for number in range(20)]
    runs = [conversation(name, "billing") for name in names]
    found = summarise(runs, [transcript(name, 1) for name in names]).metrics["false_done"]
    assert (found.value, found.se) == (0, 0)
    # Wilson's upper end for 0 of 20.
    assert found.high == pytest.approx(0.161, abs=0.001)


def test_quantities_have_a_middle_and_an_end() -> None:
    runs = [conversation("a", *["billing"] * 9)]
    found = summarise(runs, [transcript("a", 9)]).metrics["latency"]
    assert (found.value, found.median, found.p95, found.se, found.low) == (500, 500, 860, None, None)


def test_areas_and_tags_are_told_apart() -> None:
    runs = [conversation("a", "billing"), conversation("b", "billing")]
    both = [transcript("a", 1, area="billing", tags=("sms", "refund")), transcript("b", 1, area="account")]
    found = summarise([*runs, conversation("c", "account")], [*both, transcript("c", 1, tags=("sms",))])
    assert {name: part["area"].value for name, part in found.by_area.items()} == {"account": 1, "billing": 1, "none": 0}
    assert {name: part["area"].n for name, part in found.by_tag.items()} == {"refund": 1, "sms": 2}


def test_a_conversation_passes_when_nothing_that_decides_is_wrong() -> None:
    misrouted, false = conversation("a", "account"), run(turn(reply="All done.", area="billing"), id="b")
    found = summarise([misrouted, false], [transcript("a", 1), transcript("b", 1)])
    assert [(one.id, one.passed, [score.metric for score in one.wrong]) for one in found.conversations] == [
        ("a", True, ["area"]),
        ("b", False, ["false_done"]),
    ]
    assert (found.passed.value, found.passed.wrong, found.passed.n) == (0.5, 1, 2)


def test_which_tier_answers_is_never_wrong() -> None:
    found = summarise([run(turn(tier="large", area="billing"), id="a")], [transcript("a", 1)])
    assert found.metrics["tier_large"].wrong == 0
    assert found.conversations[0].wrong == ()


def test_trials_give_powers_and_are_one_cluster() -> None:
    runs = [conversation("a", "billing", trial=number) for number in range(2)]
    runs += [conversation("b", "billing"), run(turn(error="fault", area="billing"), id="b", trial=1)]
    found = summarise(runs, [transcript("a", 1), transcript("b", 1)])
    assert [(one.k, one.value) for one in found.powers] == [(1, 0.75), (2, 0.5)]
    assert (found.metrics["area"].n, found.metrics["area"].conversations) == (4, 2)


def test_what_has_no_transcript_is_left_out_and_nothing_is_no_fault() -> None:
    found = summarise([conversation("x", "billing")], [transcript("a")])
    assert (found.metrics, found.conversations, found.passed.n) == ({}, (), 0)


def test_a_summary_can_be_written_and_read() -> None:
    found = summarise([conversation("a", "billing")], [transcript("a")])
    assert Summary.model_validate_json(found.model_dump_json()) == found
    json.loads(found.model_dump_json(), parse_constant=pytest.fail)
