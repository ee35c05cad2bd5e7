import pytest
from pydantic import ValidationError

from tests.conftest import Clock
from tests.tools.callers import Customer
from tools import tech_support
from tools.context import Strength
from tools.errors import Correctable, NotFound, NotVerified, Refused
from tools.store import faults
from tools.store.engine import Store
from tools.tech_support import check_devices, open_fault, restart_device

measure = tech_support.test_line


@pytest.fixture
def ada(northlight: Store, clock: Clock) -> Customer:
    return Customer("C-1001", northlight, clock)


async def suggestion(customer: Customer, device: str = "router") -> str | None:
    (found,) = await customer.asks(check_devices, device=device)
    action: str | None = found.suggested_action
    return action


async def open_faults(customer: Customer) -> list[str | None]:
    async with customer.store.reading() as tx:
        known = await faults.of_customer(tx, customer.customer_id or "")
    return [fault.fault_id for fault in known if fault.status == "open"]


async def test_all_devices_are_listed_with_what_their_state_means(ada: Customer) -> None:
    router, speaker = await ada.asks(check_devices)
    assert (router.device, router.light, router.online) == ("router", "red", False)
    assert speaker.finding == "The smart speaker is online and working."


@pytest.mark.parametrize("said", ["router", "the router", "Northlight Hub 2", "D-4001", "my Hub"])
async def test_a_device_is_found_by_what_customers_call_it(ada: Customer, said: str) -> None:
    (found,) = await ada.asks(check_devices, device=said)
    assert found.device_id == "D-4001"


async def test_a_device_that_the_customer_does_not_have_is_answered_with_those_they_have(ada: Customer) -> None:
    with pytest.raises(Correctable, match="no fridge on your account; there is a router and a smart speaker"):
        await ada.asks(check_devices, device="fridge")


async def test_a_line_fault_is_led_from_the_light_to_the_fault(ada: Customer) -> None:
    assert await suggestion(ada) == "test_line"
    assert (await ada.asks(measure)).suggested_action == "open_fault"
    plan = await ada.plans(open_fault, about="line", description="The light is red.")
    assert await open_faults(ada) == []
    receipt = await ada.applies(plan)
    assert await open_faults(ada) == [receipt.fault_id]
    assert receipt.repaired_by.isoformat() == "2026-05-15T17:00:00+00:00"  # Two working days, six in London.
    assert await suggestion(ada) is None
    assert (await ada.asks(measure)).suggested_action is None


async def test_a_device_fault_is_led_from_the_light_over_a_restart_to_the_fault(
    northlight: Store, clock: Clock
) -> None:
    farah = Customer("C-1006", northlight, clock)
    assert await suggestion(farah) == "test_line"
    assert (await farah.asks(measure)).suggested_action == "restart_device"
    await farah.does(restart_device, device_id="D-4007")
    assert await suggestion(farah) == "open_fault"
    receipt = await farah.does(open_fault, about="device", description="Still red.", device_id="D-4007")
    assert await open_faults(farah) == [receipt.fault_id]
    assert await suggestion(farah) is None


async def test_who_has_tried_in_vain_what_a_restart_does_is_pointed_to_the_fault(
    northlight: Store, clock: Clock
) -> None:
    farah, olive = (Customer(one, northlight, clock) for one in ("C-1006", "C-1016"))
    assert (await farah.asks(measure)).suggested_if_tried == "open_fault"
    router, thermostat = await olive.asks(check_devices)
    assert (router.suggested_if_tried, thermostat.suggested_if_tried) == (None, "open_fault")


async def test_a_restart_that_helps_turns_the_light_green(northlight: Store, clock: Clock) -> None:
    olive = Customer("C-1016", northlight, clock)
    for device, device_id in (("router", "D-4010"), ("thermostat", "D-4011")):
        assert await suggestion(olive, device) == "restart_device"
        await olive.does(restart_device, device_id=device_id)
        (found,) = await olive.asks(check_devices, device=device)
        assert (found.online, found.light, found.last_seen) == (True, "green", clock())


async def test_planning_a_restart_restarts_nothing(ada: Customer) -> None:
    before = await ada.asks(check_devices)
    await ada.plans(restart_device, device_id="D-4001")
    assert await ada.asks(check_devices) == before


async def test_an_open_fault_is_not_opened_again(northlight: Store, clock: Clock) -> None:
    mina = Customer("C-1014", northlight, clock)
    with pytest.raises(Refused, match="Fault F-451 is already open for this line, to be repaired by 15 May 2026"):
        await mina.asks(open_fault, about="line", description="Still nothing.")


async def test_of_two_plans_for_one_fault_one_is_opened(ada: Customer) -> None:
    plans = [await ada.plans(open_fault, about="line", description=said) for said in ("Red.", "Red light.")]
    await ada.applies(plans[0])
    with pytest.raises(Refused, match="already open"):
        await ada.applies(plans[1])
    assert len(await open_faults(ada)) == 1


async def test_an_undone_fault_is_closed(ada: Customer) -> None:
    receipt = await ada.does(open_fault, about="line", description="The light is red.")
    await ada.undoes(open_fault, receipt)
    assert await open_faults(ada) == []
    await ada.plans(open_fault, about="line", description="The light is red.")


async def test_no_line_fault_is_opened_for_a_good_line(northlight: Store, clock: Clock) -> None:
    with pytest.raises(Correctable, match="no fault on the line") as error:
        await Customer("C-1002", northlight, clock).asks(open_fault, about="line", description="It is slow.")
    assert error.value.argument == "about"


async def test_which_device_is_at_fault_is_asked_where_there_are_several(ada: Customer) -> None:
    with pytest.raises(Correctable, match=r"the router \(D-4001\) or the smart speaker \(D-4002\)") as error:
        await ada.asks(open_fault, about="device", description="It is broken.")
    assert error.value.argument == "device_id"


async def test_the_only_device_need_not_be_named(northlight: Store, clock: Clock) -> None:
    plan = await Customer("C-1006", northlight, clock).plans(open_fault, about="device", description="Broken.")
    assert plan.terms.device_id == "D-4007"


async def test_a_customer_without_devices_has_an_empty_list(northlight: Store, clock: Clock) -> None:
    george = Customer("C-1007", northlight, clock)
    assert await george.asks(check_devices) == []
    assert await george.asks(check_devices, device="router") == []


async def test_another_customers_device_reads_as_one_that_does_not_exist(ada: Customer) -> None:
    for tool, arguments in ((restart_device, {}), (open_fault, {"about": "device", "description": "Broken."})):
        texts = []
        for device_id in ("D-4007", "D-9999"):
            with pytest.raises(NotFound) as error:
                await ada.asks(tool, device_id=device_id, **arguments)
            texts.append(str(error.value).replace(device_id, "D"))
        assert texts[0] == texts[1]


async def test_devices_are_for_callers_who_have_proved_who_they_are(northlight: Store, clock: Clock) -> None:
    caller = Customer("C-1001", northlight, clock, Strength.CLAIMED)
    for tool, arguments in (
        (check_devices, {}),
        (measure, {}),
        (restart_device, {"device_id": "D-4001"}),
        (open_fault, {"about": "line", "description": "Red."}),
    ):
        with pytest.raises(NotVerified):
            await caller.asks(tool, **arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"about": "weather", "description": "It rains."},
        {"about": "line", "description": "x" * 501},
        {"about": "device", "description": "Broken.", "device_id": "router"},
        {"about": "line"},
    ],
)
async def test_arguments_outside_the_schema_never_reach_the_tool(ada: Customer, arguments: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        await ada.asks(open_fault, **arguments)
