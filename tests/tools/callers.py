"""Callers for tests of tools: they look things up, and write as the ledger does, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, cast
from zoneinfo import ZoneInfo

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime

from tests.conftest import Clock
from tools.context import Caller, Strength, ToolContext
from tools.effects import Plan, Writes
from tools.knowledge_base.index import KnowledgeBase
from tools.records import Record
from tools.store.engine import Store

APPROVAL_LIMIT = 10_000
_keys = count()


@dataclass(frozen=True)
class Customer:
    """Somebody who is signed in, unless `strength` says less."""

    customer_id: str | None
    store: Store
    clock: Clock
    strength: Strength = Strength.SIGNED

    async def asks(self, tool: BaseTool, **arguments: Any) -> Any:
        """Call a tool: a read tool returns records, a write tool its plan."""
        runtime: ToolRuntime[ToolContext, Any] = ToolRuntime(
            state={},
            context=self._context(),
            config={},
            stream_writer=lambda _: None,
            tool_call_id="call-1",
            store=None,
        )
        return await tool.ainvoke({**arguments, "runtime": runtime})

    async def plans(self, tool: BaseTool, **arguments: Any) -> Plan[Any]:
        """Call a write tool: nothing is written."""
        plan = await self.asks(tool, **arguments)
        assert isinstance(plan, Plan)
        return plan

    async def does(self, tool: BaseTool, **arguments: Any) -> Any:
        """Call a write tool and apply its plan; returns the receipt."""
        return await self.applies(await self.plans(tool, **arguments))

    async def applies(self, plan: Plan[Any], key: str | None = None) -> Any:
        """Apply a plan that was made before."""
        async with self.store.writing() as tx:
            return await plan.apply(tx, key or f"key-{next(_keys)}")

    async def undoes(self, tool: BaseTool, receipt: Record) -> None:
        """Compensate what a write tool did."""
        undo = cast(Writes, (tool.extras or {})["writes"]).undo
        assert undo is not None
        async with self.store.writing() as tx:
            await undo(tx, receipt)

    def _context(self) -> ToolContext:
        now: datetime = self.clock()
        assert now.tzinfo is not None
        return ToolContext(
            caller=Caller(self.customer_id, "web_chat", self.strength),
            conversation_id="conversation-1",
            store=self.store,
            knowledge=cast(KnowledgeBase, None),
            now=self.clock,
            timezone=ZoneInfo("Europe/London"),
            approval_limit_minor=APPROVAL_LIMIT,
        )
