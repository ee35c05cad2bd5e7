"""Taking one of what was offered: words that pick one of the times that were read out ask for that one."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from graphs.embedded.filling import wished_days
from graphs.embedded.frames import Frame
from graphs.embedded.guess import Guess
from graphs.embedded.history import Result
from graphs.embedded.manner import asks
from graphs.embedded.parsers import choices, dates
from graphs.embedded.references import spoken_of
from graphs.embedded.situation import Move, Situation, proceed
from graphs.embedded.toolcards import Argument, ToolCard

_SURE = 0.5
_SPOKEN_OF, _CLEARLY = 0.1, 4
"""How likely the words before were about a write's records, and how much likelier than about those of another."""
_LONG = 20
"""Who says more than so many words says something else besides."""


async def taken(s: Situation, ask: Callable[[str], Awaitable[Guess]], words: str) -> Move | None:
    """Begin the write that takes one of the records told last, if the words pick one of them and ask nothing."""
    told = s.memory.told or _read_last(s)
    result = s.history.last_of(told.tool) if told is not None else None
    if told is None or result is None or not result.is_reading or asks(s, words) or len(words.split()) > _LONG:
        return None
    takers = _takers(s, result)
    picked = _picked(s, result, words) if takers else None
    if picked is None:
        return None
    guess, asked = await ask(words), await ask(" ".join(told.said) or words)
    if guess.confidence < _SURE or guess.label not in {card.name for card, _ in takers}:
        guess = asked
    card, argument = _meant_before(s, takers, asked, words) or _likeliest(takers, guess, words)
    # What picked this record says nothing of another: "the second one" is not the second parcel.
    frame = s.steps.keeping(Frame(tool=card.name, arguments={argument.name: picked[argument.name]}, said=(words,)))
    return proceed(s, s.memory.turning_to(frame), frame, max(guess.confidence, _SURE))


def _read_last(s: Situation) -> Frame | None:
    """Return what was read last, where whoever told it has left no memory of it."""
    last = s.history.results[-1] if s.history.results else None
    if last is None or not last.is_reading or s.memory.frame is not None:
        return None
    return Frame(tool=last.tool, arguments=dict(last.arguments), said=s.history.earlier[-1:])


def _meant_before(
    s: Situation, takers: list[tuple[ToolCard, Argument]], asked: Guess, words: str
) -> tuple[ToolCard, Argument] | None:
    """Return the write about a record that the customer spoke of when the times were asked for: a visit to be moved."""
    if any(spoken_of(words, card.name.split("_")[:1]) for card, _ in takers):
        return None
    chances = dict(asked.ranked)
    spoken = {card.name: sum(chances.get(name, 0.0) for name in _about(s, card, taken)) for card, taken in takers}
    best = max(takers, key=lambda pair: spoken[pair[0].name])
    others = [spoken[card.name] for card, _ in takers if card.name != best[0].name]
    clear = spoken[best[0].name] >= _SPOKEN_OF and all(spoken[best[0].name] > _CLEARLY * one for one in others)
    return best if clear else None


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
    if source is None or not any(option.kind == "date" for option in source.arguments):
        return []
    writes = (card for card in s.cards.values() if card.effect == "write")
    pairs = ((card, argument) for card in writes for argument in card.required)
    return [pair for pair in pairs if s.steps.references.source_of(*pair) == source]


def _picked(s: Situation, result: Result, words: str) -> Mapping[str, Any] | None:
    rows = [row for row in result.content if isinstance(row, Mapping)] if isinstance(result.content, list) else []
    when = [found.value for found in dates.find(wished_days(words, s.moment), s.moment.now, s.moment.zone)]
    if any(not one.any_day for one in when) and not choices.choose("", rows, when, zone=s.moment.zone):
        # It is another day that is asked for.
        return None
    picked = choices.choose(words, rows, when, zone=s.moment.zone) if len(rows) > 1 else []
    return rows[picked[0]] if len(picked) == 1 else None
