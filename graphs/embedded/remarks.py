"""A plain yes that comes with remarks: "73.99 is what I make it too, proceed", "yes, you daft tin can, yes"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graphs.apostrophes import straight
from graphs.embedded.asking import says_a_day
from graphs.embedded.parsers import agreeing, confirmation

if TYPE_CHECKING:
    from graphs.embedded.agreement import Heard

LIKELY = 0.5
_SURE = 0.95
"""How sure a clause without a certain yes must be of one."""
_CHANGES = 0.8
"""How surely a sentence must want it otherwise, to be more than a remark."""
_FRAGMENT_CHANGES = 0.45
"""The same for what is no sentence: "the billing one", "in the afternoon"."""
_DECLINES = 0.85
_CALLED = 5
"""So many words may call somebody something: "you daft tin can"."""
_LEADS = re.compile(r"^(?:(?:so|but|then|well|and|ok|oh|right)\s+)+(?=\S)", re.IGNORECASE)
_CONCLUDES = re.compile(r"^(?:so|but)\b(?=\s+\S)", re.IGNORECASE)
_HOLDS = re.compile(
    r"^\W*(?:(?:oh|ah|um+|er+m?|no|right|ok|sorry|just|well)\b\W*)*(?:(?:hang|hold) on|wait|give me"
    r"|let me (?:just )?(?:see|think|check|look|finish|save|close|get|grab|find|shut)(?! with| first)\b[\w' ]*)"
    r"(?: (?:an?|one|1|half a|two) (?:sec(?:ond)?|mo(?:ment)?|min(?:ute)?|tick)s?)?\b"
    r"(?! (?:till?|until|for|before|while|whilst|if|when|after|to)\b)[\s,.\u2026]*"
    r"|^\W*(?:just )?(?:an?|one|1|half a|two) (?:sec(?:ond)?|mo(?:ment)?|min(?:ute)?|tick)s?\b[\s,.]*$",
    re.IGNORECASE,
)
"""Asks for a moment, which is over once a yes follows."""
_KEEPS = re.compile(
    r"\b(?:keep(?:ing)?|stay(?:s|ing)?|leav(?:e|ing)|stop|cancel|rather|wrong|chang(?:e|ed) my mind|second thoughts)\b",
    re.IGNORECASE,
)
_LACKS = re.compile(
    r"^\W*(?:(?:and|well|oh|there'?s)\W+)*(?:(?:nothing|nowt|nobody|no[ -]one|none|never)\b"
    r"|not (?:a|an|any|had|heard|seen|been|got|yet|\w+ing)\b"
    r"|no (?!the\b|my\b)\w+(?: \w+){0,3}$)",
    re.IGNORECASE,
)
"""Says that something is not there: "no e-mail here"."""
_CALLS = re.compile(
    r"^(?:you|ye|ya)\s+(?!can|may|might|must|should|will|do|did|have|are|said|know|to\b)", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\b(?:i|you|he|she|it|we|they|there|who|is|are|was|were|am|has|have|had|will|would|can|could|should|does|did|gets?"
    r"|takes?|makes?|needs?|wants?)\b|'(?:s|re|ve|ll|d|m)\b|n't\b",
    re.IGNORECASE,
)
"""What says something has a subject and a verb."""
_FORESEES = re.compile(r"^(?:(?:so|and)\s+)?(?:he|it|they|you|there)(?:'?ll| will| won'?t)\b", re.IGNORECASE)
"""Wants to hear that it will be so: "he'll be gone by noon, yes"."""
_OWN_DOING = re.compile(
    r"^(?:i|we)(?:'?ll| will|'?m going to| am going to)\s"
    r"(?!(?:take|have|go|pick|choose|need|want|prefer|rather|keep|do|be|only|stay|stick|wait|think)\b)",
    re.IGNORECASE,
)
"""What somebody is going to do: "I will set two alarms"."""
_ENDS_IN_NO = re.compile(r"\bno(?:t)?\W*$", re.IGNORECASE)
"""Half of "the street yes, the number no"."""
_ADDS = re.compile(r"^(?:and|so|then|plus|also)\b", re.IGNORECASE)
_FOLLOWS = re.compile(r"^so (?:he|she|they) (?:can|may|must)\b", re.IGNORECASE)
"""Follows from what was said, and adds nothing, unless it names a day: "so he can pay"."""


def says_yes(parts: "Sequence[Heard]") -> bool:
    """Whether a clause is a plain yes and every other is a remark, which asks, bids and changes nothing."""
    at = next((place for place in reversed(range(len(parts))) if is_yes(parts[place])), None)
    if at is None or any(not is_remark(part) for part in parts[at + 1 :]):
        return False
    concluded = next((place for place in reversed(range(at + 1)) if _CONCLUDES.match(parts[place].text)), 0)
    settled = max(concluded, at if _is_last_word(parts[0], parts[at]) else 0)
    return all(
        is_remark(part) or (place < settled and _leads_to(part, concluded=place < concluded))
        for place, part in enumerate(parts[:at])
    )


def _is_last_word(first: "Heard", yes: "Heard") -> bool:
    """Whether a yes bids do it, or ends the moment that was asked for: what comes before only leads to it."""
    return agreeing.bids_yes(yes.text) or bool(_HOLDS.match(first.text) and not agreeing.only_accepts(yes.text))


def _leads_to(part: "Heard", *, concluded: bool) -> bool:
    """Whether a clause tells how things are: what is not so may be why somebody agrees, "no link has come"."""
    rest = replace(part, text=_HOLDS.sub("", _HOLDS.sub("", part.text)))
    if not rest.text or (concluded and confirmation.read(rest.text) == "no"):
        return True
    if confirmation.asks(rest.text) or confirmation.holds_back(rest.text) or _KEEPS.search(rest.text):
        return False
    if confirmation.read(rest.text) in ("no", "changed") or _ENDS_IN_NO.search(rest.text):
        return False
    return bool(_LACKS.match(rest.text)) or not (wishes_more(rest) or changes(rest))


def is_yes(part: "Heard") -> bool:
    """Whether a clause is a yes, whatever leads to it: "but yes, send it through"."""
    said = without_lead(part.text)
    if confirmation.only_praises(said):
        return False
    likely = part.sure("yes") >= _SURE and agreeing.agrees(said)
    likely = likely and (agreeing.bids_it(said) or not _SENTENCE.search(said))
    return confirmation.read(said) == "yes" or likely


def without_lead(text: str) -> str:
    """Return a clause without what leads to it: "so go on" says "go on"."""
    return _LEADS.sub("", text)


def only_lacks(text: str) -> bool:
    """Whether words say that something is not there, and agree to nothing: "nobody's in on Tuesday"."""
    return bool(_LACKS.match(text)) and not agreeing.agrees(text)


def is_remark(part: "Heard") -> bool:
    """Whether a clause only goes with a yes: it says how, why, or what somebody is called."""
    if confirmation.asks(part.text) or confirmation.holds_back(part.text):
        return False
    if part.sure("yes") >= LIKELY or is_yes(part) or _calls(part):
        return True
    if confirmation.read(part.text) in ("no", "changed") or _ENDS_IN_NO.search(part.text) or wishes_more(part):
        return False
    if _OWN_DOING.match(part.text) and not confirmation.refuses(part.text):
        return True
    return not changes(part) and not (part.sure("no") >= _DECLINES and confirmation.refuses(part.text))


def wishes_more(part: "Heard") -> bool:
    """Whether a clause is no yes: it tells somebody to do something else, adds, or wants to hear that it will be so."""
    follows = _FOLLOWS.match(part.text) and not says_a_day(part.text)
    adds = confirmation.bids(part.text) or (_ADDS.match(part.text) and not follows) or _FORESEES.match(part.text)
    return bool(adds) and part.sure("yes") < LIKELY and not is_yes(part)


def changes(part: "Heard") -> bool:
    """Whether a clause wants it otherwise; less will do for words that are no sentence: "the billing one"."""
    is_sentence = _SENTENCE.search(straight(part.text)) is not None
    return part.sure("changed") >= (_CHANGES if is_sentence else _FRAGMENT_CHANGES)


def _calls(part: "Heard") -> bool:
    """Whether a clause only calls somebody something: an insult takes nothing back."""
    return len(part.text.split()) <= _CALLED and _CALLS.match(part.text) is not None
