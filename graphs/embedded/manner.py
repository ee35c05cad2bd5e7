"""How something is said: as a question, as a refusal, with certain words."""

import re

from graphs.embedded.parsers import confirmation
from graphs.embedded.situation import Situation

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TOO_MUCH = re.compile(r"\btoo (?!please\b|pls\b|and\b|if\b|then\b)(?=[a-z])", re.IGNORECASE)
_NOT_LEFT = re.compile(
    r"\b(?:can'?t|cannot|won'?t|couldn'?t|daren'?t|(?:don'?t|not) want to) (?:just )?leave (?:it|that)\b|\bfull stop\b",
    re.IGNORECASE,
)
"""Gives nothing up: "I can't leave it hanging", "Tuesday's a pain full stop"."""
_CLAUSE = re.compile(r"[,.!;:]+\s+|\s+-+\s+|\n+")


def is_question(s: Situation, label: str) -> bool:
    """Whether an intent is one that the articles answer."""
    return label == "question" or (s.search is not None and label == s.search.name)


def asks(s: Situation, words: str) -> bool:
    """Whether the words, or a clause of them, are put as a question."""
    return "?" in words or opens_as_question(s, words)


def opens_as_question(s: Situation, words: str) -> bool:
    """Whether a clause begins as a question does, whatever it ends with."""
    return any(_first(s, clause) in s.lexicon["question"] for clause in _CLAUSE.split(words.lower()))


def asks_to_be_told(s: Situation, words: str) -> bool:
    """Whether words ask what, why or how, rather than for something to be done."""
    return any(_first(s, clause) in s.lexicon["wh"] for clause in _CLAUSE.split(words.lower()))


def _first(s: Situation, clause: str) -> str:
    """Return a clause's first word that says something."""
    return next((word for word in clause.split() if word not in s.lexicon["filler"]), "")


def asks_how(s: Situation, words: str) -> bool:
    """Whether the customer asks how something is done, and not for it to be done."""
    begin = tuple(f"{phrase} " for phrase in s.lexicon["how"])
    return s.search is not None and any(one.startswith(begin) for one in _SENTENCE.split(words.lower()))


def leaves(s: Situation, words: str) -> bool:
    """Whether the customer gives up what they were asked about."""
    return confirmation.read(words) == "no" or says(s, "leave", _NOT_LEFT.sub(" ", words))


def is_only(s: Situation, kind: str, words: str) -> bool:
    """Whether the words are one of these phrases and nothing else."""
    return words.lower().strip(" .!,?") in s.lexicon[kind]


def says(s: Situation, kind: str, words: str) -> bool:
    """Whether the words hold one of these phrases."""
    said = f" {words.lower().strip(' .!?')} "
    return any(f" {phrase} " in said for phrase in s.lexicon[kind])


def adds(s: Situation, words: str) -> bool:
    """Whether words want something besides; "too long" and "too late" add nothing."""
    return says(s, "besides", _TOO_MUCH.sub(" ", words))


def turns(s: Situation, words: str) -> bool:
    """Whether the words begin as those of a customer who wants it otherwise: "actually, ..."."""
    return says(s, "turn", words.split(",")[0])
