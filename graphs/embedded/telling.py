"""What a frame is about, in words: for an argument that takes free text."""

from collections.abc import Sequence

from graphs.embedded.asking import asks
from graphs.embedded.clauses import clauses
from graphs.embedded.frames import Frame
from graphs.embedded.parsers import confirmation

_FEW_WORDS = 3
_ANSWER = 6
"""What is said in more words than a yes or no needs tells something: "no better, it still stops every evening"."""


def told(frame: Frame, earlier: Sequence[str] = ()) -> str | None:
    """Describe what the frame is about in the customer's own words; a finding completes what is said in a few.

    Where they only ask for it to be done, what was said `earlier` tells what it is about.
    """
    said = _telling(frame.said)
    stories = [text for text in _telling(earlier) if _is_told(text) and not asks(text)]
    if not frame.context:
        long = [text for text in said if len(text.split()) > _FEW_WORDS]
        return next((text for text in (*long, *stories) if _is_told(text)), next(iter(long), None))
    longest = max(said, key=len, default="")
    if stories and not _is_told(longest):
        longest = stories[0]
    if len(longest.split()) > _FEW_WORDS:
        return longest
    finding = frame.context.partition(". ")[2]
    return f"{longest}: {finding}" if longest and finding else longest or finding or None


def _telling(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if len(text.split()) > _ANSWER or confirmation.read(text) is None]


def _is_told(text: str) -> bool:
    """Whether a clause of the words says how something is, and does not only ask."""
    told = (one for one in clauses(text) if not asks(one.text))
    return len(text.split()) > _FEW_WORDS and any(len(one.text.split()) > 1 for one in told)


def extended(now: str, text: str, leads: Sequence[str]) -> str:
    """Add to what is told what the words want told besides: "put down as well that it goes when it rains"."""
    said = f" {text.strip()} "
    found = [(said.lower().find(f" {lead} "), -len(lead), lead) for lead in leads if f" {lead} " in said.lower()]
    at, _, lead = min(found, default=(0, 0, ""))
    more = said[at + len(lead) + 1 :].strip(" ,.")
    return f"{now.rstrip(' .')}. {more[:1].upper()}{more[1:]}." if more else now
