"""How a reply to a yes-or-no question is read: certain words by code, the rest by what was learned from examples."""

import re
from collections.abc import Mapping

from graphs.embedded.parsers import addresses, confirmation, contact, money
from tools.actions import Reading

SURE_OF_YES = 0.6
"""A yes that is less sure is not taken for one."""
_READINGS: tuple[Reading, ...] = ("yes", "no", "changed", "other")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_FINDERS = (contact.find_emails, contact.find_phones, addresses.find_postcodes, money.find)


def judge(text: str, question: str, chances: Mapping[str, float]) -> tuple[Reading, float]:
    """Return the reading of a reply and how sure it is, given what the head makes of it.

    Doubt about a yes makes it "other", which does nothing; a yes to something else than what was asked is a change.
    """
    certain = confirmation.read(text)
    if certain == "no" or certain == "changed":
        return certain, 1.0
    likeliest: Reading = max(_READINGS, key=lambda one: chances.get(one, 0.0))
    label, confidence = (certain, 1.0) if certain else (likeliest, chances.get(likeliest, 0.0))
    if label in ("yes", "other") and "?" not in text and _names_another(text, question):
        return "changed", confidence
    if label == "yes" and certain is None and (confidence < SURE_OF_YES or not confirmation.may_be_yes(text)):
        return "other", 1 - confidence
    return label, confidence


def _names_another(text: str, question: str) -> bool:
    """Whether a reply names a value of a kind that the question names, but none of those."""
    pairs = [({one.value for one in find(text)}, {one.value for one in find(question)}) for find in _FINDERS]
    days = [{day.lower() for day in _WEEKDAY.findall(words)} for words in (text, question)]
    return any(said and asked and not said & asked for said, asked in [*pairs, (days[0], days[1])])
