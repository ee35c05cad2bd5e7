"""What the models saw of a conversation, divided by its turns: the rows themselves do not say which turn wrote them."""

from collections.abc import Iterator, Sequence, Set

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

Part = Sequence[AnyMessage]
_NOT_YET = "-waiting"
"""How the outcome ends that is told while a supervisor has not decided."""


class History:
    """Hands out the messages of one turn after the other."""

    def __init__(self, said: Part, decided: Set[str]) -> None:
        """Begin; `decided` are the actions that a supervisor has decided."""
        self._left = list(_by_words(said))
        self._decided = decided
        self._after: Part = ()

    def of_words(self, text: str) -> tuple[list[Part], Part]:
        """Return the part that begins with these words of the customer's, and those before it that no turn has."""
        begins = (
            at for at, part in enumerate(self._left) if isinstance(part[0], HumanMessage) and part[0].text == text
        )
        at = next(begins, None) if text else None
        if at is None:
            return [], ()
        before, part = self._left[:at], self._left[at]
        del self._left[: at + 1]
        return before, self._up_to_decision(part)

    def of_decision(self, action_id: str) -> Part:
        """Return the part that a supervisor's decision has written; it has no words of a customer's to begin with."""
        begins = next((at for at, one in enumerate(self._after) if _decides(one, {action_id})), None)
        if begins is None:
            return ()
        part = self._after[begins:]
        return [*part[:1], *self._up_to_decision(part[1:])]

    def _up_to_decision(self, part: Part) -> Part:
        ends = next((at for at, one in enumerate(part) if _decides(one, self._decided)), len(part))
        self._after = part[ends:]
        return part[:ends]


def _by_words(said: Part) -> Iterator[Part]:
    part: list[AnyMessage] = []
    for message in said:
        if isinstance(message, HumanMessage) and part:
            yield part
            part = []
        part.append(message)
    if part:
        yield part


def _decides(message: AnyMessage, actions: Set[str]) -> bool:
    """Whether this is the outcome of one of these actions, as code has put it into the history."""
    numbers = [call["id"] or "" for call in message.tool_calls] if isinstance(message, AIMessage) else []
    return any(n.startswith(f"{action}-") and not n.endswith(_NOT_YET) for n in numbers for action in actions)
