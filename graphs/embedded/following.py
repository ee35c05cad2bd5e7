"""What follows a finding: the tool that a record suggests, or another one where the customer has tried that by hand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphs.embedded import asking
from graphs.embedded.clauses import clauses
from graphs.embedded.explaining import IF_TRIED, SUGGESTION, looked_up
from graphs.embedded.frames import Frame
from graphs.embedded.naming import mentioned
from graphs.embedded.parsers.tried import switched_off_and_on
from graphs.embedded.references import spoken_of
from graphs.embedded.situation import Move, Situation, proceed
from graphs.embedded.steps import Ask, Ready
from graphs.embedded.toolcards import ToolCard
from graphs.embedded.unwished import refused

_NEAR = 3
"""What was tried is told in one of so many messages."""


def suggesting(content: Any, said: tuple[str, ...]) -> Mapping[str, Any] | None:
    """Return the record whose suggestion is to be followed: the one spoken of, else the first that has one."""
    records = content if isinstance(content, list) else [content]
    rows = [row for row in records if isinstance(row, Mapping) and SUGGESTION in row]
    if not rows:
        return None
    spoken = {" ".join(str(v) for v in list(row.values())[:3]): row for row in rows}
    for text in reversed(said):
        named = mentioned(text, list(spoken))
        if len(named) == 1:
            return spoken[named[0]]
    return next((row for row in rows if row[SUGGESTION]), rows[0] if len(rows) == 1 else None)


def follow(s: Situation, source: ToolCard, record: Mapping[str, Any], text: str) -> Move:
    """Use the tool that a record suggests: its arguments come from the record and from the customer's words.

    Who only asks for what was looked up, such as "is it the line?", is not asked about another thing at once.
    """
    card = s.cards[str(record[SUGGESTION])]
    frame = Frame(
        tool=card.name,
        arguments={a.name: record[a.name] for a in card.arguments if record.get(a.name) is not None},
        said=s.memory.frame.said if s.memory.frame else s.history.earlier[-1:],
        context=f"{_about(source)}. {record.get('finding') or ''}",
        if_tried=_instead(s, record),
    )
    unwished = any(refused(one, (card.name,)) for one in frame.said)
    if unwished or (_is_all_they_ask(s, source) and _needs_another_record(s, frame)):
        return _told(s, source, frame, text, offering=not unwished and not frame.if_tried)
    return go_on(s, frame, text)


def go_on(s: Situation, frame: Frame, lead: str = "") -> Move:
    """Take the next step; where what a finding suggests cannot be done for want of records, ask the articles."""
    step = s.steps.next(frame)
    if frame.context and isinstance(step, Ask) and step.several is not None and not step.several.rows:
        closed = replace(s, memory=s.memory.finished(s.cards))
        more = looked_up(closed, frame.said[0] if frame.said else "")
        return replace(more, text=lead) if more else nothing_more(closed, lead)
    if frame.if_tried and isinstance(step, Ready):
        frame = _in_its_place(s, step.frame)
    return proceed(s, s.memory, frame, lead=lead)


def nothing_more(s: Situation, lead: str = "") -> Move:
    """Say that nothing can be done here with a finding that was told."""
    move = s.say_and_offer_person("nothing-to-choose", s.memory)
    return replace(move, text=f"{lead}\n\n{move.text}".strip())


def _told(s: Situation, source: ToolCard, frame: Frame, text: str, *, offering: bool) -> Move:
    """Only tell what was found, and at most offer what it suggests."""
    asked = s.memory.frame
    memory = s.memory.finished(s.cards)
    memory = memory.telling(Frame(tool=source.name, said=asked.said[-1:] if asked else ()))
    if not offering or memory.frame is not None:
        return Move(text, memory)
    offer = s.replies.generic("offer", options=s.replies.name(s.cards[frame.tool]))
    return Move(f"{text}\n\n{offer}", memory.offering(frame.tool))


def _is_all_they_ask(s: Situation, source: ToolCard) -> bool:
    """Whether the customer asks for this look-up by its name, and it does not only follow from another."""
    frame = s.memory.frame
    if frame is None or frame.tool != source.name or frame.context or not frame.said:
        return False
    named = source.name.split("_")
    return any(asking.asks(one.text) and spoken_of(one.text, named) for one in clauses(frame.said[-1]))


def _needs_another_record(s: Situation, frame: Frame) -> bool:
    """Whether the finding does not say what the tool is to be used with."""
    card, references = s.cards[frame.tool], s.steps.references
    return any(one.name not in frame.arguments and references.source_of(card, one) for one in card.required)


def _instead(s: Situation, record: Mapping[str, Any]) -> str:
    """Return the tool for those who have tried by hand what is suggested, if they say that they have."""
    other = record.get(IF_TRIED)
    told = (*(s.memory.frame.said if s.memory.frame else ()), *s.history.earlier[-_NEAR:], s.history.words)
    return str(other) if other in s.cards and any(switched_off_and_on(one) for one in told) else ""


def _in_its_place(s: Situation, frame: Frame) -> Frame:
    """Return the frame of the other tool with the records that this one would have been used with."""
    tried, card = s.cards[frame.tool], s.cards[frame.if_tried]
    found = [s.steps.references.source_of(tried, one) for one in tried.arguments if one.name in frame.arguments]
    about = next((_about(source) for source in found if source is not None), "")
    return Frame(
        tool=card.name,
        arguments={name: value for name, value in frame.arguments.items() if card.argument(name) is not None},
        said=frame.said,
        context=f"{about}. {frame.context.partition('. ')[2]}",
    )


def _about(source: ToolCard) -> str:
    return " ".join(source.name.split("_"))
