"""Decide what the customer wants, who answers it, and with which tier."""

from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, ConfigDict, Field

from graphs.embedded.frames import Memory
from graphs.embedded.history import BESIDES, WHOLE, last_message
from graphs.embedded.parsers import confirmation
from graphs.events import BETWEEN_PARTS, Routed, TextDelta
from graphs.models.calls import ask
from graphs.models.tiers import TurnFeatures, choose_tier
from graphs.phrases import says
from graphs.screen import asks_something, awaits_customer, offers_something
from graphs.services import Services
from graphs.specialists.areas import RECEPTION
from graphs.state import Conversation, Escalation, Request, Sentiment, Session

CLEAR_ABOVE = 0.4
"""A routing less sure than this is asked about."""
SURE_ABOVE = 0.9
"""A short question is taken for one of another matter only if it is as surely one as this."""
LEAVES_ABOVE = 0.4
"""A routing less sure than this leaves the conversation where it is."""
MOST_CLARIFIED = 2
"""How often in a row an ambiguous request is asked about before a person is brought in."""
FOLLOW_UP_WORDS = 4
"""An answer this short to an open question stays with whoever asked it."""
MOODS_KEPT = 10
LOOKED_BACK = 4
"""So many messages are read before the customer's words at least."""


class Routing(BaseModel):
    """The router model's answer: every separate thing the customer asks for, in order."""

    model_config = ConfigDict(extra="forbid")

    requests: list[Request] = Field(min_length=1, max_length=4)
    sentiment: Sentiment
    confidence: float = Field(ge=0, le=1, description="How sure the routing of the first request is.")


