"""Switchboard: the whole road from a stored message to a heard, stored answer."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from app.settings import Settings, SmallEndpoint
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import House, open_house
from evals.bench.contenders import Hear
from evals.bench.scene import Scene, script
from tools.context import Strength
from tools.store import conversations
from tools.store.conversations import Conversation
from tools.store.inbound import Incoming


class Switchboard:
    """Listens as the web channel does: the answer is over when `done` names the message."""

    def __init__(self, house: House, turns: Turns) -> None:
        self._house = house
        self._turns = turns

    async def begin(self, conversation: str) -> None:
        """Open a conversation of the seeded customer, signed in."""
        now = datetime.now(UTC)
        opening = Conversation(
            conversation_id=conversation,
            customer_id=script()["customer_id"],
            channel="web_chat",
            created_at=now,
            updated_at=now,
        )
        async with self._house.store.writing() as tx:
            await conversations.create(tx, opening)

    async def turn(self, conversation: str, text: str, hear: Hear) -> int:
        """Store the message, let it be answered, and listen until it is."""
        incoming = Incoming(
            client_message_id=text,
            text=text,
            customer_id=script()["customer_id"],
            channel="web_chat",
            strength=Strength.SIGNED,
        )
        received = await self._turns.receive(conversation, incoming)
        self._turns.start(conversation)
        tools, pieces = 0, 0
        async with aclosing(self._heard(conversation, received.position)) as heard:
            async for sent in heard:
                if sent is None:
                    continue
                # A listener whom the end of the turn overtakes hears the whole message in place of its pieces.
                if sent.type == "text.delta" or (sent.type == "message" and not pieces):
                    hear(sent.data["text"])
                    pieces += 1
                tools += sent.type == "tool" and bool(sent.data["ok"])
                if sent.answers(text):
                    break
        return tools

    def _heard(self, conversation: str, position: Any) -> Any:
        return self._turns.follow(conversation, position)


@asynccontextmanager
async def opened(scene: Scene) -> AsyncIterator[Switchboard]:
    """Open the product as it is shipped, with the scripted model as its only one."""
    small = SmallEndpoint(model=scene.model, url=scene.url)
    settings = Settings(_env_file=None, data_dir=scene.folder, small=small, langsmith=False)
    async with open_house(settings) as house, Turns(house, Metrics()).working() as turns:
        await house.knowledge.search("")  # waits until the articles are read: no part of a turn
        yield Switchboard(house, turns)
