"""The conversation graph: one run is one turn.

There is no checkpointer: state comes in, state goes out, and the app keeps it in the transaction that keeps the reply.
"""

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graphs.confirm import confirm
from graphs.escalation import escalate, out_of_order
from graphs.journey import after_journey, look_up_journey
from graphs.router import after_route, route, take_next
from graphs.screen import after_reply, after_screen, screen, screen_reply
from graphs.services import Services
from graphs.specialists.acting import act, propose
from graphs.specialists.specialist import after_answer, answer
from graphs.state import Conversation
from graphs.wrap_up import wrap_up

Graph = CompiledStateGraph[Conversation, Services, Conversation, Conversation]


def build() -> Graph:
    """Wire nodes and edges; no logic here."""
    return (
        StateGraph(Conversation, context_schema=Services)
        .add_node(screen)
        .add_node(look_up_journey, error_handler=out_of_order)
        .add_node(confirm, error_handler=out_of_order)
        .add_node(route, error_handler=out_of_order)
        .add_node(answer, error_handler=out_of_order)
        .add_node(act, error_handler=out_of_order)
        .add_node(propose, error_handler=out_of_order)
        .add_node(screen_reply)
        .add_node(take_next)
        .add_node(escalate)
        .add_node(wrap_up, error_handler=out_of_order)
        .add_edge(START, "screen")
        .add_conditional_edges("screen", after_screen)
        .add_conditional_edges("look_up_journey", after_journey)
        .add_conditional_edges("route", after_route)
        .add_conditional_edges("answer", after_answer)
        .add_edge("act", "answer")
        .add_conditional_edges("screen_reply", after_reply)
        .add_edge("take_next", "answer")
        .add_edge("escalate", END)
        .add_edge("wrap_up", END)
        .compile(name="conversation")
    )
