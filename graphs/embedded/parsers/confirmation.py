"""A reply to a yes-or-no question, where it is certain; anything else is left to the trained head."""

import re

from graphs.apostrophes import one_line, straight
from graphs.embedded.parsers import no_answer
from tools.actions import Reading

_YES = (
    r"(?:yes+|yep+|yup+|yeah+|yea|yeh|yh|ya|ye|aye|y|i (?:suppose|guess|think|reckon) so|"
    r"ok(?:ay|ey)?|k|kk|sure(?: thing)?|certainly|definitely|absolutely|of course|correct|"
    r"exactly|right|that'?s? (?:is |'s )?(?:right|correct|it|fine|great|good|perfect|ok(?:ay)?)|(?:all"
    r"|sounds|looks) (?:good|right|great|fine|perfect)|"
    r"perfect|great|lovely|brilliant|fine|fine by me|good|(?:please )?(?:go ahead|go for it|do it|do so"
    r"|do that|proceed|carry on|do|book it|confirm(?:ed)?|(?:please )?make it so|please make it)"
    r"|(?:yes )?i (?:confirm|agree|do)|agreed|happy with that"
    r"|i'?m happy with that|👍|✅|that works|works for me|"
    r"(?:you )?can do|go on(?: then)?|why not|i (?:(?:just|already|literally) )*said (?:yes|yeah|yep)"
    r"|that would be (?:great|good|lovely|perfect|fine)|no reason not to|no doubt (?:about it|whatsoever)"
    r"|no (?:objections?|complaints|problem)(?: (?:with (?:that|it)|from (?:me|us)|here|at all))"
    r"|nothing wrong (?:with|in) (?:that|it)"
    r"|(?:i |we )?can'?t (?:fault|argue with|say fairer than) (?:it|that)|y not|work away|knock yourself out"
    r"|(?:gan|gwan|go) (?:on|ed|'ed|wan))"
)
DO_IT = (
    r"(?:please |do )?(?:(?:cancel|refund|move|book|change|send|restart|open|update|make|take|use|process"
    r"|submit|save) (?:it|that|this|them)|(?:send|book|get) (?:him|her|someone|somebody)(?: (?:in|out|over|round))?)"
)
"""After a yes only: alone, "cancel it" may mean the visit or the question."""
_NO = (
    r"(?:no+|nope+|nah+|naw|n|nay|never ?mind|no way|not (?:now|yet|today|really|any ?more)"
    r"|not (?:right |just )?(?:now|yet|at the moment|this (?:very )?(?:minute|second|instant|moment|sec))|don'?t|dont"
    r"|do not|please don'?t|i (?:(?:just|already|literally) )*said no|"
    r"don'?t (?:bother|do (?:it|that)|do)|dont (?:bother|do (?:it|that))|stop|leave (?:it|that|this)"
    r"(?: as it is| as is| for now)?|"
    r"forget (?:it|that|about it)|i'?d rather not|rather not|i (?:don'?t|dont|do not) want (?:that|it|to"
    r"|you to)(?: do (?:that|it|this))?|"
    r"(?:i'?ve |i have |i )?changed my mind|absolutely not|certainly not|definitely not|of course not"
    r"|no chance|hold off|👎|❌)"
)
_FILLER = (
    r"(?:please|pls|plz|(?:many )?thanks?(?: you)?(?: very much| so much| a lot)?|thx|ta|cheers|mate|love|then"
    r"|now|ah|oh|um+|uh|er|erm|well|sir|madam|for me|and)"
)
_ONLY_FILLER = re.compile(rf"^(?:{_FILLER}[\s,.!]*)+$", re.IGNORECASE)
_ONLY = r"^(?:{filler}[\s,.!]*)*{word}(?:[\s,.!]+(?:{word}|{filler}))*[\s,.!]*$"
_ONLY_YES = re.compile(
    _ONLY.format(filler=_FILLER, word=_YES).replace(_FILLER + "))*", f"{_FILLER}|{DO_IT}))*"), re.IGNORECASE
)
_ONLY_NO = re.compile(_ONLY.format(filler=_FILLER, word=_NO), re.IGNORECASE)
_WILLING = (
    r"no+ (?:bother|worr(?:y|ies)|problems?|hassle|trouble|objections?|complaints?|issues?|rush|harm|ifs|doubt"
    r"|mistakes?|reason not|(?:point|use|sense)(?: in)? (?:wait|hang|argu|putting|delay|mess)\w*)\b"
)
"""No, and yet none: "no bother, book him in"."""
_STARTS_YES = re.compile(rf"^(?:{_FILLER}[\s,.!]*)*(?!do not|don'?t){_YES}\b", re.IGNORECASE)
_STARTS_NO = re.compile(rf"^(?:{_FILLER}[\s,.!]*)*(?!(?:no )?don'?t|do not|please|{_WILLING}){_NO}\b", re.IGNORECASE)
_ONLY_PRAISE = re.compile(
    rf"^(?:{_FILLER}[\s,.!]*)*(?:good|great|lovely|brilliant|fine|perfect|right|exactly)\b", re.IGNORECASE
)
"""Begins many a yes, and as many an answer that goes on to ask: "great, and the time?"."""
_OPEN = re.compile(
    r"\b(?:(?:will|do|does|is|are|would|could|can) (?:i|he|she|it|that|there|they|you|my)|was|were|never"
    r"|no need|leave(?! out)"
    r"|need to|not (?:for|what)|please)\b",
    re.IGNORECASE,
)
"""After a yes or a no: a question, or words that may as well give it all up."""
_TURN = re.compile(
    r"\b(?:but|except|(?<!i'm )(?<!we're )only|as long as|provided|instead|rather than|make (?:it|that)(?! so\b)"
    r"|change the|change (?:it|that)(?!(?: (?:please|then|over|now|for me|to (?:that|this)))?[\s.!]*$)"
    r"|(?:can|could) (?:you|we|it) (?:make|change|do) (?:it|that|the)?|actually|just (?:the|one|for)|the other|i meant?"
    r"|not (?:the"
    r"|that(?= (?:one|day|visit|order|number|address|card)\b|\W*$|[,.!;])"
    r"|to(?! (?:come|bother|turn|worry|send|call|visit)\b)|on|for|my)"
    r"|to my (?:other|old|new)|(?<!\bi )(?<!\bwe )should be|the old (?:one|number|address)"
    r"|put (?:it|that|them|him) (?:back|off))\b",
    re.IGNORECASE,
)
_EMPHATIC = re.compile(rf"\b({_YES}) only(?=[\s.!]*$)", re.IGNORECASE)  # Indian English: "go ahead only"
_MORE = re.compile(
    rf"(?:[\s,.!]+{_FILLER})*[\s,.!]*\b(?:and|also|plus|and also|then)\b[\s,]*"
    r"(?=(?:also|then|while|can|could|please|i(?:'d|'ll| would| want| need| also| wish)|would|what|when|how|the)\b"
    r"|(?:use|send|change|update|cancel|refund|restart|reboot|check|test|book|do|show|tell)\b"
    r"(?! (?:it|that|this|them|so)\b(?! (?:for|as)\b)))(?:also\b|then\b)?",
    re.IGNORECASE,
)
"""After a yes: what follows is another wish."""
_NEXT = re.compile(
    rf"(?:[\s,.!]+{_FILLER})*(?:[\s,.!]*\b(?:and|also|plus|then)\b[\s,]*(?:also\b|then\b)?|[.!]+)\s*", re.IGNORECASE
)
"""What may stand between a yes and a question of its own."""
_ASKS_FOR = re.compile(
    r"[\s,]*(?:also |then )?(?:please|can|could|would|i(?:'d| would) like|i want|i need)\b", re.IGNORECASE
)
_BUT = re.compile(r"\b(?:but|except|only|instead)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:not sure|unsure|maybe|might(?! as well)|(?<!the )(?<!a )(?<!to )wait|hang on|hold on|before (?:you|we)"
    r"|before i(?! change)|think about|unless|provided|as long as|so long as|if|got to go|depend(?:s|ing)"
    r"|(?:never|didn'?t|did not) (?:said|say) (?:y|go|do)\w*"
    r"|(?:once|until|till) (?:i|we|you|he|she|it|they|the|that|my)|(?:when|after) (?:i|we|he|she|they)\b|almost|nearly"
    r"|not quite|(?:not|isn'?t|wasn'?t) (?:at all |really )?(?:right|correct)(?! now)|as soon as(?! (?:you|possible))"
    r"|let you know(?! if)|in (?:an?|one|two|half an?|\d+) (?:min(?:ute)?|sec(?:ond)?|mo(?:ment)?|bit|while|hour)s?"
    r"|(?:an?|one|two|half a) (?:sec(?:ond)?|mo(?:ment)?|tick)s?)\b"
    r"|(?:\b(?:is|are|was|does|do|wo)n'?t|(?<!why )\bnot)[\s.!]*$",
    re.IGNORECASE,
)
_NO_CONDITION = re.compile(
    r"\bif you(?: (?:would|could|like|did|please|must|insist|say so"
    r"|(?:think|reckon) (?:so|(?:it|that)(?:'s|'?ll| will| would| might|'d)?\b)|(?:don|wouldn)'?t mind)|'d)\b"
    r"|\bif (?:that|it)(?:'?ll| will| would|'d| might)? (?:helps?|do(?:es)? (?:any|some) good)\b"
    r"|\bif (?:that|this|it)(?:'?s| is| was) (?:the |your |all )?(?:soonest|earliest|first|best|nearest|quickest)\b",
    re.IGNORECASE,
)
"""An "if" that asks kindly, or bows to what was said: "if that's the soonest, book it"."""
_ASKING = re.compile(
    r"\b(?<!that's )(?<!thats )(?<! is )(?<! was )(?<!exactly )(?<!just )(?:why(?! (?:ever )?not\b)"
    r"|how(?! (?:many|often|much)(?: more)? (?:times|do i have to say)\b)"
    r"|what(?! an? | i(?:'m)? (?:want|ask|said|meant|need|was)| did i (?:just |only |even )?(?:say|tell)\b)"
    r"|when(?! you| (?:it|he|she|they|we|i|the \w+)"
    r" (?:came|was|were|arrived|got|broke|went|rang|called|happened|had)\b)|which|where"
    r"|whose?|is (?:that|it))\b"
    r"|\b(?:(?:is|are|am|was|were|does|did|have|has)(?:n'?t)? (?:i|you|ye|he|she|it|we|they)"
    r"|do(?:n'?t)? (?:i|you|ye|we|they))[\s.!]*$"
    r"|^\W*(?:(?:and|so|but|ok|well|oh)\W+)*(?:(?:do|does|did|am|have|has|must|should|will) i|do (?:we|you|they)"
    r"|(?:can|could|may) (?:it|he|she|they|there|that|this|somebody|someone|we|i)"
    r"|(?:does|did|is|are|was|were|will|has) (?:the|my|your|his|her|our|that|this|there|it|he|she|they|you|we))\b",
    re.IGNORECASE,
)
"""Words of a question, and what makes one of a sentence at its end: "you won't charge me, will you"."""
_BIDS = re.compile(
    rf"^(?:{_FILLER}[\s,.!]+|just |only |first |can you |could you )*"
    r"(?:show|read|tell|give|ask|check|test|cancel|swap|put|add|take|send|move|change|include|book|stick|chuck|throw|pop|bung"
    r"|repeat|explain|remind|make|use|let|wait|hold|stop|forget|refund|restart|say|mention|order|call|ring|find|look|see"
    r"|spell|write|try|only|not|without|minus)\b",
    re.IGNORECASE,
)
"""What begins so tells somebody to do something, and is no remark."""
_MISUNDERSTOOD = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|never) (?:at all |quite |exactly |really |even )?(?:what|the (?:one|thing)(?: that)?) i"
    r"(?:'m| am| was| had| have|'d)? ?"
    r"(?:meant?|said|asked|want(?:ed)?|need(?:ed)?|after|asking|looking for|on about|in mind)\b"
    r"|\byou(?:'?ve| have)? (?:got (?:me|that|it) wrong|misunderstood|picked the wrong|got the wrong)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:no|not|never|none|nothing|leave|keep(?! an eye)|stop|forget|cancel|scrap|without|rather|instead)\b|n't\b",
    re.IGNORECASE,
)
_PARTING = re.compile(
    r"\b(?:wrong|bye|goodbye|see you|cheerio|that'?s (?:all|it)|(?:any|no)thing else|another time|later)\b",
    re.IGNORECASE,
)
_ARE_YOU_SURE = re.compile(r"\bare you sure\?\s*$", re.IGNORECASE)
_STANDS = re.compile(
    r"\b(?:still|keep(?:ing)?|leave|move|another"
    r"|(?:(?<!not )(?<!n't )need|(?<!not )(?<!n't )want)(?! (?:it |him |that |this )?(?:gone|off|cancel))"
    r"|(?:can|must|should|may) come)\b",
    re.IGNORECASE,
)
"""Wants what would be given up."""
_PART = re.compile(r"(?:(?:actually|well|oh)\b)?[\s,.;!?]*(?P<said>[^,.;!?]+)(?:[,.;!?]+|$)", re.IGNORECASE)
LONGEST = 240
"""A longer reply is more than a yes or a no."""


