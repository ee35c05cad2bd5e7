"""Corrections that name only the part of a value that is wrong: "number 60", "454 at the end", ".net, not .org"."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from graphs.embedded.parsers import addresses, contact, contrast, edits, spoken
from graphs.embedded.parsers.exchanged import exchanged
from graphs.embedded.parsers.found import Found
from graphs.embedded.parsers.numbers import digitise
from graphs.embedded.recoding import recoded
from graphs.embedded.restreeting import TURNED, restreeted
from graphs.embedded.toolcards import Argument, Kind

_ENDS = re.compile(
    r"\b(?:(?:at|on) the end|ends?|ending|finish(?:es|ing)?|(?:last|final) (?:bit|part|digits|\w+))\b",
    re.IGNORECASE,
)
_ITS_TAIL = re.compile(
    r"\b(?:it'?s|it is|should(?:'ve| have)? be(?:en)?|make (?:it|that)|(?:i )?meant?|mine(?: is|'?s)) ([\d -]*\d)\b",
    re.I,
)
_NO_DIGIT = re.compile(
    r"\b(?:(?:that|this|the|my|his|her|our|old|new|other|work|home|mobile|same|wrong|right)(?:'s)? ones?"
    r"|oh(?=\s*[,!.]|\s+(?:no|dear|god|my|sorry|it|that|mine|wait|heck|well|right)\b))\b",
    re.IGNORECASE,
)
"""No digit: "that one's my wife's", "oh, sorry"."""
_HOW_MANY = re.compile(
    r"\b(?:last|final) (?:one|two|three|four|five|six|few|couple(?: of)?|\d)(?: digits| numbers)?\b", re.I
)
_TAIL = 6
"""No correction of a number's end has more digits."""
_SHORT_TAIL = 2
_TWO = 2
"""So many figures change places where they are the wrong way round."""
_ENDING = re.compile(rf"(?:^|[\s(])(?:dot |\.)({contact.ENDING})\b(?!@)", re.IGNORECASE)
_SERVER = re.compile(
    rf"(?<![\w@.'])((?P<first>[a-z0-9-]+)(?:(?:\.| dot )[a-z0-9-]+)*?(?:\.| dot ){contact.ENDING})\b(?!@)", re.I
)
_SIGN_WORDS = "|".join(sorted(spoken.SIGNS, key=len, reverse=True))
_SIGN = re.compile(rf"\b({_SIGN_WORDS})s?\b", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:no|without(?: the| an?| any)?|not(?: an?| the)?|drop the|lose the|instead of(?: the| an?)?)"
    rf" ({_SIGN_WORDS})s?\b",
    re.IGNORECASE,
)
_SPOKEN_NAME = re.compile(
    rf"(?<![\w@.-])[a-z0-9]+(?:(?:\s*[._-]\s*|\s+(?:{_SIGN_WORDS})\s+)[a-z0-9]+)+(?:\s+\d{{1,4}}(?!\s?\w))?(?![\w@])",
    re.IGNORECASE,
)
"""A number that is said after it belongs to it: "noah dot b two"."""
_ANY_SIGN = re.compile(r"[._-]")
_ONE_WORD = re.compile(r"\b(?:(?:all )?(?:in )?one word|all together|no (?:gaps|spaces))\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w@.-])[a-z0-9][\w.-]*[a-z0-9](?![\w@-])", re.IGNORECASE)
_FIRST_PART = re.compile(
    r"\b(?:first (?:bit|part|half)|start|beginning|name|before the (?:@|at\b))(?: part| bit)?"
    r"(?: (?:should|is|to|be|it'?s|just|only|needs))*"
    r" ([a-z0-9][\w.-]*[a-z0-9])(?![\w@-])",
    re.IGNORECASE,
)
_FINDERS: Mapping[Kind, Callable[[str], Sequence[Found[str]]]] = {
    "street": addresses.find_streets,
    "postcode": addresses.find_postcodes,
    "email": contact.find_emails,
    "phone": contact.find_phones,
}
_ALIKE, _SHORTEST = 0.8, 4
_CAPITALS = re.compile(r"\b[A-Z][a-z'\u2019-]+(?: [A-Z][a-z'\u2019-]+)*")


def amended(argument: Argument, now: Any, text: str, *, asked: bool = False, hint: str = "") -> str | None:
    """Return a value with the part changed that the words correct; None where they do not.

    `asked` means that the customer was asked for this very value: a number alone then is the house's. A `hint` is what
    the tool said was wrong: names in it are known to it.
    """
    return amended_value(argument.kind, now, text, asked=asked, hint=hint) if isinstance(now, str) else None


def amended_value(kind: Kind, now: str, text: str, *, asked: bool = False, hint: str = "") -> str | None:
    """Return a value of a kind with the part changed that the words correct."""
    find = _FINDERS.get(kind)
    if find is not None and (new := exchanged(now, text)) is not None and (found := find(new)):
        return found[0].value
    match kind:
        case "street" | "postcode":
            return (restreeted if kind == "street" else recoded)(now, text, asked=asked)
        case "phone":
            return _redialled(now, text)
        case "email":
            return _readdressed(now, text)
        case "town":
            return _renamed(now, text, hint)
        case _:
            return None


