"""Whether the reply holds the facts that matter."""

import re
from collections.abc import Iterator

from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript

_SIGNS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u00a0": " "})


def must_say(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Look for each fact in the reply, word for word but for capitals, spaces and the shape of quotation marks."""
    for pair in pairs(run, transcript):
        said = _plain(pair.done.reply)
        missing = [fact for fact in pair.expected.must_say if _plain(fact) not in said]
        if pair.expected.must_say:
            yield judged("must_say", pair.turn, not missing, f"does not say: {'; '.join(missing)}")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_SIGNS)).strip().casefold()
