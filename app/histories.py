"""Find the conversation of a chat client that knows no conversation ids and sends its whole history each time.

A conversation remembers a fingerprint: who speaks, and what was said up to the customer's latest words. The next
request holds all that, our reply and the customer's next words: without those two it has the same fingerprint. The
same request sent again has the same one too. So both find the conversation that they belong to.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from app.access import Visitor
from app.ownership import begin, own
from tools.redaction import redact_inbound
from tools.store import conversations, messages
from tools.store.conversations import Conversation
from tools.store.engine import Store, Transaction

RETRIED_WITHIN = timedelta(minutes=10)
"""The same first words later than this begin a new conversation."""
_IMPORTED = 40
Line = tuple[Literal["user", "assistant"], str]


@dataclass(frozen=True)
class Asked:
    """What a chat client sent, as far as it tells which conversation is meant."""

    visitor: Visitor
    place: str
    """Where an anonymous caller sits: part of who they are."""
    lines: Sequence[Line]
    named: str | None
    """The conversation's id, or the client's own name for it."""
    key: str | None
    """The client's `Idempotency-Key`."""

    @property
    def before(self) -> list[Line]:
        """Everything before the customer's latest words."""
        last = max((at for at, (role, _) in enumerate(self.lines) if role == "assistant"), default=-1)
        return list(self.lines[: last + 1])

    @property
    def words(self) -> str:
        """The customer's latest words."""
        return "\n".join(text for _, text in self.lines[len(self.before) :])

    @property
    def fingerprint(self) -> str:
        """Of the whole request."""
        return self._print(self.lines)

    @property
    def previous(self) -> str | None:
        """The fingerprint of the request before this one, if the history holds one."""
        before = self.before
        while before and before[-1][0] == "assistant":
            before.pop()
        return self._print(before) if before else None

    @property
    def client_message_id(self) -> str:
        """The same for the same request; a named conversation without its history cannot be told from a repetition."""
        if self.key is not None:
            return f"key-{hashlib.sha256(self.key.encode()).hexdigest()[:32]}"
        if self.named is not None and not self.before:
            return f"new-{secrets.token_hex(16)}"
        return f"fp-{self.fingerprint[:32]}"

    @property
    def label(self) -> str:
        """The fingerprint of a conversation that the client named."""
        return self._print([("user", self.named or "")], "named")

    def _print(self, lines: Sequence[Line], kind: str = "history") -> str:
        who = self.visitor.customer_id or self.visitor.conversation_id or self.place
        return hashlib.sha256(json.dumps([kind, who, list(lines)]).encode()).hexdigest()


async def conversation_for(store: Store, asked: Asked, now: datetime) -> Conversation:
    """Find the conversation a request belongs to, or begin one.

    Raises:
        Problem: 404, it names a conversation of somebody else.
    """
    if asked.visitor.conversation_id is not None:
        return await own(store, asked.visitor, asked.visitor.conversation_id)
    async with store.reading() as tx:
        exists = asked.named is not None and await conversations.find(tx, asked.named) is not None
    if exists and asked.named is not None:
        return await own(store, asked.visitor, asked.named)
    async with store.writing() as tx:
        if asked.named is not None:
            return await conversations.by_fingerprint(tx, asked.label) or await _begin(tx, asked, asked.label, now)
        found = await _by_history(tx, asked, now)
        if found is None:
            return await _begin(tx, asked, asked.fingerprint, now)
        await conversations.save(tx, found.conversation_id, now, fingerprint=asked.fingerprint)
        return found


async def _by_history(tx: Transaction, asked: Asked, now: datetime) -> Conversation | None:
    repeated = await conversations.by_fingerprint(tx, asked.fingerprint)
    if repeated is not None and (asked.before or now - repeated.updated_at < RETRIED_WITHIN):
        return repeated
    return None if asked.previous is None else await conversations.by_fingerprint(tx, asked.previous)


async def _begin(tx: Transaction, asked: Asked, fingerprint: str, now: datetime) -> Conversation:
    """Begin a conversation; what its client says went before is the models' to read, and no more than that."""
    customer_id = asked.visitor.customer_id
    begun = begin("api", now, customer_id=customer_id, fingerprint=fingerprint)
    await conversations.create(tx, begun)
    history: list[AnyMessage] = [
        HumanMessage(redact_inbound(text)) if role == "user" else AIMessage(redact_inbound(text))
        for role, text in asked.before[-_IMPORTED:]
    ]
    await messages.append(tx, begun.conversation_id, history)
    return begun
