from dataclasses import replace

import pytest

from evals.gates import Gates
from evals.report.contents import Material, Report, report
from evals.transcript import TranscriptError
from tests.evals.report.conftest import HOSTILE, TOWN


def test_each_metric_stands_beside_its_gate_and_its_baseline(made: Report) -> None:
    rows = {row.measured.metric: row for row in made.rows}
    arguments = rows["arguments"]
    assert (arguments.part, arguments.measured.value, arguments.before) == ("dev", 0.5, 1.0)
    assert (arguments.must, arguments.held) == ("at least 90 %, not worse by more than 1 point", False)
    assert rows["latency"].held is True
    assert rows["turns"].held is None


def test_the_gate_is_held_with_its_sentences(made: Report) -> None:
    assert made.verdict is not None
    assert [one.metric for one in made.verdict.broken] == ["arguments"]


def test_without_gates_for_a_part_there_is_no_verdict(material: Material) -> None:
    assert report(replace(material, gates=Gates(parts={}))).verdict is None


def test_a_slice_of_a_part_is_not_held_against_the_gate(material: Material) -> None:
    some = material.runs.model_copy(update={"conversations": material.runs.conversations[:2]})
    made = report(replace(material, runs=some))
    assert made.verdict is None
    assert made.slices == {"dev": (2, len(TOWN))}


def test_a_whole_part_is_no_slice(made: Report) -> None:
    assert made.slices == {}


def test_areas_that_are_confused_are_counted(made: Report) -> None:
    assert made.confusion == (("account", "account", 7), ("account", "billing", 1), ("billing", "billing", 8))


def test_failing_turns_stand_beside_what_is_right(made: Report) -> None:
    shown = {one.id: one for one in made.failing}
    assert sorted(shown) == ["account-1", "billing-0", "billing-1", "billing-2", "billing-3"]
    turn = shown["billing-2"].turns[0]
    assert turn.expected["calls"] == "refund_order(order_id=N-1, item=Speaker)"
    assert turn.done["calls"] == "refund_order(order_id=N-1, item=Router)"
    assert turn.lines == {"calls"}
    assert [str(wrong) for wrong in turn.wrong] == ["arguments: refund_order: item router instead of speaker"]
    assert shown["account-1"].turns[0].done["reply"] == HOSTILE


def test_what_decides_comes_first(made: Report) -> None:
    assert [one.passed for one in made.failing] == sorted(one.passed for one in made.failing)


def test_releases_end_with_the_baseline_and_the_run_itself(made: Report) -> None:
    assert [(one.label, one.part) for one in made.releases] == [
        ("billing@1", "dev"), ("baseline", "dev"), ("this run", "dev"),
    ]  # fmt: skip
    assert made.releases[0].figures["area"] == (0.9, 0.02)
    assert made.releases[-1].figures["arguments"][0] == 0.5


def test_other_runs_and_the_baseline_are_points_of_cost_and_quality(made: Report) -> None:
    assert [(point.label, point.group) for point in made.points] == [
        ("this run", "run"), ("account", "area of this run"), ("billing", "area of this run"), ("other", "run"),
        ("baseline dev", "baseline"),
    ]  # fmt: skip


def test_latency_is_told_apart_by_tier(made: Report) -> None:
    assert {tier: len(found) for tier, found in made.latencies.items()} == {"none": 8, "small": 8}


def test_a_run_without_its_transcripts_is_refused(material: Material) -> None:
    with pytest.raises(TranscriptError, match="has no transcript 'account-3', which the run is of"):
        report(replace(material, transcripts=TOWN[:-1]))


def test_a_report_is_read_as_it_was_written(made: Report) -> None:
    assert Report.model_validate_json(made.model_dump_json()) == made
