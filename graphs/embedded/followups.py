"""Words that go on from what was just told: "what about INV-2041?", "and the other one?", "is my refund done?"."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphs.embedded.filling import parse
from graphs.embedded.frames import Frame
from graphs.embedded.guess import Guess
from graphs.embedded.parsers import choices, confirmation, money
from graphs.embedded.references import spoken_of
from graphs.embedded.rows import flattened
from graphs.embedded.situation import Move, Situation, proceed
from graphs.embedded.toolcards import ToolCard

SHORT = 6
"""Words that only make sense with those before them are not more than so many."""
_SURE = 0.5
_READ_TOGETHER = 2
_NAME = 3
_OPENING = 5
_QUESTION = "question"
_CERTAIN = 0.9
_NOTHING_ASKED = ("out_of_scope", "greeting", "thanks", "goodbye", "abuse")
TYPED = ("street", "postcode", "email", "phone")
"""Kinds of values that are written out."""
_TAKEN_IN = ("done", "waiting", "executing")


async def in_context(
    ask: "Callable[[str], Awaitable[Guess]]", words: str, earlier: Sequence[str], lexicon: Mapping[str, Sequence[str]]
) -> "tuple[Guess, tuple[str, ...]]":
    """Guess what words ask for; a few that refer back are read together with what was said before them.

    The words that the guess was made from come with it.
    """
    guess = await ask(words)
    before = requests_among(earlier)[-_READ_TOGETHER:]
    follows = spoken_of(" ".join(words.split()[:3]), lexicon["follows"]) or spoken_of(words, lexicon["refers"])
    begun = _begins(words, lexicon["follows"]) and not _is_whole(guess, words, lexicon)
    if spoken_of(" ".join(words.split()[:_OPENING]), lexicon.get("pass_on", ())):
        # "And tell him to wipe his feet" asks for nothing that was asked for before.
        return (guess if guess.confidence >= _SURE else replace(guess, label=_QUESTION)), (words,)
    clear = not begun and guess.confidence >= _SURE and guess.label not in ("out_of_scope", "greeting")
    if clear or not before or len(words.split()) > SHORT or not follows:
        return guess, (words,)
    together = await ask(" ".join([*(text.rstrip(" .?!") for text in before), words]))
    if together.label in _NOTHING_ASKED or together.confidence < _SURE:
        return guess, (words,)
    return together, (*before, words)


def _begins(words: str, phrases: Sequence[str]) -> bool:
    return words.lower().startswith(tuple(f"{phrase} " for phrase in phrases))


def _is_whole(guess: Guess, words: str, lexicon: Mapping[str, Sequence[str]]) -> bool:
    """Whether words are surely clear alone: "and would that cost me anything", "what time is my technician coming"."""
    if guess.confidence < _CERTAIN:
        return False
    return (_begins(words, ("and",)) and guess.label == _QUESTION) or _begins(words, lexicon.get("asks_when", ()))


def of_its_own(card: ToolCard, said: tuple[str, ...]) -> tuple[str, ...]:
    """Return only the newest of the words where they name what is to be told by its amount: "and the £10.32?"."""
    return said[-1:] if card.effect == "read" and money.find_any(said[-1]) else said


def requests_among(earlier: Sequence[str]) -> list[str]:
    """Return what was said besides plain answers such as "yes"."""
    return [text for text in earlier if confirmation.read(text) is None]


def with_what_it_means(s: Situation, said: tuple[str, ...]) -> tuple[str, ...]:
    """Put the words before those that point at something: "refund it"."""
    # What is wished for besides is a part of what was said last.
    before = [text for text in requests_among(s.history.earlier) if said[0] not in text][-1:]
    if len(said) > 1 or not before or not spoken_of(said[0], s.lexicon["told"]):
        return said
    # Of a name or a number alone nothing is known but that it is spoken of.
    if len(said[0].split()) > SHORT and len(before[0].split()) > _NAME:
        return said
    return (*before, *said)


def goes_on(s: Situation, words: str, confidence: float) -> Move | None:
    """Answer words about what was told last; None where they say nothing of it."""
    told = s.memory.told
    if told is None or told.tool not in s.cards or len(words.split()) > SHORT:
        return None
    card = s.cards[told.tool]
    given = {a.name: value for a in card.arguments if (value := parse(a, words, s.moment)) is not None}
    if given and given.items() - told.arguments.items():
        # Another record is told whole; another day or part of it narrows what was asked.
        records = any(a.pattern for a in card.arguments if a.name in given)
        frame = Frame(tool=card.name, arguments=given if records else {**told.arguments, **given}, said=(words,))
        return proceed(s, s.memory.turning_to(frame), frame, confidence)
    return _the_other(s, card, words, confidence) or _one_of_them(s, card, words, confidence)


def asks_whether_done(s: Situation, card: ToolCard, words: str) -> bool:
    """Whether the customer asks if something was done, rather than for it."""
    return card.effect == "write" and spoken_of(" ".join(words.split()[:4]), s.lexicon["done"])


def tell_what_was_done(s: Situation, card: ToolCard, words: str, confidence: float) -> Move | None:
    """Answer from the receipt, or else from the records that would show it."""
    results = (r for r in reversed(s.history.results) if r.tool == card.name and r.state in _TAKEN_IN)
    last = next(results, None)
    if last is not None and last.state is not None:
        return Move(s.replies.outcome(card, last.state, last.content), s.memory, confidence)
    readable = [other for other in s.cards.values() if other.effect == "read" and not other.required]
    best = max(readable, key=lambda other: len(other.fields & card.fields), default=None)
    if best is None or not best.fields & card.fields:
        return None
    frame = Frame(tool=best.name, said=(words,))
    return proceed(s, s.memory.turning_to(frame), frame, confidence)


def by_values(s: Situation, words: str) -> str | None:
    """Return the one tool that takes what was said: an address alone says what is to be changed."""
    taken = {
        card.name: sum(a.kind in TYPED and parse(a, words, s.moment) is not None for a in card.arguments)
        for card in s.cards.values()
        if card.effect == "write"
    }
    best = [name for name, count in taken.items() if count and count == max(taken.values())]
    return best[0] if len(best) == 1 else None


def _the_other(s: Situation, card: ToolCard, words: str, confidence: float) -> Move | None:
    """Look up the record that was not told: "and the other one?"."""
    if not spoken_of(words, s.lexicon["other"]) or money.find_any(words):
        # "The other tenner" is no other bill.
        return None
    for argument in card.arguments:
        source, told = s.steps.references.source_of(card, argument), s.history.last_of(card.name)
        if source is None or told is None or not argument.pattern:
            continue
        seen = {str(row[argument.name]) for row in flattened(told.content, argument.name)}
        if seen:
            excluded = {argument.name: tuple(sorted(seen))}
            frame = Frame(tool=card.name, said=(words,), asked=argument.name, excluded=excluded)
            return proceed(s, s.memory.turning_to(frame), frame, confidence)
    return None


def _one_of_them(s: Situation, card: ToolCard, words: str, confidence: float) -> Move | None:
    """Tell one of several records again, on its own."""
    told = s.history.last_of(card.name)
    rows: list[Mapping[str, Any]] = told.content if told is not None and isinstance(told.content, list) else []
    picked = choices.choose(words, rows, zone=s.moment.zone, chosen=s.memory.picked) if len(rows) > 1 else []
    if len(picked) != 1:
        return None
    memory = s.memory.model_copy(update={"picked": picked[0]})
    return Move(s.replies.record(card, rows[picked[0]]), memory, confidence)
