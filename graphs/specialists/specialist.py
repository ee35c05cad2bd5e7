"""One loop for every specialist: answer, use a tool or propose an action, answer again."""

from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.runtime import Runtime

from graphs.claims import unfounded_claim
from graphs.embedded.history import REMARK
from graphs.events import BETWEEN_PARTS, TextDelta, TextReset
from graphs.models.calls import Answer, Means, call_model
from graphs.services import Services
from graphs.specialists.areas import RECEPTION, SPECIALISTS
from graphs.specialists.brief import brief
from graphs.specialists.sentences import Sentences, without_questions
from graphs.state import Conversation, Decision, Escalation, Tier

MOST_STEPS = 8
"""Model calls a specialist may make for one request before a person is brought in."""


async def answer(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Let the specialist's model speak or ask for tools; no sentence that claims an undone action gets out."""
    if _steps(state) >= MOST_STEPS:
        return {"escalation": _escalation(state, "stalled")}
    decision = state.decision or Decision(tier="small", reason="routine")
    tier: Tier = "large" if decision.tier == "large" else "small"
    made, clean = await _speak(state, runtime, tier, list(state.messages))
    if not clean:
        runtime.stream_writer(TextReset(reason="claim_without_receipt"))
        remark = runtime.context.prompts.load("screen").say("claim")
        correction = HumanMessage(remark, additional_kwargs={REMARK: True})
        view = [*state.messages, made.message, correction]
        made, clean = await _speak(state, runtime, _stronger(runtime.context, tier), view)
    if not clean:
        runtime.stream_writer(TextReset(reason="claim_without_receipt"))
        return {"escalation": _escalation(state, "unsafe")}
    if made.message.tool_calls and made.message.text.strip():
        # A finding that is told before the next step is a part of the reply.
        runtime.stream_writer(TextDelta(text=BETWEEN_PARTS))
    return _answered(state, decision, made)


async def _speak(
    state: Conversation, runtime: Runtime[Services], tier: Tier, messages: list[AnyMessage]
) -> tuple[Answer[AIMessage], bool]:
    """Make one answer, and say whether every sentence of it may be heard."""
    services = runtime.context
    gate = Sentences(lambda sentence: unfounded_claim(state, services.prompts, sentence), runtime.stream_writer)
    area = state.area or RECEPTION
    means = Means(tools=SPECIALISTS[area].tools, on_text=gate.hear, on_reset=gate.reset)
    made = await call_model(services, tier, services.prompts.load(area), messages, means, **brief(state, services))
    gate.finish()
    return made, not gate.stopped


def _answered(state: Conversation, decision: Decision, made: Answer[AIMessage]) -> dict[str, Any]:
    session = state.session.model_copy(update={"failures": state.session.failures + made.retried})
    changes: dict[str, Any] = {"messages": [made.message], "session": session}
    if made.retried:
        changes["decision"] = Decision(tier=made.tier, reason=f"{decision.reason}+{made.reason}")
    writes = SPECIALISTS[state.area or RECEPTION].calls(made.message, "write")
    text = without_questions(made.message.text) if writes else made.message.text
    if text.strip():
        changes["reply"] = [text]
    return changes | _handover(state, made.message)


def _handover(state: Conversation, message: AIMessage) -> dict[str, Any]:
    """The model gives the conversation to a person: that ends its part, whatever else it asked for."""
    calls = SPECIALISTS[state.area or RECEPTION].calls(message, "handover")
    if not calls:
        return {}
    why = str(calls[0]["args"].get("reason") or state.inbound.text)
    results = [ToolMessage("A person takes over.", tool_call_id=call["id"]) for call in message.tool_calls]
    return {"messages": [message, *results], "escalation": _escalation(state, "specialist_asked", why)}


async def after_answer(state: Conversation) -> Literal["act", "propose", "screen_reply", "escalate"]:
    """Tools where it asked for tools, a person where one is needed, else its words are the reply."""
    if state.escalation is not None:
        return "escalate"
    last = state.messages[-1]
    assert isinstance(last, AIMessage)  # noqa: S101
    if not last.tool_calls:
        return "screen_reply"
    return "act" if SPECIALISTS[state.area or RECEPTION].calls(last, "read") else "propose"


def _steps(state: Conversation) -> int:
    """Count the model's calls for tools since the customer's last words."""
    count = 0
    for message in reversed(state.messages):
        if isinstance(message, HumanMessage):
            break
        count += isinstance(message, AIMessage)
    return count


def _stronger(services: Services, tier: Tier) -> Tier:
    return "large" if services.models.has_large else tier


def _escalation(
    state: Conversation, reason: Literal["stalled", "unsafe", "specialist_asked"], why: str = ""
) -> Escalation:
    return Escalation(reason=reason, summary=state.inbound.text, detail=why)
