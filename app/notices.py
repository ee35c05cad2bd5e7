"""What a conversation is told outside its turns, by colleagues and for them; each notice once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from langchain_core.messages import AIMessage

from app.tokens import Staff
from graphs.events import TurnEvent
from tools.errors import Refused
from tools.store import conversations, events, handoffs, messages
from tools.store.engine import Transaction


@dataclass(frozen=True)
class Notice:
    """Events that no turn has made."""

    conversation_id: str
    notice_id: str
    """Stands where a turn's id stands: what was told under it is not told again."""
    events: Sequence[TurnEvent]
    spoken: str | None = None
    """What the models will read of it, as said to the customer."""
    author: Staff | None = None
    """Whoever says it; only while they have the conversation."""


async def keep(tx: Transaction, notice: Notice, now: datetime) -> list[int]:
    """Store what of a notice is new, and return its events' numbers.

    Raises:
        NotFound: There is no such conversation.
        Refused: Its author does not have the conversation, or has used its id for other words.
    """
    where = notice.conversation_id
    await conversations.save(tx, where, now)  # locks it: of two that tell the same, the second sees the first
    told = [(event.type, event.data) for event in await events.of_turn(tx, where, notice.notice_id)]
    wanted = [_packed(event) for event in notice.events]
    new = [event for event in wanted if event not in told]
    if not new:
        return []
    if notice.author is not None:
        if told:
            raise Refused("This message id was used before for another message; use a new one.")
        await _check_holder(tx, where, notice.author)
    if notice.spoken:
        said = AIMessage(notice.spoken, additional_kwargs={"author": notice.author.name} if notice.author else {})
        await messages.append(tx, where, [said])
    return await events.append(tx, where, notice.notice_id, new, now)


async def _check_holder(tx: Transaction, conversation_id: str, author: Staff) -> None:
    held = await handoffs.live(tx, conversation_id)
    if held is None or held.state != "accepted":
        raise Refused("Nobody has accepted this conversation; accept its hand-off first.")
    if held.person != author.name and author.role != "supervisor":
        raise Refused(f"{held.person} has this conversation; only they or a supervisor may write in it.")


def _packed(event: TurnEvent) -> tuple[str, dict[str, object]]:
    data = event.model_dump(mode="json")
    return data.pop("type"), data
