"""A folder with transcripts, prompts and gates of its own, in which commands run; replays are hand-made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from evals import baseline, gates, replay
from evals.progress import Progress
from evals.replay import Wanted
from evals.runfiles import write_runs
from evals.runs import ConversationRun, Runs
from evals.transcript import Transcript, read, write
from prompts import registry
from prompts.registry import Prompts
from tests.evals.played import changed, played, town
from tests.prompts.folders import released_folder, write_version

GATES = """\
headline = ["area", "must_say"]

[dev]
area = { floor = 0.9, worse = 0.01 }

[test]
area = { floor = 0.9 }
"""
How = Callable[[Transcript, ConversationRun], ConversationRun]
TWO = "Two for {{company}}."


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prompts").mkdir()
    write(tmp_path / "transcripts" / "dev.jsonl", town())
    (tmp_path / "gates.toml").write_text(GATES)
    monkeypatch.setattr(registry, "ROOT", released_folder(tmp_path / "prompts"))
    monkeypatch.setattr(gates, "SHIPPED", tmp_path / "gates.toml")
    monkeypatch.setattr(baseline, "SHIPPED", tmp_path / "baseline.json")
    monkeypatch.setattr(replay, "replay", replayed)
    write_version(tmp_path / "prompts", "billing", 2, TWO)
    return tmp_path


async def replayed(wanted: Wanted, on_progress: Progress | None = None) -> Runs:
    """Answer everything right; with billing@2, or more, refunds are taken for changes of address."""

    def how(given: Transcript, run: ConversationRun) -> ConversationRun:
        bad = wanted.versions.get("billing", 1) > 1 and given.area == "billing"
        return changed(run, 0, area="account", prompts=("billing@2",)) if bad else run

    transcripts = [one for one in read(wanted.transcripts) if wanted.part in (None, one.part)]
    return made(transcripts, wanted, how)


def wants(house: Path, **values: Any) -> Wanted:
    settings = Settings(_env_file=None, data_dir=house)
    return Wanted(**{"transcripts": house / "transcripts", "settings": settings, **values})


def made(transcripts: list[Transcript], wanted: Wanted, how: How = lambda _, run: run) -> Runs:
    prompts = Prompts(registry.ROOT, versions=wanted.versions)
    runs = played(
        transcripts,
        how,
        source=str(wanted.transcripts),
        part=wanted.part,
        prompts=prompts.versions,
        checksums=prompts.checksums,
        changed={name: f"{name}@{number}" for name, number in wanted.versions.items()},
    )
    if wanted.output is not None:
        write_runs(wanted.output, runs)
    return runs
