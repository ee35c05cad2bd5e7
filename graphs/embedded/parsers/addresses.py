"""Streets, towns and postcodes of the United Kingdom as people write and say them."""

import re
from collections.abc import Iterator, Sequence

from graphs.embedded.parsers.found import Found, without_overlaps
from graphs.embedded.parsers.numbers import Digitised, digitise

_AREA_NAMES = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR "
    "TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS = frozenset(_AREA_NAMES.split())
_INWARD = r"[0-9Oo]\s?[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]\s?[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]"
_WRITTEN = re.compile(
    r"(?<![\w£'\u2019-])([A-Za-z]{1,2})\s?(\d[0-9A-Za-z]?)[\s-]{0,3}([0-9Oo]\s?(?![AaPp][Mm]\b)[A-Za-z]\s?[A-Za-z])(?![\w])"
)
"""The letters that are never used at the end are read too: customers mistype, and tools say what is wrong."""
_SPELT = re.compile(
    rf"(?<![\w£'\u2019])([A-Za-z](?:[\s.]+[A-Za-z])?)[\s.]+(\d(?:\s?\d|\s[A-Za-z])?)[\s,]+({_INWARD})(?![\w])"
)
KINDS = (
    "street|str|st|road|rd|avenue|ave|av|lane|ln|close|cl|walk|way|drive|dr|drv|court|ct|crescent|cres|place|pl|terrace|terr|ter"
    "|gardens|gdns|garden|square|sq|hill|row|mews|grove|gr|park|parade|green|quay|wharf|rise|view|embankment|gate|yard|broadway"
    "|circus|vale|bank|fields?|meadows?|croft|end|heath|common|bridge|passage|hall|villas|cottages|buildings|house|promenade"
    "|esplanade|approach|alley|arcade|boulevard|brow|dale|lea|loan|wynd|brae|chase|corner|cross|mount|oval|path|reach|spinney|strand|boatyard|orchard|side"
)
_UNIT = r"(?:(?:flat|apartment|apt|unit|suite|room)\s+(?:\d{1,4}[a-z]?|[a-z])\s*,?\s*(?:of\s+|(?:no\.?|number)\s+)?)?"
_NUMBER = r"\d{1,4}\s?[a-h]?(?:\s?[-/\u2013]\s?\d{1,4}[a-h]?)?"
_STREET = re.compile(
    rf"(?<![\w£#./:-])(?P<street>{_UNIT}{_NUMBER},?\s+(?:[a-z][a-z'\u2019.\-]*\s+){{1,4}}?(?:{KINDS})\b\.?(?!\s+(?:{KINDS})\b))",
    re.IGNORECASE,
)
_BY_DIGITS = re.compile(
    rf"(?<![\w£#./:-])(?P<house>\d(?:\s\d){{1,3}})\s+(?P<name>(?:[a-z][a-z'\u2019.\-]*\s+){{1,4}}?(?:{KINDS}))\b",
    re.IGNORECASE,
)
"""As it is said on the telephone: "one one eight High Street"."""
_THE = re.compile(
    rf"(?<![\w£#./:-])(?P<street>{_UNIT}{_NUMBER},?\s+(?:the\s+(?:{KINDS}|[A-Z][a-z]+)|broadway|broadmead"
    rf"|strand|cheapside|kingsway))\b",
    re.I,
)
_NAMED = re.compile(
    rf"(?<![\w£#./:-])(?P<street>{_UNIT}{_NUMBER},?\s+[A-Z][a-z'\u2019]+(?:\s+[A-Z][a-z'\u2019]+){{0,2}})(?=\s*(?:[,.]|$|\n))"
)
_NUMBER_LAST = re.compile(
    rf"(?<![\w'\u2019])(?P<name>(?:[a-z][a-z'\u2019]+\s+){{1,3}}?(?:{KINDS}))"
    r"(?:,?\s+|[,.!;:]+\s+(?=n))(?:(?:number|no\.?|nr\.?)\s*)?(?P<house>\d{1,4}[a-z]?)"
    r"(?=\s*(?:[,.!;\n]|$|[a-z]{1,2}\d|-\s|in\s+[a-z]))",
    re.IGNORECASE,
)
"""As it is written elsewhere: "Castle Street 12"."""
_LEADS = re.compile(
    r"^(?:(?:the|my|our|a|an|is|its|it'?s|in|on|at|to|new|old|for|and|of|from|live|house|address)\s+)+", re.I
)
"""What may stand before the name of a street."""
_NO_HOUSE = re.compile(r"(?:\d[a-z]?,?|\bflat \w+,?)\s*$", re.IGNORECASE)
_UNNUMBERED = re.compile(
    rf"\b(?P<name>(?:(?!(?:the|my|our|a|an|is|its|it's|in|on|at|to|new|old|for|and|of|address|number)\b)[a-z][a-z'\u2019-]+\s+)"
    rf"{{1,3}}(?:{KINDS}))\b",
    re.IGNORECASE,
)
_HOUSE_ALONE = re.compile(
    r"^\W*(?:(?:sorry|oh|it'?s|its|we'?re|i'?m|at|the|um|er|yeah|yes|that'?s|house|number|no\.?|num)\W+)*"
    r"(?P<house>\d{1,4}\s?[a-h]?)\W*(?:please|thanks|ta|it is)?\W*$",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"\b(?:go|goin|going|goes|come|comin|coming|comes|send|sent|sendin|sending|moved?|movin|moving|change|deliver"
    r"|delivered|delivering|em|them|it|they|stuff)\s+$",
    re.IGNORECASE,
)
"""A "2" after these is a "to"."""
_TO_THE = re.compile(r"2 the ([a-z]+)")
_NO_NAME_WORDS = (
    "day days week weeks month months hour hours minute minutes time times pound pounds quid order orders item "
    "items visit visits please thanks is are was and or on in at to from for of my your our me i you we it that "
    "this with have has pm am do does did can will would not no but which who when then than so if as speaker "
    "router light same right wrong whole that's thats it's its"
)
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_NO_TOWN_WORDS = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday today tomorrow general person time case future"
)
_NO_TOWN = frozenset(_NO_TOWN_WORDS.split())
_NAME = r"[A-Za-z][A-Za-z'\u2019\-]+"
_BEFORE_CODE = re.compile(rf"[\s,.]*(?:in\s+)?((?:{_NAME}\s?){{1,3}}?)[\s,.]*$")
_TOWN = re.compile(
    r"(?:[\s,]+in\s+|\s*,\s*(?=[A-Z])|\s+(?=[A-Z][a-z]+\s*(?:$|[,.!?])))"
    rf"({_NAME}(?:[ -]+[A-Z][A-Za-z'\u2019-]+|[ -](?:upon|on|le)[ -][A-Za-z]+)*)"
)
"""Without a postcode a town is named by "in", or by a capital letter."""
_NO_PLACE = re.compile(
    r"\s+(?:now|that'?s|that|it'?s|the|and|with|which|where|there|so|then|post\s?code'?s?|code|please|from|my|our|new)\b",
    re.IGNORECASE,
)
_SHORT = frozenset({"of", "and", "upon", "on", "in", "le"})


