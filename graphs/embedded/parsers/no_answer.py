"""What has the words of a yes and answers nothing: what others said, what is only heard, what breaks off."""

import re

from graphs.apostrophes import one_line, straight

_LEAD = r"^\W*(?:(?:well|oh|ah|and|but|cos|because|see|look|yes|yeah|no|right|ok(?:ay)?|so|apparently)\b\W*)*"
_OTHERS = (
    r"(?:he|she|they|(?:some|every)(?:one|body)|the (?:\w+ ){1,2}?|(?:my|our|your|his|her|one of your) (?:\w+ ){1,2}?"
    r"|(?:a|some|this|that) (?:\w+ ){1,2}?(?:before|there|last time)?)"
)
_OTHERS_SAID = re.compile(
    rf"{_LEAD}(?:{_OTHERS}\s*(?:(?:had|has|have|did|just|only|already|always|actually|even|'s|'d|'ve)\s*)*"
    r"(?:said|told (?:me|us|him|her|them)|reckoned|promised|went|claimed|replied)"
    r"|i (?:was|were|got|have been|had been|'?ve been) (?:told|promised|advised|assured))\b",
    re.IGNORECASE,
)
"""Tells what somebody else said: "he said yeah do that"."""
_YOU_SAID = re.compile(
    r"(?<!\bas )(?<!\blike )(?<!\bwhat )(?<!\bway )(?<!\bthat )\b(?:you|u|ye)(?: (?:lot|people|guys|all)|'ve|'d)?"
    r"(?: (?:always|all|just|only|already|keep|have|had))* (?:said|(?:all|always) say|saying|promised"
    r"|told (?:me|us))\b",
    re.IGNORECASE,
)
"""Holds what was said against whoever said it: "yes yes you always say that", and not "do as you said"."""
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|told(?: (?:me|us|him|her|them))?|promised|advised|assured|replied|went)\W*$", re.IGNORECASE
)
_YES = r"(?:yes+|yep|yup|yeah+|yea|yh|ya|aye|ok(?:ay)?|sure|of course|right|ah|oh)"
_AUXILIARY = r"(?:am|is|are|was|were|have|has|had|do|does|did|can|could|would|will|should)"
_ECHO = re.compile(
    rf"^\W*(?:{_YES}\W+)+(?P<who>i|you|he|she|it|that|this|we|they|there)(?: (?:certainly|really|indeed|all))?"
    rf"(?:'(?P<short>s|m|re|ve|d|ll)| (?P<verb>{_AUXILIARY}))(?: (?:indeed|now|mate|love|thanks|thank you|too))?\W*$",
    re.IGNORECASE,
)
"""A short answer says again the verb of the question it answers: "yes, I have"."""
_HEARS = re.compile(
    rf"^\W*(?:{_YES}\W+)*(?:i (?:know|see|heard|hear you|hear that|get (?:it|that)|understand|remember|noticed)"
    r"|understood|noted|got (?:you|that)|gotcha)(?: (?:that|it|you|all that|now|mate|love|thanks|thank you))*\W*$",
    re.IGNORECASE,
)
"""What was said has been heard, and not answered."""
_HEARD = re.compile(
    r"^(?:(?:ah|oh)+[\s,]+(?:ok(?:ay)?|right|good)|(?:yeah|yea|aye|yh),? right|.*\band)[\s.!]*$", re.IGNORECASE
)
"""Somebody has heard what was said and has not answered it, does not believe it, or breaks off."""
_BREAKS_OFF = re.compile(
    r"^\W*(?:yes|yeah|yep|ok(?:ay)?|right|well|sure|alright|fine)?[\s,.]*(?:and|but|so|hm+|um+|er+m?|uh)[\s.\u2026]*$",
    re.IGNORECASE,
)
_MOCKS = re.compile(
    r"\b(?:and|then|when|if|sure) (?:i'?m|i am) (?:the |a )?(?:queen|king|pope|prince|princess|dutchman|santa|father"
    r" christmas|monkey'?s uncle|elvis|batman|donald|napoleon)\b|\bpigs (?:might|will|can|do)? ?fly\b"
    r"|\b(?:moon(?:'s| is) made|cows come home|tooth fairy|believe it when i see it|heard that (?:one )?before"
    r"|as if\W*$|joke you are|you'?re (?:joking|kidding|having (?:me on|a laugh))"
    r"|(?:pull|tell) (?:me )?(?:the other|another) one)\b",
    re.IGNORECASE,
)
"""Nobody who says so believes it: "yeah, and I'm the queen"."""
_ASKED = (
    (re.compile(r"\bare you sure\?\s*$", re.IGNORECASE), re.compile(r"^(?:i|we) (?:am|are|'m|'re)$")),
    (
        re.compile(r"\bis (?:that|this|it) (?:right|correct|ok(?:ay)?)\?\s*$", re.IGNORECASE),
        re.compile(r"^(?:that|it|this) (?:is|'s)$"),
    ),
    (
        re.compile(r"\bshall (?:i|we)\b", re.IGNORECASE),
        re.compile(r"^(?:you (?:can|could|do|should|will)|i (?:do|would))$"),
    ),
)
"""Which short answers go with which question."""


def is_open(said: str) -> bool:
    """Say whether what is all made of words of a yes still is none: "oh ok", "yes and"."""
    return bool(_HEARD.match(said))


def leads_to_words(text: str) -> bool:
    """Say whether what comes next is what somebody else said: "she told me", "I was told"."""
    return tells_of_others(text) and bool(_SAYING.search(straight(text)))


def tells_of_others(text: str) -> bool:
    """Say whether words tell what somebody else said or promised, and no more."""
    said = straight(text)
    return bool(_OTHERS_SAID.search(said) or _YOU_SAID.search(said))


def answers_nothing(text: str, question: str) -> bool:
    """Say whether what looks like a yes is none: it only hears, mocks, breaks off or answers another question."""
    said = one_line(text)
    if _HEARS.match(said) or _BREAKS_OFF.match(said) or _MOCKS.search(said):
        return True
    echo = _ECHO.match(said)
    if echo is None or not question:
        return False
    echoed = f"{echo['who']} {echo['verb'] or chr(39) + echo['short']}".lower()
    return not any(asked.search(question) and fits.match(echoed) for asked, fits in _ASKED)
