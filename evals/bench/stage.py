"""Sets the stage: the model's process, and a process for each contender."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from pydantic import TypeAdapter

from evals.bench.samples import Order, Report
from evals.bench.scene import Scene, script
from prompts.registry import Prompt, Prompts
from tools.store import orders
from tools.store.engine import Store
from tools.store.migrate import migrate
from tools.store.seed import seed
from tools.toolbox import AREA_TOOLS

Process = asyncio.subprocess.Process


class StageError(Exception):
    """One of the bench's processes ended; the text is what it wrote."""


@dataclass(frozen=True)
class Actor:
    """A contender in its process."""

    scene: Scene
    process: Process

    async def play(self, order: Order) -> Report:
        """Have turns run."""
        assert self.process.stdin is not None  # noqa: S101
        self.process.stdin.write(order.model_dump_json().encode() + b"\n")
        return Report.model_validate_json(await _line(self.process))

    @property
    def memory_mb(self) -> float:
        """Its resident memory."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 1e6)


@dataclass(frozen=True)
class Stage:
    """Everything that runs."""

    actors: dict[str, Actor]
    server: Process

    @property
    def server_cpu_s(self) -> float:
        """The CPU time that the scripted model has taken."""
        times = psutil.Process(self.server.pid).cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def staged(names: Sequence[str]) -> AsyncIterator[Stage]:
    """Start the processes, all at once, and end them."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="switchboard-bench-")))
        server = await _started(stack, "evals.bench.server")
        scene = await _scene(folder, int(await _line(server)))
        actors = {name: await _actor(stack, name, scene) for name in names}
        for actor in actors.values():
            await _line(actor.process)
        yield Stage(actors, server)


async def _actor(stack: AsyncExitStack, name: str, scene: Scene) -> Actor:
    own = scene.model_copy(update={"folder": scene.folder / name})
    own.folder.mkdir()
    return Actor(own, await _started(stack, "evals.bench.worker", name, own.model_dump_json()))


async def _started(stack: AsyncExitStack, module: str, *arguments: str) -> Process:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdin=pipe, stdout=pipe, stderr=pipe, limit=2**24
    )
    stack.push_async_callback(_ended, process)
    return process


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.communicate()


async def _line(process: Process) -> str:
    assert process.stdout is not None  # noqa: S101
    line = await process.stdout.readline()
    if not line:
        _, written = await process.communicate()
        raise StageError(written.decode(errors="replace")[-3000:])
    return line.decode().strip()


async def _scene(folder: Path, port: int) -> Scene:
    """Give all contenders the product's prompts, and what its tool says of the customer."""
    prompts = Prompts()
    tool = next(tool for tool in AREA_TOOLS[script()["area"]] if tool.name == script()["tool"])
    return Scene(
        url=f"http://127.0.0.1:{port}/v1",
        folder=folder,
        router_prompt=_filled(prompts.load("router")),
        answer_prompt=_filled(prompts.load(script()["area"])),
        tool_description=tool.description,
        tool_result=await _tool_result(folder),
    )


def _filled(prompt: Prompt) -> str:
    return prompt.fill(**{name: name for name in prompt.variables})


async def _tool_result(folder: Path) -> str:
    store = Store.at(f"sqlite+aiosqlite:///{folder / 'northlight.db'}")
    await migrate(store)
    await seed(store, datetime.now(UTC))
    async with store.reading() as tx:
        found = await orders.of_customer(tx, script()["customer_id"])
    await store.close()
    anything: TypeAdapter[Any] = TypeAdapter(Any)
    return anything.dump_json(found).decode()
