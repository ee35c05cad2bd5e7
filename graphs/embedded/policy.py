"""What to do next, from the messages and the bound tools' schemas alone. No tool is known here by name."""

from typing import TYPE_CHECKING

from graphs.embedded.frames import Frame, Memory
from graphs.embedded.outcomes import after_result
from graphs.embedded.parsers import choices, confirmation
from graphs.embedded.situation import CERTAIN, UNSURE, Move, Situation, asked_again, proceed, take_up

if TYPE_CHECKING:
    from graphs.embedded.understanding import Guess

SURE = 0.5
"""A guess below this is not acted on where it would end something else."""
CLEAR = 0.35
"""A guess below this is not acted on at all."""
_ASKED_OFTEN = 3
_SPECIAL = {
    "greeting": "greeting",
    "thanks": "thanks",
    "goodbye": "goodbye",
    "out_of_scope": "out-of-scope",
    "abuse": "calm",
}
_UNDONE = ("proposed", "changed", "declined", "expired", "failed")
_OPEN_STATES = (None, *_UNDONE)


async def decide(s: Situation) -> Move:
    """Decide on the next message."""
    words = s.history.words
    last = s.history.fresh[-1] if s.history.fresh else None
    if last is not None and not (words and last.state in _OPEN_STATES and last.error is None):
        return await after_result(s, last)
    if not words:
        return _without_words(s)
    again = s.memory.about(words)
    if again is not None and again.tool in s.cards:
        # The conversation has come back to what was set aside.
        return proceed(s, s.memory.turning_to(again), again)
    frame = s.memory.frame or _undone(s)
    if s.memory.options and (accepted := await _accepted(s, words)):
        return accepted
    if frame is not None and frame.tool in s.cards:
        return await (_answer(s, frame, words) if frame.asked else _after_proposal(s, frame, words))
    return await _new_request(s, words)


def _undone(s: Situation) -> Frame | None:
    """Return the frame of the last action, if it was not carried out and nothing has happened since."""
    last = s.history.results[-1] if s.history.results else None
    if last is None or last.state not in _UNDONE:
        return None
    return Frame(tool=last.tool, arguments=dict(last.arguments), said=s.history.earlier[-1:])


def _without_words(s: Situation) -> Move:
    if not s.history.earlier:
        return s.say("greeting", s.memory)
    return s.say_and_offer_person("unsure", s.memory, UNSURE, abilities=s.abilities)


async def _accepted(s: Situation, words: str) -> Move | None:
    """Read an answer to "would you like me to ...?"."""
    options = [name for name in s.memory.options if name in s.cards]
    reading = confirmation.read(words)
    rest = s.memory.offering()
    if reading == "yes" and len(options) == 1:
        if rest.frame is not None and rest.frame.tool == options[0]:
            return proceed(s, rest, rest.frame)
        said = s.history.earlier[-1] if s.history.earlier else words
        return _begin(s, rest, options[0], said, CERTAIN)
    if reading == "no" and rest.frame is None:
        return s.say("dropped", rest)
    if len(options) > 1:
        picked = choices.choose(words, [{"name": s.replies.name(s.cards[name])} for name in options])
        if len(picked) == 1:
            said = s.history.earlier[-1] if s.history.earlier else words
            return _begin(s, rest, options[picked[0]], said, CERTAIN)
    return None


async def _answer(s: Situation, frame: Frame, words: str) -> Move:
    """Read the answer to what the customer was asked for."""
    guess = await s.understanding.intent(words, among=_labels(s))
    if guess.label in ("human", *s.person) and guess.confidence >= SURE:
        return await _act_on(s, "human", words, guess.confidence)
    if _asks(s, words) and _is_question(s, guess.label) and guess.confidence >= CLEAR:
        return _look_up(s, s.memory, words, guess.confidence)
    if _leaves(s, words):
        return s.say("dropped", s.memory.finished(s.cards))
    heard = s.steps.answered(frame, words) or s.steps.corrected(frame, words)
    return proceed(s, s.memory, heard) if heard is not None else await _no_answer(s, frame, guess, words)


async def _no_answer(s: Situation, frame: Frame, guess: "Guess", words: str) -> Move:
    """The words do not say what was asked for: they open another matter, or were not understood."""
    # A plain yes is no answer to "which one?", and no greeting either.
    sure = guess.confidence >= SURE and confirmation.read(words) is None
    if sure and guess.label in s.cards and guess.label != frame.tool:
        return await _act_on(s, guess.label, words, guess.confidence)
    if _asks(s, words) and s.search is not None and guess.label != "out_of_scope":
        return _look_up(s, s.memory, words, guess.confidence)
    if sure and guess.label in _SPECIAL and frame.times < _ASKED_OFTEN:
        text = s.replies.generic(_SPECIAL[guess.label], abilities=s.abilities)
        return take_up(s, s.memory.on(frame.asking(frame.asked)), text, guess.confidence)
    return _ask_again(s, frame)


def _ask_again(s: Situation, frame: Frame) -> Move:
    again = asked_again(s, frame)
    if frame.times >= _ASKED_OFTEN or not again:
        return s.say_and_offer_person("stuck", s.memory, UNSURE)
    memory = s.memory.on(frame.asking(frame.asked))
    return s.say("not-understood", memory, UNSURE, question=again)


