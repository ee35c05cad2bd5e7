from typing import Any

import pytest
from pydantic import ValidationError

from tests.conftest import Clock
from tests.tools.callers import Customer
from tools.account import show_account, update_address, update_contact
from tools.context import Strength
from tools.errors import Correctable, NotVerified, Refused, Unavailable
from tools.store import customers
from tools.store.engine import Store

NEW_HOME = {"kind": "billing", "street": "9 Oak Avenue", "postcode": "M20 5WT"}


@pytest.fixture
def ada(northlight: Store, clock: Clock) -> Customer:
    return Customer("C-1001", northlight, clock)


async def addresses(ada: Customer) -> tuple[str, str]:
    account = await ada.asks(show_account)
    return str(account.billing), str(account.delivery)


BEFORE = ("12 Harbour Road, Bristol BS1 6QH", "Flat 3, 48 Mill Lane, Bath BA2 4NL")


async def test_the_account_shows_both_addresses(ada: Customer) -> None:
    assert await addresses(ada) == BEFORE


async def test_only_a_verified_caller_sees_or_changes_an_account(northlight: Store, clock: Clock) -> None:
    for strength in (Strength.ANONYMOUS, Strength.CLAIMED, Strength.CHANNEL):
        caller = Customer("C-1001", northlight, clock, strength)
        for tool, arguments in (
            (show_account, {}),
            (update_address, NEW_HOME),
            (update_contact, {"phone": "07700900999"}),
        ):
            with pytest.raises(NotVerified):
                await caller.asks(tool, **arguments)


async def test_planning_a_move_changes_nothing(ada: Customer) -> None:
    await ada.plans(update_address, **NEW_HOME)
    assert await addresses(ada) == BEFORE


async def test_only_the_address_that_was_named_changes(ada: Customer) -> None:
    await ada.does(update_address, **NEW_HOME)
    assert await addresses(ada) == ("9 Oak Avenue, Manchester M20 5WT", BEFORE[1])


@pytest.mark.parametrize(
    ("street", "postcode", "written"),
    [
        ("9 oak avenue", "m205wt", "9 Oak Avenue, Manchester M20 5WT"),
        ("Flat 2b, 7 Queens Orchard", "BS8 2RN", None),
        ("Flat 2b, 7 Queen's Orchard", "BS8 2RN", "Flat 2B, 7 Queen's Orchard, Bristol BS8 2RN"),
        ("100a Harbour Rd.", "BS1 6QJ", "100A Harbour Road, Bristol BS1 6QJ"),
        ("48, Mill Ln", "BA2 4NL", "48 Mill Lane, Bath BA2 4NL"),
    ],
)
async def test_an_address_is_written_as_the_gazetteer_writes_it(
    ada: Customer, street: str, postcode: str, written: str | None
) -> None:
    if written is None:
        with pytest.raises(Correctable, match="BS8 2RN is the postcode of Queen's Orchard in Bristol"):
            await ada.asks(update_address, kind="billing", street=street, postcode=postcode)
        return
    plan = await ada.plans(update_address, kind="billing", street=street, postcode=postcode)
    assert str(plan.terms.address) == written


@pytest.mark.parametrize(
    ("changes", "argument", "sentence"),
    [
        ({"postcode": "ZZ1 1ZZ"}, "postcode", "Oak Avenue is in Brighton BN1 8EF or Manchester M20 5WT"),
        ({"street": "9 Nowhere Road"}, "street", "M20 5WT is the postcode of Oak Avenue in Manchester"),
        ({"street": "9 Mill Lane"}, "street", "Mill Lane is in Bath BA2 4NL or Leeds LS12 3PW"),
        ({"street": "9 Nowhere Road", "postcode": "ZZ1 1ZZ"}, "postcode", "I cannot find Nowhere Road"),
        ({"street": "900 Oak Avenue"}, "street", "house numbers 1 to 76"),
        ({"street": "Oak Avenue"}, "street", "house number"),
        ({"city": "Leeds"}, "city", "M20 5WT is in Manchester, not in Leeds"),
    ],
)
async def test_an_address_that_does_not_exist_is_not_taken(
    ada: Customer, changes: dict[str, str], argument: str, sentence: str
) -> None:
    with pytest.raises(Correctable, match=sentence) as error:
        await ada.asks(update_address, **(NEW_HOME | changes))
    assert error.value.argument == argument
    assert await addresses(ada) == BEFORE


