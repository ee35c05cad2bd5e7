"""One run of the graph: from what a turn starts with to what it came to."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any, Literal, cast

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig

from app.turn_rows import Kept, Outcome, Taken
from app.wiring import House
from graphs.events import TextDelta, TextReset, TurnEvent
from graphs.models.record import ModelCall
from graphs.state import Conversation, Decision, Escalation
from tools.errors import Refused

_FLEETING = (TextDelta, TextReset)
"""Heard while a turn runs and not kept: its message says it all."""


async def think(house: House, taken: Taken, say: Callable[[TurnEvent], int]) -> Outcome:
    """Run the graph; what it says is heard at once."""
    if taken.decision is not None:
        await _decide(house, taken.decision)
    conversation_id = taken.conversation_id
    services = house.services(taken.begun.batch[0].caller, conversation_id, taken.kept.session.spent)
    heard: list[tuple[int, TurnEvent]] = []
    values: dict[str, Any] = {}
    given = taken.state()
    known = len(given.messages)
    names = {"thread_id": conversation_id, "turn_id": taken.turn_id}
    config: RunnableConfig = {"run_name": "turn", "metadata": names}
    running = house.graph.astream(given, config, context=services, stream_mode=["custom", "values"])
    async for part in running:
        mode, chunk = cast(tuple[str, Any], part)
        if mode == "values":
            values = chunk
            continue
        number = say(chunk)
        if not isinstance(chunk, _FLEETING):
            heard.append((number, chunk))
    final = Conversation(**values)
    return Outcome(
        heard=heard,
        reply=final.reply,
        messages=final.messages[known:],
        kept=_kept(final, taken, services.calls),
        escalation=final.escalation if final.escalation != taken.kept.escalation else None,
        closing=final.closing,
        calls=services.calls,
    )


def excused(house: House, taken: Taken, reason: Literal["unavailable", "fault"], kind: str) -> Outcome:
    """Apologise and hand over: what the graph could not answer, a person will."""
    detail = f"{kind} in turn {taken.turn_id}: see the log"
    escalation = Escalation(reason=reason, summary=taken.text, detail=detail)
    text = house.prompts.load("escalation").say(reason, company=house.settings.company)
    said: list[AnyMessage] = [HumanMessage(taken.text)] if taken.text else []
    kept = taken.kept.model_copy(update={"escalation": escalation, "decision": Decision(tier="none", reason=kind)})
    return Outcome(reply=[text], messages=[*said, AIMessage(text)], kept=kept, escalation=escalation)


async def _decide(house: House, decision: dict[str, Any]) -> None:
    """Pass a supervisor's decision to the ledger; one that came too late changes nothing there."""
    with suppress(Refused):
        await house.ledger.decide(
            house.store, decision["action_id"], decision["approved"], by=decision["by"], now=house.now()
        )


def _kept(final: Conversation, taken: Taken, calls: Sequence[ModelCall]) -> Kept:
    spent = taken.kept.session.spent + sum((call.cost_usd for call in calls), Decimal(0))
    waiting = taken.kept.escalation if taken.decision is not None else None
    return Kept(
        area=final.area,
        requests=final.requests,
        session=final.session.model_copy(update={"spent": spent}),
        decision=final.decision,
        escalation=final.escalation or waiting,
    )
