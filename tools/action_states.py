"""The states of an action and the only ways between them: pure, so that an audit can be replayed.

proposed -> confirmed (by the customer) -> executing -> done (receipt) -> compensated
|    \\-> waiting (for a supervisor) -> approved -> executing
|              \\-> refused                        \\-> failed | changed
\\-> declined | changed | expired
"""

from typing import Literal

ActionState = Literal[
    "proposed", "confirmed", "waiting", "approved", "executing", "done",
    "declined", "changed", "expired", "refused", "failed", "compensated",
]  # fmt: skip
ActionEvent = Literal[
    "propose", "confirm", "hold", "decline", "change", "expire",
    "approve", "refuse", "start", "finish", "fail", "compensate",
]  # fmt: skip

OPEN: frozenset[ActionState] = frozenset({"proposed", "confirmed", "waiting", "approved", "executing"})
"""Something may still happen: of one key there is never more than one of these."""

ALLOWED: dict[tuple[ActionState | None, ActionEvent], ActionState] = {
    (None, "propose"): "proposed",
    ("proposed", "confirm"): "confirmed",
    ("proposed", "hold"): "waiting",
    ("proposed", "decline"): "declined",
    ("proposed", "change"): "changed",
    ("proposed", "expire"): "expired",
    ("waiting", "approve"): "approved",
    ("waiting", "refuse"): "refused",
    ("confirmed", "start"): "executing",
    ("approved", "start"): "executing",
    ("executing", "finish"): "done",
    ("executing", "fail"): "failed",
    ("executing", "change"): "changed",
    ("done", "compensate"): "compensated",
}


class TransitionError(ValueError):
    """An event that an action in this state cannot have: a fault in the program, never the customer's."""


def advance(state: ActionState | None, event: ActionEvent) -> ActionState:
    """Return the state after an event; None stands for an action that does not exist yet.

    Raises:
        TransitionError: The event cannot happen in this state.
    """
    try:
        return ALLOWED[state, event]
    except KeyError:
        raise TransitionError(f"{state} cannot {event}") from None
