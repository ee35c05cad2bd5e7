"""What the embedded model knows of a tool: its name, its arguments' schemas, its effect and what it returns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from langchain_core.tools import BaseTool
from pydantic import BaseModel, ConfigDict, TypeAdapter

Json = Mapping[str, Any]
_ID = "_id"
Effect = Literal["read", "write", "handover"]
Kind = Literal[
    "enum", "date", "money", "postcode", "street", "town", "email", "phone", "pattern", "number", "boolean", "free",
    "text",
]  # fmt: skip
_FORMATS: dict[str, Kind] = {
    "date": "date", "money": "money", "postcode": "postcode", "street-address": "street", "town": "town",
    "email": "email", "phone": "phone", "free-text": "free",
}  # fmt: skip
_TYPES: dict[str, Kind] = {"boolean": "boolean", "integer": "number", "number": "number"}
PASSAGE = frozenset({"text", "source"})
"""The fields by which a read tool is known to return passages of articles."""


class Argument(BaseModel):
    """One argument of a tool."""

    model_config = ConfigDict(frozen=True)

    name: str
    definition: dict[str, Any]
    """Its JSON schema, references resolved and `null` taken out."""
    required: bool
    rivals: tuple[str, ...] = ()
    """What other identifiers are called."""
    phrasing: Mapping[str, tuple[str, ...]] = {}
    """What customers say for each of its choices."""

    @property
    def nouns(self) -> tuple[str, ...]:
        """What a customer calls the thing that it identifies."""
        return (self.name.removesuffix(_ID).replace("_", " "),)

    @property
    def kind(self) -> Kind:
        """How a value is found in words."""
        if self.choices:
            return "enum"
        if "format" in self.definition and self.definition["format"] in _FORMATS:
            return _FORMATS[self.definition["format"]]
        if self.pattern:
            return "pattern"
        return _TYPES.get(self.definition.get("type", ""), "text")

    @property
    def choices(self) -> tuple[str, ...]:
        """The values it may have, if they are listed."""
        if "const" in self.definition:
            return (str(self.definition["const"]),)
        return tuple(str(value) for value in self.definition.get("enum", ()))

    @property
    def pattern(self) -> str | None:
        """The pattern of an identifier."""
        return self.definition.get("pattern")

    @property
    def description(self) -> str:
        """What the tool's docstring says of it."""
        return str(self.definition.get("description", ""))


class ToolCard(BaseModel):
    """One bound tool."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str
    arguments: tuple[Argument, ...]
    effect: Effect
    returns: dict[str, Any]
    """JSON schema of the record, or of the list of records, that comes back."""

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of every field of the records it returns, nested ones too."""
        return frozenset(_field_names(self.returns, self.returns.get("$defs", {})))

    @cached_property
    def enums(self) -> frozenset[str]:
        """The fields of its records that have listed values, such as a status."""
        return frozenset(_enum_names(self.returns))

    @property
    def required(self) -> tuple[Argument, ...]:
        """The arguments without which it cannot be called."""
        return tuple(argument for argument in self.arguments if argument.required)

    @property
    def optional(self) -> tuple[Argument, ...]:
        """The arguments that are filled only when something was said about them."""
        return tuple(argument for argument in self.arguments if not argument.required)

    @property
    def finds_passages(self) -> bool:
        """Whether it searches articles: that is what questions are answered from."""
        return self.effect == "read" and self.returns.get("type") == "array" and self.fields >= PASSAGE

    @property
    def is_list(self) -> bool:
        """Whether several records come back."""
        return self.returns.get("type") == "array"

    @property
    def by_day(self) -> bool:
        """Whether a day may be said to it: its records are searched by day."""
        return any(argument.kind == "date" for argument in self.arguments)

    def argument(self, name: str) -> Argument | None:
        """Return the argument of that name, if it has one."""
        return next((argument for argument in self.arguments if argument.name == name), None)


