"""The replies of a run, as questions for the judge, and what comes of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evals.judge.judging import Opinion, Question
from evals.judge.labels import CRITERIA, Case, Criterion
from evals.metrics.gold import forced
from evals.runs import ConversationRun
from evals.statistics import clustered
from evals.transcript import Recorded, Transcript

_SPOKEN = 6
"""So many turns of history are shown."""


class Share(Recorded):
    """What the judge says of a run's replies by one criterion."""

    criterion: Criterion
    n: int
    passed: float
    se: float | None
    """Of `passed`, clustered by conversation."""
    failed: float
    maybe: float
    unanswered: int


def questions(
    runs: Iterable[ConversationRun], transcripts: Mapping[str, Transcript], criteria: Sequence[Criterion] = CRITERIA
) -> Iterator[Question]:
    """Ask for each reply by each criterion; a forced reply is judged with the recorded words that it followed."""
    for run in runs:
        for turn in run.turns:
            if turn.reply.strip():
                case = Case(
                    customer=turn.customer,
                    history=_history(run, transcripts.get(run.id), turn.turn),
                    evidence=tuple(text for text in turn.evidence if text != turn.customer),
                    reply=turn.reply,
                )
                for criterion in criteria:
                    yield Question(id=name_of(run, turn.turn), criterion=criterion, case=case)


def _history(run: ConversationRun, transcript: Transcript | None, turn: int) -> tuple[str, ...]:
    if forced(run) and transcript is not None:
        said = [(one.customer, one.reply) for one in transcript.turns[:turn]]
    else:
        said = [(one.customer, one.reply) for one in run.turns if one.turn < turn]
    lines = [(f"customer: {customer}", f"agent: {reply}") for customer, reply in said[-_SPOKEN:]]
    return tuple(line for pair in lines for line in pair)


def name_of(run: ConversationRun, turn: int) -> str:
    """Name a reply: conversation, trial and turn."""
    return f"{run.id}#{run.trial}#{turn}"


def shares(found: Iterable[Opinion]) -> list[Share]:
    """Put a run's opinions together, criterion by criterion."""
    listed = list(found)
    return [
        _share(criterion, [one for one in listed if one.criterion == criterion])
        for criterion in CRITERIA
        if any(one.criterion == criterion and one.verdict for one in listed)
    ]


def _share(criterion: Criterion, found: Sequence[Opinion]) -> Share:
    given = [one for one in found if one.verdict is not None]
    passed = clustered([float(one.verdict == "pass") for one in given], [one.id.rsplit("#", 2)[0] for one in given])
    return Share(
        criterion=criterion,
        n=len(given),
        passed=passed.value,
        se=passed.se if passed.n > 1 else None,
        failed=sum(one.verdict == "fail" for one in given) / len(given),
        maybe=sum(one.verdict == "maybe" for one in given) / len(given),
        unanswered=len(found) - len(given),
    )
