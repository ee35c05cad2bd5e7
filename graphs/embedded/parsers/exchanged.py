"""What is to stand where something else stands in a value: "48, not 84", "Lee should be Leigh", "I put 14, it's 40"."""

import re
from collections.abc import Iterator

from graphs.apostrophes import straight
from graphs.embedded.parsers import spoken
from graphs.embedded.parsers.numbers import digitise

_PLACE = r"(?:,? (?:(?:is|are|comes?|goes|at|on|in) )*(?:the|its) (?:end|ending|start|front|beginning|middle))"
_ARTICLE = r"(?:(?:an?|the|number|letter|letters|dot|for)\s+)*"
_NOT = re.compile(
    rf"(?P<new>[^,;:!?]{{1,60}}?){_PLACE}?,?\s+(?:(?:and|so|but|it'?s|is) )*"
    rf"(?:not|instead of|rather than|no longer|never)\s+{_ARTICLE}(?P<old>[^,;:!?]{{1,60}})",
    re.IGNORECASE,
)
_ITS = r"(?:but|it'?s|it is|that'?s|its|should be|it should be|make it|put|i meant?|i need)"
_NOT_FIRST = re.compile(
    rf"\b(?:not|instead of|rather than)\s+{_ARTICLE}(?P<old>[^,;:!?]{{1,60}}?)(?:[,.;:]\s+|\s+-\s+|\s+(?={_ITS}\b))"
    rf"(?:{_ITS}\s+)*{_ARTICLE}(?P<new>[^,;:!?]{{1,60}})",
    re.IGNORECASE,
)
_BECOMES = (
    r"(?:(?:should(?:'ve| have)?|ought to(?: have)?|has to|have to|needs? to|wants? to|must|was meant to|is meant to"
    r"|were meant to) (?:been|be|read|say)|where (?:it|i|you) (?:should|meant)(?: be)?|when i meant|becomes)"
)
_SHOULD_BE = re.compile(
    rf"(?P<old>[^,;:!?]{{1,60}}?),?\s+{_BECOMES}\s+{_ARTICLE}(?P<new>[^,;:!?]{{1,60}})", re.IGNORECASE
)
_CHANGE = re.compile(
    rf"\b(?:change|alter|switch|amend|correct|swap|turn)\s+{_ARTICLE}(?P<old>[^,;:!?]{{1,60}}?)\s+(?:to|into|for|with)"
    rf"\s+{_ARTICLE}(?P<new>[^,;:!?]{{1,60}})",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"\b(?:i|you|it|he|she|we|they)(?:'?ve| have)? (?:put|said|says?|wrote|written|typed|gave|got|told you|heard|have)"
    rf"(?: (?:down|in))?\s+{_ARTICLE}(?P<old>[^,;:!?]{{1,60}}?)"
    r"(?:[,.;:]\s+(?:(?:and|but|when|only) )?|\s+(?:and|but|when|only)\s+)"
    r"(?:(?:it|that)(?:'?s| is| was| should be)(?: (?:really|actually|meant to be|supposed to be))?|i meant|i live at)"
    rf"\s+{_ARTICLE}(?P<new>[^,;:!?]{{1,60}})",
    re.IGNORECASE,
)
_PATTERNS = (_NOT, _NOT_FIRST, _SHOULD_BE, _CHANGE, _PUT)
_WORD = re.compile(r"[a-z0-9](?:[\w'.-]*\w)?", re.IGNORECASE)
_MOST = 3
"""A part of a value that is said has no more words."""
_SHORTEST = 2
"""Fewer letters than these are a part of a value only as a word of it."""
_ONE_DIGIT = re.compile(r"(?<=\b\d) (?=\d\b)")


def exchanged(value: str, text: str) -> str | None:
    """Return a value with one part in the place of another, where the words say both and the value has that other."""
    said = _ONE_DIGIT.sub("", digitise(straight(text)).text)
    found = {new for match, pattern in _matches(said) if (new := _changed(value, match, pattern)) is not None}
    return found.pop() if len(found) == 1 else None


def _matches(said: str) -> Iterator[tuple[re.Match[str], re.Pattern[str]]]:
    return ((match, pattern) for pattern in _PATTERNS for match in pattern.finditer(said))


def _changed(value: str, match: re.Match[str], pattern: re.Pattern[str]) -> str | None:
    """Change as many words as there are on both sides of what stands between them."""
    new, old = _WORD.findall(match["new"]), _WORD.findall(match["old"])
    for size in range(min(_MOST, len(new), len(old)), 0, -1):
        one = new[-size:] if pattern is _NOT else new[:size]
        other = old[-size:] if pattern is _SHOULD_BE else old[:size]
        if (changed := _with(value, one, other)) is not None:
            return changed
    return None


def _with(value: str, new: list[str], old: list[str]) -> str | None:
    one, other = " ".join(new), " ".join(old)
    alike = one[0].isdigit() == other[0].isdigit() and one.lower() != other.lower()
    if not alike or any(spoken.is_no_name(word) for word in new):
        return None
    places = _places(value, other)
    return f"{value[: places[0][0]]}{one}{value[places[0][1] :]}" if len(places) == 1 else None


def _places(value: str, part: str) -> list[tuple[int, int]]:
    """Return where a value has a part: as a word or a number of it, else as a stretch of it."""
    whole = re.finditer(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", value, re.IGNORECASE)
    found = [match.span() for match in whole]
    if found or spoken.is_no_name(part) or (len(part) < _SHORTEST and not part.isdigit()):
        return found
    return [match.span() for match in re.finditer(re.escape(part), value, re.IGNORECASE)]
