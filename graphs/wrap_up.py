"""End the matter: a disposition and a summary made from the receipts, and a goodbye."""

from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from graphs.events import BETWEEN_PARTS, ActionChanged, Closed, TextDelta
from graphs.reports import report, told
from graphs.services import Services
from graphs.state import Closing, Conversation


async def wrap_up(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Close what is finished; what the customer did not agree to is not done, and they are told so."""
    services = runtime.context
    goodbye = services.prompts.load("wrap_up").say("goodbye", company=services.company)
    text = BETWEEN_PARTS.join([*await _withdrawn(state, runtime), goodbye])
    closing = _closing(state, services)
    runtime.stream_writer(TextDelta(text=text))
    runtime.stream_writer(Closed(disposition=closing.disposition))
    session = state.session.model_copy(update={"current": None})
    return {"messages": [AIMessage(text)], "reply": [text], "closing": closing, "session": session}


async def _withdrawn(state: Conversation, runtime: Runtime[Services]) -> list[str]:
    """Decline the open question, so that no later yes to something else can answer it."""
    proposal = state.journey.proposal if state.journey else None
    if proposal is None:
        return []
    services = runtime.context
    action = await services.ledger.answer(services, proposal.action_id, "no", turn_id=state.inbound.turn_id)
    runtime.stream_writer(ActionChanged(action_id=action.action_id, tool=action.tool, state=action.state))
    return [report(services.prompts, services.timezone, action)]


def _closing(state: Conversation, services: Services) -> Closing:
    receipts = state.journey.receipts if state.journey else ()
    dispositions: dict[str, str] = services.prompts.table("wrap_up/dispositions")
    disposition = dispositions.get(receipts[-1].tool, dispositions["other"]) if receipts else dispositions["none"]
    done = "; ".join(told(services.prompts, services.timezone, action) for action in receipts)
    prompt = services.prompts.load("wrap_up")
    summary = prompt.say("summary_done", done=done) if done else prompt.say("summary_nothing")
    return Closing(disposition=disposition, summary=summary)