def find_postcodes(text: str) -> list[Found[str]]:
    """Return postcodes, written as "BS1 4QA"; areas that do not exist are left out."""
    digits = digitise(text)
    found = []
    for pattern in (_WRITTEN, _SPELT):
        for match in pattern.finditer(digits.text):
            area, district, inward = (re.sub(r"[\s.]", "", group).upper() for group in match.groups())
            if area in _AREAS and (district.isdigit() or area[-1:] in "ENWC1" or len(area) == 1):
                value = f"{area}{district} {inward.replace('O', '0', 1) if inward[0] == 'O' else inward}"
                found.append(digits.found(value, match.start(), match.end()))
    return without_overlaps(found)


def house_in(text: str, earlier: Sequence[str]) -> str | None:
    """Return the street that was named before without its house, where the words give only the number: "number 20"."""
    for code in reversed(find_postcodes(text)):
        text = f"{text[: code.start]} {text[code.end :]}"
    alone = _HOUSE_ALONE.match(re.sub(r"[\s,]+(?:and\s*)?$", "", digitise(text).text))
    named = (found for said in reversed(earlier) if not find_streets(said) and (found := _UNNUMBERED.search(said)))
    street = next(named, None) if alone else None
    return capitals(f"{alone['house']} {street['name']}") if alone and street else None


