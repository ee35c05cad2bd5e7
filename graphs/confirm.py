"""Read the customer's answer to an open question, and do what was agreed.

The ledger, not a paused run, is the truth: a restart, another channel or an hour's silence changes nothing.
"""

import re
from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import BaseModel, ConfigDict, Field

from graphs.embedded.asking import asks
from graphs.embedded.frames import Frame, Memory
from graphs.embedded.parsers import confirmation
from graphs.events import ActionChanged, TextDelta
from graphs.models.calls import ask
from graphs.reports import report
from graphs.router import SURE_ABOVE, classify
from graphs.services import Services
from graphs.specialists.areas import area_of
from graphs.specialists.records import as_told
from graphs.state import Conversation, Decision, Journey, Request
from tools.actions import Action, Reading

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
Next = Literal["route", "answer", "screen_reply"]


class ReplyReading(BaseModel):
    """How a model reads the answer to an open question: it may only choose one of four."""

    model_config = ConfigDict(extra="forbid")

    reading: Reading = Field(
        description="yes: agrees to exactly what was asked. no: declines. changed: wants it, but different. "
        "other: does not answer the question."
    )
    confidence: float = Field(ge=0, le=1)


async def confirm(state: Conversation, runtime: Runtime[Services]) -> Command[Next]:
    """Take up a supervisor's decision, an answer given before a crash, or the answer to the open question."""
    services, journey = runtime.context, _journey(state)
    if state.inbound.decision is not None:
        return await _decided(state, runtime)
    if journey.answered is not None:
        return await _settled(state, runtime, journey.answered, Decision(tier="none", reason="resumed"))
    if journey.proposal is None:
        return Command(goto="route")
    reading, decision = await _read(state, services, journey.proposal)
    if reading == "other":
        return Command(goto="route")
    action = await services.ledger.answer(services, journey.proposal.action_id, reading, turn_id=state.inbound.turn_id)
    return await _settled(state, runtime, action, decision)


async def _read(state: Conversation, services: Services, proposal: Action) -> tuple[Reading, Decision]:
    """Let code read what is certain; a model may only choose among the four readings for the rest."""
    certain = confirmation.read(state.inbound.text)
    if certain is not None:
        return certain, Decision(tier="none", reason=f"reply_{certain}")
    prompt = services.prompts.load("confirm")
    # What is proposed travels with the question: "scrap it" is a yes to a cancellation only.
    about = Memory(frame=Frame(tool=proposal.tool, arguments=proposal.arguments)).attached()
    asked = AIMessage(proposal.question, additional_kwargs=about)
    view: list[AnyMessage] = [asked, HumanMessage(state.inbound.text)]
    read = await ask(services, "small", prompt, view, ReplyReading)
    # An uncertain yes is no yes: the question simply stays open.
    uncertain = read.reading == "yes" and read.confidence < services.models.unsure_below
    reading: Reading = "other" if uncertain else read.reading
    return reading, Decision(tier="small", reason=f"reply_{reading}")


async def _decided(state: Conversation, runtime: Runtime[Services]) -> Command[Next]:
    """Do, or drop, what waited for a supervisor."""
    assert state.inbound.decision is not None  # noqa: S101
    action_id, approved = state.inbound.decision
    action = await runtime.context.ledger.execute(runtime.context, action_id)
    decision = Decision(tier="none", reason="approved" if approved else "refused_by_supervisor")
    return await _settled(state, runtime, action, decision)


async def _settled(
    state: Conversation, runtime: Runtime[Services], action: Action, decision: Decision
) -> Command[Next]:
    """Carry out a confirmed action and report how it went; a changed one goes back to the specialist."""
    services = runtime.context
    if action.state in ("confirmed", "approved", "executing"):
        action = await services.ledger.execute(services, action.action_id)
    changes: dict[str, Any] = {
        "area": area_of(action.tool) or state.area,
        "decision": decision,
        "journey": _without_proposal(state, action),
    }
    said: list[AnyMessage] = [HumanMessage(state.inbound.text)] if state.inbound.text else []
    if action.state == "changed":
        # By the customer: the new wish is in their words. By the world: the specialist looks again and asks anew.
        outcome = _outcome(action) if action.error else []
        return Command(goto="answer", update={**changes, "messages": [*said, *outcome]})
    event = ActionChanged(action_id=action.action_id, tool=action.tool, state=action.state, receipt=action.receipt)
    runtime.stream_writer(event)
    changes["requests"] = [*await _besides(state, services, action), *state.requests]
    text = report(services.prompts, services.timezone, action)
    goes_on = bool((action.receipt or {}).get("suggested_action"))
    changes["messages"] = [*said, *_outcome(action), *([] if goes_on else [AIMessage(text)])]
    if goes_on:
        return Command(goto="answer", update=changes)
    runtime.stream_writer(TextDelta(text=text))
    return Command(goto="screen_reply", update={**changes, "reply": [text]})


async def _besides(state: Conversation, services: Services, action: Action) -> list[Request]:
    """Return what the answer goes on to ask for: "yes, and also ...", "no, leave it. When is my visit?"."""
    declined, text = action.state == "declined", state.inbound.text
    more = _asked_after(confirmation.besides_no(text)) if declined else confirmation.besides(text)
    if not more:
        return []
    routing = await classify(state, services, more)
    heeded = not declined or routing.confidence >= SURE_ABOVE
    return [one for one in routing.requests if heeded and not (declined and _is_of_it(one, action))]


def _asked_after(text: str) -> str:
    """Return the words from the first sentence that asks for something: "I like it as it is" only says why."""
    sentences = _SENTENCE_END.split(text)
    first = next((at for at, one in enumerate(sentences) if asks(one) or confirmation.asks(one)), len(sentences))
    return " ".join(sentences[first:])


def _is_of_it(request: Request, declined: Action) -> bool:
    """Whether a request beside a refusal is about what was refused, or about nothing."""
    only_told = request.intent == "question" and not confirmation.asks(request.text)
    return request.area is None or request.intent == declined.tool or only_told


def _outcome(action: Action) -> list[AnyMessage]:
    """Word an action's outcome as a call and its result, so that every model reads it in its own form."""
    call_id = f"{action.action_id}-{action.state}"
    call = {"name": action.tool, "args": action.arguments, "id": call_id, "type": "tool_call"}
    content = {"state": action.state, "receipt": action.receipt, "error": action.error}
    kept = {key: value for key, value in content.items() if value is not None}
    return [
        AIMessage("", tool_calls=[call]),
        ToolMessage(as_told(kept), tool_call_id=call_id, name=action.tool),
    ]


def _without_proposal(state: Conversation, action: Action) -> Journey:
    journey = _journey(state)
    # A turn that runs again after a crash finds its own receipt among those read already.
    earlier = tuple(receipt for receipt in journey.receipts if receipt.action_id != action.action_id)
    receipts = (*earlier, action) if action.state == "done" else journey.receipts
    return journey.model_copy(update={"proposal": None, "receipts": receipts})


def _journey(state: Conversation) -> Journey:
    assert state.journey is not None, "look_up_journey runs first"  # noqa: S101
    return state.journey
