"""Words for what the policy decides: each tool's own templates (prompts/<area>/replies) or else the generic ones."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from graphs import wording
from graphs.embedded.candidates import Several
from graphs.embedded.toolcards import Argument, ToolCard
from prompts.registry import Prompt, Prompts

GENERIC = "embedded"
_SPOKEN = {"voice"}
_MOST_WRITTEN, _MOST_SPOKEN = 8, 3
_UNSAID = {"suggested_action", "suggested_if_tried", "score"}
"""Fields that are meant for the model, not for the customer."""


class Replies:
    """The released reply templates."""

    def __init__(self, prompts: Prompts, company: str, zone: ZoneInfo) -> None:
        self._prompts = prompts
        self._company = company
        self._zone = zone

    def generic(self, section: str, **said: str) -> str:
        """Fill a generic template."""
        return wording.fill(self._generic, section, {"company": self._company, **said})

    def name(self, card: ToolCard) -> str:
        """Say what a tool is for, as "I can ..." goes on."""
        own = self._own(card, f"{card.name}.name")
        if own:
            return wording.fill(own, f"{card.name}.name", {})
        first = card.description.split(".")[0].split("\n")[0].strip()
        return first[:1].lower() + first[1:]

    def names(self, cards: Sequence[ToolCard], last: str = "and") -> str:
        """Say what several tools are for."""
        return wording.listing([self.name(card) for card in cards], last)

    def ask(self, card: ToolCard, argument: Argument) -> str:
        """Ask for an argument."""
        for section in (f"ask.{card.name}.{argument.name}", f"ask.{argument.name}"):
            own = self._own(card, section)
            if own:
                return wording.fill(own, section, {})
        if argument.choices:
            options = wording.listing([choice.replace("_", " ") for choice in argument.choices], "or")
            return self.generic("ask-enum", what=wording.words(argument.name), options=options)
        hint = wording.sentence(argument.description)
        return self.generic("ask", what=wording.words(argument.name), hint=hint)

    def choose(self, card: ToolCard, argument: Argument, several: Several, channel: str) -> str:
        """Ask which record is meant, listing them."""
        rows = [self._row(card, several.source, argument.name, row) for row in several.rows]
        listed = self._listed(rows, channel, "or")
        kind = "instead" if several.widened else "choose"
        own = self._own(card, f"{kind}.{argument.name}")
        if own:
            return wording.fill(own, f"{kind}.{argument.name}", {"list": listed})
        return self.generic(kind, what=wording.words(argument.name), list=listed)

    def report(self, card: ToolCard, content: Any, channel: str) -> str:
        """Say what a read tool returned."""
        if isinstance(content, list):
            return self._report_list(card, content, channel)
        if isinstance(content, Mapping):
            return self._report_record(card, content)
        return wording.sentence(str(content))

    def record(self, card: ToolCard, record: Mapping[str, Any]) -> str:
        """Say one of the records that a read tool returned."""
        return wording.sentence(self._row(card, card.name, "", record))

    def no_such_amount(self, card: ToolCard, amount: str) -> str:
        """Say that none of the records holds an amount that was asked about."""
        own = self._own(card, f"{card.name}.no-such-amount")
        if own:
            return wording.fill(own, f"{card.name}.no-such-amount", {"amount": amount})
        return self.generic("no-such-amount", what=amount)

    def outcome(self, card: ToolCard, state: str, content: Mapping[str, Any]) -> str:
        """Say what became of an action."""
        receipt = content.get("receipt") or {}
        said = self._values(card, receipt)
        own = self._own(card, f"{card.name}.{state}")
        if own:
            return wording.fill(own, f"{card.name}.{state}", said, receipt)
        problem = wording.sentence(str(content.get("error") or content.get("note") or content.get("approval") or ""))
        return self.generic(state, what=self.name(card), problem=problem, facts=self._facts(receipt)).strip()

    def none(self, card: ToolCard, subject: str = "") -> str:
        """Say that a read tool found nothing."""
        own = self._own(card, f"{card.name}.none")
        if own:
            return wording.fill(own, f"{card.name}.none", {})
        return self.generic("none", what=subject or self.name(card))

    @cached_property
    def _generic(self) -> Prompt:
        return self._prompts.load(GENERIC)

    @cached_property
    def _areas(self) -> tuple[Prompt, ...]:
        return tuple(self._prompts.load(name) for name in self._prompts.names if name.endswith("/replies"))

    def _own(self, card: ToolCard, section: str) -> Prompt | None:
        """Return the prompt that words a section for a tool: the one of the area that knows the tool."""
        for prompt in self._areas:
            if section in prompt.sections and any(key.split(".")[0] == card.name for key in prompt.sections):
                return prompt
        return None

    def _report_list(self, card: ToolCard, content: Sequence[Any], channel: str) -> str:
        if not content:
            return self.none(card)
        if len(content) == 1 and self._own(card, f"{card.name}.one"):
            return self._record(card, f"{card.name}.one", content[0])
        rows = [self._row(card, card.name, "", row) for row in content]
        listed = self._listed(rows, channel, "and")
        own = self._own(card, card.name)
        return wording.fill(own, card.name, {"list": listed}) if own else self.generic("list", list=listed)

    def _report_record(self, card: ToolCard, record: Mapping[str, Any]) -> str:
        section = f"{card.name}.one" if card.is_list else card.name
        if self._own(card, section):
            return self._record(card, section, record)
        return self.generic("record", facts=self._facts(record))

    def _record(self, card: ToolCard, section: str, record: Mapping[str, Any]) -> str:
        own = self._own(card, section)
        if own is None:
            return self._facts(record)
        return wording.fill(own, section, self._values(card, record), record)

    def _row(self, card: ToolCard, source: str, argument: str, row: Any) -> str:
        if not isinstance(row, Mapping):
            return wording.value(row, self._zone)
        for section in (f"choose.{argument}.item", f"{source}.item"):
            own = self._own(card, section) or self._any_area(section)
            if own:
                return wording.fill(own, section, self._values(card, row, source), row)
        return self._facts(row)

    def _any_area(self, section: str) -> Prompt | None:
        return next((prompt for prompt in self._areas if section in prompt.sections), None)

    def _values(self, card: ToolCard, record: Mapping[str, Any], source: str = "") -> dict[str, str]:
        """Say every field; those that hold records are worded by a template of their own if there is one."""
        said = wording.values(record, self._zone)
        for name, parts in record.items():
            section = f"{source or card.name}.{name}"
            own = self._any_area(section)
            if own and isinstance(parts, list):
                said[name] = wording.listing(
                    [wording.fill(own, section, wording.values(part, self._zone), part) for part in parts]
                )
        return said

    def _facts(self, record: Mapping[str, Any]) -> str:
        """Say a record without a template of its own: "Parcel number P-1234, status in transit."."""
        said = wording.values(record, self._zone)
        facts = [
            f"{wording.words(name)} {said[name]}"
            for name, item in record.items()
            if said[name] and name not in _UNSAID and not isinstance(item, bool)
        ]
        return wording.sentence(", ".join(facts)) if facts else ""

    def _listed(self, rows: Sequence[str], channel: str, last: str) -> str:
        spoken = channel in _SPOKEN
        most = _MOST_SPOKEN if spoken else _MOST_WRITTEN
        shown = list(rows[:most])
        if len(rows) > most:
            shown.append(self.generic("more", count=str(len(rows) - most)))
        if spoken:
            # Rows hold commas of their own: a pause between them is heard.
            return "; ".join([*shown[:-1], f"{last} {shown[-1]}"]) if len(shown) > 1 else "".join(shown)
        return "\n".join(f"- {row}" for row in shown)
