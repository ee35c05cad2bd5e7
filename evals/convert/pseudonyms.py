"""Takes what names a customer out of a transcript: personal data always, ids and names where there is a key.

A pseudonym is HMAC-SHA256 (RFC 2104) of the id under the team's own key, as a number of the id's kind: the same id has
the same pseudonym in every export, and without the key nobody comes back from it.
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.convert.reading import ConversionError
from evals.transcript import Call, Deed, Say, Step, Transcript, Turn
from tools.redaction import redact_trace

NAME = "[name]"
SHORTEST_KEY = 16
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_KIND = re.compile(r"[A-Za-z]{1,4}[-_]|[A-Za-z]{1,3}(?=[0-9])")
"""What an id says of its kind, such as `INV-`."""
_DIGITS = 10


@dataclass(frozen=True)
class Hiding:
    """Redacts; with a key it also replaces ids by pseudonyms and customers' names by a word."""

    key: bytes | None = None
    ids: frozenset[str] = frozenset()
    """Every id that the database knows, as `plain` writes them."""
    names: tuple[str, ...] = ()
    """What the customer of the conversation at hand is called, the longest first."""

    @classmethod
    def known(cls, key: bytes | None, ids: Iterable[str]) -> "Hiding":
        """Prepare to hide these ids; one without a figure is a word like others and stays."""
        return cls(key, frozenset(plain(one) for one in ids if any(sign.isdigit() for sign in one)))

    def of(self, name: str | None) -> "Hiding":
        """Prepare for one customer's conversation."""
        parts = [name, *name.split()] if name else []
        return Hiding(self.key, self.ids, tuple(part for part in parts if len(part) > 1))

    def id(self, value: str) -> str:
        """Return an id's pseudonym; without a key the id."""
        if self.key is None:
            return value
        number = int.from_bytes(hmac.digest(self.key, plain(value).encode(), sha256)) % 10**_DIGITS
        kind = _KIND.match(value)
        return f"{kind[0] if kind else ''}{number:0{_DIGITS}d}"

    def text(self, text: str) -> str:
        """Take personal data, and with a key ids and names, out of a text; one that is JSON stays JSON."""
        try:
            held = json.loads(text) if text[:1] in ("{", "[") else None
        except ValueError:
            held = None
        return json.dumps(self.value(held), ensure_ascii=False) if held is not None else str(self.value(text))

    def value(self, value: Any) -> Any:
        """Do the same all through a JSON value."""
        return self._replaced(redact_trace(value)) if self.key is not None else redact_trace(value)

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._names(_TOKEN.sub(lambda found: self._token(found[0]), value))
        if isinstance(value, Mapping):
            return {key: self._replaced(item) for key, item in value.items()}
        if isinstance(value, Sequence):
            return [self._replaced(item) for item in value]
        return value

    def _token(self, token: str) -> str:
        return self.id(token) if plain(token) in self.ids else token

    def _names(self, text: str) -> str:
        """Replace the whole name however it is written, and its parts as they are written in the store.

        A part may be a word too, such as Grace: in lower case it is left as that.
        """
        for number, name in enumerate(self.names):
            flags = re.IGNORECASE if number == 0 else re.NOFLAG
            text = re.sub(rf"\b{re.escape(name)}\b", NAME, text, flags=flags)
        return text


def read_key(path: Path) -> bytes:
    """Read a team's key.

    Raises:
        ConversionError: There is none, or it can be guessed.
    """
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConversionError(f"{path} cannot be read; make a key with: openssl rand -hex 32 > {path}") from error
    if len(key) < SHORTEST_KEY:
        raise ConversionError(f"{path} must hold {SHORTEST_KEY} characters or more, such as openssl rand -hex 32 gives")
    return key.encode()


def plain(value: str) -> str:
    """Write an id as it is compared: customers leave out the dash and the capital letters."""
    return "".join(sign for sign in value if sign.isalnum()).upper()


def redacted(made: Transcript) -> Transcript:
    """Take personal data out of all of a transcript, what is expected too; ids and names stay."""
    whole = redact_trace(hidden(made, Hiding()).model_dump(mode="json"))
    return Transcript.model_validate({**whole, "id": made.id})


def hidden(made: Transcript, hiding: Hiding) -> Transcript:
    """Hide all that people have written and tools have returned; what the product itself names stays."""
    summary = {"summary": hiding.text(made.labels["summary"])} if "summary" in made.labels else {}
    turns = tuple(_turn_hidden(turn, hiding) for turn in made.turns)
    return made.model_copy(update={"turns": turns, "labels": {**made.labels, **summary}})


def _turn_hidden(turn: Turn, hiding: Hiding) -> Turn:
    facts = turn.facts
    if facts is not None:
        deeds = tuple(Deed.model_validate(_fields(deed, hiding, ("arguments", "receipt"))) for deed in facts.deeds)
        facts = facts.model_copy(update={"deeds": deeds})
    steps = tuple(_step_hidden(step, hiding) for step in turn.agent)
    return turn.model_copy(update={"customer": hiding.text(turn.customer), "agent": steps, "facts": facts})


def _step_hidden(step: Step, hiding: Hiding) -> Step:
    if isinstance(step, Say):
        return step.model_copy(update={"say": hiding.text(step.say)})
    return Call.model_validate(_fields(step, hiding, ("arguments", "result", "error")))


def _fields(record: Call | Deed, hiding: Hiding, names: Sequence[str]) -> dict[str, Any]:
    values = record.model_dump()
    for name in names:
        value = values[name]
        values[name] = hiding.text(value) if isinstance(value, str) else hiding.value(value)
    return values
