"""What the customers of these tests say: sentences that can be read without doubt, and so need no model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphs.state import Area

SMALL_TALK = {"Goodbye.": "goodbye", "Thank you.": "thanks"}


@dataclass(frozen=True)
class Wish:
    """One thing a customer asks for: what to look up first, and what to do then."""

    text: str
    area: Area
    look: str
    tool: str | None
    arguments: dict[str, str] = field(default_factory=dict)


_SENTENCES: tuple[tuple[str, Area, str, str | None], ...] = (
    (r"refund the (?P<item>[\w ]+?) of order (?P<order_id>N-\d{4})", "billing", "list_orders", "refund_order"),
    (
        r"change my (?P<kind>billing|delivery) address to (?P<street>\d+ [\w ]+), (?P<postcode>\w+ \w+)",
        "account",
        "show_account",
        "update_address",
    ),
    (
        r"book an? (?P<reason>installation|repair) visit in (?P<slot_id>S-\d{8}-\w\w)",
        "field_service",
        "list_visits",
        "book_visit",
    ),
    (r"move my installation visit to (?P<slot_id>S-\d{8}-\w\w)", "field_service", "list_visits", "move_visit"),
    (r"cancel my installation visit", "field_service", "list_visits", "cancel_visit"),
    (r"which orders do I have", "billing", "list_orders", None),
)


def wishes(text: str) -> list[Wish]:
    """Read everything that is asked for, in order."""
    return [wish for _, wish in sorted(_found(text), key=lambda found: found[0])]


def _found(text: str) -> Iterator[tuple[int, Wish]]:
    for sentence, area, look, tool in _SENTENCES:
        for match in re.finditer(sentence, text, re.IGNORECASE):
            yield match.start(), Wish(match[0], area, look, tool, match.groupdict())
