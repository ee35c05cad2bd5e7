"""Several records that the same is wished for, named by what they hold: "the doorbell and the plug"."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graphs.embedded.asking import asks
from graphs.embedded.filling import parse
from graphs.embedded.frames import Frame
from graphs.embedded.naming import meant
from graphs.embedded.parsers import choices, contrast, identifiers, money
from graphs.embedded.references import References
from graphs.embedded.rows import flattened
from graphs.embedded.toolcards import Argument, ToolCard

_PLURAL = (
    r"\b(?:both|all|each|every|the (?:two|pair))(?: (?:two|three|of))?(?: (?:my|the|these|those|them|our))?"
    r"(?: \w+)? {noun}s?\b"
)
_BESIDE = re.compile(
    r"(?:\W|\b(?:and|plus|n|also|as|well|with|then|for|on|off|the|my|a|an|our|that|this|£?[\d.]+)\b)*", re.I
)
"""What may stand between two things that the same is wished for."""
_JOINS = re.compile(r"\b(?:and|plus|n|as well as)\b|[,&+;.]", re.IGNORECASE)
_PART = re.compile(r"[.;!?]+\s|\band\b|\bplus\b|[,&\n]", re.IGNORECASE)
_STEM = 4


def wishes(
    card: ToolCard, argument: Argument, contents: Sequence[Any], text: str, *, asked: bool = False
) -> tuple[str, ...]:
    """Word the wish for each of several records, or things that they hold; nothing if one record is meant.

    `contents` are what was read of them; `asked` means that the customer was asked which record it is.
    """
    records = {str(row[argument.name]): row for content in contents for row in flattened(content, argument.name)}
    wanted = contrast.negated(text)[0]
    found = identifiers.find(wanted, argument.pattern or "", nouns=argument.nouns, rivals=argument.rivals)
    # Where nothing needed to be read yet, the numbers themselves say enough.
    named = list(dict.fromkeys(one.value for one in found if one.value in records or not records))
    if not named and _means_all(argument, wanted, asked=asked):
        named = list(records)
    if named:
        return tuple(_again(card, one) for one in named) if len(named) > 1 else ()
    held = next((one for one in card.optional if any(flattened(c, one.name) for c in contents)), None)
    if held is None:
        return ()
    pairs = [(str(row[held.name]), str(row[argument.name])) for c in contents for row in flattened(c, held.name)]
    apart = _apart(text, pairs)
    amounts = {pair: _amount(text, pair[0]) for pair in apart}
    whole = {record for _, record in apart if not any(one[1] == record and one not in apart for one in pairs)}
    single = {record for record in whole if sum(one[1] == record for one in pairs) == 1 or _has(amounts, record)}
    # Of a record all of whose things are wished for the whole is wished for.
    called = [(pair[1],) if pair[1] in whole - single else pair for pair in apart]
    return tuple(_again(card, *one, amount=amounts.get((one[0], one[-1]), "")) for one in dict.fromkeys(called))


def first_of(references: References, frame: Frame, card: ToolCard, argument: Argument) -> Frame | None:
    """Take the first of several wishes for records, each with what is wished for of it; None where one is meant."""
    source = references.source_of(card, argument)
    named = argument.kind == "pattern" and card.effect == "write"
    if not named or source is None or not card.optional or frame.later or not frame.said:
        return None
    contents = [result.content for result in references.history.current if result.tool == source.name][-1:]
    text, asked = references.spelt_out(frame.said[-1]), frame.asked == argument.name
    first, *others = wishes(card, argument, contents, text, asked=asked) or ("",)
    if not others:
        return None
    taken = frame.model_copy(update={"said": (first,), "later": tuple(others)})
    return taken.having(argument.name, parse(argument, first, references.moment))


def _means_all(argument: Argument, text: str, *, asked: bool) -> bool:
    if asked and (choices.both(text) or choices.everything(text)):
        return True
    return any(re.search(_PLURAL.format(noun=noun), text, re.IGNORECASE) for noun in argument.nouns)


def _apart(text: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the things that are wished for together and are in more than one record, each with its record."""
    named = meant(text, list(dict.fromkeys(thing for thing, _ in pairs)))
    found = [pair for name in named for pair in pairs if pair[0] == name]
    apart = len({record for _, record in found}) > 1
    if not apart or (len(named) == 1 and not choices.both(text)):
        return []
    once = len(found) == len(named)
    return found if len(named) == 1 or (once and _are_joined(text, named)) else []


def _are_joined(text: str, names: Sequence[str]) -> bool:
    """Whether things are named side by side, or each by words that ask for something."""
    places = sorted(place for name in names if (place := _place(text, name)) is not None)
    if len(places) < len(names):
        return False
    own = {word for name in names for word in name.lower().split()}
    return all(_together(text, one[1], other[0], own) for one, other in pairwise(places))


def _together(text: str, end: int, begin: int, own: Collection[str]) -> bool:
    between = text[end:begin]
    if not _JOINS.search(between):
        return False
    # "And the smart plug": words of the names themselves may stand there, too.
    rest = " ".join(word for word in between.split() if word.lower() not in own)
    return bool(_BESIDE.fullmatch(rest)) or all(asks(part) for part in (text[:end], between))


def _place(text: str, name: str) -> tuple[int, int] | None:
    """Return where a name is said last, by the first letters of its last word or else of one before it."""
    for word in reversed(name.lower().split()):
        found = [match.span() for match in re.finditer(rf"\b{re.escape(word[:_STEM])}\w*", text.lower())]
        if found:
            return found[-1]
    return None


def _has(amounts: Mapping[tuple[str, str], str], record: str) -> bool:
    return any(amount for pair, amount in amounts.items() if pair[1] == record)


def _amount(text: str, name: str) -> str:
    """Return the amount that is said with a thing."""
    for part in _PART.split(text):
        found = money.find_wanted(part) if meant(part, [name]) else ()
        if found:
            return f"£{found[0].value}"
    return ""


def _again(card: ToolCard, *called: str, amount: str = "") -> str:
    return " ".join(_words(card, called, amount))


def _words(card: ToolCard, called: Sequence[str], amount: str) -> Iterator[str]:
    yield card.name.replace("_", " ")
    if amount:
        yield f"{amount} back for"
    if len(called) > 1:
        yield "the"
    yield from called
