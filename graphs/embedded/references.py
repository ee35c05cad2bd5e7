"""Arguments that name a record: chosen from what read tools have returned, after reading it if need be."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from graphs.embedded.filling import Moment, first_found, parse, wished_days
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.naming import accompanied, meant
from graphs.embedded.parsers import choices, dates, money
from graphs.embedded.parsers.facts import is_on
from graphs.embedded.parsers.ruled_out import days_out
from graphs.embedded.parsers.when import When
from graphs.embedded.rows import Row, amounts_of, fitting, flattened, holds_things, names_another
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.weekdays import begins_of, counts

_WORD = re.compile(r"[a-z]+")
_SAID = re.compile(r"[a-z0-9']+")
_CALLED = 3
_NEAR = 6
"""What "one" stands for was said no further back."""


@dataclass(frozen=True)
class Chosen:
    """The record was found."""

    value: str


@dataclass(frozen=True)
class Lookup:
    """A read tool must be called first."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Several:
    """The customer must choose; none at all means that there is nothing to choose from."""

    rows: tuple[Row, ...]
    source: str
    """The tool that returned them."""
    widened: bool = False
    """Nothing fitted what the customer asked for: these are what there is instead."""


Choice = Chosen | Lookup | Several


@dataclass(frozen=True)
class References:
    """Finds records that arguments name, in one history."""

    cards: Mapping[str, ToolCard]
    history: History
    moment: Moment
    lexicon: Mapping[str, Sequence[str]]

    def source_of(self, card: ToolCard, argument: Argument) -> ToolCard | None:
        """Return the read tool whose records are named by this argument, if there is one."""
        if argument.kind not in ("pattern", "text"):
            return None
        found = [other for other in self.cards.values() if other.name != card.name and _knows(other, argument)]
        return min(found, key=lambda other: (not _identifies(other, argument.name), len(other.required)), default=None)

    def resolve(self, frame: Frame, card: ToolCard, argument: Argument) -> Choice | None:
        """Find the record that a required argument names; None where no read tool knows such records."""
        source = self.source_of(card, argument)
        if source is None:
            return None
        said = self._identifier(frame, argument)
        if said is not None:
            return Chosen(said)
        told = self._told(frame, card, argument, source)
        if told is not None:
            return told
        for widened, arguments in enumerate(self._searches(frame, source)):
            result = self.history.found(source.name, arguments)
            if result is None:
                return Lookup(source.name, arguments)
            rows = fitting(card, source, self.rows(frame, argument, [result]))
            if rows:
                return self._choose(frame, card, argument, Several(tuple(rows), source.name, bool(widened)))
        return Several((), source.name)

    def named(self, frame: Frame, card: ToolCard, argument: Argument) -> str | None:
        """Return the record that an optional argument names, if the customer has named one."""
        said = self._identifier(frame, argument)
        if said is not None or self.source_of(card, argument) is None:
            return said
        rows = self.rows(frame, argument, self.history.current)
        values = [str(row[argument.name]) for row in rows]
        texts = [*reversed(frame.said), *self._before(frame)]
        if argument.kind == "pattern" and card.effect == "write":
            return self._described(texts, rows, argument)
        for text in sorted(texts, key=lambda one: accompanied(one, values)):
            if len(values) > 1 and choices.both(text):
                return None
            if found := meant(text, values):
                # All of them named one by one are no single one.
                return found[0] if len(found) == 1 or len(found) < len(values) else None
        return self._by_amount(frame, card, argument, rows)

    def _described(self, texts: Sequence[str], rows: Sequence[Row], argument: Argument) -> str | None:
        """Return the record that is described by what it holds, where its number is nothing that is said."""
        # What it is called stands first; what else is known of it may be said of anything: "its light is back".
        called = [dict(list(row.items())[:_CALLED]) for row in rows]
        for text in (*texts, *self.history.earlier[:-_NEAR:-1]):
            picked = choices.choose(text, called, zone=self.moment.zone)
            if len(picked) == 1:
                return str(rows[picked[0]][argument.name])
        return None

    def _before(self, frame: Frame) -> Sequence[str]:
        """Return what was said before, newest first, where the words only stand for it: "the newer one"."""
        last = frame.said[-1] if frame.said else ""
        return self.history.earlier[:-_NEAR:-1] if spoken_of(last, ("one", "ones")) else ()

    def by_thing(self, frame: Frame, card: ToolCard) -> Lookup | None:
        """A thing that is spoken of may be what an optional argument names: return where to look, if not read yet."""
        spoken = any(names_another(text, (), self.lexicon["common"]) for text in frame.said)
        for argument in card.optional if card.effect == "write" and spoken else ():
            source = self.source_of(card, argument)
            if source is not None and not source.required and argument.name not in frame.arguments:
                return Lookup(source.name, {}) if self.history.found(source.name, {}) is None else None
        return None

    def by_amount(self, frame: Frame, card: ToolCard) -> Lookup | None:
        """An amount that no argument takes names a record: return where to look for it, if that was not read yet."""
        for argument in card.optional:
            source = self.source_of(card, argument)
            if source is not None and self.amounts(frame, card) and not source.required:
                missing = self.history.found(source.name, {}) is None
                return Lookup(source.name, {}) if missing and argument.name not in frame.arguments else None
        return None

    def _by_amount(self, frame: Frame, card: ToolCard, argument: Argument, rows: Sequence[Row]) -> str | None:
        amounts = self.amounts(frame, card)
        named = [str(row[argument.name]) for row in rows if amounts & set(amounts_of(row))]
        return named[0] if len(set(named)) == 1 else None

    def amounts(self, frame: Frame, card: ToolCard) -> set[Decimal]:
        """Return the amounts that were said and that no argument takes."""
        if any(argument.kind == "money" for argument in card.arguments):
            return {found.value for text in frame.said for found in money.find_describing(text)}
        return {found.value for text in frame.said for found in money.find_charged(text)}

    def rows(self, frame: Frame, argument: Argument, results: Sequence[Result]) -> list[Row]:
        """Return the records that may be meant: those that agree with what is known and were not ruled out."""
        found: dict[str, Row] = {}
        for result in results:
            for row in flattened(result.content, argument.name):
                if _agrees(row, frame.arguments, argument.name) and not _ruled_out(row, frame):
                    found[str(row[argument.name])] = row
        return list(found.values())

    def in_hand(self, frame: Frame, card: ToolCard) -> list[Row]:
        """Return the records that are named most closely: the article rather than the order it is of."""
        for argument in reversed(card.arguments):
            if argument.name in frame.arguments and self.source_of(card, argument) is not None:
                rows = self.rows(frame, argument, self.history.current)
                return [row for row in rows if str(row[argument.name]) == str(frame.arguments[argument.name])]
        return []

    def begins(self, frame: Frame, argument: Argument) -> datetime | None:
        """Return when the record begins that an argument names, by the customer's clocks; None where it has no time."""
        rows = self.rows(Frame(tool=frame.tool), argument, self.history.current) if argument.kind == "pattern" else []
        named = [row for row in rows if row[argument.name] == frame.arguments.get(argument.name)]
        return next(iter(begins_of(named, self.moment)), None)

    def counted_from(self, frame: Frame, card: ToolCard, argument: Argument) -> Lookup | None:
        """Return where to look up what a day is counted from, if its number is all that is known of it."""
        for other in card.required:
            source = self.source_of(card, other) if other.name != argument.name else None
            if source is None or source.required or other.name not in frame.arguments:
                continue
            if self.history.found(source.name, {}) is None and any(counts(text) for text in frame.said):
                return Lookup(source.name, {})
        return None

    def speaks_of(self, card: ToolCard, argument: Argument, text: str) -> bool:
        """Whether words say something by which this argument's records are searched, such as a day."""
        source = self.source_of(card, argument)
        if source is None or source.name == card.name:
            return False
        return any(parse(option, text, self.moment) is not None for option in source.arguments)

    def _identifier(self, frame: Frame, argument: Argument) -> str | None:
        if not argument.pattern:
            return None
        said = first_found(argument, frame.said, self.moment)
        return None if said in frame.excluded.get(argument.name, ()) else said

    def _searches(self, frame: Frame, source: ToolCard) -> Iterator[dict[str, Any]]:
        """Yield the arguments to search with: all that was said first, then with less and less of it."""
        needed = {a.name: frame.arguments.get(a.name, first_found(a, frame.said, self.moment)) for a in source.required}
        optional = {a.name: first_found(a, frame.said, self.moment) for a in source.optional}
        said = [(name, value) for name, value in optional.items() if value is not None]
        for kept in range(len(said), -1, -1):
            yield {**{name: value for name, value in needed.items() if value is not None}, **dict(said[:kept])}

    def _told(self, frame: Frame, card: ToolCard, argument: Argument, source: ToolCard) -> Choice | None:
        """Find the record among those read out last, if the words point there: "book that", "the second one"."""
        last = next((one for one in reversed(self.history.current) if one.tool == source.name), None)
        text = frame.said[-1] if frame.said else ""
        points = spoken_of(text, self.lexicon["told"]) or choices.compares(text)
        if last is None or not points:
            return None
        # "The Friday one" is the one on offer; where several are, or none is, that day is looked up.
        when = self._when(wished_days(text, self.moment)) if choices.points_out(text) else []
        if not when and self.speaks_of(card, argument, text):
            return None
        rows = fitting(card, source, self.rows(frame, argument, [last]))
        if when and not any(is_on(row, when, self.moment.zone) for row in rows):
            return None
        picked = choices.choose(text, rows, when, zone=self.moment.zone) if len(rows) > 1 else list(range(len(rows)))
        return Chosen(str(rows[picked[0]][argument.name])) if len(picked) == 1 else None

    def _choose(self, frame: Frame, card: ToolCard, argument: Argument, several: Several) -> Choice:
        rows, takes_days = list(several.rows), not self._dates_mean_another(card, argument)
        for text in reversed(frame.said):
            when = self._when(wished_days(text, self.moment)) if takes_days else []
            out = self._when(days_out(text)) if takes_days else []
            if out and (left := [row for row in rows if not is_on(row, out, self.moment.zone)]):
                # "Not today, the one after that."
                rows = left[:1] if len(left) < len(rows) and choices.next_one(text) else left
            picked = choices.choose(text, rows, when, zone=self.moment.zone)
            if when and not picked:
                # A day was asked for and these are other days: the back office offers what it has instead.
                return Several(tuple(rows), several.source, widened=True)
            # What was said of days before is overtaken by what was said later.
            takes_days = takes_days and not when
            rows = [rows[at] for at in picked] or rows
            if len(rows) == 1 and picked:
                return Chosen(str(rows[0][argument.name]))
        unknown = not several.widened and not frame.context and self._names_another(frame, card, argument, rows)
        if len(rows) == 1 and not several.widened and not unknown:
            return Chosen(str(rows[0][argument.name]))
        return Several(tuple(rows), several.source, several.widened or unknown)

    def _names_another(self, frame: Frame, card: ToolCard, argument: Argument, rows: Sequence[Row]) -> bool:
        """Whether a thing is spoken of that none of the records holds; records of times alone hold no things."""
        source = self.source_of(card, argument)
        if source is None or not holds_things(rows, source):
            return False
        usual = (*self.lexicon["common"], *_WORD.findall(card.name))
        spoken = (dates.without(text, self.moment.now, self.moment.zone) for text in frame.said)
        return any(names_another(text, rows, usual) for text in spoken)

    def _when(self, text: str) -> list[When]:
        return [found.value for found in dates.find(text, self.moment.now, self.moment.zone)]

    def _dates_mean_another(self, card: ToolCard, argument: Argument) -> bool:
        """Whether a day is about another argument: "move my visit to Thursday" does not say which visit."""
        return any(self.takes_a_day(card, other) for other in card.arguments if other.name != argument.name)

    def takes_a_day(self, card: ToolCard, argument: Argument) -> bool:
        """Whether an argument, or the search for the record it names, takes a day."""
        source = self.source_of(card, argument)
        options = source.arguments if source else (argument,)
        return any(option.kind == "date" for option in options)


