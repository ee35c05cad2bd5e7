"""Structured output: the fields that the embedded model knows, and a clear word about those it does not."""

from typing import Literal

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel

from graphs.embedded.model import EmbeddedModel
from graphs.embedded.structured import UnknownFieldError


class Wish(BaseModel):
    text: str
    area: str | None
    intent: str


class Routing(BaseModel):
    requests: list[Wish]
    sentiment: Literal["positive", "neutral", "negative", "angry"]
    confidence: float
    note: str = ""


class Reply(BaseModel):
    reading: Literal["yes", "no", "changed", "other"]
    confidence: float


class Essay(BaseModel):
    essay: str


def _said(text: str) -> list[SystemMessage | HumanMessage]:
    return [SystemMessage("Route it."), HumanMessage("earlier words"), HumanMessage(text)]


async def test_routing_is_filled_from_the_last_words(embedded: EmbeddedModel) -> None:
    routing = await embedded.with_structured_output(Routing).ainvoke(_said("which parcels do I have?"))
    assert isinstance(routing, Routing)
    assert [(one.intent, one.area) for one in routing.requests] == [("list_parcels", "depot")]
    assert routing.sentiment == "neutral"
    assert 0 < routing.confidence <= 1


async def test_several_things_asked_for_become_several_requests(embedded: EmbeddedModel) -> None:
    words = "my label scanner is broken and I also want money for a damaged parcel"
    routing = await embedded.with_structured_output(Routing).ainvoke(_said(words))
    assert isinstance(routing, Routing)
    assert [one.intent for one in routing.requests] == ["check_scanner", "claim_damage"]


async def test_what_a_yes_goes_on_to_ask_for_is_the_request(embedded: EmbeddedModel) -> None:
    routing = await embedded.with_structured_output(Routing).ainvoke(
        _said("aye, show me the parcels please, would you")
    )
    assert isinstance(routing, Routing)
    assert [one.intent for one in routing.requests] == ["list_parcels"]


async def test_an_answer_to_a_proposal_is_read(embedded: EmbeddedModel) -> None:
    reply = await embedded.with_structured_output(Reply).ainvoke(_said("no thanks"))
    assert isinstance(reply, Reply)
    assert reply.reading == "no"


async def test_the_message_comes_along_where_it_is_asked_for(embedded: EmbeddedModel) -> None:
    answer = await embedded.with_structured_output(Reply, include_raw=True).ainvoke(_said("yes please"))
    assert isinstance(answer, dict)
    assert answer["parsed"].reading == "yes"
    assert answer["raw"].response_metadata["model_name"] == "embedded"
    assert answer["raw"].usage_metadata["total_tokens"] == 0


async def test_a_field_it_does_not_know_is_refused_by_name(embedded: EmbeddedModel) -> None:
    with pytest.raises(UnknownFieldError, match="essay"):
        await embedded.with_structured_output(Essay).ainvoke(_said("write me one"))
