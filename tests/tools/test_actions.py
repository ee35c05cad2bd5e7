from datetime import timedelta
from typing import Literal

import pytest

from tests.conftest import Clock
from tests.tools.till import Counter, at_the_till
from tools.actions import Ledger
from tools.context import Strength
from tools.errors import Correctable, NotFound, NotVerified, Refused, Unavailable
from tools.records import Money
from tools.store.engine import Store


@pytest.fixture
async def counter(store: Store, clock: Clock) -> Counter:
    return await at_the_till(store, clock)


async def test_nothing_happens_before_the_customer_says_yes(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    assert (asked.state, asked.question) == ("proposed", "pay account:ann:10?")
    assert (await counter.carry_out(asked)).state == "proposed"
    assert await counter.effects() == []


async def test_a_payment_is_made_once_and_leaves_a_receipt(counter: Counter, clock: Clock) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    assert (confirmed.state, confirmed.answered_in) == ("confirmed", "T-2")
    done = await counter.carry_out(confirmed)
    assert done.state == "done"
    assert done.receipt == {
        "account": "ann",
        "amount": {"amount": "10.00", "currency": "GBP"},
        "fee": {"amount": "0.00", "currency": "GBP"},
    }
    assert (done.amount, done.done_at) == (Money.of_minor(1000), clock.time)
    assert await counter.carry_out(done) == done
    assert await counter.effects() == ["paid £10 to ann"]
    assert await counter.keys() == [done.idempotency_key]
    assert await counter.ledger.receipts(counter.context()) == (done,)


@pytest.mark.parametrize(("reading", "state"), [("no", "declined"), ("changed", "changed")])
async def test_a_no_ends_the_proposal(counter: Counter, reading: Literal["no", "changed"], state: str) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    answered = await counter.ledger.answer(counter.context(), asked.action_id, reading, turn_id="T-9")
    assert answered.state == state
    assert await counter.ledger.open_proposal(counter.context(), turn_id="T-10") is None
    assert (await counter.says_yes(asked)).state == state
    assert (await counter.carry_out(asked)).state == state
    assert await counter.effects() == []


async def test_another_topic_leaves_the_question_open(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    context = counter.context()
    assert await counter.ledger.answer(context, asked.action_id, "other", turn_id="T-2") == asked
    assert await counter.ledger.open_proposal(context, turn_id="T-3") == asked


async def test_a_new_proposal_takes_the_place_of_the_open_one(counter: Counter) -> None:
    first = await counter.ask("pay", account="ann", amount="10")
    second = await counter.ask("pay", account="bob", amount="10")
    assert await counter.ledger.open_proposal(counter.context(), turn_id="T-9") == second
    assert (await counter.says_yes(first)).state == "changed"
    assert (await counter.carry_out(first)).state == "changed"
    assert (await counter.carry_out(await counter.says_yes(second))).state == "done"
    assert await counter.effects() == ["paid £10 to bob"]


async def test_a_question_expires(counter: Counter, clock: Clock) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    clock.forward(minutes=30)
    assert (await counter.says_yes(asked)).state == "expired"
    assert (await counter.carry_out(asked)).state == "expired"
    again = await counter.ask("pay", account="ann", amount="10")
    assert (again.state, again.attempt) == ("proposed", 2)
    clock.forward(minutes=31)
    assert await counter.ledger.open_proposal(counter.context(), turn_id="T-9") is None
    assert await counter.effects() == []


async def test_what_is_due_expires_without_being_looked_at(counter: Counter, clock: Clock) -> None:
    for conversation in ("c-1", "c-2"):
        await counter.ask("pay", account="ann", amount="10", conversation=conversation)
    clock.forward(minutes=29)
    late = await counter.ask("pay", account="ann", amount="10", conversation="c-3")
    clock.forward(minutes=1)
    assert await counter.ledger.expire_due(counter.store, clock()) == 2
    assert await counter.ledger.expire_due(counter.store, clock()) == 0
    assert (await counter.says_yes(late)).state == "confirmed"


async def test_the_lifetime_of_a_question_can_be_set(counter: Counter, clock: Clock) -> None:
    counter.ledger = Ledger(counter.till.tools, timedelta(minutes=5))
    asked = await counter.ask("pay", account="ann", amount="10")
    assert asked.expires_at == clock() + timedelta(minutes=5)


async def test_a_question_of_this_very_turn_is_not_one_that_its_words_answer(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    assert await counter.ledger.open_proposal(counter.context(), turn_id=asked.asked_in) is None
    assert await counter.ledger.open_proposal(counter.context(), turn_id="T-2") == asked


@pytest.mark.parametrize(
    ("arguments", "at_fault"),
    [
        ({"account": "ann"}, "amount"),
        ({"account": "ann", "amount": "-1"}, "amount"),
        ({"account": "ann", "amount": "10", "customer_id": "C-2"}, "customer_id"),
        ({"account": "Ann 2", "amount": "10"}, "account"),
    ],
)
async def test_wrong_arguments_are_named(counter: Counter, arguments: dict[str, str], at_fault: str) -> None:
    with pytest.raises(Correctable) as caught:
        await counter.ask("pay", **arguments)
    assert caught.value.argument == at_fault
    assert counter.till.plans == 0


async def test_a_tool_that_does_not_exist_is_correctable(counter: Counter) -> None:
    with pytest.raises(Correctable, match="no action called fly"):
        await counter.ask("fly", to="mars")


@pytest.mark.parametrize("strength", [Strength.ANONYMOUS, Strength.CLAIMED, Strength.CHANNEL])
async def test_a_weak_identity_never_gets_as_far_as_a_plan(counter: Counter, strength: Strength) -> None:
    context = counter.context(strength=strength)
    with pytest.raises(NotVerified):
        await counter.ledger.propose(
            context, "pay", {"account": "ann", "amount": 1}, turn_id="T-1", word=lambda *_: "?"
        )
    assert counter.till.plans == 0


async def test_a_weak_identity_cannot_confirm(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    for context in (counter.context(strength=Strength.CHANNEL), counter.context(customer_id=None)):
        with pytest.raises(NotVerified):
            await counter.ledger.answer(context, asked.action_id, "yes", turn_id="T-2")
    assert await counter.ledger.open_proposal(counter.context(), turn_id="T-3") == asked


async def test_another_customer_sees_no_action_and_can_do_nothing_with_it(counter: Counter) -> None:
    asked = await counter.ask("pay", account="ann", amount="10")
    strangers = (counter.context("C-2"), counter.context(conversation="c-2"))
    for stranger in strangers:
        assert await counter.ledger.open_proposal(stranger, turn_id="T-2") is None
        with pytest.raises(NotFound) as unseen:
            await counter.ledger.answer(stranger, asked.action_id, "yes", turn_id="T-2")
        with pytest.raises(NotFound) as missing:
            await counter.ledger.answer(stranger, "A-none", "yes", turn_id="T-2")
        assert str(unseen.value) == str(missing.value).replace("A-none", asked.action_id)
    confirmed = await counter.says_yes(asked)
    for stranger in strangers:
        with pytest.raises(NotFound):
            await counter.ledger.execute(stranger, confirmed.action_id)
        assert await counter.ledger.receipts(stranger) == ()
    assert await counter.effects() == []


async def test_terms_that_changed_after_the_question_are_not_carried_out(counter: Counter) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    counter.till.fee = 200
    changed = await counter.carry_out(confirmed)
    assert (changed.state, changed.receipt) == ("changed", None)
    assert changed.error is not None
    assert await counter.effects() == []
    assert (await counter.do("pay", account="ann", amount="10")).state == "done"


async def test_what_needs_a_supervisor_only_now_is_not_carried_out_without_one(counter: Counter) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    counter.till.limit = 500
    assert (await counter.carry_out(confirmed)).state == "changed"
    assert await counter.effects() == []


async def test_a_refusal_at_the_last_moment_fails_with_its_sentence(counter: Counter) -> None:
    for late in (False, True):
        confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
        counter.till.late_fault = Refused("The till is empty.") if late else None
        counter.till.fault = None if late else Refused("The till is empty.")
        failed = await counter.carry_out(confirmed)
        assert (failed.state, failed.error) == ("failed", "The till is empty.")
        assert await counter.carry_out(failed) == failed
    assert await counter.effects() == []


async def test_an_outage_before_the_effect_fails_for_certain(counter: Counter) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    counter.till.fault = Unavailable("the till did not answer")
    with pytest.raises(Unavailable):
        await counter.carry_out(confirmed)
    assert (await counter.carry_out(confirmed)).state == "failed"
    assert await counter.ledger.in_doubt(counter.store) == ()


async def test_an_outage_in_the_effect_stays_in_doubt_and_can_be_tried_again(counter: Counter) -> None:
    confirmed = await counter.says_yes(await counter.ask("pay", account="ann", amount="10"))
    counter.till.late_fault = Unavailable("the till did not answer")
    with pytest.raises(Unavailable):
        await counter.carry_out(confirmed)
    (doubtful,) = await counter.ledger.in_doubt(counter.store)
    assert (doubtful.action_id, doubtful.state) == (confirmed.action_id, "executing")
    counter.till.fault = Unavailable("still nothing")
    with pytest.raises(Unavailable):
        await counter.carry_out(confirmed)
    assert await counter.ledger.in_doubt(counter.store) == (doubtful,)
    assert (await counter.carry_out(confirmed)).state == "done"
    assert await counter.effects() == ["paid £10 to ann"]
