"""What a run is judged by: the transcripts that it was made from, or the scenarios that were played."""

from pathlib import Path

from evals.runs import Runs
from evals.transcript import Transcript, read


def transcripts_of(runs: Runs, named: Path | None = None) -> list[Transcript]:
    """Read the transcripts of a run, from where its header says or from another place.

    Raises:
        TranscriptError: They are not there, or cannot be read.
    """
    source = named or Path(runs.header.source)
    if runs.header.mode == "forced":
        return read(source)
    # Simulating needs the whole product, which reading transcripts does not.
    from evals.scenario import read_scenarios
    from evals.simulate import golden

    return golden(read_scenarios(source), runs)
