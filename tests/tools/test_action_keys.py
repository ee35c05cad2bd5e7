"""The same request again: one action, one receipt."""

import asyncio

import pytest

from tests.conftest import Clock
from tests.tools.till import Counter, at_the_till
from tools.action_tools import key_of
from tools.store.engine import Store


@pytest.fixture
async def counter(store: Store, clock: Clock) -> Counter:
    return await at_the_till(store, clock)


async def test_a_model_that_plans_again_gets_the_same_open_question(counter: Counter) -> None:
    first = await counter.ask("pay", account="ann", amount="10")
    assert await counter.ask("pay", amount=10.0, account="ann", note=None) == first
    assert await counter.ask("pay", amount="10.00", account="ann") == first


async def test_a_model_that_asks_again_for_what_is_done_gets_the_receipt(counter: Counter) -> None:
    done = await counter.do("pay", account="ann", amount="10")
    plans = counter.till.plans
    assert await counter.ask("pay", account="ann", amount="10") == done
    assert counter.till.plans == plans
    assert await counter.effects() == ["paid £10 to ann"]


async def test_other_arguments_another_conversation_or_customer_are_another_action(counter: Counter) -> None:
    keys = {
        key_of("c-1", "C-1", "pay", {"account": "ann"}),
        key_of("c-1", "C-1", "pay", {"account": "bob"}),
        key_of("c-2", "C-1", "pay", {"account": "ann"}),
        key_of("c-1", "C-2", "pay", {"account": "ann"}),
        key_of("c-1", "C-1", "ring", {"account": "ann"}),
    }
    assert len(keys) == 5
    await counter.do("pay", account="ann", amount="10")
    other = await counter.ask("pay", account="ann", amount="10", conversation="c-2")
    assert other.state == "proposed"


async def test_what_was_declined_can_be_asked_for_again(counter: Counter) -> None:
    first = await counter.ask("pay", account="ann", amount="10")
    await counter.ledger.answer(counter.context(), first.action_id, "no", turn_id="T-2")
    second = await counter.ask("pay", account="ann", amount="10")
    assert (second.state, second.key, second.attempt) == ("proposed", first.key, 2)
    assert second.idempotency_key != first.idempotency_key


async def test_a_receipt_stands_until_the_same_thing_is_changed_again(counter: Counter, clock: Clock) -> None:
    red = await counter.do("put_label", thing="door", label="red")
    await counter.do("put_label", thing="gate", label="blue")
    assert await counter.ask("put_label", thing="door", label="red") == red
    blue = await counter.do("put_label", thing="door", label="blue")
    red_again = await counter.do("put_label", thing="door", label="red")
    assert (red_again.state, red_again.attempt) == ("done", 2)
    assert (await counter.do("put_label", thing="door", label="blue")).action_id != blue.action_id
    doors = [what for what in await counter.effects() if what.startswith("door")]
    assert doors == ["door is red", "door is blue", "door is red", "door is blue"]


async def test_a_receipt_stands_again_when_the_later_change_was_undone(counter: Counter, clock: Clock) -> None:
    red = await counter.do("put_label", thing="door", label="red")
    blue = await counter.do("put_label", thing="door", label="blue")
    await counter.ledger.compensate(counter.store, blue.action_id, by="sue", now=clock())
    assert await counter.ask("put_label", thing="door", label="red") == red


async def test_what_may_be_repeated_is_a_new_action_after_its_time(counter: Counter, clock: Clock) -> None:
    first = await counter.do("ring", bell="big")
    clock.forward(minutes=9)
    assert await counter.ask("ring", bell="big") == first
    clock.forward(minutes=1)
    assert (await counter.do("ring", bell="big")).attempt == 2
    assert await counter.effects() == ["rang big", "rang big"]


async def test_proposals_made_at_once_are_one_action(counter: Counter) -> None:
    context = counter.context()
    arguments = {"account": "ann", "amount": "10"}
    made = await asyncio.gather(
        *(
            counter.ledger.propose(context, "pay", arguments, turn_id=f"T-{turn}", word=lambda *_: "?")
            for turn in range(4)
        )
    )
    assert len({action.action_id for action in made}) == 1


async def test_of_different_proposals_made_at_once_one_stays_open(counter: Counter) -> None:
    context = counter.context()
    await asyncio.gather(
        *(
            counter.ledger.propose(
                context, "pay", {"account": name, "amount": "10"}, turn_id="T-1", word=lambda *_: "?"
            )
            for name in ("ann", "bob", "cat")
        )
    )
    open_one = await counter.ledger.open_proposal(context, turn_id="T-2")
    assert open_one is not None
    await counter.carry_out(await counter.says_yes(open_one))
    assert await counter.ledger.open_proposal(context, turn_id="T-9") is None
    assert len(await counter.effects()) == 1
