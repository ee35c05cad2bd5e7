"""A stream may be cut anywhere: what is read from it is the same."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.models.errors import ModelMalformed, ModelUnavailable
from graphs.models.json_text import ReplyReader, parse_json
from graphs.models.stream import Assembly, events
from tests.graphs.models.models import spec

TEXTS = st.text(max_size=40)


async def body(data: bytes, cuts: list[int]) -> AsyncIterator[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        yield data[start:end]


@given(st.lists(st.dictionaries(TEXTS, TEXTS, min_size=1), max_size=4), st.lists(st.integers(0)), st.booleans())
async def test_events_are_the_same_wherever_the_network_cuts_them(
    sent: list[dict[str, str]], cuts: list[int], carriage_returns: bool
) -> None:
    sent = [{"e": json.dumps(event)} for event in sent]
    text = "".join(f": note\ndata: {json.dumps(event)}\n\n" for event in sent) + "data: [DONE]\n\n"
    data = (text.replace("\n", "\r\n") if carriage_returns else text).encode()
    assert [event async for event in events(body(data, cuts))] == sent


@given(TEXTS, st.lists(st.integers(0)), st.booleans())
def test_a_reply_is_given_out_whole_wherever_its_json_is_cut(text: str, cuts: list[int], ascii_only: bool) -> None:
    written = json.dumps({"reply": text}, ensure_ascii=ascii_only)
    places = sorted({0, len(written), *(cut % (len(written) + 1) for cut in cuts)})
    reader = ReplyReader()
    pieces = [written[start:end] for start, end in pairwise(places)]
    assert "".join(reader.feed(piece) for piece in pieces) == text


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', ' {"a": 1} ', '```json\n{"a": 1}\n```', '```\n{"a": 1}```', 'Here it is: {"a": 1} as you asked'],
)
def test_json_is_found_bare_fenced_or_after_words(text: str) -> None:
    assert parse_json(text) == {"a": 1}


@pytest.mark.parametrize("text", ["", "Hello", "[1, 2]", '{"a": ', "```json\n{\n```"])
def test_a_text_without_a_whole_object_is_malformed(text: str) -> None:
    with pytest.raises(ModelMalformed):
        parse_json(text)


def test_calls_that_a_server_does_not_number_are_told_apart_by_their_ids() -> None:
    assembly = Assembly(spec("http://x"))
    parts: list[dict[str, Any]] = [
        {"id": "a", "function": {"name": "one", "arguments": "{}"}},
        {"id": "b", "function": {"name": "two", "arguments": '{"x":'}},
        {"function": {"arguments": " 1}"}},
    ]
    for part in parts:
        assembly.add({"choices": [{"delta": {"tool_calls": [part]}}]})
    assembly.add({"choices": [{"delta": {}, "finish_reason": "tool_calls"}]})
    assert [(call["name"], call["args"]) for call in assembly.message().tool_calls] == [
        ("one", {}),
        ("two", {"x": 1}),
    ]


def test_an_answer_without_an_end_was_cut_short() -> None:
    assembly = Assembly(spec("http://x"))
    assembly.add({"choices": [{"delta": {"content": "Your refund of"}}]})
    with pytest.raises(ModelUnavailable):
        assembly.message()


def test_prices_are_per_million_tokens() -> None:
    assert spec("http://x").cost(1_000_000, 500_000) == Decimal(2)
