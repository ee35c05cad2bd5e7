"""Plain LangGraph with the stock ChatOpenAI and its SQLite checkpointer, saved once a turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from pydantic import SecretStr

from evals.bench.contenders import Hear
from evals.bench.scene import Routing, Scene, script


class State(MessagesState):
    """The messages, and where the turn was routed."""

    area: str | None


class PlainLangGraph:
    """Streams the graph's messages, as its documentation shows."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    async def begin(self, conversation: str) -> None:
        """Nothing: a thread begins with its first turn."""

    async def turn(self, conversation: str, text: str, hear: Hear) -> int:
        """Run the graph on the conversation's thread."""
        config: RunnableConfig = {"configurable": {"thread_id": conversation}}
        said = {"messages": [HumanMessage(text)]}
        tools = 0
        async for message, _ in self._graph.astream(said, config, stream_mode="messages", durability="exit"):
            if isinstance(message, AIMessageChunk) and message.content:
                hear(message.text)
            tools += isinstance(message, ToolMessage)
        return tools


@asynccontextmanager
async def opened(scene: Scene) -> AsyncIterator[PlainLangGraph]:
    """Compile a router, a specialist and its tool node, with a checkpointer."""

    async def answer_from_memory() -> str:
        return scene.tool_result

    look_up = tool(script()["tool"], description=scene.tool_description)(answer_from_memory)
    model = ChatOpenAI(model=scene.model, base_url=scene.url, api_key=SecretStr("none"))
    # A routing is nothing to stream: without this each of its tokens would be parsed as JSON, at twice a turn's cost.
    router = model.model_copy(update={"disable_streaming": True}).with_structured_output(Routing)
    async with AsyncSqliteSaver.from_conn_string(str(scene.database)) as saver:
        yield PlainLangGraph(_graph(scene, router, model.bind_tools([look_up]), look_up).compile(checkpointer=saver))


def _graph(scene: Scene, router: Any, specialist: Any, look_up: BaseTool) -> Any:

    async def route(state: State) -> dict[str, Any]:
        routing = await router.ainvoke([SystemMessage(scene.router_prompt), *state["messages"][-5:]])
        return {"area": routing.requests[0].area}

    async def answer(state: State) -> dict[str, Any]:
        return {"messages": [await specialist.ainvoke([SystemMessage(scene.answer_prompt), *state["messages"]])]}

    return (
        StateGraph(State)
        .add_node(route)
        .add_node(answer)
        .add_node("tools", ToolNode([look_up]))
        .add_edge(START, "route")
        .add_edge("route", "answer")
        .add_conditional_edges("answer", tools_condition)
        .add_edge("tools", "answer")
    )
