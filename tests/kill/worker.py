"""What a forked process does: it takes messages from a pipe and says what was heard of their turns."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from app.turns import Turns
from tests.kill.fuse import MODEL_ASKED, Counts, Fuse, FusedStore, under_way
from tests.kill.house import Place, hurry, log_faults, opened
from tools.context import Caller
from tools.store.engine import Store
from tools.store.inbound import Incoming

Told = list[tuple[str, dict[str, Any]]]
"""The events of a turn."""


@dataclass(frozen=True)
class Parcel:
    """A message on its way to a process: a customer's words, or a supervisor's approval."""

    conversation_id: str
    message_id: str
    caller: Caller
    text: str
    approves: str | None = None

    def incoming(self) -> Incoming:
        decision = {"action_id": self.approves, "approved": True, "by": "Sam"}
        return Incoming(
            client_message_id=self.message_id,
            kind="decision" if self.approves else "text",
            text=self.text,
            payload=decision if self.approves else None,
            customer_id=self.caller.customer_id,
            channel=self.caller.channel,
            strength=self.caller.strength,
        )


def work(pipe: Connection, place: Place, blows_at: int, counts: Counts) -> None:
    """Serve until the pipe is closed, or until the fuse blows."""
    log_faults(place)
    hurry(patient=counts != "model calls", look_again=place.began is not None)
    asyncio.run(_Worker(pipe, place, Fuse(blows_at, counts, lambda step: pipe.send(("blown", step)))).serve())


@dataclass
class _Worker:
    pipe: Connection
    place: Place
    fuse: Fuse

    async def serve(self) -> None:
        store = FusedStore(Store.at(self.place.database), self.fuse)
        async with opened(self.place, store, lambda: self.fuse.step(MODEL_ASKED)) as turns:
            self.pipe.send(("up", ""))
            closed = asyncio.Event()
            tasks: set[asyncio.Task[None]] = set()

            def take() -> None:
                try:
                    parcel = self.pipe.recv()
                except (EOFError, OSError):
                    closed.set()
                    return
                task = asyncio.create_task(self._deliver(turns, parcel))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

            asyncio.get_running_loop().add_reader(self.pipe.fileno(), take)
            await closed.wait()
            asyncio.get_running_loop().remove_reader(self.pipe.fileno())
            for task in tasks:
                task.cancel()
        with suppress(OSError):
            self.pipe.send(("closed", self.fuse.steps))

    async def _deliver(self, turns: Turns, parcel: Parcel) -> None:
        """Do what the HTTP route does with a message, up to the `done` that names it."""
        under_way.set(True)
        receipt = await turns.receive(parcel.conversation_id, parcel.incoming())
        if receipt.stored.state == "waiting":
            turns.start(parcel.conversation_id)
        told: Told = []
        async for sent in turns.follow(parcel.conversation_id, receipt.position):
            if sent is None:
                continue
            told.append((sent.type, sent.data))
            if sent.answers(parcel.message_id):
                break
        self.pipe.send(("done", (parcel.conversation_id, parcel.message_id, told)))
