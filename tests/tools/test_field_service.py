from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from tests.conftest import Clock
from tests.tools.callers import Customer
from tools.context import Strength
from tools.errors import Correctable, NotFound, NotVerified, Refused
from tools.field_service import book_visit, cancel_visit, list_slots, list_visits, move_visit
from tools.store.engine import Store
from tools.store.tables import slots

# The clock starts on Wednesday 13 May 2026; the week of Monday 25 May is fully booked.
NEXT_THURSDAY = "S-20260521-PM"


@pytest.fixture
def ada(northlight: Store, clock: Clock) -> Customer:
    return Customer("C-1001", northlight, clock)


async def places(store: Store, slot_id: str) -> int:
    async with store.reading() as tx:
        left: int = (await tx.execute(select(slots.c.places_left).where(slots.c.slot_id == slot_id))).scalar_one()
        return left


async def booked(customer: Customer) -> list[tuple[str, str, str]]:
    return [(visit.visit_id, visit.slot_id, visit.status) for visit in await customer.asks(list_visits)]


async def test_free_windows_of_a_day_are_listed(ada: Customer) -> None:
    found = await ada.asks(list_slots, day="2026-05-21")
    assert [slot.slot_id for slot in found] == ["S-20260521-AM", "S-20260521-PM", "S-20260521-EV"]


async def test_free_windows_of_a_part_of_a_day_are_listed(ada: Customer) -> None:
    (slot,) = await ada.asks(list_slots, day=date(2026, 5, 21), part_of_day="afternoon")
    assert slot.slot_id == NEXT_THURSDAY
    assert slot.starts_at.isoformat() == "2026-05-21T11:00:00+00:00"  # Noon in London, in summer.


async def test_when_a_day_is_full_the_nearest_later_windows_are_listed(ada: Customer) -> None:
    found = await ada.asks(list_slots, day="2026-05-26", part_of_day="afternoon")
    assert found[0].slot_id == "S-20260601-PM"
    assert {slot.part_of_day for slot in found} == {"afternoon"}


async def test_today_only_what_is_still_to_come_is_listed(ada: Customer) -> None:
    found = await ada.asks(list_slots, day="2026-05-13")
    assert [slot.slot_id for slot in found] == ["S-20260513-PM", "S-20260513-EV"]


async def test_a_day_in_the_past_is_not_searched(ada: Customer) -> None:
    with pytest.raises(Correctable, match="12 May 2026 is in the past") as error:
        await ada.asks(list_slots, day="2026-05-12")
    assert error.value.argument == "day"


async def test_a_day_after_the_calendar_names_its_end(ada: Customer) -> None:
    with pytest.raises(Correctable, match="open until 20 June 2026") as error:
        await ada.asks(list_slots, day="2027-01-04")
    assert error.value.argument == "day"


async def test_without_a_calendar_nothing_is_free(sqlite_store: Store, clock: Clock) -> None:
    assert await Customer("C-1001", sqlite_store, clock).asks(list_slots) == []


async def test_planning_a_visit_takes_no_place(ada: Customer) -> None:
    plan = await ada.plans(book_visit, slot_id=NEXT_THURSDAY, reason="repair")
    assert str(plan.terms.address) == "Flat 3, 48 Mill Lane, Bath BA2 4NL"
    assert await places(ada.store, NEXT_THURSDAY) == 3
    assert len(await booked(ada)) == 1


async def test_a_booked_visit_takes_a_place_and_its_undoing_gives_it_back(ada: Customer) -> None:
    receipt = await ada.does(book_visit, slot_id=NEXT_THURSDAY, reason="repair")
    assert (receipt.visit_id, NEXT_THURSDAY, "booked") in await booked(ada)
    assert await places(ada.store, NEXT_THURSDAY) == 2
    await ada.undoes(book_visit, receipt)
    assert (receipt.visit_id, NEXT_THURSDAY, "cancelled") in await booked(ada)
    assert await places(ada.store, NEXT_THURSDAY) == 3


async def test_a_second_visit_for_one_reason_is_refused(ada: Customer) -> None:
    with pytest.raises(Refused, match="relocation visit V-301 is already booked for Tuesday 19 May"):
        await ada.asks(book_visit, slot_id=NEXT_THURSDAY, reason="relocation")


async def test_of_two_plans_for_one_reason_one_is_booked(ada: Customer) -> None:
    plans = [
        await ada.plans(book_visit, slot_id=slot_id, reason="repair") for slot_id in (NEXT_THURSDAY, "S-20260522-PM")
    ]
    await ada.applies(plans[0])
    with pytest.raises(Refused, match="already been booked"):
        await ada.applies(plans[1])
    assert await places(ada.store, "S-20260522-PM") == 3


@pytest.mark.parametrize(
    ("slot_id", "sentence"),
    [
        ("S-20260513-AM", "Wednesday 13 May, 08:00 to 12:00 is in the past"),
        ("S-20260526-PM", "is fully booked. The next free ones are Monday 1 June"),
        ("S-20260517-AM", "There is no visit window"),  # A Sunday.
        ("S-20200101-AM", "There is no visit window"),
    ],
)
async def test_a_window_that_cannot_be_had_is_not_booked(ada: Customer, slot_id: str, sentence: str) -> None:
    for tool, arguments in ((book_visit, {"reason": "repair"}), (move_visit, {"visit_id": "V-301"})):
        with pytest.raises(Correctable, match=sentence) as error:
            await ada.asks(tool, slot_id=slot_id, **arguments)
        assert error.value.argument == "slot_id"
    assert await booked(ada) == [("V-301", "S-20260519-AM", "booked")]


