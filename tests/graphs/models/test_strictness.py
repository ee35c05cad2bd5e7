"""Schemas are fitted to endpoints that enforce them, or left lenient."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from graphs.models.strictness import strict_schema
from graphs.models.structured import response_format


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["a", "b"]
    note: str | None = None


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parts: list[Part] = Field(min_length=1, max_length=3)
    first: Part = Field(description="The first one.")
    name: str = Field(min_length=2, default="no name")


class Loose(BaseModel):
    anything: dict[str, Any]


def test_every_property_is_required_and_nothing_else_is_let_in() -> None:
    schema = strict_schema(Whole.model_json_schema())
    assert schema is not None
    assert schema["required"] == ["parts", "first", "name"]
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Part"]["required"] == ["kind", "note"]


def test_what_strict_endpoints_refuse_is_left_out() -> None:
    schema = strict_schema(Whole.model_json_schema())
    assert schema is not None
    assert schema["properties"]["name"] == {"type": "string"}
    assert schema["properties"]["first"] == {"$ref": "#/$defs/Part"}


def test_a_schema_that_takes_any_value_is_lenient() -> None:
    assert strict_schema(Loose.model_json_schema()) is None
    wanted = response_format(Loose)["json_schema"]
    assert wanted["strict"] is False
    assert wanted["schema"] == Loose.model_json_schema()
