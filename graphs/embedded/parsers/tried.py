"""What customers have done to a thing themselves: "it's been off at the wall twice", "done the unplugging dance"."""

import re

from graphs.apostrophes import straight

_WALL = r"(?:off|out|out of|by|at|from) (?:the |its |my )?(?:wall|mains|socket|plug|switch|power)\b"
_BACK_ON = r"(?:\W+|\W+(?:and|n|then|&)\W+(?:then )?)(?:(?:straight |right )?back )?(?:on|in)(?: again)?\b"
_DID = (
    r"(?:tur(?:ned|nt)|switched|powered|knocked|flicked|flipped|shut|put|took|taken|pulled|yanked|whipped|plugged|gave|given"
    r"|turning|switching|powering|flicking|pulling|taking|plugging|done|did|tried|trying)"
)
_GAP = r"(?:[\s,]+(?!not\b|never\b|can\b|could\b|you\b)[\w'-]+){0,5}?[\s,]+"
_PLUG = r"(?:(?:the|its|that|my|our) )?(?:plug|mains|adapt[eo]r|power (?:lead|cable|cord|plug|supply))\b"
_CABLE = r"(?:\W+\w+){0,2}\W+(?:cables?|leads?|wires?|cords?|ethernet)\b"
_AGAIN = r"(?:re-?start(?:ed|ing|s)?|re-?boot(?:ed|ing|s)?|re-?set(?:ting|s)?|power[- ]?cycl(?:ed|ing|e))"
_DONE = re.compile(
    rf"\b{_DID}{_GAP}(?:off {_WALL}|{_WALL}|(?:off|out){_BACK_ON}"
    r"|off (?:for )?(?:an?|half|one|two|five|ten|thirty|sixty|\d+)\b"
    rf"|off\b.{{0,40}}?\b(?:back|switched|turned|put \w+) on\b|off and on\b|on and off\b|on ?/? ?off\b)"
    rf"|\b(?:been|had|gone){_GAP}?(?:off|out) {_WALL}|\b(?:been|had|gone)\W+(?:(?:it|the \w+)\W+)?out of the socket\b"
    rf"|\bon ?/? ?off\b(?:\W+\w+){{0,2}}?\W+done\b|\boff[- ]and[- ]on\W+(?:tried|done)\b"
    rf"|\b(?:pulled|pulling|yanked|taken|taking|took|had|whipped) {_PLUG}"
    r"|\bplug(?:'s been|'s| has been|s)? (?:out|pulled)\b"
    rf"|\b(?:unplugged|un-plugged)(?!{_CABLE})\b"
    rf"|\b(?:done|did|tried|trying) (?:\w+ ){{0,3}}?(?:unplug\w*|off[- ]and[- ]on|on[- ]and[- ]off|{_AGAIN})"
    rf"|\b(?:i|we|hubby|my \w+)(?:'ve|'d)?(?: (?:have|had|even|already|just|also|both|all))* {_AGAIN}\b"
    rf"|^\W*(?:(?:already|even) )?(?:re-?started|re-?booted|power[- ]?cycled) (?:it|that|the|my|everything)\b"
    rf"|\b(?:{_AGAIN}|unplugging|off and on)(?: (?:it|that|the \w+|myself|here))*"
    r" (?:(?:does|did|do|has|have)(?:n'?t)?|made|makes|won'?t)\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|nor|without|before|if|should|shall|must|can|could|would|will|do|does|want|need|keeps?|told)\b|n't\b)"
    r"[^.;!?]{0,28}$",
    re.IGNORECASE,
)
_BEFORE = 40


def switched_off_and_on(text: str) -> bool:
    """Say whether somebody tells that they have switched a thing off and on themselves, or had its plug out."""
    said = straight(text)
    return any(not _NOT_DONE.search(said[max(0, one.start() - _BEFORE) : one.start()]) for one in _DONE.finditer(said))
