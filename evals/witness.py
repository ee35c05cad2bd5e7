"""What a turn was: read from the store after it, and compared with what stood there before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from sqlalchemy import select

from evals import store_changes
from evals.runs import Done, Receipt, TurnRun, Used
from evals.stage import WHERE, Scene
from evals.store_changes import Rows
from evals.transcript import Call
from graphs.specialists.areas import area_of
from tools.actions import Action
from tools.store import action_rows, conversations, events, inbound, messages, turns
from tools.store.events import Event
from tools.store.interaction_tables import messages as message_table
from tools.store.turns import TurnRow

_ALL = 100_000


@dataclass(frozen=True)
class Before:
    """Where a conversation stood."""

    rows: Rows
    seq: int
    messages: int
    actions: dict[str, Action]
    area: str | None


async def look(scene: Scene) -> Before:
    """See where a conversation stands."""
    async with scene.store.reading() as tx:
        conversation = await conversations.find(tx, WHERE)
        known = len((await tx.execute(select(message_table.c.message_id))).all())
        acted = {action.action_id: action for action in await action_rows.all_of(tx, WHERE)}
    assert conversation is not None  # noqa: S101
    rows = store_changes.rows(scene.database)
    return Before(rows, conversation.next_seq - 1, known, acted, conversation.state.get("area"))


async def tell(scene: Scene, before: Before, turn: tuple[int, str], what_if: Scene | None) -> TurnRun:
    """Say what the turn since `before` was: its number, the customer's words, and all that came of them.

    What it proposed is agreed to in `what_if`, to see what that would change: a copy, or the scene itself where
    nobody goes on with it; None: nobody wants to know.
    """
    async with scene.store.reading() as tx:
        heard = await events.after(tx, WHERE, before.seq, _ALL)
        said = await messages.recent(tx, WHERE, _ALL)
        acted = await action_rows.all_of(tx, WHERE)
        rows = await turns.of_conversation(tx, WHERE)
        words = [one.text for one in await inbound.of_conversation(tx, WHERE)]
        after = await conversations.find(tx, WHERE)
    assert after is not None  # noqa: S101
    turn_id = heard[-1].turn_id if heard else ""
    row = next((one for one in rows if one.turn_id == turn_id), None)
    routed = next((event.data for event in heard if event.type == "routed"), {})
    moved = [action for action in acted if action != before.actions.get(action.action_id)]
    now_rows = store_changes.rows(scene.database)
    proposed = [action for action in moved if action.state == "proposed" and action.asked_in == turn_id]
    return TurnRun(
        turn=turn[0],
        customer=turn[1],
        reply="\n".join(event.data["text"] for event in heard if event.type == "message"),
        area=routed.get("area") or _area_of(moved) or after.state.get("area"),
        intent=next(iter(routed.get("intents", ())), None),
        requests=tuple(routed.get("intents", ())),
        sentiment=routed.get("sentiment"),
        calls=calls(said[before.messages :], acted),
        proposed=tuple(action.tool for action in proposed),
        actions=tuple(_done(action, turn_id) for action in moved),
        receipts=_receipts(acted),
        changes=store_changes.changes(before.rows, now_rows),
        effect=store_changes.changes(before.rows, await _agreed(what_if, proposed) if what_if else now_rows),
        escalation=_data(heard, "escalation", "reason"),
        disposition=_data(heard, "closed", "disposition"),
        evidence=tuple([*_evidence(said, acted), *words]),
        error=_data(heard, "error", "detail"),
        **_measured(row),
    )


async def _agreed(scene: Scene, proposed: Sequence[Action]) -> Rows:
    """Say yes to what was proposed, straight to the ledger: no model has a part in that."""
    house = scene.house
    services = house.services(scene.caller, WHERE)
    for action in proposed:
        answered = await house.ledger.answer(services, action.action_id, "yes", turn_id="what-if")
        if answered.state == "confirmed":
            await house.ledger.execute(services, action.action_id)
    return store_changes.rows(scene.database)


def calls(said: Sequence[AnyMessage], acted: Sequence[Action]) -> tuple[Call, ...]:
    """List what was called; an outcome that code has worded as a call and its result is none."""
    results = {message.tool_call_id: message for message in said if isinstance(message, ToolMessage)}
    outcomes = {f"{action.action_id}-" for action in acted}
    frozen = {(action.tool, action.question): action.arguments for action in acted}
    found = []
    for message in said:
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            number = call["id"] or ""
            if any(number.startswith(prefix) for prefix in outcomes):
                continue
            result = results.get(number)
            failed = result is not None and result.status == "error"
            content = result.text if result is not None else None
            arguments = frozen.get((call["name"], _question(content)), call["args"])
            found.append(
                Call(
                    call=call["name"],
                    arguments={name: value for name, value in arguments.items() if value is not None},
                    result=None if failed else content,
                    error=content if failed else None,
                )
            )
    return tuple(found)


def _question(content: str | None) -> str:
    """Return the question that a proposal's result holds: it leads to the arguments that the ledger has frozen."""
    try:
        held = json.loads(content or "null")
    except ValueError:
        return ""
    return str(held.get("question", "")) if isinstance(held, dict) else ""


def _done(action: Action, turn_id: str) -> Done:
    refused = action.state in ("declined", "changed", "expired")
    return Done(
        tool=action.tool,
        arguments=action.arguments,
        state=action.state,
        asked_before=action.asked_in != turn_id,
        agreed=action.answered_in is not None and not (refused and action.state != "changed"),
        approved_by=action.decided_by,
        receipt=action.receipt,
    )


def _receipts(acted: Sequence[Action]) -> tuple[Receipt, ...]:
    done = [action for action in acted if action.state == "done"]
    return tuple(Receipt(tool=action.tool, receipt=action.receipt) for action in done if action.receipt)


def _area_of(moved: Sequence[Action]) -> str | None:
    return next((area for action in moved if (area := area_of(action.tool))), None)


def _evidence(said: Sequence[AnyMessage], acted: Sequence[Action]) -> list[str]:
    found = [str(message.text) for message in said if isinstance(message, ToolMessage)]
    for action in acted:
        found += [json.dumps(part) for part in (action.terms, action.receipt) if part]
        found += [text for text in (action.approval, action.error) if text]
    return found


def _data(heard: Sequence[Event], kind: str, name: str) -> str | None:
    return next((event.data[name] for event in heard if event.type == kind), None)


def _measured(row: TurnRow | None) -> dict[str, Any]:
    if row is None:
        return {}
    used = Used(
        calls=len(row.calls), input_tokens=row.input_tokens, output_tokens=row.output_tokens, cost_usd=row.cost_usd
    )
    return {
        "tier": row.tier,
        "reason": row.reason,
        "prompts": row.prompts,
        "used": used,
        "latency_ms": float(row.latency_ms),
    }
