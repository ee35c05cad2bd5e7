"""Arguments that name a record: chosen from what read tools have returned, after reading it if need be."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from graphs.embedded.amounts import is_amount
from graphs.embedded.candidates import Choice, Chosen, Lookup, Several
from graphs.embedded.filling import Moment, first_found, parse, wished_days
from graphs.embedded.frames import Frame
from graphs.embedded.history import History, Result
from graphs.embedded.naming import accompanied, meant, spelt_out
from graphs.embedded.offered import as_said_before, days_gone, left_over, of_kind, stands_alone, times_in
from graphs.embedded.parsers import choices, dates, money
from graphs.embedded.parsers.facts import is_on
from graphs.embedded.pointing import done_before, held_before, in_time, only_left, spoken_of_before
from graphs.embedded.rows import (
    Row,
    agrees,
    excluded,
    fitting,
    flattened,
    holds_things,
    names_another,
    with_amount,
)
from graphs.embedded.toolcards import Argument, ToolCard, identifies, knows
from graphs.embedded.weekdays import begins_of, counts, days_of, pinned

_WORD = re.compile(r"[a-z]+")
_SAID = re.compile(r"[a-z0-9']+")
_CALLED = 3
_NEAR = 6
"""What "one" stands for was said no further back."""


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
        found = [other for other in self.cards.values() if other.name != card.name and knows(other, argument)]
        return min(found, key=lambda other: (not identifies(other, argument.name), len(other.required)), default=None)

    def resolve(self, frame: Frame, card: ToolCard, argument: Argument) -> Choice | None:
        """Find the record that a required argument names; None where no read tool knows such records."""
        if (source := self.source_of(card, argument)) is None:
            return None
        said = self._identifier(frame, argument)
        if said is not None and self._is_number(frame, argument, said):
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
        said = said if said is None or self._is_number(frame, argument, said) else None
        if said is not None or self.source_of(card, argument) is None:
            return said
        rows = self.rows(frame, argument, self.history.current)
        values = [str(row[argument.name]) for row in rows]
        texts = [self.spelt_out(text) for text in (*reversed(frame.said), *self._before(frame))]
        if argument.kind == "pattern" and card.effect == "write":
            return self._described(texts, rows, argument)
        for text in sorted(texts, key=lambda one: accompanied(one, values)):
            if len(values) > 1 and (choices.both(text) or choices.whole(text)):
                return None
            if found := meant(text, values):
                # All of them named one by one are no single one, unless it is all that is left.
                return found[0] if len(found) in range(1, max(2, len(values))) else only_left(rows, argument.name)
        return self._unnamed(frame, card, argument, rows)

    def _unnamed(self, frame: Frame, card: ToolCard, argument: Argument, rows: Sequence[Row]) -> str | None:
        """Return what is meant by another word for it, by its price, by being all that is left, or by what was said."""
        named = {str(row[argument.name]) for row in rows}
        called = first_found(argument, frame.said, self.moment) if argument.phrasing else None
        if called in named:
            return str(called)
        priced = with_amount(rows, self.amounts(frame, card)) or choices.by_price(frame.said[-1:], rows)
        if len(named := {str(row[argument.name]) for row in priced}) == 1:
            return named.pop()
        left = only_left(rows, argument.name) if card.effect == "write" else None
        return left or spoken_of_before(self._pointed(frame, self.lexicon["told"], card), rows, argument.name)

    def _pointed(self, frame: Frame, phrases: Sequence[str], card: ToolCard | None = None) -> list[str]:
        """Return what was said before, newest first, where a phrase points at it, or an amount: "you owe me £7.99"."""
        last = frame.said[-1] if frame.said else ""
        amount = card is not None and any(a.kind == "money" for a in card.arguments) and bool(money.find(last))
        before = self.history.earlier[:-_NEAR:-1] if amount or spoken_of(last, phrases) else ()
        return [self.spelt_out(text) for text in before]

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
        own = self.cards[frame.tool].effect == "read" and money.find_any(last)
        return self.history.earlier[:-_NEAR:-1] if spoken_of(last, ("one", "ones")) and not own else ()

    def by_thing(self, frame: Frame, card: ToolCard) -> Lookup | None:
        """A thing that is spoken of may be what an optional argument names: return where to look, if not read yet."""
        common, before = self.lexicon["common"], self._pointed(frame, (), card)
        spoken = bool(before) or any(names_another(text, (), common) for text in frame.said)
        for argument in card.optional if card.effect == "write" and spoken else ():
            source = self.source_of(card, argument)
            if source is not None and not source.required and argument.name not in frame.arguments:
                read = any(one.tool == source.name for one in self.history.current)
                return None if read else Lookup(source.name, next(self._searches(frame, source)))
        return None

    def by_amount(self, frame: Frame, card: ToolCard) -> Lookup | None:
        """An amount that no argument takes names a record: return where to look for it, if that was not read yet."""
        for argument in card.optional:
            source = self.source_of(card, argument)
            if source is not None and self.amounts(frame, card) and not source.required:
                missing = self.history.found(source.name, {}) is None
                return Lookup(source.name, {}) if missing and argument.name not in frame.arguments else None
        return None

    def amounts(self, frame: Frame, card: ToolCard) -> set[Decimal]:
        """Return the amounts that were said and that no argument takes."""
        if any(argument.kind == "money" for argument in card.arguments):
            return {found.value for text in frame.said for found in money.find_describing(text)}
        said = {found.value for text in frame.said for found in money.find_charged(text)}
        return {one for one in said if not any(is_amount(str(value), str(one)) for value in frame.arguments.values())}

    def rows(self, frame: Frame, argument: Argument, results: Sequence[Result]) -> list[Row]:
        """Return the records that may be meant: those that agree with what is known and were not ruled out."""
        found: dict[str, Row] = {}
        card = self.cards[frame.tool]
        # The free window that a visit is moved to is not the one it has.
        free = {one.name for one in card.arguments if one.name != argument.name and self.takes_a_day(card, one)}
        known = {name: value for name, value in frame.arguments.items() if name not in free}
        for result in results:
            for row in flattened(result.content, argument.name):
                if agrees(row, known, but=argument.name) and not excluded(row, frame.excluded):
                    found[str(row[argument.name])] = row
        return list(found.values())

    def begins(self, frame: Frame, argument: Argument) -> datetime | None:
        """Return when the record begins that an argument names, by the customer's clocks; None where it has no time."""
        # A free window stays where it is; what is booked may have been moved since it was read.
        fixed = self.takes_a_day(self.cards[frame.tool], argument)
        readings = self.history.readings if fixed else self.history.current
        rows = self.rows(Frame(tool=frame.tool), argument, readings) if argument.kind == "pattern" else []
        known = [*(one for one in self.history.receipts if argument.name in one), *rows]
        named = [row for row in known if row[argument.name] == frame.arguments.get(argument.name)]
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
        if (source := self.source_of(card, argument)) is None or source.name == card.name:
            return False
        return any(parse(option, text, self.moment) is not None for option in source.arguments)

    def _identifier(self, frame: Frame, argument: Argument) -> str | None:
        if not argument.pattern:
            return None
        said = first_found(argument, frame.said, self.moment)
        return said if said not in frame.excluded.get(argument.name, ()) else None

    def _is_number(self, frame: Frame, argument: Argument, said: str) -> bool:
        """Whether what sounds like a number is one: "twelve fifty" is an amount, unless a record has that number."""
        amounts = (found.value for text in frame.said for found in money.find_decimals(text))
        known = {str(row[argument.name]) for row in self.rows(frame, argument, self.history.current)}
        return said in known or not any(is_amount(said, str(one)) for one in amounts)

    def _searches(self, frame: Frame, source: ToolCard) -> Iterator[dict[str, Any]]:
        """Yield the arguments to search with: all that was said first, then with less and less of it."""
        needed = {a.name: frame.arguments.get(a.name, first_found(a, frame.said, self.moment)) for a in source.required}
        optional = as_said_before(source, frame.said, self.history.earlier, self.moment)
        said = [(name, value) for name, value in optional.items() if value is not None]
        for kept in range(len(said), -1, -1):
            yield {**{name: value for name, value in needed.items() if value is not None}, **dict(said[:kept])}

    def _told(self, frame: Frame, card: ToolCard, argument: Argument, source: ToolCard) -> Choice | None:
        """Find the record among those read out last, if the words point there: "book that", "the second one"."""
        last = next((one for one in reversed(self.history.current) if one.tool == source.name), None)
        text = frame.said[-1] if frame.said else ""
        alone = stands_alone(self.history, last, source) and not spoken_of(text, self.lexicon["other"])
        points = spoken_of(text, self.lexicon["told"]) or choices.compares(text) or alone
        if last is None or not points:
            return None
        rows = fitting(card, source, self.rows(frame, argument, [last]))
        # "The Friday one", "the teatime one" is the one on offer; where several are, or none is, it is looked up.
        described = choices.points_out(text)
        when = times_in(wished_days(text, self.moment), self.moment) if described else []
        kind = of_kind(rows, source, text, self.moment) if described else []
        if not when and len(kind) != 1 and self.speaks_of(card, argument, text):
            return None
        if when and not any(is_on(row, when, self.moment.zone) for row in rows):
            return None
        rows = self._in_order(frame, source, kind or rows, argument)
        picked = choices.choose(text, rows, when, zone=self.moment.zone) if len(rows) > 1 else list(range(len(rows)))
        return Chosen(str(rows[picked[0]][argument.name])) if len(picked) == 1 else None

    def _choose(self, frame: Frame, card: ToolCard, argument: Argument, several: Several) -> Choice:
        rows, takes_days = list(several.rows), not self._dates_mean_another(card, argument)
        by_day = self.cards[several.source].by_day
        listed = takes_days and not by_day
        for said in map(self.spelt_out, reversed(frame.said)):
            # "Friday" is the Friday of what is booked, whichever week that is.
            text = pinned(said, days_of(rows, self.moment)) if listed else said
            when = days_gone(text, rows, self.moment) if takes_days else []
            rows = left_over(rows, text, self.moment) if takes_days else rows
            ordered = self._in_order(frame, self.cards[several.source], rows, argument)
            picked = [ordered[at] for at in choices.choose_wished(text, ordered, when, zone=self.moment.zone)]
            if when and not (picked and any(is_on(row, when, self.moment.zone) for row in rows)):
                # A day was asked for and these are other days: the back office offers what it has instead.
                return Several(tuple(rows), several.source, widened=True)
            # What was said of days before is overtaken by what was said later.
            takes_days = takes_days and not when
            rows = [row for row in rows if row in picked] or rows
            if len(rows) == 1 and picked:
                return Chosen(str(rows[0][argument.name]))
        if not by_day and (meant_before := self._meant_before(frame, card, argument, rows)) is not None:
            return Chosen(str(meant_before[argument.name]))
        unknown = not several.widened and not frame.context and self._names_another(frame, card, argument, rows)
        if len(rows) == 1 and not several.widened and not unknown:
            return Chosen(str(rows[0][argument.name]))
        return Several(tuple(rows), several.source, several.widened or unknown)

    def _in_order(self, frame: Frame, source: ToolCard, rows: list[Row], argument: Argument) -> list[Row]:
        """Return what was bought in the order in which it was, unless it was read out: "the first speaker"."""
        known = source.by_day or frame.asked == argument.name
        return rows if known else in_time(rows, argument.name, self.history.reply)

    def _meant_before(self, frame: Frame, card: ToolCard, argument: Argument, rows: Sequence[Row]) -> Row | None:
        """Return the record that words only point at, where they answer no question for it."""
        if card.effect != "write" or frame.asked == argument.name or len(rows) < 2:
            return None
        besides = self._pointed(frame, self.lexicon["besides"])
        done = done_before(self.history.results, card.name, rows, argument.name) if besides else None
        return done or held_before(self._pointed(frame, self.lexicon["told"], card), rows, self.moment.zone)

    def _names_another(self, frame: Frame, card: ToolCard, argument: Argument, rows: Sequence[Row]) -> bool:
        """Whether a thing is spoken of that none of the records holds; records of times alone hold no things."""
        source = self.source_of(card, argument)
        if source is None or not holds_things(rows, source):
            return False
        usual = (*self.lexicon["common"], *_WORD.findall(card.name))
        spoken = (dates.without(text, self.moment.now, self.moment.zone) for text in map(self.spelt_out, frame.said))
        return any(names_another(text, rows, usual) for text in spoken)

    def spelt_out(self, text: str) -> str:
        """Return words with what customers call a thing as records call it."""
        return spelt_out(text, self.lexicon["nicknames"])

    def _dates_mean_another(self, card: ToolCard, argument: Argument) -> bool:
        """Whether a day is about another argument: "move my visit to Thursday" does not say which visit."""
        return any(self.takes_a_day(card, other) for other in card.arguments if other.name != argument.name)

    def takes_a_day(self, card: ToolCard, argument: Argument) -> bool:
        """Whether an argument, or the search for the record it names, takes a day."""
        return source.by_day if (source := self.source_of(card, argument)) else argument.kind == "date"


def spoken_of(text: str, phrases: Collection[str]) -> bool:
    """Whether the words hold one of these phrases, as whole words."""
    said = f" {' '.join(_SAID.findall(text.lower()))} "
    return any(f" {phrase} " in said for phrase in phrases)
