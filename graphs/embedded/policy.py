"""What to do next, from the messages and the bound tools' schemas alone. No tool is known here by name."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from graphs.embedded.acting import (
    OUT_OF_SCOPE,
    SPECIAL,
    SURELY_OUT,
    act_on,
    begin,
    begin_with,
    labels,
    look_up,
    only_asks_about,
    wanted_instead,
)
from graphs.embedded.followups import by_values, goes_on, in_context, of_its_own
from graphs.embedded.frames import ANYTHING, Frame
from graphs.embedded.guess import Guess
from graphs.embedded.inferring import answered_by_story
from graphs.embedded.manner import asks, is_only, is_question, leaves, opens_as_question, says, turns
from graphs.embedded.offers import taken_up
from graphs.embedded.outcomes import after_result
from graphs.embedded.parsers import choices, confirmation
from graphs.embedded.proposals import OPEN_STATES, after_proposal
from graphs.embedded.rebooking import another_time
from graphs.embedded.references import spoken_of
from graphs.embedded.regretting import undone
from graphs.embedded.seeking import others
from graphs.embedded.situation import CERTAIN, SURE, UNSURE, Move, Situation, asked_again, proceed, take_up
from graphs.embedded.steps import Ask, Look
from graphs.embedded.taking import taken
from graphs.embedded.undoing import taken_back

CLEAR = 0.35
"""A guess below this is not acted on at all."""
_ASKED_OFTEN = 3
_FEW_WORDS = 3


async def decide(s: Situation) -> Move:
    """Decide on the next message."""
    words = s.history.words
    last = s.history.fresh[-1] if s.history.fresh else None
    if last is not None and not (words and last.state in OPEN_STATES and last.error is None):
        return await after_result(s, last)
    if not words:
        return _without_words(s)
    s = _left_open(_told(await s.heard()))
    again = s.memory.about(words)
    if again is not None and again.tool in s.cards:
        # The conversation has come back to what was set aside.
        return proceed(s, s.memory.turning_to(again), again)
    frame = s.memory.frame or await undone(s)
    if accepted := _fetched(s, words) or await _accepted(s, frame, words):
        return accepted
    if frame is not None and frame.tool in s.cards:
        said = await (_answer(s, frame, words) if frame.asked else after_proposal(s, frame, words))
        return said or await _new_request(s, words)
    return await _new_request(s, words)


def _told(s: Situation) -> Situation:
    """What was looked up and told is no proposal: what follows may go on from it, but corrects nothing."""
    frame = s.memory.frame
    card = s.cards.get(frame.tool) if frame is not None else None
    if frame is None or frame.asked or card is None or card.effect != "read":
        return s
    last = s.history.last_of(frame.tool)
    if last is None or not last.is_reading:
        return s
    memory = s.memory if card.finds_passages else s.memory.telling(frame)
    return replace(s, memory=memory.on(None).offering(*s.memory.options))


def _left_open(s: Situation) -> Situation:
    """What was looked up for a frame and told by whoever it was asks for what is missing: "the earlier one please"."""
    frame, last = s.memory.frame, s.history.results[-1] if s.history.results else None
    card = s.cards.get(frame.tool) if frame is not None else None
    if frame is None or card is None or frame.asked or card.effect != "write" or last is None or not last.is_reading:
        return s
    step = s.steps.next(frame) if last.tool in s.steps.sources(frame) else None
    if not isinstance(step, Ask) or (step.several is not None and not step.several.rows):
        return s
    return replace(s, memory=s.memory.on(step.frame))


def _without_words(s: Situation) -> Move:
    if not s.history.earlier:
        return s.say("greeting", s.memory)
    return s.say_and_offer_person("unsure", s.memory, UNSURE, abilities=s.abilities)


def _fetched(s: Situation, words: str) -> Move | None:
    """Fetch the person that the words ask for; a plain yes to one of several offers says nothing yet."""
    plain = len(s.memory.options) > 1 and confirmation.read(words)
    return begin_with(s, s.person[0], words, CERTAIN) if s.person and s.asks_for_person and not plain else None


async def _accepted(s: Situation, frame: Frame | None, words: str) -> Move | None:
    """Read an answer to "would you like me to ...?", in whoever's words that was."""
    if frame is None:
        guess = await s.understanding.intent(words, among=labels(s), after=s.after)
        if (tool := await taken_up(s, guess, words)) is not None:
            confidence = max(guess.confidence, SURE)
            return _with_what_was_told(s, tool, words) or begin_with(s, tool, words, confidence)
    return _chosen(s, words) if s.memory.options else None


