"""What is wished for, and what is to stay as it is."""

import pytest

from graphs.embedded.parsers.contrast import negated, only, wanted, without_reason


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("thats ok for the bills but parcels shud go to my work", "parcels shud go to my work"),
        ("leave the billing one alone, send my parcels there", "send my parcels there"),
        ("bills stay put, parcels go to the new place", "parcels go to the new place"),
        ("my bills are fine as they are. orders should go there", "orders should go there"),
        ("parcels can keep coming home but bills should go there", "bills should go there"),
        ("refund the speaker but I'm keeping the plug", "refund the speaker"),
        ("refund the speaker. there was a plug with it, that's not included", "refund the speaker"),
        ("change the billing one please I'll leave the delivery one how it is", "change the billing one please"),
    ],
)
def test_what_is_to_stay_is_not_wished_for(text: str, wished: str) -> None:
    assert wanted(text)[0] == wished


def test_a_thing_that_keeps_failing_is_not_kept() -> None:
    text = "the plug keeps tripping my fuse box"
    assert wanted(text) == (text, "")


def test_what_is_negated_is_said_apart() -> None:
    assert negated("the speaker, not the stand")[1] == "stand"
    assert negated("not the delivery address, the billing one: 12 Foundry Row")[1] == "delivery address"


def test_a_limit_is_a_clause_of_its_own() -> None:
    assert only("my husband likes the plug. So just the speaker, please") == "just the speaker"
    assert only("the speaker") == ""


def test_what_is_not_liked_is_not_ruled_out() -> None:
    assert negated("I'm not happy with the lamp, can it go back")[1] == ""
    assert negated("not the lamp, the fan")[1] == "lamp"


def test_what_is_not_kept_goes_back() -> None:
    assert wanted("I've decided against keeping the lamp")[1] == ""
    assert wanted("I am keeping the lamp")[1] != ""


def test_a_reason_is_left_out() -> None:
    assert without_reason("return the fan because the lamp is enough") == "return the fan"
