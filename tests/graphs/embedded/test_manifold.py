"""Several choices, or several records, wished for at once."""

import pytest

from graphs.embedded.manifold import again_for, again_with, choices_wished, records_wished
from graphs.embedded.toolcards import Argument, ToolCard

KIND = Argument(
    name="kind",
    definition={"enum": ["billing", "delivery"], "type": "string"},
    required=True,
    phrasing={"billing": ("bills", "billing"), "delivery": ("deliveries", "delivery", "parcels")},
)


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("Change the billing one to that, delivery the same.", ("billing", "delivery")),
        ("parcels and bills to 5 Albion Mews", ("delivery", "billing")),
        ("Everything should go there.", ("billing", "delivery")),
        ("bills as they are, parcels to 5 Albion Mews", ()),
        ("change my delivery address to the same as billing", ()),
        ("bills to 5 Albion Mews", ()),
    ],
)
def test_choices_that_are_named_together_are_wished_for_in_turn(text: str, wished: tuple[str, ...]) -> None:
    assert choices_wished(KIND, text) == wished


def test_another_choice_is_asked_for_in_the_words_that_give_it_its_own_values() -> None:
    two = "billing to 5 Albion Mews LS2 9TJ and delivery to 9 Gas Works Lane, Birmingham B1 8TZ"
    assert again_for(KIND, "delivery", two, "the same for") == "delivery to 9 Gas Works Lane, Birmingham B1 8TZ"
    assert again_for(KIND, "delivery", "both to 5 Albion Mews", "the same for") == "the same for delivery"


DEVICE = Argument(name="device_id", definition={"type": "string", "pattern": r"^D-\d{4}$"}, required=True)
RESTART = ToolCard(name="restart_device", description="", arguments=(DEVICE,), effect="write", returns={})
DEVICES = [
    {"device_id": "D-4001", "device": "router", "model": "Northlight Hub 2"},
    {"device_id": "D-4002", "device": "smart speaker", "model": "Northlight Voice"},
    {"device_id": "D-4003", "device": "mesh point", "model": "Northlight Mesh"},
]


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("restart everything please", ["router", "smart speaker", "mesh point"]),
        ("reboot the router and the speaker", ["router", "smart speaker"]),
        ("the speaker and the mesh point want a kick", ["smart speaker", "mesh point"]),
        ("restart the router", []),
        ("it has stopped", []),
    ],
)
def test_records_that_are_named_together_are_wished_for_in_turn(text: str, wished: list[str]) -> None:
    assert [row["device"] for row in records_wished(RESTART, DEVICE, DEVICES, [text])] == wished


def test_another_record_is_asked_for_by_what_it_is_called() -> None:
    assert again_with(RESTART, DEVICE, DEVICES[1]) == "restart device smart speaker"
    assert again_with(RESTART, DEVICE, {"device_id": "D-4009"}) == "restart device D-4009"
