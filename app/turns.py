"""The one road from any channel into the graph.

`receive` stores a message and returns; `start` lets a turn answer it in the background. A turn claims its
conversation, takes the messages that wait (a burst is one turn), runs the graph, and keeps all that came of it in one
transaction. Until that commit nothing has happened but what the action ledger did, and that is done once: so a turn
that was cut short, by a kill even, simply runs again, from the same messages and under the same id.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

from app.live import Position, Switchboard
from app.notices import Notice, keep
from app.owner import is_alive, machine, this_process
from app.stream import Sent, follow
from app.telemetry.metrics import Metrics
from app.thinking import excused, think
from app.turn_rows import (
    LEASE_SECONDS,
    Committed,
    LeaseLostError,
    Outcome,
    Taken,
    commit,
    let_go,
    note_fault,
    stand_back,
    take,
)
from app.wiring import House
from graphs.events import ActionChanged, Done, Escalated, Failed, TurnEvent
from graphs.models.errors import ModelError
from tools.errors import Contended, NotFound, Unavailable
from tools.redaction import redact_inbound
from tools.store import conversations, events, inbound, leases
from tools.store.inbound import Incoming, Stored

log = logging.getLogger(__name__)
ATTEMPTS = 3
"""A turn that fails so often on a fault of ours is answered with an apology, and a person is asked."""
STARTS = 5
"""A turn that has begun so often and never ended, not even in a fault, takes its process with it: it goes to a person.

More than `ATTEMPTS`, for a process may be killed for reasons of its own."""
LOOK_SECONDS = 5.0
AGAIN = "The fault is ours. The message is kept and is being tried again; there is no need to send it twice."


@dataclass(frozen=True)
class Receipt:
    """A message is stored; what answers it comes after `position` in the conversation's stream."""

    stored: Stored
    new: bool
    position: Position


