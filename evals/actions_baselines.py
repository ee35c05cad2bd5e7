"""What a prediction of the next action must beat: three guesses that need no reading, or hardly any."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphs.next_action.history import NOTHING, Lesson
from graphs.next_action.policy import Policy


@dataclass(frozen=True)
class Baselines:
    """The guesses, learned from the same lessons as the predictor."""

    most_frequent: str
    after: Mapping[str, str]
    """What most often follows each action: a first-order Markov chain."""
    policy: Policy

    @classmethod
    def fit(cls, lessons: Sequence[Lesson], policy: Policy) -> "Baselines":
        """Count what the lessons do."""
        followers: dict[str, Counter[str]] = {}
        for lesson in lessons:
            last = (NOTHING, *lesson.moment.actions)[-1]
            followers.setdefault(last, Counter())[lesson.did.action] += 1
        after = {last: _first(counts) for last, counts in followers.items()}
        return cls(_first(Counter(lesson.did.action for lesson in lessons)), after, policy)

    def guesses(self, lesson: Lesson, flow: str | None) -> dict[str, str]:
        """Return each baseline's guess; `flow` is the one that was predicted.

        Where the policy has nothing left to do, or does not know the flow, its guess is the chain's.
        """
        done = lesson.moment.actions
        chain = self.after.get((NOTHING, *done)[-1], self.most_frequent)
        following = self.policy.next(flow, done) or next(iter(self.policy.left(flow, done)), None) if flow else None
        return {"most_frequent": self.most_frequent, "markov": chain, "policy": following or chain}


def _first(counts: Counter[str]) -> str:
    return max(sorted(counts), key=counts.__getitem__)
