"""A wish for a person that is put in plain words, whatever else is said: it is never overheard."""

import re

from graphs.apostrophes import one_line

_WHO = (
    r"(?:(?:real|actual|proper|live|human|breathing|living|other|different) )*"
    r"(?:humans?(?: being)?|persons?|agent|advis[eo]rs?|operator|representative|rep|colleagues?|supervisor"
    r"|member of staff|(?:some(?:body|one)|any(?:body|one)) (?:real|human|in person|with a pulse|who is real))\b"
)
_A = r"(?:(?:an?|some|the|your|any|another|one of (?:your|the)) )?"
_PLEASE = r"(?:,? ?(?:please|pls|just|now|back|straight|directly|finally) ?)*"
_PLAINLY = re.compile(
    rf"\b(?:give|get|find|fetch|bring) me {_PLEASE}{_A}{_WHO}"
    rf"|\b(?:put|pass|transfer|connect|switch|hand) me {_PLEASE}(?:through |over |on |across )?(?:to|with) {_A}{_WHO}"
    rf"|\b(?:let me|can i|could i|may i|i (?:want|need|wish|demand) to|i'?d (?:like|love|prefer) to|i would like to"
    rf"|i'?d rather) {_PLEASE}(?:speak|talk|chat) {_PLEASE}(?:to|with) {_A}{_WHO}"
    rf"|\b(?:is|are) there {_A}{_WHO}|\b(?:any|some)(?:body|one)\b[^.?!,]{{0,20}}\bwith an? (?:actual |real )?pulse\b"
    rf"|\bi(?:'d (?:like|prefer)| would like| want| need| demand) {_PLEASE}{_A}{_WHO}(?! (?:to|at|in|from)\b)",
    re.IGNORECASE,
)
_ONLY_ASKED = re.compile(
    r"\b(?:what time|when|until|till|how late|hours|at weekends?|if i (?:want|need))\b[^.!?]*$"
    r"|\b(?:don'?t|do not|not|never|no need to|without)(?: (?:just|even|simply))?\s*$",
    re.IGNORECASE,
)
"""Before the wish, in the same sentence: it is asked about, or not wished for."""


def wanted(text: str) -> bool:
    """Say whether words plainly ask for a person: "give me please a human who can find my money"."""
    said = one_line(text)
    return any(not _ONLY_ASKED.search(said[: found.start()]) for found in _PLAINLY.finditer(said))
