"""Colleagues approve, take conversations over, and give them back."""

from dataclasses import replace
from typing import Any

import httpx2

from graphs.services import Services
from graphs.state import Conversation, Escalation
from tests.app.conftest import FakeGraph, Say, echo
from tests.app.sse import opened, says


async def escalates(state: Conversation, services: Services, say: Say) -> Conversation:
    wanted = Escalation(reason="asked_for_person", summary="Wants a person.", next_step="Talk.")
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
