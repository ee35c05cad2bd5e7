"""A conversation to write to, for the tests of what belongs to one."""

from tests.conftest import Clock
from tools.context import Strength
from tools.store import conversations
from tools.store.conversations import Conversation
from tools.store.engine import Store
from tools.store.inbound import Incoming


async def open_conversations(store: Store, clock: Clock, *ids: str) -> None:
    """Open some conversations of one customer."""
    async with store.writing() as tx:
        for conversation_id in ids:
            new = Conversation(
                conversation_id=conversation_id,
                customer_id="C-1",
                channel="web_chat",
                created_at=clock(),
                updated_at=clock(),
            )
            await conversations.create(tx, new)


def words(message_id: str, text: str, strength: Strength = Strength.SIGNED) -> Incoming:
    """Make a message with words."""
    return Incoming(client_message_id=message_id, text=text, customer_id="C-1", channel="web_chat", strength=strength)
