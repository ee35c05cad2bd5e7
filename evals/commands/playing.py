"""Replays that commands make on the way to something else."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from evals.commands.replay import SHIPPED, shown

if TYPE_CHECKING:
    from evals.runs import Runs

_AT_ONCE = 2


def played(
    versions: Mapping[str, int],
    part: str | None = None,
    transcripts: Path = SHIPPED,
    output: Path | None = None,
    *,
    built_in: bool = False,
) -> "Runs":
    """Replay transcripts with prompts at other versions than the released ones, and show how far it is.

    `built_in`: with the embedded model alone, whatever models are set.

    Raises:
        TranscriptError: The transcripts cannot be read.
        RunFileError: The output holds a run of something else.
        PromptError: There is no such version of a prompt.
    """
    from app.settings import load
    from evals import stage
    from evals.replay import Wanted, replay

    settings = stage.built_in(load()) if built_in else load()
    embedded = settings.small.model == "embedded" and settings.large.model is None
    wanted = Wanted(
        transcripts=transcripts,
        part=part,
        versions=versions,
        settings=settings,
        workers=_AT_ONCE if embedded else 1,
        at_once=1 if embedded else _AT_ONCE,
        output=output,
    )
    label = ", ".join(f"{name}@{number}" for name, number in versions.items()) or "as released"
    with shown() as progress:
        task = progress.add_task(label, total=None)

        def tell(done: int, total: int, _: str) -> None:
            progress.update(task, completed=done, total=total)

        return asyncio.run(replay(wanted, tell))
