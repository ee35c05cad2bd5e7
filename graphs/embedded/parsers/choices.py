"""Which of several records a customer means: "the second one", "the cheapest", "not the speaker", "on Friday"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from graphs.embedded.parsers import contrast, money
from graphs.embedded.parsers.called import by_name
from graphs.embedded.parsers.facts import amounts_of, is_on, moments_of, on_its_own, texts_of
from graphs.embedded.parsers.numbers import ORDINALS, digitise
from graphs.embedded.parsers.when import When

Candidates = Sequence[Mapping[str, Any]]
_NTH = re.compile(
    r"\b(?:the\s+|option\s+|number\s+|no\.?\s*|#\s*)?(?P<word>first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|[1-9](?:st|nd|rd|th)|1[0-2]th)\b"
    r"(?!\s+(?:thing|of\s+(?!them|those|these)[a-z]|class|time|week|month|half))|\b(?:option|number|choice|slot|no\.?"
    r"|#)\s*(?P<number>\d{1,2})\b(?!\s*\d)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^\W*(?:the\s+|option\s+|number\s+)?(?P<number>\d{1,2})\W*(?:please|pls|thanks|ta)?\W*$", re.IGNORECASE
)
_LAST = re.compile(
    r"\b(?:the\s+)?(?:very\s+)?(?:last|bottom|final)(?:\s+(?:one|order|option|item|visit|slot|in the list"
    r"|of them|on the list))?\b(?!\s+(?:week|month|year|night|time|[a-z]*day))",
    re.I,
)
_MIDDLE = re.compile(r"\bthe middle(?: one| slot| window| of)?\b", re.IGNORECASE)
_NEXT_ONE = re.compile(
    r"\b(?:one|slot|window|time|day) after(?: that| it)?\b(?! the)|\bnext (?:one|slot|window)\b", re.I
)
_POINTED_OUT = re.compile(r"\b(?:the|that) (?:[\w']+ ){1,3}one\b(?! of)", re.IGNORECASE)
_OF_TWO = (
    r"(?=\W*$|\s*[,.;!?]|'ll\b"
    r"|\s+(?:one|1|of|slot|window|time|day|date|please|pls|if|so|as|will|would|is|suits?|then)\b)"
)
_COMPARED = re.compile(rf"\bthe (?:earlier|sooner|later|former|latter){_OF_TWO}", re.IGNORECASE)
"""Of those on offer one is meant: "the earlier, so that I have a day left"."""
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_TOP = re.compile(r"\b(?:top one|the top|the former)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:both|all of (?:them|it)|all (?:two|three|2|3|4)|every one|everything|each of them|the lot"
    r"|the (?:whole|hole|entire|full|complete) (?:order|lot|thing))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|the two of them|the pair|the lot|all of (?:it|them))\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:the|my|that|this|our|an?) (?:\w+ )?(?:whole|hole|entire|full|complete)"
    r" (?:order|purchase|parcel|delivery|lot)\b"
    r"|\b(?:whole|all) of (?:the|my|that|this|our) (?:\w+ )?(?:order|purchase|parcel|delivery)\b"
    r"|\beverything (?:in|on|from) (?:the|my|that|this|it|order)\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:any(?: one| of them)?(?: is| will| would)?(?: fine| do| ok(?:ay)?)|^\W*either\b"
    r"|either (?:one|way|is|will|would|works|suits|of (?:them|those|these|the))\b"
    r"|whichever|whatever|whenever(?! (?:i|it|he|she|they|we|the|my|there'?s?|someone|somebody|you)\b)"
    r"|don'?t mind|no preference"
    r"|you (?:choose|pick|decide)"
    r"|any of (?:them|those|these|[a-z]+'s)|any ?(?:time|slot|window)(?: at all)?(?='?s\b| (?:will|is|that)|\W*$)"
    r"|^\W*any(?: one)?\W*$|doesn'?t matter)\b",
    re.I,
)
_OTHER = re.compile(r"\b(?:the|my) other(?:\s+one)?\b|\banother one\b", re.IGNORECASE)
_CAN = r"(?:possible|you (?:can|could|have|got)|you'?ve (?:got|any)|poss)\b"
_AS_FAR = (
    rf"(?:{_CAN}|poss\b|(?:they|he|she|it)(?:'?(?:ll|ve|d|s))? (?:(?:can|will|would|has|have) )?(?:do|go(?:es)?|comes?"
    r"|gets?|got|runs?|manage|allow|offer)\b|(?:they|he|she) (?:can|will)\b)"
)
_GOT = r"(?:bought|ordered|got|purchased|placed|received|had|came|arrived|delivered|turned up|sent)"
_TIME = r"(?:week|month|year|night|[a-z]+day|spring|winter|summer|january|february|march|april|may|june)\b"
_EXTREMES: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), kind, largest)
    for words, kind, largest in (
        # Of what was bought the last is the newest, wherever it stands in a list.
        (rf"(?:last|latest)(?: \w+){{0,3}}? i (?:just )?{_GOT}|{_GOT} (?:it |this |that )?last(?! {_TIME})"
        r"|my (?:\w+ )?last (?:order|purchase|bill|invoice|one)", "time", True),
        (rf"first(?: \w+){{0,3}}? i {_GOT}|{_GOT} (?:it |this |that )?first"
        r"|my (?:\w+ )?first (?:order|purchase|bill|invoice|one)", "time", False),
        (r"cheap(?:est|er)|(?:least|less) expensive|small(?:est|er)|low(?:est|er) one", "money", False),
        (r"dear(?:est|er)|(?:most|more) expensive|pric(?:iest|ier)|big(?:gest|ger)|larg(?:est|er)"
        r"|highest", "money", True),
        (rf"the (?:earlier|sooner){_OF_TWO}|earliest|soonest|a\.?s\.?a\.?p"
        rf"|(?:as )?(?:soon|early|quick|quickly) as {_CAN}|(?:as )?early as {_AS_FAR}"
        r"|(?:earlier|sooner|quicker) the better"
        r"|next available|first available|quickest|oldest|older|earlier (?:one|1)", "time", False),
        (rf"the later{_OF_TWO}|latest|newest|newer|(?:most|more) recent|recent (?:one|1)|later (?:one|1)"
        rf"|(?:as )?late as {_AS_FAR}|later the better"
        r"|last available", "time", True),
    )
)  # fmt: skip
_OF_THINGS = re.compile(
    r"\b(?:things?|items?|articles?|products?|gadgets?|bits?|parts?|of the two|one)\b", re.IGNORECASE
)
_UNKNOWN = re.compile(
    r"\b(?:idk|dunno|unsure|not sure|no (?:idea|clue)|(?:can'?t|cannot|can not) (?:tell|say|remember|recall)"
    r"|(?:don'?t|do not) (?:know|remember|recall|have a clue))\b[^.,;!?]*|^\W*which\b[^.,;!]*\?",
    re.IGNORECASE,
)
"""Who does not know which it is, or asks, does not choose: "no idea which is the newer"."""
_WINDOW = re.compile(
    r"(?<![\d.:£])(?P<begin>[0-2]?\d)(?::00)?\s?(?:[ap]m)?\s*(?:-|\u2013|to|til+|until|and)\s*(?P<end>[0-2]?\d)(?::00)?(?![\d:])",
    re.IGNORECASE,
)


def choose(
    text: str,
    candidates: Candidates,
    when: Sequence[When] = (),
    *,
    zone: ZoneInfo | None = None,
    chosen: int | None = None,
) -> list[int]:
    """Return the indices of the candidates that the words fit; none when the words say nothing about them.

    `chosen` is the one taken so far, so that "the other one" can be told.
    """
    said = _Said.of(compared(text))
    everything = list(range(len(candidates)))
    if not candidates:
        return []
    left, spoke = _narrowed(said, candidates, when, zone)
    if _OTHER.search(said.text) and not spoke and chosen is not None:
        left, spoke = [i for i in everything if i != chosen], True
    picked = _picked(said, candidates, left)
    if picked is not None:
        return picked
    if spoke:
        return left[:1] if len(left) > 1 and _ANY.search(said.text) else left
    if _ALL.search(said.text):
        return everything
    return everything[:1] if _ANY.search(said.text) else []


def choose_wished(
    text: str, candidates: Candidates, when: Sequence[When] = (), *, zone: ZoneInfo | None = None
) -> list[int]:
    """Choose by all that is said, or by what is wished for alone: without what is to stay, and without the reason."""
    picked = choose(text, candidates, when, zone=zone)
    wished, out = contrast.wanted(text)
    if when or not (len(picked) > 1 or (out and choose(out, candidates))):
        return picked
    fewer = (choose(one, candidates, zone=zone) for one in (wished, contrast.without_reason(wished)))
    return next((found for found in fewer if len(found) == 1), picked)


def compares(text: str) -> bool:
    """Whether words choose among what is on offer by comparing it: "the later one"."""
    return _COMPARED.search(text) is not None


def compared(text: str) -> str:
    """Return the words up to the end of the sentence that compares what is on offer: what follows is the reason."""
    found = _COMPARED.search(text)
    end = _SENTENCE_END.search(text, found.end()) if found else None
    return text[: end.start()] if end else text


def points_out(text: str) -> bool:
    """Whether one of those on offer is described: "the Friday one"."""
    return _POINTED_OUT.search(text) is not None


def next_one(text: str) -> bool:
    """Whether the one after what is ruled out is meant: "not today, the one after that"."""
    return _NEXT_ONE.search(text) is not None


def everything(text: str) -> bool:
    """Whether all of what there is to choose from is meant: "both", "the lot"."""
    return _ALL.search(contrast.negated(text)[0]) is not None


def whole(text: str) -> bool:
    """Whether all that a record holds is meant, and nothing is left out: "my whole order, the camera is useless"."""
    wished, out = contrast.negated(text)
    return _WHOLE.search(wished) is not None and not out


def both(text: str) -> bool:
    """Whether two things are meant together, though one of them may be named alone: "it's no good alone, do both"."""
    return _BOTH.search(contrast.negated(text)[0]) is not None


@dataclass(frozen=True)
class _Said:
    """A customer's words, without what they rule out."""

    text: str
    ruled_out: str

    @classmethod
    def of(cls, text: str) -> "_Said":
        return cls(*contrast.negated(_UNKNOWN.sub(" ", digitise(text).text)))


