"""What a look-up does not explain is looked up in the articles, too: "the ring is red", of a speaker that is online."""

from collections.abc import Mapping, Sequence

from graphs.embedded.answers import answer
from graphs.embedded.frames import Frame
from graphs.embedded.history import Result
from graphs.embedded.manner import asks, asks_to_be_told
from graphs.embedded.references import spoken_of
from graphs.embedded.searching import article_read_last, query_for, question_of
from graphs.embedded.situation import CERTAIN, Move, Situation
from graphs.embedded.toolcards import ToolCard

SUGGESTION = "suggested_action"
"""The field by which a record names the tool that should follow."""
IF_TRIED = "suggested_if_tried"
"""The field by which it names another, for customers who have tried by hand what that one does."""
UNVERIFIED = "NotVerified"
"""The error of a look-up for which the customer must sign in."""


def unexplained(s: Situation, card: ToolCard, result: Result) -> Move | None:
    """Search the articles for what the customer sees or hears, where what was read says nothing of it."""
    if not _diagnoses(card):
        return None
    records = result.content if isinstance(result.content, list) else [result.content]
    rows = [row for row in records if isinstance(row, Mapping)]
    said = s.history.words or next(iter(s.history.earlier[-1:]), "")
    missing = result.error is not None
    described = spoken_of(said, s.lexicon["symptoms"]) or missing or (not rows and asks(s, said))
    if not described or any(row.get(SUGGESTION) for row in rows):
        return None
    return looked_up(s, said)


def answerable(s: Situation, card: ToolCard) -> Move | None:
    """Search the articles where a look-up needs a sign-in, and the words ask what everybody may be told.

    That is what is not about the customer's own records, or describes a trouble and does not just ask to look.
    """
    if card.effect != "read":
        return None
    said = s.history.words or next(iter(s.history.earlier[-1:]), "")
    if _diagnoses(card):
        general = asks_to_be_told(s, said) or not spoken_of(said, card.name.split("_")[:1])
    else:
        general = asks(s, said) and not spoken_of(said, s.lexicon["own"])
    return looked_up(s, said) if general else None


def read_before(s: Situation, result: Result) -> Result | None:
    """Return the look-up that a search was made after because it explained nothing, or needed a sign-in."""
    others = (one for one in reversed(s.history.lately) if one.tool != result.tool and one.tool in s.cards)
    return next((one for one in others if one.error == UNVERIFIED or _diagnoses(s.cards[one.tool])), None)


def finding_told(s: Situation, empty: Result) -> bool:
    """Whether another look-up of this turn found something: then one that found no record is not worth telling."""
    told = (one for one in s.history.lately if one.tool != empty.tool and one.tool in s.cards and one.is_reading)
    return any(one.content and _diagnoses(s.cards[one.tool]) for one in told)


async def explanation(s: Situation, result: Result) -> Move | None:
    """Return what the articles surely say of it, with its source; None if they say nothing."""
    passages = result.content if isinstance(result.content, list) else []
    short = s.history.channel in ("voice", "sms")
    found = await answer(question_of(result), passages, s.understanding.similarity, short=short)
    if found is None or not found.sure:
        return None
    text = s.replies.generic("answer", answer=found.text, title=found.title)
    return Move(text, s.memory, sources=(found.source,))


def diagnosed_otherwise(s: Situation, card: ToolCard, result: Result) -> Move | None:
    """Use another look-up of this kind where one finds no record, and the words speak of what the other looks at.

    Who has no device on file and says that the internet is gone has the line looked at.
    """
    if result.content or not _diagnoses(card):
        return None
    said = s.history.words or next(iter(s.history.earlier[-1:]), "")
    done = {one.tool for one in s.history.lately}
    others = (one for one in s.cards.values() if _diagnoses(one) and not one.required and one.name not in done)
    other = next((one for one in others if spoken_of(said, _called(s, one))), None)
    if other is None:
        return None
    frame = Frame(tool=other.name, said=(said,))
    return Move("", s.memory.on(frame), CERTAIN, other.name, {})


def _called(s: Situation, card: ToolCard) -> Sequence[str]:
    """Return what customers say for the things that a tool's name speaks of."""
    arguments = (argument for one in s.cards.values() for argument in one.arguments)
    named = (said for argument in arguments for choice, said in argument.phrasing.items() if choice in card.name)
    return [phrase for phrases in named for phrase in phrases]


def looked_up(s: Situation, said: str) -> Move | None:
    """Search the articles, unless that was done for these words already."""
    if not said or s.search is None or any(one.tool == s.search.name for one in s.history.lately):
        return None
    query = query_for(said, article_read_last(s.history.results), *s.history.told)
    return Move("", s.memory, CERTAIN, s.search.name, {s.search.required[0].name: query})


def _diagnoses(card: ToolCard) -> bool:
    return card.effect == "read" and SUGGESTION in card.fields