def read(text: str) -> Reading | None:
    """Return the reading of a reply when there is no doubt about it, else None.

    A "yes" that comes with a "but", an "only" or a question is never a plain yes.
    """
    said = _EMPHATIC.sub(r"\1", one_line(text))
    if not said or "?" in said or len(said) > LONGEST:
        return None
    if _ONLY_YES.match(said):
        return None if no_answer.is_open(said) else "yes"
    return "no" if _ONLY_NO.match(said) else _going_on(said)


def _going_on(said: str) -> Reading | None:
    """Read a reply that begins with yes or no and goes on."""
    yes, no = _STARTS_YES.match(said), _STARTS_NO.match(said)
    if yes and not no and not _ONLY_PRAISE.match(said) and _another_wish(said, yes.end()):
        return "yes"
    start = yes or no
    if start is None or (yes and no) or holds_back(said) or asks(said):
        return None
    if yes and not _ONLY_PRAISE.match(said) and _MORE.match(said, yes.end()) and not _BUT.search(said):
        return "yes"
    plain = _TURN.search(said, start.end()) and not _OPEN.search(said, start.end())
    return "changed" if plain else None


def _another_wish(said: str, after: int) -> bool:
    """Whether what follows a yes plainly asks for something else besides."""
    more = _MORE.match(said, after)
    rest = said[more.end() :] if more else ""
    return bool(_ASKS_FOR.match(rest)) and not _BUT.search(said)


