from decimal import Decimal

import pytest
from pydantic import ValidationError

from tests.conftest import Clock
from tests.tools.callers import Customer
from tools.billing import explain_charge, list_invoices, list_orders, refund_order
from tools.context import Strength
from tools.errors import Correctable, NotFound, NotVerified, Refused
from tools.records import Money, Refund
from tools.store import orders, refunds
from tools.store.engine import Store


def pounds(amount: str) -> Money:
    return Money(amount=Decimal(amount))


@pytest.fixture
def ada(northlight: Store, clock: Clock) -> Customer:
    return Customer("C-1001", northlight, clock)


async def paid_back(store: Store, order_id: str) -> list[Refund]:
    async with store.reading() as tx:
        return await refunds.of_order(tx, order_id)


async def test_orders_are_listed_newest_first_with_what_is_left(ada: Customer) -> None:
    found = await ada.asks(list_orders)
    assert [order.order_id for order in found] == ["N-1042", "N-1043"]
    assert str(found[0].paid) == "£79.98"


async def test_a_customer_without_orders_has_an_empty_list(northlight: Store, clock: Clock) -> None:
    assert await Customer("C-1007", northlight, clock).asks(list_orders) == []


async def test_nobody_sees_orders_before_they_have_proved_who_they_are(northlight: Store, clock: Clock) -> None:
    for strength in (Strength.ANONYMOUS, Strength.CLAIMED, Strength.CHANNEL):
        caller = Customer("C-1001", northlight, clock, strength)
        for tool, arguments in ((list_orders, {}), (list_invoices, {}), (refund_order, {"order_id": "N-1042"})):
            with pytest.raises(NotVerified):
                await caller.asks(tool, **arguments)


async def test_planning_a_refund_pays_nothing(ada: Customer) -> None:
    plan = await ada.plans(refund_order, order_id="N-1042", item="Smart speaker")
    assert plan.amount == pounds("59.99")
    assert plan.approval is None
    assert await paid_back(ada.store, "N-1042") == []


async def test_a_refund_of_one_article_pays_what_was_paid_for_it(ada: Customer) -> None:
    receipt = await ada.does(refund_order, order_id="N-1042", item="the speaker")
    assert (receipt.item, receipt.amount, receipt.refunded_to) == (
        "Smart speaker",
        pounds("59.99"),
        "Visa ending 4242",
    )
    assert f"{receipt.arrives_by}" == "2026-05-20"
    assert await paid_back(ada.store, "N-1042") == [receipt]


async def test_a_refund_of_a_whole_order_covers_each_article(ada: Customer) -> None:
    await ada.does(refund_order, order_id="N-1042")
    order = (await ada.asks(list_orders))[0]
    assert order.refunded == order.paid
    assert all(line.refunded == line.paid for line in order.lines)


async def test_a_part_refund_leaves_the_rest(ada: Customer) -> None:
    await ada.does(refund_order, order_id="N-1042", amount="70")
    plan = await ada.plans(refund_order, order_id="N-1042")
    assert plan.amount == pounds("9.98")


async def test_more_than_was_paid_names_the_limit(ada: Customer) -> None:
    with pytest.raises(Correctable, match=r"At most £79.98 can be refunded for order N-1042") as error:
        await ada.asks(refund_order, order_id="N-1042", amount="79.99")
    assert error.value.argument == "amount"
    assert await paid_back(ada.store, "N-1042") == []


async def test_a_part_refund_already_paid_counts(northlight: Store, clock: Clock) -> None:
    chloe = Customer("C-1003", northlight, clock)
    with pytest.raises(Correctable, match=r"At most £55 .* £95 was paid, and £40 has been refunded"):
        await chloe.asks(refund_order, order_id="N-1045", item="Security camera", amount="60")
    assert (await chloe.plans(refund_order, order_id="N-1045")).amount == pounds("73.00")


async def test_what_was_refunded_in_full_is_not_refunded_again(northlight: Store, clock: Clock) -> None:
    chloe = Customer("C-1003", northlight, clock)
    with pytest.raises(Refused, match="gone back already"):
        await chloe.asks(refund_order, order_id="N-1046")


async def test_after_the_refund_window_the_customer_hears_the_day_and_the_rule(northlight: Store, clock: Clock) -> None:
    with pytest.raises(Refused) as error:
        await Customer("C-1002", northlight, clock).asks(refund_order, order_id="N-1044")
    assert str(error.value) == (
        "Order N-1044 was delivered on 29 March 2026; refunds are possible for 30 days after delivery."
    )


async def test_the_window_holds_to_the_end_of_its_last_day(ada: Customer) -> None:
    ada.clock.forward(days=14)  # N-1043 was delivered 16 days before the clock's start.
    await ada.plans(refund_order, order_id="N-1043")
    ada.clock.forward(days=1)
    with pytest.raises(Refused, match="30 days"):
        await ada.plans(refund_order, order_id="N-1043")


async def test_an_order_on_its_way_can_be_refunded(northlight: Store, clock: Clock) -> None:
    plan = await Customer("C-1012", northlight, clock).plans(refund_order, order_id="N-1052")
    assert plan.amount == pounds("139.00")


async def test_a_refund_above_the_limit_waits_for_a_supervisor(northlight: Store, clock: Clock) -> None:
    dev = Customer("C-1004", northlight, clock)
    plan = await dev.plans(refund_order, order_id="N-1047", item="mesh set")
    assert plan.approval == "A supervisor approves refunds above £100 for one order."
    assert (await dev.plans(refund_order, order_id="N-1047", amount="100")).approval is None


async def test_small_refunds_of_one_order_do_not_slip_under_the_limit(northlight: Store, clock: Clock) -> None:
    dev = Customer("C-1004", northlight, clock)
    await dev.does(refund_order, order_id="N-1047", amount="90")
    assert (await dev.plans(refund_order, order_id="N-1047", amount="90")).approval is not None


