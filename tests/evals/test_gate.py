from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals import baseline, gates
from evals.baseline import Baseline
from evals.gate import Verdict, check
from evals.gates import Gate, GateError, Gates
from evals.judgements import by_part, judge
from evals.runs import ConversationRun, Runs
from evals.transcript import Call, Transcript
from tests.evals.played import REFUND, changed, header, played, right, town

TOWN = town()
WRONG_ITEM = Call(call="refund_order", arguments={**REFUND, "item": "Router"})


def gate(**metrics: dict[str, float]) -> Gates:
    return Gates(parts={"dev": {name: Gate.model_validate(one) for name, one in metrics.items()}})


def held_against(runs: Runs, wanted: Gates, before: Runs | None = None, town: Sequence[Transcript] = TOWN) -> Verdict:
    kept = Baseline()
    if before is not None:
        kept = baseline.renewed(kept, by_part(before.header, judge(before, town)), before.header, "0123456789ab")
    return check(runs.header, judge(runs, town), wanted, kept, town)


def sentences(verdict: Verdict) -> list[str]:
    return [broken.sentence for broken in verdict.broken]


def with_worse_prompt(given: Transcript, run: ConversationRun) -> ConversationRun:
    """billing@2 names the wrong article, in all but one conversation."""
    if given.area != "billing":
        return run
    calls = run.turns[0].calls if given.id == "billing-0" else (WRONG_ITEM,)
    return changed(run, 0, calls=calls, prompts=("billing@2", "router@1"))


def with_broken_tool(given: Transcript, run: ConversationRun) -> ConversationRun:
    """refund_order fails wherever it is called, and the customer is handed over."""
    if given.area != "billing":
        return run
    failed = Call(call="refund_order", arguments=dict(REFUND), error="the back office did not answer")
    return changed(run, 0, calls=(failed,), proposed=(), escalation="unavailable")


def test_a_run_that_is_right_holds() -> None:
    verdict = held_against(played(TOWN), gate(area={"floor": 1, "worse": 0}, faults={"ceiling": 0}), played(TOWN))
    assert verdict.held
    assert sentences(verdict) == []
    assert [(one.metric, one.must, one.held) for one in verdict.checked] == [
        ("area", "at least 100 %, not worse by more than 0 points", True),
        ("faults", "at most 0 %", True),
    ]


def test_a_worse_prompt_fails_the_gate_with_a_sentence_that_names_it() -> None:
    prompts = {"billing": 2, "account": 1, "router": 1}
    verdict = held_against(
        played(TOWN, with_worse_prompt, prompts=prompts),
        gate(arguments={"floor": 0.92}, area={"floor": 1}),
        played(TOWN),
    )
    assert sentences(verdict) == [
        "dev: arguments is 58.3 % (± 14.9) and must be at least 92 %: newly wrong in billing-1 (turn 0), "
        "billing-2 (turn 0), billing-3 (turn 0), billing-4 (turn 0), billing-5 (turn 0); "
        "most likely billing@2 instead of billing@1 (in 5 of 5 failing turns and 1 of 7 others), "
        "with the tool refund_order (in 5 of 5 failing turns and 1 of 7 others)."
    ]
    assert verdict.broken[0].conversations == ("billing-1", "billing-2", "billing-3", "billing-4", "billing-5")


def test_a_broken_tool_fails_the_gate_with_a_sentence_that_names_it() -> None:
    verdict = held_against(played(TOWN, with_broken_tool), gate(over_escalation={"ceiling": 0.02}), played(TOWN))
    (sentence,) = sentences(verdict)
    assert sentence.startswith(
        "dev: over_escalation is 50 % (± 15.1) and must be at most 2 %: newly wrong in billing-0"
    )
    assert 'most likely the tool refund_order failing with "the back office did not answer" ' in sentence
    assert "(in 6 of 6 failing conversations and 0 of 6 others)" in sentence


def test_a_prompt_is_found_by_the_run_alone_where_there_is_no_baseline() -> None:
    runs = played(TOWN, with_worse_prompt, changed={"billing": "billing@2"})
    (sentence,) = sentences(held_against(runs, gate(arguments={"floor": 0.92})))
    assert "most likely billing@2, which is tried (in 5 of 5 failing turns" in sentence


def test_what_gets_worse_than_the_baseline_by_more_than_chance_is_broken() -> None:
    prompts = {"billing": 2, "account": 1, "router": 1}
    runs = played(TOWN, with_worse_prompt, prompts=prompts)
    (sentence,) = sentences(held_against(runs, gate(arguments={"worse": 0.05}), played(TOWN)))
    assert sentence.startswith("dev: arguments is 58.3 % (± 14.9), -41.7 points (95 % interval -")
    assert "than its baseline, and may be worse by 5 points: newly wrong in billing-1 (turn 0)" in sentence


def test_what_was_wrong_in_the_baseline_already_is_not_newly_wrong() -> None:
    def once_wrong(given: Transcript, run: ConversationRun) -> ConversationRun:
        return changed(run, 0, calls=(WRONG_ITEM,)) if given.id in ("billing-0", "billing-1") else run

    city = town(each=8)
    before, wanted = played(city, once_wrong), gate(arguments={"worse": 0.0})
    assert held_against(before, wanted, before, city).held
    (broken,) = held_against(played(city, with_worse_prompt), wanted, before, city).broken
    assert broken.conversations == tuple(f"billing-{number}" for number in range(2, 8))


def test_a_change_is_not_blamed_for_what_was_wrong_before_it() -> None:
    before = played(TOWN, with_worse_prompt)
    now = played(TOWN, with_worse_prompt, prompts={"billing": 2, "account": 1, "router": 1})
    (sentence,) = sentences(held_against(now, gate(arguments={"floor": 0.9}), before))
    assert "wrong, as in the baseline, in billing-1 (turn 0), " in sentence
    assert "instead of" not in sentence


