"""Runs and gold for tests: short to write, one conversation each."""

from typing import Any

from evals.metrics.score import Score, Scoring
from evals.runs import ConversationRun, Done, Receipt, TurnRun
from evals.transcript import Call, Change, Expected, Say, Transcript, Turn

REFUND = {"order_id": "N-1042", "item": "Smart speaker", "amount": {"amount": "59.99", "currency": "GBP"}}
RECEIPT = {**REFUND, "refund_id": "R-701", "refunded_to": "Visa ending 4242", "arrives_by": "2026-05-20"}


def turn(number: int = 0, **known: Any) -> TurnRun:
    """One turn of a run."""
    return TurnRun.model_validate({"turn": number, "customer": "hello", "reply": "", **known})


def run(*turns: TurnRun, **known: Any) -> ConversationRun:
    """One conversation."""
    return ConversationRun.model_validate({"id": "K-1", "turns": turns, **known})


def gold(*expected: Expected | Turn, **known: Any) -> Transcript:
    """The transcript with what is right, turn by turn."""
    turns = [one if isinstance(one, Turn) else Turn(customer="hello", expected=one) for one in expected]
    return Transcript.model_validate({"id": "K-1", "source": "test", "turns": turns, **known})


def expects(**right: Any) -> Expected:
    """What is right in a turn; wishes as (area, intent) pairs."""
    if "wishes" in right:
        right["wishes"] = [{"area": area, "intent": intent} for area, intent in right["wishes"]]
    return Expected.model_validate(right)


def calls(tool: str, **arguments: Any) -> Call:
    """A call, of the gold or of a run."""
    return Call(call=tool, arguments=arguments)


def done(tool: str = "refund_order", **known: Any) -> Done:
    """An action that was asked about, agreed to, and done."""
    given = {"arguments": {"order_id": "N-1042"}, "state": "done", "asked_before": True, "agreed": True}
    return Done.model_validate({"tool": tool, **given, "receipt": RECEIPT, **known})


def receipt(tool: str = "refund_order", **facts: Any) -> Receipt:
    """What it left behind."""
    return Receipt(tool=tool, receipt={**RECEIPT, **facts})


def row(table: str, key: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    """One changed row."""
    return Change(table=table, key=key, before=before, after=after)


def said(customer: str, agent: str = "", **right: Any) -> Turn:
    """A recorded turn."""
    return Turn(customer=customer, agent=(Say(say=agent),) if agent else (), expected=expects(**right))


def values(metric: Scoring, made: ConversationRun, transcript: Transcript) -> list[float]:
    """What a metric finds, as numbers."""
    return [score.value for score in metric(made, transcript)]


def only(metric: Scoring, made: ConversationRun, transcript: Transcript) -> Score:
    """The one thing that a metric finds."""
    (score,) = metric(made, transcript)
    return score
