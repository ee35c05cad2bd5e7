"""What has been done in a conversation up to a turn."""

from collections.abc import Iterator

from evals.runs import ConversationRun, Receipt, TurnRun


def receipts(run: ConversationRun, turn: TurnRun) -> tuple[Receipt, ...]:
    """Return the receipts that a reply of this turn may rest on.

    The run names them; where it does not, they are those of the actions that are seen to be done in it.
    """
    return turn.receipts or tuple(_seen(run, turn))


def _seen(run: ConversationRun, turn: TurnRun) -> Iterator[Receipt]:
    for earlier in run.turns:
        if earlier.turn <= turn.turn:
            for action in earlier.actions:
                if action.state == "done" and action.receipt is not None:
                    yield Receipt(tool=action.tool, receipt=action.receipt)