def _chosen(s: Situation, words: str) -> Move | None:
    """Read which of the tools on offer is wanted."""
    options = [name for name in s.memory.options if name in s.cards]
    reading = confirmation.read(words)
    rest = s.memory.offering()
    if reading == "yes" and len(options) == 1:
        if rest.frame is not None and rest.frame.tool == options[0]:
            return proceed(s, rest, rest.frame)
        said = s.history.earlier[-1] if s.history.earlier else words
        return _with_what_was_told(s, options[0], said) or begin(s, rest, options[0], (said,), CERTAIN)
    if reading == "no" and (rest.frame is None or not rest.frame.asked):
        return s.say("and-then" if rest.frame else "dropped", rest.finished(s.cards))
    if len(options) > 1:
        picked = choices.choose(words, [{"name": s.replies.name(s.cards[name])} for name in options])
        if len(picked) == 1:
            said = s.history.earlier[-1] if s.history.earlier else words
            return begin(s, rest, options[picked[0]], (said,), CERTAIN)
    return None


def _with_what_was_told(s: Situation, tool: str, said: str) -> Move | None:
    """Use a tool that was offered with the one record that was told last, where it needs nothing else."""
    card, memory = s.cards[tool], s.memory.offering()
    result = s.history.last_of(memory.told.tool) if memory.told is not None else None
    rows = result.content if result is not None and isinstance(result.content, list) else []
    known = rows[0] if len(rows) == 1 and isinstance(rows[0], Mapping) else {}
    if tool not in s.memory.options or not card.required or not all(a.name in known for a in card.required):
        return None
    frame = Frame(tool=tool, arguments={a.name: known[a.name] for a in card.required}, said=(said,))
    return proceed(s, memory.turning_to(frame), frame)


async def _answer(s: Situation, frame: Frame, words: str) -> Move:
    """Read the answer to what the customer was asked for."""
    guess = await s.understanding.wish(words, among=labels(s), after=s.after)
    if (label := wanted_instead(s, frame, guess, words)) is not None:
        return await act_on(s, label, words, guess.confidence)
    if _asks_instead(s, frame, guess, words):
        return look_up(s, s.memory, words, guess.confidence)
    searched = s.steps.searchable(frame)
    if searched is not None and frame.times < _ASKED_OFTEN and is_only(s, "none", words):
        # None of what was offered: another search may find something else.
        other = s.steps.keeping(frame).asking(frame.asked)
        return Move(s.replies.ask(s.cards[frame.tool], searched), s.memory.on(other))
    heard = s.steps.answered(frame, words) or await answered_by_story(s, frame, words)
    given = heard is not None and s.steps.gives(frame, words)
    if leaves(s, words) and not given and not _is_another_wish(s, frame, guess):
        return s.say("dropped", s.memory.finished(s.cards))
    if heard is None or turns(s, words):
        # "No wait, the lamp: it was crushed" answers, and corrects what was said before.
        heard = s.steps.corrected(heard or frame, words) or heard
    if _is_told_anew(frame, guess, words) and (heard is None or _leads_nowhere(s, heard)):
        return others(s, frame) or begin(s, s.memory.on(None), frame.tool, (words,), guess.confidence)
    return _heard(s, frame, heard, words) if heard is not None else await _no_answer(s, frame, guess, words)


def _is_told_anew(frame: Frame, guess: Guess, words: str) -> bool:
    """Whether words put the same wish once more, and in full, where it was asked what should be different."""
    again = guess.label == frame.tool and guess.confidence >= SURE
    return frame.asked == ANYTHING and again and len(words.split()) > _FEW_WORDS


def _leads_nowhere(s: Situation, frame: Frame) -> bool:
    """Whether nothing is left to choose from."""
    step = s.steps.next(frame)
    return isinstance(step, Ask) and step.several is not None and not step.several.rows


def _asks_instead(s: Situation, frame: Frame, guess: Guess, words: str) -> bool:
    """Whether words ask something; a value with a question mark is an answer: "then the Saturday, around nine?"."""
    if only_asks_about(s, guess.label, words):
        return not s.steps.names_value(frame, words)
    if not is_question(s, guess.label) or guess.confidence < CLEAR:
        return False
    return asks(s, words) and (opens_as_question(s, words) or not s.steps.names_value(frame, words))


def _is_another_wish(s: Situation, frame: Frame, guess: Guess) -> bool:
    """Whether words surely ask for another tool than the one in hand: "leave it, test my line" is more than a no."""
    return guess.label in s.cards and guess.label != frame.tool and guess.confidence >= SURE


def _heard(s: Situation, frame: Frame, heard: Frame, words: str) -> Move:
    """Go on with an answer; what was said besides is acknowledged when the same must be asked once more."""
    noted = s.steps.heard_now(frame, words)
    move = proceed(s, s.memory, heard)
    asked = move.memory.frame.asked if move.memory.frame else None
    if move.tool or not noted or asked != frame.asked:
        return move
    lead = s.replies.generic("noted", what=", ".join(noted))
    return replace(move, text=f"{lead} {move.text}")