def besides(text: str) -> str:
    """Return what a plain yes goes on to ask for besides: "yes, and also ..."; nothing if it does not."""
    said = one_line(text)
    start = _STARTS_YES.match(said)
    more = _MORE.match(said, start.end()) if start else None
    return said[more.end() :].strip(" ,.") if more and read(text) == "yes" else asks_besides(text)


def asks_besides(text: str) -> str:
    """Return the question that a plain yes goes on to: "yes, and what do I owe you?"; nothing if there is none."""
    said = one_line(text)
    start = _STARTS_YES.match(said)
    more = _NEXT.match(said, start.end()) if start and not _ONLY_PRAISE.match(said) else None
    rest = said[more.end() :] if more else ""
    return rest if "?" in rest and not _BUT.search(rest) else ""


def besides_no(text: str) -> str:
    """Return what is said after a plain no: "no, don't bother. Give me my money back"; nothing if there is none."""
    said = one_line(text)
    declined = False
    for part in _PART.finditer(said):
        if not _ONLY_NO.match(part["said"]) and not is_filler(part["said"]):
            return said[part.start("said") :] if declined else ""
        declined = declined or bool(_ONLY_NO.match(part["said"]))
    return ""


def sure_of_it(text: str, question: str) -> bool:
    """Say whether words affirm "are you sure?", and say no more than why: "yes, he's not needed"."""
    said = one_line(text)
    start = _STARTS_YES.match(said)
    rest = said[start.end() :] if start else ""
    if not _ARE_YOU_SURE.search(question) or not re.match(
        r"\s*[,.!]|\s(?:i|we|he|she|it|they|no[ -]one|nobody)\b", rest, re.I
    ):
        return False
    doubts = (
        still_wants(said, question) or _CONDITION.search(rest) or _BUT.search(rest) or _TURN.search(rest) or asks(said)
    )
    return not doubts and not re.match(r"[\s,.!]*(?:actually )?(?:no|nope|nah|don'?t|leave|keep|stop)\b", rest, re.I)