async def test_a_window_that_fills_up_before_the_yes_is_not_booked(northlight: Store, clock: Clock) -> None:
    callers = [Customer(f"C-10{number:02}", northlight, clock) for number in (2, 3, 4, 5)]
    plans = [await caller.plans(book_visit, slot_id=NEXT_THURSDAY, reason="repair") for caller in callers]
    for caller, plan in zip(callers[:3], plans, strict=False):
        await caller.applies(plan)
    with pytest.raises(Refused, match="taken by somebody else"):
        await callers[3].applies(plans[3])
    assert await booked(callers[3]) == []
    assert await places(northlight, NEXT_THURSDAY) == 0


async def test_a_moved_visit_leaves_its_old_place(ada: Customer) -> None:
    receipt = await ada.does(move_visit, visit_id="V-301", slot_id=NEXT_THURSDAY)
    assert await booked(ada) == [("V-301", NEXT_THURSDAY, "booked")]
    assert (await places(ada.store, "S-20260519-AM"), await places(ada.store, NEXT_THURSDAY)) == (3, 2)
    await ada.undoes(move_visit, receipt)
    assert await booked(ada) == [("V-301", "S-20260519-AM", "booked")]
    assert (await places(ada.store, "S-20260519-AM"), await places(ada.store, NEXT_THURSDAY)) == (2, 3)


async def test_a_visit_cannot_be_moved_to_where_it_is(ada: Customer) -> None:
    with pytest.raises(Correctable, match="already at that time"):
        await ada.asks(move_visit, visit_id="V-301", slot_id="S-20260519-AM")


async def test_a_cancelled_visit_gives_its_place_back_and_can_be_restored(ada: Customer) -> None:
    receipt = await ada.does(cancel_visit, visit_id="V-301")
    assert await booked(ada) == [("V-301", "S-20260519-AM", "cancelled")]
    assert await places(ada.store, "S-20260519-AM") == 3
    await ada.undoes(cancel_visit, receipt)
    assert await booked(ada) == [("V-301", "S-20260519-AM", "booked")]
    assert await places(ada.store, "S-20260519-AM") == 2


async def test_a_cancelled_visit_cannot_be_changed(ada: Customer) -> None:
    await ada.does(cancel_visit, visit_id="V-301")
    with pytest.raises(Refused, match="V-301 is cancelled"):
        await ada.asks(move_visit, visit_id="V-301", slot_id=NEXT_THURSDAY)


async def test_of_a_move_and_a_cancellation_planned_together_one_is_done(ada: Customer) -> None:
    move = await ada.plans(move_visit, visit_id="V-301", slot_id=NEXT_THURSDAY)
    cancellation = await ada.plans(cancel_visit, visit_id="V-301")
    await ada.applies(cancellation)
    with pytest.raises(Refused, match="changed meanwhile"):
        await ada.applies(move)
    assert await places(ada.store, NEXT_THURSDAY) == 3


async def test_within_a_day_of_a_visit_it_stays(northlight: Store, clock: Clock) -> None:
    noah = Customer("C-1015", northlight, clock)
    for tool, arguments in ((cancel_visit, {}), (move_visit, {"slot_id": NEXT_THURSDAY})):
        with pytest.raises(Refused, match="until 24 hours before it starts"):
            await noah.asks(tool, visit_id="V-303", **arguments)
    assert await booked(noah) == [("V-303", "S-20260513-PM", "booked")]


async def test_another_customers_visit_reads_as_one_that_does_not_exist(ada: Customer) -> None:
    for tool, arguments in ((cancel_visit, {}), (move_visit, {"slot_id": NEXT_THURSDAY})):
        texts = []
        for visit_id in ("V-302", "V-999"):
            with pytest.raises(NotFound) as error:
                await ada.asks(tool, visit_id=visit_id, **arguments)
            texts.append(str(error.value).replace(visit_id, "V"))
        assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        (book_visit, {"slot_id": "tomorrow", "reason": "repair"}),
        (book_visit, {"slot_id": NEXT_THURSDAY, "reason": "tea"}),
        (move_visit, {"visit_id": "301", "slot_id": NEXT_THURSDAY}),
        (list_slots, {"day": "soon"}),
        (list_slots, {"part_of_day": "night"}),
    ],
)
async def test_arguments_outside_the_schema_never_reach_the_tool(
    ada: Customer, tool: Any, arguments: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        await ada.asks(tool, **arguments)


async def test_visits_are_for_callers_who_have_proved_who_they_are(northlight: Store, clock: Clock) -> None:
    caller = Customer("C-1001", northlight, clock, Strength.CHANNEL)
    for tool, arguments in (
        (list_visits, {}),
        (list_slots, {}),
        (book_visit, {"slot_id": NEXT_THURSDAY, "reason": "repair"}),
        (cancel_visit, {"visit_id": "V-301"}),
    ):
        with pytest.raises(NotVerified):
            await caller.asks(tool, **arguments)
