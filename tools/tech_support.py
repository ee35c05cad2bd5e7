"""Technical support: how devices and the line are doing, and what can be done from here."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal

from tools.arguments import DeviceName, FreeText
from tools.context import Call, ToolContext
from tools.effects import Plan, reads, writes
from tools.errors import Correctable, NotFound, Refused
from tools.records import Device, DeviceId, Fault, LineTest, Restart
from tools.store import devices, faults
from tools.store.engine import Transaction
from tools.wording import day_words, listed, meant
from tools.working_days import working_days_after

_MINUTES_OFFLINE = 3
_RESTART_AGAIN = timedelta(minutes=15)
_REPAIR_DAYS = {"line": 2, "device": 3}
_END_OF_WORK = time(18)


@reads
async def check_devices(runtime: Call, device: DeviceName | None = None) -> list[Device]:
    """Look up how the customer's devices are doing: online or not, colour of the light, what that means.

    What the customer has switched off and on in vain calls for its suggested_if_tried, not for its suggested_action.

    Args:
        device: The device in question, such as "router"; leave out for all.
    """
    customer_id = runtime.context.customer()
    async with runtime.context.store.reading() as tx:
        known = await devices.of_customer(tx, customer_id)
    if device is None or not known:
        return known
    names = [name for one in known for name in _names(one)]
    wanted = set(meant(device, names))
    found = [one for one in known if wanted.intersection(_names(one))]
    if not found:
        has = listed([f"a {one.device}" for one in known])
        raise Correctable(f"There is no {device} on your account; there is {has}.", "device")
    return found


@reads
async def test_line(runtime: Call) -> LineTest:
    """Test the customer's broadband line now.

    What the customer has switched off and on in vain calls for the suggested_if_tried, not for the suggested_action.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        test = await devices.measure_line(tx, customer_id, context.now())
    if test is None:
        raise Refused("There is no broadband line on your account.")
    return test


@writes(risk="service", undo=None, repeat_after=_RESTART_AGAIN)  # A restart leaves nothing behind to undo.
async def restart_device(device_id: DeviceId, runtime: Call) -> Plan[Restart]:
    """Restart one of the customer's devices from here; it is offline for a few minutes.

    Args:
        device_id: The device.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        device = await _device(tx, customer_id, device_id)
    terms = Restart(device_id=device_id, device=device.device, minutes_offline=_MINUTES_OFFLINE)

    async def apply(tx: Transaction, _key: str) -> Restart:
        await devices.restart(tx, device_id, context.now())
        return terms

    return Plan(terms=terms, subject=f"device:{device_id}", apply=apply)


async def _undo_opening(tx: Transaction, receipt: Fault) -> None:
    if receipt.fault_id is not None:
        await faults.close(tx, receipt.fault_id)


@writes(risk="service", undo=_undo_opening)
async def open_fault(
    about: Literal["line", "device"], description: FreeText, runtime: Call, device_id: DeviceId | None = None
) -> Plan[Fault]:
    """Open a fault, so that engineers repair the line or a device.

    Args:
        about: What is at fault.
        description: What is wrong, in the customer's words.
        device_id: The device, if a device is at fault.
    """
    context = runtime.context
    customer_id = context.customer()
    async with context.store.reading() as tx:
        if about == "line":
            device_id = None
            await _check_line_is_at_fault(tx, customer_id, context)
        else:
            device_id = await _device_at_fault(tx, customer_id, device_id)
        already = await faults.find_open(tx, customer_id, device_id)
    if already is not None:
        by = day_words(already.repaired_by.astimezone(context.timezone).date())
        raise Refused(f"Fault {already.fault_id} is already open for this {about}, to be repaired by {by}.")
    terms = Fault(
        fault_id=None,
        about=about,
        device_id=device_id,
        description=description,
        status="open",
        repaired_by=_repaired_by(about, context),
    )

    async def apply(tx: Transaction, key: str) -> Fault:
        return await faults.open_one(tx, customer_id, terms, key)

    return Plan(terms=terms, subject=f"fault:{device_id or f'line:{customer_id}'}", apply=apply)


async def _check_line_is_at_fault(tx: Transaction, customer_id: str, context: ToolContext) -> None:
    test = await devices.measure_line(tx, customer_id, context.now())
    if test is None:
        raise Refused("There is no broadband line on your account.")
    if test.result == "good":
        raise Correctable("A test finds no fault on the line; a device may be at fault.", "about")


async def _device_at_fault(tx: Transaction, customer_id: str, device_id: str | None) -> str:
    if device_id is not None:
        return (await _device(tx, customer_id, device_id)).device_id
    known = await devices.of_customer(tx, customer_id)
    if len(known) == 1:
        return known[0].device_id
    names = listed([f"the {one.device} ({one.device_id})" for one in known], "or") if known else "none is known"
    raise Correctable(f"Which device is it: {names}?", "device_id")


async def _device(tx: Transaction, customer_id: str, device_id: str) -> Device:
    device = await devices.find(tx, customer_id, device_id)
    if device is None:
        raise NotFound(f"There is no device {device_id} on your account.")
    return device


def _repaired_by(about: Literal["line", "device"], context: ToolContext) -> datetime:
    """Return the end of the working day by which engineers repair it; the same all day long."""
    today = context.now().astimezone(context.timezone).date()
    day = working_days_after(today, _REPAIR_DAYS[about])
    return datetime.combine(day, _END_OF_WORK, context.timezone).astimezone(UTC)


def _names(device: Device) -> tuple[str, ...]:
    return device.device, device.model, device.device_id
