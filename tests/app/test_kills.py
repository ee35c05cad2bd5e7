"""A process killed at any step of a refund, and the message delivered again: one refund, one reply, nothing lost."""

import multiprocessing
import shutil
import signal
from pathlib import Path

import pytest
from sqlalchemy import update

from app.wiring import House
from tests.app.killed import YES, answer, approval, dies_at, house_at, later
from tests.conftest import Clock
from tools.context import Caller, Strength
from tools.store import conversations, events, inbound, orders
from tools.store.conversations import Conversation
from tools.store.engine import Store
from tools.store.inbound import Incoming
from tools.store.interaction_tables import actions

WHERE = "cv-killed"
ADA = Caller("C-1001", "web_chat", Strength.SIGNED)


@pytest.fixture
async def asked(northlight: Store, clock: Clock, tmp_path: Path) -> Path:
    """A database in which Ada has been asked whether to refund her order."""
    house = house_at(str(northlight.engine.url), clock())
    begun = Conversation(
        conversation_id=WHERE, customer_id="C-1001", channel="web_chat", created_at=clock(), updated_at=clock()
    )
    async with northlight.writing() as tx:
        await conversations.create(tx, begun)
    await house.ledger.propose(
        house.services(ADA, WHERE), "refund_order", {"order_id": "N-1042"}, turn_id="T-0", word=lambda *_: "Shall I?"
    )
    await house.store.close()
    await northlight.close()
    return Path(str(northlight.engine.url.database))


@pytest.fixture
async def held_back(northlight: Store, clock: Clock, asked: Path) -> tuple[Path, str]:
    """A database in which Ada has said yes to a refund that a supervisor must approve, and the action's id."""
    house = house_at(str(northlight.engine.url), clock())
    services = house.services(ADA, WHERE)
    async with house.store.writing() as tx:
        await tx.execute(update(actions).values(approval="It is a lot of money."))
    asked_for = await house.ledger.open_proposal(services, turn_id="T-00")
    assert asked_for is not None
    waiting = await house.ledger.answer(services, asked_for.action_id, "yes", turn_id="T-00")
    assert waiting.state == "waiting"
    await house.store.close()
    return asked, waiting.action_id


async def test_a_kill_at_any_step_of_a_refund_leaves_one_refund_and_one_reply(
    asked: Path, clock: Clock, tmp_path: Path
) -> None:
    assert await _killed_at_each_step(asked, YES, clock, tmp_path) > 15


async def test_a_kill_at_any_step_of_an_approved_refund_leaves_one_refund_and_one_reply(
    held_back: tuple[Path, str], clock: Clock, tmp_path: Path
) -> None:
    database, action_id = held_back
    assert await _killed_at_each_step(database, approval(action_id), clock, tmp_path) > 15


async def _killed_at_each_step(asked: Path, incoming: Incoming, clock: Clock, folder: Path) -> int:
    """Kill a process at each of its durable steps and look at what the next one makes of it: returns the steps."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.app.killed"])
    step, killed = 0, True
    while killed:
        step += 1
        database = shutil.copy(asked, folder / f"step{step}.db")
        url = f"sqlite+aiosqlite:///{database}"
        process = processes.Process(target=dies_at, args=(url, clock(), WHERE, incoming, step))
        process.start()
        process.join()
        killed = process.exitcode == -signal.SIGKILL
        assert killed or process.exitcode == 0
        await _one_refund_and_one_reply(house_at(url, later(clock())), incoming, step)
    return step


async def _one_refund_and_one_reply(house: House, incoming: Incoming, step: int) -> None:
    heard = await answer(house, WHERE, incoming)
    kinds = [kind for kind in heard if kind not in ("text.delta", "text.reset")]
    assert kinds == ["action", "message", "done"], step
    async with house.store.reading() as tx:
        order = await orders.find(tx, "C-1001", "N-1042")
        kept = [told.type for told in await events.after(tx, WHERE)]
        assert await inbound.unfinished(tx) == ()
    assert await house.ledger.in_doubt(house.store) == ()
    await house.store.close()
    assert order is not None
    assert str(order.refunded) == "£79.98", step
    assert kept == ["action", "message", "done"], step