Phrasing = Mapping[str, Mapping[str, Sequence[str]]]
"""By argument and choice: what customers say for it."""


def card_of(tool: BaseTool, phrasing: Phrasing | None = None) -> ToolCard:
    """Read a tool's schema and what it says of itself in `extras`; unsaid, its effect is a write."""
    schema = _schema(tool)
    definitions = schema.get("$defs", {})
    required = set(schema.get("required", ()))
    extras = tool.extras or {}
    return ToolCard(
        name=tool.name,
        description=tool.description,
        arguments=tuple(
            Argument(
                name=name,
                definition=_plain(field, definitions),
                required=name in required,
                phrasing={choice: tuple(said) for choice, said in (phrasing or {}).get(name, {}).items()},
            )
            for name, field in schema.get("properties", {}).items()
        ),
        effect=extras.get("effect", "write"),
        returns=dict(extras.get("returns") or {}),
    )


def _schema(tool: BaseTool) -> Json:
    schema = tool.tool_call_schema
    return schema if isinstance(schema, dict) else TypeAdapter(schema).json_schema()


def _plain(field: Json, definitions: Json) -> dict[str, Any]:
    """Resolve references and unions with `null` into one flat definition."""
    found = dict(field)
    if "$ref" in found:
        found = {**definitions[found.pop("$ref").rsplit("/", 1)[-1]], **found}
    for union in ("anyOf", "oneOf", "allOf"):
        options = [option for option in found.pop(union, ()) if option.get("type") != "null"]
        if options:
            # Of a number and its text form, as pydantic describes a Decimal, the one with most said about it.
            best = max((_plain(option, definitions) for option in options), key=len)
            found = {**best, **found}
    return found


def with_rivals(cards: Sequence[ToolCard]) -> list[ToolCard]:
    """Tell each identifier what the others are called: "invoice 1042" is then no order's number."""
    names = {name for card in cards for name in (*card.fields, *(a.name for a in card.arguments)) if name.endswith(_ID)}
    return [
        card.model_copy(
            update={
                "arguments": tuple(a.model_copy(update={"rivals": _nouns(names - {a.name})}) for a in card.arguments)
            }
        )
        for card in cards
    ]


def _nouns(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(name.removesuffix(_ID) for name in names))


def _enum_names(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _enum_names(part)
    elif isinstance(node, Mapping):
        for name, part in node.get("properties", {}).items():
            if isinstance(part, Mapping) and "enum" in part:
                yield name
        for part in node.values():
            yield from _enum_names(part)


def _field_names(node: Any, definitions: Json, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _field_names(part, definitions, seen)
        return
    if not isinstance(node, Mapping):
        return
    reference = str(node.get("$ref", "")).rsplit("/", 1)[-1]
    if reference in definitions and reference not in seen:
        yield from _field_names(definitions[reference], definitions, seen | {reference})
    for name, part in node.get("properties", {}).items():
        yield name
        yield from _field_names(part, definitions, seen)
    for key in ("items", "prefixItems", "anyOf", "oneOf", "allOf"):
        yield from _field_names(node.get(key), definitions, seen)


def knows(card: ToolCard, argument: Argument) -> bool:
    """Whether a read tool, called with what can be said, returns the records that an argument names."""
    if card.effect != "read" or argument.name not in card.fields:
        return False
    if any(needed.kind == "pattern" for needed in card.required):
        return False
    return argument.kind == "pattern" or identifies(card, argument.name)


def identifies(card: ToolCard, name: str) -> bool:
    """Whether the tool's records are known by this field: it is the first they have."""
    definitions = card.returns.get("$defs", {})
    record = card.returns.get("items", card.returns)
    shapes = [definitions.get(str(record.get("$ref", "")).rsplit("/", 1)[-1], record), *definitions.values()]
    return any(next(iter(shape.get("properties", {})), None) == name for shape in shapes)


def verb_of(tool: str) -> tuple[str]:
    """Return the word by which a tool's name says what is done."""
    return (tool.split("_")[0],)
