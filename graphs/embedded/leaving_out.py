"""Of several values that are proposed only some are wished for: "just the e-mail then", "not the number"."""

import re

from graphs.embedded.frames import Frame
from graphs.embedded.parsers import contrast
from graphs.embedded.toolcards import Kind, ToolCard

_NOUNS: dict[Kind, str] = {
    "email": r"e-?mails?(?: address)?|mail|inbox",
    "phone": r"(?:(?:phone|telephone|mobile) )?numbers?|phone|mobile|telephone|calls?|texts?|rung|ringing|ring me",
}
_LEAVES = re.compile(
    r"\b(?:leave|forget|skip|scrap|drop|without|except|rather not|not want|wouldn'?t|don'?t|do not|never mind"
    r"|no need)\b",
    re.IGNORECASE,
)


_MENDS = re.compile(r"\d|@|\b(?:wrong|ends?|ending|spel\w*|typo|digits?|letters?|should be|dot|dash)\b", re.I)
"""Puts one of the values right, and leaves none out."""


def only_some(frame: Frame, card: ToolCard, text: str) -> Frame | None:
    """Return the frame with only the values that words still want; None where they leave none out, or all of them."""
    filled = {a.name: _NOUNS[a.kind] for a in card.optional if a.kind in _NOUNS and a.name in frame.arguments}
    if len(filled) < 2 or "?" in text or _MENDS.search(text):
        return None
    kept = contrast.only(text)
    wished = [name for name, nouns in filled.items() if re.search(rf"\b(?:{nouns})\b", kept, re.IGNORECASE)]
    gone = [name for name in filled if name not in wished] if wished else _left_out(filled, text)
    if not gone or len(gone) == len(filled):
        return None
    # What was said before named all of them.
    return frame.without(*gone).model_copy(update={"said": ()})


def _left_out(nouns: dict[str, str], text: str) -> list[str]:
    """Return the values that words leave as they are."""
    leaving = " ; ".join(part for part in contrast.clauses(text) if _LEAVES.search(part))
    ruled_out = contrast.negated(text)[1].split(" ; ")
    return [
        name
        for name, noun in nouns.items()
        if re.search(rf"\b(?:{noun})\b", leaving, re.IGNORECASE)
        or any(
            re.fullmatch(rf"(?:(?:the|my|that|our)\s+)?(?:{noun})(?:\s+one)?", one, re.IGNORECASE) for one in ruled_out
        )
    ]
