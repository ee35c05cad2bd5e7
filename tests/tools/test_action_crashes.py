"""A process that dies, and two that work at once: one effect."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.conftest import Clock
from tests.tools.till import Counter, at_the_till
from tools.actions import Ledger
from tools.store.engine import Store


@pytest.fixture
async def counter(store: Store, clock: Clock) -> Counter:
    return await at_the_till(store, clock)


@pytest.fixture
async def replica(counter: Counter) -> AsyncIterator[Counter]:
    """Another process at the same database."""
    url = counter.store.engine.url.render_as_string(hide_password=False)
    other = Counter(Store.at(url), counter.clock, counter.till)
    yield other
    await other.store.close()


async def test_a_power_cut_in_the_effect_leaves_nothing_half_done(counter: Counter, replica: Counter) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    counter.till.late_fault = RuntimeError("power cut")
    with pytest.raises(RuntimeError):
        await counter.carry_out(confirmed)
    assert await replica.effects() == []
    (found,) = await replica.ledger.in_doubt(replica.store)
    assert found.action_id == confirmed.action_id
    done = await replica.carry_out(found)
    assert done.state == "done"
    assert await counter.carry_out(confirmed) == done
    assert await counter.effects() == ["paid £10 to ann"]


async def test_a_turn_that_runs_again_finds_what_it_answered_before(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    context = counter.context()
    confirmed = await counter.ledger.answer(context, asked.action_id, "yes", turn_id="T-2")
    after_restart = Ledger(counter.till.tools)
    standing = await after_restart.standing(context, turn_id="T-2")
    assert (standing.proposal, standing.answered) == (None, confirmed)
    assert await after_restart.answered_in(context, "T-2") == confirmed
    assert await after_restart.answered_in(context, "T-3") is None
    assert await after_restart.answer(context, asked.action_id, "yes", turn_id="T-2") == confirmed
    assert await after_restart.answer(context, asked.action_id, "no", turn_id="T-3") == confirmed


async def test_a_turn_that_asked_and_runs_again_asks_the_same_question(counter: Counter) -> None:
    context, arguments = counter.context(), {"account": "ann", "amount": "10"}
    asked = [
        await Ledger(counter.till.tools).propose(context, "pay", arguments, turn_id="T-1", word=lambda *_: "?")
        for _ in range(2)
    ]
    assert asked[0] == asked[1]


async def test_two_processes_that_carry_out_the_same_action_make_one_effect(counter: Counter, replica: Counter) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    results = await asyncio.gather(
        *(one.carry_out(confirmed) for one in (counter, replica, counter, replica)),
    )
    assert {result.state for result in results} == {"done"}
    assert await counter.effects() == ["paid £10 to ann"]


async def test_two_answers_at_once_are_one_answer(counter: Counter, replica: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    yes, no = await asyncio.gather(
        counter.ledger.answer(counter.context(), asked.action_id, "yes", turn_id="T-2"),
        replica.ledger.answer(replica.context(), asked.action_id, "no", turn_id="T-3"),
    )
    assert yes.state == no.state
    assert yes.answered_in == no.answered_in
