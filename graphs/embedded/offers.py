"""What the last reply offered, whoever worded it: "Shall I look at your bills?" - "yes, look at them please"."""

import re

from graphs.embedded.guess import Guess
from graphs.embedded.manner import asks, says
from graphs.embedded.references import spoken_of
from graphs.embedded.situation import Situation

_SURE = 0.5
_CERTAIN = 0.8
_LIKELY = 0.6
"""How likely a reply must be a yes, or a yes with a wish, to take up an offer."""
_LONGEST = 20
"""A longer sentence lists what can be done and offers none of it."""
_PLAINLY = 0.9
_MAYBE = 0.4
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_LAST = 3


async def taken_up(s: Situation, guess: Guess, words: str) -> str | None:
    """Return the tool that the last reply offered, if the words take it up and surely want no other."""
    chances = await s.understanding.agreement(words)
    yes, changed = chances.get("yes", 0.0), chances.get("changed", 0.0)
    # "Do that, please" begins as a question does.
    if not s.history.reply or yes + changed < _LIKELY or "?" in words or (asks(s, words) and yes + changed < _PLAINLY):
        return None
    tool = await _offered(s)
    wants_other = guess.label in s.cards and guess.label != tool and guess.confidence >= _CERTAIN
    if tool is None or wants_other or (len(s.memory.options) > 1 and tool in s.memory.options):
        return None
    if s.cards[tool].effect != "handover":
        return tool
    if s.asks_for_nobody:
        return None
    only_thanks = guess.label in ("thanks", "goodbye") and guess.confidence >= _SURE
    # Where a person was offered for want of an answer, words may as well ask the same in another way.
    wanted = yes >= _LIKELY or (spoken_of(words, s.lexicon["told"]) and (tool not in s.memory.options or yes >= _MAYBE))
    return tool if wanted and not only_thanks else None


async def _offered(s: Situation) -> str | None:
    """Return the tool that one of the last sentences of the reply offers."""
    for sentence in reversed(_SENTENCE.split(s.history.reply)[-_LAST:]):
        if len(sentence.split()) > _LONGEST or not says(s, "offers", sentence.replace(",", " ")):
            continue
        guess = await s.understanding.intent(sentence)
        label = s.person[0] if guess.label == "human" and s.person else guess.label
        if label in s.cards and guess.confidence >= _SURE:
            return label
    return None
