"""Which words customers use for the choices of an argument, learned from what was said before it was filled.

A phrase counts for a choice if customers said it in two conversations at least before that choice and never before
another one, if that is no mere chance, and if it is rare in everything else that customers say; so "the" and "please"
are never taken for a choice.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from langchain_core.tools import BaseTool

from evals.training_lessons import Said
from graphs.embedded.toolcards import card_of

LONGEST = 3
"""Words in a phrase."""
TWICE = 2
RARE = 0.003
"""The share of other texts that may hold a phrase."""
BY_CHANCE = 0.125
"""How probable it may be that a phrase came with one choice alone by chance, that choice being as frequent as it is: of
two choices that are equally frequent, three conversations are enough."""
AT_MOST = 30
"""Phrases for a choice; more are hardly ever right."""
_WORD = re.compile(r"[a-z0-9']+")
_DIGIT = re.compile(r"\d")

Choices = Mapping[str, Mapping[str, Collection[str]]]
"""By tool, then by argument: the values it may have."""
Phrases = dict[str, dict[str, list[str]]]


def choices_of(tools: Iterable[BaseTool]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the arguments of tools whose values are listed in their schemas."""
    cards = [card_of(tool) for tool in tools]
    return {card.name: {one.name: one.choices for one in card.arguments if one.kind == "enum"} for card in cards}


def learn(said: Sequence[Said], choices: Choices, elsewhere: Iterable[str]) -> Phrases:
    """Return by argument and choice what customers say for it; `elsewhere` is what they say of other things."""
    background = _Background(elsewhere)
    cases: defaultdict[str, list[_Case]] = defaultdict(list)
    for one in said:
        for argument, value in one.arguments.items():
            if value in choices.get(one.tool, {}).get(argument, ()):
                cases[argument].append(_Case(one.conversation, value, frozenset(phrases(one.text))))
    learned = {argument: _by_choice(found, background) for argument, found in cases.items()}
    return {argument: by_choice for argument, by_choice in learned.items() if by_choice}


def phrases(text: str) -> set[str]:
    """Return the runs of up to three words of a text; none goes over the end of a message, none holds a figure."""
    found: set[str] = set()
    for line in text.lower().splitlines():
        words = _WORD.findall(line)
        for length in range(1, LONGEST + 1):
            found.update(" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
    return {phrase for phrase in found if not _DIGIT.search(phrase)}


@dataclass(frozen=True)
class _Case:
    conversation: str
    value: str
    phrases: frozenset[str]


class _Background:
    """How often phrases are said of anything."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        self._size = 0
        for text in texts:
            self._counts.update(phrases(text))
            self._size += 1

    def rare(self, phrase: str) -> bool:
        """Whether a phrase, and a word in it, are seldom said."""
        limit = RARE * self._size
        return self._counts[phrase] <= limit and any(self._counts[word] <= limit for word in phrase.split())


def _by_choice(cases: Sequence[_Case], background: _Background) -> dict[str, list[str]]:
    """Return the phrases that were said before one choice only, in two conversations at least."""
    heard: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for case in cases:
        for phrase in case.phrases:
            heard[phrase][case.value].add(case.conversation)
    counts = Counter(value for _, value in {(case.conversation, case.value) for case in cases})
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for phrase, by_value in heard.items():
        ((value, conversations), *others) = by_value.items()
        # Where there is one choice alone, nobody can say which words are for it and which for the matter as a whole.
        chance = (counts[value] / counts.total()) ** len(conversations)
        if not others and len(conversations) >= TWICE and chance <= BY_CHANCE and background.rare(phrase):
            found[value].append((len(conversations), phrase))
    return {value: _fewest(ranked) for value, ranked in sorted(found.items())}


def _fewest(ranked: list[tuple[int, str]]) -> list[str]:
    """Leave out phrases that hold a shorter one: that is found wherever they are."""
    kept: list[str] = []
    for _, phrase in sorted(ranked, key=lambda pair: (len(pair[1].split()), -pair[0], pair[1])):
        if not any(f" {shorter} " in f" {phrase} " for shorter in kept):
            kept.append(phrase)
    return kept[:AT_MOST]