async def _after_proposal(s: Situation, frame: Frame, words: str) -> Move:
    """Read words that follow a proposal which was not carried out: a correction of it, or something new."""
    result = s.history.last_of(frame.tool)
    state = result.state if result else None
    if state not in _OPEN_STATES:
        return await _new_request(s, words)
    guess = await s.understanding.intent(words, among=_labels(s))
    turned = state == "changed" or confirmation.read(words) == "changed" or _says(s, "turn", words.split(",")[0])
    if not turned and _is_elsewhere(s, frame, guess, words):
        return await _act_on(s, guess.label, words, guess.confidence)
    heard = s.steps.corrected(frame, words)
    if heard is not None:
        return proceed(s, s.memory, heard, max(guess.confidence, SURE))
    if result is not None and result.error is not None:
        # It was refused, and these words do not mend it: begin anew.
        return await _act_on(s, guess.label, words, guess.confidence)
    if not turned and _asks(s, words):
        # A question about the proposal itself: its own words are the answer.
        return proceed(s, s.memory, frame, max(guess.confidence, SURE))
    return _unclear_correction(s, frame, guess, words)


def _is_elsewhere(s: Situation, frame: Frame, guess: "Guess", words: str) -> bool:
    """Whether the words are about something else than the proposal: another tool, a question, a thank-you."""
    if guess.confidence < SURE or guess.label in {frame.tool, *s.steps.sources(frame)}:
        return False
    if _is_question(s, guess.label):
        return _asks(s, words)
    return guess.label not in ("out_of_scope", "abuse")


def _unclear_correction(s: Situation, frame: Frame, guess: "Guess", words: str) -> Move:
    """Something is to be different: look at what there is to choose from, or ask."""
    lookup = s.steps.unread(frame)
    if lookup is not None:
        return Move("", s.memory.on(frame.heard(words)), SURE, lookup.tool, lookup.arguments)
    return s.say("change-what", s.memory.on(frame), min(guess.confidence, SURE))


async def _new_request(s: Situation, words: str) -> Move:
    if _says(s, "abilities", words):
        return s.say("abilities", s.memory, abilities=s.abilities)
    if confirmation.read(words) in ("yes", "no"):
        return s.say("and-then", s.memory)
    guess = await s.understanding.intent(words, among=_labels(s))
    if guess.confidence >= CLEAR:
        return await _act_on(s, guess.label, words, guess.confidence)
    if _asks(s, words) and s.search:
        return _look_up(s, s.memory, words, guess.confidence)
    near = [label for label, _ in guess.ranked[:2] if label in s.cards and s.cards[label].effect != "handover"]
    if len(near) == 2:
        options = s.replies.names([s.cards[label] for label in near], "or")
        return s.say("which", s.memory.offering(*near), min(guess.confidence, SURE), options=options)
    return s.say_and_offer_person("unsure", s.memory, min(guess.confidence, UNSURE), abilities=s.abilities)


async def _act_on(s: Situation, label: str, words: str, confidence: float) -> Move:
    """Do what a label says: a tool, a question, or one of the things people say besides."""
    if _is_question(s, label):
        return _look_up(s, s.memory, words, confidence)
    if label == "human" and s.person:
        return _begin(s, s.memory, s.person[0], words, confidence)
    if label in s.cards:
        if s.cards[label].effect == "write" and _asks_how(s, words):
            return _look_up(s, s.memory.offering(label), words, confidence)
        return _begin(s, s.memory, label, words, confidence)
    section = _SPECIAL.get(label, "unsure")
    if section in ("out-of-scope", "calm", "unsure"):
        return s.say_and_offer_person(section, s.memory, confidence, abilities=s.abilities)
    return s.say(section, s.memory, confidence)


def _begin(s: Situation, memory: Memory, tool: str, words: str, confidence: float) -> Move:
    frame = Frame(tool=tool, said=(words,))
    return proceed(s, memory.turning_to(frame), frame, confidence)


def _look_up(s: Situation, memory: Memory, words: str, confidence: float) -> Move:
    """Search the articles; the open frame stays open."""
    if s.search is None:
        return s.say_and_offer_person("unknown", memory, UNSURE)
    query = s.search.required[0].name
    return Move("", memory, confidence, s.search.name, {query: words})


def _labels(s: Situation) -> list[str]:
    return [*s.cards, *_SPECIAL, "human", "question"]


def _is_question(s: Situation, label: str) -> bool:
    return label == "question" or (s.search is not None and label == s.search.name)


def _asks(s: Situation, words: str) -> bool:
    first = words.lower().split()[:1]
    return words.rstrip().endswith("?") or (bool(first) and first[0] in s.lexicon["question"])


def _asks_how(s: Situation, words: str) -> bool:
    """Whether the customer asks how something is done, and not for it to be done."""
    return s.search is not None and words.lower().startswith(tuple(f"{phrase} " for phrase in s.lexicon["how"]))


def _leaves(s: Situation, words: str) -> bool:
    return confirmation.read(words) == "no" or _says(s, "leave", words)


def _says(s: Situation, kind: str, words: str) -> bool:
    said = f" {words.lower().strip(' .!?')} "
    return any(f" {phrase} " in said for phrase in s.lexicon[kind])
