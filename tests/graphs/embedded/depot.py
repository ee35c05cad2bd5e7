"""A parcel depot: small typed tools that the product does not have, to talk about with the embedded model."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from langchain_core.tools import BaseTool
from pydantic import Field

from tests.databases import START
from tools.arguments import FreeText
from tools.effects import Plan, hands_over, reads, writes
from tools.errors import Correctable, NotVerified, Refused
from tools.records import HandoverRequest, Money, PartOfDay, Passage, Record
from tools.store.engine import Transaction

ParcelId = Annotated[str, Field(pattern=r"^PX-\d{4}$", description="A parcel's number, such as PX-1001.")]
PickupId = Annotated[str, Field(pattern=r"^K-\d{2}-(AM|PM)$", description="A free pickup, such as K-14-AM.")]
Day = Annotated[date, Field(json_schema_extra={"format": "date"})]


class Parcel(Record):
    """A parcel."""

    parcel_id: ParcelId
    contents: str
    value: Money
    sent_on: date
    status: Literal["waiting", "delivered"]


class Pickup(Record):
    """A free time for a van to come."""

    pickup_id: PickupId
    starts_at: datetime
    ends_at: datetime
    part_of_day: PartOfDay


class Collection(Record):
    """A van comes for a parcel."""

    parcel_id: ParcelId
    pickup_id: PickupId


class Claim(Record):
    """Money for a damaged parcel."""

    parcel_id: ParcelId
    damage: Literal["wet", "crushed", "torn_open"]
    amount: Money


class Scanner(Record):
    """How the customer's label scanner is doing."""

    scanner: str
    finding: str
    suggested_action: str | None


class Reset(Record):
    """A scanner made as new."""

    minutes: int


PARCELS = (
    Parcel(
        parcel_id="PX-1001",
        contents="Garden lamp",
        value=Money.of_minor(4900),
        sent_on=date(2026, 5, 4),
        status="waiting",
    ),
    Parcel(
        parcel_id="PX-1002",
        contents="Wool blanket",
        value=Money.of_minor(7250),
        sent_on=date(2026, 5, 8),
        status="waiting",
    ),
    Parcel(
        parcel_id="PX-1003", contents="Teapot", value=Money.of_minor(1800), sent_on=date(2026, 4, 2), status="delivered"
    ),
)


def _pickup(day: int, half: Literal["AM", "PM"]) -> Pickup:
    begin, end = (8, 12) if half == "AM" else (12, 17)
    part: PartOfDay = "morning" if half == "AM" else "afternoon"
    at = START.replace(day=day, minute=0)
    return Pickup(
        pickup_id=f"K-{day}-{half}",
        starts_at=at.replace(hour=begin - 1),
        ends_at=at.replace(hour=end - 1),
        part_of_day=part,
    )


PICKUPS = (_pickup(14, "AM"), _pickup(14, "PM"), _pickup(15, "PM"), _pickup(18, "AM"))


def plan(terms: Record) -> Plan[Any]:
    async def apply(_tx: Transaction, _key: str) -> Any:
        return terms

    return Plan(terms=terms, subject="depot", apply=apply)


@reads
async def list_parcels() -> list[Parcel]:
    """List the customer's parcels."""
    return list(PARCELS)


@reads
async def list_pickups(day: Day | None = None, part_of_day: PartOfDay | None = None) -> list[Pickup]:
    """List the times at which a van can come.

    Args:
        day: The day the customer wants.
        part_of_day: The part of the day the customer wants.
    """
    if day is not None and day < START.date():
        raise Correctable("That day is in the past.", "day")
    on_day = [one for one in PICKUPS if day in (None, one.starts_at.date())]
    return [one for one in on_day if part_of_day in (None, one.part_of_day)]


@writes(risk="service", undo=None)
async def collect_parcel(parcel_id: ParcelId, pickup_id: PickupId) -> Plan[Collection]:
    """Have a van collect a waiting parcel.

    Args:
        parcel_id: The parcel.
        pickup_id: The free time.
    """
    return plan(Collection(parcel_id=parcel_id, pickup_id=pickup_id))