async def route(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Read the customer's words: stay with the specialist who waits for an answer, else route anew."""
    session, text = state.session, state.inbound.text
    routing = await _read(state, runtime.context)
    if routing is not None:
        session = session.model_copy(update={"moods": (*session.moods, routing.sentiment)[-MOODS_KEPT:]})
    escalation = _person_needed(state, routing, session)
    if escalation is not None:
        changes: dict[str, Any] = {"session": session, "messages": [HumanMessage(text)], "escalation": escalation}
    elif routing is None or _goes_on(state, routing):
        later = routing.requests[1:] if routing else []
        changes = {
            "session": session.model_copy(update={"clarified": 0}),
            "messages": [HumanMessage(routing.requests[0].text if routing and later else text)],
            "requests": [*later, *state.requests],
        }
    else:
        changes = _begun(state, runtime.context, routing, session)
    return await _decided(state, runtime, routing, changes)


def _follows_up(state: Conversation, services: Services) -> bool:
    """Whether so short an answer to an open question needs no reading at all: "the second one", "do it".

    What follows a proposal was read already, and does not answer it.
    """
    text = state.inbound.text
    if state.area is None or len(text.split()) > FOLLOW_UP_WORDS or says(services.prompts, "goodbye", text):
        return False
    return asks_something(state) or offers_something(state)


async def _read(state: Conversation, services: Services) -> Routing | None:
    """Have the words read, unless they are a short answer; a short question may surely be about another matter."""
    text = state.inbound.text
    if not _follows_up(state, services):
        return await classify(state, services, text)
    routing = await classify(state, services, text) if confirmation.asks(text) else None
    if routing is None or routing.confidence < SURE_ABOVE or routing.requests[0].intent == "question":
        return None
    return None if routing.requests[0].area in (None, state.area) else routing


async def classify(state: Conversation, services: Services, text: str) -> Routing:
    """Have the small model say what the customer's words, or a part of them, ask for."""
    # The last few messages, and all since the customer's last one: a reply may have several parts.
    since = min(last_message(state.messages), max(0, len(state.messages) - LOOKED_BACK))
    view: list[AnyMessage] = [*state.messages[since:], HumanMessage(text)]
    facts = {"company": services.company, "area": state.area or "none"}
    return await ask(services, "small", services.prompts.load("router"), view, Routing, **facts)


def _goes_on(state: Conversation, routing: Routing) -> bool:
    """Whether the words only answer what was asked: they open no other area, or not surely."""
    first = routing.requests[0]
    if state.area is None or first.intent == "goodbye" or not awaits_customer(state):
        return False
    return first.area in (None, state.area) or routing.confidence < CLEAR_ABOVE


def _begun(state: Conversation, services: Services, routing: Routing, session: Session) -> dict[str, Any]:
    """Take up the first request and keep the others; what it interrupts is kept too."""
    first, *later = routing.requests
    whole = state.inbound.text
    said = HumanMessage(first.text, additional_kwargs={WHOLE: whole}) if later else HumanMessage(whole)
    unclear = routing.confidence < CLEAR_ABOVE and state.area is None
    if unclear:
        question = services.prompts.load("router/clarify").say(f"time_{session.clarified + 1}")
        return {
            "session": session.model_copy(update={"clarified": session.clarified + 1}),
            "messages": [said, AIMessage(question, additional_kwargs=Memory().attached())],
            "reply": [question],
        }
    leaving = first.intent == "goodbye"
    moves = routing.confidence >= LEAVES_ABOVE
    interrupted = [session.current] if session.current is not None and awaits_customer(state) and not leaving else []
    return {
        "area": (first.area if moves or state.area is None else None) or state.area or RECEPTION,
        "requests": [*later, *interrupted, *([] if leaving else state.requests)],
        "session": session.model_copy(update={"current": first, "clarified": 0}),
        "messages": [said],
    }


def _person_needed(state: Conversation, routing: Routing | None, session: Session) -> Escalation | None:
    """Say why this turn needs a person at once, if it does."""
    if routing is None:
        return None
    text, first = state.inbound.text, routing.requests[0]
    furious = session.moods[-1:] == ("angry",) and first.intent in ("abuse", "human")
    if session.moods[-3:].count("angry") >= 2 or furious:
        return Escalation(reason="angry", summary=text)
    if any(request.intent == "human" for request in routing.requests):
        # Whatever else is asked for goes to that person with the rest.
        return Escalation(reason="asked_for_person", summary=text)
    if session.clarified >= MOST_CLARIFIED and routing.confidence < CLEAR_ABOVE:
        return Escalation(reason="unclear", summary=text)
    return None


async def _decided(
    state: Conversation, runtime: Runtime[Services], routing: Routing | None, changes: dict[str, Any]
) -> dict[str, Any]:
    """Choose the tier, and tell listeners where the turn goes."""
    session: Session = changes["session"]
    area = changes.get("area", state.area)
    first = routing.requests[0] if routing else session.current
    services = runtime.context
    features = TurnFeatures(
        words=len(state.inbound.text.split()),
        requests=len(routing.requests) if routing else 1,
        area=area,
        intent=first.intent if first else None,
        confidence=routing.confidence if routing else 1.0,
        moods=session.moods,
        failures=session.failures,
        clarified=session.clarified,
        stalled=session.stalled,
        active_tier=state.decision.tier if state.decision and awaits_customer(state) else None,
        has_large=services.models.has_large,
        budget_left=session.spent < services.budget_usd,
        unsure_below=services.models.unsure_below,
    )
    learned = services.models.policy
    so_far = [*state.messages, HumanMessage(state.inbound.text)]
    decision = await learned.choose(features, so_far) if learned else choose_tier(features)
    runtime.stream_writer(
        Routed(
            area=area,
            intent=first.intent if first else None,
            intents=tuple(request.intent for request in routing.requests) if routing else (),
            sentiment=session.moods[-1] if session.moods else "neutral",
            tier=decision.tier,
            reason=decision.reason,
        )
    )
    for text in changes.get("reply", ()):
        runtime.stream_writer(TextDelta(text=text))
    return {**changes, "decision": decision}


async def after_route(state: Conversation) -> Literal["answer", "escalate", "wrap_up", "__end__"]:
    """A person first, then the end of the matter, then a question back, else the specialist."""
    if state.escalation is not None:
        return "escalate"
    if state.reply:
        return "__end__"
    current = state.session.current
    if current is not None and current.intent == "goodbye" and not state.requests:
        return "wrap_up"
    return "answer"


async def take_next(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Go on with the next thing the customer asked for, in its own words."""
    following, *rest = state.requests
    runtime.stream_writer(TextDelta(text=BETWEEN_PARTS))
    return {
        "area": following.area or state.area,
        "requests": rest,
        "session": state.session.model_copy(update={"current": following}),
        "messages": [HumanMessage(following.text, additional_kwargs={BESIDES: True})],
    }
