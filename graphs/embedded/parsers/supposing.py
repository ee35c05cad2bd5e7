"""Questions that are not put as one: what is taken for granted, what must be or may be, what ends in "is it?".

None of them wishes for anything: "I take it I'm paying", "and the speaker doesn't have to go back, does it".
"""

import re

from graphs.apostrophes import straight
from graphs.embedded.parsers import confirmation

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_LEAD = (
    r"(?:^|[,;:\u2013-]\s+|\b(?:and|or|but|so|then|if|because|cos)\s+)\W*"
    r"(?:(?:and|so|but|or|then|ok|okay|oh|well|um|er|right|now|also|surely|wait|sorry|hang on)\b\W*)*"
)
"""Where a question may begin."""
_INTENT = r"(?:i|we)(?:'ll| will|'d| would| want| should| could| might| may| better| need| must|'ve got| have got)\b"
_GRANTED = (
    r"(?:(?:yo)?u(?:'?d (?:better|best)| (?:could|can|might|may|had better))|so\b|not\b"
    r"|that(?:'?s| is| will|'ll) (?:fine|ok(?:ay)?|right|do|all right|fair))"
)
_SUPPOSES = re.compile(
    r"\bi (?:take it|presume|assume|gather|imagine)\b(?! (?:back|off|up|away|all|so\b|not\b))"
    r"|\bi'?m (?:guessing|assuming|presuming|taking it)\b(?! (?:so|not)\b)|\bpresumably\b"
    rf"|{_LEAD}i (?:suppose|guess|expect|dare ?say)\s+(?:that\s+)?(?!{_INTENT}|{_GRANTED})"
    r"(?:i|we|you|u|ye|it|that|this|he|she|they|there|the|my|your|no|nobody)\b",
    re.IGNORECASE,
)
"""Takes something for granted, to hear whether it is so."""
_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|will|would|wo|can|ca|could|should|shall|must|need|might|ai)"
)
_WHO = r"(?:i|you|u|ye|he|she|it|we|they|that|there)"
_ASKED_BACK = rf"(?:{_AUXILIARY}(?:n'?t)? {_WHO}(?: not)?|in+it)"
_AFTER_TAG = r"(?: then| now| though)?"
_TAG = re.compile(rf"(?:^|[\s,]){_ASKED_BACK}{_AFTER_TAG}[\s.!?]*$", re.IGNORECASE)
"""What is put after a statement to hear whether it is so."""
_SOFT_TAG = re.compile(
    rf"[\s,](?:(?:right|ye?a?h|ye?s|aye|no|correct|ok(?:ay)?){_AFTER_TAG}\s*\?+|y(?:e?a)?h|eh)[\s.!?]*$", re.IGNORECASE
)
"""The same in words that may as well agree."""
_SUBJECT = r"(?:i|he|she|it|we|they|that|this|there|you|the \w+|my \w+|your \w+)"
_STATES = re.compile(
    rf"\b{_SUBJECT}(?:'s|'re|'m|'ll|'d|'ve| (?:is|are|am|was|were|will|wo|would|can|cannot|could|does|do|did|stays?"
    r"|goes|comes|gets?|keeps?|costs?|takes?|needs?|still)(?:n?'?t)?\b)"
    r"|\bstays? (?:mine|ours|here|put|with (?:me|us))\b"
    r"|^\W*(?:(?:and|so|but|n)\W+)*(?:not|only|just) (?:the|my|on|in|for|to)\b",
    re.IGNORECASE,
)
"""Says how something is, or names what alone is meant."""
_OTHERWISE = re.compile(r"\b(?:instead|wrong|rather|make it|not \d+|\d+ not|should be)\b", re.IGNORECASE)
_SOME = r"(?:[\w'&£.-]+ ){0,6}?"
_STAYS = r"(?:stays?|keep(?! \w+ing\b| me\b| us\b)|hold on to|hang on to|hold onto|hang onto)\b"
_DUTY = (
    r"(?:(?:have|has|had|got|need|needs|ought|obliged|required|supposed|meant|expected|allowed) to\b(?! keep \w+ing)"
    rf"|{_STAYS})"
)
_MUST = re.compile(
    rf"{_LEAD}(?:(?:do|does|did|is|are|am|has|have|will|would|should|can|could|may|might|shall)(?:n'?t)?"
    rf" (?!you (?:have|keep|stay)){_SOME}{_DUTY}"
    rf"|is (?:it|that) (?:ok(?:ay)?|all ?right|fine|allowed) if {_SOME}{_STAYS}"
    r"|must (?:i|we|the|it|that|they|my|he|she)\b"
    rf"|do (?:you|they|yous|u) (?:\w+ )?need {_SOME}(?:back|returned|too|as well)\b)",
    re.IGNORECASE,
)
"""Asks what must be, or what may stay as it is."""
_MUST_IT = re.compile(
    rf"\b(?:(?:i|we) (?:can|could|may|get to) (?:just |still |also )?{_STAYS}"
    rf"|(?:it|that|they|mine|ours|the \w+(?: \w+)?) (?:only |just |also |still )?"
    rf"(?:has to|have to|must|needs? to|(?:can|could|may|gets? to) {_STAYS}))[^.!?]*\?",
    re.IGNORECASE,
)
"""The same in the order of a statement, with the mark of a question."""
_WHETHER = re.compile(
    r"\b(?:could|may|might|would|do|does|am|is|are) (?:i|we|he|she|it|they)\b[^.!?]*\bor (?:still |is it )?not\W*$"
    r"|\b(?:with (?:that|this)|then|in that case) (?:i|we|she|he) (?:can|could|may|might)\b[^.!]*\?"
    r"|\bwhat(?:'?s| are| is| r) my (?:options|rights|choices)\b|\bwhere do (?:i|we) stand\b|\bwhat am i entitled to\b",
    re.IGNORECASE,
)
"""Asks whether something may be, or what there is to choose from."""
_FREED = re.compile(
    rf"\b(?:(?:do|does|did|wo|would|should)(?:n'?t| not) {_SOME}(?:have|need|got) to|ha(?:s|ve)(?:n'?t| not) got to"
    r"|need(?:n'?t| not)|no need to)\b"
    r"(?! (?:keep|have|hold|hang|own|use)\b)",
    re.IGNORECASE,
)
"""What need not be is not wished for, put as a question or not."""
_MYSELF = re.compile(
    r"\b(?:can|could|may|might|should|shall)(?:n'?t)? (?:i|we)\b"
    r"(?=.*\b(?:myself|ourselves|meanwhile|in the meantime|on my own)\b)"
    r"|\b(?:could|can) (?:i|we) not just\b(?! (?:have|get|book|cancel|move|change|return|send|swap|come)\b)",
    re.IGNORECASE,
)
_PUTS_OFF = re.compile(
    r"\bnot (?:just yet|yet|until|till|while|whilst|before|when)"
    r" (?:(?:i|we|he|she|it|they|that)(?:'s|'m|'ve|'re)?|my|our|the|somebody|someone)\b",
    re.IGNORECASE,
)
"""Neither agrees nor declines: "not while she's on the phone"."""
_MAKES_SURE = re.compile(
    r"^\W*(?:(?:so|and|but|right|ok(?:ay)?|wait|sorry|hang on|just (?:to check|so i know)|oh|hmm|um|er)\b\W*)*"
    r"(?:(?:that|this|it)(?:'s|'d be| is| will be|'ll be| would be)|(?:you|u|do you|d'you) mean|is (?:that|it|this)"
    r"|that means)\b"
    r"[^?.!]*\?\W*$",
    re.IGNORECASE,
)
_WANTS_OTHER = re.compile(
    r"\b(?:instead|rather|wrong|make it|what about|how about|any|can|could|better|prefer"
    r"|i (?:said|meant|wanted|asked))\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:i|we)(?:'d| would| also| still| really| just)*\s+(?:want|like|wish|sooner|rather|prefer)\b"
    r"|\b(?:can|could|would|will) (?:you|u|someone|somebody)\b|\bplease\b|\bpls\b"
    r"|\byou(?:'ll| will|'d) (?:take|have) (?:\w+ ){1,4}(?:back|too|as well)\b"
    r"|\b(?:do|am|are|will) (?:i|we) (?:get(?:ting)?|see(?:ing)?|hav(?:e|ing)) (?:my|our|the|a) (?:\w+ )?"
    r"(?:money|cash|refund)\b[^.!?]*\bor (?:not|what|(?:do|am|are|wo)n?'?t)\b"
    r"|\bare you (?:lot |guys )?(?:going to|gonna)\b[^.!?]*\bor (?:not|what|(?:do|must|shall|will) (?:i|we))\b",
    re.IGNORECASE,
)
"""The last two have lost patience: "am I getting my money back or what"."""
_ASKING = (_SUPPOSES, _MUST, _MUST_IT, _WHETHER, _FREED, _MYSELF)


