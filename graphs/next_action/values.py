"""The values of an action: chosen among what was said and what is known from other conversations.

Each argument of each action (a slot) has its candidates; a conditional logit weighs them (D. McFadden, Conditional
logit analysis of qualitative choice behavior, 1974). One candidate is that there is no value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log1p

import numpy as np

from graphs.next_action.features import Numbers, Vocabulary
from graphs.next_action.history import Did, Moment, Said, plain
from graphs.next_action.spans import Span, bare, shape, spans

Slot = tuple[str, str]
"""An action and the name of an argument."""
Known = Mapping[Slot, Mapping[str, int]]
"""The values that a slot had in other conversations, compared as `plain` does, and in how many."""
NONE = ""
"""The candidate that stands for no value."""
ENUMERATED = 3
"""A value that so many conversations gave a slot has features of its own."""
PROBABLE = 0.05
"""A flow less probable than this says nothing about a value."""


@dataclass(frozen=True)
class Candidate:
    """One value that a slot may have."""

    key: str
    """The value as values are compared."""
    text: str
    """The value as it was written."""
    features: Numbers


@dataclass
class Mention:
    """A piece of text that was said, and how it was said last."""

    text: str
    kinds: set[str] = field(default_factory=set)
    latest: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True)
class Heard:
    """All that was said in a moment, cut into what may be values."""

    mentions: Mapping[str, Mention]
    customer: frozenset[str]
    """The words of the customer's since the last action."""
    agent: frozenset[str]
    ever: frozenset[str]
    """All words of the customer's."""
    used: frozenset[str]
    """Values that earlier actions had."""
    by_slot: Mapping[Slot, frozenset[str]]


def hear(moment: Moment, empty: frozenset[str]) -> Heard:
    """Cut what was said into what may be values; `empty` are the words that no value begins or ends with."""
    mentions: dict[str, Mention] = {}
    asked: frozenset[str] = frozenset()
    last_action = max((place for place, event in enumerate(moment.events) if isinstance(event, Did)), default=-1)
    for place, event in enumerate(moment.events):
        if isinstance(event, Did):
            continue
        where = [f"age={_age(len(moment.events) - 1 - place)}", f"new={place > last_action},{event.by}", event.by]
        for span in spans(event.text):
            if _possible(span, event, empty):
                _mention(mentions, span, [*where, *_around(event.text, span, asked)])
        if event.by == "agent":
            asked = _words([event])
    return Heard(
        mentions,
        _words(line for line in moment.since if line.by == "customer"),
        _words(line for line in moment.since if line.by == "agent"),
        _words(line for line in moment.said if line.by == "customer"),
        frozenset(plain(value) for did in moment.done for value in did.arguments.values()),
        {slot: frozenset(values) for slot, values in _given(moment).items()},
    )


def candidates(heard: Heard, slot: Slot, known: Known, flows: Mapping[str, float]) -> Iterator[Candidate]:
    """Yield the values that a slot may have, with their features."""
    values = known.get(slot, {})
    for key in {**heard.mentions, **dict.fromkeys(values)}:
        found: Numbers = {}
        mention = heard.mentions.get(key)
        if mention is not None:
            found |= dict.fromkeys((*mention.latest, *(f"cut={kind}" for kind in mention.kinds)), 1.0)
            found |= {f"shape={shape(mention.text)}": 1.0, f"length={min(len(key.split()), 7)}": 1.0}
            found["times"] = min(mention.count, 4) / 4
        if key in values:
            found |= _of_known(heard, key, values[key], flows) | {"known but not said": float(mention is None)}
        if key in heard.by_slot.get(slot, ()):
            found["used here"] = 1.0
        elif key in heard.used:
            found["used"] = 1.0
        yield Candidate(key, mention.text if mention else key, found)
    nothing = {f"none,{word}": 0.3 for word in heard.customer | heard.agent}
    yield Candidate(NONE, NONE, {"none": 1.0, **nothing})


