"""A team's own labels: from what somebody says of each reply to a file, and how far two people agree."""

from collections.abc import Iterable
from datetime import date

from evals.judge.agreement import Agreement, agreement
from evals.judge.judging import Question
from evals.judge.labels import Label, LabelError, Verdict

Said = tuple[str, Verdict, str]
"""A question's id, the verdict, and why."""


def labelled(questions: Iterable[Question], said: Iterable[Said], by: str, at: date) -> list[Label]:
    """Make labels of what somebody says of replies, by the one criterion that each was asked about.

    Raises:
        LabelError: Something is said of a reply that was not asked about, or twice of one.
    """
    asked = {question.id: question for question in questions}
    labels: dict[str, Label] = {}
    for name, verdict, reason in said:
        if name not in asked:
            raise LabelError(f"nobody was asked about {name!r}; there are: {', '.join(asked) or 'none'}")
        if name in labels:
            raise LabelError(f"{by} says something of {name!r} twice")
        question = asked[name]
        judgement = {"id": name, "criterion": question.criterion, "label": verdict, "reason": reason}
        labels[name] = Label.model_validate({**dict(question.case), **judgement, "by": by, "at": at})
    return list(labels.values())


def agreed(first: Iterable[Label], second: Iterable[Label]) -> Agreement:
    """Compare the labels of two people: of what both have labelled, how often they say the same beyond chance.

    Raises:
        LabelError: There is nothing that both have labelled.
    """
    others = {(label.id, label.criterion): label.label for label in second}
    both = [
        (one.criterion, one.label, others[one.id, one.criterion]) for one in first if (one.id, one.criterion) in others
    ]
    if not both:
        raise LabelError("the two have labelled nothing in common")
    return agreement(both)
