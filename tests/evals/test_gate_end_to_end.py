"""The whole way: a prompt that is worse, and a tool that is broken, are caught by replaying what was recorded."""

import shutil
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from evals import baseline, clock
from evals.baseline import Baseline
from evals.gate import Verdict, check
from evals.gates import Gate, Gates
from evals.judgements import by_part, judge
from evals.recording import record
from evals.replay import forced
from evals.runs import Header, Runs
from evals.stage import Stage
from evals.transcript import Call, Expected, Transcript, Turn, Wish
from prompts.registry import ROOT, Prompts
from tools.store import refunds

Play = Callable[[Prompts], Awaitable[Runs]]
WANTED = Gates(
    parts={
        "dev": {
            "must_say": Gate(floor=1),
            "store_difference": Gate(floor=1),
            "false_done": Gate(ceiling=0),
            "faults": Gate(ceiling=0),
        }
    }
)


def draft(number: int, customer: str, words: str, order: str, item: str, amount: str) -> Transcript:
    call = Call(call="refund_order", arguments={"order_id": order, "item": item})
    wish = Wish(area="billing", intent="refund_order")
    asks = Expected(wishes=(wish,), area="billing", calls=(call,), must_say=(amount,))
    agrees = Expected(area="billing", reading="yes", calls=(), must_say=(amount,))
    turns = (Turn(customer=words, expected=asks), Turn(customer="yes please", expected=agrees))
    named = {"id": f"refund-{number}", "source": "test", "part": "dev", "area": "billing", "customer_id": customer}
    return Transcript.model_validate({**named, "now": clock.START, "turns": turns})


DRAFTS = (
    draft(1, "C-1001", "refund the doorbell of N-1043", "N-1043", "Video doorbell", "£89"),
    draft(2, "C-1001", "refund the smart plug of order N-1042", "N-1042", "Smart plug", "£19.99"),
    draft(
        3, "C-1006", "I would like a refund for the smart speaker of order N-1049", "N-1049", "Smart speaker", "£59.99"
    ),
)


async def replayed(stage: Stage, transcripts: Sequence[Transcript]) -> Runs:
    prompts = stage.house.prompts
    header = Header(
        mode="forced",
        source="test",
        part="dev",
        models={"small": "embedded", "large": "embedded"},
        prompts=prompts.versions,
        checksums=prompts.checksums,
        started_at=datetime.now(UTC),
    )
    return Runs(header=header, conversations=tuple([await forced(stage, one) for one in transcripts]))


def held_against(runs: Runs, before: Runs, transcripts: Sequence[Transcript]) -> Verdict:
    parts = by_part(before.header, judge(before, transcripts))
    kept = baseline.renewed(Baseline(), parts, before.header, "0123456789ab")
    return check(runs.header, judge(runs, transcripts), WANTED, kept, transcripts)


async def test_what_is_replayed_unchanged_holds(stage_with: Callable[[Prompts], Stage]) -> None:
    stage = stage_with(Prompts())
    transcripts = [await record(stage, one) for one in DRAFTS]
    runs = await replayed(stage, transcripts)
    assert [run.broken for run in runs.conversations] == [None] * len(DRAFTS)
    assert [one.sentence for one in held_against(runs, runs, transcripts).broken] == []


async def test_a_worse_prompt_is_named(stage_with: Callable[[Prompts], Stage], tmp_path: Path) -> None:
    good = stage_with(Prompts())
    transcripts = [await record(good, one) for one in DRAFTS]
    before = await replayed(good, transcripts)
    folder = tmp_path / "prompts"
    shutil.copytree(ROOT, folder)
    text = (folder / "billing/replies/v1.md").read_text(encoding="utf-8")
    head, _, tail = text.partition("## refund_order.done\n")
    worse = f"{head}## refund_order.done\nAll sorted for you.\n\n## {tail.partition('## ')[2]}"
    (folder / "billing/replies/v2.md").write_text(worse, encoding="utf-8")
    runs = await replayed(stage_with(Prompts(folder, {"billing/replies": 2})), transcripts)
    verdict = held_against(runs, before, transcripts)
    sentence = next(one.sentence for one in verdict.broken if one.metric == "must_say")
    assert "billing/replies@2" in sentence
    assert "refund-1" in sentence


async def test_a_broken_tool_is_named(stage_with: Callable[[Prompts], Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    stage = stage_with(Prompts())
    transcripts = [await record(stage, one) for one in DRAFTS]
    before = await replayed(stage, transcripts)
    pay = refunds.pay

    async def pays_half(tx: Any, refund: Any, parts: Any, *rest: Any, **named: Any) -> Any:
        return await pay(tx, refund, {item: minor // 2 for item, minor in parts.items()}, *rest, **named)

    monkeypatch.setattr(refunds, "pay", pays_half)
    runs = await replayed(stage, transcripts)
    verdict = held_against(runs, before, transcripts)
    sentence = next(one.sentence for one in verdict.broken if one.metric == "store_difference")
    assert "refund_order" in sentence
