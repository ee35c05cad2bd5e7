"""A process killed at any step of a refund, and the message delivered again: one refund, one reply, nothing lost."""

import multiprocessing
import shutil
import signal
from pathlib import Path

import pytest

from tests.app.killed import answer, dies_at, house_at, later
from tests.conftest import Clock
from tools.context import Caller, Strength
from tools.store import conversations, events, inbound, orders
from tools.store.conversations import Conversation
from tools.store.engine import Store

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


async def test_a_kill_at_any_step_of_a_refund_leaves_one_refund_and_one_reply(
    asked: Path, clock: Clock, tmp_path: Path
) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.app.killed"])
    step, killed = 0, True
    while killed:
        step += 1
        database = shutil.copy(asked, tmp_path / f"step{step}.db")
        url = f"sqlite+aiosqlite:///{database}"
        process = processes.Process(target=dies_at, args=(url, clock(), WHERE, step))
        process.start()
        process.join()
        killed = process.exitcode == -signal.SIGKILL
        assert killed or process.exitcode == 0
        house = house_at(url, later(clock()))
        heard = await answer(house, WHERE)
        assert [kind for kind in heard if kind not in ("text.delta", "text.reset")] == ["action", "message", "done"], (
            step
        )
        async with house.store.reading() as tx:
            order = await orders.find(tx, "C-1001", "N-1042")
            kept = [told.type for told in await events.after(tx, WHERE)]
            assert await inbound.unfinished(tx) == ()
        await house.store.close()
        assert order is not None
        assert str(order.refunded) == "£79.98", step
        assert kept == ["action", "message", "done"], step
    assert step > 15