def _of_known(heard: Heard, key: str, conversations: int, flows: Mapping[str, float]) -> Numbers:
    words = {bare(word) for word in key.split()}
    found = {"known": 1.0, "known in": log1p(conversations) / 3}
    for name, spoken in (("customer", heard.customer), ("agent", heard.agent), ("ever", heard.ever)):
        found[f"{name} said its words"] = len(words & spoken) / max(len(words), 1)
    found |= {f"value={key},flow={flow}": share for flow, share in flows.items() if share > PROBABLE}
    if conversations >= ENUMERATED:
        found[f"value={key}"] = 1.0
        found |= {f"value={key},customer={word}": 0.5 for word in heard.customer}
        found |= {f"value={key},agent={word}": 0.3 for word in heard.agent}
    return found


def named(slot: Slot, found: Numbers) -> Numbers:
    """Return features both as this slot's own and as every slot's, but for those that only one can have."""
    action, argument = slot
    own = {f"{action}.{argument}|{name}": value for name, value in found.items()}
    return own | {name: value for name, value in found.items() if not name.startswith(("value=", "none,"))}


def _mention(mentions: dict[str, Mention], span: Span, around: list[str]) -> None:
    mention = mentions.setdefault(plain(span.text), Mention(span.text))
    mention.text, mention.latest = span.text, around
    mention.kinds |= span.kinds
    mention.count += 1


def _possible(span: Span, line: Said, empty: frozenset[str]) -> bool:
    """Tell whether a piece may be a value; of the agent's words only data and short parts are."""
    if span.kinds != {"words"}:
        return True
    words = span.text.split()
    if line.by == "agent":
        return len(words) == 1 and any(letter.isdigit() for letter in span.text)
    return bare(words[0]) not in empty and bare(words[-1]) not in empty


def _around(line: str, span: Span, asked: frozenset[str]) -> list[str]:
    before, after = line[: span.start].split(), line[span.start + len(span.text) :].split()
    one = bare(before[-1]) if before else "^"
    two = bare(before[-2]) if len(before) > 1 else "^"
    found = [f"before={one}", f"before={two} {one}", f"after={bare(after[0]) if after else '$'}"]
    # An answer stands at the beginning of its line: then it matters what was asked.
    return found + [f"asked={word}" for word in sorted(asked)] if len(before) < 3 else found


def _age(lines: int) -> str:
    return str(lines) if lines < 4 else "4-7" if lines < 8 else "8+"


def _words(lines: Iterable[Said]) -> frozenset[str]:
    return frozenset(found for line in lines for word in line.text.split() if (found := bare(word)))


def _given(moment: Moment) -> dict[Slot, set[str]]:
    found: dict[Slot, set[str]] = {}
    for did in moment.done:
        for name, value in did.arguments.items():
            found.setdefault((did.action, name), set()).add(plain(value))
    return found


@dataclass(frozen=True)
class Values:
    """Chooses the values of an action."""

    slots: Mapping[str, Sequence[str]]
    """The arguments that each action was seen with."""
    known: Known
    spellings: Mapping[str, str]
    """How each value is most often written."""
    empty: frozenset[str]
    weights: Vocabulary
    """The names of the features, with what each counts."""

    def choose(self, moment: Moment, action: str, flows: Mapping[str, float]) -> dict[str, str]:
        """Return the arguments of an action; one that has no value is left out."""
        if not self.slots.get(action):
            return {}
        heard = hear(moment, self.empty)
        found = {name: self._best(heard, (action, name), flows) for name in self.slots[action]}
        return {name: value for name, value in found.items() if value}

    def _best(self, heard: Heard, slot: Slot, flows: Mapping[str, float]) -> str:
        best = max(candidates(heard, slot, self.known, flows), key=lambda one: self._score(slot, one.features))
        return best.text if best.key in heard.mentions else self.spellings.get(best.key, best.text)

    def _score(self, slot: Slot, found: Numbers) -> float:
        columns, values = self.weights.place(named(slot, found))
        return float(self.weights.weights[columns] @ np.array(values)) if columns else 0.0