def only_asks(text: str) -> bool:
    """Say whether words ask what is so, what must be or what may be, and wish for nothing besides."""
    sentences = _SENTENCE.split(_plain(text))
    asking = any(one.search(said) for said in sentences for one in _ASKING)
    return asking and not any(
        _WISHES.search(said) or any(confirmation.bids(part) for part in said.split(", ")) for said in sentences
    )


def ends_in_tag(text: str) -> bool:
    """Say whether a sentence states something and ends in words that ask whether it is so: "..., is it?"."""
    return any(_is_tagged(sentence) for sentence in _SENTENCE.split(_plain(text)))


def puts_off(text: str) -> bool:
    """Say whether words want it later, when something else is over: "not until she's off the phone"."""
    return bool(_PUTS_OFF.search(_plain(text)))


def makes_sure(text: str) -> bool:
    """Say whether words only ask whether that is what is proposed: "that's the Monday coming, not the one after?"."""
    said = _plain(text)
    return bool(_MAKES_SURE.match(said)) and not _WANTS_OTHER.search(said)


def _is_tagged(sentence: str) -> bool:
    parts = re.split(r",\s+", sentence)
    # "He'll be gone by noon, won't he, it's at three": the reason follows the tag.
    for place in range(len(parts), 0, -1):
        said = ", ".join(parts[:place])
        if (tag := _TAG.search(said)) and _STATES.search(said[: tag.start() + 1]):
            return True
    soft = _SOFT_TAG.search(sentence)
    told = sentence[: soft.start() + 1] if soft else ""
    return bool(_STATES.search(told)) and not _OTHERWISE.search(told) and not confirmation.bids(told)


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", straight(text)).strip()
