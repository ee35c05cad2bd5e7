"""What a message says is not to be done: "I'm not restarting it again, I want it down as faulty"."""

import re
from collections.abc import Iterable, Mapping

from graphs.apostrophes import straight

_I = r"(?:i|we)"
_WILL_NOT = (
    r"(?:won'?t|will not|refuse to|wouldn'?t|(?:don'?t|do not) want (?:(?:you )?to|you|an?|any|another|it|that))"
)
_REFUSING = (
    rf"(?:\b{_I}(?:'m|'re|m|re| am| are) not (?:(?:going to|gonna|about to) )?(?:be )?(?:\w+ )?"
    rf"|\b{_I} (?:really |just )?{_WILL_NOT} (?:be )?(?:keep )?(?:\w+ )?"
    r"|(?<!why )(?<!you )(?<!they )\b(?:don'?t|do not) "
    r"(?:(?:you dare|you|even|just|bother|go|(?:ask|tell|make) me(?: to)?) )?"
    r"|\bno (?:point|use|sense)(?: in)? (?:\w+ )?"
    r"|\b(?:sick|tired|fed up)(?: and tired)? (?:of|with) "
    r"|\b(?:rather than|instead of|without) (?:\w+ )?"
    r"|\bno (?:more |need to (?:\w+ )?)|\b(?:leave off|lay off|quit|enough of) )"
)

_THING = r"(?:it|this|that|them|things?|\w*thing|(?:the|my|our|your|his|her|a) \w+)"
_ALSO: Mapping[str, str] = {
    "restart": (
        r"re-?boot|re-?set|re-?cycl|power[- ]?cycl|unplug"
        rf"|(?:turn|switch|power|shut)(?:ing)? (?:{_THING} )?(?:off|down)"
    ),
    "cancel": rf"(?:call|calling) (?:{_THING} )?off|(?:bin|binning|scrap|scrapping) (?:the|my|that|this|our)",
    "book": r"send(?:ing)? (?:any|some|an?\b|out)(?:one|body)?(?: out| round)?",
    "test": r"run(?:ning)? (?:a|any|another|more) tests?",
}
"""How else people put what a verb says."""


def refused(text: str, tools: Iterable[str]) -> frozenset[str]:
    """Return the tools that words say they do not want used, by the verb that a tool's name begins with."""
    said = straight(text)
    return frozenset(tool for tool in tools if _refuses(said, tool.split("_")[0]))


def _refuses(said: str, verb: str) -> bool:
    stem = re.escape(verb.removesuffix("e"))
    said_so = "|".join(rf"{one}(?:e|e?s|\w?ing)?\b" for one in (stem, _ALSO.get(verb)) if one)
    return re.search(rf"{_REFUSING}(?:{said_so})", said, re.IGNORECASE) is not None
