"""Words that want a filled frame otherwise: another value, a part of one, another record, only one of several."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graphs.embedded.amending import amended
from graphs.embedded.amounts import is_amount, part_of_amount, plain_amount, some_back
from graphs.embedded.filling import Moment, parse
from graphs.embedded.frames import Frame
from graphs.embedded.history import History
from graphs.embedded.leaving_out import only_some
from graphs.embedded.naming import meant
from graphs.embedded.offered import days_gone
from graphs.embedded.parsers import choices, contrast, dates, money
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.parsers.when import When
from graphs.embedded.references import References, spoken_of
from graphs.embedded.rows import Row, fitting
from graphs.embedded.toolcards import Argument, ToolCard
from graphs.embedded.weekdays import anchored, leaving, on_its_day, pinned, week_of

_ALL_OF_IT = re.compile(
    r"\b(?:all of (?:it|that|my money)|(?:the|my) (?:whole|full|entire|total|complete) "
    r"(?:amount|sum|price|thing|lot|cost|money|refund|value|order)|everything|the lot|in full|a full refund)\b",
    re.IGNORECASE,
)
_ALL_WRONG = re.compile(r"\b(?:that|this|it)(?:'?s| is| was| looks)(?: all| just| quite)? wrong\W*$", re.IGNORECASE)
"""Says of what is proposed that it is wrong, and not that another is meant."""
_ADDS = re.compile(r"\W*(?:oh,? )?(?:and|also|plus|n|an'|&)(?: also)? (?:the|my|that|our) ", re.IGNORECASE)
"""What begins so adds to what is proposed: "and the stand, it'd look daft on its own"."""
_NUMBER = re.compile(r"(?<![\w£.,:/-])\d(?: ?\d){3}(?![\w:/-]|[.,]\d)")
_CHECKS = re.compile(
    r"\W*(?:(?:and|so|but|wait|sorry|hang on|hold on|ok|oh)\W+)*"
    r"(?:(?:is|was|are|were|did|does|do|has|have)(?:n'?t)?|will (?:it|that|this|they)|when|which day)\b",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(r"\b(?:other|another|different) (?:day|date)s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Corrections:
    """Corrects frames from one history."""

    references: References
    history: History
    moment: Moment
    lexicon: Mapping[str, Sequence[str]]

    def corrected(self, frame: Frame, card: ToolCard, text: str) -> Frame | None:
        """Change what the words say is wrong in a filled frame; None where they do not speak of it."""
        if (fewer := only_some(frame, card, text)) is not None:
            return fewer.asking(None)
        text = self._dated(frame, card, self.references.spelt_out(self._without_told(frame, text)))
        changed = within = self._all_of_it(self._within(frame, card, text), card, text)
        for argument in card.arguments:
            # "The speaker that came with it" is an article of the order in hand, and no word about another order.
            if within == frame or self.references.source_of(card, argument) is None:
                changed = self._said_otherwise(changed, card, argument, text)
        if changed == frame:
            for argument in card.arguments:
                changed = self._another_record(changed, card, argument, text)
        if changed == frame:
            return frame.heard(text).asking(None) if self._restated(frame, card, text) else None
        if set(within.arguments) < set(frame.arguments):
            # All of it is wanted: what named a part of it before no longer counts.
            return self._without_orphans(changed, card).model_copy(update={"said": ()}).asking(None)
        # What is proposed agrees already, though its records need not: a visit that is moved has another time.
        return self._without_orphans(changed, card).heard(text).asking(None)

    def _without_told(self, frame: Frame, text: str) -> str:
        """Return words without the numbers by which the question calls something else: "3003, yes, that's my card"."""
        told = set(_NUMBER.findall(self._question(frame)))
        digits = digitise(text)
        for found in reversed(list(_NUMBER.finditer(digits.text))):
            if found[0].replace(" ", "") in told:
                said = digits.found(found[0], found.start(), found.end())
                text = f"{text[: said.start]} {text[said.end :]}"
        return text

    def _restated(self, frame: Frame, card: ToolCard, text: str) -> bool:
        """Whether words only say an amount again that is proposed: "not the whole thing, just 30 off"."""
        amounts = (a for a in card.arguments if a.kind == "money" and frame.arguments.get(a.name) is not None)
        if not any(a.name in frame.arguments for a in card.optional) and choices.everything(text):
            # "Both of them, thank you": nothing less is proposed.
            return any(self.references.source_of(card, a) is not None for a in card.optional)
        said = plain_amount(text) if "?" not in text else None
        return said is not None and any(Decimal(said) == Decimal(str(frame.arguments[a.name])) for a in amounts)

    def _said_otherwise(self, frame: Frame, card: ToolCard, argument: Argument, text: str) -> Frame:
        """Take a new value that the words give, or the record among the others that they name."""
        now = frame.arguments.get(argument.name)
        value = self._value(argument, text)
        if argument.kind == "money" and value is not None and now is None:
            # "What, £89? I only want 20 back."
            value = self._beside_proposed(frame, text, str(value))
        if value is None:
            value = amended(argument, now, text)
        if value is None and argument.kind == "money":
            value = self._other_amount(frame, card, now, text)
        if value is not None and value != now:
            return frame.having(argument.name, value)
        if value is not None or self.references.source_of(card, argument) is None:
            return frame
        if self.references.speaks_of(card, argument, text):
            return frame.without(argument.name)
        # Where all that is said is what is to be left out, nothing else is chosen by it.
        rows = self._rows(frame, card, argument) if now is not None or not argument.required else []
        chooses = len(rows) > 1 and bool(contrast.wanted(text)[0].strip(" ,"))
        when = self._days(card, rows, text) if chooses else []
        picked = choices.choose(text, rows, when, zone=self.moment.zone) if chooses else []
        return frame.having(argument.name, str(rows[picked[0]][argument.name])) if len(picked) == 1 else frame

    def _days(self, card: ToolCard, rows: Sequence[Row], text: str) -> list[When]:
        """Return the days that say which record is meant: "the one that came last week"."""
        # A day may be what is wished for; and who asks "is that the one from April?" wants to know.
        if any(self.references.takes_a_day(card, one) for one in card.arguments) or _CHECKS.match(text):
            return []
        return days_gone(contrast.wanted(text)[0], rows, self.moment) or days_gone(text, rows, self.moment)

    def _value(self, argument: Argument, text: str) -> Any | None:
        """Return the value that words give; "twelve fifty" is an amount, where no record has that number."""
        value = parse(argument, text, self.moment)
        if argument.kind != "pattern" or value is None or not is_amount(str(value), plain_amount(text)):
            return value
        known = self.references.rows(Frame(tool=""), argument, self.history.current)
        return value if any(str(row[argument.name]) == value for row in known) else None

    def _beside_proposed(self, frame: Frame, text: str, value: str) -> str | None:
        """Return an amount that is said besides the one that is proposed, or else the value itself."""
        proposed = self._proposed(frame)
        if Decimal(value) not in proposed:
            return value
        rest = text
        for found in reversed(money.find(text)):
            rest = rest[: found.start] + rest[found.end :] if found.value in proposed else rest
        return plain_amount(rest) or value

    def _proposed(self, frame: Frame) -> list[Decimal]:
        """Return the amounts that the question about this action names."""
        return [found.value for found in money.find(self._question(frame))]

    def _question(self, frame: Frame) -> str:
        last = self.history.last_of(frame.tool)
        return str(last.content.get("question") or "") if last and isinstance(last.content, Mapping) else ""

    def _other_amount(self, frame: Frame, card: ToolCard, now: Any, text: str) -> str | None:
        """Read an amount said without its currency, or as a share of the one that is proposed."""
        proposed = self._proposed(frame)
        base = Decimal(str(now)) if now is not None else proposed[0] if proposed else None
        plainly = some_back(text)
        others = (a for a in card.arguments if a.kind == "pattern" or (a.kind != "money" and not plainly))
        taken = any(self._value(argument, text) is not None for argument in others)
        some = plain_amount(text) if (plainly or now is not None) and not taken else None
        if plainly and base is not None and some is not None and (now is not None or Decimal(some) < base):
            # "Make that 9, it's literally half the size": the number is what is wished for.
            return some
        share = part_of_amount(text, base) if base is not None else None
        return share if share is not None or now is None else some

    def _another_record(self, frame: Frame, card: ToolCard, argument: Argument, text: str) -> Frame:
        """Take the other record where there are two; where there are more, rule out the one that was taken."""
        if not self._means_another(card, argument, text):
            return frame
        others = self._others(frame, card, argument)
        if len(others) == 1:
            return frame.having(argument.name, str(others[0][argument.name]))
        now = frame.arguments.get(argument.name)
        if now is not None and _OTHER_DAY.search(text) and self.references.takes_a_day(card, argument):
            # What was said of days before is not what is wished for.
            frame = frame.model_copy(update={"said": ()})
        return frame.excluding(argument.name, now) if now is not None else frame

    def _within(self, frame: Frame, card: ToolCard, text: str) -> Frame:
        """Take the part that is named of the record in hand, or all of it again."""
        others = any(parse(one, text, self.moment) is not None for one in card.arguments if one.kind == "pattern")
        if others or dates.find(text, self.moment.now, self.moment.zone) or spoken_of(text, self.lexicon["other"][:1]):
            return frame
        wished, out = contrast.negated(text)
        adds = bool(spoken_of(wished, self.lexicon["besides"]) or _ADDS.match(text)) and not out
        for argument in card.optional:
            values = [str(row[argument.name]) for row in self._rows(frame, card, argument)]
            now, found = frame.arguments.get(argument.name), meant(text, values)
            whole = choices.both(text) or choices.whole(text) or (adds and choices.everything(text))
            if now is not None and len(values) > 1 and whole:
                return frame.without(argument.name)
            if now is not None and adds and {now, *found} == set(values) != {now}:
                # "Count the stand in as well": what is in hand and what is named are all there is.
                return frame.without(argument.name)
            if len(found) == 1 and len(values) > 1:
                return frame.having(argument.name, found[0])
            if now is not None and (len(found) == len(values) > 1 or (not found and choices.everything(text))):
                return frame.without(argument.name)
        return frame

    def _all_of_it(self, frame: Frame, card: ToolCard, text: str) -> Frame:
        """Take out an amount that is proposed where all of it is wanted: "no, the full price"."""
        named = [a.name for a in card.optional if a.kind == "money" and a.name in frame.arguments]
        return frame.without(*named) if named and _ALL_OF_IT.search(text) and not money.find(text) else frame

    def _dated(self, frame: Frame, card: ToolCard, text: str) -> str:
        """Write out the days that are said of what is proposed: a weekday of its week, "the day after", "same time"."""
        for argument in card.arguments:
            begins = self.references.begins(frame, argument)
            if begins is not None and self.references.takes_a_day(card, argument):
                text = on_its_day(anchored(leaving(text, begins, self.moment), begins), begins)
                return pinned(text, week_of(begins.date(), self.moment))
        return text

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
        if not said & set(self.lexicon["other"]) or _ALL_WRONG.search(text):
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