def still_wants(text: str, question: str) -> bool:
    """Say whether an answer to "are you sure?" wants what would be given up: "yes, I still need it"."""
    return bool(_ARE_YOU_SURE.search(question) and _STANDS.search(straight(text)))


def holds_back(text: str) -> bool:
    """Say whether a reply holds a condition, a doubt or a last "isn't", so that it is no yes yet."""
    return bool(_CONDITION.search(_NO_CONDITION.sub(" ", straight(text))))


def asks(text: str) -> bool:
    """Say whether words have the look of a question."""
    said = straight(text)
    return "?" in said or bool(_ASKING.search(said))


def bids(text: str) -> bool:
    """Say whether words begin by telling somebody what to do: "show me the order first"."""
    return bool(_BIDS.match(straight(text)))


def refuses(text: str) -> bool:
    """Say whether words hold one by which something is refused or left as it is."""
    return bool(_REFUSES.search(straight(text)))


def misunderstood(text: str) -> bool:
    """Say whether words say that somebody was misunderstood, so that something else is wanted."""
    return bool(_MISUNDERSTOOD.search(straight(text)))


def only_praises(text: str) -> bool:
    """Say whether words begin with praise, which many a question does too: "great, and the time"."""
    return bool(_ONLY_PRAISE.match(straight(text)))


def after_yes(text: str) -> str:
    """Return what follows the yes that a text begins with; nothing if it begins otherwise."""
    said = one_line(text)
    start = _STARTS_YES.match(said)
    return re.sub(r"^[\s,.!]*(?:(?:and|then|so)\b[\s,]*)*", "", said[start.end() :]) if start else ""


def objects(text: str) -> bool:
    """Say whether a reply holds a "but", which turns most that comes before it."""
    return bool(_BUT.search(text))


def may_turn(text: str) -> bool:
    """Say whether a reply holds words that often, not always, change what is asked, or take leave."""
    said = straight(text)
    return bool(_TURN.search(said) or _PARTING.search(said))


def is_filler(text: str) -> bool:
    """Say whether words say nothing by themselves: "ta", "thanks love"."""
    return bool(_ONLY_FILLER.match(text.strip()))
