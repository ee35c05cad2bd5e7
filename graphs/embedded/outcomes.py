"""What to say and do when a tool has answered: report, go on filling, follow a suggestion, or explain an error."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphs.embedded.acting import OUT_OF_SCOPE, SPECIAL, labels
from graphs.embedded.answers import Answer, answer
from graphs.embedded.asking import asks
from graphs.embedded.explaining import (
    SUGGESTION,
    UNVERIFIED,
    answerable,
    diagnosed_otherwise,
    explanation,
    finding_told,
    read_before,
    unexplained,
)
from graphs.embedded.following import follow, go_on, nothing_more, suggesting
from graphs.embedded.frames import Frame
from graphs.embedded.history import Result
from graphs.embedded.rows import with_amount
from graphs.embedded.searching import question_of
from graphs.embedded.seeking import others
from graphs.embedded.situation import CERTAIN, UNSURE, Move, Situation, ask_what_else, proceed, take_up
from graphs.embedded.toolcards import ToolCard
from graphs.wording import money

_SECTIONS = {"NotFound": "error-not-found", UNVERIFIED: "error-not-verified", "Unavailable": "error-unavailable"}


async def after_result(s: Situation, result: Result) -> Move:
    """Go on from what a tool returned."""
    card = s.cards.get(result.tool)
    if card is None:
        return s.say_and_offer_person("unknown", s.memory, UNSURE)
    if result.error is not None:
        more = _elsewhere(s, card, result)
        return more or _after_error(s, card, result)
    return _after_action(s, card, result) if result.state is not None else await _after_reading(s, card, result)


def _elsewhere(s: Situation, card: ToolCard, result: Result) -> Move | None:
    """Look in the articles where a look-up was refused, if they may know it."""
    if result.error == UNVERIFIED:
        return answerable(s, card)
    return unexplained(s, card, result) if result.error == "Correctable" else None


async def _after_reading(s: Situation, card: ToolCard, result: Result) -> Move:
    if card.effect == "handover":
        return s.say("handover", s.memory.finished(s.cards))
    if card.finds_passages:
        before = read_before(s, result)
        return await _explained(s, before, result) if before is not None else await _answer_question(s, result)
    frame = s.memory.frame
    if frame is not None and frame.tool in s.cards and frame.tool != result.tool:
        return _corrected(s, frame) if frame.correcting else go_on(s, frame)
    return diagnosed_otherwise(s, card, result) or unexplained(s, card, result) or _report(s, card, result)


async def _explained(s: Situation, before: Result, result: Result) -> Move:
    """Tell what was looked up first, and what the articles say of the rest."""
    card, more = s.cards[before.tool], await explanation(s, result)
    if before.error is None and not before.content and finding_told(s, before):
        return replace(more, memory=s.memory.finished(s.cards)) if more else nothing_more(s)
    if before.error == UNVERIFIED and more is not None:
        told = _after_error(s, card, before)
        signing_in = s.replies.generic("sign-in-besides", problem=str(before.content).strip())
        return replace(told, text=f"{more.text}\n\n{signing_in}", confidence=more.confidence, sources=more.sources)
    if before.error is None or more is None:
        told = _report(s, card, before) if before.error is None else _after_error(s, card, before)
        if more is not None:
            told = replace(told, text=f"{told.text}\n\n{more.text}", sources=more.sources)
        return _offering_more(s, told, before)
    text = f"{str(before.content).strip()}\n\n{more.text}"
    return replace(take_up(s, s.memory.finished(s.cards), text), sources=more.sources)


def _offering_more(s: Situation, told: Move, read: Result) -> Move:
    """Offer what can be done with the one record that was told, where it says nothing of the trouble there is."""
    said = s.history.words or next(iter(s.history.earlier[-1:]), "")
    rows = read.content if isinstance(read.content, list) else []
    if told.tool or told.memory.frame or len(rows) != 1 or rows[0].get(SUGGESTION) or asks(said):
        return told
    done = {one.tool for one in s.history.results if one.state is not None}
    able = [one for one in s.cards.values() if one.effect == "write" and one.required and one.name not in done]
    for card in able:
        if all(a.name in rows[0] for a in card.required):
            offer = s.replies.generic("offer", options=s.replies.name(card))
            return replace(told, text=f"{told.text}\n\n{offer}", memory=told.memory.offering(card.name))
    return told


def _corrected(s: Situation, frame: Frame) -> Move:
    """Read the customer's correction once more, now that what it may name was looked up."""
    plain = frame.model_copy(update={"correcting": ""})
    heard = s.steps.corrected(plain, frame.correcting)
    if heard is not None:
        return proceed(s, s.memory, heard)
    return others(s, plain) or ask_what_else(s, plain)


def _report(s: Situation, card: ToolCard, result: Result) -> Move:
    """Tell what was read, and follow the tool that it suggests."""
    said = s.memory.frame.said if s.memory.frame else (s.history.words, *s.history.earlier[-1:])
    record = suggesting(result.content, said)
    told = Frame(tool=card.name, arguments=dict(result.arguments), said=said[-1:])
    if record is None:
        text = _missed_amount(s, card, result) + s.replies.report(card, result.content, s.history.channel)
        return take_up(s, s.memory.finished(s.cards).telling(told), text)
    tool = str(record[SUGGESTION])
    tried = any(one.tool == tool and (one in s.history.lately or one.state == "done") for one in s.history.results)
    if tool not in s.cards or tried:
        text = s.replies.report(card, record, s.history.channel)
        return take_up(s, s.memory.finished(s.cards).telling(told), text)
    text = s.replies.report(card, record, s.history.channel)
    return follow(s, card, record, text)


