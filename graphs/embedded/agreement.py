"""How a reply to a yes-or-no question is read: certain words by code, the rest by what was learned from examples."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence

from graphs.embedded.amending import amended_value
from graphs.embedded.parsers import addresses, clock, confirmation, contact, money
from graphs.embedded.parsers.found import Found
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.toolcards import Kind
from tools.actions import Reading

SURE_OF_YES = 0.6
"""A yes that is less sure is not taken for one."""
HARDLY_A_DOUBT = 0.95
"""A yes that is as sure as this holds in spite of words that often turn one."""
SURE_OF_ENDING = 0.8
"""So sure the end of a reply must be to speak for all of it."""
BEYOND_DOUBT = 0.97
"""A yes that is as sure as this needs no word that is known to agree."""
_READINGS: tuple[Reading, ...] = ("yes", "no", "changed", "other")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d[\d ]*(?:st|nd|rd|th)?\b", re.IGNORECASE)
_ENDING = re.compile(r"^(?P<before>.*\w.*?[.!?]+)\s+(?P<last>\w.*)$", re.DOTALL)
_ASIDE = 2
"""A question of so few words only wonders: "Friday??"."""
_LONG = 3
"""So many digits in a row may be a part of a longer number: the end of a telephone number that is read back."""
_AMENDABLE: tuple[tuple[Kind, Callable[[str], Sequence[Found[str]]]], ...] = (
    ("email", contact.find_emails),
    ("phone", contact.find_phones),
    ("street", addresses.find_streets),
)
"""Of what is proposed, the last value named is the new one."""
_FINDERS = (contact.find_emails, contact.find_phones, addresses.find_postcodes, money.find)


async def read(text: str, judged: Callable[[str], Awaitable[tuple[Reading, float]]]) -> tuple[Reading, float]:
    """Return the reading of a reply; one that says nothing as a whole may say it at its end: "it's late. Go on then".

    What comes before must not hold the end back, nor ask more than a word or two: "Friday?? Well, send it".
    """
    reading, confidence = await judged(text)
    parted = _ENDING.match(text)
    if reading != "other" or parted is None:
        return reading, confidence
    last, sure = await judged(parted["last"])
    asks = "?" in parted["before"] and len(parted["before"].split()) > _ASIDE
    if last not in ("yes", "no") or sure < SURE_OF_ENDING or asks or confirmation.held_back(parted["before"]):
        return reading, confidence
    before, _ = await judged(parted["before"])
    return (last, sure) if before in ("other", last) else (reading, confidence)


def judge(text: str, question: str, chances: Mapping[str, float]) -> tuple[Reading, float]:
    """Return the reading of a reply and how sure it is, given what the head makes of it.

    Doubt about a yes makes it "other", which does nothing; a yes to something else than what was asked is a change.
    """
    certain = confirmation.read(text)
    if certain == "no" or certain == "changed":
        return certain, 1.0
    likeliest: Reading = max(_READINGS, key=lambda one: chances.get(one, 0.0))
    label, confidence = (certain, 1.0) if certain else (likeliest, chances.get(likeliest, 0.0))
    names_another = label in ("yes", "other") and _names_another(text, question)
    if "?" not in text and (names_another or _amends(text, question)):
        return "changed", confidence
    if label == "yes" and certain is None:
        surely, beyond_doubt = confidence >= HARDLY_A_DOUBT, confidence >= BEYOND_DOUBT
        may_be = confirmation.may_be_yes(text, surely=surely, beyond_doubt=beyond_doubt)
        if confidence < SURE_OF_YES or not may_be:
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


def _amends(text: str, question: str) -> bool:
    """Whether a reply corrects a part of a value that the question names: "no, with a dot after the b"."""
    pairs = [(kind, found[-1].value) for kind, find in _AMENDABLE if (found := find(question))]
    return any(amended_value(kind, value, text) not in (None, value) for kind, value in pairs)


def _names_another(text: str, question: str) -> bool:
    """Whether a reply names a value of a kind that the question names, but none of those."""
    pairs = [({one.value for one in find(text)}, {one.value for one in find(question)}) for find in _FINDERS]
    days = [{day.lower() for day in _WEEKDAY.findall(words)} for words in (text, question)]
    return any(said and asked and not said & asked for said, asked in [*pairs, (days[0], days[1])])