async def _no_answer(s: Situation, frame: Frame, guess: Guess, words: str) -> Move:
    """The words do not say what was asked for: they open another matter, or were not understood."""
    # A plain yes is no answer to "which one?", and no greeting either.
    plain = confirmation.read(words)
    sure = guess.confidence >= SURE and plain is None
    few = len(words.split()) <= _FEW_WORDS
    same = sure and guess.label == frame.tool
    if sure and guess.label in s.cards and (not same or (not few and s.steps.names_any(frame, words))):
        # The same asked for anew, and in full, replaces what was begun; "do you need the postcode?" does not.
        memory = s.memory.on(None) if guess.label == frame.tool else s.memory
        return await act_on(replace(s, memory=memory), guess.label, words, guess.confidence)
    if plain is None and is_only(s, "all", words) and (again := asked_again(s, frame)):
        return s.say("one-at-a-time", s.memory.on(frame.asking(frame.asked)), question=again)
    out = guess.label == OUT_OF_SCOPE and guess.confidence >= SURELY_OUT
    if asks(s, words) and s.search is not None and not out and not same:
        return look_up(s, s.memory, words, guess.confidence)
    if sure and guess.label in SPECIAL and not (few and guess.label == "out_of_scope") and frame.times < _ASKED_OFTEN:
        text = s.replies.generic(SPECIAL[guess.label], abilities=s.abilities)
        return take_up(s, s.memory.on(frame.asking(frame.asked)), text, guess.confidence)
    return _ask_again(s, frame, "which-then" if plain == "yes" else "not-understood")


def _ask_again(s: Situation, frame: Frame, section: str) -> Move:
    again = asked_again(s, frame)
    if not again and isinstance(s.steps.next(frame), Look):
        # What there is to choose from was asked for, and not looked up yet.
        return proceed(s, s.memory, frame.asking(None), UNSURE)
    if frame.times >= _ASKED_OFTEN or not again:
        return s.say_and_offer_person("stuck", s.memory, UNSURE)
    memory = s.memory.on(frame.asking(frame.asked))
    return s.say(section, memory, UNSURE, question=again)


async def _new_request(s: Situation, words: str) -> Move:
    if says(s, "abilities", words):
        return s.say("abilities", s.memory, abilities=s.abilities)
    ask = partial(s.understanding.wish, among=labels(s), after=s.after)
    alone = await ask(words)
    if besides := confirmation.besides(words):
        return await _new_request(s, besides)
    if confirmation.read(words) in ("yes", "no") and not _names_a_tool(s, alone, words):
        return s.say("thanks" if says(s, "thanks", words) else "and-then", s.memory)
    if (move := taken_back(s, words) or await taken(s, ask, words) or await another_time(s, alone, words)) is not None:
        return move
    if _may_go_on(s, alone, words) and (more := goes_on(s, words, max(alone.confidence, SURE))):
        return more
    guess, said = await in_context(ask, words, s.history.earlier, s.lexicon)
    if s.history.besides and alone.confidence >= SURE and guess.label != alone.label:
        # What stands beside another wish was read with that already.
        guess, said = alone, (words,)
    return await _follow_guess(s, guess, said)


def _names_a_tool(s: Situation, guess: Guess, words: str) -> bool:
    """Whether a yes to nothing says what is to be done: "yes please, restart it"."""
    known = s.cards.get(guess.label)
    if known is None or known.effect != "write" or guess.confidence < SURE:
        return False
    return spoken_of(words, known.name.split("_"))


async def _follow_guess(s: Situation, guess: Guess, said: tuple[str, ...]) -> Move:
    """Act on a guess that is sure enough; else on what was said, or ask."""
    words = " ".join(said)
    if only_asks_about(s, guess.label, s.history.words):
        return look_up(s, s.memory, s.history.words, guess.confidence)
    if guess.confidence >= CLEAR and guess.label in s.cards and len(said) > 1:
        return begin(s, s.memory, guess.label, of_its_own(s.cards[guess.label], said), guess.confidence)
    doubtful = guess.confidence < SURE or guess.label == "out_of_scope"
    if doubtful and (tool := by_values(s, words)) is not None:
        return begin(s, s.memory, tool, said, max(guess.confidence, SURE))
    if guess.confidence >= CLEAR:
        return await act_on(s, guess.label, words, guess.confidence)
    if asks(s, words) and s.search:
        return look_up(s, s.memory, words, guess.confidence)
    return _unsure(s, guess)


def _may_go_on(s: Situation, guess: Guess, words: str) -> bool:
    """Whether words may be about what was told last, and not something new."""
    unsure = guess.confidence < SURE or guess.label in ("out_of_scope", "greeting")
    told = s.memory.told
    return unsure or (told is not None and guess.label == told.tool) or spoken_of(words, s.lexicon["refers"][:3])


def _unsure(s: Situation, guess: Guess) -> Move:
    """Ask which of two things is meant, or say what can be done."""
    near = [label for label, _ in guess.ranked[:2] if label in s.cards and s.cards[label].effect != "handover"]
    if len(near) == 2:
        options = s.replies.names([s.cards[label] for label in near], "or")
        return s.say("which", s.memory.offering(*near), min(guess.confidence, SURE), options=options)
    return s.say_and_offer_person("unsure", s.memory, min(guess.confidence, UNSURE), abilities=s.abilities)
