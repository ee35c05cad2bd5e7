"""E-mail addresses and UK telephone numbers, written or spoken ("jo at example dot com")."""

import re

from graphs.embedded.parsers.found import Found, without_overlaps
from graphs.embedded.parsers.numbers import LONGEST, digitise
from graphs.embedded.parsers.spoken import name_before, written

_EMAIL = re.compile(r"(?<![\w.+\-])([\w.+\-']+)\s?@\s?((?:[a-z0-9\-]+\.)+[a-z]{2,})(?![\w\-])", re.IGNORECASE)
ENDING = (
    r"(?:co\s*(?:dot|\.)\s*uk|org\s*(?:dot|\.)\s*uk|ac\s*(?:dot|\.)\s*uk|me\s*(?:dot|\.)\s*uk|com|net|org|info|io|me"
    r"|eu|uk|biz|app|dev|online|email|london|scot|wales|cymru|ie|fr|de|es|it|pl)"
)
"""What an address ends in, as it is written or said."""
_SPOKEN = re.compile(
    r"(?:\s+at\s+(?:(?:the\s+)?(?:sign|symbol)\s+)?|\s*@\s*)"
    rf"((?:[a-z0-9\-]+\s*(?:\bdot\b|\.)\s*)+{ENDING})\b(?!@)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\be-?mail|\bcontact\b|\baddress\b", re.IGNORECASE)
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
        named = name_before(digits.text, match.start())
        if named is None:
            continue
        name, start = named
        said = digits.text[start : match.end()]
        if "@" in match[0] and " dot " not in match[0].lower():
            continue
        if " dot " not in match[0].lower() and not (_ABOUT.search(text) or said == digits.text.strip(" .!")):
            continue  # "look at northlight.com"
        found.append(digits.found(f"{name}@{written(match[1])}", start, match.end()))
    return without_overlaps(found)


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
