"""A customer in conversation with the product: the whole road from a stored message to the stored reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from sqlalchemy import Table, select

from app.routes.handoffs import move
from app.tokens import Staff
from app.turns import Turns
from app.wiring import House
from tests.scripted import Line, ScriptedModel
from tools.context import Caller, Channel, Strength
from tools.store import conversations, events
from tools.store.conversations import Conversation
from tools.store.handoffs import Handoff
from tools.store.inbound import Incoming
from tools.store.interaction_tables import handoffs

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
    def escalation(self) -> str | None:
        """Why a person takes over, if one does."""
        return next((data["reason"] for data in self.of("escalation")), None)

    @property
    def action(self) -> str | None:
        """What became of the action that was agreed to, or not."""
        return next((data["state"] for data in self.of("action")), None)

    @property
    def route(self) -> tuple[str | None, str]:
        """The area and the tier that answered."""
        (routed,) = self.of("routed")
        return routed["area"], routed["tier"]

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
        self,
        text: str,
        model: Sequence[Line] = (),
        *,
        perhaps: Sequence[Line] = (),
        message_id: str | None = None,
        channel: Channel | None = None,
        strength: Strength | None = None,
    ) -> Heard:
        """Send a message and wait for its turn to end.

        A scripted model must have played all its lines then, but for those that code may have spared it (`perhaps`).
        """
        if self.script is not None:
            self.script.play(*model, *perhaps)
        heard = await self.send(self.message(text, message_id=message_id, channel=channel, strength=strength))
        if self.script is not None and perhaps:
            self.script.script.clear()
        if self.script is not None:
            assert not self.script.script, f"the model was not asked for {self.script.script[0]!r}"
        return heard

    def message(
        self,
        text: str,
        *,
        message_id: str | None = None,
        channel: Channel | None = None,
        strength: Strength | None = None,
    ) -> Incoming:
        """Make a message of this customer."""
        return Incoming(
            client_message_id=message_id or f"m-{next(self._numbers)}",
            text=text,
            customer_id=self.caller.customer_id,
            channel=channel or self.caller.channel,
            strength=self.caller.strength if strength is None else strength,
        )

    async def supervisor(self, action_id: str, *, approves: bool) -> Heard:
        """Decide an action that waits for a supervisor, as the desk does."""
        decision = Incoming(
            client_message_id=f"decision:{action_id}",
            kind="decision",
            payload={"action_id": action_id, "approved": approves, "by": "Sam"},
            customer_id=self.caller.customer_id,
            channel=self.caller.channel,
            strength=self.caller.strength,
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

    async def colleague(self, step: Literal["accept", "close", "return"]) -> Handoff:
        """Have a colleague at the desk accept, close or return the newest hand-off."""
        newest = (await self.rows(handoffs))[-1]
        return await move(newest["handoff_id"], step, Staff("Robin", "agent"), (self.house, self.turns))

    async def everything(self) -> Sequence[tuple[str, dict[str, Any]]]:
        """Return every event of this conversation."""
        async with self.house.store.reading() as tx:
            return [(event.type, event.data) for event in await events.after(tx, self.conversation_id, 0)]

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Read a whole table of the store."""
        async with self.house.store.reading() as tx:
            return [dict(row) for row in (await tx.execute(select(table))).mappings()]
