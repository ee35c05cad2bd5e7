"""A process that answers a message and is killed on the way: run by `test_kills.py` in processes of its own."""

import asyncio
import os
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import event

from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import House, ledger
from graphs.conversation import build
from graphs.services import Models
from prompts.registry import Prompts
from tests.scripted import ScriptedModel
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store
from tools.store.inbound import Incoming

YES = Incoming(client_message_id="m1", text="yes", customer_id="C-1001", channel="web_chat", strength=4)


def approval(action_id: str) -> Incoming:
    """Make a supervisor's decision."""
    payload = {"action_id": action_id, "approved": True, "by": "Sam"}
    return YES.model_copy(update={"kind": "decision", "text": "", "payload": payload})


def house_at(url: str, now: datetime) -> House:
    """Open what a turn needs; its model is never asked, for a plain yes is read by code."""
    settings = Settings(_env_file=None, data_dir=Path("unused"))
    model = ScriptedModel()
    return House(
        settings=settings,
        store=Store.at(url),
        knowledge=cast(KnowledgeBase, None),
        models=Models(small=model, large=model),
        prompts=Prompts(),
        ledger=ledger(settings),
        graph=build(),
        now=lambda: now,
    )


async def answer(house: House, conversation_id: str, incoming: Incoming) -> list[str]:
    """Deliver a message and hear its answer: the types of the events that are kept."""
    async with Turns(house, Metrics()).working() as turns:
        received = await turns.receive(conversation_id, incoming)
        turns.start(conversation_id)
        heard: list[str] = []
        async for sent in turns.follow(conversation_id, received.position):
            if sent is not None:
                heard.append(sent.type)
                if sent.answers("m1"):
                    return heard
    return []


def dies_at(url: str, now: datetime, conversation_id: str, incoming: Incoming, step: int) -> None:
    """Answer, and be killed before the given write or commit: between two of them nothing lasting happens."""
    house = house_at(url, now)
    count = 0

    def count_down() -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(house.store.engine.sync_engine, "before_cursor_execute")
    def writes(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            count_down()

    @event.listens_for(house.store.engine.sync_engine, "commit")
    def commits(_connection: Any) -> None:
        count_down()

    asyncio.run(answer(house, conversation_id, incoming))


def later(now: datetime) -> datetime:
    """When the next process looks: the lease of the dead one may still hold."""
    return now + timedelta(seconds=1)