@writes(risk="money", undo=None)
async def claim_damage(parcel_id: ParcelId, damage: Literal["wet", "crushed", "torn_open"]) -> Plan[Claim]:
    """Pay for a parcel that was damaged on the way.

    Args:
        parcel_id: The parcel.
        damage: What is wrong with it.
    """
    parcel = next((one for one in PARCELS if one.parcel_id == parcel_id), None)
    if parcel is None:
        raise Refused(f"There is no parcel {parcel_id} of yours.")
    return plan(Claim(parcel_id=parcel_id, damage=damage, amount=parcel.value))


@reads
async def check_scanner() -> Scanner:
    """Look up how the customer's label scanner is doing."""
    return Scanner(scanner="hand scanner", finding="Its memory is full.", suggested_action="reset_scanner")


@writes(risk="service", undo=None)
async def reset_scanner() -> Plan[Reset]:
    """Reset the customer's label scanner."""
    return plan(Reset(minutes=2))


@reads
async def show_balance() -> Money:
    """Show how much the customer owes."""
    raise NotVerified("Please sign in first, so that I know this account is yours.")


@reads
async def search_guide(query: FreeText) -> list[Passage]:
    """Find passages of the depot's guide.

    Args:
        query: The question.
    """
    if "insur" not in query and "heavy" not in query:
        return []
    text = (
        "# Weight\n\nA parcel may be as heavy as 30 kilograms. Heavier goods go by freight. "
        "\n\n# Insurance\n\nEvery parcel is insured for up to £100 without extra cost."
    )
    return [Passage(title="What we carry", source="carry.md#weight", text=text, score=0.9)]


@hands_over
async def call_clerk(reason: FreeText) -> HandoverRequest:
    """Hand the conversation to a clerk.

    Args:
        reason: Why.
    """
    return HandoverRequest(reason=reason)


DEPOT: tuple[BaseTool, ...] = (
    list_parcels,
    list_pickups,
    collect_parcel,
    claim_damage,
    check_scanner,
    reset_scanner,
    show_balance,
    search_guide,
    call_clerk,
)

SAYINGS: dict[str, tuple[str, ...]] = {
    "list_parcels": (
        "which parcels do I have",
        "show me my parcels",
        "list my packages",
        "what parcels are on the way",
        "do you have anything for me",
        "where are my parcels",
        "my packages please",
        "what did I send",
    ),
    "list_pickups": (
        "when can the van come",
        "which pickup times are free",
        "what times do you have for a collection",
        "is a van free tomorrow",
        "show me free pickups",
        "when could you collect",
        "free collection times",
        "pickup times next week",
    ),
    "collect_parcel": (
        "please collect my parcel",
        "send a van for my package",
        "I want my parcel picked up",
        "can you pick up the lamp",
        "book a collection for my parcel",
        "come and get my package",
        "have the blanket collected on Thursday",
        "arrange a pickup for PX-1001",
    ),
    "claim_damage": (
        "my parcel arrived broken",
        "I want money for a damaged parcel",
        "the package was soaked, I want to claim",
        "claim for damage",
        "the lamp was crushed on the way",
        "my parcel was torn open",
        "pay me for the damaged blanket",
        "compensation for a wet parcel",
    ),
    "check_scanner": (
        "my scanner does not work",
        "the label scanner is broken",
        "is my scanner all right",
        "scanner shows an error",
        "the hand scanner will not read labels",
        "what is wrong with my scanner",
        "scanner trouble",
        "check my scanner",
    ),
    "reset_scanner": (
        "reset my scanner",
        "make the scanner as new",
        "clear the scanner's memory",
        "please reset the hand scanner",
        "factory reset for the scanner",
        "reset the label scanner",
        "wipe the scanner",
        "scanner reset please",
    ),
    "show_balance": (
        "how much do I owe you",
        "what is my balance",
        "show my balance",
        "how much is outstanding on my account",
        "do I owe anything",
        "what do I have to pay",
        "my account balance please",
        "is there anything left to pay",
    ),
}
"""Eight utterances a tool: all that the embedded model is told of it besides its schema."""

Run = Callable[..., Awaitable[Any]]
