from collections.abc import Sequence

import pytest
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import ToolCall
from sqlalchemy import func, select

from tests.conftest import Clock
from tests.tools.store.interactions import open_conversations
from tools.store import messages
from tools.store.engine import Store
from tools.store.interaction_tables import messages as message_table

CALL = ToolCall(name="list_orders", args={"newest": True}, id="call-1", type="tool_call")
TURN: list[AnyMessage] = [
    HumanMessage("Where is my order? ☂", id="h-1"),
    AIMessage(
        "",
        id="a-1",
        name="billing",
        tool_calls=[CALL],
        additional_kwargs={"frame": {"tool": "list_orders", "arguments": {}}},
        usage_metadata={"input_tokens": 12, "output_tokens": 3, "total_tokens": 15},
    ),
    ToolMessage('[{"order_id": "N-1042"}]', tool_call_id="call-1", name="list_orders", id="t-1"),
    ToolMessage(
        "Refused: no",
        tool_call_id="call-2",
        status="error",
        id="t-2",
        additional_kwargs={"argument": "order_id"},
    ),
    AIMessage([{"type": "text", "text": "It is on its way."}], id="a-2"),
    SystemMessage("The customer was handed back.", id="s-1"),
]


@pytest.fixture
async def conversations(store: Store, clock: Clock) -> None:
    await open_conversations(store, clock, "c-1", "c-2")


async def _append(store: Store, new: Sequence[AnyMessage], where: str = "c-1") -> None:
    async with store.writing() as tx:
        await messages.append(tx, where, new)


async def _recent(store: Store, limit: int = 40, where: str = "c-1") -> list[AnyMessage]:
    async with store.reading() as tx:
        return await messages.recent(tx, where, limit)


@pytest.mark.usefixtures("conversations")
async def test_history_comes_back_as_it_was(store: Store) -> None:
    await _append(store, TURN)
    await _append(store, [])
    await _append(store, [HumanMessage("Thanks")], "c-2")
    assert await _recent(store) == TURN


@pytest.mark.usefixtures("conversations")
async def test_only_the_end_is_read_and_it_begins_with_the_customer(store: Store) -> None:
    for index in range(5):
        call = ToolCall(name="look", args={}, id=f"call-{index}", type="tool_call")
        await _append(
            store,
            [
                HumanMessage(f"question {index}"),
                AIMessage("", tool_calls=[call]),
                ToolMessage("found", tool_call_id=f"call-{index}"),
                AIMessage(f"answer {index}"),
            ],
        )
    for limit, expected in ((4, 4), (6, 4), (7, 4), (8, 8), (40, 20)):
        found = await _recent(store, limit)
        assert len(found) == expected
        assert isinstance(found[0], HumanMessage)
        assert found[-1].text == "answer 4"
    assert await _recent(store, 3) == []


def test_a_streamed_answer_is_kept_whole_and_without_what_is_recorded_elsewhere() -> None:
    chunk = AIMessageChunk(content="Hello", id="a-1", response_metadata={"model_name": "x", "system_fingerprint": "y"})
    assert messages.packed(chunk) == {"type": "ai", "content": "Hello", "id": "a-1"}
    kept = messages.unpacked(messages.packed(chunk))
    assert kept == AIMessage("Hello", id="a-1")


def test_nothing_empty_is_stored() -> None:
    assert messages.packed(HumanMessage("yes")) == {"type": "human", "content": "yes"}
    assert messages.packed(AIMessage("")) == {"type": "ai"}
    assert messages.unpacked({"type": "ai"}) == AIMessage("")


@pytest.mark.usefixtures("conversations")
async def test_each_turn_takes_the_same_room(store: Store) -> None:
    async def stored() -> int:
        async with store.reading() as tx:
            return int(await tx.scalar(select(func.sum(func.length(message_table.c.body)))) or 0)

    sizes = []
    for _ in range(3):
        before = await stored()
        await _append(store, TURN)
        sizes.append(await stored() - before)
    assert len(set(sizes)) == 1
