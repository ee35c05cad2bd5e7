"""Whether the answer to an open question is read right: yes, no, changed, or about something else."""

from collections.abc import Iterator

from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun, TurnRun
from evals.transcript import Transcript
from tools.actions import ActionState, Reading

_NOT_AGREED: tuple[ActionState, ...] = ("declined", "changed", "expired")


def reading(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Compare what became of the open action with what the customer's answer means for it."""
    for pair in pairs(run, transcript):
        wanted = pair.expected.reading
        if wanted is not None:
            found = read(pair.done)
            yield judged("reading", pair.turn, found == wanted, f"was read as {found} instead of {wanted}")


def read(done: TurnRun) -> Reading:
    """Say how the answer was read, by what the ledger did with the action that had been asked about."""
    open_before = [action for action in done.actions if action.asked_before]
    states = {action.state for action in open_before}
    if any(action.agreed and action.state not in _NOT_AGREED for action in open_before):
        return "yes"
    if "declined" in states:
        return "no"
    # A new request that leads to a question of its own also ends the open one: that turn was routed.
    routed = done.intent is not None or done.requests
    return "changed" if "changed" in states and not routed else "other"
