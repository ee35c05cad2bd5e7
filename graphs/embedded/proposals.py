"""Words that follow a proposal: a correction of it, a question, a condition, something new."""

import re
from collections.abc import Mapping

from graphs.embedded.acting import act_on, begin, begin_with, labels, look_up, only_asks_about
from graphs.embedded.asking import says_a_day
from graphs.embedded.explaining import SUGGESTION
from graphs.embedded.followups import SHORT
from graphs.embedded.frames import Frame
from graphs.embedded.guess import Guess
from graphs.embedded.history import Result
from graphs.embedded.manner import asks, asks_how, asks_to_be_told, is_question, says, turns
from graphs.embedded.offers import taken_up
from graphs.embedded.parsers import confirmation, money
from graphs.embedded.references import spoken_of
from graphs.embedded.regretting import UNDONE
from graphs.embedded.seeking import sought
from graphs.embedded.situation import SURE, Move, Situation, ask_what_else, asked_again, proceed
from graphs.embedded.toolcards import ToolCard, verb_of
from graphs.embedded.undoing import rather

_CERTAIN = 0.8
_LIKELY = 0.25
"""How likely words must tell of a trouble, to be added to what is told of it."""
_NO_ANSWER = 0.8
"""So sure a reply must be of being no answer, to be only a remark."""
_SURELY = 0.9
"""So sure what was given up must be asked for, to begin anew."""
_SURELY_CHANGED = 0.95
_ONLY_A_VALUE = 4
"""So few words that hold another value for what is proposed say nothing else: "no, a large parcel"."""
_ASKS_PRICE = re.compile(
    r"\bhow much (?:of (?:that|this|it)(?:'s| is| was)?|was|is|did|were)\b"
    r"(?! (?:longer|left|that back|i get|the fee|it to)\b)",
    re.IGNORECASE,
)
"""Asked of a part of what is proposed: "how much of that's the stand?"."""
_FORESEES = re.compile(r"\b(?:will|would|won't|wouldn't) (?:it|that|this)\b", re.IGNORECASE)
OPEN_STATES = (None, *UNDONE)
"""What words may still change; no state at all is that of what was refused."""


async def after_proposal(s: Situation, frame: Frame, words: str) -> Move | None:
    """Read words that follow a proposal; None where they are a new request."""
    result = s.history.last_of(frame.tool)
    state = result.state if result else None
    if state not in OPEN_STATES:
        done = s.steps.corrected(frame, words) if state == "done" else None
        changing = rather(s, s.cards[frame.tool], words) if done is not None else None
        if done is not None and changing is not None:
            return proceed(s, s.memory, changing.model_copy(update={"said": done.said[-1:]}))
        return proceed(s, s.memory, done) if done is not None else None
    if (plain := _plainly(s, frame, result, words)) is not None:
        return plain
    guess = await s.understanding.wish(words, among=labels(s), after=s.after)
    if result is not None and result.error is not None:
        return await _after_refusal(s, frame, guess, words)
    return await _while_open(s, frame, guess, words)


async def _while_open(s: Situation, frame: Frame, guess: Guess, words: str) -> Move | None:
    """Read words that follow what is proposed and neither done nor refused."""
    result = s.history.last_of(frame.tool)
    changed = await _wants_it_otherwise(s, result, words)
    if _asks_besides(s, frame, guess, words, changed) or _only_asks(s, frame, guess, words):
        return look_up(s, s.memory, words, guess.confidence)
    if guess.confidence >= SURE and (found := sought(s, frame, guess, words)) is not None:
        return found
    turned = changed > 0 or (result is not None and result.state == "changed")
    if not turned and (shown := _disputed(s, frame, result, words)):
        return begin(s, s.memory, shown, (words,), max(guess.confidence, SURE))
    heard = s.steps.corrected(frame, words)
    only_a_value = heard is not None and len(words.split()) <= _ONLY_A_VALUE and not asks(s, words)
    elsewhere = not only_a_value and _is_elsewhere(s, frame, guess, words)
    if (elsewhere and _gives_more(s, frame, guess, words)) or (
        not turned and (elsewhere or _asks_how_it_is(s, frame, guess, words))
    ):
        return await act_on(s, guess.label, words, guess.confidence)
    if heard is None and turned and result is not None and result.state == "proposed" and not asks(s, words):
        heard = s.steps.added(frame, words)
    if heard is not None:
        return proceed(s, s.memory, heard, max(guess.confidence, SURE))
    return await (_turned(s, frame, guess, words) if turned else _not_turned(s, frame, guess, words))


def _gives_more(s: Situation, frame: Frame, guess: Guess, words: str) -> bool:
    """Whether words give another tool what the one that is proposed does not take: "can you move it to Friday?"."""
    other = s.cards.get(guess.label)
    acts = other is not None and other.effect == "write" and guess.confidence >= _CERTAIN
    if acts and spoken_of(words, verb_of(guess.label)) and not spoken_of(words, verb_of(frame.tool)):
        # "It's only slow upstairs. Give that camera a restart then."
        return guess.confidence >= _SURELY_CHANGED
    return acts and s.steps.names_value(Frame(tool=guess.label), words) and not s.steps.names_value(frame, words)