@pytest.mark.parametrize(
    "changes", [{"kind": "holiday"}, {"postcode": "12345"}, {"street": "x" * 121}, {"postcode": "M20 5WT; DROP"}]
)
async def test_an_address_outside_the_schema_never_reaches_the_tool(ada: Customer, changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        await ada.asks(update_address, **(NEW_HOME | changes))


async def test_moving_to_where_one_lives_is_refused(ada: Customer) -> None:
    with pytest.raises(Refused, match="already 12 Harbour Road"):
        await ada.asks(update_address, kind="billing", street="12 Harbour Road", postcode="BS1 6QH")


async def test_an_undone_move_brings_the_old_address_back(ada: Customer) -> None:
    receipt = await ada.does(update_address, **NEW_HOME)
    await ada.undoes(update_address, receipt)
    assert await addresses(ada) == BEFORE


async def test_a_move_that_was_followed_by_another_cannot_be_undone_alone(ada: Customer) -> None:
    receipt = await ada.does(update_address, **NEW_HOME)
    await ada.does(update_address, **(NEW_HOME | {"street": "11 Oak Avenue"}))
    with pytest.raises(Unavailable):
        await ada.undoes(update_address, receipt)
    assert (await addresses(ada))[0] == "11 Oak Avenue, Manchester M20 5WT"


async def test_of_two_plans_for_one_address_the_first_wins(ada: Customer) -> None:
    first = await ada.plans(update_address, **NEW_HOME)
    second = await ada.plans(update_address, **(NEW_HOME | {"street": "11 Oak Avenue"}))
    await ada.applies(first)
    with pytest.raises(Refused, match="changed meanwhile"):
        await ada.applies(second)
    assert (await addresses(ada))[0] == "9 Oak Avenue, Manchester M20 5WT"


@pytest.mark.parametrize(
    ("change", "contact"),
    [
        ({"email": "ada@example.org"}, ("ada@example.org", "+447700900101")),
        ({"phone": "07700 900 999"}, ("ada.finch@example.com", "+447700900999")),
        ({"phone": "+44 (0)7700 900999"}, ("ada.finch@example.com", "+447700900999")),
        ({"email": "a@b.co.uk", "phone": "0117 496 0123"}, ("a@b.co.uk", "+441174960123")),
    ],
)
async def test_contact_data_change_alone_or_together(
    ada: Customer, change: dict[str, str], contact: tuple[str, str]
) -> None:
    receipt = await ada.does(update_contact, **change)
    account = await ada.asks(show_account)
    assert (account.email, account.phone) == contact
    await ada.undoes(update_contact, receipt)
    account = await ada.asks(show_account)
    assert (account.email, account.phone) == ("ada.finch@example.com", "+447700900101")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({}, Correctable),
        ({"phone": "0123456789012345"}, Correctable),
        ({"email": "ada.finch@example.com"}, Refused),
        ({"email": "not an address"}, ValidationError),
        ({"email": "a@b"}, ValidationError),
        ({"phone": "call me"}, ValidationError),
    ],
)
async def test_bad_contact_data_are_not_taken(ada: Customer, change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        await ada.asks(update_contact, **change)


async def test_a_name_does_not_tell_two_customers_apart(northlight: Store) -> None:
    async with northlight.reading() as tx:
        walkers = await customers.named(tx, "James Walker")
    assert [walker.customer_id for walker in walkers] == ["C-1008", "C-1009"]
