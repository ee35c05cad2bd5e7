"""What customers come for: their lines, what each line must bring, and what must be true in the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.kill.town import COSTLY, COSTLY_MINOR, ITEM_MINOR, Person

Brings = Literal["question", "done", "declined", "waiting", "closed"]
YES, NO = "Yes, please.", "No, thank you."


@dataclass(frozen=True)
class Line:
    """One message, and what its turn must bring besides words."""

    text: str
    brings: tuple[Brings, ...] = ()


SUPERVISOR_APPROVES = Line("", ("done",))
"""Not said by the customer: the decision about what was last found to be waiting."""


@dataclass(frozen=True)
class Errand:
    """A few lines, and what is true after them."""

    lines: Sequence[Line]
    done: Sequence[str] = ()
    """The write tools that have run, in order."""
    refunds: Sequence[tuple[str, str, int]] = ()
    addresses: dict[str, str] = field(default_factory=dict)
    """Kind of address -> its street."""
    visits: Sequence[tuple[str, str]] = ()
    """Slot and status."""


def asks(text: str) -> Line:
    return Line(text, ("question",))


def agrees(*brings: Brings) -> Line:
    return Line(YES, brings or ("done",))


def refund(person: Person) -> Errand:
    """The wish sounds like a yes: a turn that runs again must not take it for the answer to its own question."""
    lines = [asks(f"Yes, and please refund the Smart plug of order {person.order_id}."), agrees()]
    return Errand(lines, ["refund_order"], [(person.order_id, "Smart plug", ITEM_MINOR)])


def refund_after_a_change_of_mind(person: Person) -> Errand:
    lines = [
        asks(f"Please refund the Dust cap of order {person.order_id}."),
        asks(f"No, refund the Wall mount of order {person.order_id} instead."),
        agrees(),
    ]
    return Errand(lines, ["refund_order"], [(person.order_id, "Wall mount", ITEM_MINOR)])


def refund_declined(person: Person) -> Errand:
    return Errand([asks(f"Please refund the Dust cap of order {person.order_id}."), Line(NO, ("declined",))])


def refund_after_a_digression(person: Person) -> Errand:
    lines = [
        asks(f"Please refund the Charger of order {person.order_id}."),
        Line("And which orders do I have?"),
        agrees(),
    ]
    return Errand(lines, ["refund_order"], [(person.order_id, "Charger", ITEM_MINOR)])


def refund_asked_for_twice(person: Person) -> Errand:
    wish = f"Please refund the Cable clip of order {person.order_id}."
    return Errand([asks(wish), agrees(), Line(wish)], ["refund_order"], [(person.order_id, "Cable clip", ITEM_MINOR)])


def refund_that_a_supervisor_approves(person: Person) -> Errand:
    lines = [
        asks(f"Please refund the {COSTLY} of order {person.costly_order_id}."),
        agrees("waiting"),
        SUPERVISOR_APPROVES,
    ]
    return Errand(lines, ["refund_order"], [(person.costly_order_id, COSTLY, COSTLY_MINOR)])


def two_wishes_at_once(person: Person) -> Errand:
    lines = [
        asks(
            f"Please refund the Spare fuse of order {person.order_id} "
            "and change my delivery address to 30 Harbour Road, BS1 6QH."
        ),
        agrees("done", "question"),
        agrees(),
    ]
    refunds = [(person.order_id, "Spare fuse", ITEM_MINOR)]
    return Errand(lines, ["refund_order", "update_address"], refunds, {"delivery": "30 Harbour Road"})


def another_wish_in_place_of_an_answer(person: Person) -> Errand:
    lines = [
        asks(f"Please refund the Screw set of order {person.order_id}."),
        asks(f"Please refund the Door sensor of order {person.order_id}."),
        agrees(),
    ]
    return Errand(lines, ["refund_order"], [(person.order_id, "Door sensor", ITEM_MINOR)])


def house_moved_there_and_back_and_there(_: Person) -> Errand:
    streets = ["14 Harbour Road", "12 Harbour Road", "14 Harbour Road"]
    lines = [
        line
        for street in streets
        for line in (asks(f"Please change my billing address to {street}, BS1 6QH."), agrees())
    ]
    return Errand(lines, ["update_address"] * 3, addresses={"billing": streets[-1]})


def visit_booked_moved_and_cancelled(person: Person) -> Errand:
    first, second = person.slot(8, "AM"), person.slot(11, "PM")
    lines = [
        asks(f"Please book an installation visit in {first}."),
        agrees(),
        asks(f"Please move my installation visit to {second}."),
        agrees(),
        asks("Please cancel my installation visit."),
        agrees(),
    ]
    return Errand(lines, ["book_visit", "move_visit", "cancel_visit"], visits=[(second, "cancelled")])


def visit_kept(person: Person) -> Errand:
    slot = person.slot(13, "AM")
    return Errand([asks(f"Please book a repair visit in {slot}."), agrees()], ["book_visit"], visits=[(slot, "booked")])


def thanks(_: Person) -> Errand:
    return Errand([Line("Thank you.")])


ERRANDS: tuple[Callable[[Person], Errand], ...] = (
    refund,
    refund_after_a_change_of_mind,
    refund_declined,
    refund_after_a_digression,
    refund_asked_for_twice,
    refund_that_a_supervisor_approves,
    two_wishes_at_once,
    another_wish_in_place_of_an_answer,
    house_moved_there_and_back_and_there,
    visit_booked_moved_and_cancelled,
    visit_kept,
    thanks,
)


def day_of(person: Person, chance: Random) -> list[Errand]:
    """Choose some errands, in some order, each once; then goodbye."""
    chosen = [errand(person) for errand in chance.sample(ERRANDS, k=chance.randint(2, 5))]
    return [*chosen, Errand([Line("Goodbye.", ("closed",))])]
