"""Colleagues approve, take conversations over, and give them back."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import httpx2
from langchain_core.messages import HumanMessage

from app.settings import Settings
from app.tokens import Staff, Tokens
from app.wiring import House
from graphs.conversation import build
from graphs.events import ActionChanged
from graphs.services import Services
from graphs.state import Conversation, Escalation
from tests.app.conftest import FakeGraph, Say, Think, bearer, echo, real_now
from tests.app.sse import opened, says
from tools import action_steps
from tools.errors import Unavailable
from tools.store import messages, orders


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
    settings: Settings,
    tokens: Tokens,
) -> None:
    object.__setattr__(settings, "approval_limit", 10)
    where, key = await opened(client, ada)
    graph.think = wants_refund
    await says(client, where, key, "Refund N-1042, yes", "m1")
    (waiting,) = (await client.get("/v1/approvals", headers=boss)).json()
    assert waiting["amount"] == "£79.98"
    decision = f"/v1/approvals/{waiting['action_id']}"
    other = bearer(tokens.staff(Staff("Kim", "supervisor"), now=real_now()))
    both = (client.post(decision, json={"decision": "approve"}, headers=headers) for headers in (boss, other))
    assert [answer.status_code for answer in await asyncio.gather(*both)] == [202, 202]
    assert (await _done(client, where, key, 2))[-3:] == ["decision", "action", "message"]
    async with house.store.reading() as tx:
        order = await orders.find(tx, "C-1001", "N-1042")
    assert order is not None
    assert str(order.refunded) == "£79.98"
    contrary = await client.post(decision, json={"decision": "refuse"}, headers=boss)
    assert contrary.status_code == 409
    assert (await client.get("/v1/approvals", headers=boss)).json() == []
    assert "decided the other way by" in contrary.json()["detail"]
    late = await client.post(decision, json={"decision": "approve"}, headers=other)
    assert late.status_code == 202
    trail = (await client.get(f"/v1/actions/{waiting['action_id']}/trail", headers=boss)).json()
    told = ["proposed", "waiting", "approved", "executing", "done"]
    assert [entry["after"] for entry in trail] == told
    assert (await client.get("/v1/actions/A-none/trail", headers=boss)).status_code == 404


async def test_a_decision_whose_turn_was_given_up_can_be_given_again(
    client: httpx2.AsyncClient, graph: FakeGraph, ada: dict[str, str], boss: dict[str, str], settings: Settings
) -> None:
    object.__setattr__(settings, "approval_limit", 10)
    where, key = await opened(client, ada)
    graph.think = wants_refund
    await says(client, where, key, "Refund N-1042, yes", "m1")
    (waiting,) = (await client.get("/v1/approvals", headers=boss)).json()

    async def down(state: Conversation, services: Services, say: Say) -> Conversation:
        raise Unavailable("the back office did not answer")

    decision = f"/v1/approvals/{waiting['action_id']}"
    for think, ends_with in ((down, "escalation"), (wants_refund, "action")):
        graph.think = think
        answer = await client.post(decision, json={"decision": "approve"}, headers=boss)
        assert answer.status_code == 202, answer.text
        told = await _done(client, where, key, 2 if think is down else 3)
        assert ends_with in told
    assert (await client.post(decision, json={"decision": "refuse"}, headers=boss)).status_code == 409


async def _done(client: httpx2.AsyncClient, where: str, key: dict[str, str], turns: int) -> list[str]:
    """Wait until so many turns are done, and list the types of what the transcript shows."""
    done = 0
    while done < turns:
        done = len((await client.get(f"{where}/turns", headers=key)).json()["turns"])
    entries = (await client.get(f"{where}/transcript", headers=key)).json()["entries"]
    return [entry["type"] for entry in entries]


async def does_refund(state: Conversation, services: Services, say: Say) -> Conversation:
    """Refund an order at once."""
    action = await services.ledger.propose(
        services, "refund_order", {"order_id": "N-1042"}, turn_id=state.inbound.turn_id, word=lambda *_: "Shall I?"
    )
    await services.ledger.answer(services, action.action_id, "yes", turn_id=state.inbound.turn_id)
    done = await services.ledger.execute(services, action.action_id)
    assert done.state == "done"
    say(ActionChanged(action_id=done.action_id, tool=done.tool, state=done.state, receipt=done.receipt))
    return replace(state, reply=["Done."])


async def test_a_supervisor_undoes_a_refund_once_and_the_customer_is_told(
    client: httpx2.AsyncClient, graph: FakeGraph, ada: dict[str, str], boss: dict[str, str], house: House
) -> None:
    where, key = await opened(client, ada)
    graph.think = does_refund
    heard = await says(client, where, key, "Refund N-1042", "m1")
    action_id = heard[0].data["action_id"]
    for _ in range(2):
        undone = await client.post(f"/v1/actions/{action_id}/undo", headers=boss)
        assert (undone.status_code, undone.json()["state"]) == (200, "compensated"), undone.text
    async with house.store.reading() as tx:
        order = await orders.find(tx, "C-1001", "N-1042")
        history = await messages.recent(tx, where.rsplit("/", 1)[1])
    assert order is not None
    assert order.refunded.minor == 0
    entries = (await client.get(f"{where}/transcript", headers=key)).json()["entries"]
    assert [(entry["type"], entry["data"].get("state")) for entry in entries[-3:]] == [
        ("message", None),
        ("action", "compensated"),
        ("message", None),
    ]
    assert history == []  # this graph keeps none of the customer's words, and none stands without them
    assert (await client.post(f"/v1/actions/{action_id}/undo", headers=ada)).status_code == 401
    assert (await client.post("/v1/actions/A-none/undo", headers=boss)).status_code == 404


async def test_what_was_begun_and_not_ended_is_in_doubt(
    client: httpx2.AsyncClient, graph: FakeGraph, ada: dict[str, str], boss: dict[str, str], house: House
) -> None:
    where, key = await opened(client, ada)

    async def breaks_off(state: Conversation, services: Services, say: Say) -> Conversation:
        action = await services.ledger.propose(
            services, "refund_order", {"order_id": "N-1042"}, turn_id=state.inbound.turn_id, word=lambda *_: "Shall I?"
        )
        await services.ledger.answer(services, action.action_id, "yes", turn_id=state.inbound.turn_id)
        await action_steps.started(services, action.action_id)
        raise Unavailable("the connection broke")

    graph.think = breaks_off
    assert (await client.get("/v1/actions/in-doubt", headers=boss)).json() == []
    await says(client, where, key, "Refund N-1042", "m1")
    (doubt,) = (await client.get("/v1/actions/in-doubt", headers=boss)).json()
    assert (doubt["tool"], doubt["amount"]) == ("refund_order", "£79.98")
    undone = await client.post(f"/v1/actions/{doubt['action_id']}/undo", headers=boss)
    assert undone.status_code == 409
    assert "executing" in undone.json()["detail"]


async def test_whoever_has_the_conversation_writes_to_the_customer_and_nobody_else_does(
    client: httpx2.AsyncClient, graph: FakeGraph, boss: dict[str, str], tokens: Tokens, house: House
) -> None:
    where, key = await opened(client)
    alex, robin = (bearer(tokens.staff(Staff(name, "agent"), now=real_now())) for name in ("Alex", "Robin"))
    graph.think = keeps(escalates)
    await says(client, where, key, "A person please", "m1")
    body = {"text": "Hello, my card is 4242 4242 4242 4242", "client_message_id": "s1"}
    early = await client.post(f"{where}/staff-messages", json=body, headers=alex)
    assert (early.status_code, "accept" in early.json()["detail"]) == (409, True)
    (waiting,) = await _handoff(client, boss)
    await client.post(f"/v1/handoffs/{waiting['handoff_id']}/accept", headers=alex)
    for headers, status in ((alex, 201), (alex, 201), (robin, 409), (key, 401)):
        answer = await client.post(f"{where}/staff-messages", json=body, headers=headers)
        assert answer.status_code == status, answer.text
    other = {**body, "text": "Something else"}
    assert (await client.post(f"{where}/staff-messages", json=other, headers=alex)).status_code == 409
    entries = (await client.get(f"{where}/transcript", headers=key)).json()["entries"]
    assert [(one["by"], one["text"], one["data"]) for one in entries[-1:]] == [
        ("colleague", "Hello, my card is [card …4242]", {"author": "Alex"})
    ]
    async with house.store.reading() as tx:
        history = await messages.recent(tx, where.rsplit("/", 1)[1])
    assert [message.text for message in history] == ["A person please", "Hello, my card is [card …4242]"]


def keeps(think: Think) -> Think:
    """Let a graph keep the customer's words, too."""

    async def kept(state: Conversation, services: Services, say: Say) -> Conversation:
        after = await think(state, services, say)
        return replace(after, messages=[*state.messages, HumanMessage(state.inbound.text)])

    return kept


async def test_what_is_not_waiting_cannot_be_approved(client: httpx2.AsyncClient, boss: dict[str, str]) -> None:
    response = await client.post("/v1/approvals/A-none", json={"decision": "approve"}, headers=boss)
    assert response.status_code == 404
