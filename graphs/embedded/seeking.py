"""Looking for another time than the one that is proposed: "what else is there that day?", "have you nothing later?"."""

import re

from graphs.embedded.frames import Frame, Memory
from graphs.embedded.guess import Guess
from graphs.embedded.manner import asks
from graphs.embedded.situation import SURE, Move, Situation, proceed
from graphs.embedded.toolcards import Argument
from graphs.embedded.weekdays import anchored, pinned, week_of

_ASKS_WHEN = re.compile(r"\b(?:which|what|when)\b[^.!?]*\b(?:days?|dates?|times?|when|suit)\b[^.!?]*\?", re.IGNORECASE)


def sought(s: Situation, frame: Frame, guess: Guess, words: str) -> Move | None:
    """Search anew where words ask what there is; None where they do not, or where nothing is searched by day."""
    argument = _searched_by_day(s, frame)
    source = s.steps.references.source_of(s.cards[frame.tool], argument) if argument else None
    if argument is None or source is None or guess.label != source.name or not asks(s, words):
        return None
    begins = s.steps.references.begins(frame, argument)
    text = words if begins is None else pinned(anchored(words, begins), week_of(begins.date(), s.moment))
    # What was said of days before is no longer what is looked for.
    again = frame.without(argument.name).model_copy(update={"said": (text,)}).asking(None)
    return proceed(s, s.memory, again, max(guess.confidence, SURE))


def asked_when(s: Situation, own: Move) -> Memory | None:
    """Return the memory of who has asked which day would suit, where this model would have looked for times first."""
    frame = own.memory.frame
    card = s.cards.get(frame.tool) if frame is not None else None
    if frame is None or card is None or card.name == own.tool or not _ASKS_WHEN.search(s.history.reply):
        return None
    references = s.steps.references
    for argument in (one for one in card.required if one.name not in frame.arguments):
        source = references.source_of(card, argument)
        if source is not None and source.name == own.tool and source.by_day:
            return own.memory.on(frame.asking(argument.name))
    return None


def others(s: Situation, frame: Frame) -> Move | None:
    """Offer other times where words want another and do not say which; None where nothing is searched by day."""
    argument = _searched_by_day(s, frame)
    if argument is None:
        return None
    other = frame.excluding(argument.name, frame.arguments[argument.name])
    return proceed(s, s.memory, other.model_copy(update={"said": ()}).asking(None), SURE)


def _searched_by_day(s: Situation, frame: Frame) -> Argument | None:
    """Return the argument that names a record which is searched by day."""
    card, references = s.cards[frame.tool], s.steps.references
    named = [one for one in card.required if one.name in frame.arguments]
    return next((one for one in named if references.source_of(card, one) and references.takes_a_day(card, one)), None)
