"""Read JSON that a model wrote: bare, in a Markdown fence, or after a few words."""

import json
import re
from typing import Any

from graphs.models.errors import ModelMalformed

_FENCED = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.DOTALL)
_DECODER = json.JSONDecoder()
_REPLY = re.compile(r'[^{]{0,40}\{\s*"reply"\s*:\s*"')
_WHOLE_CHARACTERS = re.compile(
    r'(?:[^"\\]|\\[^u]|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4})*'
)


def parse_json(text: str) -> dict[str, Any]:
    """Return the one JSON object that a text holds.

    Raises:
        ModelMalformed: There is none, or it is not whole.
    """
    candidates = [text.strip(), *_FENCED.findall(text), text[text.find("{") :] if "{" in text else ""]
    for candidate in candidates:
        try:
            found, _ = _DECODER.raw_decode(candidate)
        except json.JSONDecodeError:
            continue
        if isinstance(found, dict):
            return found
    raise ModelMalformed(f"expected one JSON object, got {text[:80]!r}")


class ReplyReader:
    """Gives out the value of `reply` while the object it stands in is still being written."""

    def __init__(self) -> None:
        self._text = ""
        self._at: int | None = None

    def feed(self, piece: str) -> str:
        """Take the next piece of JSON text; return what it adds to the reply, perhaps nothing."""
        self._text += piece
        if self._at is None:
            opening = _REPLY.match(self._text)
            if opening is None:
                return ""
            self._at = opening.end()
        whole = _WHOLE_CHARACTERS.match(self._text, self._at)
        if whole is None or not whole[0]:
            return ""
        self._at = whole.end()
        try:
            added: str = json.loads(f'"{whole[0]}"', strict=False)
        except json.JSONDecodeError:
            # A wrong escape: the whole text is judged, and refused, when it has ended.
            return ""
        return added
