"""The next step of a frame: call its tool, look something up first, or ask the customer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from graphs.embedded.filling import (
    Moment,
    first_found,
    parse,
    parse_answer,
    part_of_amount,
    plain_amount,
    redialled,
    renumbered,
)
from graphs.embedded.frames import Frame
from graphs.embedded.history import History
from graphs.embedded.parsers import choices, money
from graphs.embedded.references import Chosen, Lookup, References, Row, Several, fitting
from graphs.embedded.telling import told
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.weekdays import days_of, pinned, week_of


@dataclass(frozen=True)
class Ready:
    """Everything is known: call the frame's tool."""

    frame: Frame


@dataclass(frozen=True)
class Look:
    """A read tool must be called first."""

    frame: Frame
    lookup: Lookup


@dataclass(frozen=True)
class Ask:
    """The customer must say or choose something."""

    frame: Frame
    argument: Argument
    several: Several | None = None


Step = Ready | Look | Ask


@dataclass(frozen=True)
class Steps:
    """Fills frames from one history."""

    cards: Mapping[str, ToolCard]
    history: History
    moment: Moment
    lexicon: Mapping[str, Sequence[str]]
    """Kinds of words, such as those that say that another record is meant."""

    @property
    def references(self) -> References:
        """What finds the records that arguments name."""
        return References(self.cards, self.history, self.moment, self.lexicon)

    def next(self, frame: Frame) -> Step:
        """Fill what can be filled, and say what comes next."""
        card = self.cards[frame.tool]
        for argument in card.arguments:
            wanted = argument.required or argument.name == frame.asked
            if not wanted or argument.name in frame.arguments:
                continue
            found = self._fill(frame, card, argument)
            if not isinstance(found, Frame):
                return found
            frame = found
        lookup = self.references.by_amount(frame, card) or self.references.by_thing(frame, card)
        if lookup is not None:
            return Look(frame, lookup)
        filled = self._with_optional(frame, card)
        if card.effect == "write" and card.arguments and not filled.arguments:
            # It can be called with nothing, but there would be nothing to do.
            return Ask(filled.asking(card.arguments[0].name), card.arguments[0])
        return Ready(filled.asking(None))

    def sources(self, frame: Frame) -> list[str]:
        """Return the read tools that the frame's records come from."""
        card = self.cards[frame.tool]
        found = [self.references.source_of(card, argument) for argument in card.arguments]
        return [source.name for source in found if source is not None]

    def unread(self, frame: Frame) -> Lookup | None:
        """Return a look-up of records that the frame's arguments may name and that were not read yet."""
        for name in self.sources(frame):
            if not self.cards[name].required and self.history.found(name, {}) is None:
                return Lookup(name, {})
        return None

    def answered(self, frame: Frame, text: str) -> Frame | None:
        """Take the answer to what was asked; None where it does not answer that."""
        card = self.cards[frame.tool]
        argument = card.argument(frame.asked or "")
        if argument is None:
            return None
        if self.references.source_of(card, argument) is not None:
            return self._answered_reference(frame, card, argument, text)
        heard = frame.heard(text)
        value = parse_answer(argument, text, self.moment)
        if value is not None:
            return heard.having(argument.name, value)
        others = self._with_others(heard, card, text)
        # What need not be said is not asked for again once there is something else to go on.
        return others if others is None or argument.required else others.asking(None)

    def corrected(self, frame: Frame, text: str) -> Frame | None:
        """Change what the words say is wrong in a filled frame; None where they do not speak of it."""
        card = self.cards[frame.tool]
        text = pinned(text, self._week_of(frame, card))
        changed = frame
        for argument in card.arguments:
            changed = self._said_otherwise(changed, card, argument, text)
        if changed == frame:
            for argument in card.arguments:
                changed = self._another_record(changed, card, argument, text)
        changed = self._without_orphans(changed, card)
        return None if changed == frame else changed.heard(text).asking(None)

    def searchable(self, frame: Frame) -> Argument | None:
        """Return the argument that was asked for, if its records are searched by something that may be said."""
        card = self.cards[frame.tool]
        argument = card.argument(frame.asked or "")
        source = self.references.source_of(card, argument) if argument else None
        return argument if source is not None and source.arguments else None

    def keeping(self, frame: Frame) -> Frame:
        """Return the frame with what was said of its typed arguments filled in and the words forgotten."""
        card = self.cards[frame.tool]
        for argument in card.arguments:
            if argument.name not in frame.arguments and self.references.source_of(card, argument) is None:
                value = first_found(argument, frame.said, self.moment)
                frame = frame if value is None else frame.having(argument.name, value)
        return frame.model_copy(update={"said": ()})

    def heard_now(self, frame: Frame, text: str) -> list[str]:
        """Return the values that words give for arguments that are still missing, other than the one asked for."""
        card = self.cards[frame.tool]
        missing = (a for a in card.arguments if a.name not in frame.arguments and a.kind not in ("free", "text"))
        values = (parse(a, text, self.moment) for a in missing if a.name != frame.asked)
        return [str(value).replace("_", " ") for value in values if value is not None]

    def _fill(self, frame: Frame, card: ToolCard, argument: Argument) -> Frame | Step:
        choice = self.references.resolve(frame, card, argument)
        if isinstance(choice, Chosen):
            return frame.having(argument.name, choice.value)
        if isinstance(choice, Lookup):
            return Look(frame, choice)
        value = self._typed(frame, card, argument) if choice is None else None
        if value is not None:
            return frame.having(argument.name, value)
        return Ask(frame.asking(argument.name), argument, choice)

    def _typed(self, frame: Frame, card: ToolCard, argument: Argument) -> Any | None:
        found = first_found(argument, frame.said, self.moment)
        if found is None and frame.context:
            found = parse(argument, frame.context, self.moment)
        if found is None and argument.kind == "free":
            found = told(frame)
        if found is None and card.effect == "handover" and argument.kind in ("text", "free"):
            found = " ".join(frame.said) or None
        return found

    def _with_optional(self, frame: Frame, card: ToolCard) -> Frame:
        for argument in card.optional:
            if argument.name in frame.arguments:
                continue
            value: Any | None = self.references.named(frame, card, argument)
            if value is None and self.references.source_of(card, argument) is None:
                value = first_found(argument, frame.said, self.moment)
            if value is not None:
                frame = frame.having(argument.name, value)
        return frame

    def _answered_reference(self, frame: Frame, card: ToolCard, argument: Argument, text: str) -> Frame | None:
        """An answer that names a record, or says more of it, must leave fewer to choose from than before."""
        before = self.references.resolve(frame, card, argument)
        if isinstance(before, Several):
            offered = days_of(before.rows, self.moment)
            text = pinned(text, [*offered, *(week_of(offered[0], self.moment) if offered else [])])
        heard = frame.heard(text)
        after = self.references.resolve(heard, card, argument)
        if isinstance(after, Chosen):
            return heard
        if isinstance(after, Lookup):
            return heard if self.references.speaks_of(card, argument, text) else None
        fewer = isinstance(before, Several) and isinstance(after, Several) and len(after.rows) < len(before.rows)
        return heard if fewer or self.references.speaks_of(card, argument, text) else None

    def _with_others(self, heard: Frame, card: ToolCard, text: str) -> Frame | None:
        """The words may answer what would have been asked next."""
        missing = (a for a in card.arguments if a.name not in heard.arguments and a.kind not in ("free", "text"))
        said = any(parse(argument, text, self.moment) is not None for argument in missing)
        return heard if said else None

    def _said_otherwise(self, frame: Frame, card: ToolCard, argument: Argument, text: str) -> Frame:
        """Take a new value that the words give, or the record among the others that they name."""
        now = frame.arguments.get(argument.name)
        value = parse(argument, text, self.moment)
        if value is None and argument.kind == "street" and now:
            value = renumbered(now, text)
        if value is None and argument.kind == "phone" and now:
            value = redialled(now, text)
        if value is None and argument.kind == "money":
            value = self._other_amount(frame, card, now, text)
        if value is not None and value != now:
            return frame.having(argument.name, value)
        if value is not None or self.references.source_of(card, argument) is None:
            return frame
        if self.references.speaks_of(card, argument, text):
            return frame.without(argument.name)
        rows = self._rows(frame, card, argument) if now is not None or not argument.required else []
        picked = choices.choose(text, rows, zone=self.moment.zone) if len(rows) > 1 else []
        return frame.having(argument.name, str(rows[picked[0]][argument.name])) if len(picked) == 1 else frame

    def _other_amount(self, frame: Frame, card: ToolCard, now: Any, text: str) -> str | None:
        """Read an amount said without its currency, or as a share of the one that is proposed."""
        last = self.history.last_of(frame.tool)
        question = last.content.get("question") if last and isinstance(last.content, Mapping) else None
        proposed = [found.value for found in money.find(str(question or ""))]
        base = Decimal(str(now)) if now is not None else proposed[0] if proposed else None
        share = part_of_amount(text, base) if base is not None else None
        if share is not None or now is None:
            return share
        others = (argument for argument in card.arguments if argument.kind != "money")
        taken = any(parse(argument, text, self.moment) is not None for argument in others)
        return None if taken else plain_amount(text)

    def _another_record(self, frame: Frame, card: ToolCard, argument: Argument, text: str) -> Frame:
        """Take the other record where there are two; where there are more, rule out the one that was taken."""
        if not self._means_another(card, argument, text):
            return frame
        others = self._others(frame, card, argument)
        if len(others) == 1:
            return frame.having(argument.name, str(others[0][argument.name]))
        now = frame.arguments.get(argument.name)
        return frame.excluding(argument.name, now) if now is not None else frame

    def _week_of(self, frame: Frame, card: ToolCard) -> list[date]:
        """Return the week of what is proposed: a weekday in a correction is one of its days."""
        bare = Frame(tool=frame.tool)
        for argument in card.arguments:
            rows = self.references.rows(bare, argument, self.history.current)
            days = days_of(
                [row for row in rows if row[argument.name] == frame.arguments.get(argument.name)], self.moment
            )
            if days and self.references.takes_a_day(card, argument):
                return week_of(days[0], self.moment)
        return []

    def _others(self, frame: Frame, card: ToolCard, argument: Argument) -> list[Row]:
        now = frame.arguments.get(argument.name)
        rows = self._rows(frame, card, argument) if now is not None else []
        return [row for row in rows if str(row[argument.name]) != str(now)]

    def _rows(self, frame: Frame, card: ToolCard, argument: Argument) -> list[Row]:
        source = self.references.source_of(card, argument)
        rows = self.references.rows(frame.without(argument.name), argument, self.history.current)
        return fitting(card, source, rows) if source is not None else []

    def _means_another(self, card: ToolCard, argument: Argument, text: str) -> bool:
        """Whether "no, the other one" is about this argument: it is named, or it is the first that names a record."""
        said = set(re.findall(r"[a-z']+", text.lower()))
        if not said & set(self.lexicon["other"]):
            return False
        references = [a for a in card.arguments if self.references.source_of(card, a) is not None]
        named = [a for a in references if said & set(a.name.removesuffix("_id").split("_"))]
        return argument in (named or references)[:1]

    def _without_orphans(self, frame: Frame, card: ToolCard) -> Frame:
        """Take out records that do not belong to another that was changed, such as an article of another order."""
        for argument in card.arguments:
            value = frame.arguments.get(argument.name)
            if value is None or self.references.source_of(card, argument) is None:
                continue
            known = self.references.rows(Frame(tool=frame.tool), argument, self.history.current)
            rows = self.references.rows(frame, argument, self.history.current)
            if known and str(value) not in {str(row[argument.name]) for row in rows}:
                frame = frame.without(argument.name)
        return frame