def _redialled(number: str, text: str) -> str | None:
    """Correct the end of a telephone number: "454 at the end", "454 not 444", "no, it's 454"."""
    said = [digitise(_NO_DIGIT.sub(" ", _HOW_MANY.sub(" ", part))).text for part in contrast.negated(text)]
    wished, out = (re.sub(r"\D", "", part) for part in said)
    ends = _ENDS.search(text) or (out and number.endswith(out) and len(out) == len(wished) > _SHORT_TAIL)
    tail = _ITS_TAIL.search(said[0])
    its = tail is not None and len(wished) > _SHORT_TAIL and wished == re.sub(r"\D", "", tail[1])
    return number[: -len(wished)] + wished if (ends or its) and 0 < len(wished) <= _TAIL else None


def _readdressed(email: str, text: str) -> str | None:
    """Correct the end of an e-mail address, or all that follows its sign: ".net, not .org", "it's example.com"."""
    wished, name = contrast.negated(text)[0], email.partition("@")[0]
    if (known := _same_host(email, wished)) is not None:
        return known
    if renamed := edits.edited(name, text) or _respelt(name, text, wished):
        return f"{renamed}@{email.partition('@')[2]}"
    server = _SERVER.search(wished)
    if server and not spoken.is_no_name(server["first"]) and not re.fullmatch(contact.ENDING, server[1], re.I):
        return f"{name}@{spoken.written(server[1])}"
    if TURNED.search(text):
        return _turned(email)
    host, _, now = email.partition("@")[2].partition(".")
    # "No, dot org, that's my brother, mine is dot net": what it ends in already is no other ending.
    endings = {spoken.written(ending[1]) for ending in _ENDING.finditer(wished)} - {now}
    return f"{name}@{host}.{endings.pop()}" if len(endings) == 1 else None


def _same_host(email: str, wished: str) -> str | None:
    """Return the address of the same host that is said: "no, eva.and.liam at example.org"."""
    host = email.partition("@")[2]
    found = re.search(rf"\s+at\s+(?={re.escape(host)}(?![\w-]|\.\w))", wished, re.IGNORECASE)
    named = spoken.name_before(wished, found.start()) if found else None
    return f"{named[0]}@{host}" if named is not None and named[0] != email.partition("@")[0] else None


def _turned(email: str) -> str | None:
    """Return an address with the figures, or the parts, of its name in the other order: "it's the other way about"."""
    name, _, host = email.partition("@")
    if len(numbers := re.findall(r"\d+", name)) == 1 and len(numbers[0]) == _TWO:
        return f"{name.replace(numbers[0], numbers[0][::-1])}@{host}"
    parts = re.split(r"([._-])", name)
    return f"{''.join(reversed(parts))}@{host}" if len(parts) > 1 and parts != parts[::-1] else None


def _respelt(name: str, text: str, wished: str) -> str | None:
    """Correct what stands before the sign: "no underscore", "a dot, not a dash", "it's noahbennett in one word"."""
    named = [*map(spoken.written, _SPOKEN_NAME.findall(digitise(wished).text)), *_NAME.findall(wished)]
    new = next((one for one in named if _close(one, name)), None)
    if new is None and (first := _FIRST_PART.search(wished)):
        new = first[1]
    spelt = name if new is None else new.lower()
    signs = [spoken.sign_of(word) for word in _SIGN.findall(_WITHOUT.sub(" ", wished))]
    if _ONE_WORD.search(text):
        spelt = _ANY_SIGN.sub("", spelt)
    elif gone := _WITHOUT.search(text):
        spelt = spelt.replace(spoken.sign_of(gone[1]), signs[0] if signs else "")
    return spelt if spelt != name else None


def _close(one: str, name: str) -> bool:
    """Whether a word is the name spelt otherwise: with other signs, or a letter more or less."""
    mine, others = (_ANY_SIGN.split(word.lower()) for word in (one, name))
    if len(mine) == 1 < len(others) and mine[0] in others:
        # A part of the name alone says only which part is spoken of.
        return False
    plain, other = "".join(mine), "".join(others)
    begins = len(mine) == len(others) > 1 and mine[0] == others[0] and mine[-1][:1] == others[-1][:1]
    alike = begins or SequenceMatcher(None, plain, other).ratio() >= _ALIKE
    return one.lower() != name.lower() and len(plain) >= _SHORTEST and alike


def _renamed(town: str, text: str, hint: str) -> str | None:
    """Take the town that the tool has named and the customer now says."""
    said = text.casefold()
    known = [name for name in _CAPITALS.findall(hint) if name.casefold() != town.casefold()]
    return next((name for name in known if re.search(rf"\b{re.escape(name.casefold())}\b", said)), None)