def find_streets(text: str) -> list[Found[str]]:
    """Return house numbers with their street, such as "14 Rope Walk"; the words get capital letters."""
    digits = digitise(text)
    found: list[Found[str]] = []
    for pattern in (_STREET, _THE, _NAMED):
        for match in pattern.finditer(digits.text):
            one = digits.found(capitals(match["street"]), match.start(), match.end())
            # What a kind of street ends is the street; capitals after it are the town.
            known = pattern is _NAMED and any(other.start == one.start for other in found)
            is_to = _is_to(match["street"], digits.text[: match.start()])
            if not known and not is_to and _is_street(match["street"], named=pattern is _NAMED):
                found.append(one)
    if not found:
        found = list(_numbered_last(digits))
    if len({street.start for street in found}) > 1:
        # "My parcels 2 the shop, 38 castle st".
        found = [street for street in found if not _TO_THE.match(street.text)]
    codes, found = find_postcodes(text), [*_said_by_digits(digits), *found]
    return without_overlaps([s for s in found if not any(p.start < s.end and s.start < p.end for p in codes)])


def _said_by_digits(digits: Digitised) -> Iterator[Found[str]]:
    for match in _BY_DIGITS.finditer(digits.text):
        house = match["house"].replace(" ", "")
        one = digits.found(capitals(f"{house} {match['name']}"), match.start(), match.end())
        # "Going 2 8 High Street" is written, and its "2" a "to".
        if one.text[:1].isalpha():
            yield one


def _numbered_last(digits: Digitised) -> Iterator[Found[str]]:
    for match in _NUMBER_LAST.finditer(digits.text):
        name = _LEADS.sub("", match["name"])
        named = " " in name and not _NO_NAME & set(name.lower().split()[:-1])
        if named and not _NO_HOUSE.search(digits.text[: match.start()]):
            start = match.end("name") - len(name)
            yield digits.found(capitals(f"{match['house']} {name}"), start, match.end())


def find_towns(text: str) -> list[Found[str]]:
    """Return the town after a street: "14 Rope Walk, Bristol BS1 6ZJ", "22 Beechen Terrace in Bath from now on"."""
    found = []
    for street in find_streets(text):
        rest = text[street.end :]
        postcodes = find_postcodes(rest)
        match = _BEFORE_CODE.match(rest[: postcodes[0].start]) if postcodes else _TOWN.match(rest)
        # "Norwich now that's NR2 ...": what follows the town names no place.
        name = _NO_PLACE.split(match[1], maxsplit=1)[0].strip() if match else ""
        words = name.lower().split()
        if match and words and not (_NO_NAME | (_NO_TOWN if not postcodes else frozenset())) & set(words):
            start = street.end + match.start(1)
            found.append(Found(capitals(name), start, start + len(name), name))
    return found


def _is_to(street: str, before: str) -> bool:
    """Whether the number is a "to" written short: "send it 2 the shop"."""
    if not street.startswith("2 "):
        return False
    place = _TO_THE.match(street)
    return _GOES.search(before) is not None or (place is not None and not re.fullmatch(KINDS, place[1], re.IGNORECASE))


def _is_street(street: str, *, named: bool) -> bool:
    words = [word.strip(".,'\u2019").lower() for word in re.findall(r"[^\W\d_][^\s,]*", street)]
    inner = [word for word in words[:-1] if word not in _SHORT]
    if any(word in _NO_NAME for word in inner) or words[-1] in _NO_NAME:
        return False
    if named:
        return not any(
            word[:3] in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
            for word in words
        )
    return len(words) >= 1 and words[0] not in _SHORT


def capitals(words: str) -> str:
    """Return a name in capitals where the customer did not write it so."""
    words = re.sub(r"\s+", " ", words).strip(" ,.")
    words = re.sub(r"(?<=\d)\s(?=[a-hA-H]\b)", "", words)
    words = re.sub(r"^(\d+[a-hA-H]?),", r"\1", re.sub(r"\b(?:no\.?|number) (?=\d)", "", words, flags=re.IGNORECASE))
    out = []
    for index, word in enumerate(words.split(" ")):
        small = word.islower() or word.isupper()
        if re.fullmatch(r"\d+[a-hA-H]", word):
            out.append(word.lower() if word.islower() else word)
        elif word.lower() in _SHORT and index:
            out.append(word.lower())
        else:
            out.append(word[:1].upper() + word[1:].lower() if small and not word.isdigit() else word)
    return " ".join(out)
