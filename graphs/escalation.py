"""Hand the customer to a person, with the whole picture."""

from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.errors import NodeError
from langgraph.runtime import Runtime
from langgraph.types import Command

from graphs.events import Escalated, TextDelta, TextReset
from graphs.models.errors import BudgetExceeded, ModelError
from graphs.reports import told
from graphs.services import Services
from graphs.state import Conversation, Escalation, Packet
from tools.errors import Contended, Unavailable


async def escalate(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Put the packet together and tell the customer who comes next; the app opens the hand-off with the turn."""
    services = runtime.context
    assert state.escalation is not None  # noqa: S101
    escalation = state.escalation.model_copy(update={"packet": _packet(state, state.escalation, services)})
    text = services.prompts.load("escalation").say(escalation.reason, company=services.company)
    if not state.reply:
        # Pieces of an answer that came to nothing may be on the customer's screen.
        runtime.stream_writer(TextReset(reason=escalation.reason))
    runtime.stream_writer(Escalated(reason=escalation.reason))
    runtime.stream_writer(TextDelta(text=text))
    return {"escalation": escalation, "messages": [AIMessage(text)], "reply": [text]}


def out_of_order(state: Conversation, error: NodeError) -> Command[Literal["escalate"]]:
    """An outage of the back office or of every model becomes an escalation; a bug stays a bug."""
    cause = error.error
    if isinstance(cause, Contended):
        raise cause  # the whole turn is simply run again
    if isinstance(cause, BudgetExceeded):
        return _to_a_person(state, "over_budget")
    if isinstance(cause, Unavailable | ModelError):
        return _to_a_person(state, "unavailable", str(cause))
    raise cause


def _to_a_person(
    state: Conversation, reason: Literal["over_budget", "unavailable"], detail: str = ""
) -> Command[Literal["escalate"]]:
    # Whoever asked for a person before the outage gets one for that reason.
    escalation = state.escalation or Escalation(reason=reason, summary=state.inbound.text, detail=detail)
    return Command(goto="escalate", update={"escalation": escalation})


def _packet(state: Conversation, escalation: Escalation, services: Services) -> Packet:
    journey, current = state.journey, state.session.current
    name = journey.greeting_name if journey else None
    actions = [*journey.receipts, *([journey.proposal] if journey.proposal else [])] if journey else []
    requests = [*([current] if current else []), *state.requests]
    return Packet(
        who=f"{name or 'unknown'} ({services.caller.strength.name.lower()} identity, {services.caller.channel})",
        intent=current.intent if current else None,
        area=state.area,
        moods=state.session.moods,
        tried=tuple(told(services.prompts, services.timezone, action) for action in actions),
        open_requests=tuple(request.text for request in requests),
        next_step=services.prompts.load("escalation/next_steps").say(escalation.reason, detail=escalation.detail),
    )
