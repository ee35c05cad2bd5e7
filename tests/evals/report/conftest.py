"""A report of a run in which billing@2 names the wrong article, and one address goes to the wrong place."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from evals import baseline
from evals.baseline import Baseline
from evals.gates import Gate, Gates
from evals.judgements import by_part, judge
from evals.report.contents import Material, Report, report
from evals.runs import ConversationRun, Runs
from evals.transcript import Call, Transcript
from prompts import history
from prompts.history import Entry, EvalRun
from tests.evals.played import REFUND, changed, played, town

TOWN = town(each=4)
HOSTILE = '<script>alert("x")</script> | £5'
GATES = Gates(
    headline=("area", "arguments"),
    parts={"dev": {"area": Gate(floor=0.8), "arguments": Gate(floor=0.9, worse=0.01), "latency": Gate(ceiling=500)}},
)


def worse(given: Transcript, run: ConversationRun) -> ConversationRun:
    if given.area == "billing":
        wrong = Call(call="refund_order", arguments={**REFUND, "item": "Router"})
        return changed(run, 0, calls=(wrong,), prompts=("billing@2", "router@1"))
    if given.id == "account-1":
        return changed(run, 0, area="billing", reply=HOSTILE)
    return run


def worse_runs(transcripts: Sequence[Transcript] = TOWN) -> Runs:
    return played(transcripts, worse, prompts={"billing": 2, "account": 1, "router": 1})


@pytest.fixture(scope="package")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history in which one release names a run."""
    folder = tmp_path_factory.mktemp("prompts")
    head = "| Date | Step | Version | What changed | Eval run | Checksum |\n|---|---|---|---|---|---|\n"
    run = EvalRun(sha256="fedcba987654", part="dev", figures={"area": (0.9, 0.02), "arguments": (0.85, 0.03)})
    entry = Entry(
        day=date(2026, 2, 1), kind="release", name="billing", version=1, why="asks <once>", run=run, sha256="0"
    )
    (folder / "HISTORY.md").write_text(head + history.row(entry) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="package")
def material(prompts: Path) -> Material:
    before = played(TOWN)
    kept = baseline.renewed(Baseline(), by_part(before.header, judge(before, TOWN)), before.header, "0" * 12)
    return Material(worse_runs(), TOWN, GATES, kept, "0123456789ab", {"other": before}, prompts)


@pytest.fixture(scope="package")
def made(material: Material) -> Report:
    return report(material)