def test_one_conversation_more_that_is_wrong_may_be_chance() -> None:
    def once(given: Transcript, run: ConversationRun) -> ConversationRun:
        return changed(run, 0, calls=(WRONG_ITEM,)) if given.id == "billing-3" else run

    assert held_against(played(TOWN, once), gate(arguments={"worse": 0.01}), played(TOWN)).held


def test_what_gets_better_is_not_broken() -> None:
    worse = played(TOWN, with_worse_prompt)
    assert held_against(played(TOWN), gate(arguments={"worse": 0}), worse).held


def test_a_quantity_beyond_its_ceiling_names_where_it_is_greatest_and_what_was_changed() -> None:
    def slow(given: Transcript, run: ConversationRun) -> ConversationRun:
        return changed(run, 0, latency_ms=9000.0) if given.id == "account-2" else run

    runs = played(TOWN, slow, models={"small": "large-and-slow"})
    (sentence,) = sentences(held_against(runs, gate(latency={"ceiling": 100}), played(TOWN)))
    assert sentence.startswith(
        "dev: latency is 395 ms (± 374) and must be at most 100 ms: most in account-2 (9,000 ms), "
    )
    assert sentence.endswith("; most likely large-and-slow as the small model instead of embedded.")


def test_a_run_of_half_a_part_does_not_pass() -> None:
    runs = played(TOWN[:9])
    assert sentences(held_against(runs, gate(area={"floor": 0.9}))) == [
        "dev: 3 of 12 conversations are not in the run (account-3, account-4, account-5); replay them all."
    ]


def test_a_run_of_fewer_conversations_than_the_baseline_does_not_pass() -> None:
    kept = baseline.renewed(Baseline(), by_part(header(), judge(played(TOWN), TOWN)), header(), "0" * 12)
    some = TOWN[:11]
    verdict = check(header(), judge(played(some), some), gate(area={"worse": 0.01}), kept, some)
    assert sentences(verdict) == ["dev: 1 of 12 conversations are not in the run (account-5); replay them all."]


def test_a_recording_that_cannot_be_played_to_its_end_does_not_pass() -> None:
    def cut(given: Transcript, run: ConversationRun) -> ConversationRun:
        return run.model_copy(update={"broken": "no such slot"}) if given.id == "account-1" else run

    (sentence,) = sentences(held_against(played(TOWN, cut), gate(area={"floor": 0.9})))
    assert sentence == "dev: the recorded history of account-1 cannot be played to its end; record it anew."


def test_a_gate_on_what_was_measured_nowhere_does_not_hold() -> None:
    (sentence,) = sentences(held_against(played(TOWN), gate(sentiment={"floor": 0.9})))
    assert sentence == "dev: sentiment was measured nowhere, so its gate cannot hold: at least 90 %."


def test_a_comparison_without_a_baseline_does_not_hold() -> None:
    (sentence,) = sentences(held_against(played(TOWN), gate(area={"worse": 0.01})))
    assert sentence.startswith("dev: there is no baseline to compare with; write one with")


def test_a_run_of_a_part_without_gates_is_refused() -> None:
    elsewhere = town("test", each=1)
    with pytest.raises(GateError, match=r"gates.toml has gates for dev, and the run is of test"):
        held_against(played(elsewhere), gate(area={"floor": 0.9}), town=elsewhere)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[dev]\naraa = { floor = 1 }", "names araa, which is no metric; there are area, intent"),
        ('headline = ["speed"]', "names speed"),
        ("[dev]\narea = { flor = 1 }", "flor"),
        ("[dev]\narea = { }", "needs a floor, a ceiling or worse"),
        ("[dev", "cannot be used"),
    ],
)
def test_gates_that_are_written_wrong_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text)
    with pytest.raises(GateError, match=problem):
        gates.read(path)


def test_the_gates_of_the_product_can_be_read() -> None:
    found = gates.read(gates.SHIPPED)
    assert set(found.parts) >= {"dev", "test"}
    assert set(found.headline) <= set(found.parts["test"])


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    runs = played(TOWN, with_worse_prompt)
    path = tmp_path / "baseline.json"
    assert baseline.read(path) == Baseline()
    kept = baseline.renewed(Baseline(), by_part(runs.header, judge(runs, TOWN)), runs.header, "0123456789ab")
    baseline.write(path, kept)
    assert baseline.read(path) == kept
    path.write_text("{")
    with pytest.raises(baseline.BaselineError, match="is no baseline"):
        baseline.read(path)


def test_a_new_baseline_of_one_part_leaves_the_others() -> None:
    tested = town("test", each=1)
    runs: list[Any] = [(played(TOWN), TOWN), (played(tested), tested)]
    kept = Baseline()
    for one, transcripts in runs:
        kept = baseline.renewed(kept, by_part(one.header, judge(one, transcripts)), one.header, "0" * 12)
    assert sorted(kept.parts) == ["dev", "test"]
    assert kept.parts["dev"].metrics["area"].conversations["billing-0"] == (2.0, 2)


def test_simulations_are_a_part_of_their_own() -> None:
    runs = Runs(header=header("free"), conversations=(right(TOWN[0]),))
    assert list(by_part(runs.header, judge(runs, TOWN))) == ["free"]


def test_two_runs_hold_only_together() -> None:
    wanted = gate(area={"floor": 1})
    right_one = held_against(played(TOWN), wanted)
    wrong_one = held_against(played(TOWN, with_worse_prompt), gate(arguments={"floor": 1}))
    both = right_one.together(wrong_one)
    assert not both.held
    assert both.broken == wrong_one.broken
    assert [one.metric for one in both.checked] == ["area", "arguments"]
