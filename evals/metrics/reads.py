"""Whether what the customer wants to know is looked up."""

from collections import Counter
from collections.abc import Iterator

from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.metrics.tool_choice import expected_tools
from evals.metrics.toolset import is_write
from evals.runs import ConversationRun
from evals.transcript import Transcript


def reads(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each turn in which something must be looked up."""
    for pair in pairs(run, transcript):
        wanted = Counter({tool: count for tool, count in expected_tools(pair).items() if not is_write(tool)})
        if wanted:
            missing = sorted(wanted - Counter(call.call for call in pair.done.calls))
            yield judged("reads", pair.turn, not missing, f"not looked up: {', '.join(missing)}")
