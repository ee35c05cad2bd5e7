"""Whether a reply holds another value than the question names: a yes to that is a change."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from graphs.embedded import repeated
from graphs.embedded.amending import amended_value
from graphs.embedded.parsers import addresses, contact, identifiers, money, payment
from graphs.embedded.parsers import days as calendar
from graphs.embedded.parsers.found import Found
from graphs.embedded.toolcards import Kind

Finders = Collection[Callable[[str], Sequence[Found[Any]]]]
_ANY_DAY = date(2026, 1, 1)
"""Which weekday is said does not depend on the day."""
_AMENDABLE: tuple[tuple[Kind, Callable[[str], Sequence[Found[str]]]], ...] = (
    ("email", contact.find_emails),
    ("phone", contact.find_phones),
    ("street", addresses.find_streets),
)
"""Of what is proposed, the last value named is the new one."""
WRITTEN = (contact.find_emails, contact.find_phones, addresses.find_postcodes)
FINDERS = (*WRITTEN, money.find_any, payment.find_kinds, payment.find_brands)


def amended(text: str, question: str) -> bool:
    """Whether a reply corrects a part of a value that the question names: "no, with a dot after the b"."""
    pairs = [(kind, found[-1].value) for kind, find in _AMENDABLE if (found := find(question))]
    return any(amended_value(kind, value, text) not in (None, value) for kind, value in pairs)


def named(text: str, question: str, finders: Finders) -> bool:
    """Whether a reply names a value of a kind that the question names, but none of those."""
    # Read out digit by digit, what is repeated looks like another number.
    said = (text, repeated.without_repeated(text, question))
    return all(_is_another(words, question, finders) for words in said)


def _is_another(text: str, question: str, finders: Finders) -> bool:
    pairs = [({one.value for one in find(text)}, {one.value for one in find(question)}) for find in finders]
    days = [{one.weekday for one in calendar.find(words, _ANY_DAY)} - {None} for words in (text, question)]
    pairs += [(days[0], days[1])] if finders is FINDERS else []
    # "V-301" says nothing of "N-1042".
    letters = {one.value.split("-")[0] for one in identifiers.find_numbers(question)}
    numbers = {one.value for one in identifiers.find_numbers(text) if one.value.split("-")[0] in letters}
    pairs.append((numbers, {one.value for one in identifiers.find_numbers(question)}))
    return any(said and asked and not said & asked for said, asked in pairs)
