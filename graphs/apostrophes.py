"""What phones and older keyboards write for an apostrophe, made the plain one, so that patterns need only know it."""

import re

_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'"})


def straight(text: str) -> str:
    """Return a text with plain apostrophes; every character keeps its place."""
    return text.translate(_PLAIN)


def one_line(text: str) -> str:
    """Return a text with plain apostrophes and single spaces, none at its ends."""
    return re.sub(r"\s+", " ", straight(text)).strip()
