"""LangGraph Studio can run turns: a thread is a conversation."""

from dataclasses import replace

from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from app.studio import Words, build
from app.wiring import House
from graphs.conversation import build as conversation
from tests.scripted import ScriptedModel, calls, routed
from tools.store import orders


async def test_a_thread_of_studio_is_a_conversation_with_real_actions(house: House, model: ScriptedModel) -> None:
    studio = build(replace(house, graph=conversation()))
    studio.checkpointer = InMemorySaver()
    thread: RunnableConfig = {"configurable": {"thread_id": "1"}}
    model.play(routed("billing", "refund_order"), calls("refund_order", order_id="N-1042"))
    asked = await studio.ainvoke(Words(text="Refund N-1042", customer_id="C-1001"), thread)
    assert asked["reply"].endswith("?")
    done = await studio.ainvoke(Words(text="yes", customer_id="C-1001"), thread)
    assert "£79.98" in done["reply"]
    assert isinstance(done["messages"][0], HumanMessage)
    assert isinstance(done["messages"][-1], AIMessage)
    async with house.store.reading() as tx:
        order = await orders.find(tx, "C-1001", "N-1042")
    assert order is not None
    assert str(order.refunded) == "£79.98"
