"""How a reply to a yes-or-no question is read: certain words by code, the rest by what was learned from examples.

A long reply is read by the clause that answers, unless another takes it back, asks, or makes a condition.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graphs.embedded import asking, other_values, remarks
from graphs.embedded.examples import UNCLEAR
from graphs.embedded.guess import Guess
from graphs.embedded.parsers import agreeing, confirmation, instead, no_answer, supposing
from tools.actions import Reading

SURE_OF_YES = 0.7
"""A yes that is less sure is not taken for one."""
WITHOUT_A_WORD = 0.85
"""The same where no word of agreement is said: "put me in for it"."""
HARDLY_A_DOUBT = 0.95
"""A yes that is as sure as this holds in spite of words that often turn one."""
ANSWERS = 0.9
"""How sure one clause of a reply must be, to be the answer."""
_DECLINES = 0.85
"""The same where it does nothing."""
_CONTRADICTS = 0.8
"""How sure another clause must be for there to be no one answer."""
_TAKES_BACK = 0.7
"""How sure the last clause must be to take back a yes before it."""
_TAKES_BACK_SURELY = 0.85
"""The same where there is hardly a doubt of the yes."""
_ANOTHER = 0.85
"""How sure a reply must ask for another tool, to be no agreement."""
_MANNERS = 0.9
"""The same where it only thanks or takes leave."""
_PLAINLY = 0.99
"""How sure a reply is of which a clause is a plain yes."""
_SURELY_ANOTHER = 0.97
"""How sure a reply that ends in a plain yes must be of something else."""
_WITHOUT_DOUBT = 0.55
"""How sure a reply must decline, for the question to be closed."""
_NO_WISH = ("out_of_scope", "question", UNCLEAR)
"""What any agreement may look like where what is said in answer is not known."""
_ECHO = 2
"""A question of so few words repeats what was said: "Friday? Well, go on"."""
_CALLED = 2
"""So few words after the answer may be what somebody is called: "so you do that, pet"."""
_READINGS: tuple[Reading, ...] = ("yes", "no", "changed", "other")
_CLAUSE = re.compile(
    r"\s*[,.!?;:\u2026]+\s+|\s+[-\u2013\u2014]+\s+|\n+|\s+(?=(?:so|but|then)\s)"
    r"|(?<=\bcare|\bmind)\s+(?=just (?:do (?:it|that)|go (?:ahead|on|for it)|get on with it)\W*$)"
    r"|(?<!\ba)(?<!\bor)(?<!\bno)(?<!\bnot)(?<!\bsay)(?<!\bsaid)(?<!\bsaying)(?<!\bso)(?<!\bbut)"
    r"\s+(?=(?:yes+|yep|yeah|aye)"
    r"(?:,? (?:please |just )?(?:\w+ (?:it|that|them|him)|do so|go (?:ahead|on)|carry on|please do|go for it))?"
    r"(?:,? (?:then|now|for me|please|pls|ta|cheers|thanks|thank you))*\W*$)",
    re.IGNORECASE,
)
"""What lies between clauses; a yes at the end is one of its own."""
_LIGHT = re.compile(
    r"\b(?:put|pop|stick|get|bung|jot|write|note|pencil) (?:it|that|him|her|me|us|them)"
    r"(?: (?:in|on|down|through)(?: (?:the|your) (?:books?|system|diary|list|records?|file|computer))?)?[\s.!]*$",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(
    r"\W*(?:(?:and|so|but|ok(?:ay)?|well|oh|right|um+|er+m?|sorry)\W+)*(?:how|what|when|where|which|who)\b",
    re.IGNORECASE,
)
"""A reply that begins so asks something, with or without the mark: "how long till I have it"."""
_MOST = 12
"""A reply of more clauses is a letter."""


@dataclass(frozen=True)
class Heard:
    """A reply or a clause of it, and how likely each reading of it is."""

    text: str
    chances: Mapping[str, float]

    @property
    def reading(self) -> Reading:
        """The likeliest reading."""
        return max(_READINGS, key=self.sure)

    @property
    def confidence(self) -> float:
        """How likely that one is."""
        return self.sure(self.reading)

    def sure(self, reading: Reading) -> float:
        """Return how likely a reading is."""
        return self.chances.get(reading, 0.0)


def clauses(text: str) -> list[str]:
    """Return the parts of a reply that may each be the answer; none if it is all of one piece."""
    parts = [part.strip(" ,.!;:") for part in _CLAUSE.split(text)]
    said = [part for part in parts if re.search(r"\w", part) and not confirmation.is_filler(part)]
    return said if 1 < len(said) <= _MOST else []


def judge(reply: Heard, parts: Sequence[Heard], question: str) -> tuple[Reading, float]:
    """Return the reading of a reply and how sure it is, given what the head makes of it and of its clauses.

    Doubt about a yes makes it "other", which does nothing; a yes to something else than what was asked is a change.
    """
    certain = confirmation.read(reply.text)
    if certain == "no" or certain == "changed":
        return certain, 1.0
    if confirmation.sure_of_it(reply.text, question):
        return "yes", reply.confidence
    reading, confidence = (certain, 1.0) if certain else _own(reply, parts, question)
    # "No, £20 is not worth it" declines; "no, N-1043" does not.
    finders = other_values.WRITTEN if reading == "no" else other_values.FINDERS
    names_another = reading != "changed" and other_values.named(reply.text, question, finders)
    other = names_another or confirmation.misunderstood(reply.text) or other_values.amended(reply.text, question)
    if reading != "yes" and _leaves_it(reply.text):
        return "other", reply.sure("other")
    if ("?" not in reply.text and other) or (reading == "no" and instead.names_another_day(reply.text, question)):
        return "changed", reply.confidence
    if _is_left_open(reply.text, reading, confidence) or (reading == "no" and _only_asks(reply, parts)):
        return "other", 1 - confidence
    return reading, confidence


def _own(reply: Heard, parts: Sequence[Heard], question: str) -> tuple[Reading, float]:
    """Read what is learned; a yes is only one that somebody says in their own name, and to this question."""
    reading, confidence = _learned(reply, parts)
    hearsay = reading == "yes" and _is_hearsay(reply, parts, question)
    return ("other", 1 - confidence) if hearsay else (reading, confidence)


def _is_hearsay(reply: Heard, parts: Sequence[Heard], question: str) -> bool:
    """Whether nobody answers: a yes is only told of, or what looks like one answers something else."""
    said = parts or [reply]
    own = [
        part
        for part, before in zip(said, ["", *(one.text for one in said)], strict=False)
        if not no_answer.tells_of_others(part.text) and not no_answer.leads_to_words(before)
    ]
    agreed = any(part.sure("yes") >= remarks.LIKELY or remarks.is_yes(part) for part in own)
    against = confirmation.still_wants(reply.text, question) or remarks.only_lacks(reply.text)
    return not agreed or against or no_answer.answers_nothing(reply.text, question)


def _leaves_it(text: str) -> bool:
    """Whether what looks like another wish only asks about this one, or puts it off: "that's without it, is it"."""
    if confirmation.misunderstood(text):
        return False
    return (
        supposing.ends_in_tag(text)
        or (supposing.makes_sure(text) and asking.says_a_day(text))
        or (supposing.puts_off(text) and not asking.says_a_day(text))
    )


def _is_left_open(text: str, reading: Reading, confidence: float) -> bool:
    """Whether a reply may not mean what it seems to: a question above all closes nothing that it need not."""
    if reading == "changed":
        return confirmation.asks(text) and confidence < SURE_OF_YES
    return reading == "no" and confidence < _WITHOUT_DOUBT


def _only_asks(reply: Heard, parts: Sequence[Heard]) -> bool:
    """Whether a reply asks, and neither a clause of it is a plain no nor any word refuses: "until when could I?"."""
    plain = any(confirmation.read(one.text) == "no" for one in parts)
    asks = "?" in reply.text or (_ASKS_WHAT.match(reply.text) is not None and confirmation.asks(reply.text))
    return asks and not plain and not confirmation.refuses(reply.text)


def _learned(reply: Heard, parts: Sequence[Heard]) -> tuple[Reading, float]:
    """Read a reply as a whole, or, where that leaves a doubt, by the clause that answers."""
    otherwise = reply.reading != "yes" and reply.confidence >= _SURELY_ANOTHER
    if "?" not in reply.text and not otherwise and remarks.says_yes(parts):
        return "yes", _PLAINLY
    back = _taken_back(reply, parts) if reply.reading == "yes" else None
    if back is not None:
        return back.reading, back.confidence
    if reply.reading == "yes" and _is_plain(reply, parts or [reply]):
        return "yes", reply.confidence
    answer = _answer(reply, parts) if reply.reading == "yes" or reply.confidence < ANSWERS else None
    if answer is not None and (answer.reading != "yes" or _settles(answer, reply, parts)):
        return answer.reading, answer.confidence
    return ("other", 1 - reply.confidence) if reply.reading == "yes" else (reply.reading, reply.confidence)


def _taken_back(reply: Heard, parts: Sequence[Heard]) -> Heard | None:
    """Return the last clause, if it takes back a yes before it: "that's right, apart from the postcode"."""
    last = parts[-1] if parts else reply
    if last.reading == "yes" or confirmation.read(f"yes, {last.text}") == "yes":
        return None
    enough = _TAKES_BACK if last.reading != "other" or reply.confidence < WITHOUT_A_WORD else HARDLY_A_DOUBT
    enough = max(enough, _TAKES_BACK_SURELY if reply.confidence >= HARDLY_A_DOUBT else 0.0)
    return last if last.confidence >= enough else None


def _is_plain(reply: Heard, parts: Sequence[Heard]) -> bool:
    """Whether a likely yes is one: sure enough, and without a condition, a "but" or a question."""
    said = reply.text
    if "?" in said or confirmation.objects(said) or confirmation.holds_back(said) or _asks(parts):
        return False
    if reply.confidence < HARDLY_A_DOUBT and any(
        confirmation.bids(one.text) for one in parts if not remarks.is_yes(one) and not agreeing.bids_it(one.text)
    ):
        return False
    if confirmation.may_turn(said) and reply.confidence < HARDLY_A_DOUBT:
        return False
    return reply.confidence >= (SURE_OF_YES if agreeing.agrees(said) else WITHOUT_A_WORD)


def _asks(parts: Sequence[Heard]) -> bool:
    """Whether a clause has the look of a question and is not surely a yes: "that is what I asked for" is one."""
    return any(confirmation.asks(one.text) and one.sure("yes") < HARDLY_A_DOUBT for one in parts)


def _answer(reply: Heard, parts: Sequence[Heard]) -> Heard | None:
    """Return the clause that answers: the last that is sure of something, if none before it says otherwise."""
    for place in reversed(range(len(parts))):
        one = parts[place]
        if one.reading == "other":
            if one.confidence >= ANSWERS and len(one.text.split()) > _CALLED:
                return None
        elif one.confidence >= (ANSWERS if one.reading == "yes" else _DECLINES):
            leads = one.reading == "no" and place == 0 and len(parts) > 1 and reply.sure("changed") >= _CONTRADICTS
            return None if leads or _goes_on(parts, place) or _is_contradicted(parts, place) else one
    return None


def _goes_on(parts: Sequence[Heard], place: int) -> bool:
    """Whether more follows a yes than what somebody is called: "so you do that, pet"."""
    later = parts[place + 1 :]
    return parts[place].reading == "yes" and any(len(part.text.split()) > _CALLED for part in later)


def _is_contradicted(parts: Sequence[Heard], place: int) -> bool:
    """Whether a clause before surely says otherwise, and this one does not follow from it."""
    own = ("other", parts[place].reading)
    otherwise = [
        part
        for part in parts[:place]
        if part.reading not in own and (part.confidence >= _CONTRADICTS or remarks.changes(part))
    ]
    return bool(otherwise) and not _concludes(parts, place)


def _concludes(parts: Sequence[Heard], place: int) -> bool:
    """Whether a clause follows from what goes before: "it is only gathering dust, so take it back"."""
    return any(part.text.lower().startswith("so ") for part in parts[1 : place + 1])


def _settles(answer: Heard, reply: Heard, parts: Sequence[Heard]) -> bool:
    """Whether a clause that says yes settles it: nothing else in the reply asks, doubts or objects."""
    place = next(place for place, part in enumerate(parts) if part is answer)
    concludes = _concludes(parts, place)
    if confirmation.holds_back(reply.text) or (confirmation.objects(reply.text) and not concludes):
        return False
    if any(part is not answer and remarks.wishes_more(part) for part in parts):
        return False
    questions, rest = _questions(reply.text)
    echoes = all(len(question.split()) <= _ECHO for question in questions) and not rest.lower().startswith("then ")
    asks = _asks([answer]) or (not concludes and any(_asks([part]) and part.reading == "other" for part in parts))
    return not asks and (echoes or not questions)


def _questions(text: str) -> tuple[list[str], str]:
    """Return the questions of a reply, without their marks, and what follows the last."""
    *questions, rest = re.split(r"\?+\s*", text)
    return [re.split(r"[.!,;]\s+", question)[-1] for question in questions], rest


def asks_another(text: str, wish: Guess, proposed: str, tools: Collection[str]) -> bool:
    """Say whether a likely yes plainly asks for another tool or takes leave: "report it" is no yes to a refund."""
    if re.search(rf"\b{re.escape(proposed.split('_')[0])}\b", text, re.IGNORECASE):
        # What is proposed is named: "we are abroad that week, so do cancel it".
        return False
    if wish.label in tools:
        if _LIGHT.search(text) and not asking.things(_LIGHT.sub("", text)):
            # "Put it in the book" says of what is proposed that it shall be done.
            return False
        enough = _SURELY_ANOTHER if _ends_in_yes(text) else _ANOTHER
        return wish.confidence >= enough and proposed in tools and wish.label != proposed
    return wish.label not in _NO_WISH and wish.confidence >= _MANNERS and not agreeing.agrees(text)


def _ends_in_yes(text: str) -> bool:
    return confirmation.read(remarks.without_lead((clauses(text) or [text])[-1])) == "yes"
