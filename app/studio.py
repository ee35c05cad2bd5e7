"""The conversation for LangGraph Studio: `langgraph dev` finds it through langgraph.json.

Studio hands in words and a customer's id; the models, tools and store are those of the settings (SWITCHBOARD_...),
opened once for the process. Its thread stands for the conversation, its checkpointer for what a turn keeps. So it is
for looking at turns: no lease, no stored message, no hand-off, no events for listeners. Actions are real: they are done
to the store of the settings, for whoever Studio says the customer is.

`langgraph dev` comes with `langgraph-cli[inmem]`, which is no dependency of ours. Tried by hand, with langgraph-cli
0.4.40 and langgraph-api 0.16.7: `langgraph dev --allow-blocking` ran a refund over two turns of one thread through its
HTTP API. Without the flag it refuses the small file reads of the start. Studio's own web page has not been tried.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from operator import add
from secrets import token_hex
from typing import Annotated, Any

from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from app.settings import load
from app.turn_rows import Kept
from app.wiring import House, open_house
from graphs.state import Conversation, Inbound
from tools.context import Caller, Strength


@dataclass(kw_only=True)
class Words:
    """What is typed into Studio."""

    text: str
    customer_id: str | None = None
    """Such as C-1001, who then counts as signed in; without one the caller is anonymous."""


@dataclass(kw_only=True)
class Thread(Words):
    """What Studio's thread keeps between turns."""

    messages: Annotated[list[AnyMessage], add] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    reply: str = ""


Studio = CompiledStateGraph[Thread, None, Words, Thread]


def build(house: House) -> Studio:
    """Wrap the conversation's graph in one step that makes its services."""
    conversation = house.graph

    async def turn(state: Thread, config: RunnableConfig) -> dict[str, Any]:
        kept = Kept.model_validate(state.kept)
        strength = Strength.SIGNED if state.customer_id else Strength.ANONYMOUS
        thread_id = f"studio-{config['configurable'].get('thread_id', 'none')}"
        services = house.services(Caller(state.customer_id, "api", strength), thread_id, kept.session.spent)
        given = Conversation(
            inbound=Inbound(turn_id=f"T-{token_hex(8)}", text=state.text),
            messages=list(state.messages),
            area=kept.area,
            requests=list(kept.requests),
            session=kept.session,
            decision=kept.decision,
            escalation=kept.escalation,
        )
        final = Conversation(**await conversation.ainvoke(given, config, context=services))
        after = Kept(
            area=final.area,
            requests=final.requests,
            session=final.session,
            decision=final.decision,
            escalation=final.escalation,
        )
        return {
            "messages": final.messages[len(state.messages) :],
            "kept": after.model_dump(mode="json"),
            "reply": "\n\n".join(final.reply),
        }

    graph = StateGraph(Thread, input_schema=Words)
    graph.add_node("turn", turn)
    return graph.add_edge(START, "turn").add_edge("turn", END).compile(name="switchboard")


_opened: dict[str, House] = {}


async def make() -> Studio:
    """Make the graph; the house behind it is opened once and stays open until the process ends."""
    if "house" not in _opened:
        _opened["house"] = await AsyncExitStack().enter_async_context(open_house(load()))
    return build(_opened["house"])
