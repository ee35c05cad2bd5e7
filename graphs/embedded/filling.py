"""Values for typed arguments, found in the customer's words by each argument's JSON schema."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from graphs.embedded.amounts import plain_amount
from graphs.embedded.naming import mentioned, spelt
from graphs.embedded.parsers import addresses, choices, confirmation, contact, contrast, dates, identifiers, money
from graphs.embedded.parsers.found import Found
from graphs.embedded.parsers.ruled_out import wished
from graphs.embedded.parsers.second_thoughts import standing
from graphs.embedded.parsers.when import When
from graphs.embedded.toolcards import Argument, Kind
from tools.records import PartOfDay

_WORD = re.compile(r"[a-z0-9']+")
_OWNER = re.compile(r"(?<=\w\w)['\u2019]s\b")
"""What is said of a thing: "the camera's black"."""
_SAYS = re.compile(r"^\s*(?:it'?s|it is|that'?s|that is|i(?:'d| would) say|the answer is|um+|er+)[,: ]+", re.IGNORECASE)
_STREET_ONLY = re.compile(r"\W*(?:flat \w+,? )?\d+[a-z]?,?(?: [a-z'\u2019-]+){1,4}\W*$", re.IGNORECASE)
_NAME_WORDS = 4
_FEW_WORDS = 3
_BETTER = re.compile(
    r"\b(?:but|better|handier|rather|instead|i said|make (?:it|that)"
    r"|no,? (?:um+|er+m?|wait|sorry|hang on|hold on)|actually)\b",
    re.IGNORECASE,
)
_LONG_GONE = 120
_WEEK = 7
_WEEKDAY = re.compile(r"(?:on\s+)?(?:mon|tu|wed|thu|fri|sat|sun)", re.IGNORECASE)
_PAST_DAY = re.compile(r"\b(?:last|past|previous)\b", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:make (?:it|that)|instead|change it to|move it to|rather|no wait|wait no|actually|i mean|sorry|seriously"
    r"|no,? (?:hang|hold) on|(?:hang|hold) on,? no|scratch that|no no|to)\b",
    re.IGNORECASE,
)
_STEM, _ALIKE = 4, 0.6
"""Words that begin with so many letters alike, and with so much of the shorter one, are taken for forms of one word:
"bills" and "billing", but not "instead" and "installation"."""


@dataclass(frozen=True)
class Moment:
    """When and where the customer speaks: "tomorrow" depends on it."""

    now: datetime
    zone: ZoneInfo


def parse(argument: Argument, text: str, moment: Moment) -> Any | None:
    """Return the value that the words give for an argument, or None where they say nothing of it."""
    match argument.kind:
        case "enum":
            return _enum(argument, text, moment)
        case "date":
            return _date(text, moment)
        case "number":
            return _number(argument, text)
        case "text" if argument.phrasing:
            # "The camera's fine, it's the router."
            wanted = _phrased(argument, contrast.wanted(text)[0])
            return _alone(wanted or _phrased(argument, text) or _nearly_phrased(argument, text))
        case "pattern":
            found = identifiers.find(text, argument.pattern or "", nouns=argument.nouns, rivals=argument.rivals)
            return found[0].value if found else None
        case _:
            return _found(argument.kind, text)


def _found(kind: Kind, text: str) -> str | None:
    """Return the value of a kind that the words name and do not take back."""
    if kind == "town":
        return _town(text)
    values = found(kind, text)
    return str(standing(text, values).value) if values else None


def found(kind: Kind, text: str) -> Sequence[Found[Any]]:
    """Return all values of a kind that is written out, such as a street, in the order in which they are said."""
    finder = _FINDERS.get(kind)
    return finder(text) if finder else ()


def _town(text: str) -> str | None:
    """Return the town of the street that counts, where several are named."""
    streets, towns = addresses.find_streets(text), addresses.find_towns(text)
    if len(streets) > 1:
        street = standing(text, streets)
        after = min((one.start for one in streets if one.start > street.start), default=len(text))
        towns = [town for town in towns if street.end <= town.start < after]
    return str(towns[0].value) if towns else None


def parse_answer(argument: Argument, text: str, moment: Moment) -> Any | None:
    """Return the value in an answer to the question for this very argument: whatever was said, if it takes any text."""
    found = parse(argument, text, moment)
    if found is None and argument.kind == "money":
        return plain_amount(text)
    if found is not None or argument.kind not in ("free", "text", "town", "boolean", "street"):
        return found
    if argument.kind == "free" and confirmation.read(text) is not None:
        return None
    if argument.kind == "boolean":
        return {"yes": True, "no": False}.get(confirmation.read(text) or "")
    if argument.kind == "street" and not _STREET_ONLY.match(text):
        return None
    said = _SAYS.sub("", text).strip(" .,!")
    # A name is given in a few words; a whole sentence says something else besides.
    return said if said and (argument.kind in ("free", "street") or len(said.split()) <= _NAME_WORDS) else None


def first_found(argument: Argument, texts: Sequence[str], moment: Moment) -> Any | None:
    """Return the value that the newest of several texts gives for an argument."""
    for text in reversed(texts):
        found = parse(argument, text, moment)
        if found is not None:
            return found
    return None


def _enum(argument: Argument, text: str, moment: Moment) -> str | None:
    part = _part_of_day(argument, text, moment)
    # What part of the day is ruled out is none that is wished for: "anything but the evening".
    text = wished_days(text, moment) if _is_part_of_day(argument) else text
    # "Bills stay as they are, parcels go to ...": where only one is left, that one is wished for.
    for reading in (contrast.concluded(text), contrast.only(text), contrast.wanted(text)[0]):
        part = part or _choice(argument, reading)
    return part or _other_choice(argument, contrast.negated(text)[1]) or _choice(argument, text)


def _other_choice(argument: Argument, out: str) -> str | None:
    """Return the other of two choices, if one is ruled out: "not the billing one"."""
    # "I don't want him opening my bills" rules out no choice.
    named = 0 < len(out.split()) <= _FEW_WORDS and len(argument.choices) == 2
    gone = _choice(argument, out) if named else None
    return next((choice for choice in argument.choices if choice != gone), None) if gone else None


def _choice(argument: Argument, text: str) -> str | None:
    spoken = {choice.replace("_", " "): choice for choice in argument.choices}
    phrased = _phrased(argument, text)
    if phrased:
        return _alone(phrased)
    # "After" is no form of "afternoon".
    akin = () if _is_part_of_day(argument) else _same_stem(text, list(spoken))
    named = mentioned(text, list(spoken)) or akin
    return spoken[named[0]] if len(named) == 1 else None


def _part_of_day(argument: Argument, text: str, moment: Moment) -> str | None:
    """Return the part of the day that is said with the day that counts, or else the only one that is said."""
    if not _is_part_of_day(argument):
        return None
    meant = day_meant(text, moment)
    if meant is not None and meant.part is not None:
        return meant.part
    found = dates.find(wished_days(text, moment), moment.now, moment.zone)
    parts = list(dict.fromkeys(one.value.part for one in found if one.value.part is not None))
    # "I said afternoon, but the evening is better."
    return parts[-1] if len(parts) == 1 or (parts and _BETTER.search(text)) else None


def _is_part_of_day(argument: Argument) -> bool:
    return set(get_args(PartOfDay)) <= set(argument.choices)


def _phrased(argument: Argument, text: str) -> list[str]:
    """Return the choices that are said by the longest phrase: several where they are said alike."""
    said = _plain_words(text)
    found: dict[str, int] = {}
    for choice in argument.choices or argument.phrasing:
        phrases = (choice.replace("_", " "), *argument.phrasing.get(choice, ()))
        spoken = [_plain_words(phrase) for phrase in phrases]
        found[choice] = max((len(phrase.split()) for phrase in spoken if phrase in said), default=0)
    best = max(found.values(), default=0)
    return [choice for choice, words in found.items() if best and words == best]


def _plain_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(_OWNER.sub('', text.lower())))} "


def _nearly_phrased(argument: Argument, text: str) -> list[str]:
    return [name for name, phrases in argument.phrasing.items() if any(spelt(text, one) for one in (name, *phrases))]


def _alone(names: Sequence[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _same_stem(text: str, names: Sequence[str]) -> list[str]:
    said = _WORD.findall(text.lower())
    return [name for name in names if any(_akin(word, part) for word in said for part in _WORD.findall(name))]


def _akin(one: str, other: str) -> bool:
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike >= max(_STEM, _ALIKE * min(len(one), len(other)))


def wished_days(text: str, moment: Moment) -> str:
    """Return the words that say which day is wished for: without what they rule out, and with what they count to."""
    return wished(dates.counted(choices.compared(text), moment.now, moment.zone))


def _date(text: str, moment: Moment) -> str | None:
    meant = day_meant(text, moment)
    if meant is None:
        return None
    today = moment.now.astimezone(moment.zone).date()
    # A day of the year that has long gone by is the next one of that name.
    coming = (today - meant.first).days > _LONG_GONE and not re.search(r"\b20\d\d\b", text)
    return (meant.first.replace(year=meant.first.year + 1) if coming else meant.first).isoformat()


def day_meant(text: str, moment: Moment) -> When | None:
    """Return the day that counts of those that are said; of one that was taken back the next."""
    text = wished_days(text, moment)
    today = moment.now.astimezone(moment.zone).date()
    found = dates.find(text, moment.now, moment.zone)
    # "After five" and "in the morning" name no day.
    said = [one for one in found if not (one.value.any_day and one.value.first <= today)]
    # "I rang on Monday, can someone come on Thursday?"
    ahead = [one.value for one in said if one.value.first >= today]
    days = ahead or [_coming(one, today) for one in said]
    if not days:
        return None
    # "My visit on Tuesday, can we make it Thursday?"
    return days[-1] if _INSTEAD.search(text) else days[0]


def _coming(found: Found[When], today: date) -> When:
    """Return what was found; a weekday that stands alone is the next one to come: "what is free on Sat?"."""
    when = found.value
    gone = when.one_day and 0 < (today - when.first).days <= _WEEK
    if not gone or not _WEEKDAY.match(found.text) or _PAST_DAY.search(found.text):
        return when
    return replace(when, first=when.first + timedelta(days=_WEEK), last=when.last + timedelta(days=_WEEK))


def _number(argument: Argument, text: str) -> int | float | None:
    found = re.search(r"(?<![\w-])\d+(?:\.\d+)?(?![\w-])", text)
    if found is None:
        return None
    return int(found[0]) if argument.definition.get("type") == "integer" and found[0].isdigit() else float(found[0])


_FINDERS: Mapping[Kind, Callable[[str], Sequence[Found[Any]]]] = {
    "money": money.find_wanted,
    "postcode": addresses.find_postcodes,
    "street": addresses.find_streets,
    "email": contact.find_emails,
    "phone": contact.find_phones,
}
