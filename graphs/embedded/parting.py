"""What the words are found to ask for once it is heard whether they ask for a person or take leave."""

from collections.abc import Mapping
from typing import Any

from graphs.embedded import agreement
from graphs.embedded.endings import GOODBYE, HUMAN, Ending
from graphs.embedded.examples import UNCLEAR
from graphs.embedded.parsers import agreeing, confirmation
from graphs.embedded.structured import SURE
from graphs.embedded.understanding import Understanding

MOST = 4
"""No message asks for more things than a routing holds."""
GREETING = "greeting"
"""Words that greet, such as "good day", may take leave as well."""
_OVERRULES = 0.7
"""So sure a wish for a person must be to stand against a yes or a no."""

Found = Mapping[str, Any]
"""The fields of a schema, by name."""


async def heeded(found: Found, ending: Ending, text: str, understanding: Understanding) -> Found:
    """Return what was found of a message, with an ending put among it and without what only looks like one."""
    if "reading" in found:
        # Whoever wants a person has not answered: the question stays open.
        return {**found, "reading": "other"} if ending.person >= _OVERRULES else found
    if "requests" not in found or confirmation.read(text) in ("yes", "no"):
        # A plain yes or no is for whoever asked: nothing is read out of it.
        return found
    requests = [await _allowed(one, ending, understanding) for one in found["requests"]]
    if ending.asks_for_person:
        rest = [one for one in requests if one["intent"] != HUMAN][: MOST - 1]
        requests = [*(rest if len(requests) > 1 else ()), _request(text, HUMAN)]
        return {**found, "requests": requests, **_as_sure(found, ending.person)}
    # "He's hung up. Fire away" takes no leave.
    bids = agreeing.bids_yes((agreement.clauses(text) or [text])[-1])
    if ending.takes_leave and requests[0]["intent"] != GREETING and "?" not in text and not bids:
        return {**found, "requests": [_request(text, GOODBYE)], **_as_sure(found, ending.goodbye)}
    return {**found, "requests": requests}


def _as_sure(found: Found, chance: float) -> Found:
    return {"confidence": max(found["confidence"], round(chance, 4))} if "confidence" in found else {}


def _request(text: str, intent: str) -> Found:
    return {"text": text, "area": None, "intent": intent}


async def _allowed(request: Found, ending: Ending, understanding: Understanding) -> Found:
    """Read a request that only looks like an ending as the likeliest that is none."""
    if request["intent"] not in ending.ruled_out:
        return request
    guess = await understanding.intent(request["text"])
    ranked = [pair for pair in guess.ranked if pair[0] not in ending.ruled_out]
    label, confidence = ranked[0] if ranked else (UNCLEAR, 0.0)
    return {**request, "area": None, "intent": label if confidence >= SURE else UNCLEAR}
