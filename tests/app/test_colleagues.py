"""Colleagues approve, take conversations over, and give them back."""

from dataclasses import replace
from typing import Any, cast

import httpx2

from app.live import Position
from app.settings import Settings
from app.turns import Turns
from app.wiring import House
from graphs.conversation import build
from graphs.services import Services
from graphs.state import Conversation, Escalation
from tests.app.conftest import FakeGraph, Say, echo
from tests.app.sse import opened, says
from tools.store import orders


async def escalates(state: Conversation, services: Services, say: Say) -> Conversation:
    wanted = Escalation(reason="asked_for_person", summary="Wants a person.")
    return replace(state, escalation=state.escalation or wanted, reply=["A colleague comes."])


async def _handoff(client: httpx2.AsyncClient, boss: dict[str, str]) -> Any:
    return (await client.get("/v1/handoffs", headers=boss)).json()["handoffs"]


async def test_while_a_person_has_the_conversation_the_bot_is_silent(
    client: httpx2.AsyncClient, graph: FakeGraph, boss: dict[str, str]
) -> None:
    where, key = await opened(client)
    graph.think = escalates
    heard = await says(client, where, key, "A person please", "m1")
    assert [event.type for event in heard] == ["escalation", "message", "done"]
    (waiting,) = await _handoff(client, boss)
    assert waiting["handoff_id"] == heard[0].data["handoff_id"]
    accepted = await client.post(f"/v1/handoffs/{waiting['handoff_id']}/accept", headers=boss)
    assert (accepted.json()["state"], accepted.json()["person"]) == ("accepted", "Sam")
    graph.given.clear()
    heard = await says(client, where, key, "Are you there?", "m2")
    assert [event.type for event in heard if event.type != "handoff"] == ["held", "done"]
    assert graph.given == []


async def test_a_conversation_that_comes_back_begins_afresh(
    client: httpx2.AsyncClient, graph: FakeGraph, boss: dict[str, str]
) -> None:
    where, key = await opened(client)
    graph.think = escalates
    await says(client, where, key, "A person please", "m1")
    (waiting,) = await _handoff(client, boss)
    for step in ("accept", "return"):
        response = await client.post(f"/v1/handoffs/{waiting['handoff_id']}/{step}", headers=boss)
        assert response.status_code == 200, response.text
    graph.think = echo
    heard = await says(client, where, key, "Hello again", "m2")
    assert heard[-2].data["text"] == "You said: Hello again"
    assert graph.given[-1].escalation is None


async def test_a_customer_who_goes_on_without_a_person_is_no_longer_waited_for(
    client: httpx2.AsyncClient, graph: FakeGraph, boss: dict[str, str]
) -> None:
    where, key = await opened(client)
    graph.think = escalates
    await says(client, where, key, "A person please", "m1")

    async def goes_on(state: Conversation, services: Services, say: Say) -> Conversation:
        return replace(state, escalation=None, reply=["Good."])

    graph.think = goes_on
    await says(client, where, key, "continue", "m2")
    assert await _handoff(client, boss) == []
    assert (await client.get(f"{where}/transcript", headers=key)).json()["holder"] == "bot"


async def test_a_handoff_is_accepted_by_one(client: httpx2.AsyncClient, graph: FakeGraph, boss: dict[str, str]) -> None:
    where, key = await opened(client)
    graph.think = escalates
    await says(client, where, key, "A person please", "m1")
    (waiting,) = await _handoff(client, boss)
    accept = f"/v1/handoffs/{waiting['handoff_id']}/accept"
    assert (await client.post(accept, headers=boss)).status_code == 200
    assert (await client.post(accept, headers=boss)).status_code == 409
    assert (await client.post("/v1/handoffs/H-0/accept", headers=boss)).status_code == 404


async def _really(state: Conversation, services: Services, say: Say) -> Conversation:
    """Run the real graph."""
    values: dict[str, Any] = {}
    async for part in build().astream(state, context=services, stream_mode=["custom", "values"]):
        mode, chunk = cast(tuple[str, Any], part)
        if mode == "values":
            values = chunk
        else:
            say(chunk)
    return Conversation(**values)


async def wants_refund(state: Conversation, services: Services, say: Say) -> Conversation:
    """Propose a refund and take the customer's yes in one turn; a supervisor's decision goes to the real graph."""
    if state.inbound.decision is not None:
        return await _really(state, services, say)
    action = await services.ledger.propose(
        services,
        "refund_order",
        {"order_id": "N-1042"},
        turn_id=state.inbound.turn_id,
        word=lambda tool, plan: "Shall I?",
    )
    await services.ledger.answer(services, action.action_id, "yes", turn_id=state.inbound.turn_id)
    return replace(state, reply=["A supervisor decides."])


async def test_an_approved_refund_is_paid_once_and_the_customer_is_told(
    client: httpx2.AsyncClient,
    graph: FakeGraph,
    ada: dict[str, str],
    boss: dict[str, str],
    house: House,
    turns: Turns,
    settings: Settings,
) -> None:
    object.__setattr__(settings, "approval_limit", 10)
    where, key = await opened(client, ada)
    graph.think = wants_refund
    await says(client, where, key, "Refund N-1042, yes", "m1")
    (waiting,) = (await client.get("/v1/approvals", headers=boss)).json()
    assert waiting["amount"] == "£79.98"
    decision = f"/v1/approvals/{waiting['action_id']}"
    for _ in range(2):
        answer = await client.post(decision, json={"decision": "approve"}, headers=boss)
        assert answer.status_code == 202, answer.text
    heard: list[str] = []
    async for sent in turns.follow(where.rsplit("/", 1)[1], Position(2)):
        if sent is not None:
            heard.append(sent.type)
            if sent.type == "done":
                break
    assert [kind for kind in heard if kind != "text.delta"] == ["action", "message", "done"]
    async with house.store.reading() as tx:
        order = await orders.find(tx, "C-1001", "N-1042")
    assert order is not None
    assert str(order.refunded) == "£79.98"
    contrary = await client.post(decision, json={"decision": "refuse"}, headers=boss)
    assert contrary.status_code == 409
    assert (await client.get("/v1/approvals", headers=boss)).json() == []
    trail = (await client.get(f"{decision}/trail", headers=boss)).json()
    told = ["proposed", "waiting", "approved", "executing", "done"]
    assert [entry["after"] for entry in trail] == told
    assert (await client.get("/v1/approvals/A-none/trail", headers=boss)).status_code == 404


async def test_what_is_not_waiting_cannot_be_approved(client: httpx2.AsyncClient, boss: dict[str, str]) -> None:
    response = await client.post("/v1/approvals/A-none", json={"decision": "approve"}, headers=boss)
    assert response.status_code == 404
