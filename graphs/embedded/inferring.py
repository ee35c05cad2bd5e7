"""What the customer would be asked is worked out from what they have told: "the socket has sunk into the plaster"."""

from collections.abc import Sequence

from graphs.embedded.frames import Frame
from graphs.embedded.manner import asks
from graphs.embedded.references import spoken_of
from graphs.embedded.rows import surely_fitting
from graphs.embedded.situation import Move, Situation, asked_again, proceed
from graphs.embedded.stories import ANSWER, STORY
from graphs.embedded.toolcards import Argument
from graphs.embedded.weekdays import days_of

_NEAR = 4
"""A story that was told further back is of another matter."""


async def inferred(s: Situation, move: Move) -> Move:
    """Go on with the choice that the customer's story means, where a move would ask for it."""
    frame, before = move.memory.frame, s.memory.frame
    argument = _asked(s, frame) if frame is not None and move.tool is None else None
    if frame is None or argument is None or (before is not None and before.asked == frame.asked):
        return move
    choice = await _choice(s, argument, (s.history.words, *reversed(frame.said)), STORY)
    if choice is None and (booked := _booked_already(s, frame, move.confidence)) is not None:
        return booked
    # What was told before may be of another matter: it says least.
    choice = choice or await _choice(s, argument, s.history.earlier[: -_NEAR - 1 : -1], STORY)
    if choice is None:
        return move
    lead = move.text.removesuffix(asked_again(s, frame)).strip()
    return proceed(s, move.memory, frame.having(argument.name, choice), move.confidence, lead)


async def answered_by_story(s: Situation, frame: Frame, words: str) -> Frame | None:
    """Take a story for the answer to what was asked; None where it tells of no choice."""
    argument = _asked(s, frame)
    choice = await _choice(s, argument, (words,), ANSWER) if argument is not None and not asks(s, words) else None
    return frame.heard(words).having(argument.name, choice) if argument is not None and choice is not None else None


def _booked_already(s: Situation, frame: Frame, confidence: float) -> Move | None:
    """Change what there is on that day, where nothing says what another is for: "that engineer, in the afternoon"."""
    if not frame.said or spoken_of(frame.said[-1], s.lexicon["besides"]):
        return None
    references = s.steps.references
    for card in s.cards.values():
        shared = [one for one in card.required if one.name in frame.arguments]
        own = [one for one in card.required if one.name not in frame.arguments]
        source = references.source_of(card, own[0]) if len(own) == 1 and own[0].pattern else None
        begins = references.begins(frame, shared[0]) if len(shared) == 1 else None
        if card.effect != "write" or source is None or source.required or begins is None:
            continue
        if s.history.found(source.name, {}) is None:
            return Move("", s.memory.turning_to(frame.asking(None)), confidence, source.name, {})
        rows = surely_fitting(card, source, references.rows(Frame(tool=card.name), own[0], s.history.current))
        same = [row for row in rows if begins.date() in days_of([row], s.moment)]
        if len(same) == 1:
            known = {shared[0].name: frame.arguments[shared[0].name], own[0].name: str(same[0][own[0].name])}
            moved = Frame(tool=card.name, arguments=known, said=frame.said)
            return proceed(s, s.memory.turning_to(moved), moved, confidence)
    return None


def _asked(s: Situation, frame: Frame) -> Argument | None:
    """Return the choice that a frame asks for."""
    card = s.cards.get(frame.tool)
    argument = card.argument(frame.asked) if card is not None and frame.asked else None
    return argument if s.stories is not None and argument is not None and argument.kind == "enum" else None


async def _choice(s: Situation, argument: Argument, said: Sequence[str], enough: float) -> str | None:
    told = list(dict.fromkeys(text for text in said if text))
    choice = await s.stories.choice(argument.name, told, enough) if s.stories is not None else None
    return choice if choice in argument.choices else None
