"""Whether two calls come to the same though their arguments differ: what came of them proves it, or nothing does."""

import json
from collections.abc import Sequence
from typing import Any

from evals.metrics import canonical
from evals.metrics.effects import difference
from evals.metrics.gold import Pair
from evals.metrics.toolset import is_write
from evals.transcript import Call


def equal(one: Call, other: Call) -> bool:
    """Whether all typed arguments of two calls are the same, however they are written."""
    return one.call == other.call and written(one) == written(other)


def written(call: Call) -> dict[str, str]:
    """Return a call's typed arguments in canonical form."""
    return canonical.arguments(call.call, call.arguments)


def comes_to_the_same(expected: Call, made: Call, pair: Pair, recorded: Sequence[Call]) -> bool:
    """Whether a call did what the expected one does.

    A write that is proposed does where the turn as a whole changes, or offers to change, just what it must: one article
    of an order that has no other. A read does where it returned what the recorded turn was given: the router of one who
    has no other device. Where nothing was changed or found, nothing is proved.
    """
    if made.call != expected.call or made.error is not None:
        return False
    if is_write(expected.call):
        wanted = pair.expected.effect
        return bool(wanted) and made.call in pair.done.proposed and not difference(wanted or (), pair.done.effect)
    found = _records(made)
    return bool(found) and any(_agrees(found, _records(one)) for one in recorded if equal(expected, one))


def _agrees(found: Any, recorded: Any) -> bool:
    """Whether what was found is what was recorded; a field that records have been given since then proves nothing."""
    if isinstance(found, dict) and isinstance(recorded, dict):
        return all(name in found and _agrees(found[name], value) for name, value in recorded.items())
    if isinstance(found, list) and isinstance(recorded, list):
        return len(found) == len(recorded) and all(map(_agrees, found, recorded))
    return bool(found == recorded)


def _records(call: Call) -> Any:
    try:
        return json.loads(call.result or "null")
    except ValueError:
        return None