class Turns:
    """Receives messages, runs turns, and lets listeners follow them."""

    def __init__(self, house: House, metrics: Metrics) -> None:
        self._house = house
        self._metrics = metrics
        self._board = Switchboard()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._owner = this_process()

    @asynccontextmanager
    async def working(self) -> AsyncIterator["Turns"]:
        """Take up what a crash left behind, keep an eye on the rest, and let running turns end at the close."""
        await self._free_dead()
        watch = asyncio.create_task(self._watch())
        try:
            yield self
        finally:
            watch.cancel()
            tasks = [watch, *self._tasks.values()]
            self._again.clear()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def receive(self, conversation_id: str, incoming: Incoming) -> Receipt:
        """Store a message, once, with what must not be kept taken out of it.

        Raises:
            NotFound: There is no such conversation.
            Refused: Its id was used before for other words.
        """
        incoming = incoming.model_copy(update={"text": redact_inbound(incoming.text)})
        async with self._house.store.writing() as tx:
            conversation = await conversations.find(tx, conversation_id)
            if conversation is None:
                raise NotFound("There is no such conversation.")
            stored, new = await inbound.receive(tx, conversation_id, incoming, self._house.now())
            position = Position(conversation.next_seq - 1)
            if stored.state == "answered" and stored.turn_id is not None:
                told = await events.of_turn(tx, conversation_id, stored.turn_id)
                position = Position(told[0].seq - 1) if told else position
        return Receipt(stored, new, position)

    def start(self, conversation_id: str) -> None:
        """See to it that what waits in a conversation is answered."""
        running = self._tasks.get(conversation_id)
        if running is not None and not running.done():
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self.run(conversation_id), name=f"turn {conversation_id}")
        self._tasks[conversation_id] = task
        task.add_done_callback(partial(self._ended, conversation_id))

    async def run(self, conversation_id: str) -> None:
        """Answer what waits, turn by turn, unless another replica is at it."""
        more = True
        while more:
            taken = await take(self._house.store, conversation_id, self._owner, self._house.now())
            if taken is None:
                return
            try:
                more = await self._turn(taken)
            except LeaseLostError:
                log.warning("lease lost", extra=_names(taken))
                return
            except Contended:
                # Nothing of it was kept. The attempt counts, so two that always meet do not go on for ever.
                log.warning("turn met another change", extra=_names(taken))
                more = True

    def follow(self, conversation_id: str, start: Position) -> AsyncIterator[Sent | None]:
        """Yield what comes after a position, without end; None now and then."""
        return follow(self._house.store, self._board, conversation_id, start)

    async def tell(self, notice: Notice) -> None:
        """Store what no turn has made, once, and let listeners know.

        Raises:
            NotFound: There is no such conversation.
            Refused: Its author may not say it there.
        """
        async with self._house.store.writing() as tx:
            seqs = await keep(tx, notice, self._house.now())
        if seqs:
            self._board.stored(notice.conversation_id, seqs[-1])

    async def take_up_unfinished(self) -> int:
        """Start every conversation in which somebody waits for an answer; expire what is due."""
        store = self._house.store
        await self._house.ledger.expire_due(store, self._house.now())
        async with store.reading() as tx:
            waiting = await inbound.unfinished(tx)
        for conversation_id in waiting:
            self.start(conversation_id)
        return len(waiting)

    def _ended(self, conversation_id: str, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(conversation_id) is task:
            del self._tasks[conversation_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            # The messages wait in the store, and the next look takes them up.
            log.error("turn broke off", extra={"conversation_id": conversation_id}, exc_info=error)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self.start(conversation_id)

    async def _turn(self, taken: Taken) -> bool:
        """Run one turn and keep it; returns whether there is more to do."""
        store, where = self._house.store, taken.conversation_id
        self._board.begin(where, taken.turn_id)
        committed: Committed | None = None
        renewing = asyncio.create_task(self._renew(taken))
        try:
            with self._metrics.running.track_inprogress():
                committed = await self._answered(taken)
        except asyncio.CancelledError:
            await asyncio.shield(let_go(store, taken, counts=False))
            raise
        except Unavailable:
            # What it came to could not be kept: whoever looks next must not wait for the lease to run out.
            with suppress(Unavailable):
                await let_go(store, taken, counts=True)
            raise
        finally:
            renewing.cancel()
            self._board.end(where, committed.stored if committed is not None else None)
        self._count(taken, committed.events)
        return committed.more

    async def _answered(self, taken: Taken) -> Committed:
        house, now = self._house, self._house.now
        if taken.begun.conversation.holder == "person" and taken.decision is None:
            return await stand_back(house.store, taken, now())
        if taken.attempt > STARTS:
            log.error("turn never ends", extra=_names(taken))
            outcome = self._given_up(taken, "NeverEnds")
        else:
            try:
                outcome = await self._thought(taken)
            except Contended:
                raise
            except Exception as error:  # a bug must neither lose the message nor stop the server
                log.error("fault in a turn", extra=_names(taken), exc_info=error)
                if taken.attempt < ATTEMPTS:
                    self._metrics.faults.labels("retried").inc()
                    return await note_fault(house.store, taken, Failed(detail=AGAIN), now())
                outcome = self._given_up(taken, type(error).__name__)
        committed = await commit(house.store, taken, outcome, now())
        for call in outcome.calls:
            self._metrics.count_call(call)
        return committed

    async def _thought(self, taken: Taken) -> Outcome:
        """Run the graph; an outage that it could not deal with is a person's."""
        try:
            return await think(self._house, taken, partial(self._board.say, taken.conversation_id))
        except Contended:
            if taken.attempt < ATTEMPTS:
                raise
            return excused(self._house, taken, "unavailable", Contended.__name__)
        except (Unavailable, ModelError) as error:
            return excused(self._house, taken, "unavailable", type(error).__name__)

    def _given_up(self, taken: Taken, kind: str) -> Outcome:
        self._metrics.faults.labels("given_up").inc()
        return excused(self._house, taken, "fault", kind)

    def _count(self, taken: Taken, told: Sequence[TurnEvent]) -> None:
        seconds = (self._house.now() - taken.started_at).total_seconds()
        for event in told:
            if isinstance(event, Done):
                self._metrics.turns.labels(event.tier).inc()
                self._metrics.seconds.observe(seconds)
                log.info("turn", extra={**_names(taken), "tier": event.tier, "ms": round(seconds * 1000)})
            elif isinstance(event, ActionChanged):
                self._metrics.actions.labels(event.tool, event.state).inc()
            elif isinstance(event, Escalated):
                self._metrics.escalations.labels(event.reason).inc()

    async def _renew(self, taken: Taken) -> None:
        """Hold the conversation while the turn runs; a lease that is lost shows at the commit."""
        held = True
        while held:
            await asyncio.sleep(LEASE_SECONDS / 3)
            with suppress(Unavailable):
                async with self._house.store.writing() as tx:
                    held = await leases.renew(
                        tx, taken.conversation_id, taken.begun.token, self._house.now(), LEASE_SECONDS
                    )

    async def _free_dead(self) -> None:
        """Let go of what processes of this machine held when they died."""
        async with self._house.store.writing() as tx:
            await leases.free_dead(tx, machine(), is_alive)

    async def _watch(self) -> None:
        """Look again and again for what another process left behind, or this one could not store."""
        while True:
            with suppress(Unavailable):
                await self.take_up_unfinished()
            await asyncio.sleep(LOOK_SECONDS)


def _names(taken: Taken) -> dict[str, str]:
    return {"conversation_id": taken.conversation_id, "turn_id": taken.turn_id}
