"""Devices in customers' homes and the lines they hang on: what monitoring knows of them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Row, case, select, update

from tools.records import Device, LineTest
from tools.store.engine import Transaction
from tools.store.tables import broadband_lines, devices, faults

Health = Literal["well", "line_down", "silent", "limited", "restart_failed", "being_repaired"]


@dataclass(frozen=True)
class Diagnosis:
    """What a state of a device or line means, and which tool should follow."""

    finding: str
    suggested_action: str | None
    suggested_if_tried: str | None = None
    """Whoever has pulled the plug in vain needs no restart from afar."""


_DEVICES: dict[Health, Diagnosis] = {
    "well": Diagnosis("The {device} is online and working.", None),
    "line_down": Diagnosis("The {device} shows a red light: it gets no signal from the line.", "test_line"),
    "silent": Diagnosis("The {device} is offline.", "restart_device", "open_fault"),
    "limited": Diagnosis("The {device} is online, but its connection is unstable.", "restart_device"),
    "restart_failed": Diagnosis("The {device} was restarted and still does not work.", "open_fault"),
    "being_repaired": Diagnosis("Fault {fault_id} is open for this; engineers are working on it.", None),
}
_LINES: dict[str, Diagnosis] = {
    "good": Diagnosis("The line is working; the cause is not the line.", "restart_device", "open_fault"),
    "degraded": Diagnosis("The line is slower than it should be.", "open_fault"),
    "fault": Diagnosis("There is a fault on the line.", "open_fault"),
}
_LINE_IN_REPAIR = "There is a fault on the line. Fault {fault_id} is open; engineers are working on it."


async def of_customer(tx: Transaction, customer_id: str) -> list[Device]:
    """Return all devices of a customer."""
    open_faults = await _open_faults(tx, customer_id)
    query = select(devices).where(devices.c.customer_id == customer_id).order_by(devices.c.device_id)
    return [_record(row, open_faults) for row in await tx.execute(query)]


async def find(tx: Transaction, customer_id: str, device_id: str) -> Device | None:
    """Return one device of this customer; another customer's is not found."""
    every = await of_customer(tx, customer_id)
    return next((device for device in every if device.device_id == device_id), None)


async def restart(tx: Transaction, device_id: str, at: datetime) -> None:
    """Restart a device from afar; whether that helps is the device's own secret."""
    helps = devices.c.restart_helps
    await tx.execute(
        update(devices)
        .where(devices.c.device_id == device_id)
        .values(
            restarted_at=at,
            online=case((helps, True), else_=devices.c.online),
            light=case((helps, "green"), else_=devices.c.light),
            last_seen=case((helps, at), else_=devices.c.last_seen),
        )
    )


async def measure_line(tx: Transaction, customer_id: str, at: datetime) -> LineTest | None:
    """Measure the customer's line, if they have one."""
    query = select(broadband_lines).where(broadband_lines.c.customer_id == customer_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return None
    diagnosis = _LINES[row.result]
    fault_id = (await _open_faults(tx, customer_id)).get(None)
    if fault_id is not None and row.result != "good":
        diagnosis = Diagnosis(_LINE_IN_REPAIR.format(fault_id=fault_id), None)
    return LineTest(
        tested_at=at,
        result=row.result,
        download_mbps=Decimal(row.download_kbps) / 1000,
        finding=diagnosis.finding,
        suggested_action=diagnosis.suggested_action,
        suggested_if_tried=diagnosis.suggested_if_tried,
    )


async def _open_faults(tx: Transaction, customer_id: str) -> dict[str | None, str]:
    """Return open faults by the device they are about; None stands for the line."""
    query = select(faults.c.device_id, faults.c.fault_id).where(
        faults.c.customer_id == customer_id, faults.c.status == "open"
    )
    return {row.device_id: row.fault_id for row in await tx.execute(query)}


def _health(row: Row[Any], being_repaired: bool) -> Health:
    if row.online and row.light == "green":
        return "well"
    if being_repaired:
        return "being_repaired"
    if row.restarted_at is not None:
        return "restart_failed"
    if row.light == "red":
        return "line_down"
    return "limited" if row.online else "silent"


def _record(row: Row[Any], open_faults: dict[str | None, str]) -> Device:
    fault_id = open_faults.get(row.device_id)
    if fault_id is None and row.light == "red":
        fault_id = open_faults.get(None)
    diagnosis = _DEVICES[_health(row, fault_id is not None)]
    return Device(
        device_id=row.device_id,
        device=row.device,
        model=row.model,
        online=row.online,
        light=row.light,
        last_seen=row.last_seen,
        finding=diagnosis.finding.format(device=row.device, fault_id=fault_id),
        suggested_action=diagnosis.suggested_action,
        suggested_if_tried=diagnosis.suggested_if_tried,
    )