async def test_the_terms_of_a_refund_are_the_same_the_next_day(ada: Customer) -> None:
    asked = await ada.plans(refund_order, order_id="N-1042")
    ada.clock.forward(days=1)
    assert (await ada.plans(refund_order, order_id="N-1042")).terms == asked.terms


async def test_another_customers_order_reads_as_one_that_does_not_exist(ada: Customer) -> None:
    with pytest.raises(NotFound) as theirs:
        await ada.asks(refund_order, order_id="N-1044")
    with pytest.raises(NotFound) as nobodys:
        await ada.asks(refund_order, order_id="N-9999")
    assert str(theirs.value).replace("N-1044", "N-9999") == str(nobodys.value)


async def test_customers_of_one_name_keep_their_own_orders(northlight: Store, clock: Clock) -> None:
    with pytest.raises(NotFound):
        await Customer("C-1008", northlight, clock).asks(refund_order, order_id="N-1051")


async def test_an_article_that_can_be_two_is_asked_about(northlight: Store, clock: Clock) -> None:
    liam = Customer("C-1013", northlight, clock)
    with pytest.raises(Correctable, match=r"Which one: Smart speaker or Smart speaker stand\?") as error:
        await liam.asks(refund_order, order_id="N-1054", item="speaker")
    assert error.value.argument == "item"
    assert (await liam.plans(refund_order, order_id="N-1054", item="smart speaker")).terms.item == "Smart speaker"


async def test_an_article_that_is_not_there_is_answered_with_those_that_are(ada: Customer) -> None:
    with pytest.raises(Correctable, match="holds no toaster; it holds Smart speaker and Smart plug"):
        await ada.asks(refund_order, order_id="N-1042", item="toaster")


@pytest.mark.parametrize(
    "arguments",
    [
        {"order_id": "1042"},
        {"order_id": "N-1042'; DROP TABLE orders"},
        {"order_id": "N-1042", "amount": "0"},
        {"order_id": "N-1042", "amount": "-5"},
        {"order_id": "N-1042", "amount": "5.001"},
        {"order_id": "N-1042", "amount": "1e9"},
        {"order_id": "N-1042", "amount": "NaN"},
        {"order_id": "N-1042", "item": "x" * 81},
        {},
    ],
)
async def test_arguments_outside_the_schema_never_reach_the_tool(ada: Customer, arguments: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        await ada.asks(refund_order, **arguments)


async def test_an_undone_refund_can_be_paid_again(ada: Customer) -> None:
    receipt = await ada.does(refund_order, order_id="N-1042")
    await ada.undoes(refund_order, receipt)
    await ada.undoes(refund_order, receipt)
    assert await paid_back(ada.store, "N-1042") == []
    assert (await ada.plans(refund_order, order_id="N-1042")).amount == pounds("79.98")


async def test_two_plans_for_one_article_pay_it_once(ada: Customer) -> None:
    plans = [await ada.plans(refund_order, order_id="N-1042", item="Smart plug") for _ in range(2)]
    await ada.applies(plans[0])
    with pytest.raises(Refused, match="refunded meanwhile"):
        await ada.applies(plans[1])
    assert len(await paid_back(ada.store, "N-1042")) == 1


async def test_one_key_pays_once(ada: Customer) -> None:
    plan = await ada.plans(refund_order, order_id="N-1042", amount="5")
    await ada.applies(plan, "the key")
    with pytest.raises(Refused, match="already been paid"):
        await ada.applies(plan, "the key")
    async with ada.store.reading() as tx:
        order = await orders.find(tx, "C-1001", "N-1042")
    assert order is not None
    assert order.refunded == pounds("5.00")


async def test_invoices_show_their_total_and_whether_they_are_paid(ada: Customer) -> None:
    found = await ada.asks(list_invoices)
    assert [(bill.invoice_id, str(bill.total), bill.paid) for bill in found] == [
        ("INV-2042", "£36.20", False),
        ("INV-2041", "£32", True),
    ]


@pytest.mark.parametrize(
    ("customer_id", "said", "amount", "reason"),
    [
        ("C-1011", "late fee", "£7.50", "INV-2050 was still unpaid"),
        ("C-1010", "pro-rata charge", "£10.32", "10 days from your activation"),
        ("C-1005", "price match", "-£7", "cheaper elsewhere"),
    ],
)
async def test_a_charge_is_explained(
    northlight: Store, clock: Clock, customer_id: str, said: str, amount: str, reason: str
) -> None:
    (charge,) = await Customer(customer_id, northlight, clock).asks(explain_charge, charge=said)
    assert str(charge.amount) == amount
    assert reason in charge.explanation


async def test_without_a_name_every_charge_of_the_newest_bill_is_explained(ada: Customer) -> None:
    found = await ada.asks(explain_charge)
    assert [(charge.invoice_id, charge.charge) for charge in found] == [
        ("INV-2042", "Northlight 150"),
        ("INV-2042", "Calls"),
    ]


async def test_an_unknown_charge_is_answered_with_those_that_there_are(ada: Customer) -> None:
    with pytest.raises(Correctable, match="the charges are Northlight 150 and Calls"):
        await ada.asks(explain_charge, charge="parking")


async def test_without_a_bill_nothing_is_explained(northlight: Store, clock: Clock) -> None:
    assert await Customer("C-1008", northlight, clock).asks(explain_charge) == []


async def test_another_customers_invoice_is_not_explained(ada: Customer) -> None:
    with pytest.raises(NotFound, match="no invoice INV-2051 on your account"):
        await ada.asks(explain_charge, invoice_id="INV-2051")
