"""Text from outside: JSON can hold what no text may, and databases refuse."""

import re
from typing import Annotated

from pydantic import BeforeValidator

_HALF = re.compile("[\ud800-\udfff]")


def _legible(text: object) -> object:
    if not isinstance(text, str):
        return text
    if "\x00" in text:
        raise ValueError("the text holds a NUL character (\\u0000), which cannot be kept; leave it out")
    if _HALF.search(text):
        raise ValueError(
            "the text holds half of a surrogate pair (such as \\ud83d alone), which is no character; "
            "send both halves, or leave it out"
        )
    return text


Words = Annotated[str, BeforeValidator(_legible)]
"""Text that can be stored, sent and shown."""