def _narrowed(
    said: _Said, candidates: Candidates, when: Sequence[When], zone: ZoneInfo | None
) -> tuple[list[int], bool]:
    """Keep the candidates that agree with each thing said: numbers, names, amounts, days."""
    left = list(range(len(candidates)))
    spoke = False
    amounts = {found.value for found in money.find_any(said.text) or money.find(said.text, asked=True)}
    about = [found.value for found in money.find_describing(said.text)]
    tests: list[list[int]] = [
        _by_id(said.text, candidates),
        by_name(said.text, candidates),
        [i for i, c in enumerate(candidates) if amounts & set(amounts_of(c))],
        [i for i, c in enumerate(candidates) if any(money.is_about(a, b) for a in about for b in amounts_of(c))],
        [i for i, c in enumerate(candidates) if when and is_on(c, when, zone)],
        _by_window(said.text, candidates, zone),
        on_its_own(said.text, candidates),
    ]
    for fits in tests:
        both = [i for i in left if i in fits]
        if both:
            left, spoke = both, True
    if said.ruled_out:
        out = {*_by_id(said.ruled_out, candidates), *by_name(said.ruled_out, candidates)}
        rest = [i for i in left if i not in out]
        if out and rest:
            left, spoke = rest, True
    return left, spoke


def _picked(said: _Said, candidates: Candidates, left: list[int]) -> list[int] | None:
    """Take the n-th, the last, the cheapest, the latest of what is left."""
    for pattern, kind, largest in _EXTREMES:
        if pattern.search(said.text):
            return _extreme(candidates, left, amounts_of if kind == "money" else moments_of, largest)
    match = _NTH.search(said.text) or _ALONE.match(said.text)
    if match:
        word = (match.groupdict().get("word") or "").lower()
        number = ORDINALS.get(word) or int(re.sub(r"\D", "", word) or match["number"])
        return [left[number - 1]] if 1 <= number <= len(left) else None
    if _LAST.search(said.text):
        return [left[-1]]
    if _MIDDLE.search(said.text) and len(left) % 2:
        return [left[len(left) // 2]]
    return [left[0]] if _TOP.search(said.text) else None


def by_price(texts: Sequence[str], candidates: Candidates) -> list[Mapping[str, Any]]:
    """Return the cheapest or the dearest things, where that is said of things and of nothing that they are in."""
    for text in texts:
        for pattern, kind, largest in _EXTREMES:
            if kind == "money" and _OF_THINGS.search(text) and pattern.search(text):
                ranked = _extreme(candidates, list(range(len(candidates))), amounts_of, largest) or []
                return [candidates[place] for place in ranked]
    return []


def _extreme(
    candidates: Candidates, left: list[int], values: Callable[[Any], list[Any]], largest: bool
) -> list[int] | None:
    ranked = [(max(found), i) for i in left if (found := values(candidates[i]))]
    if not ranked:
        return None
    best = (max if largest else min)(value for value, _ in ranked)
    return [i for value, i in ranked if value == best]


def _by_id(text: str, candidates: Candidates) -> list[int]:
    """Find candidates by a number they hold, whole or without its letters."""
    flat = re.sub(r"[^a-z0-9]+", "", text.lower())
    numbers = {re.sub(r"\D", "", run) for run in re.findall(r"(?<![£\d.,])\d+(?:[\s-]\d+)*", text)}
    numbers |= set(re.findall(r"(?<![£\d.,])\d+", text))
    whole, bare = [], []
    for index, candidate in enumerate(candidates):
        for value in texts_of(candidate):
            if not re.fullmatch(r"[A-Za-z]{1,5}-?\d{2,}(?:-?\w+)?", value):
                continue
            if re.sub(r"[^a-z0-9]+", "", value.lower()) in flat:
                whole.append(index)
            elif re.sub(r"\D", "", value) in numbers:
                bare.append(index)
    return whole or bare


def _by_window(text: str, candidates: Candidates, zone: ZoneInfo | None) -> list[int]:
    """Find the candidates that begin and end at the hours said: "17 to 20", "5-8"."""
    said = {(int(found["begin"]) % 12, int(found["end"]) % 12) for found in _WINDOW.finditer(text)}
    windows = [sorted(moment.astimezone(zone).hour % 12 for moment in moments_of(one)[:2]) for one in candidates]
    return [i for i, hours in enumerate(windows) if any(sorted(pair) == hours for pair in said)]
