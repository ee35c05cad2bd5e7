"""How to reach somebody: e-mail, phone, street and postcode, in the forms that British customers use."""

import re

from tools.digits import Run, digits_of, replace_runs

EMAIL = "[e-mail]"
PHONE = "[phone]"
ADDRESS = "[address]"
POSTCODE = "[postcode]"

_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]{1,64}@\w[\w-]{0,63}(?:\.\w[\w-]{0,63}){1,8}"
    r"|(?<![\w.+-])[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w£$€.\[/+-])(?:\+|00)[1-9](?:[\s().-]{0,3}\d){7,14}(?!\w)"
    r"|(?<![\w£$€.:\[/+-])\(?0(?!\.)(?:[\s().-]{0,2}\d){9,10}(?!\w|[-/:]\d)"
)
_SPOKEN_PHONE = re.compile(r"0\d{9,10}|(?:00)?44\d{10}")
_RECORD = re.compile(
    r"\b(?:order|invoice|visit|device|fault|ticket|tracking|parcel|serial|ref(?:erence)?)\b"
    r"(?: (?:number|no))?[\s:.#]*\Z",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_HOUSE = r"(?i:\b(?:(?:flat|apartment|unit) \w{1,4},? )?\d{1,4}[a-z]?(?:-\d{1,4})?,? )"
_STREET_IN_ANY_CASE = r"(?i:(?:[a-z][\w'.-]* ){1,3}(?:street|road|avenue|lane|crescent|gardens|terrace|mews)\b)"
_STREET_IN_CAPITALS = (
    r"(?:[A-Z][\w'.-]* ){1,3}(?:St|Rd|Ave|Close|Drive|Way|Court|Place|Square|Grove|Hill|Park|Row|View|Walk"
    r"|Green|Parade|Rise|Mount|Vale|Wharf|Quay|Yard|Fields?)\b"
)
_STREET = re.compile(f"{_HOUSE}(?:{_STREET_IN_ANY_CASE}|{_STREET_IN_CAPITALS})")


def without_personal_data(text: str) -> str:
    """Put a placeholder where an e-mail address, a phone number, a street or a postcode stands."""
    text = _EMAIL.sub(EMAIL, text)
    text = _STREET.sub(ADDRESS, text)
    text = _POSTCODE.sub(POSTCODE, text)
    text = _PHONE.sub(_phone, text)
    return replace_runs(text, _spoken_phone)


def _phone(match: re.Match[str]) -> str:
    """Keep a number that is called an order's, or the like."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    return match[0] if _RECORD.search(before) else PHONE


def _spoken_phone(_text: str, run: Run) -> list[tuple[Run, str]]:
    spoken = any(group.spoken for group in run) and _SPOKEN_PHONE.fullmatch(digits_of(run))
    return [(run, PHONE)] if spoken else []
