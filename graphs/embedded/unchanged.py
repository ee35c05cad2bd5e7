"""A value that stays as it is, in the customer's words: "same postcode". It is read where it is kept now."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphs.apostrophes import straight
from graphs.embedded.candidates import Lookup
from graphs.embedded.frames import Frame
from graphs.embedded.history import History
from graphs.embedded.toolcards import Argument, ToolCard

_WRITTEN = ("postcode", "town", "phone", "email")
_STILL = r"(?:all |still |just |exactly |also )*"
_NOT_CHANGED = r"(?:has|have|did|does|do|had|wo|is|was)(?:n'?t| not)(?: \w+)? chang\w*|never chang\w*"
_SAME = (
    r"\b(?:the |my |our )?same (?:old )?{noun}\b|\bkeep(?:ing)? (?:the |my |our )?(?:same )?{noun}\b"
    rf"|\bno change (?:to|in|of) (?:the |my |our )?{{noun}}\b"
    rf"|\b{{noun}}(?:'?s)? (?:{_NOT_CHANGED}|{_STILL}(?:stays?|remains?|is|will be) {_STILL}"
    r"(?:the same|unchanged|as (?:it|is|before))|stays(?! \w)|(?:the )?same(?! as the))"
)
_NOUNS = {"postcode": "(?:post ?code|code)", "town": "(?:town|city)", "phone": "(?:phone )?number", "email": "e-?mail"}
_REST = re.compile(r"\bthe rest\b[^.;,!?]{0,24}\b(?:same|unchanged|as (?:it|is|before)|stays?)\b", re.IGNORECASE)
"""Of an address: "number 10, the rest stays the same"."""
_ANSWER = re.compile(
    r"^\W*(?:(?:it|that|this)(?:'?s| is| has)? |oh |er |um |yes |no )*"
    rf"(?:{_STILL}(?:the )?same\b(?! as (?!before|now|it))"
    rf"|{_NOT_CHANGED}|unchanged|stays (?:the same|as it is)|as (?:it is|before|it was))",
    re.IGNORECASE,
)
"""Said of what is asked for: "it's the same"."""


def says_so(argument: Argument, text: str, *, asked: bool) -> bool:
    """Whether words say that this value stays as it is; `asked` means that they answer the question for it."""
    if argument.kind not in _WRITTEN:
        return False
    plain = straight(text)
    named = re.search(_SAME.format(noun=_NOUNS[argument.kind]), plain, re.IGNORECASE)
    rest = argument.kind in ("postcode", "town") and _REST.search(plain) is not None
    return named is not None or rest or (asked and _ANSWER.match(plain) is not None)


def as_it_is(frame: Frame, argument: Argument, cards: Mapping[str, ToolCard], history: History) -> str | Lookup | None:
    """Return the value that stays, or where to read it; None where no words say that it does, or several may be it."""
    asked = frame.asked == argument.name
    if not any(says_so(argument, text, asked=asked and text is frame.said[-1]) for text in frame.said):
        return None
    source = kept_in(cards, argument)
    if source is None:
        return None
    read = next((one for one in reversed(history.readings) if one.tool == source.name), None)
    if read is None:
        return Lookup(source.name, {})
    chosen = {str(value) for value in frame.arguments.values()}
    found = list(values_of(read.content, argument.name))
    own = {value for path, value in found if chosen & set(path)} or {value for _, value in found}
    return own.pop() if len(own) == 1 else None


def kept_in(cards: Mapping[str, ToolCard], argument: Argument) -> ToolCard | None:
    """Return the tool that reads where a value is kept now."""
    reads = (card for card in cards.values() if card.effect == "read" and not card.arguments and not card.is_list)
    return next((card for card in reads if argument.name in card.fields), None)


def values_of(content: Any, name: str, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each value of a name within a record, with where it stands."""
    for key, value in content.items() if isinstance(content, Mapping) else ():
        if key == name and isinstance(value, str):
            yield path, value
        yield from values_of(value, name, (*path, key))
