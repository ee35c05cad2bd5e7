"""What a frame is about, in words: for an argument that takes free text."""

from collections.abc import Sequence

from graphs.embedded.frames import Frame
from graphs.embedded.parsers import confirmation

_FEW_WORDS = 3
_ANSWER = 6
"""What is said in more words than a yes or no needs tells something: "no better, it still stops every evening"."""


def told(frame: Frame) -> str | None:
    """Describe what the frame is about in the customer's own words; a finding completes what is said in a few."""
    said = [text for text in frame.said if len(text.split()) > _ANSWER or confirmation.read(text) is None]
    if not frame.context:
        return next((text for text in said if len(text.split()) > _FEW_WORDS), None)
    longest = max(said, key=len, default="")
    if len(longest.split()) > _FEW_WORDS:
        return longest
    finding = frame.context.partition(". ")[2]
    return f"{longest}: {finding}" if longest and finding else longest or finding or None


def extended(now: str, text: str, leads: Sequence[str]) -> str:
    """Add to what is told what the words want told besides: "put down as well that it goes when it rains"."""
    said = f" {text.strip()} "
    found = [(said.lower().find(f" {lead} "), -len(lead), lead) for lead in leads if f" {lead} " in said.lower()]
    at, _, lead = min(found, default=(0, 0, ""))
    more = said[at + len(lead) + 1 :].strip(" ,.")
    return f"{now.rstrip(' .')}. {more[:1].upper()}{more[1:]}." if more else now
