"""What a run says for the release of a prompt's version, and what speaks against it."""

from pathlib import Path

from evals import baseline, gates
from evals.gate import check
from evals.judgements import by_part, figures, judge
from evals.runfiles import fingerprint, read_runs
from evals.runs import Header
from evals.sources import transcripts_of
from prompts.history import EvalRun
from prompts.registry import Prompt

PREFERRED = ("test", "dev")
"""The part whose figures go into the history, where a run has several."""


def evidence(path: Path, prompt: Prompt) -> tuple[EvalRun, list[str]]:
    """Read a run: its headline figures, and the reasons for which it does not justify a release.

    Raises:
        RunFileError: The file is no file of runs.
        TranscriptError: Its transcripts are not there.
        GateError: There are no gates for what the run is of.
    """
    runs = read_runs(path)
    transcripts = transcripts_of(runs)
    judged = judge(runs, transcripts)
    parts = by_part(runs.header, judged)
    wanted = gates.read(gates.SHIPPED)
    verdict = check(runs.header, judged, wanted, baseline.read(baseline.SHIPPED), transcripts)
    part = next((name for name in (*PREFERRED, *parts) if name in parts), "none")
    measured = figures(parts.get(part, ()))
    found = {name: (measured[name].value, measured[name].se or 0.0) for name in wanted.headline if name in measured}
    run = EvalRun(sha256=fingerprint(path), part=part, figures=found)
    return run, [*_strangers(runs.header, prompt), *(broken.sentence for broken in verdict.broken)]


def _strangers(header: Header, prompt: Prompt) -> list[str]:
    """Find what the run was made with that is not what is to be released."""
    used = header.prompts.get(prompt.name)
    if used != prompt.version:
        return [f"the run was made with {prompt.name}@{used}"]
    found = [] if header.checksums.get(prompt.name) == prompt.sha256 else [f"{prompt.ref} was changed after the run"]
    others = sorted(ref for name, ref in header.changed.items() if name != prompt.name)
    return found + [f"the run also tried {ref}" for ref in others]