def spoken_of(text: str, phrases: Collection[str]) -> bool:
    """Whether the words hold one of these phrases, as whole words."""
    said = f" {' '.join(_SAID.findall(text.lower()))} "
    return any(f" {phrase} " in said for phrase in phrases)


def _ruled_out(row: Row, frame: Frame) -> bool:
    return any(str(row.get(name)) in values for name, values in frame.excluded.items())


def _agrees(row: Row, arguments: Mapping[str, Any], but: str) -> bool:
    return all(row[name] == value for name, value in arguments.items() if name != but and row.get(name) is not None)


def _knows(card: ToolCard, argument: Argument) -> bool:
    """Whether a read tool, called with what can be said, returns the records that an argument names."""
    if card.effect != "read" or argument.name not in card.fields:
        return False
    if any(needed.kind == "pattern" for needed in card.required):
        return False
    return argument.kind == "pattern" or _identifies(card, argument.name)


def _identifies(card: ToolCard, name: str) -> bool:
    """Whether the tool's records are known by this field: it is the first they have."""
    definitions = card.returns.get("$defs", {})
    record = card.returns.get("items", card.returns)
    shapes = [definitions.get(str(record.get("$ref", "")).rsplit("/", 1)[-1], record), *definitions.values()]
    return any(next(iter(shape.get("properties", {})), None) == name for shape in shapes)
