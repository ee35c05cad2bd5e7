"""End the matter: a disposition and a summary made from the receipts, and a goodbye."""

from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from graphs.events import Closed, TextDelta
from graphs.reports import told
from graphs.services import Services
from graphs.state import Closing, Conversation


async def wrap_up(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Close what is finished; an open question to the customer is withdrawn by its expiry."""
    services = runtime.context
    receipts = state.journey.receipts if state.journey else ()
    dispositions: dict[str, str] = services.prompts.table("wrap_up/dispositions")
    disposition = dispositions.get(receipts[-1].tool, dispositions["other"]) if receipts else dispositions["none"]
    done = "; ".join(told(services.prompts, services.timezone, action) for action in receipts)
    prompt = services.prompts.load("wrap_up")
    summary = prompt.say("summary_done", done=done) if done else prompt.say("summary_nothing")
    text = prompt.say("goodbye", company=services.company)
    runtime.stream_writer(TextDelta(text=text))
    runtime.stream_writer(Closed(disposition=disposition))
    session = state.session.model_copy(update={"current": None})
    closing = Closing(disposition=disposition, summary=summary)
    return {"messages": [AIMessage(text)], "reply": [text], "closing": closing, "session": session}
