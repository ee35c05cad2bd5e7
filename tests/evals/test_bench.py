"""The bench compares like with like: every contender runs the whole turn, on the same model, with the tool."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from pydantic import SecretStr

from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.turns import Turns
from app.wiring import House, ledger
from evals.bench.contenders import PACKAGES, TITLES, opened
from evals.bench.contenders.switchboard import Switchboard
from evals.bench.rounds import STOPS, WINDOWS
from evals.bench.samples import Figures, Order, rows
from evals.bench.scene import Scene, reply_tokens
from evals.bench.server import converse
from evals.bench.stored import content_bytes, file_bytes
from evals.bench.worker import Clerk, TurnFellShortError, check
from graphs.conversation import build as build_graph
from graphs.models.openai import build
from graphs.models.spec import ModelSpec
from graphs.services import Models
from prompts.registry import Prompts
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store

MODULES = {
    "plain_langgraph": "langgraph.checkpoint.sqlite.aio",
    "openai_agents": "agents",
    "pydantic_ai": "pydantic_ai",
    "openai_sdk": "openai",
}
"""What a contender needs of the bench extra; without it, its test is skipped."""
RIVALS = sorted(MODULES)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    yield Scene(
        url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1",
        folder=tmp_path,
        router_prompt="Say what the customer wants.",
        answer_prompt="Answer the customer.",
        tool_description="List the customer's orders.",
        tool_result='[{"order_id": "N-1042"}]',
    )
    server.close()


@pytest.mark.parametrize("name", RIVALS)
async def test_a_contender_runs_whole_turns_and_keeps_them(name: str, scene: Scene) -> None:
    pytest.importorskip(MODULES[name], reason="the bench extra is not installed")
    async with opened(name)(scene) as contender:
        # The clerk refuses a turn in which the tool did not run once, or a token was not heard.
        report = await Clerk(contender).carry_out(Order(conversations=["one", "two"], turns=2, at_once=True))
    assert len(report.samples) == 4
    assert all(0 < sample.first_ms <= sample.latency_ms for sample in report.samples)
    assert content_bytes(scene.database) > 4 * len("".join(reply_tokens(1)))
    assert file_bytes(scene.database) > 0


async def test_switchboard_runs_the_whole_road_in_the_bench(scene: Scene, northlight: Store) -> None:
    settings, prompts = Settings(_env_file=None, data_dir=scene.folder), Prompts()
    model = build(ModelSpec(name=scene.model, base_url=scene.url, api_key=SecretStr("none")))
    house = House(
        settings=settings, store=northlight, knowledge=cast(KnowledgeBase, None), prompts=prompts,
        models=Models(small=model, large=model), ledger=ledger(settings), graph=build_graph(),
        now=lambda: datetime.now(UTC),
    )  # fmt: skip
    async with Turns(house, Metrics()).working() as turns:
        report = await Clerk(Switchboard(house, turns)).carry_out(Order(conversations=["one"], turns=3))
    await model.aclose()
    assert len(report.samples) == 3
    assert all(0 < sample.first_ms <= sample.latency_ms for sample in report.samples)


def test_every_contender_is_named_and_tested() -> None:
    assert set(TITLES) == {"switchboard", *RIVALS} == {"switchboard", *PACKAGES}


def test_a_turn_without_the_tool_or_without_all_its_tokens_is_refused() -> None:
    whole = "".join(reply_tokens(7))
    check(whole, 1)
    for reply, tools in ((whole, 0), (whole, 2), (whole[:-20], 1), ("", 1)):
        with pytest.raises(TurnFellShortError):
            check(reply, tools)


def test_the_reply_has_forty_tokens() -> None:
    assert len(reply_tokens(1)) == 40


def test_what_is_stored_is_counted_to_the_byte(tmp_path: Path) -> None:
    database = tmp_path / "some.db"
    assert content_bytes(database) == 0
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE a (x TEXT, y BLOB)")
    connection.execute("INSERT INTO a VALUES ('äb', ?), (NULL, NULL)", (b"12345",))
    connection.commit()
    connection.close()
    assert content_bytes(database) == 3 + 5


def test_ratios_are_against_plain_langgraph_in_the_same_run() -> None:
    ours, plain = (
        Figures(
            cpu_ms={1: [cpu], 10: [cpu], 50: [2 * cpu]},
            latency_ms=[cpu],
            first_ms=[1.0],
            turns_per_second=[1.0],
            cpu_ms_at_once=[cpu],
            stored_bytes={1: [1.0], 10: [1.0], 50: [1.0]},
            file_bytes_per_turn=1,
            memory_mb=1,
        )
        for cpu in (10.0, 20.0)
    )
    made = {row.measure: row for row in rows({"switchboard": ours, "plain_langgraph": plain})}
    assert made["CPU, turn 1"].ratio("switchboard") == 0.5
    assert made["CPU, turn 50 / turn 1"].values == {"switchboard": 2.0, "plain_langgraph": 2.0}
    alone = rows({"switchboard": ours})[0]
    assert alone.ratio("switchboard") is None


def test_the_long_conversation_stops_where_storage_is_read() -> None:
    for turn in (10, 50):
        assert {turn - 1, turn} <= set(STOPS)
    assert max(STOPS) == max(WINDOWS[50])
