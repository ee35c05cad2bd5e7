"""Days and stretches of days: "the 14th", "12/05", "Thursday week", "end of the month". Dates are in UK order."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graphs.embedded.parsers.found import words_before

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary|urary)?|feb(?:r?uary|uary|urary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember|emeber)?|oct(?:ober)?|nov(?:ember|emeber)?|dec(?:ember|emeber)?)\b\.?"
)
_WEEKDAY = (
    r"(?P<day>mon(?:day|ady)?|tues?(?:day)?|tuseday|teusday|tuesdy|wed(?:s|nes(?:day)?|nsday|ensday)?|wensday|wendsday"
    r"|thu(?:rs?)?(?:day|sday)?|thurdsay|thursady|fri(?:day)?|firday|sat(?:urday|erday)?|satruday|sun(?:day)?)"
)
_WEEKDAYS = {"mo": 0, "tu": 1, "te": 1, "we": 2, "th": 3, "fr": 4, "fi": 4, "sa": 5, "su": 6}
_YEAR = r"(?:,?\s+(?P<year>20\d\d)\b)?"
_UNIT = r"(?P<unit>days?|weeks?|wks?|fortnights?|months?)"
_COUNT = r"(?P<count>\d{1,3}|a|an|couple of|a couple of|few|a few)"
_PAST = re.compile(
    r"\b(?:was|were|did|didn'?t|charged|paid|took|taken|ordered|bought|delivered|arrived|came|happened"
    r"|placed|sent|(?<!have u )(?<!have you )(?<!ve you )(?<!have ya )(?<!have they )(?<!'s )(?<!'ve )(?<!has )"
    r"(?<!ive )(?<!hes )(?<!shes )(?<!weve )got|received|since|billed"
    r"|missed|went|started|called|rang|been)\b"
    r"(?:(?!\b(?:can|could|would|will|please|what|any|need|want|but)\b)[^.;!?])*$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|ever since)\s+$", re.IGNORECASE)
_VERB_SAT = re.compile(r"\b(?:i|we|he|she|they|just|been|have|has|the|in the|is|it)\s+$", re.IGNORECASE)
_SITS = re.compile(
    r"\s+(?:there|here|down|idle|unused|around|at home|waiting|gathering|doing|blinking|looking"
    r"|on (?:my|the|a|its|his|her)\b|in (?:my|a|its|his|her|the (?!(?:morning|afternoon|evening|day)))\b)",
    re.IGNORECASE,
)
"""After "sat": the verb."""
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_A_DAY_AFTER = re.compile(
    r"\s+(?:(?:straight|right|just|directly) )?(?:after|before|following|instead|morning|afternoon|evening)\b", re.I
)


@dataclass(frozen=True)
class Stretch:
    """Days found in a text."""

    first: date
    last: date
    start: int
    end: int
    weekday: int | None = None
    """Set when only a weekday was named, so that "Thursday next week" can be put together."""


Days = tuple[date, date]
Rule = Callable[[re.Match[str], date], Days | None]


def find(text: str, today: date) -> list[Stretch]:
    """Return every stretch of days in a text, in reading order; of those that overlap the longest."""
    kept: list[Stretch] = []
    for one in sorted(_all(text, today), key=lambda s: (s.start - s.end, s.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: s.start)


def _all(text: str, today: date) -> Iterator[Stretch]:
    for pattern, rule in _RULES:
        for match in pattern.finditer(text):
            days = rule(match, today)
            if days is None or (rule is _weekday and _is_verb(text, match)):
                continue
            yield Stretch(*days, match.start(), match.end(), _plain_weekday(match) if rule is _weekday else None)


def _is_verb(text: str, match: re.Match[str]) -> bool:
    """Say whether "sat" or "sun" is the verb, or the star."""
    said = match[0].lower()
    if _A_DAY_AFTER.match(text, match.end()) and _THE.search(words_before(text, match.start())):
        return False
    verb = said in ("sat", "sun", "wed", "mon") and _VERB_SAT.search(words_before(text, match.start())) is not None
    return verb or (said == "sat" and _SITS.match(text, match.end()) is not None)


def _plain_weekday(match: re.Match[str]) -> int | None:
    return None if match["weeks"] or match["tail"] else _WEEKDAYS[match["day"][:2].lower()]


def _one(day: date) -> Days:
    return day, day


def _week(today: date, ahead: int = 0) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return monday, monday + timedelta(days=6)


def _weekday(match: re.Match[str], today: date) -> Days:
    day = _WEEKDAYS[match["day"][:2].lower()]
    lead = (match["lead"] or "").lower()
    coming = today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    if lead in ("last", "past", "previous") or (not lead and _PAST.search(words_before(match.string, match.start()))):
        return _one(today - timedelta(days=(today.weekday() - day - 1) % 7 + 1))
    if lead == "this" and day == today.weekday():
        return _one(today)
    if lead == "next" or match["tail"] == "after next":
        # As most people in the UK mean it: the one in next week, not the one that comes first.
        coming = _week(today, 1)[0] + timedelta(days=day)
    said = match["weeks"] or "0"
    weeks = int(said[0]) if said[0].isdigit() else 1
    tails = {"week": 1, "fortnight": 2, "after next": 1}
    return _one(coming + timedelta(weeks=weeks + tails.get((match["tail"] or "").lower(), 0)))


def _relative(match: re.Match[str], today: date) -> Days:
    word = re.sub(r"\s+", " ", match[0].lower())
    shift = 1 if re.match(r"t[om]{0,2}m|2mo", word) else -1 if word.startswith("yest") else 0
    if word.startswith(("day after", "the day after")):
        shift = 2
    elif word.startswith(("day before", "the day before")):
        shift = -2
    return _one(today + timedelta(days=shift))


def _counted(match: re.Match[str], today: date) -> Days:
    """In two weeks, three days ago, a week tomorrow."""
    said = match["count"].lower()
    count = int(said) if said.isdigit() else 1 if said in ("a", "an") else 2 if "couple" in said else 3
    unit = match["unit"].lower()
    days = count * (1 if unit.startswith("d") else 7 if unit.startswith("w") else 14 if unit.startswith("f") else 30)
    how = match["how"].lower()
    if "ago" in how:
        return _one(today - timedelta(days=days))
    if "next" in (match.groupdict().get("within") or "").lower():
        return today, today + timedelta(days=days)
    if "tom" in how or "tod" in how:
        return _one(today + timedelta(days=days + (1 if "tom" in how else 0)))
    spread = 0 if unit.startswith("d") else 6
    return today + timedelta(days=days), today + timedelta(days=days + spread)


def _weeks(match: re.Match[str], today: date) -> Days:
    lead, which = (match["lead"] or "").lower(), match["which"].lower()
    ahead = 1 if which in ("next", "following", "") else -1 if which in ("last", "previous") else 0
    if which == "the" and _SINCE.search(words_before(match.string, match.start())):
        ahead = -1
    monday, sunday = _week(today, ahead + (1 if match["afternext"] else 0))
    if match["unit"].lower().startswith("weekend"):
        return monday + timedelta(days=5), sunday
    if lead in ("early", "start of", "beginning of"):
        return max(monday, today) if ahead == 0 else monday, monday + timedelta(days=2)
    if lead in ("end of", "late", "later", "back end of"):
        return monday + timedelta(days=3), sunday
    if lead in ("middle of", "mid"):
        return monday + timedelta(days=1), monday + timedelta(days=3)
    return (today, sunday) if which in ("this", "the") else (monday, sunday)


def _months(match: re.Match[str], today: date) -> Days:
    which = match["which"].lower()
    ahead = 1 if which in ("next", "following") else -1 if which in ("last", "previous") else 0
    number = today.month - 1 + ahead
    return _part_of_month(match["lead"], today.year + number // 12, number % 12 + 1)


def _named_month(match: re.Match[str], today: date) -> Days:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    year = int(match["year"]) if match["year"] else _nearest_year(today, month, 15)
    return _part_of_month(match["lead"], year, month)


def _part_of_month(lead: str | None, year: int, month: int) -> Days:
    said = (lead or "").lower().replace(" the", "").strip()
    length = monthrange(year, month)[1]
    parts = {"early": (1, 10), "start of": (1, 10), "beginning of": (1, 10), "mid": (11, 20), "middle of": (11, 20)}
    parts |= {"late": (21, length), "end of": (length - 6, length)}
    first, last = parts.get(said, (1, length))
    return date(year, month, first), date(year, month, last)


def _nearest_year(today: date, month: int, day: int) -> int:
    def distance(year: int) -> int:
        return abs((date(year, month, max(1, min(day, monthrange(year, month)[1]))) - today).days)

    return min((today.year - 1, today.year, today.year + 1), key=distance)


def _day_of_month(match: re.Match[str], today: date) -> Days | None:
    """The 14th: the next one, or the last one when the words before it tell of the past."""
    day = int(match["number"])
    step = -1 if _PAST.search(words_before(match.string, match.start())) else 1
    for ahead in range(0, 13):
        number = today.month - 1 + ahead * step
        made = _made(today.year + number // 12, number % 12 + 1, day)
        if made and (made[0] - today).days * step >= 0:
            return made
    return None


def _full(match: re.Match[str], today: date) -> Days | None:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    day = int(match["number"])
    return _made(int(match["year"]) if match["year"] else _nearest_year(today, month, day), month, day)


def _numeric(match: re.Match[str], today: date) -> Days | None:
    day, month = int(match["number"]), int(match["month"])
    if month > 12 >= day:
        day, month = month, day  # 05/14 can only be American
    if match[0] in ("24/7", "50/50") or not (1 <= month <= 12 and day >= 1):
        return None
    year = int(match["year"]) if match["year"] else _nearest_year(today, month, day)
    return _made(year + 2000 if year < 100 else year, month, day)


def _iso(match: re.Match[str], _today: date) -> Days | None:
    return _made(int(match["year"]), int(match["month"]), int(match["number"]))


def _made(year: int, month: int, day: int) -> Days | None:
    try:
        return _one(date(year, month, day))
    except ValueError:
        return None


_AFTER_DAY = (
    r"(?=\s*(?:$|[.,;!?)\-\u2013/]|(?:at|in|on|of|or|and|to|till|until|through|please|pls|plz|for|morning"
    r"|mornin|afternoon|evening|is|was|would|will|works?"
    r"|if|between|after|before|am|pm|any|around|about|first|then|instead|not|but|suits?|should|looks?"
    r"|sounds?|thanks?|onwards|from|i|we|he|she|they|you|my|his|her|our|so|then|cos|because|as|same|week|later|earlier"
    r"|\d)\b))"
)
_NUMBER = r"(?P<number>[0-3]?\d)"
_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<number>\d\d)(?!\d)", _iso),
        (rf"(?<![\d/.\-£]){_NUMBER}/(?P<month>[01]?\d|[0-3]\d)(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", _numeric),
        (rf"(?<![\d/.\-£]){_NUMBER}(?P<sep>[.\-])(?P<month>[01]?\d)(?P=sep)(?P<year>20\d\d|\d\d)(?![\d.\-])", _numeric),
        (rf"(?<![\d£.\-])\b{_NUMBER}(?:st|nd|rd|th)?\s*(?:of\s+|-)?{_MONTH}{_YEAR}", _full),
        (rf"\b{_MONTH}\s*(?:the\s+)?{_NUMBER}(?:st|nd|rd|th)?\b(?![:/%]|\s*[ap]m\b){_YEAR}", _full),
        (rf"\b(?:the\s+)?{_NUMBER}(?:st|nd|rd|th)\b{_AFTER_DAY}", _day_of_month),
        # "Thursday the 21st", whatever follows.
        (rf"(?:(?<=day )|(?<=\bmon )|(?<=\btue )|(?<=\bwed )|(?<=\bthu )|(?<=\bfri )|(?<=\bsat )|(?<=\bsun ))"
         rf"(?:the\s+)?{_NUMBER}(?:st|nd|rd|th)\b", _day_of_month),
        (rf"\b(?:my|the)\s+(?P<lead>){_MONTH}['\u2019]?s?\s+(?P<year>)(?=(?:bill|invoice|statement|order|charge)\b)",
         _named_month),
        (rf"\b(?:(?:in|this|next|of|by|until|till|during|since|for|from|all)\s+)(?:(?P<lead>early|mid"
        rf"|late)[\s-]+)?{_MONTH}{_YEAR}(?!\s*\d)", _named_month),
        (rf"\b(?P<lead>)(?!may\b){_MONTH}['\u2019]?s?\s+(?P<year>)(?=(?:bill|invoice|statement|order|charge)\b)",
         _named_month),
        # "The April one", as it stands when numbers in words have become digits.
        (rf"\bthe\s+(?P<lead>){_MONTH}['\u2019]?s?\s+(?P<year>)1\b(?![/:.]?\d)", _named_month),
        (rf"\b(?P<lead>)(?!may\b|mar\b){_MONTH}['\u2019]s\b(?P<year>)", _named_month),
        (rf"\b(?P<lead>early|mid|late|end of|start of|beginning of|middle of)[\s-]+{_MONTH}{_YEAR}(?!\s*\d)",
         _named_month),
        (rf"\b(?:(?<!next )(?<!this )(?P<weeks>\d\s+weeks?|(?:a\s+)?week)\s+(?:on|from)\s+)?(?:(?P<lead>this"
        rf"|next|coming|following|last|past"
        rf"|previous)\s+)?(?:coming\s+)?{_WEEKDAY}s?\b(?:\s+(?P<tail>week(?!end)|fortnight|after next)\b)?", _weekday),
        (r"\b(?:the\s+)?day\s+(?:after\s+tom+or+ow|before\s+yesterday)\b|\b(?:today|tonight|tonite|tom+or+ow"
        r"|tomoz|tmrw|tmr|tmw|2mor+ow?|2moz|yesterday|yday)\b"
        r"|\bthis\s+(?=morning|morn|afternoon|aft\b|arvo|evening|eve\b)", _relative),
        (rf"\b(?P<how>in"
        rf"|in about)\s+(?P<within>(?:the\s+)?next\s+)?{_COUNT}\s+{_UNIT}(?:['\u2019]s?)?(?:\s+time)?\b", _counted),
        (rf"\bwithin\s+(?P<within>(?:the\s+)?next\s+)(?P<how>){_COUNT}\s+{_UNIT}\b", _counted),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?P<how>ago|today|tomorrow|from today|from tomorrow|from now)\b", _counted),
        (r"\b(?:(?P<lead>early|start of|beginning of|end of|late|later|back end of|middle of"
        r"|mid)[\s-]+)?(?:the\s+(?=next|following|last|week))?(?P<which>this|next|the(?=\s+weekend)"
        r"|following|last|previous|(?=week\s+after\s+next))\s*(?:coming\s+)?(?P<unit>weekend|week"
        r"|wk)\b(?P<afternext>\s+after\s+next)?", _weeks),
        (r"\b(?P<lead>later|end of)\s+(?P<which>this|the)\s+(?P<unit>week)\b(?P<afternext>)", _weeks),
        (r"\b(?:(?P<lead>early|start of|beginning of|end of|late|middle of)\s+)?(?:the\s+)?(?P<which>this"
        r"|next|the|following|last|previous)\s+month\b", _months),
    )
)  # fmt: skip
