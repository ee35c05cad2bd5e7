"""The two gates of a turn: what may come in, and what may go out."""

from typing import Any, Literal

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.runtime import Runtime

from graphs.embedded.frames import FRAME, remembered
from graphs.embedded.history import REMINDER
from graphs.events import BETWEEN_PARTS, TextDelta
from graphs.phrases import says
from graphs.services import Services
from graphs.state import Conversation, Decision, Escalation, Session
from tools.actions import Action

MOST_STALLED = 2
"""Turns in a row that may say the same thing before a person is brought in."""


async def screen(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Notice what needs no model: a wish for a person, an attempt to give the bot new orders, a waiting hand-off."""
    text, prompts = state.inbound.text, runtime.context.prompts
    if state.inbound.decision is not None:
        return {}
    if state.escalation is not None:
        if says(prompts, "go_on", text):
            # What led to the last escalation is no evidence for a new one.
            return {"escalation": None, "session": Session(spent=state.session.spent)}
        return _answer(state, runtime, prompts.load("escalation").say("waiting"), "hand_off_waiting")
    if says(prompts, "person", text) and not says(prompts, "no_person", text):
        return {
            "messages": [HumanMessage(text)],
            "escalation": Escalation(reason="asked_for_person", summary=text),
            "decision": Decision(tier="none", reason="asked_for_person"),
        }
    if says(prompts, "orders_to_the_bot", text):
        return _answer(state, runtime, prompts.load("screen").say("orders_to_the_bot"), "injected_instructions")
    return {}


async def after_screen(state: Conversation) -> Literal["look_up_journey", "__end__"]:
    """A turn that is answered already ends; a person who is wished for wants to know where the matter stands, too."""
    return "__end__" if state.reply else "look_up_journey"


async def screen_reply(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Close the current request unless the customer must answer first; notice a conversation that goes in circles."""
    stalled = state.session.stalled + 1 if _said_before(state) else 0
    # What was answered while a question is open is finished: it is not taken up again after that.
    current = state.session.current if asks_something(state) else None
    proposal = state.journey.proposal if state.journey else None
    # A yes must be to a question that was just asked: an open one comes back after every digression.
    reminds = proposal is not None and not any(proposal.question in part for part in state.reply)
    in_full = reminds and not _in_few_words(state)
    session = {"stalled": stalled, "current": current, "reminded": in_full}
    changes: dict[str, Any] = {"session": state.session.model_copy(update=session)}
    if stalled >= MOST_STALLED:
        changes["escalation"] = Escalation(reason="stalled", summary=state.inbound.text)
    if proposal is not None and reminds:
        reminder = _still_open(runtime.context, proposal, in_full=in_full)
        runtime.stream_writer(TextDelta(text=BETWEEN_PARTS + reminder))
        changes |= {"reply": [reminder], "messages": [_reminding(state, reminder)]}
    return changes


def _reminding(state: Conversation, text: str) -> AIMessage:
    """Ask the open question again; what is remembered of the conversation stays what it was."""
    last = _last_said(state)
    kept = {FRAME: last.additional_kwargs[FRAME]} if last is not None and FRAME in last.additional_kwargs else {}
    return AIMessage(text, additional_kwargs={**kept, REMINDER: True})


def _in_few_words(state: Conversation) -> bool:
    """Whether the open question was just asked again in full, and nothing else is asked or offered."""
    return state.session.reminded and not asks_something(state) and not offers_something(state)


def _still_open(services: Services, proposal: Action, *, in_full: bool) -> str:
    """Word the open question once more."""
    outcomes = services.prompts.load("confirm/outcomes")
    return outcomes.say("still_open", question=proposal.question) if in_full else outcomes.say("still_open_as_said")


async def after_reply(state: Conversation) -> Literal["take_next", "escalate", "__end__"]:
    """Go on with the customer's next request, unless they must answer first."""
    if state.escalation is not None:
        return "escalate"
    if state.requests and not awaits_customer(state):
        return "take_next"
    return "__end__"


def awaits_customer(state: Conversation) -> bool:
    """Whether the last thing said needs the customer's answer before anything can go on."""
    return (state.journey is not None and state.journey.proposal is not None) or asks_something(state)


def asks_something(state: Conversation) -> bool:
    """Whether the last thing said asks for something, whatever question was open before."""
    last = _last_said(state)
    if last is None:
        return False
    if FRAME in last.additional_kwargs:
        frame = remembered([last]).frame
        return frame is not None and frame.asked is not None
    return last.text.rstrip().endswith("?")


def offers_something(state: Conversation) -> bool:
    """Whether the last thing said made an offer that a word or two may take up."""
    last = _last_said(state)
    return last is not None and bool(remembered([last]).options)


def _last_said(state: Conversation) -> AIMessage | None:
    last = state.messages[-1] if state.messages else None
    return last if isinstance(last, AIMessage) else None


def _answer(state: Conversation, runtime: Runtime[Services], text: str, reason: str) -> dict[str, Any]:
    runtime.stream_writer(TextDelta(text=text))
    return {
        "messages": [HumanMessage(state.inbound.text), AIMessage(text)],
        "reply": [text],
        "decision": Decision(tier="none", reason=reason),
    }


def _said_before(state: Conversation) -> bool:
    """Whether this turn's last words are those of the turn before, to the letter."""
    spoken = [
        m.text.strip()
        for m in state.messages
        if isinstance(m, AIMessage) and m.text.strip() and REMINDER not in m.additional_kwargs
    ]
    return len(spoken) > 1 and spoken[-1] == spoken[-2]
