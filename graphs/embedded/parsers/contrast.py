"""What a customer contrasts: what is wished for, and what is ruled out or is to stay as it is."""

import re

from graphs.apostrophes import straight

_NEGATED = re.compile(
    r"\b(?:not(?! (?:part of|included|much|worth|sure)\b)"
    r"(?!\s+(?!(?:the|my|that|this|for|to|on|an?|one)\b)(?:\w+\s+){1,2}(?:with|about|by)\b)|isn'?t|wasn'?t"
    r"|(?:all|everything|anything) but|except(?: for)?|excluding|apart from|rather than"
    r"|instead of|but not|other than|don'?t (?:mean|want))\s+"
    r"(?:(?:for|to|the|my|that|this|on|a|one)\s+)*(?P<what>[^,.;!?]+?)(?=\s*(?:$|[,.;!?:]|\s-+\s|\b(?:but|i mean"
    r"|the other|rather)\b))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:[.;:!?]+|,)(?=\s|$)|\s-+\s|\b(?:but|and|so)\b|\n+"
    r"|\s(?=(?:i|we)(?:'?ll| will) (?:leave|keep) )",
    re.IGNORECASE,
)
_OWN = r"(?:the|my|that|this|it|its|her|his|our|them|those|these|their)"
_STAYS = re.compile(
    r"\b(?:stay(?:s|ing)?|remains?|alone|as (?:it|they) (?:is|are)|as is|untouched|same as (?:before|now)"
    r"|out of (?:it|this)|not (?:part of (?:it|this|that)|included)"
    rf"|leave|(?:leaving|forget|scrap|ignore|never ?mind|(?:hold|hang)(?:ing)? on to|keep(?:ing)?)\s+{_OWN}"
    r"|(?:can|could|should|shud|may|still)\s+(?:keep|come|go on)"
    r"|(?:is|are|'?s|'?re)\s+(?:all\s+|still\s+|just\s+)?(?:fine|ok(?:ay)?|good|great|perfect|alright|all right"
    r"|correct|right|a keepers?|staying|being kept)|works? (?:fine|ok(?:ay)?|well|great|perfectly)"
    r"|(?:fine|ok(?:ay)?|alright|all right|good|right)\s+for)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:the|my|our|this|that|both the)\s+(?:\w+\s+)?\w+", re.IGNORECASE)
_NOT_PART = re.compile(r"(?:that|it|which)(?:'?s| is| was) not (?:part of|included)\b", re.IGNORECASE)
_UNKEPT = re.compile(
    r"\b(?:against|no (?:point|sense|use)(?: in)?|(?:do|does|did|wo|would|ca|could)n'?t(?: \w+){0,2}|not(?: \w+){0,2})"
    r" keep(?:ing)?\b",
    re.IGNORECASE,
)
"""What is not kept goes back."""
_REASON = re.compile(
    r"[,;]?\s\b(?:because|cos|coz|cuz|'?cause|since|seeing as|given that|as (?:it|they|he|she|i|we)(?=\W))", re.I
)
_ONLY = re.compile(
    r"(?<!has )(?<!have )(?<!had )(?<!'ve )\bjust\b(?! (?:been|had|as|like|now|wondering|about|bought|arrived|came)\b)"
    r"|(?<!the )\bonly\b(?! (?:had|got|bought|arrived|came|been)\b)",
    re.IGNORECASE,
)

_CONCLUDES = re.compile(
    r"\b(?:so|means) (?:it'?s|it is|that'?s|it must be|it has (?:got )?to be|it can only be|that leaves)"
    r" (?P<what>[^.,;!?]+)",
    re.IGNORECASE,
)


def negated(text: str) -> tuple[str, str]:
    """Return the words without what they negate, and what that is: "the speaker, not the stand"."""
    text = _UNKEPT.sub("return", straight(text))
    return _NEGATED.sub(" ", text), " ; ".join(found["what"] for found in _NEGATED.finditer(text))


def wanted(text: str) -> tuple[str, str]:
    """Return the words that say what is to be done, and those that say what is not: "bills stay, parcels go to ..."."""
    wished, out = negated(text)
    parts = clauses(wished)
    kept = [part for place, part in enumerate(parts) if any(_STAYS.search(one) for one in _together(parts, place))]
    rest = [part for part in parts if part not in kept]
    return " , ".join(rest), " ; ".join([out, *kept])


def without_reason(text: str) -> str:
    """Return the words up to where they say why: "refund the doorbell because the speaker is enough"."""
    return _REASON.split(text, maxsplit=1)[0]


def _together(parts: list[str], place: int) -> list[str]:
    """Return a clause, and the next one if that says of two things what it only names the first of."""
    later = parts[place + 1 : place + 2]
    said_of = _BARE.fullmatch(parts[place]) or any(_NOT_PART.match(one) for one in later)
    return [parts[place], *later] if said_of else [parts[place]]


def only(text: str) -> str:
    """Return the clauses that limit the wish: "my husband likes the plug, so just the speaker"."""
    return " , ".join(part for part in clauses(negated(text)[0]) if _ONLY.search(part))


def concluded(text: str) -> str:
    """Return what the words come to: "they tested the line and it's fine, so it's the router"."""
    found = [match["what"] for match in _CONCLUDES.finditer(straight(text))]
    return found[-1] if found else ""


def clauses(text: str) -> list[str]:
    """Return the clauses of a text."""
    return [part.strip() for part in _CLAUSE.split(text) if part.strip()]
