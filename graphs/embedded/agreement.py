"""How a reply to a yes-or-no question is read: certain words by code, the rest by what was learned from examples."""

import re
from collections.abc import Mapping

from graphs.embedded.parsers import addresses, clock, confirmation, contact, money
from graphs.embedded.parsers.numbers import digitise
from tools.actions import Reading

SURE_OF_YES = 0.6
"""A yes that is less sure is not taken for one."""
HARDLY_A_DOUBT = 0.95
"""A yes that is as sure as this holds in spite of words that often turn one."""
_READINGS: tuple[Reading, ...] = ("yes", "no", "changed", "other")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d[\d ]*(?:st|nd|rd|th)?\b", re.IGNORECASE)
_LONG = 3
"""So many digits in a row may be a part of a longer number: the end of a telephone number that is read back."""
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
    if label == "yes" and certain is None:
        surely = confidence >= HARDLY_A_DOUBT
        if confidence < SURE_OF_YES or not confirmation.may_be_yes(text, surely=surely):
            return "other", 1 - confidence
    return label, confidence


def without_repeated(text: str, question: str) -> str:
    """Return a reply without the days, times and numbers that the question names as what is to be.

    "Yes, Friday suits us" is a yes to Friday and a change of anything else; what is learned from replies alone cannot
    tell the two apart.
    """
    asked = question.rpartition(" to ")[2] if " from " in question else question
    days = {day.lower() for day in _WEEKDAY.findall(asked)}
    parts = {one.part for one in clock.find(asked)} - {None}
    said = _WEEKDAY.sub(lambda day: "" if day[0].lower() in days else day[0], digitise(text, ordinals=True).text)
    for one in reversed(clock.find(said)):
        if one.part in parts and one.time is None:
            said = said[: one.start] + said[one.end :]
    said = _NUMBER.sub(lambda number: "" if _repeats(number[0], asked) else number[0], said)
    return said if re.search("[a-z]", said, re.IGNORECASE) else text


def _repeats(number: str, asked: str) -> bool:
    digits = re.sub(r"\D", "", number)
    runs = {re.sub(r"\D", "", run) for run in _NUMBER.findall(asked)} | set(re.findall(r"\d+", asked))
    return digits in runs or (len(digits) >= _LONG and any(digits in run for run in runs))


def _names_another(text: str, question: str) -> bool:
    """Whether a reply names a value of a kind that the question names, but none of those."""
    pairs = [({one.value for one in find(text)}, {one.value for one in find(question)}) for find in _FINDERS]
    days = [{day.lower() for day in _WEEKDAY.findall(words)} for words in (text, question)]
    return any(said and asked and not said & asked for said, asked in [*pairs, (days[0], days[1])])
