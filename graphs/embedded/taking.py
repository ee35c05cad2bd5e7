"""Taking one of what was offered: words that pick one of the times that were read out ask for that one."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from graphs.embedded import asking
from graphs.embedded.acting import labels
from graphs.embedded.endings import parts
from graphs.embedded.filling import parse
from graphs.embedded.frames import Frame
from graphs.embedded.guess import Guess
from graphs.embedded.history import Result
from graphs.embedded.manner import adds, asks
from graphs.embedded.offered import picked
from graphs.embedded.parsers.second_thoughts import thoughts
from graphs.embedded.references import spoken_of
from graphs.embedded.rows import surely_fitting
from graphs.embedded.situation import Move, Situation, proceed
from graphs.embedded.toolcards import Argument, ToolCard, verb_of
from graphs.embedded.weekdays import counts

_SURE = 0.5
_SPOKEN_OF, _CLEARLY = 0.1, 4
"""How likely the words before were about a write's records, and how much likelier than about those of another."""
_TOLD_OF = 0.6
"""How likely a part of what was said before must be about a write's records."""
_BESIDE = 2
"""So many things are read for one reply."""
_LONG = 20
"""Who says more than so many words says something else besides."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")


async def taken(s: Situation, ask: Callable[[str], Awaitable[Guess]], words: str) -> Move | None:
    """Begin the write that takes one of the records told last, if the words pick one of them and ask nothing."""
    told = s.memory.told or _read_last(s)
    result = _on_offer(s, told) if told is not None else None
    if told is None or result is None or _asks(s, words) or len(words.split()) > _LONG:
        return None
    takers = _takers(s, result)
    row = _picked(s, result, words)
    if row is None:
        return None
    before = " ".join(told.said) or words
    guess, asked = await ask(words), await ask(before)
    if guess.confidence < _SURE or guess.label not in {card.name for card, _ in takers}:
        guess = asked
    whole = (asked, await _whole(s, before))
    story = [await _whole(s, part) for part in parts(before)]
    card, argument = (
        _asked_for(s, takers, words)
        or _meant_before(s, takers, whole, words)
        or _told_of(s, takers, story, words)
        or _likeliest(takers, guess, words)
    )
    # What picked this record says nothing of another: "the second one" is not the second parcel.
    frame = s.steps.keeping(Frame(tool=card.name, arguments={argument.name: row[argument.name]}, said=(words,)))
    return proceed(s, s.memory.turning_to(frame), frame, max(guess.confidence, _SURE))


def _on_offer(s: Situation, told: Frame) -> Result | None:
    """Return what was told last, or read beside it, if its records are there to be taken."""
    last = s.history.last_of(told.tool)
    read = (last, *(one for one in reversed(s.history.current[-_BESIDE:])))
    return next((one for one in read if one is not None and one.is_reading and _takers(s, one)), None)


async def _whole(s: Situation, said: str) -> Guess:
    """Return what words ask for as a whole: a part of a story alone may seem to be about something else."""
    return await s.understanding.intent(said, among=labels(s))


def _asks(s: Situation, words: str) -> bool:
    """Whether words ask something: "when the kids are at school" only says when."""
    return asks(s, words) and asking.asks(words)


def _read_last(s: Situation) -> Frame | None:
    """Return what was read last, where whoever told it has left no memory of it."""
    last = s.history.results[-1] if s.history.results else None
    if last is None or not last.is_reading or s.memory.frame is not None:
        return None
    return Frame(tool=last.tool, arguments=dict(last.arguments), said=s.history.earlier[-1:])


def _asked_for(s: Situation, takers: list[tuple[ToolCard, Argument]], words: str) -> tuple[ToolCard, Argument] | None:
    """Return the write that the last reply asks which one is for: "which one shall I move your visit to?"."""
    verbs = [verb_of(card.name) for card, _ in takers]
    if any(spoken_of(words, verb) for verb in verbs):
        return None
    questions = [one for one in _SENTENCE.split(s.history.reply) if one.endswith("?")]
    asked = [pair for pair, verb in zip(takers, verbs, strict=True) if any(spoken_of(one, verb) for one in questions)]
    return asked[0] if len(asked) == 1 else None


def _meant_before(
    s: Situation, takers: list[tuple[ToolCard, Argument]], asked: Sequence[Guess], words: str
) -> tuple[ToolCard, Argument] | None:
    """Return the write about a record that the customer spoke of when the times were asked for: a visit to be moved."""
    if any(spoken_of(words, card.name.split("_")[:1]) for card, _ in takers):
        return None
    if (again := _done_before(s, takers) or _told_before(s, takers)) is not None:
        return again
    chances = [dict(guess.ranked) for guess in asked]
    spoken = {
        card.name: [sum(one.get(name, 0.0) for name in _about(s, card, taken)) for one in chances]
        for card, taken in takers
    }
    best = max(takers, key=lambda pair: min(spoken[pair[0].name]))
    most = spoken.pop(best[0].name)
    # However the words are read, they are about its record, and much rather than about that of another write.
    clear = all(
        one >= _SPOKEN_OF and all(one > _CLEARLY * other[place] for other in spoken.values())
        for place, one in enumerate(most)
    )
    return best if clear else None


def _told_of(
    s: Situation, takers: list[tuple[ToolCard, Argument]], story: Sequence[Guess], words: str
) -> tuple[ToolCard, Argument] | None:
    """Return the write about a record that a part of the story is about: "nobody's in on Tuesday when he comes"."""
    if any(spoken_of(words, card.name.split("_")[:1]) for card, _ in takers):
        return None
    most = {
        card.name: max(
            (sum(dict(one.ranked).get(name, 0.0) for name in _about(s, card, taken)) for one in story), default=0.0
        )
        for card, taken in takers
    }
    told = [pair for pair in takers if most[pair[0].name] >= _TOLD_OF]
    others = (chance for name, chance in most.items() if not told or name != told[0][0].name)
    return told[0] if len(told) == 1 and all(one < _SURE for one in others) else None


def _done_before(s: Situation, takers: list[tuple[ToolCard, Argument]]) -> tuple[ToolCard, Argument] | None:
    """Return the write that changes what was just done, where other times were asked for after it."""
    done = next((result for result in reversed(s.history.results) if result.state is not None), None)
    if (
        done is None
        or done.state != "done"
        or not s.history.receipts
        or done.tool not in {one.name for one, _ in takers}
    ):
        return None
    asked = " ".join(s.memory.told.said) if s.memory.told else " ".join(s.history.earlier[-1:])
    otherwise = spoken_of(asked, s.lexicon["other"]) or counts(asked)
    if not otherwise or spoken_of(asked, s.lexicon["besides"]):
        return None
    others = ((pair, one) for pair in takers for one in pair[0].required if one.name != pair[1].name and one.pattern)
    return next((pair for pair, one in others if s.history.receipts[0].get(one.name)), None)


def _told_before(s: Situation, takers: list[tuple[ToolCard, Argument]]) -> tuple[ToolCard, Argument] | None:
    """Return the write about the one record that was told just before the times were: "when is he coming?"."""
    asked = " ".join(s.memory.told.said) if s.memory.told else " ".join(s.history.earlier[-1:])
    read = s.history.current[-_BESIDE:]
    if adds(s, asked) or _says_what_for(s, takers, asked) or len(read) < _BESIDE:
        return None
    found = []
    for card, taken in takers:
        for one in (one for one in card.required if one.name != taken.name and one.pattern):
            source = s.steps.references.source_of(card, one)
            rows = s.steps.references.rows(Frame(tool=card.name), one, read[:1]) if source else []
            if source is not None and read[0].tool == source.name and len(surely_fitting(card, source, rows)) == 1:
                found.append((card, taken))
    return found[0] if len(found) == 1 else None


def _says_what_for(s: Situation, takers: list[tuple[ToolCard, Argument]], said: str) -> bool:
    """Whether words name a choice that only a new record needs: "I need a repair"."""
    choices = (one for card, _ in takers for one in card.required if one.kind == "enum")
    return any(parse(one, said, s.moment) is not None for one in choices)


def _about(s: Situation, card: ToolCard, taken: Argument) -> set[str]:
    """Return the tools that are about the other records that a write needs, besides the write itself."""
    others = [one for one in card.required if one.name != taken.name and one.pattern]
    sources = {source.name for one in others if (source := s.steps.references.source_of(card, one)) is not None}
    alike = {other.name for other in s.cards.values() if any(other.argument(one.name) for one in others)}
    return {card.name, *sources, *alike}


def _likeliest(takers: list[tuple[ToolCard, Argument]], guess: Guess, words: str) -> tuple[ToolCard, Argument]:
    """Return the write that the words name, or else the one that what was looked up was asked for."""
    ranks = [label for label, _ in guess.ranked]
    named = [pair for pair in takers if spoken_of(words, pair[0].name.split("_")[:1])]
    return min(named or takers, key=lambda pair: ranks.index(pair[0].name) if pair[0].name in ranks else len(ranks))


def _takers(s: Situation, result: Result) -> list[tuple[ToolCard, Argument]]:
    """Return the writes that take such a record; only what is searched by day is offered to be taken."""
    source = s.cards.get(result.tool)
    if source is None or not source.by_day:
        return []
    writes = (card for card in s.cards.values() if card.effect == "write")
    pairs = ((card, argument) for card in writes for argument in card.required)
    return [pair for pair in pairs if s.steps.references.source_of(*pair) == source]


def _picked(s: Situation, result: Result, words: str) -> Mapping[str, Any] | None:
    rows = [row for row in result.content if isinstance(row, Mapping)] if isinstance(result.content, list) else []
    # "The first one, no hang on, the second": what was said last counts.
    for said in dict.fromkeys((thoughts(words)[-1], words)):
        found = picked(rows, s.cards[result.tool], said, s.moment) if len(rows) > 1 else []
        if len(found) == 1:
            return found[0]
    return None
