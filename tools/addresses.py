"""Check an address against the gazetteer and write it the way the gazetteer does."""

import re

from tools.errors import Correctable
from tools.records import Address
from tools.store import premises
from tools.store.engine import Transaction
from tools.store.premises import Premises
from tools.wording import listed

_HOUSE = re.compile(r"(?P<number>\d{1,4})(?P<letter>[a-z])?,?\s+(?P<street>[^\d,]+)$", re.IGNORECASE)
_SHORT = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "ln": "lane",
    "tce": "terrace",
    "cres": "crescent",
    "dr": "drive",
    "cl": "close",
    "pde": "parade",
}


async def checked_address(tx: Transaction, street: str, postcode: str, city: str | None) -> Address:
    """Return the address in its proper spelling.

    Raises:
        Correctable: No such place is known; the text says what is, the argument is the one at fault.
    """
    house = _HOUSE.search(street.strip().rstrip(",."))
    if house is None:
        raise Correctable("Please give the house number and the street, such as 12 Harbour Road.", "street")
    code = spelled(postcode)
    name = _long(house["street"])
    place = await _place(tx, name, code)
    if city is not None and city.strip().casefold() != place.city.casefold():
        raise Correctable(f"{code} is in {place.city}, not in {city.strip()}.", "city")
    if not place.first_number <= int(house["number"]) <= place.last_number:
        raise Correctable(
            f"{place.street}, {code} has the house numbers {place.first_number} to {place.last_number}.",
            "street",
        )
    flat = " ".join(street[: house.start()].replace(",", " ").split()).title()
    number = f"{int(house['number'])}{(house['letter'] or '').upper()}"
    return Address(
        street=f"{flat}, {number} {place.street}" if flat else f"{number} {place.street}",
        city=place.city,
        postcode=place.postcode,
    )


def spelled(postcode: str) -> str:
    """Write a postcode in capitals with its one space."""
    letters = "".join(postcode.split()).upper()
    return f"{letters[:-3]} {letters[-3:]}"


async def _place(tx: Transaction, name: str, code: str) -> Premises:
    here = await premises.under(tx, code)
    for place in here:
        if place.street.casefold() == name.casefold():
            return place
    elsewhere = await premises.called(tx, name)
    known = listed([f"{place.city} {place.postcode}" for place in elsewhere], "or") if elsewhere else ""
    if here:
        streets = listed([place.street for place in here], "or")
        hint = f" {name} is in {known}." if known else ""
        raise Correctable(f"{code} is the postcode of {streets} in {here[0].city}.{hint}", "street")
    if known:
        raise Correctable(f"{code} is not a postcode that I know. {name} is in {known}.", "postcode")
    raise Correctable(f"I cannot find {name} or the postcode {code} in the address register.", "postcode")


def _long(street: str) -> str:
    *first, last = street.strip().rstrip(".").split()
    return " ".join([*first, _SHORT.get(last.casefold(), last)]).title().replace("'S", "'s")