def _missed_amount(s: Situation, card: ToolCard, result: Result) -> str:
    """Say that the amount asked about is in none of the records, if one was."""
    frame = s.memory.frame
    asked = (
        frame.model_copy(update={"said": frame.said[-1:]}) if frame is not None and frame.tool == card.name else None
    )
    named = s.steps.references.amounts(asked, card) if asked is not None else set()
    records = result.content if isinstance(result.content, list) else []
    rows = [row for row in records if isinstance(row, Mapping)]
    if not named or not records or with_amount(rows, named):
        return ""
    return s.replies.no_such_amount(card, money(max(named))) + "\n\n"


def _after_action(s: Situation, card: ToolCard, result: Result) -> Move:
    """Report what became of a write."""
    state, content = result.state or "", result.content
    text = s.replies.outcome(card, state, content)
    if state in ("changed", "declined", "expired", "failed"):
        # The frame stays: the next words may correct it, or ask for it again.
        frame = s.memory.frame or Frame(tool=card.name, arguments=dict(result.arguments), said=s.history.earlier[-1:])
        offered = (card.name,) if state == "changed" else ()
        return Move(text, s.memory.on(frame).offering(*offered))
    return take_up(s, s.memory.finished(s.cards), text)


async def _answer_question(s: Situation, result: Result) -> Move:
    question = question_of(result) or s.history.words
    passages = result.content if isinstance(result.content, list) else []
    short = s.history.channel in ("voice", "sms")
    found = await answer(question, passages, s.understanding.similarity, short=short)
    offered = [name for name in s.memory.options if name in s.cards and s.cards[name].effect != "handover"]
    if (found is None or not found.sure) and offered:
        # No article says how it is done; then it is done here.
        frame = Frame(tool=offered[0], said=(question,))
        return proceed(s, s.memory.turning_to(frame), frame)
    if (found is None or not found.sure) and await _belongs_elsewhere(s, question):
        return take_up(s, s.memory, s.replies.generic(SPECIAL[OUT_OF_SCOPE], abilities=s.abilities))
    return _quote(s, found, offered) if found is not None else _unknown(s)


async def _belongs_elsewhere(s: Situation, question: str) -> bool:
    """Whether a question that no article surely answers is most likely about nothing that can be dealt with here."""
    return (await s.understanding.intent(question, among=labels(s))).label == OUT_OF_SCOPE


def _unknown(s: Situation) -> Move:
    if s.memory.frame is not None and s.memory.frame.asked:
        return take_up(s, s.memory, s.replies.generic("not-known"), UNSURE)
    return s.say_and_offer_person("unknown", s.memory, UNSURE)


def _quote(s: Situation, found: Answer, offered: Sequence[str]) -> Move:
    """Say what an article says; where it may not be what was asked about, say that, too."""
    text = s.replies.generic("answer" if found.sure else "perhaps", answer=found.text, title=found.title)
    if offered:
        options = s.replies.names([s.cards[name] for name in offered], "or")
        text = f"{text}\n\n{s.replies.generic('offer', options=options)}"
    memory = s.memory if found.sure else s.memory.offering(*s.person)
    move = take_up(s, memory, text, CERTAIN if found.sure else UNSURE)
    return Move(move.text, move.memory, move.confidence, sources=(found.source,))


def _after_error(s: Situation, card: ToolCard, result: Result) -> Move:
    problem = str(result.content).strip()
    frame = s.memory.frame
    if frame is None or frame.tool not in s.cards:
        frame = Frame(tool=card.name, arguments=dict(result.arguments), said=s.history.earlier[-1:])
    if frame.problem == problem:
        return s.say_and_offer_person("stuck", s.memory.finished(s.cards), UNSURE)
    if result.error == "Correctable":
        if result.tool != frame.tool:
            return _ask_for_less(s, frame, card, result, problem)
        return _ask_for_other(s, frame, result, problem)
    section = _SECTIONS.get(result.error or "", "error-refused")
    kept = frame.model_copy(update={"problem": problem, "asked": None})
    if s.history.besides and result.error == UNVERIFIED and problem in s.history.reply:
        # One reply asks for the sign-in once.
        return s.say_and_offer_person("sign-in-too", s.memory.on(kept), what=s.replies.name(s.cards[frame.tool]))
    return s.say_and_offer_person(section, s.memory.on(kept), problem=problem)


def _ask_for_other(s: Situation, frame: Frame, result: Result, problem: str) -> Move:
    """Drop the argument at fault and ask for it again; what was said of it before counts no more."""
    at_fault = result.argument or next(
        (name for name in result.arguments if name.split("_")[0] in problem.lower()), None
    )
    argument = s.cards[frame.tool].argument(at_fault or "")
    if argument is None:
        kept = frame.model_copy(update={"problem": problem, "asked": None})
        return s.say_and_offer_person("error-refused", s.memory.on(kept), problem=problem)
    again = frame.without(argument.name).model_copy(update={"problem": problem, "said": ()}).asking(argument.name)
    asked = s.replies.ask(s.cards[frame.tool], argument)
    return s.say("error-correctable", s.memory.on(again), problem=problem, question=asked)


def _ask_for_less(s: Situation, frame: Frame, card: ToolCard, result: Result, problem: str) -> Move:
    """A look-up did not like what was said, such as a day that is past: ask for that again."""
    at_fault = card.argument(result.argument or "") or next(iter(card.arguments), None)
    goal = s.cards[frame.tool]
    missing = next((a for a in goal.required if a.name not in frame.arguments), None)
    if at_fault is None or missing is None:
        return s.say_and_offer_person("error-refused", s.memory.finished(s.cards), problem=problem)
    again = frame.model_copy(update={"problem": problem, "said": ()}).asking(missing.name)
    return s.say("error-correctable", s.memory.on(again), problem=problem, question=s.replies.ask(card, at_fault))
