"""A customer in conversation with the product: the whole road from a stored message to the stored reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from langchain_core.messages import ToolCall
from sqlalchemy import Table, select

from app.turns import Turns
from app.wiring import House
from tests.scripted import Line, ScriptedModel
from tools.context import Caller, Channel, Strength
from tools.store import conversations, events
from tools.store.conversations import Conversation
from tools.store.inbound import Incoming

ADA = Caller("C-1001", "web_chat", Strength.SIGNED)
"""Ada Finch, the demonstration customer, signed in."""
NOBODY = Caller(None, "web_chat", Strength.ANONYMOUS)


@dataclass(frozen=True)
class Heard:
    """What the customer, and whoever listens, heard of one turn."""

    text: str
    events: Sequence[tuple[str, dict[str, Any]]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The data of each event of a kind, in order."""
        return [data for name, data in self.events if name == kind]

    @property
    def tools(self) -> list[str]:
        """The read tools that ran."""
        return [data["tool"] for data in self.of("tool")]

    @property
    def question(self) -> dict[str, Any]:
        """The confirmation that was asked for; the test fails where there was none."""
        (asked,) = self.of("confirmation")
        return asked


@dataclass
class Talk:
    """One conversation. With a script the models play it; without, the embedded model answers."""

    house: House
    turns: Turns
    caller: Caller = ADA
    script: ScriptedModel | None = None
    conversation_id: str = "K-test"
    _numbers: Any = field(default_factory=count)

    async def begin(self) -> "Talk":
        """Open the conversation."""
        now = self.house.now()
        opened = Conversation(
            conversation_id=self.conversation_id,
            customer_id=self.caller.customer_id,
            channel=self.caller.channel,
            created_at=now,
            updated_at=now,
        )
        async with self.house.store.writing() as tx:
            await conversations.create(tx, opened)
        return self

    async def customer_says(
        self, text: str, model: Sequence[Line] = (), *, message_id: str | None = None, channel: Channel | None = None
    ) -> Heard:
        """Send a message and wait for its turn to end."""
        if self.script is not None:
            self.script.play(*model)
        incoming = Incoming(
            client_message_id=message_id or f"m-{next(self._numbers)}",
            text=text,
            customer_id=self.caller.customer_id,
            channel=channel or self.caller.channel,
            strength=self.caller.strength,
        )
        return await self.send(incoming)

    async def supervisor(self, action_id: str, *, approves: bool) -> Heard:
        """Decide an action that waits for a supervisor."""
        decision = Incoming(
            client_message_id=f"decision-{action_id}",
            kind="decision",
            payload={"action_id": action_id, "approved": approves, "by": "Sam"},
            customer_id=None,
            channel="api",
            strength=Strength.ANONYMOUS,
        )
        return await self.send(decision)

    async def send(self, incoming: Incoming) -> Heard:
        """Store what came in, run the turn, and return what was heard after it."""
        receipt = await self.turns.receive(self.conversation_id, incoming)
        await self.turns.run(self.conversation_id)
        async with self.house.store.reading() as tx:
            told = await events.after(tx, self.conversation_id, receipt.position.seq)
        heard = [(event.type, event.data) for event in told]
        said = [data["text"] for kind, data in heard if kind == "message"]
        return Heard("\n".join(said), heard)

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Read a whole table of the store."""
        async with self.house.store.reading() as tx:
            return [dict(row) for row in (await tx.execute(select(table))).mappings()]


def call(tool: str, **arguments: Any) -> ToolCall:
    """Return one tool call."""
    return ToolCall(name=tool, args=arguments, id=f"call-{tool}", type="tool_call")
