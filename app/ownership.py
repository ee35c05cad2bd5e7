"""Whose conversation it is: to everybody else it does not exist."""

import secrets
from datetime import datetime

from app.access import Visitor
from app.problems import no_conversation
from tools.context import Caller, Channel, Strength
from tools.store import conversations
from tools.store.conversations import Conversation
from tools.store.engine import Store


async def own(store: Store, visitor: Visitor, conversation_id: str) -> Conversation:
    """Return the caller's conversation.

    Raises:
        Problem: 404, whether it belongs to somebody else or does not exist.
    """
    async with store.reading() as tx:
        found = await conversations.find(tx, conversation_id)
    if found is None or not visitor.may_speak_in(conversation_id, found.customer_id):
        raise no_conversation()
    return found


async def seen(store: Store, visitor: Visitor, conversation_id: str) -> Conversation:
    """Return a conversation that the caller may read: their own, and any to a colleague.

    Raises:
        Problem: 404, as for `own`.
    """
    if visitor.staff is None:
        return await own(store, visitor, conversation_id)
    async with store.reading() as tx:
        found = await conversations.find(tx, conversation_id)
    if found is None:
        raise no_conversation()
    return found


def caller_in(conversation: Conversation, channel: Channel) -> Caller:
    """Say who speaks: a conversation has a customer only if a signed token named them when it was opened."""
    strength = Strength.SIGNED if conversation.customer_id is not None else Strength.ANONYMOUS
    return Caller(conversation.customer_id, channel, strength)


def begin(channel: Channel, now: datetime, *, customer_id: str | None, fingerprint: str | None = None) -> Conversation:
    """Make a new conversation, under an id that cannot be guessed."""
    return Conversation(
        conversation_id=f"cv-{secrets.token_urlsafe(16)}",
        customer_id=customer_id,
        channel=channel,
        fingerprint=fingerprint,
        created_at=now,
        updated_at=now,
    )
