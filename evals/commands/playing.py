"""Replays that commands make on the way to something else."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from evals.commands.product import product
from evals.commands.replay import SHIPPED, shown, told

if TYPE_CHECKING:
    from evals.runs import Runs

_AT_ONCE = 2
_SCENARIOS = Path(__file__).parents[1] / "scenarios"


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
    from evals.replay import Wanted, replay

    wanted = Wanted(
        transcripts=transcripts,
        part=part,
        versions=versions,
        output=output,
        **product(_AT_ONCE, built_in=built_in),
    )
    label = ", ".join(f"{name}@{number}" for name, number in versions.items()) or "as released"
    with shown() as progress:
        return asyncio.run(replay(wanted, told(progress, label)))


def simulated(*, built_in: bool = False) -> "Runs":
    """Let the shipped scenarios' customers, played by code, talk with the product, and show how far it is."""
    from evals.simulate import Wanted, simulate

    wanted = Wanted(scenarios=_SCENARIOS, **product(_AT_ONCE, built_in=built_in))
    with shown() as progress:
        return asyncio.run(simulate(wanted, told(progress, "simulated customers")))