def _asks_how_it_is(s: Situation, frame: Frame, guess: Guess, words: str) -> bool:
    """Whether words ask how something is that what is proposed is about: "is my router online?" changes nothing."""
    known = s.cards.get(guess.label)
    looks = known is not None and _diagnoses(known) and known.name in s.steps.sources(frame)
    return looks and guess.confidence >= SURE and asks(s, words)


def _diagnoses(card: ToolCard) -> bool:
    return card.effect == "read" and SUGGESTION in card.fields


def _disputed(s: Situation, frame: Frame, result: Result | None, words: str) -> str | None:
    """Return what shows the records, if words ask what one costs, or hold another amount against what is proposed."""
    content = result.content if result is not None and isinstance(result.content, Mapping) else {}
    proposed = {found.value for found in money.find(str(content.get("question") or ""))}
    said = {found.value for found in money.find(words, asked=True)}
    sources = s.steps.sources(frame)
    disputed = (said - proposed and says(s, "paid", words)) or _ASKS_PRICE.search(words)
    return sources[0] if sources and proposed and disputed else None


async def _turned(s: Situation, frame: Frame, guess: Guess, words: str) -> Move | None:
    """Read words that want it otherwise, and do not say how."""
    question = is_question(s, guess.label) and guess.confidence >= SURE
    if question or (_is_elsewhere(s, frame, guess, words) and guess.confidence >= _CERTAIN):
        return await act_on(s, guess.label, words, guess.confidence)
    result = s.history.last_of(frame.tool)
    declined = result is not None and result.state == "declined"
    if declined and (guess.label != frame.tool or (guess.confidence >= _SURELY and not asks(s, words))):
        # "Scrap what I said, refund the plug after all" begins anew.
        return None
    if declined and asks(s, words) and guess.confidence < _CERTAIN:
        # What was given up is not surely what is asked about.
        return look_up(s, s.memory, words, guess.confidence)
    return _unclear_correction(s, frame, guess, words, about_it=False)


async def _not_turned(s: Situation, frame: Frame, guess: Guess, words: str) -> Move | None:
    """Read words that are about what is proposed, or else a new request."""
    if await _agrees_after_all(s, frame, guess, words):
        return proceed(s, s.memory, frame, SURE)
    result = s.history.last_of(frame.tool)
    is_open = result is not None and result.state == "proposed"
    if is_open and (more := _more_of_it(s, frame, guess, words)) is not None:
        return proceed(s, s.memory, more, guess.confidence)
    if is_open and guess.confidence < SURE and await _is_remark(s, frame, words):
        return s.say("proposed", s.memory.on(frame))
    narrows = len(words.split()) <= SHORT and not asks(s, words) and s.steps.unread(frame) is not None
    about_it = asks(s, words) and guess.label in (frame.tool, *(s.steps.sources(frame) if is_open else ()))
    if about_it and _asks_what_it_costs(s, result, words):
        return look_up(s, s.memory, words, SURE)
    if about_it or (narrows and is_open and not says(s, "thanks", words)):
        return _unclear_correction(s, frame, guess, words, about_it=about_it)
    return None


def _asks_what_it_costs(s: Situation, result: Result | None, words: str) -> bool:
    """Whether words ask what has to be paid for it, where what is proposed does not say: "what's the charge?"."""
    content = result.content if result is not None and isinstance(result.content, Mapping) else {}
    return spoken_of(words, s.lexicon["costs"]) and not money.find(str(content.get("question") or ""))


async def _is_remark(s: Situation, frame: Frame, words: str) -> bool:
    """Whether words surely answer nothing, ask nothing and name no value: "that's what you said last time"."""
    if asks(s, words) or s.steps.names_value(frame, words):
        return False
    return (await s.understanding.agreement(words, frame.tool)).get("other", 0.0) >= _NO_ANSWER


def _more_of_it(s: Situation, frame: Frame, guess: Guess, words: str) -> Frame | None:
    """Return the frame with more of the trouble that it tells of: "it won't turn on", once a fault is proposed."""
    # What only tells is no question, however much it looks like one here.
    label, chance = next((pair for pair in guess.ranked if not is_question(s, pair[0])), (frame.tool, 0.0))
    known = s.cards.get(label)
    trouble = known is not None and (_diagnoses(known) or label == frame.tool) and chance >= _LIKELY
    return s.steps.added(frame, words) if trouble and not asks(s, words) else None


async def _after_refusal(s: Situation, frame: Frame, guess: Guess, words: str) -> Move | None:
    """Read words that follow a refusal: an offer is taken up, another value corrects it, else they begin anew."""
    if (tool := await taken_up(s, guess, words)) is not None and tool != frame.tool:
        return begin_with(s, tool, words, max(guess.confidence, SURE))
    general = is_question(s, guess.label) and guess.confidence >= _CERTAIN
    sources = s.steps.sources(frame)
    meant = guess.label if guess.label in sources and guess.confidence >= SURE else None
    looks = says(s, "any", words) or (meant and asks_to_be_told(s, words))
    if asks(s, words) and looks and not general and sources:
        # "Is there anything of the other order that can still go back?" wants to see what there is.
        return begin(s, s.memory, meant or sources[0], (words,), max(guess.confidence, SURE))
    turned = confirmation.read(words) == "changed" or turns(s, words)
    if not turned and _is_elsewhere(s, frame, guess, words):
        return await act_on(s, guess.label, words, guess.confidence)
    heard = s.steps.corrected(frame, words)
    if heard is not None:
        return proceed(s, s.memory, heard, max(guess.confidence, SURE))
    return await act_on(s, guess.label, words, guess.confidence)


