"""The next step of a frame: call its tool, look something up first, or ask the customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphs.embedded import amounts, severally
from graphs.embedded.amending import amended
from graphs.embedded.candidates import Choice, Chosen, Lookup, Several
from graphs.embedded.carrying import taken_over
from graphs.embedded.corrections import Corrections
from graphs.embedded.filling import Moment, first_found, parse
from graphs.embedded.frames import Frame
from graphs.embedded.history import History
from graphs.embedded.manifold import again_for, again_with, records_wished, several_choices
from graphs.embedded.offered import dated
from graphs.embedded.references import References
from graphs.embedded.refused import answer_of, refused
from graphs.embedded.rehousing import as_kept
from graphs.embedded.rows import Row, amounts_of
from graphs.embedded.telling import extended, told
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.unchanged import says_so
from graphs.embedded.weekdays import counted_from, counts, days_of, pinned, week_of

_WRITTEN = ("email", "phone", "postcode", "street")
"""Values that nobody says without meaning them."""
_NEAR = 4
"""A choice that was said further back is not taken over."""


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
        frame = taken_over(frame, card, self.history, self.moment, self.lexicon["same"])
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
        last = self.history.last_of(frame.tool)
        value = answer_of(argument, text, frame.said, last, self.moment)
        if value is None and (several_choices(card, argument, heard.said) or says_so(argument, text, asked=True)):
            return heard
        if value is not None:
            return self._retold(heard, card, text).having(argument.name, value)
        others = self._with_others(heard, card, text)
        if (wrong := refused(last, argument)) and (retold := self._retold(heard, card, text)) != heard:
            # The street was right: it was the postcode that did not fit it.
            return retold.having(argument.name, wrong.arguments.get(argument.name))
        # What need not be said is not asked for again once there is something else to go on.
        return others if others is None or argument.required else others.asking(None)

    def corrected(self, frame: Frame, text: str) -> Frame | None:
        """Change what the words say is wrong in a filled frame; None where they do not speak of it."""
        corrections = Corrections(self.references, self.history, self.moment, self.lexicon)
        return corrections.corrected(frame, self.cards[frame.tool], text)

    def added(self, frame: Frame, text: str) -> Frame | None:
        """Add the words to what is told in the customer's own words; None where nothing is."""
        card = self.cards[frame.tool]
        free = next((a for a in card.required if a.kind == "free" and frame.arguments.get(a.name)), None)
        if free is None:
            return None
        more = extended(str(frame.arguments[free.name]), text, self.lexicon["adding"])
        return frame.having(free.name, more).heard(text).asking(None)

    def names_value(self, frame: Frame, text: str) -> bool:
        """Whether words name a value for one of the frame's arguments, or something its records are searched by."""
        card = self.cards[frame.tool]
        typed = [a for a in card.arguments if a.kind not in ("free", "enum")]
        return any(parse(a, text, self.moment) is not None or self.references.speaks_of(card, a, text) for a in typed)

    def names_any(self, frame: Frame, text: str) -> bool:
        """Whether words give a value, or a choice, for any of the frame's arguments."""
        arguments = (a for a in self.cards[frame.tool].arguments if a.kind == "enum")
        return self.names_value(frame, text) or any(parse(a, text, self.moment) is not None for a in arguments)

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

    def gives(self, frame: Frame, text: str) -> bool:
        """Whether words give the value that was asked for, whatever else they say."""
        argument = self.cards[frame.tool].argument(frame.asked or "")
        if argument is None or argument.kind not in _WRITTEN:
            return False
        return parse(argument, text, self.moment) is not None

    def _retold(self, frame: Frame, card: ToolCard, text: str) -> Frame:
        """Take what an answer says anew of what was filled in before: the street with the postcode."""
        for argument in card.arguments:
            value = parse(argument, text, self.moment) if argument.kind in _WRITTEN else None
            value = value or amended(argument, frame.arguments.get(argument.name), text)
            frame = frame if value is None else frame.having(argument.name, value)
        return frame

    def _resolve(self, frame: Frame, card: ToolCard, argument: Argument) -> Choice | None:
        """Find the record that an argument names; a day may be counted from another one: "a day later, same time"."""
        days = self.references.takes_a_day(card, argument)
        others = (self.references.begins(frame, one) for one in card.arguments if days and one.name != argument.name)
        begins = next((found for found in others if found is not None), None)
        if begins is None and days and (unread := self.references.counted_from(frame, card, argument)):
            return unread
        said = frame.said if begins is None else counted_from(frame.said, begins, self.moment)
        return self.references.resolve(frame.model_copy(update={"said": said}), card, argument)

    def _fill(self, frame: Frame, card: ToolCard, argument: Argument) -> Frame | Step:
        choice = self._resolve(frame, card, argument)
        if isinstance(choice, Chosen | Several) and (together := self._one_by_one(frame, card, argument)):
            return together
        if isinstance(choice, Chosen):
            return frame.having(argument.name, choice.value)
        if isinstance(choice, Lookup):
            return Look(frame, choice)
        value = self._typed(frame, card, argument) if choice is None else None
        if value is None and (wanted := several_choices(card, argument, frame.said)):
            said, lead = " ".join(frame.said), self.lexicon["again"][0]
            again = tuple(again_for(argument, one, said, lead) for one in wanted[1:])
            frame, value = frame.model_copy(update={"later": again}), wanted[0]
        if choice is None:
            value = as_kept(frame, argument, value, self.cards, self.history)
            if isinstance(value, Lookup):
                return Look(frame, value)
        if value is not None:
            return frame.having(argument.name, value)
        return Ask(frame.asking(argument.name), argument, choice)

    def _one_by_one(self, frame: Frame, card: ToolCard, argument: Argument) -> Frame | None:
        """Take the first of several records that the same is wished for; the others are kept for later."""
        rows = self.references.rows(frame, argument, self.history.current)
        wished = () if frame.later else records_wished(card, argument, rows, frame.said)
        if len(wished) < 2:
            return severally.first_of(self.references, frame, card, argument)
        first = frame.model_copy(update={"later": tuple(again_with(card, argument, row) for row in wished[1:])})
        return first.having(argument.name, str(wished[0][argument.name]))

    def _typed(self, frame: Frame, card: ToolCard, argument: Argument) -> Any | None:
        # What a finding is about is surer than what the customer takes to be at fault.
        about = frame.context.partition(". ")[0]
        found = parse(argument, about, self.moment) if about and argument.kind == "enum" else None
        if found is None:
            found = first_found(argument, frame.said, self.moment)
        if found is None and frame.context:
            found = parse(argument, frame.context, self.moment)
        if found is None and argument.kind == "enum" and card.effect == "write":
            found = self._said_before(card, argument)
        if found is None and argument.kind == "free":
            found = told(frame, self.history.earlier[-_NEAR:])
        if found is None and card.effect == "handover" and argument.kind in ("text", "free"):
            found = " ".join(frame.said) or None
        return found

    def _said_before(self, card: ToolCard, argument: Argument) -> Any | None:
        """Return the choice that was spoken of before the tool came up: "are my parcels still going there?"."""
        last = self.history.last_of(card.name)
        # What was said before the last change belongs to that one.
        recent = self.history.earlier[-_NEAR:] if last is None or last.state != "done" else ()
        return first_found(argument, recent, self.moment)

    def _with_optional(self, frame: Frame, card: ToolCard) -> Frame:
        said = dated(frame.said, card, self.cards, self.history, self.moment)
        for argument in card.optional:
            if argument.name in frame.arguments:
                continue
            value: Any | None = self.references.named(frame, card, argument)
            named = argument.phrasing or self.references.source_of(card, argument) is None
            if value is None and named:
                value = first_found(argument, said, self.moment)
            if argument.kind == "money":
                # An amount is asked of the record in hand, and described by what that holds.
                held = [found for row in self._in_hand(frame, card) if (found := list(amounts_of(row)))]
                value = amounts.wished(frame.said, held)
            if value is not None:
                frame = frame.having(argument.name, value)
        return frame

    def _in_hand(self, frame: Frame, card: ToolCard) -> list[Row]:
        """Return the records that are named most closely: the article rather than the order it is of."""
        for argument in reversed(card.arguments):
            if argument.name in frame.arguments and self.references.source_of(card, argument) is not None:
                rows = self.references.rows(frame, argument, self.history.current)
                return [row for row in rows if str(row[argument.name]) == str(frame.arguments[argument.name])]
        return []

    def _answered_reference(self, frame: Frame, card: ToolCard, argument: Argument, text: str) -> Frame | None:
        """An answer that names a record, or says more of it, must leave fewer to choose from than before."""
        before = self._resolve(frame, card, argument)
        if isinstance(before, Several):
            offered = days_of(before.rows, self.moment)
            text = pinned(text, [*offered, *(week_of(offered[0], self.moment) if offered else [])])
        heard = frame.heard(text)
        after = self._resolve(heard, card, argument)
        if isinstance(after, Chosen) or self._one_by_one(heard, card, argument) is not None:
            return heard
        if isinstance(after, Lookup):
            return heard if counts(text) or self.references.speaks_of(card, argument, text) else None
        fewer = isinstance(before, Several) and isinstance(after, Several) and len(after.rows) < len(before.rows)
        return heard if fewer or self.references.speaks_of(card, argument, text) else None

    def _with_others(self, heard: Frame, card: ToolCard, text: str) -> Frame | None:
        """The words may answer what would have been asked next."""
        missing = (a for a in card.arguments if a.name not in heard.arguments and a.kind not in ("free", "text"))
        return heard if any(parse(argument, text, self.moment) is not None for argument in missing) else None
