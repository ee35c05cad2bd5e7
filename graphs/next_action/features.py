"""A moment as numbers: the words of each part of it, its structure, and the kinds of data the customer has given."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphs.next_action.history import NOTHING, Moment, Said, Speaker

Numbers = dict[str, float]
"""Named features; what is absent is 0."""
RAREST = 2
"""A term that only one moment holds teaches nothing about another."""
LOOKED_AT = 500
"""Characters of a text that its vector is made of."""
VIEWS: Mapping[str, float] = {
    "customer": 2.0,
    "agent": 2.0,
    "customer_now": 1.5,
    "agent_now": 2.0,
    "customer_last": 1.0,
    "agent_last": 1.0,
}
"""The parts of a moment whose words count, and how much. `now` is since the last action, `last` the last line."""
KINDS: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(r"\S+@\S+"),
    "phone": re.compile(r"(?<!\d)\(?\d{3,5}\)?[ .-]\d{3,4}[ .-]?\d{3,4}\b|\(\d{3,5}\)\d{3,4}[ .-]?\d{3,4}\b"),
    "long_number": re.compile(r"\b\d{9,}\b"),
    "middle_number": re.compile(r"\b\d{4,5}\b"),
    "small_number": re.compile(r"\b\d{1,3}\b"),
    "date": re.compile(r"\b\d{1,4}[-/]\d{1,2}[-/]\d{1,4}\b"),
    "money": re.compile(r"[$£€]\s?\d+"),
    "code": re.compile(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{8,12}\b"),
    "name_and_number": re.compile(r"\b[a-z]+\d{1,6}\b"),
}
"""The shapes of what customers give: whether one has been given, and whether since the last action, are features."""
_MASKS = (
    (KINDS["email"], " anemail "),
    (KINDS["phone"], " aphone "),
    (re.compile(r"\b(?=\w*\d)\w{6,}\b"), " acode "),
    (re.compile(r"\d+"), "0"),
)
_WORD = re.compile(r"\w\w+|0")
_MOST_LINES = 6


def masked(text: str) -> str:
    """Return a text with its data replaced by their kinds: which number it was teaches nothing."""
    text = text.lower()
    for pattern, kind in _MASKS:
        text = pattern.sub(kind, text)
    return text


def terms(text: str) -> list[str]:
    """Return the words of a text and its pairs of words."""
    words = _WORD.findall(masked(text))
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def views(moment: Moment) -> dict[str, str]:
    """Return the texts of a moment's parts."""
    found: dict[str, str] = {}
    for by in ("customer", "agent"):
        spoken = _lines(moment.said, by)
        found[by] = "\n".join(spoken)
        found[f"{by}_now"] = "\n".join(_lines(moment.since, by))
        found[f"{by}_last"] = spoken[-1] if spoken else ""
    return found


def looked_at(moment: Moment) -> tuple[str, str, str]:
    """Return the three texts whose sentence vectors count: what it is about, what was asked, what was answered."""
    spoken = "\n".join(_lines(moment.said, "customer"))
    asked = "\n".join(_lines(moment.said, "agent")[-3:])
    answered = "\n".join(_lines(moment.since, "customer"))
    return spoken[:LOOKED_AT], asked[-LOOKED_AT:], answered[-LOOKED_AT:]


def structure(moment: Moment) -> Numbers:
    """Return where in the conversation this is: the last actions, all that were taken, how much was said since."""
    actions = (NOTHING, NOTHING, NOTHING, *moment.actions)
    last, two, three = actions[-1], ">".join(actions[-2:]), ">".join(actions[-3:])
    found = {f"last={last}": 1.0, f"two={two}": 1.0, f"three={three}": 1.0, f"all={'>'.join(moment.actions)}": 1.0}
    found |= {f"done={action}": 1.0 for action in moment.actions}
    found[f"taken={min(len(moment.actions), 8)}"] = 1.0
    found[f"lines={min(len(moment.since), _MOST_LINES)}"] = 1.0
    for by in ("customer", "agent"):
        found[f"{by}_lines={min(len(_lines(moment.since, by)), 4)}"] = 1.0
    if moment.since:
        found[f"spoke={moment.since[-1].by}"] = 1.0
    return found


def given(moment: Moment) -> list[float]:
    """Return which kinds of data the customer has given since the last action, and ever."""
    texts = [" ".join(_lines(said, "customer")) for said in (moment.since, moment.said)]
    return [float(bool(pattern.search(text))) for pattern in KINDS.values() for text in texts]


def _lines(said: Iterable[Said], by: Speaker | str) -> list[str]:
    return [line.text for line in said if line.by == by]


@dataclass(frozen=True)
class Vocabulary:
    """The named features that are known, each with its column and its weight."""

    columns: Mapping[str, int]
    weights: NDArray[np.float32]

    @classmethod
    def fit(cls, found: Iterable[Iterable[str]], *, weighted: bool = False) -> "Vocabulary":
        """Learn the names that at least two of them hold; weighted: rare ones count more (inverse frequency)."""
        counts: Counter[str] = Counter()
        size = 0
        for names in found:
            counts.update(set(names))
            size += 1
        kept = sorted(name for name, count in counts.items() if count >= RAREST)
        weights = [math.log((1 + size) / (1 + counts[name])) + 1 if weighted else 1.0 for name in kept]
        return cls({name: column for column, name in enumerate(kept)}, np.array(weights, np.float32))

    def __len__(self) -> int:
        return len(self.columns)

    def place(self, found: Numbers) -> tuple[list[int], list[float]]:
        """Return the columns and values of the features that are known."""
        known = [(column, value) for name, value in found.items() if (column := self.columns.get(name)) is not None]
        return [column for column, _ in known], [value for _, value in known]

    def weigh(self, found: Sequence[str], share: float = 1.0) -> tuple[list[int], list[float]]:
        """Return the columns of a text's terms and their weights, scaled to the length `share`."""
        counts = Counter(column for term in found if (column := self.columns.get(term)) is not None)
        weights = [(1 + math.log(count)) * float(self.weights[column]) for column, count in counts.items()]
        length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        return list(counts), [share * weight / length for weight in weights]

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this vocabulary again."""
        joined = np.frombuffer("\n".join(self.columns).encode(), np.uint8)
        return {f"{name}_names": joined, f"{name}_weights": self.weights}

    @classmethod
    def of_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> "Vocabulary":
        """Make a vocabulary from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        joined = arrays[f"{name}_names"].astype(np.uint8).tobytes().decode()
        columns = {one: column for column, one in enumerate(joined.split("\n") if joined else ())}
        weights = np.asarray(arrays[f"{name}_weights"], np.float32)
        if weights.shape != (len(columns),):
            raise ValueError(f"the vocabulary {name!r} is damaged")
        return cls(columns, weights)
