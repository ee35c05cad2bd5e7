"""What was proposed last and is not done, or is done and wanted otherwise now: words that correct it go on from it."""

from graphs.embedded.acting import labels
from graphs.embedded.frames import Frame
from graphs.embedded.history import Result
from graphs.embedded.manner import turns
from graphs.embedded.parsers import supposing
from graphs.embedded.parsers.exchanged import exchanged
from graphs.embedded.situation import SURE, Situation

UNDONE = ("proposed", "changed", "declined", "expired", "failed")
_CERTAIN = 0.8


async def undone(s: Situation) -> Frame | None:
    """Return the frame of the last action, if it was not carried out, or is corrected now."""
    last = s.history.results[-1] if s.history.results else None
    acted = next((one for one in reversed(s.history.results) if one.state is not None), last)
    if acted is not None and acted.state == "done" and _says_what_was_wrong(s, acted):
        # What was asked in between does not matter to it.
        last = acted
    # What is wished for besides in the same message regrets nothing that was done meanwhile.
    done = last is not None and last.state == "done" and not s.history.besides
    if last is None or not (last.state in UNDONE or (done and await _regrets(s, last))):
        return None
    return Frame(tool=last.tool, arguments=dict(last.arguments), said=s.history.earlier[-1:])


async def _regrets(s: Situation, done: Result) -> bool:
    """Whether words want otherwise what is done: they say so, and ask for nothing else."""
    if _says_what_was_wrong(s, done):
        return True
    if supposing.only_asks(s.history.words):
        return False
    guess = await s.understanding.intent(s.history.words, among=labels(s), after=s.after)
    if turns(s, s.history.words):
        return guess.label not in s.cards or guess.label == done.tool or guess.confidence < _CERTAIN
    reading, confidence = await s.understanding.reading(s.history.words, after=done.tool)
    if reading != "changed" or confidence < _CERTAIN:
        return False
    return guess.label in (done.tool, "out_of_scope") or guess.confidence < SURE


def _says_what_was_wrong(s: Situation, done: Result) -> bool:
    """Whether words put something in the place of what was put in: "it's 21, not 12. Is it too late to mend?"."""
    return any(isinstance(now, str) and exchanged(now, s.history.words) for now in done.arguments.values())