async def _wants_it_otherwise(s: Situation, result: Result | None, words: str) -> float:
    """Return how surely words want what is proposed otherwise, or do not want it; nothing if they are not read so."""
    content = result.content if result is not None and isinstance(result.content, Mapping) else {}
    tool = result.tool if result is not None else None
    reading, confidence = await s.understanding.reading(words, str(content.get("question") or ""), tool)
    return confidence if reading in ("changed", "no") else 0.0


async def _agrees_after_all(s: Situation, frame: Frame, guess: Guess, words: str) -> bool:
    """Whether words agree to what is no longer open: it is asked once more, so that much less than a yes will do."""
    if asks(s, words) or (guess.label != frame.tool and guess.confidence >= SURE):
        return False
    return (await s.understanding.agreement(words, frame.tool)).get("yes", 0.0) >= SURE


def _plainly(s: Situation, frame: Frame, result: Result | None, words: str) -> Move | None:
    """Read a plain yes or no to what was not done: it is to be tried again, or left."""
    # A second thought: "actually yes".
    reading = confirmation.read(words.lower().removeprefix("actually").strip(" ,"))
    if result is None or reading not in ("yes", "no"):
        return None
    if reading == "yes" and result.state in ("declined", "expired", "failed"):
        return proceed(s, s.memory, frame)
    if result.state is None and result.error is None:
        return None
    return s.say("and-then", s.memory.finished(s.cards))


def _asks_besides(s: Situation, frame: Frame, guess: Guess, words: str, changed: float) -> bool:
    """Whether words surely ask something that the articles answer, and name no value of what is proposed.

    A condition is such a question: "yes, as long as he rings first". What it will lead to may be asked of the very
    thing: "will that knock the heating off?", of a thermostat.
    """
    if not is_question(s, guess.label) or guess.confidence < _CERTAIN:
        return False
    foresees = guess.confidence >= _SURELY_CHANGED and bool(_FORESEES.search(words))
    if s.steps.names_value(frame, words) and not foresees:
        return False
    plainly = changed < _SURELY_CHANGED and asks(s, words) and (foresees or not _about_what_is_told(s, words))
    return plainly or says(s, "conditions", words)


def _only_asks(s: Situation, frame: Frame, guess: Guess, words: str) -> bool:
    """Whether words ask what must be or may be of something: "has the speaker got to come back, too?"."""
    label = frame.tool if guess.label not in s.cards else guess.label
    return only_asks_about(s, label, words) and not says_a_day(words)


def _is_elsewhere(s: Situation, frame: Frame, guess: Guess, words: str) -> bool:
    """Whether the words are about something else than the proposal: another tool, a question, a thank-you."""
    if guess.confidence < SURE or guess.label in {frame.tool, *s.steps.sources(frame)}:
        return False
    if _about_what_is_told(s, words):
        return False
    if is_question(s, guess.label):
        return asks(s, words)
    return guess.label not in ("out_of_scope", "abuse")


def _about_what_is_told(s: Situation, words: str) -> bool:
    """Whether a short question is about what is proposed: "is it really £89?"."""
    return asks(s, words) and len(words.split()) <= SHORT and says(s, "told", words) and not says(s, "wh", words)


def _unclear_correction(s: Situation, frame: Frame, guess: Guess, words: str, *, about_it: bool) -> Move:
    """Something is to be different: look at what there is to choose from, or ask."""
    if asks_how(s, words):
        return look_up(s, s.memory, words, SURE)
    if about_it:
        # A question about the proposal itself: its own words are the answer.
        return proceed(s, s.memory, frame, max(guess.confidence, SURE))
    lookup = s.steps.unread(frame)
    if lookup is not None:
        waiting = frame.model_copy(update={"correcting": words})
        return Move("", s.memory.on(waiting), SURE, lookup.tool, lookup.arguments)
    parted = _part_in_question(s, frame)
    if parted is not None and (which := asked_again(s, parted)):
        return Move(which, s.memory.on(parted), SURE)
    return ask_what_else(s, frame, min(guess.confidence, SURE))


def _part_in_question(s: Situation, frame: Frame) -> Frame | None:
    """Return the frame asking which part of the record is meant, where all of it is proposed: "not what I meant"."""
    card, references = s.cards[frame.tool], s.steps.references
    for argument in card.optional:
        if argument.name not in frame.arguments and references.source_of(card, argument) is not None:
            rows = references.rows(frame, argument, s.history.current)
            if len({str(row[argument.name]) for row in rows}) > 1:
                return frame.model_copy(update={"said": ()}).asking(argument.name)
    return None
