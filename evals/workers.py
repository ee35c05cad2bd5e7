"""Conversations side by side: in processes where a model keeps a core busy, else in tasks of one process."""

import asyncio
import multiprocessing
import queue
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TypeVar

from app.settings import Settings
from evals.runs import ConversationRun
from evals.stage import Stage, open_stage, prepare

Item = TypeVar("Item")
"""A transcript, or whatever else is done one by one; it travels to other processes."""
Job = Callable[[Stage, Item], Awaitable[ConversationRun]]
"""What is done with each; a module's function, so that another process can find it."""
_LOOK_SECONDS = 0.5
_Product = tuple[Settings, Mapping[str, int], Path]
"""What opens the product in another process."""


class WorkerError(Exception):
    """A process ended before its work was done; the text says how."""


class Size(Protocol):
    """How much at once, and with which product."""

    @property
    def settings(self) -> Settings:
        """The product's settings."""

    @property
    def versions(self) -> Mapping[str, int]:
        """Prompts at other versions than the released ones."""

    @property
    def prompts(self) -> Path:
        """The folder that the prompts are in."""

    @property
    def workers(self) -> int:
        """How many processes."""

    @property
    def at_once(self) -> int:
        """How many conversations at a time in one process."""


async def each(size: Size, items: Sequence[Item], job: Job[Item]) -> AsyncIterator[ConversationRun]:
    """Do a job with each item, and yield what comes of it as it comes.

    Raises:
        WorkerError: A process ended before its work was done.
    """
    if not items:
        return
    workers = min(size.workers, len(items))
    runs = _in_processes(size, items, job, workers) if workers > 1 else _in_tasks(size, items, job)
    async for run in runs:
        yield run


async def _in_tasks(size: Size, items: Sequence[Item], job: Job[Item]) -> AsyncIterator[ConversationRun]:
    free = asyncio.Semaphore(max(1, size.at_once))
    async with open_stage(size.settings, size.versions, prompts=size.prompts) as stage:

        async def one(item: Item) -> ConversationRun:
            async with free:
                return await job(stage, item)

        tasks = [asyncio.create_task(one(item)) for item in items]
        try:
            for task in asyncio.as_completed(tasks):
                yield await task
        finally:
            for running in tasks:
                running.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _in_processes(
    size: Size, items: Sequence[Item], job: Job[Item], workers: int
) -> AsyncIterator[ConversationRun]:
    await prepare(size.settings, size.prompts)
    # A fork would take along threads and locks of the embedding runtime; a fresh process does not.
    context = multiprocessing.get_context("spawn")
    waiting: Any = context.Queue()
    results: Any = context.Queue()
    for item in [*items, *[None] * workers]:
        waiting.put(item)
    product = (size.settings, dict(size.versions), size.prompts)
    processes = [
        context.Process(target=_work, args=(product, job, waiting, results), daemon=True) for _ in range(workers)
    ]
    for process in processes:
        process.start()
    try:
        for _ in items:
            yield await asyncio.to_thread(_next, results, processes)
    finally:
        for process in processes:
            await asyncio.to_thread(process.join, 10)
            process.kill()


def _next(results: Any, processes: Sequence[BaseProcess]) -> ConversationRun:
    """Wait for the next result.

    Raises:
        WorkerError: A process has failed, and nothing more will come of its work.
    """
    while True:
        failed = [process for process in processes if process.exitcode]
        try:
            result: ConversationRun = results.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            if failed:
                raise WorkerError(
                    f"a replaying process ended with code {failed[0].exitcode}; its error is above"
                ) from None
            continue
        return result


def _work(product: _Product, job: Job[Any], waiting: Any, results: Any) -> None:
    """Run in a process of its own: do what waits until there is no more."""
    asyncio.run(_worked(product, job, waiting, results))


async def _worked(product: _Product, job: Job[Any], waiting: Any, results: Any) -> None:
    settings, versions, prompts = product
    async with open_stage(settings, versions, prompts=prompts) as stage:
        while (item := await asyncio.to_thread(waiting.get)) is not None:
            results.put(await job(stage, item))
