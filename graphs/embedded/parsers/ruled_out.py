"""What customers rule out of days and times: "not today", "June's no use to me", "I'm at the dentist on Friday"."""

import re

from graphs.apostrophes import straight
from graphs.embedded.parsers import hours

_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_PART = r"(?:mornings?|afternoons?|evenings?|lunch ?times?|nights?|arvo|am|pm)"
_MONTH = r"(?:january|february|march|april|june|july|august|september|october|november|december|may(?='s| is\b))"
_DATE = r"\d{1,2} (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:{_WEEKDAY}(?: {_DATE})?|{_DATE}|today|to ?night|tom+or+ow|tmrw|2moro|{_MONTH}"
    rf"|(?:this|next|that) (?:week|month|weekend|{_PART})|(?:the )?weekends?|weekdays|(?:in )?(?:the )?{_PART}"
    r"|the \d{1,2}(?:st|nd|rd|th))"
)
_SAID_DAY = rf"(?:on )?{_DAY}(?: {_PART})?"
_DAYS = rf"{_SAID_DAY}(?:(?:,? or|,? nor| and) {_SAID_DAY})*"
_TURNS = (
    r"(?:so|but|can|could|would|please|instead|rather|what|which|how about|make it|is there|are there|any chance"
    r"|(?:have|do|did) (?:you|u|ye|yous)|it(?:'?d| would|'?ll| will) have to be)"
)
"""What begins so is wished, or asked, without any stop before it where people write as they speak."""
_ON = rf"(?:(?!\b{_TURNS}\b)[^.?!;,])*"
"""What follows in the same clause, up to where it turns to what is wished."""
_BECAUSE = rf"(?:\s+(?:because|cos|coz|cause|as|since|with|when)\b{_ON})?"
_NOT_THERE = r"(?:not|isn'?t|wont be|never) (?:in|at home|home|there|free|available|good|ok)"
_NO_USE = (
    r"(?:no (?:good|use|go)|useless|hopeless|impossible|out of the question|a no[- ]go|a non[- ]?starter|ruled out"
    r"|tricky|awkward|out|bad|rubbish|hard|difficult|hectic|mad|manic|murder|hell|hassle|dreadful|terrible|awful"
    r"|(?:(?:real|right|proper|total|absolute|bit of a|complete) )?(?:pain|nightmare|faff|bother|struggle|killer)"
    r"|(?:(?:far|much|way) )?too (?:late|early|soon|far (?:off|away))|not (?:good|great|possible|an option|on|ideal)"
    r"|(?:doesn'?t|don'?t|won'?t|does not|will not) (?:really )?(?:work|suit|do|fit))"
)
_OUT = (
    # "June's no use to me."
    re.compile(
        rf"\b{_SAID_DAY}'?s?\s+(?:(?:is|are|'s|will be|would be|really|just|all|a bit|a|no longer|always|such a)\s+)*"
        rf"{_NO_USE}\b"
        rf"(?: (?:to|for) (?:me|us|him|her|them)\b)?(?: is it\b)?{_BECAUSE}",
        re.IGNORECASE,
    ),
    # "That early" wishes for no morning.
    re.compile(
        r"\b(?:too|so|that|this|very|rather) (?:early|late)\b(?! (?:as|in|morning|afternoon|evening)\b)", re.IGNORECASE
    ),
    # "Not today, I've the bowls."
    re.compile(rf"\bnot {_DAYS}\b{_BECAUSE}", re.IGNORECASE),
    # What the customer cannot or will not, up to the end of the clause.
    re.compile(
        rf"\b(?:can'?t|cannot|can not|won'?t|couldn'?t|unable|{_NOT_THERE}|no good|away|busy|doesn'?t (?:work|suit)"
        rf"|don'?t suit|any(?:thing| day)? but|not(?! before\b))\b{_ON}",
        re.IGNORECASE,
    ),
)
_WHO = r"(?:i|we|he|she|they|(?:my|me|our|the) \w+)"
_ENGAGED = (
    r"(?:(?:'?m|'re|'?s|'ll be|am|are|is|will be)\s+(?:\w+ )?(?:at (?:work|the|a|my|college|school|uni)|away|out|busy"
    r"|working|off to|on (?:holiday|shift|nights|call)|taking|driving|teaching|going to|in (?:work|court|hospital))"
    r"|(?:'?ve|have|'?ve got|have got|'?s got|has|has got|got)\s+(?:the|a|an|my|our|his|her)\b"
    r"(?! (?:day off|free|gap|half|quiet|spare|window|slot|clear|few|couple|whole|visit|appointment with you))"
    r"|(?:works?|teach(?:es)?|volunteers?|looks? after)\b(?! for\b))"
)
_REASONS = (
    # "Friday I work", "I'm at the dentist on Friday": no wish, where another day is named besides.
    re.compile(rf"\b{_SAID_DAY},? {_WHO}\s?{_ENGAGED}{_ON}", re.IGNORECASE),
    re.compile(rf"\b{_SAID_DAY}(?:'s|'re| is| are) (?:my|our|his|her)\b{_ON}", re.IGNORECASE),
    re.compile(
        rf"(?<!can )(?<!could )\b{_WHO}\s?{_ENGAGED}(?:(?!\b(?:so|but|can|could|please)\b)[^.?!;,])*?\b{_SAID_DAY}\b",
        re.IGNORECASE,
    ),
)
_TIME = (
    r"(?:half |quarter (?:past|to) )?(?:\d{1,2}(?:[:.]\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|noon)\b"
)
_HAS_ON = re.compile(
    rf"\b{_WHO}\s?(?:'?ve got|have got|'?s got|'?ve|have|has|got)\s+(?:the|a|an|my|our|his|her)\b"
    r"(?! (?:day off|free|gap|half|quiet|spare|window|slot|clear|few|couple|whole|visit|hour|moment|time|appointment))"
    rf"(?:(?!\b(?:so|but|can|could|please|is|from|after|before|till?|until)\b)[^.?!;,])*?\bat {_TIME}",
    re.IGNORECASE,
)
"""What somebody has on at a time, which is none that is wished for: "I've the dentist at four"."""
_ANY_DAY = re.compile(rf"\b(?:{_DAY}|that day|\d{{1,2}}(?:st|nd|rd|th))\b", re.IGNORECASE)


def days_out(text: str) -> str:
    """Return what is said of the days that are ruled out: "today" of "not today, the one after that"."""
    text, found = straight(text), []
    for out in _OUT:
        found += [match[0] for match in out.finditer(text)]
        text = out.sub(" ", text)
    return " ; ".join(re.sub(r"^not\b", " ", said, flags=re.IGNORECASE) for said in found)


def wished(text: str) -> str:
    """Return the words without what they rule out: "I can't do Tuesday" wishes for no Tuesday."""
    text = _HAS_ON.sub(" ", hours.freed(straight(text)))
    for out in _OUT:
        text = out.sub(" ", text)
    for reason in _REASONS:
        rest = reason.sub(" ", text)
        text = rest if _ANY_DAY.search(rest) else text
    return text
