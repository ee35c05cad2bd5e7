"""What must hold on both databases, also when several callers write at once."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from sqlalchemy import func, select, text

from tests.conftest import Clock
from tests.databases import START
from tests.tools.callers import Customer
from tools.account import update_address
from tools.billing import list_orders, refund_order
from tools.errors import Refused
from tools.field_service import book_visit, list_visits, move_visit
from tools.store import customers, slots, visits
from tools.store.engine import Store
from tools.store.seed import seed
from tools.store.tables import premises, refunds
from tools.store.tables import slots as slot_table
from tools.tech_support import check_devices, open_fault

NEXT_THURSDAY = "S-20260521-PM"
NEXT_FRIDAY = "S-20260522-PM"


async def outcomes(*work: Awaitable[object]) -> list[object]:
    """Do all of it at once and return what came of each, errors too."""
    return list(await asyncio.gather(*work, return_exceptions=True))


def refused(found: list[object]) -> int:
    assert all(isinstance(one, Refused) for one in found if isinstance(one, BaseException)), found
    return sum(isinstance(one, Refused) for one in found)


async def test_refunds_of_one_article_at_once_pay_it_once(seeded_store: Store, clock: Clock) -> None:
    ada = Customer("C-1001", seeded_store, clock)
    plans = [await ada.plans(refund_order, order_id="N-1042") for _ in range(5)]
    assert refused(await outcomes(*(ada.applies(plan) for plan in plans))) == 4
    order = (await ada.asks(list_orders))[0]
    assert order.refunded == order.paid


async def test_one_key_at_once_pays_once(seeded_store: Store, clock: Clock) -> None:
    ada = Customer("C-1001", seeded_store, clock)
    plan = await ada.plans(refund_order, order_id="N-1042", amount="1")
    assert refused(await outcomes(*(ada.applies(plan, "one key") for _ in range(5)))) == 4
    async with seeded_store.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(refunds).where(refunds.c.key == "one key")) == 1


async def test_small_refunds_at_once_do_not_slip_under_the_limit(seeded_store: Store, clock: Clock) -> None:
    dev = Customer("C-1004", seeded_store, clock)
    plans = [await dev.plans(refund_order, order_id="N-1047", amount="60") for _ in range(4)]
    assert all(plan.approval is None for plan in plans)
    assert refused(await outcomes(*(dev.applies(plan) for plan in plans))) == 3
    assert str((await dev.asks(list_orders))[0].refunded) == "£60"


async def test_a_window_is_never_booked_beyond_its_places(seeded_store: Store, clock: Clock) -> None:
    callers = [Customer(f"C-10{number:02}", seeded_store, clock) for number in range(2, 8)]
    plans = [await caller.plans(book_visit, slot_id=NEXT_THURSDAY, reason="repair") for caller in callers]
    results = await outcomes(*(caller.applies(plan) for caller, plan in zip(callers, plans, strict=True)))
    assert refused(results) == 3
    numbers = {visit.visit_id for caller in callers for visit in await caller.asks(list_visits)}
    assert numbers == {"V-401", "V-402", "V-403"}


async def test_visits_that_swap_their_windows_do_not_wait_for_each_other(seeded_store: Store, clock: Clock) -> None:
    callers = [Customer(f"C-10{number:02}", seeded_store, clock) for number in (2, 3, 4, 5)]
    windows = [NEXT_THURSDAY, NEXT_FRIDAY] * 2
    booked = [
        await caller.does(book_visit, slot_id=window, reason="repair")
        for caller, window in zip(callers, windows, strict=True)
    ]
    moves: list[Awaitable[object]] = []
    for caller, visit, window in zip(callers, booked, reversed(windows), strict=True):
        plan = await caller.plans(move_visit, visit_id=visit.visit_id, slot_id=window)
        moves.append(caller.applies(plan))
    assert refused(await outcomes(*moves)) <= 1
    async with seeded_store.reading() as tx:
        left = await tx.scalar(
            select(func.sum(slot_table.c.places_left)).where(slot_table.c.slot_id.in_([NEXT_THURSDAY, NEXT_FRIDAY]))
        )
        assert left == 2


async def test_faults_opened_at_once_are_one(seeded_store: Store, clock: Clock) -> None:
    ada = Customer("C-1001", seeded_store, clock)
    plans = [await ada.plans(open_fault, about="line", description="Red light.") for _ in range(4)]
    assert refused(await outcomes(*(ada.applies(plan) for plan in plans))) == 3
    assert "F-501" in (await ada.asks(check_devices, device="router"))[0].finding


async def test_addresses_set_at_once_leave_one(seeded_store: Store, clock: Clock) -> None:
    ada = Customer("C-1001", seeded_store, clock)
    plans = [
        await ada.plans(update_address, kind="billing", street=f"{number} Oak Avenue", postcode="M20 5WT")
        for number in range(1, 5)
    ]
    assert refused(await outcomes(*(ada.applies(plan) for plan in plans))) == 3


async def test_what_was_refused_half_way_leaves_nothing(seeded_store: Store, clock: Clock) -> None:
    ada = Customer("C-1001", seeded_store, clock)
    plan = await ada.plans(refund_order, order_id="N-1042")
    await ada.does(refund_order, order_id="N-1042", item="Smart speaker")
    assert refused(await outcomes(ada.applies(plan))) == 1  # Its first article, the plug, could still be paid.
    plug = (await ada.asks(list_orders))[0].lines[1]
    assert plug.refunded.minor == 0


async def test_the_database_itself_keeps_refunds_within_what_was_paid(seeded_store: Store) -> None:
    async def overpay() -> None:
        async with seeded_store.writing() as tx:
            await tx.execute(text("UPDATE order_lines SET refunded_minor = paid_minor + 1"))

    (found,) = await outcomes(overpay())
    assert type(found).__name__ == "IntegrityError"


async def test_seeding_again_adds_nobody_and_opens_more_of_the_calendar(seeded_store: Store) -> None:
    later = START + timedelta(weeks=3)
    async with seeded_store.reading() as tx:
        before = await slots.last_start(tx)
    await seed(seeded_store, later)
    async with seeded_store.reading() as tx:
        assert len(await customers.everybody(tx)) == 16
        after = await slots.last_start(tx)
        assert before is not None
        assert after == before + timedelta(weeks=3)
        assert await slots.free(tx, later + timedelta(weeks=4), later + timedelta(weeks=5), None, 1)


async def test_every_customer_lives_where_the_gazetteer_knows_a_house(seeded_store: Store) -> None:
    async with seeded_store.reading() as tx:
        streets = {(row.street, row.city, row.postcode): row for row in await tx.execute(select(premises))}
        for customer in await customers.everybody(tx):
            for address in (customer.billing, customer.delivery):
                number, street = address.street.rsplit(", ", 1)[-1].split(" ", 1)
                place = streets[street, address.city, address.postcode]
                assert place.first_number <= int(number) <= place.last_number


async def test_the_week_after_the_next_is_full_and_the_next_is_not(seeded_store: Store) -> None:
    monday = START.replace(day=18, hour=0)
    async with seeded_store.reading() as tx:
        assert await slots.free(tx, monday, monday + timedelta(weeks=1), None, 1)
        assert not await slots.free(tx, monday + timedelta(weeks=1), monday + timedelta(weeks=2), None, 1)


async def test_a_visits_time_comes_back_with_its_zone(seeded_store: Store) -> None:
    async with seeded_store.reading() as tx:
        visit = await visits.find(tx, "C-1001", "V-301")
    assert visit is not None
    assert visit.starts_at.isoformat() == "2026-05-19T07:00:00+00:00"
