"""Another time for what is booked: "Tuesday's a pain, Friday morning any good?", said of a visit that was spoken of."""

import re

from graphs.embedded.acting import OUT_OF_SCOPE, begin, labels
from graphs.embedded.asking import asks
from graphs.embedded.endings import parts
from graphs.embedded.filling import parse, wished_days
from graphs.embedded.followups import requests_among
from graphs.embedded.frames import Frame
from graphs.embedded.guess import Guess
from graphs.embedded.manner import adds, is_question, leaves, says
from graphs.embedded.offered import times_in
from graphs.embedded.parsers import dates
from graphs.embedded.rows import surely_fitting
from graphs.embedded.situation import SURE, Move, Situation
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.weekdays import counts, in_full

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_WORD = re.compile(r"[a-z']+")
_NEAR = 3
"""What was read further back is of another matter."""
_LONG = 25
"""Who says more than so many words says something else besides."""
_SAID_BEFORE = 2
_SPOKEN_OF = 0.5
"""How likely words before must be about what is booked."""


async def another_time(s: Situation, guess: Guess, words: str) -> Move | None:
    """Begin the write that moves what is booked and in hand, where words name a time for it and nothing else."""
    if len(words.split()) > _LONG or adds(s, words) or leaves(s, words):
        return None
    said = _after_reasons(s, words)
    if said != words:
        guess = await s.understanding.intent(said, among=labels(s), after=s.after)
    for card in s.cards.values():
        record, time = _moved(s, card)
        if record is None or time is None or not _is_a_time(s, guess, said, time, card) or _says_why(s, words, time):
            continue
        if _is_told(s, card, record) or (not _is_new(s, time) and await _was_spoken_of(s, card, record)):
            return begin(s, s.memory, card.name, (words,), max(guess.confidence, SURE))
    return None


def _after_reasons(s: Situation, words: str) -> str:
    """Return the sentence that alone names a time, where those before it only tell: "she'd not hear him. Saturday?"."""
    *before, last = _SENTENCE.split(words.strip())
    told = before and not any(asks(one) or times_in(one, s.moment) for one in before)
    return last if told else words


def _moved(s: Situation, card: ToolCard) -> tuple[Argument | None, Argument | None]:
    """Return what a write moves and the free time it moves it to; nothing for what moves nothing."""
    references = s.steps.references
    named = [one for one in card.required if card.effect == "write" and references.source_of(card, one) is not None]
    times = [one for one in named if references.takes_a_day(card, one)]
    records = [one for one in named if one not in times]
    return (records[0], times[0]) if len(records) == len(times) == 1 else (None, None)


def _is_a_time(s: Situation, guess: Guess, words: str, time: Argument, card: ToolCard) -> bool:
    """Whether words name another time, and do not ask what is free."""
    times = times_in(wished_days(in_full(words), s.moment), s.moment)
    source = s.steps.references.source_of(card, time)
    others = [one for one in s.cards.values() if one.effect == "write" and one.argument(time.name)]
    if not times or source is None:
        return False
    if guess.label == source.name:
        # A part of a day alone narrows what was asked.
        return (counts(words) or not says(s, "what_is_free", words)) and any(not one.any_day for one in times)
    if guess.label in {one.name for one in others}:
        return guess.label != card.name
    vague = is_question(s, guess.label) or guess.label == OUT_OF_SCOPE or guess.confidence < SURE
    said = dates.without(wished_days(in_full(words), s.moment), s.moment.now, s.moment.zone)
    return vague and all(word in s.lexicon["suits"] for word in _WORD.findall(said.lower()))


def _says_why(s: Situation, words: str, time: Argument) -> bool:
    """Whether words say what else somebody is to come for."""
    return any(parse(one, words, s.moment) is not None for one in _kinds(s, time))


def _is_told(s: Situation, card: ToolCard, record: Argument) -> bool:
    """Whether the one thing that is booked was read lately."""
    source = s.steps.references.source_of(card, record)
    read = [one for one in s.history.current[-_NEAR:] if source is not None and one.tool == source.name]
    rows = s.steps.references.rows(Frame(tool=card.name), record, read[-1:])
    return source is not None and len(surely_fitting(card, source, rows)) == 1


def _is_new(s: Situation, time: Argument) -> bool:
    """Whether times were spoken of for something that is not booked yet: it was said what somebody is to come for."""
    said = requests_among(s.history.earlier)[-_SAID_BEFORE:]
    return any(parse(one, text, s.moment) is not None for one in _kinds(s, time) for text in said)


def _kinds(s: Situation, time: Argument) -> list[Argument]:
    """Return the choices that say what somebody is to come for, where something new is booked."""
    others = (one for one in s.cards.values() if one.effect == "write" and one.argument(time.name))
    return [one for other in others for one in other.required if one.kind == "enum"]


async def _was_spoken_of(s: Situation, card: ToolCard, record: Argument) -> bool:
    """Whether what the customer said just before is about what is booked."""
    source = s.steps.references.source_of(card, record)
    alike = {one.name for one in s.cards.values() if one.argument(record.name)} | {source.name if source else ""}
    for said in requests_among(s.history.earlier)[-_SAID_BEFORE:]:
        # A part of a story may tell of it: "how long will he be here on Tuesday, I need to know for work".
        for part in (said, *parts(said)):
            chances = dict((await s.understanding.intent(part, among=labels(s))).ranked)
            if sum(chances.get(name, 0.0) for name in alike) >= _SPOKEN_OF:
                return True
    return False
