"""Whether the right tools are called: all that are expected, and no write that is not."""

from collections import Counter
from collections.abc import Iterator

from evals.metrics.gold import Pair, pairs
from evals.metrics.score import Score, judged
from evals.metrics.toolset import is_handover
from evals.runs import ConversationRun
from evals.transcript import Transcript
from tools.action_states import ActionState

DONE: tuple[ActionState, ...] = ("executing", "done")


def tool_choice(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each turn whose calls are labelled; reads beside the expected ones do no harm."""
    for pair in pairs(run, transcript):
        if pair.expected.calls is not None:
            wrong = "; ".join([*_missing(pair), *_unasked(pair)])
            yield judged("tool_choice", pair.turn, not wrong, wrong)


def expected_tools(pair: Pair) -> Counter[str]:
    """Count the tools that must be called in a turn."""
    return Counter(call.call for call in pair.expected.calls or () if not is_handover(call.call))


def _missing(pair: Pair) -> list[str]:
    called = Counter(call.call for call in pair.done.calls)
    return [f"{tool} was not called" for tool in sorted(expected_tools(pair) - called)]


def _unasked(pair: Pair) -> list[str]:
    """List writes nobody wanted in this turn; what the customer was asked about earlier is no choice of this turn."""
    done = [action.tool for action in pair.done.actions if action.state in DONE and not action.asked_before]
    proposed = Counter(pair.done.proposed) | Counter(done)
    return [f"{tool} was not to be called" for tool in sorted(proposed - expected_tools(pair))]
