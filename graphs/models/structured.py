"""Structured answers: a record instead of words, checked before anyone uses it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable
from pydantic import BaseModel, ValidationError

from graphs.models.errors import ModelMalformed
from graphs.models.json_text import parse_json
from graphs.models.kept import Kept
from graphs.models.speaking import Speaker, deaf, speak
from graphs.models.strictness import strict_schema

T = TypeVar("T", bound=BaseModel)
_FILLERS: Kept[Runnable[LanguageModelInput, Any]] = Kept()


async def structured(model: BaseChatModel, messages: Sequence[BaseMessage], schema: type[T]) -> tuple[T, AIMessage]:
    """Have a model fill a record; return it with the message it came in."""
    if isinstance(model, Speaker):
        message = await speak(model, messages, deaf, response_format=response_format(schema))
        return _validated(schema, parse_json(message.text)), message
    filler = _FILLERS.get((model, schema), lambda: model.with_structured_output(schema, include_raw=True))
    answer = await filler.ainvoke(list(messages))
    if isinstance(answer, schema):
        return answer, AIMessage("")
    parts = cast(Mapping[str, Any], answer)
    if parts.get("parsed") is None:
        raise ModelMalformed(f"the answer does not fit {schema.__name__}") from parts.get("parsing_error")
    return _validated(schema, parts["parsed"]), parts["raw"]


@lru_cache(maxsize=64)
def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """Describe a record as an OpenAI response format, strict where its schema allows that."""
    described = schema.model_json_schema()
    strict = strict_schema(described)
    wanted = {"name": schema.__name__, "schema": strict or described, "strict": strict is not None}
    return {"type": "json_schema", "json_schema": wanted}


def _validated(schema: type[T], value: object) -> T:
    try:
        # A dict came as JSON: "2026-05-14" is a date then, also to a strict model.
        return value if isinstance(value, schema) else schema.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ModelMalformed(f"the answer does not fit {schema.__name__}: {where}: {first['msg']}") from error
