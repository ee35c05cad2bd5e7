r"""The shape of an identifier, read from a JSON-schema pattern such as `^INV-\d{4}$`.

Only what identifiers need is understood: literals, \d, [A-Z], [0-9], (A|B), and the counts ?, +, {n}, {n,}, {n,m}.
Another pattern is matched as it stands, so nothing is found that the schema would refuse.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_PIECE = re.compile(
    r"(?P<digits>\\d|\[0-9\])|(?P<letters>\[A-Z\]|\[a-z\]|\[A-Za-z\])|\((?:\?:)?(?P<choice>[\w|]+)\)"
    r"|\\?(?P<literal>[^\\\[\](){}?+*.|^$])"
)
_COUNT = re.compile(r"\{(\d+)(,?)(\d*)\}|([?+])")
MOST = 12
"""An open count ends here."""


@dataclass(frozen=True)
class Piece:
    """One part of an identifier."""

    kind: str
    """`digits`, `letters`, `choice` or `literal`."""
    text: str
    """The literal, or the choices separated by "|"."""
    least: int
    most: int


@lru_cache(maxsize=256)
def pieces(pattern: str) -> tuple[Piece, ...] | None:
    """Return the parts of a pattern, or None when it is not understood."""
    body = pattern.removeprefix("^").removesuffix("$")
    parts: list[Piece] = []
    at = 0
    while at < len(body):
        match = _PIECE.match(body, at)
        if match is None:
            return None
        least, most, at = _count(body, match.end())
        parts.append(Piece(str(match.lastgroup), match[str(match.lastgroup)], least, most))
    return tuple(_joined(parts))


def _count(body: str, at: int) -> tuple[int, int, int]:
    match = _COUNT.match(body, at)
    if match is None:
        return 1, 1, at
    if match[4]:
        return (0, 1, match.end()) if match[4] == "?" else (1, MOST, match.end())
    least = int(match[1])
    if not match[2]:
        return least, least, match.end()
    return least, int(match[3] or MOST), match.end()


def _joined(parts: list[Piece]) -> list[Piece]:
    """Join literals that stand together, and digits that do."""
    joined: list[Piece] = []
    for part in parts:
        before = joined[-1] if joined else None
        if (
            before
            and before.kind == part.kind == "literal"
            and before.most == part.most == part.least == before.least == 1
        ):
            joined[-1] = Piece("literal", before.text + part.text, 1, 1)
        elif before and before.kind == part.kind == "digits":
            joined[-1] = Piece("digits", part.text, before.least + part.least, before.most + part.most)
        else:
            joined.append(part)
    return joined


@lru_cache(maxsize=256)
def tolerant(pattern: str) -> re.Pattern[str] | None:
    """Return the pattern as people write it: any case, separators left out or put in, digits apart."""
    parts = pieces(pattern)
    if parts is None:
        return None
    body = r"[\s\-]?".join(f"(?P<p{index}>{_loose(part)})" for index, part in enumerate(parts))
    return re.compile(rf"(?<![A-Za-z0-9]){body}(?![A-Za-z0-9])", re.IGNORECASE)


def _loose(part: Piece) -> str:
    gap = r"[\s\-\u2013_.]{0,3}"
    if part.kind == "digits":
        # Digits that stand together come first: in "V 301 4 days" the 4 is not part of the number.
        together, apart = f"{{{part.least},{part.most}}}", f"{{{max(part.least - 1, 0)},{part.most - 1}}}"
        return rf"\d{together}|\d(?:[\s\-]?\d){apart}"
    if part.kind == "letters":
        return rf"[A-Za-z]{{{part.least},{part.most}}}{gap}"
    if part.kind == "choice":
        return rf"{gap}(?:{part.text})"
    word = "".join(rf"{re.escape(c)}\s?" if c.isalnum() else gap for c in part.text)
    after = r"(?:(?:(?:no|number|num|nr)\b|#)[\s.:#]*)?" if part.text[0].isalpha() else ""
    return f"{word}{after}" if part.least else f"(?:{word}{after})?"


def canonical(pattern: str, match: re.Match[str]) -> str | None:
    """Return a tolerant match as the pattern spells it, or None if it cannot be spelt so."""
    spelt = []
    for index, part in enumerate(pieces(pattern) or ()):
        raw = match[f"p{index}"]
        spelt.append(part.text if part.kind == "literal" and (raw or part.least) else re.sub(r"[^A-Za-z0-9]", "", raw))
    value = "".join(spelt)
    for candidate in (value, value.upper(), value.lower()):
        if re.search(pattern, candidate):
            return candidate
    return None
