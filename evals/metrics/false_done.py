"""Whether a reply claims what has not been done: the fault that costs the most trust.

It knows more ways to say so than the product's own check of its replies (graphs/claims.py), so that it can find what
that lets through. Names of things are not compared, only amounts and numbers of records: "I have refunded the
doorbell" passes if the speaker was refunded.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from evals.metrics.evidence import Moment, evidence, moment_of
from evals.metrics.facts import facts
from evals.metrics.language import language, sentences
from evals.metrics.receipts import receipts
from evals.metrics.score import Score, happened
from evals.metrics.toolset import is_write
from evals.runs import ConversationRun, Receipt, TurnRun
from evals.transcript import Transcript
from graphs.claims import Claim, claims, excused
from prompts.registry import Prompts

_CHECKED = ("money", "code")
"""Kinds of facts that a claim must share with its receipt."""


def false_done(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each reply by whether any of its sentences claims a completed action that no receipt vouches for."""
    for turn in run.turns:
        held, moment = receipts(run, turn), moment_of(transcript)
        wrong = [sentence for sentence in sentences(turn.reply) if _false(sentence, turn, held, moment)]
        yield happened("false_done", turn.turn, " / ".join(f'"{sentence}"' for sentence in wrong))


def _false(sentence: str, turn: TurnRun, held: Sequence[Receipt], moment: Moment) -> bool:
    made = _claims(sentence)
    if not made:
        return False
    shown = [*_read(turn), *_refusals(turn)]
    done = {receipt.tool for receipt in held}
    if not all(claim.founded(done, read=bool(shown)) for claim in made):
        return True
    vouching = [json.dumps(receipt.receipt) for receipt in held]
    known = evidence(vouching if any(claim.here for claim in made) else [*vouching, *shown], moment)
    return any(not known.holds(fact) for fact in facts(sentence) if fact.kind in _CHECKED and not fact.example)


def _read(turn: TurnRun) -> list[str]:
    return [call.result for call in turn.calls if call.result is not None and not is_write(call.call)]


def _refusals(turn: TurnRun) -> list[str]:
    """Return why tools refused: what they say there of records is as true as what they return ("already booked")."""
    return [call.error for call in turn.calls if call.error is not None]


def _claims(sentence: str) -> list[Claim]:
    found = list(claims(_prompts(), sentence))
    for words, here in ((language().done, True), (language().shown, False)):
        bare = words.search(sentence)
        if bare and not sentence.endswith("?") and not excused(_prompts(), sentence[: bare.start()]):
            found.append(Claim((), here=here))
    return found


@lru_cache(maxsize=1)
def _prompts() -> Prompts:
    return Prompts()
