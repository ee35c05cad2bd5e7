"""All that a judge says: of the labelled replies first, and then, where wanted, of a run's."""

from collections.abc import Callable
from functools import partial

from evals.judge.agreement import Agreement, agreement
from evals.judge.judging import AT_ONCE, Judge, Opinion, Question, opinions
from evals.judge.labels import Label
from evals.judge.replies import Share, shares
from evals.transcript import Recorded

Progress = Callable[[str, int, int], None]
"""Is told what is judged, how many replies are done, of how many."""
LABELS, RUN = "labelled replies", "the run's replies"


class Session(Recorded):
    """What is to be judged."""

    labels: tuple[Label, ...]
    asked: tuple[Question, ...] = ()
    """Replies of a run."""
    at_once: int = AT_ONCE


class Verdicts(Recorded):
    """What came of a session."""

    model: str
    prompt: str
    """The prompt's version, such as `judge@1`."""
    agreement: Agreement
    gates: bool
    """Whether the judge agrees with people enough for its word to count."""
    labelled: tuple[Opinion, ...]
    """What it says of each labelled reply."""
    shares: tuple[Share, ...] = ()
    """What it says of the run, criterion by criterion."""
    replies: tuple[Opinion, ...] = ()
    """What it says of each reply of the run, named `conversation#trial#turn`."""


async def verdicts(judge: Judge, model: str, session: Session, on_progress: Progress) -> Verdicts:
    """Judge the labelled replies and what else is asked; `model` is the judge's name."""
    labels, at_once = session.labels, session.at_once
    known = [Question(id=label.id, criterion=label.criterion, case=label.case) for label in labels]
    labelled = await opinions(judge, known, at_once=at_once, on_progress=partial(on_progress, LABELS))
    replies = await opinions(judge, session.asked, at_once=at_once, on_progress=partial(on_progress, RUN))
    pairs = zip(labels, labelled, strict=True)
    agreed = agreement((label.criterion, label.label, opinion.verdict) for label, opinion in pairs)
    return Verdicts(
        model=model,
        prompt=judge.prompt.ref,
        agreement=agreed,
        gates=agreed.gates,
        labelled=tuple(labelled),
        shares=tuple(shares(replies)),
        replies=tuple(replies),
    )
