"""Which of the records on offer words leave: not those they rule out, and only those of the kind they name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from graphs.embedded.filling import Moment, first_found, parse, wished_days
from graphs.embedded.history import History, Result
from graphs.embedded.parsers import choices, dates
from graphs.embedded.parsers.facts import is_on
from graphs.embedded.parsers.ruled_out import days_out
from graphs.embedded.parsers.when import When
from graphs.embedded.rows import Row, flattened
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.weekdays import begins_of, counted_from, counts

_OTHERS = re.compile(
    r"\b(?:else|others?|another|different|any(?:thing|one|body)?|what|which|instead|rather|all day|whenever)\b",
    re.IGNORECASE,
)
"""Who says so asks for more than was spoken of before."""
_WEEK, _ABOUT = 7, 4
"""So many days ago, and so many more or less, are meant by those who do not look it up."""
_BEFORE = 4
"""What was said further back is of another matter."""


def times_in(text: str, moment: Moment) -> list[When]:
    """Return the days and times that words name."""
    return [found.value for found in dates.find(text, moment.now, moment.zone)]


def days_gone(text: str, rows: Sequence[Row], moment: Moment) -> list[When]:
    """Return the days that words say of records that are there already, such as what was bought or charged.

    "From three weeks ago" sets no beginning there, and is about then; "last Tuesday" may be that of the week before.
    """
    today = moment.now.astimezone(moment.zone).date()
    found = times_in(wished_days(text, moment), moment)
    said = [replace(one, last=one.first) if one.any_day and one.first < today else one for one in found]
    meant = [[_about(one, days) if one.last < today else one for one in said] for days in (0, _WEEK, _ABOUT)]
    return next((when for when in meant if any(is_on(row, when, moment.zone) for row in rows)), said)


def _about(one: When, days: int) -> When:
    """Return another day than was said: the same of the week before, or the days around it."""
    if not days or not one.one_day:
        return one
    away = timedelta(days=days)
    return replace(one, first=one.first - away, last=one.last + (away if days != _WEEK else -away))


def left_over(rows: Sequence[Row], text: str, moment: Moment) -> list[Row]:
    """Leave out the records at times that are ruled out: "not today, the one after that" is the first after those."""
    out = times_in(days_out(text), moment)
    gone = [place for place, row in enumerate(rows) if out and is_on(row, out, moment.zone)]
    left = [row for place, row in enumerate(rows) if place not in gone]
    if not gone or not left:
        return list(rows)
    return list(rows[gone[-1] + 1 :][:1] or left[:1]) if choices.next_one(text) else left


def of_kind(rows: Sequence[Row], source: ToolCard, text: str, moment: Moment) -> list[Row]:
    """Keep the records of the kind that words name, where they are searched by it: those of an evening."""
    kept = list(rows)
    for option in source.optional:
        value = parse(option, text, moment) if option.kind == "enum" else None
        kept = [row for row in kept if value is None or str(row.get(option.name)) == value] or kept
    return kept


def wished_for(option: Argument, said: Sequence[str], moment: Moment) -> Any | None:
    """Return what the newest words give to search by, unless words since have ruled it out: "evenings are bad"."""
    out: set[Any] = set()
    for text in reversed(said):
        value = parse(option, text, moment)
        if value is not None:
            return None if value in out else value
        out.add(parse(option, days_out(text), moment) if option.kind == "enum" else None)
    return None


def as_said_before(source: ToolCard, said: Sequence[str], earlier: Sequence[str], moment: Moment) -> Mapping[str, Any]:
    """Return what is said to search by, and the part of a day that was said with that very day before.

    "Friday morning would be ideal", and now "make that Friday then".
    """
    wished = {option.name: wished_for(option, said, moment) for option in source.optional}
    day = next((one for one in source.optional if one.kind == "date" and wished.get(one.name)), None)
    if day is None or any(_OTHERS.search(text) for text in said[-1:]):
        return wished
    same = [text for text in earlier[:-_BEFORE:-1] if parse(day, text, moment) == wished[day.name]]
    unsaid = [one for one in source.optional if one.kind == "enum" and wished[one.name] is None]
    found = {one.name: value for one in unsaid if (value := first_found(one, same[::-1], moment)) is not None}
    return {**wished, **found}


def picked(rows: Sequence[Row], source: ToolCard, text: str, moment: Moment) -> list[Row]:
    """Return the records on offer that words pick; none where they say nothing of them, or mean another day."""
    when = times_in(wished_days(text, moment), moment)
    if any(not one.any_day for one in when) and not choices.choose("", rows, when, zone=moment.zone):
        return []
    fits = of_kind(left_over(rows, text, moment), source, text, moment)
    found = [fits[at] for at in choices.choose(text, fits, when, zone=moment.zone)]
    return found or (fits if len(fits) < len(rows) else [])


def stands_alone(history: History, last: Result | None, source: ToolCard) -> bool:
    """Whether one time alone was told just now: "great, it's for a repair" takes it."""
    return source.by_day and last is not None and history.results[-1] is last and len(last.content or ()) == 1


def dated(
    said: Sequence[str], card: ToolCard, cards: Mapping[str, ToolCard], history: History, moment: Moment
) -> Sequence[str]:
    """Write out the days that a look-up counts from what is on the table: "what else have you got that day?"."""
    counted = card.effect == "read" and card.by_day and any(counts(text) for text in said)
    begins = on_the_table(cards, history, moment) if counted else None
    return said if begins is None else counted_from(said, begins, moment)


def on_the_table(cards: Mapping[str, ToolCard], history: History, moment: Moment) -> datetime | None:
    """Return when that begins which was proposed, done or told last, where it is of one day."""
    for result in reversed(history.results):
        begins = begins_of(list(_rows(cards, history, result)), moment)
        if begins:
            return begins[0] if len({one.date() for one in begins}) == 1 else None
    return None


def _rows(cards: Mapping[str, ToolCard], history: History, result: Result) -> Iterator[Mapping[str, Any]]:
    """Yield the records that a result is about: those that were read, or those that an action's arguments name."""
    if result.is_reading:
        yield from (
            (row for row in result.content if isinstance(row, Mapping)) if isinstance(result.content, list) else ()
        )
        return
    card = cards.get(result.tool)
    for argument in (one for one in reversed(card.arguments if card else ()) if one.pattern):
        value = result.arguments.get(argument.name)
        found = [row for one in history.readings for row in flattened(one.content, argument.name)]
        if named := [row for row in found if row[argument.name] == value][-1:]:
            yield named[0]
            return
