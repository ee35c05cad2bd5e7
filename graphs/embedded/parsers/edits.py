"""Letters and signs put into a name that was misspelt: "a dot after the b", "two f's", "there's an n missing"."""

import re

from graphs.apostrophes import straight
from graphs.embedded.parsers import spoken
from graphs.embedded.parsers.numbers import digitise

_WHAT = (
    r"(?:(?:an? |the |another |one more )?(?:letter )?)"
    rf"(?P<what>{'|'.join(sorted(spoken.SIGNS, key=len, reverse=True))}|\d{{1,4}}|[a-z](?:'s)?)s?"
    r"(?: (?:missing|goes|comes|is|belongs|should be|there|in it|in there|at|on|right|just))*"
)
_WHERE = r"(?:the )?(?:letters? )?(?P<where>[a-z0-9]+)(?:'s)?"
_BETWEEN = re.compile(rf"\b{_WHAT} (?:in )?between {_WHERE} and (?:the )?(?P<other>[a-z0-9]+)\b", re.IGNORECASE)
_BESIDE = re.compile(rf"\b{_WHAT} (?P<side>after|behind|following|before|in front of) {_WHERE}\b", re.IGNORECASE)
_AT_AN_END = re.compile(
    rf"\b{_WHAT} (?:at |on |to )?(?:the )?(?P<side>end|start|front|beginning)(?: of {_WHERE})?(?![\w@])", re.IGNORECASE
)
_TIMES = re.compile(r"\b(?P<times>double|two|2|one|1|single) (?P<letter>[a-z])(?:'?s)?\b", re.IGNORECASE)
_SWAP = re.compile(
    r"\b(?:with |by |has )?(?:an? )?(?P<new>[a-z]{1,2}),? (?:not|instead of|rather than) (?:with |by )?(?:an? )?"
    r"(?P<old>[a-z]{1,2})\b",
    re.IGNORECASE,
)

_DIGITS = re.compile(
    r"\b(?:numbers?|digits?|figures?)(?: (?:in it|at the end))?(?:'?s|'?re| is| are| should(?:'ve| have)? be(?:en)?"
    r"| ought to be)? (?P<digits>\d[\d ]{0,5})(?!\d)",
    re.IGNORECASE,
)
"""The number in a name, said anew: "the numbers are 71"."""
_FEW = 6


def edited(name: str, text: str) -> str | None:
    """Return a name as the words want it; None where they name no place in it, nor a letter of it."""
    text = straight(text)
    said = digitise(text).text
    between, beside, end = _BETWEEN.search(said), _BESIDE.search(said), _AT_AN_END.search(said)
    new = None
    if between:
        new = _inserted(name, between, f"{between['where']}{between['other']}", len(between["where"]))
    elif beside:
        new = _inserted(name, beside, beside["where"], 0 if beside["side"][0].lower() in "bi" else None)
        new = new if beside["side"].lower() != "behind" else _inserted(name, beside, beside["where"], None)
    elif end:
        new = _inserted(name, end, end["where"] or name, None if end["side"].lower() == "end" else 0)
    elif (digits := _DIGITS.search(said)) and len(re.findall(r"\d+", name)) == 1:
        new = re.sub(r"\d+", digits["digits"].replace(" ", ""), name)
    else:
        new = _respaced(name, text) or _turned_about(name, said)
    return new if new != name else None


def _turned_about(name: str, said: str) -> str | None:
    """Put the digits of a name's only number in the order in which a few words say them: "sorry, 48"."""
    numbers, mine = re.findall(r"\d+", said), re.findall(r"\d+", name)
    if len(numbers) != 1 or len(mine) != 1 or len(said.split()) > _FEW or sorted(numbers[0]) != sorted(mine[0]):
        return None
    return name.replace(mine[0], numbers[0])


def _inserted(name: str, found: re.Match[str], where: str, offset: int | None) -> str | None:
    """Put what is said into the name, at an offset into the part that is named: None is that part's end."""
    what = spoken.sign_of(found["what"]).lower().removesuffix("'s")
    if where.lower() in ("it", "that") and offset is None:
        # "The number two after it": what is spoken of is the whole of it.
        return f"{name}{what}"
    at = name.find(where.lower())
    if at < 0:
        return None
    place = at + (len(where) if offset is None else offset)
    return f"{name[:place]}{what}{name[place:]}"


def _respaced(name: str, text: str) -> str | None:
    """Double a letter, or say it once, or take another for it."""
    if (times := _TIMES.search(text)) is not None:
        letter = times["letter"].lower()
        if times["times"].lower() in ("one", "1", "single"):
            return name.replace(letter * 2, letter)
        return name if letter * 2 in name else name.replace(letter, letter * 2, 1)
    swap = _SWAP.search(text)
    if swap is not None and name.count(swap["old"].lower()) == 1:
        return name.replace(swap["old"].lower(), swap["new"].lower())
    return None
