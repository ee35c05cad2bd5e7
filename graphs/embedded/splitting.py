"""Several requests in one message: cut between clauses, keep a cut only if both sides ask for something different."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphs.embedded import weighing
from graphs.embedded.announcing import announces, without_announcement
from graphs.embedded.asking import asks, brings_up, is_about_a_day, points_back, says_a_day, things, wishes
from graphs.embedded.clauses import clauses, holds_value, is_value, two_things, without_exclamation
from graphs.embedded.farewells import VAGUE, Ask, farewell
from graphs.embedded.guess import Guess
from graphs.embedded.parsers import supposing
from graphs.embedded.weighing import MANNERS, QUESTION, SMALL_TALK

CONFIDENT = 0.45
"""A part less sure than this is no request of its own."""
SURE = 0.9
"""A statement as sure as this at the beginning asks for something, though it neither says so nor names a thing."""
DOUBTFUL = 0.5
"""A clause less sure than this, once it is read after the request before it, belongs to that."""
DAY_OF_ITS_OWN = 0.95
"""A clause that says a day belongs to the request before it in the same area, unless it is as sure as this."""
CERTAIN = 0.95
"""A whole message as sure as this asks for that one thing, if none of its parts is sure of another."""
WHOLE = 0.8
"""A whole message as sure as this of one request has the rest of its statements for its story."""
_FEW_WORDS = 4
_MORE = re.compile(
    r"\b(?:also|as well|plus|another thing|secondly|on top of that|while (?:i'?m|you'?re))\b"
    r"|\btoo\b(?=\W*$|[,.;!?]|\s+(?:please|pls|thanks|and|then|if|while)\b)",
    re.IGNORECASE,
)
"""Words that add another wish: "the plug too", but not "an inch too wide"."""
_GREETED = r"(?:(?:good )?(?:morning|afternoon|evening|hi|hiya|hello|hey|right)(?: there| all)?[,.! ]+)?"
_TOLD = re.compile(
    rf"^{_GREETED}(?:(?:and|but|so)\s+)?(?:i|we)(?:'ve| have|'d| had)?\s+(?:(?:already|also|just)\s+)*(?:turned|tried"
    r"|switched|unplugged|checked|restarted|rebooted|reset|waited|called|rang|rung|spoke|spoken|looked|done|did|followed|pulled|pressed"
    r"|bought|ordered|purchased|received|hope)\b"
    rf"|^{_GREETED}(?:(?:and|but|so)\s+)?(?:(?:already|also|just)\s+)*(?:been|tried|turned|switched|unplugged|checked|restarted"
    r"|rebooted|waited|bought|ordered|purchased|received)\b",
    re.IGNORECASE,
)
"""What the customer has done already is told, not asked for."""
_AFTERTHOUGHT = re.compile(
    r"^(?:in|on|at|by|before|after|from|with|around|between|until|preferably|ideally|if|unless|because|seeing|maybe|possibly)\b"
    r"(?!.*\b(?:can|could|please|want|need)\b)"
    r"|^(?:no,? wait|(?:so |then )?make (?:it|that)|or rather|i mean)\b",
    re.IGNORECASE,
)
"""What begins so says how or when, unless it goes on to ask; or it takes back what was said before."""
_CONDITION = re.compile(r"(?:^|[:.!,]\s+)(?:so |and |but )?(?:if|in case|suppose)\b", re.IGNORECASE)
_TOO = re.compile(r"(?:\W*[\w']+){1,3}\W+(?:too|as well)\W*$", re.IGNORECASE)
"""So few words only add to what was said before them."""
_ADDS = re.compile(r"and\b(?! (?:so|then|now)\b)", re.IGNORECASE)
_INSTEAD = re.compile(r"\binstead\b", re.IGNORECASE)
"""What is wished for instead is a change of what was said before it."""
_CARRIES_ON = re.compile(r"^(?:and )?my .+ to \S", re.IGNORECASE)
"""Goes on with the verb of the request before: "and my billing address to 3 Mill Lane"."""


@dataclass(frozen=True)
class _Part:
    text: str
    guess: Guess
    context: str = ""
    """Words before or after that belong to this request."""
    begins: bool = True
    """Whether it stands at the beginning of a sentence, or after "and"."""

    @property
    def asks(self) -> bool:
        """Whether a clause of it asks for something, rather than only telling."""
        return any(asks(clause.text) for clause in clauses(self.text))


async def split(text: str, ask: Ask) -> list[tuple[str, Guess]]:
    """Return each thing asked for with its words; a message that asks for one thing comes back whole."""
    announced = announces(text)
    text = without_exclamation(without_announcement(text) if announced else text)
    whole = await ask(text)
    if (leave := await farewell(text, whole, ask)) is not None:
        return [(text, leave)]
    cut = clauses(text)
    if len(cut) < 2:
        return await _of_two_things(text, ask) or [(text, whole)]
    parts = [_Part(clause.text, await ask(clause.text), begins=clause.begins) for clause in cut]
    kept = _told_once(_led_by_value(parts, _merged(parts, announced=announced)))
    if not announced:
        given = any(part.guess.label == whole.label and holds_value(part.text) for part in parts)
        kept = _without_story(await _continued(kept, ask), whole, given=given)
    if len(kept) < 2:
        told = whole.label == QUESTION and not asks(text)
        lone = kept[0].guess if kept and (told or _clearer(kept[0], whole)) else whole
        weighed = [(part.guess, asks(part.text) or holds_value(part.text)) for part in parts]
        return [(text, weighing.reading(lone, whole, weighed))]
    return [(f"{part.text} {part.context}".strip(), part.guess) for part in kept]


async def _of_two_things(text: str, ask: Ask) -> list[tuple[str, Guess]]:
    """Return the two requests for one kind of thing each: "show me my orders and my invoices"; none if it is one."""
    each = two_things(text)
    guesses = [await ask(words) for words in each]
    alike = len(each) > 1 and guesses[0].area == guesses[1].area and guesses[0].label != guesses[1].label
    sure = all(guess.confidence >= SURE and guess.area is not None for guess in guesses)
    return list(zip(each, guesses, strict=True)) if alike and sure else []


def _without_story(parts: list[_Part], whole: Guess, *, given: bool) -> list[_Part]:
    """Leave out what only tells why, if the whole plainly asks for one of its parts, or a value is given for it."""
    several = any(_MORE.search(part.text) for part in parts)
    if several or whole.confidence < WHOLE:
        return parts
    if whole.confidence >= CERTAIN and all(part.guess.confidence < SURE for part in parts):
        return []
    if all(part.guess.label != whole.label for part in parts):
        return [] if given else parts
    # "The speaker itself is what I mean" asks nothing, beside what the whole surely asks for.
    vague = [p for p in parts if whole.confidence >= CERTAIN and p.guess.confidence < SURE and "?" not in p.text]
    asking = [part for part in parts if part.asks and (part not in vague or part.guess.label != QUESTION)]
    return [p for p in parts if p.guess.label == whole.label or p in asking or _is_another_matter(p, parts)]


def _is_another_matter(told: _Part, parts: list[_Part]) -> bool:
    """Say whether what only tells of a trouble stands beside a request that speaks of something else."""
    others = [part for part in parts if part.asks and part is not told]
    surely = told.guess.confidence >= SURE and told.guess.label != QUESTION
    if surely and (_CARRIES_ON.match(told.text) or any(is_value(clause.text) for clause in clauses(told.text))):
        return True
    return (
        bool(others)
        and surely
        and all(
            part.guess.area != told.guess.area and brings_up(told.text, part.text) and not points_back(part.text)
            for part in others
        )
    )


def _clearer(part: _Part, whole: Guess) -> bool:
    """Say whether the words that ask tell more than they do amid the others."""
    changes = _INSTEAD.search(part.text) is not None and part.guess.area == whole.area and whole.confidence >= WHOLE
    if part.guess.label in SMALL_TALK or changes:
        return False
    asked = part.guess.confidence >= SURE and part.guess.label != QUESTION and part.asks
    return asked or whole.label in SMALL_TALK or part.guess.confidence > max(whole.confidence + 0.1, DOUBTFUL)


def _merged(parts: list[_Part], *, announced: bool) -> list[_Part]:
    kept: list[_Part] = []
    waiting = ""
    for part in parts:
        if part.guess.label in MANNERS:
            continue
        before = kept[-1] if kept else None
        if _adds_to_another(part, announced=announced, first=not kept):
            if before:
                guess = part.guess if _is_plainer(part, before) else before.guess
                kept[-1] = replace(before, guess=guess, context=f"{before.context} {part.text}".strip())
            else:
                waiting = f"{waiting} {part.text}".strip()
        elif (same := _same(kept, part)) is not None or (before and _is_why(part, before)):
            same = len(kept) - 1 if same is None else same
            kept[same] = replace(kept[same], context=f"{kept[same].context} {part.text}".strip())
        elif before and before.guess.label == part.guess.label:
            best = max(before.guess, part.guess, key=lambda guess: guess.confidence)
            kept[-1] = replace(before, guess=best, context=f"{before.context} {part.text}".strip())
        elif before and (_is_reason(before.text, part.text) or _is_why(before, part)):
            kept[-1] = replace(part, text=f"{before.text} {before.context} {part.text}".replace("  ", " "))
        else:
            kept.append(replace(part, context=waiting) if waiting else part)
            waiting = ""
    return kept


def _told_once(kept: list[_Part]) -> list[_Part]:
    """Give what only tells to the later part that asks for the same: "the flat's off. Cancel him, and send it here"."""
    found: list[_Part] = []
    for part in kept:
        told = [one for one in found if one.guess.label == part.guess.label and part.asks and not one.asks]
        found = [one for one in found if one not in told]
        story = [f"{one.text} {one.context}".strip() for one in told]
        found.append(replace(part, text=" ".join([*story, part.text])))
    return found


def _is_its_day(before: _Part, part: _Part) -> bool:
    """Whether a clause only says or asks which day the request before it may have: "..., what's free on Friday?"."""
    beside = part.guess.area is not None and part.guess.area == before.guess.area
    return beside and wishes(before.text) and is_about_a_day(part.text) and not _MORE.search(part.text)


def _is_plainer(part: _Part, before: _Part) -> bool:
    """Whether a value tells better what it is for than the statement before it: "that's my old one, it's 07700 ..."."""
    vague = before.asks or part.guess.label in (*SMALL_TALK, QUESTION)
    return not vague and is_value(part.text) and part.guess.confidence > before.guess.confidence


def _led_by_value(parts: Sequence[_Part], kept: list[_Part]) -> list[_Part]:
    """Keep what a message gives before it goes on to another matter: "it's 07700 900615 now. And book me a visit"."""
    first = next((place for place, part in enumerate(parts) if kept and part.text == kept[0].text), 0)
    if not first or not parts[first].begins or kept[0].guess.label == QUESTION:
        return kept
    before = [part for part in parts[:first] if part.guess.label not in MANNERS]
    given = [part for part in before if part.guess.confidence >= SURE and is_value(part.text)]
    if not given or given[0].guess.label in (kept[0].guess.label, *VAGUE):
        return kept
    said = " ".join(part.text for part in before)
    rest = replace(kept[0], context=kept[0].context.removeprefix(said).strip())
    return [replace(given[0], text=said), rest, *kept[1:]]


def _same(kept: Sequence[_Part], part: _Part) -> int | None:
    """Return which earlier part the words belong to: the last, whose day they say, or another question.

    One search answers what hangs together.
    """
    if kept and _is_its_day(kept[-1], part):
        return len(kept) - 1
    if part.guess.label != QUESTION or _MORE.search(part.text):
        return None
    return next((place for place, one in enumerate(kept[:-1]) if one.guess.label == QUESTION), None)


async def _continued(parts: list[_Part], ask: Ask) -> list[_Part]:
    """Give back to a request what goes on about it: read after it, the words are no sure request of another kind."""
    kept: list[_Part] = []
    for part in parts:
        before = kept[-1] if kept else None
        if before is not None and await _goes_on(before, part, ask):
            kept[-1] = replace(before, context=f"{before.context} {part.text} {part.context}".strip())
        else:
            kept.append(part)
    return kept


async def _goes_on(before: _Part, part: _Part, ask: Ask) -> bool:
    again = await ask(part.text, after=before.guess.label)
    if again.label == before.guess.label:
        return True
    if _MORE.search(part.text):
        # "... and the parcels also send there": so few words that name nothing are no request of their own.
        return part.guess.confidence < SURE and len(part.text.split()) <= _FEW_WORDS and not things(part.text)
    if again.area == before.guess.area and _INSTEAD.search(part.text):
        return True
    related = part.guess.confidence < SURE or part.guess.area == before.guess.area
    if not part.asks and before.asks and related and not part.begins:
        # "..., my socket has stopped working" says why.
        return True
    if again.confidence < DOUBTFUL:
        return True
    beside = again.area is not None and again.area == before.guess.area and again.label != QUESTION
    # "I'm in most evenings, tomorrow would be ideal" asks for nothing of its own.
    owned = again.confidence >= DAY_OF_ITS_OWN and part.asks
    return beside and not owned and says_a_day(part.text)


def _adds_to_another(part: _Part, *, announced: bool, first: bool) -> bool:
    """Say whether a clause only belongs to a request: a value, what was done already, or nothing asked of anything."""
    text, guess = part.text, part.guess
    one_of_several = announced and guess.confidence >= SURE and guess.label not in (*SMALL_TALK, QUESTION)
    if one_of_several and not _AFTERTHOUGHT.match(text):
        return False
    if (
        is_value(text)
        or _TOLD.match(text)
        or (_AFTERTHOUGHT.match(text) and not announced)
        or (first and not part.asks and _CONDITION.search(text))
        or (guess.label == QUESTION and _TOO.match(text))
        or guess.confidence < CONFIDENT
        or guess.label in SMALL_TALK
    ):
        return True
    if announced or asks(text) or _MORE.search(text):
        return False
    # What only tells is no question; it may be a request: "my internet is slow".
    sure = first and guess.confidence >= SURE
    return guess.label == QUESTION or not (sure or things(text))


def _is_why(told: _Part, asked: _Part) -> bool:
    """Say whether a trouble is only why the same specialist is surely asked for one thing, however it is called.

    "The hub has gone orange. Run a test of the line": who tells more than why says so, or gives a value.
    """
    plainly = asked.asks and asked.guess.confidence >= SURE and asked.guess.label not in (QUESTION, *SMALL_TALK)
    beside = asked.guess.area is not None and told.guess.area == asked.guess.area and told.guess.label != QUESTION
    more = any(_MORE.search(one.text) for one in (told, asked)) or _ADDS.match(asked.text)
    return (
        plainly and beside and not told.asks and not more and not says_a_day(asked.text) and not holds_value(told.text)
    )


def _is_reason(first: str, second: str) -> bool:
    """Say whether a statement only gives the reason of the request that follows it about the same thing."""
    more = _MORE.search(second) and not supposing.only_asks(second)
    if asks(first) or more or _ADDS.match(second) or not asks(second):
        return False
    return not brings_up(first, second)
