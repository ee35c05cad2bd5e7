"""Whether the expected calls are made with the right arguments."""

from collections.abc import Iterator, Sequence

from evals.metrics.alike import comes_to_the_same, equal, written
from evals.metrics.gold import pairs
from evals.metrics.score import Score, judged
from evals.metrics.toolset import is_handover
from evals.runs import ConversationRun
from evals.transcript import Call, Transcript


def arguments(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each expected call whose tool was called.

    All typed arguments must be equal, and none more be given; or what came of the call proves that it is the same.
    """
    for pair in pairs(run, transcript):
        left = list(pair.done.calls)
        recorded = transcript.turns[pair.turn].calls
        # What is there exactly is taken first, so that two calls of one tool are not taken for each other.
        for call in sorted(pair.expected.calls or (), key=lambda call: not _same(call, left)):
            if not is_handover(call.call) and (made := _take(call, left)):
                right = equal(call, made) or comes_to_the_same(call, made, pair, recorded)
                yield judged("arguments", pair.turn, right, _difference(call, made))


def _same(call: Call, made: Sequence[Call]) -> list[Call]:
    return [one for one in made if equal(call, one)]


def _take(call: Call, left: list[Call]) -> Call | None:
    """Take the call that was meant off the list: the very same if there is one, else the last of its tool."""
    found = _same(call, left) or [one for one in left if one.call == call.call]
    if not found:
        return None
    left.remove(found[-1])
    return found[-1]


def _difference(expected: Call, made: Call) -> str:
    wanted, found = written(expected), written(made)
    wrong = [
        f"{name} {found.get(name, 'not given')} instead of {wanted.get(name, 'nothing')}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]
    return f"{expected.call}: {', '.join(wrong)}"
