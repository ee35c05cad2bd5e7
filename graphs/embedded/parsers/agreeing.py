"""The words by which people agree, sure or not: where one is said, likeness to a yes needs to be less."""

import re

from graphs.apostrophes import straight
from graphs.embedded.parsers.confirmation import DO_IT

_AGREES = re.compile(
    r"\b(?:yes+|yep|yeah|yeh|yup|yea|yh|yis|ye|yas|aye|ok|okay|okey|oki|okie|sure(?:ly)?|k"
    r"|go (?:ahead|for (?:it|that)|on|with (?:it|that))|do (?:it|that|so|the)|please do|indeed|certainly|definitely"
    r"|proceed|continue|confirm(?:ed|ing)?(?! (?:the|my|your|what|which)\b)|i accept|approved?|consent|authori[sz]e"
    r"|agree[ds]?|correct|fine|works?|happy|(?:sounds|looks|seems|all|that'?s|day is|this is) (?:good|great|fine|right)"
    r"|alright(?:y)?|right(?:o|y)?|why (?:ever )?not|carry on|by all means|be my guest|crack on|fire away"
    r"|get on with it"
    r"|(?:i'?d|would) (?:like|love|appreciate) (?:that|it|you to)|i want (?:that|it)|of course|perfect|great"
    r"|grand|ideal"
    r"|brilliant|lovely|make it so|get it (?:done|booked)|sort it|spot on|might as well|may as well|you may"
    r"|that(?:'?ll| will| should| one will| does) (?:do|be fine|work|me)|suits?|let'?s (?:do|go|have|get)|deal"
    r"|that'?s the one"
    r"|book me in|(?:put|stick) (?:me|us) down|i'?ll (?:take|have) (?:it|that)|i can live with|please (?:report"
    r"|continue)"
    r"|(?:book|refund|move|send|restart|open|take|save|report|log|process|submit|put) (?:it|that|this|them)"
    r"|affirmative|absolutely|totally|roger|mhm|uh huh|you'?ve got it|plan|good (?:with|for) (?:me|us)|permission"
    r"|(?:be|most|very|so) (?:glad|obliged|grateful|pleased|delighted)|welcome (?:that|it)"
    r"|(?:now(?: it)?|it|is)(?:'s| is)? (?:now )?(?:good|perfect)|go ed|gan on|send me (?:it|that|the)"
    r"|let'?s (?:have|go+)"
    r"|no (?:problem|objection|doubt|mistake)s?|sweet|(?:check|work)s? out|^\W*go\W*$|do am"
    r"|(?:now|it)(?: is|'s) a good (?:time|idea)|(?:chance|risk) it"
    r"|(?:book|move|send|log|restart) away|(?:send|book) (?:him|her)|dead on|(?:weight|load) off)\b|👍|👌|✅|100\s?%",
    re.IGNORECASE,
)
_BIDS_YES = re.compile(
    r"\b(?:go (?:on|ahead|for it|ed)|gan on|do (?:it|that|so)|proceed|carry on|work away|crack on|log it"
    rf"|fire away|(?:off|on) you go|book (?:it|him)|(?:go|do)$|{DO_IT})\b",
    re.IGNORECASE,
)
_BIDS_IT = re.compile(
    rf"^\W*(?:just )?(?:{DO_IT}|do it|(?:book|move|send|log|restart) away)"
    r"(?: (?:then|now|please|for me|over|through))*\W*$",
    re.IGNORECASE,
)
_ACCEPTS = re.compile(
    r"^\W*(?:(?:ok(?:ay|ey)?|k|kk|right|fine|good|great|perfect|sure|lovely|brilliant|then|so|but|and)\b\W*)+$",
    re.IGNORECASE,
)


def agrees(text: str) -> bool:
    """Say whether a reply holds a word of agreement: then likeness to a yes needs to be less."""
    return bool(_AGREES.search(straight(text)))


def bids_yes(text: str) -> bool:
    """Say whether a yes bids somebody do it: "go on", "send it"."""
    return bool(_BIDS_YES.search(straight(text)))


def bids_it(text: str) -> bool:
    """Say whether words do nothing but bid that something is done with what is spoken of: "move it then"."""
    return bool(_BIDS_IT.match(straight(text)))


def only_accepts(text: str) -> bool:
    """Say whether a yes may as well only have heard: "ok", "right then"."""
    return bool(_ACCEPTS.match(straight(text)))
