"""Acting on what words ask for: a tool is begun, a question looked up, a greeting returned."""

from graphs.embedded.endings import GOODBYE
from graphs.embedded.filling import found, parse
from graphs.embedded.followups import (
    TYPED,
    asks_whether_done,
    of_its_own,
    requests_among,
    tell_what_was_done,
    with_what_it_means,
)
from graphs.embedded.frames import Frame, Memory
from graphs.embedded.guess import Guess
from graphs.embedded.manner import asks, asks_how, is_question, says
from graphs.embedded.parsers import supposing
from graphs.embedded.parsers.second_thoughts import thoughts
from graphs.embedded.references import spoken_of
from graphs.embedded.searching import article_read_last, query_for
from graphs.embedded.situation import CERTAIN, SURE, UNSURE, Move, Situation, proceed, take_up
from graphs.embedded.toolcards import ToolCard, verb_of
from graphs.embedded.undoing import rather

OUT_OF_SCOPE = "out_of_scope"
SURELY_OUT = 0.9
"""A question as sure as this of being nobody's business here is not looked up."""
SPECIAL = {
    "greeting": "greeting",
    "thanks": "thanks",
    "goodbye": "goodbye",
    OUT_OF_SCOPE: "out-of-scope",
    "abuse": "calm",
}
"""The replies to what people say besides asking for something."""


def labels(s: Situation) -> list[str]:
    """Return what words may ask for here."""
    special = [label for label in SPECIAL if not s.stays or label != GOODBYE]
    return [*s.cards, *special, *(() if s.asks_for_nobody else ("human",)), "question"]


async def act_on(s: Situation, label: str, words: str, confidence: float) -> Move:
    """Do what a label says: a tool, a question, or one of the things people say besides."""
    if is_question(s, label):
        return look_up(s, s.memory, words, confidence)
    if label == "human" and s.person:
        return begin(s, s.memory, s.person[0], (words,), confidence)
    if label in s.cards:
        return _use(s, s.cards[label], words, confidence)
    if label == OUT_OF_SCOPE and confidence < SURELY_OUT and s.search is not None and asks(s, words):
        # An article that surely answers what is hardly known knows better.
        return look_up(s, s.memory, words, confidence)
    section = SPECIAL.get(label, "unsure")
    if section in ("out-of-scope", "calm", "unsure"):
        return s.say_and_offer_person(section, s.memory, confidence, abilities=s.abilities)
    return s.say(section, s.memory, confidence)


def _use(s: Situation, card: ToolCard, words: str, confidence: float) -> Move:
    """Use a tool; a question whether it was done, or how it is done, is answered first."""
    if asks_whether_done(s, card, words) and (told := tell_what_was_done(s, card, words, confidence)):
        return told
    if card.effect == "write" and asks_how(s, words):
        return look_up(s, s.memory.offering(card.name), words, confidence)
    if only_asks_about(s, card.name, words):
        return look_up(s, s.memory, words, confidence)
    if (changing := rather(s, card, words)) is not None:
        return proceed(s, s.memory.turning_to(changing), changing, confidence)
    return begin(s, s.memory, card.name, of_its_own(card, with_what_it_means(s, (words,))), confidence)


def only_asks_about(s: Situation, label: str, words: str) -> bool:
    """Whether words that look like a wish to do something only ask: "and the speaker doesn't have to go back?"."""
    card = s.cards.get(label)
    if s.search is None or card is None or card.effect != "write" or not supposing.only_asks(words):
        return False
    # Who gives a new address wants it taken down, however it is put.
    return not any(a.kind in TYPED and parse(a, words, s.moment) is not None for a in card.arguments)


def wanted_instead(s: Situation, frame: Frame, guess: Guess, words: str) -> str | None:
    """Return what words surely want instead of what is in hand: a person, or what they name and bid to be done."""
    if guess.label in ("human", *s.person) and guess.confidence >= SURE:
        return "human"
    other = s.cards.get(guess.label)
    surely = other is not None and other.effect == "write" and guess.confidence >= CERTAIN
    # "It's slow upstairs only. Give that camera a restart then", where a fault is about to be opened.
    elsewhere = guess.label.split("_")[-1] != frame.tool.split("_")[-1]
    named = spoken_of(words, verb_of(guess.label)) and not spoken_of(words, verb_of(frame.tool))
    return guess.label if surely and elsewhere and named else None


def begin(s: Situation, memory: Memory, tool: str, said: tuple[str, ...], confidence: float) -> Move:
    """Open a frame for a tool and take its first step."""
    card = s.cards[tool]
    if not any(argument.kind in ("free", *TYPED) for argument in card.arguments):
        # "The plug, no wait, the speaker": what was said last counts. What is written out takes care of that itself.
        said = tuple(thought for text in said for thought in thoughts(text))
    frame = Frame(tool=tool, said=(*_around(s, card, said), *said))
    return proceed(s, memory.turning_to(frame), frame, confidence)


def _around(s: Situation, card: ToolCard, said: tuple[str, ...]) -> tuple[str, ...]:
    """Return the message around one of its wishes, where only that gives the value: "for the bills", of a new address.

    What gives several of a kind does not say which one is this wish's.
    """
    typed = [argument.kind for argument in card.arguments if argument.kind in TYPED]
    own = any(found(kind, text) for kind in typed for text in said)
    several = any(len({one.value for one in found(kind, s.history.whole)}) > 1 for kind in typed)
    return (s.history.whole,) if s.history.whole and typed and not own and not several else ()


def begin_with(s: Situation, tool: str, words: str, confidence: float) -> Move:
    """Open a frame for a tool that was talked about: what was asked for before belongs to it."""
    return begin(s, s.memory, tool, (*requests_among(s.history.earlier)[-1:], words), confidence)


def look_up(s: Situation, memory: Memory, words: str, confidence: float) -> Move:
    """Search the articles; the open frame stays open."""
    if says(s, "abilities", words):
        return take_up(s, memory, s.replies.generic("abilities", abilities=s.abilities), confidence)
    if s.search is None:
        return s.say_and_offer_person("unknown", memory, UNSURE)
    # What was said before goes into the query on lines of its own, not into the question.
    question = (words.endswith(s.history.words) and s.history.words) or words
    query = query_for(question, article_read_last(s.history.results), *s.history.told)
    return Move("", memory, confidence, s.search.name, {s.search.required[0].name: query})
