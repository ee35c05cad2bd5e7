"""E-mail addresses and UK telephone numbers, written or spoken ("jo at example dot com")."""

import re

from graphs.embedded.parsers.found import Found, without_overlaps
from graphs.embedded.parsers.numbers import LONGEST, digitise

_EMAIL = re.compile(r"(?<![\w.+\-])([\w.+\-']+)\s?@\s?((?:[a-z0-9\-]+\.)+[a-z]{2,})(?![\w\-])", re.IGNORECASE)
_ENDING = r"(?:com|net|org|info|io|me|eu|uk|co\s*(?:dot|\.)\s*uk|org\s*(?:dot|\.)\s*uk|ac\s*(?:dot|\.)\s*uk)"
_SPOKEN = re.compile(
    r"\b(?!(?:look|go|shop|order|bought|me|you|is)\s)([a-z0-9]+(?:\s\d{1,4})*(?:\s*(?:dot|\.|underscore"
    r"|under score|dash|hyphen|_|-|plus)\s*[a-z0-9]+(?:\s\d{1,4})*)*)\s+at\s+"
    rf"((?:[a-z0-9\-]+\s*(?:dot|\.)\s*)+{_ENDING})\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\be-?mail|\bcontact\b|\baddress\b", re.IGNORECASE)
_SIGNS = {"dot": ".", "underscore": "_", "under score": "_", "dash": "-", "hyphen": "-", "plus": "+"}
_SIGN = re.compile(r"\s*(\.|_|-|\b(?:dot|underscore|under score|dash|hyphen|plus)\b)\s*", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w£.])(?:(?:\+|00)\s?44[\s().\-]*(?:\(?0\)?)?|\(?0)(?:[\s().,\-]*\d){9,10}(?![\d]|[\s\-]?\d)"
)


def find_emails(text: str) -> list[Found[str]]:
    """Return e-mail addresses; the part after the "@" is in small letters."""
    text = text[:LONGEST]
    found = [
        Found(f"{m[1].lstrip(chr(39))}@{m[2].lower()}", m.start(), m.end(), m[0])
        for m in _EMAIL.finditer(text)
        if ".." not in m[0]
    ]
    digits = digitise(text)
    for match in _SPOKEN.finditer(digits.text):
        if " dot " not in match[2].lower() and not (_ABOUT.search(text) or match[0] == digits.text.strip(" .!")):
            continue  # "look at northlight.com"
        value = f"{_written(match[1])}@{_written(match[2])}".lower()
        found.append(digits.found(value, match.start(), match.end()))
    return without_overlaps(found)


def _written(spoken: str) -> str:
    return _SIGN.sub(lambda m: _SIGNS.get(m[1].lower(), m[1]), spoken).replace(" ", "")


def find_phones(text: str) -> list[Found[str]]:
    """Return UK telephone numbers in the international form, such as +447700900123."""
    digits = digitise(text)
    found = []
    for match in _PHONE.finditer(digits.text):
        number = re.sub(r"\D", "", match[0])
        number = re.sub(r"^(?:0044|44|0)0?", "", number)
        if number[:1] in tuple("12378") and (len(number) == 10 or (len(number) == 9 and number[0] in "18")):
            end = match.start() + len(match[0].rstrip())
            found.append(digits.found(f"+44{number}", match.start(), end))
    return found
