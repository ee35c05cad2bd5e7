"""What a reply only repeats of the question: "yes, Friday suits us" is a yes to Friday, and to another day a change."""

import re

from graphs.embedded.parsers import clock
from graphs.embedded.parsers.numbers import digitise

_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d[\d ]*(?:\.\d\d)?(?:st|nd|rd|th)?\b(?! (?:A|[B-Hb-h]|a(?=\W*$))\b)", re.IGNORECASE)
_CALLED = (
    (re.compile(r"\b(?:an? )?tenner\b", re.IGNORECASE), "10"),
    (re.compile(r"\b(?:an? )?fiver\b", re.IGNORECASE), "5"),
)
_UNTIL = re.compile(r"(?<=\d) and \d\d:\d\d")
_PLACE = re.compile(r"\d[A-Za-z]? ((?:[A-Z][\w'\u2019]+ ?)+)|((?:[A-Z][\w'\u2019]+ )+)(?=[A-Z]{1,2}\d)")
"""A street after its number, and a town before its postcode."""
_ENDING = re.compile(r"\bdot (\w+)\b(?! (?:dot|at)\b)", re.IGNORECASE)
_SAID = "\0"
"""Stands where a reply repeats what is proposed."""
_OH = re.compile(
    r"(?<![\d-] )(?<!\d)(?<!one )(?<!two )(?<!three )(?<!four )(?<!five )(?<!six )(?<!seven )(?<!eight )(?<!nine )"
    r"(?<!oh )\boh\b"
    r"(?!\W+(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|treble|\d))",
    re.IGNORECASE,
)
"""No digit: "oh, yes"."""
_SIGH = "\1"
_NOTHING_NEW = "that one"
"""What it says to repeat the day that is proposed, and no more."""
_LONG = 3
"""So many digits in a row may be a part of a longer number: the end of a telephone number that is read back."""


def without_repeated(text: str, question: str) -> str:
    """Return a reply without the days, times and numbers that the question names as what is to be.

    "Yes, Friday suits us" is a yes to Friday and a change of anything else; what is learned from replies alone cannot
    tell the two apart.
    """
    for called, amount in _CALLED:
        text = called.sub(amount, text)
    asked = question.rpartition(" to ")[2] if " from " in question else question
    # Of a span of hours the first says which part of the day it is.
    asked = _UNTIL.sub("", asked)
    days = {day.lower() for day in _WEEKDAY.findall(asked)}
    parts = {one.part for one in clock.find(asked)} - {None}
    said = _WEEKDAY.sub(
        lambda day: _SAID if day[0].lower() in days else day[0], digitise(_OH.sub(_SIGH, text), ordinals=True).text
    )
    said = said.replace(_SIGH, "oh")
    for one in reversed(clock.find(said)):
        if one.part in parts and one.time is None:
            said = said[: one.start] + _SAID + said[one.end :]
    for name in _PLACE.findall(asked):
        said = re.sub(rf"\b{re.escape(''.join(name).strip())}\b", _SAID, said, flags=re.IGNORECASE)
    said = _ENDING.sub(lambda end: _SAID if f".{end[1].lower()}. " in f"{asked.lower()} " else end[0], said)
    said = _NUMBER.sub(lambda number: _SAID if _repeats(number[0], asked) else number[0], said)
    said = re.sub(
        rf"\bthe {_SAID}|^\W*{_SAID}(?= (?:it|then|will|would|works|suits|for))", "that", said, flags=re.IGNORECASE
    )
    said = re.sub(rf"\bnot {_SAID}", f"not {_NOTHING_NEW}", said, flags=re.IGNORECASE).replace(_SAID, "")
    if re.search("[a-z]", said, re.IGNORECASE):
        return said
    return text if re.search(r"\d", said) or not re.search(r"\w", text) else _NOTHING_NEW


def _repeats(number: str, asked: str) -> bool:
    digits = re.sub(r"\D", "", number)
    runs = {re.sub(r"\D", "", run) for run in _NUMBER.findall(asked)} | set(re.findall(r"\d+", asked))
    runs |= {run.lstrip("0") for run in runs}
    return digits in runs or (len(digits) >= _LONG and any(digits in run for run in runs))
