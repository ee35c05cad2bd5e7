"""How a customer feels: what the examples taught, and what capitals, swearing and exclamation marks add to it."""

import re
from collections.abc import Mapping

from graphs.state import Sentiment

ANGRY_ENOUGH = 0.75
"""Anger sends a customer to a person, so words alone must leave hardly a doubt."""
_SWEARING = re.compile(
    r"\b(?:f+u+c+k\w*|f\*+\w*|wtf|ffs|sh[i1]t\w*|bullsh\w+|bollocks|bastards?|arse\w*|crap|bloody (?:useless"
    r"|hell|joke|ridiculous|awful|terrible)"
    r"|piss(?:ed)? ?(?:off|take)|for (?:god|christ|heaven|pete)'?s? sakes?|damn(?:ed|it)?|what the hell)\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")
_ABBREVIATIONS = frozenset(
    {
        "ASAP",
        "SMS",
        "USB",
        "WIFI",
        "LAN",
        "WAN",
        "LED",
        "PIN",
        "PDF",
        "VISA",
        "INV",
        "DNS",
        "ADSL",
        "FTTP",
        "VAT",
        "GBP",
        "FAQ",
    }
)
_MARKS = re.compile(r"!{2,}|\?!|!\?|\?{3,}")


def judge(text: str, chances: Mapping[str, float]) -> Sentiment:
    """Return the sentiment of a text, given the probabilities learned."""
    likeliest = max(chances, key=lambda label: chances[label])
    bad = chances.get("negative", 0.0) + chances.get("angry", 0.0)
    pressed = _pressure(text)
    if likeliest == "positive" and bad < 0.35 and pressed < 3:
        return "positive"
    if pressed >= 2 and (bad >= 0.3 or pressed >= 3):
        return "angry"
    if chances.get("angry", 0.0) + 0.2 * pressed >= ANGRY_ENOUGH:
        return "angry"
    if bad + 0.1 * pressed >= 0.5:
        return "negative"
    return "positive" if likeliest == "positive" else "neutral"


def _pressure(text: str) -> int:
    """Count the signs of anger in how a text is written: swearing weighs double, so does a shouted message."""
    shouted = [word for word in _SHOUTED.findall(text) if word not in _ABBREVIATIONS]
    letters = [character for character in text if character.isalpha()]
    loud = len(letters) > 12 and sum(character.isupper() for character in letters) > 0.7 * len(letters)
    return (
        2 * bool(_SWEARING.search(text))
        + (2 if loud and len(shouted) > 2 else 1 if len(shouted) else 0)
        + bool(_MARKS.search(text))
    )
