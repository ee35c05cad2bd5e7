"""Outage: where a system does not answer, nothing is half done and a person takes over."""

from types import ModuleType

import pytest

from graphs.models.errors import BudgetExceeded, ModelError, ModelMalformed, ModelRejected, ModelUnavailable
from tests.scripted import Line, calls, routed
from tests.spec.conftest import SCRIPTED, Break
from tests.spec.office import Office
from tests.talk import Talk
from tools.store import action_rows, customers, devices, orders, refunds, slots

SPEAKER = calls("refund_order", order_id="N-1042", item="Smart speaker")
ASK = [routed("billing", "refund_order"), calls("list_orders"), SPEAKER]
READS: dict[str, tuple[ModuleType, str, str, list[Line]]] = {
    "orders": (orders, "of_customer", "What did I order?", [routed("billing", "list_orders"), calls("list_orders")]),
    "devices": (
        devices,
        "of_customer",
        "My router light is red",
        [routed("tech_support", "check_devices"), calls("check_devices")],
    ),
    "the calendar": (
        slots,
        "free",
        "I need a technician for a repair on Friday 15 May in the morning",
        [routed("field_service", "book_visit"), calls("list_slots", day="2026-05-15")],
    ),
}


@pytest.mark.parametrize(("noun", "function", "words", "model"), READS.values(), ids=READS.keys())
async def test_when_a_system_gives_no_answer_a_person_takes_over(
    talk: Talk, office: Office, breaks: Break, noun: ModuleType, function: str, words: str, model: list[Line]
) -> None:
    breaks(noun, function)
    told = await talk.customer_says(words, model=model)
    assert told.escalation == "unavailable"
    assert [row["state"] for row in await office.handoffs()] == ["requested"]
    assert await office.changes() == {}


async def test_when_a_customer_cannot_be_looked_up_a_person_takes_over(talk: Talk, breaks: Break) -> None:
    breaks(customers, "find")
    assert (await talk.customer_says("What did I order?")).escalation == "unavailable"


async def test_an_action_that_cannot_be_written_down_is_not_asked_about(
    talk: Talk, office: Office, breaks: Break
) -> None:
    breaks(action_rows, "add")
    told = await talk.customer_says("I want a refund for my smart speaker", model=ASK)
    assert told.escalation == "unavailable"
    assert told.of("confirmation") == []
    assert await office.actions() == []


async def test_a_payment_that_fails_half_way_leaves_nothing_behind(talk: Talk, office: Office, breaks: Break) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=ASK)
    breaks(refunds, "pay")
    told = await talk.customer_says("yes")
    assert told.escalation == "unavailable"
    assert "59.99" not in told.text
    assert await office.changes() == {}


async def test_what_was_in_doubt_is_paid_once_when_it_is_taken_up_again(
    talk: Talk, office: Office, breaks: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await talk.customer_says("I want a refund for my smart speaker", model=ASK)
    breaks(refunds, "pay")
    await talk.customer_says("yes")
    assert await office.actions() == [("refund_order", "executing")]
    monkeypatch.undo()
    services = talk.house.services(talk.caller, talk.conversation_id)
    for _ in range(2):
        await talk.house.ledger.execute(services, asked.question["action_id"])
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


@SCRIPTED
@pytest.mark.parametrize("fault", [ModelUnavailable, ModelMalformed, ModelRejected, BudgetExceeded])
async def test_when_the_model_fails_a_person_takes_over(talk: Talk, office: Office, fault: type[ModelError]) -> None:
    told = await talk.customer_says("What did I order?", model=[fault("no answer")])
    assert told.escalation in ("unavailable", "over_budget")
    assert len(await office.handoffs()) == 1


@SCRIPTED
async def test_when_the_model_fails_in_the_middle_nothing_is_written(talk: Talk, office: Office) -> None:
    told = await talk.customer_says("I want a refund", model=[*ASK[:2], ModelUnavailable("cut short")])
    assert told.escalation == "unavailable"
    assert await office.actions() == []


@SCRIPTED
async def test_a_plain_yes_needs_no_model(talk: Talk, office: Office) -> None:
    await talk.customer_says("I want a refund for my smart speaker", model=ASK)
    await talk.customer_says("yes")
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]


@SCRIPTED
async def test_a_person_is_reached_while_every_model_is_down(talk: Talk, office: Office) -> None:
    told = await talk.customer_says("I want to speak to a human")
    assert told.escalation == "asked_for_person"


async def test_a_person_is_reached_while_the_back_office_is_down(talk: Talk, office: Office, breaks: Break) -> None:
    breaks(customers, "find")
    told = await talk.customer_says("I want to speak to a human")
    assert told.escalation == "asked_for_person"
    assert len(await office.handoffs()) == 1


async def test_after_the_outage_the_customer_may_go_on(
    talk: Talk, office: Office, breaks: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(orders, "of_customer")
    await talk.customer_says("I want a refund for my smart speaker", model=ASK[:2])
    monkeypatch.undo()
    await talk.customer_says("continue", perhaps=[routed(None, "greeting"), "What can I do for you?"])
    await talk.customer_says("I want a refund for my smart speaker", model=ASK)
    assert (await talk.customer_says("yes")).action == "done"
    assert await office.refunds() == [("N-1042", "Smart speaker", 5999)]
