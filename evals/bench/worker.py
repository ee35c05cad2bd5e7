"""One contender in a process of its own: takes orders on its standard input, reports on its standard output.

`python -m evals.bench.worker switchboard '{"url": ..., ...}'`; evals.bench.rounds starts it.
"""

import asyncio
import sys
from collections import Counter
from time import perf_counter, process_time

from evals.bench.contenders import Contender, opened
from evals.bench.samples import Order, Report, Sample
from evals.bench.scene import Scene, question, reply_tokens

_NUMBERED = -1
"""The reply's last token holds a number of the server's own."""


_LONGEST = 60.0
"""Seconds that a turn may take: one that hangs must not hang the bench."""


class TurnFellShortError(Exception):
    """A contender did not do the whole of the turn: its numbers would mean nothing."""


class Clerk:
    """Runs orders, and checks that every turn was a whole one."""

    def __init__(self, contender: Contender) -> None:
        self._contender = contender
        self._turns: Counter[str] = Counter()

    async def carry_out(self, order: Order) -> Report:
        """Run what was ordered; conversations that do not exist are begun before the clock starts."""
        for conversation in order.conversations:
            if conversation not in self._turns:
                await self._contender.begin(conversation)
        started, cpu = perf_counter(), process_time()
        if order.at_once:
            told = await asyncio.gather(*(self._converse(one, order.turns) for one in order.conversations))
        else:
            told = [await self._converse(one, order.turns) for one in order.conversations]
        return Report(
            samples=[sample for samples in told for sample in samples],
            seconds=perf_counter() - started,
            cpu_ms=(process_time() - cpu) * 1000,
        )

    async def _converse(self, conversation: str, turns: int) -> list[Sample]:
        return [await self._turn(conversation) for _ in range(turns)]

    async def _turn(self, conversation: str) -> Sample:
        self._turns[conversation] += 1
        text = question(self._turns[conversation])
        heard: list[str] = []
        first = 0.0

        def hear(piece: str) -> None:
            nonlocal first
            first = first or perf_counter()
            heard.append(piece)

        started, cpu = perf_counter(), process_time()
        async with asyncio.timeout(_LONGEST):
            tools = await self._contender.turn(conversation, text, hear)
        ended, spent = perf_counter(), process_time() - cpu
        check("".join(heard), tools)
        return Sample(cpu_ms=spent * 1000, latency_ms=(ended - started) * 1000, first_ms=(first - started) * 1000)


def check(reply: str, tools: int) -> None:
    """Refuse a turn that did not use the tool once, or did not speak all the tokens.

    Raises:
        TurnFellShortError: It did not.
    """
    if tools != 1:
        raise TurnFellShortError(f"the tool ran {tools} times, not once")
    said, wanted = reply.split(), [token.strip() for token in reply_tokens("")]
    if len(said) != len(wanted) or said[:_NUMBERED] != wanted[:_NUMBERED]:
        raise TurnFellShortError(f"the reply was {reply!r}")


async def main(name: str, scene: Scene) -> None:
    """Open the contender, say that it is ready, and carry out orders until there are no more."""
    async with opened(name)(scene) as contender:
        clerk = Clerk(contender)
        _tell("ready")
        while line := await asyncio.to_thread(sys.stdin.readline):
            _tell((await clerk.carry_out(Order.model_validate_json(line))).model_dump_json())


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Scene.model_validate_json(sys.argv[2])))
