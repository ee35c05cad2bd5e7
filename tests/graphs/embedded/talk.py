"""A conversation with the embedded model and some tools, without the graph: reads run, writes wait for a yes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage
from langchain_core.tools import BaseTool
from pydantic import TypeAdapter

from graphs.embedded.model import EmbeddedModel
from graphs.embedded.parsers import confirmation
from graphs.wording import value
from tools.effects import Plan, effect_of
from tools.errors import Correctable, ToolError

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
_MOST_STEPS = 8
_ZONE = ZoneInfo("Europe/London")


@dataclass
class Talk:
    """What was said, called and done so far."""

    model: EmbeddedModel
    tools: Sequence[BaseTool]
    channel: str = "web_chat"
    messages: list[BaseMessage] = field(default_factory=list)
    called: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)
    """Receipts."""
    handed_over: str | None = None
    waiting: tuple[ToolCall, Plan[Any]] | None = None
    """The proposal that waits for a yes."""

    async def says(self, text: str) -> str:
        """Say something and return the reply; a yes or a no to a proposal is read as the graph reads it."""
        reading = confirmation.read(text) if self.waiting else None
        self.messages.append(HumanMessage(text))
        if self.waiting and reading in ("yes", "no"):
            await self._settle(reading)
        return await self._answer()

    @property
    def proposed(self) -> dict[str, Any] | None:
        """The terms of what the customer is asked to confirm."""
        return self.waiting[1].terms.model_dump(mode="json") if self.waiting else None

    @property
    def last(self) -> AIMessage:
        """The newest message of the model."""
        return next(m for m in reversed(self.messages) if isinstance(m, AIMessage) and m.response_metadata)

    async def _answer(self) -> str:
        said: list[str] = []
        bound = self.model.bind_tools(list(self.tools))
        for _ in range(_MOST_STEPS):
            system = SystemMessage(f"You answer for the depot. The channel is {self.channel}.")
            message = await bound.ainvoke([system, *self.messages])
            self.messages.append(message)
            said.append(message.text)
            if not message.tool_calls:
                return "\n".join(part for part in said if part)
            asked = [await self._run(call) for call in message.tool_calls]
            if any(asked):
                return "\n".join(part for part in [*said, *asked] if part)
        raise AssertionError("it went in circles")

    async def _run(self, call: ToolCall) -> str:
        """Run a call; returns the question to the customer where there is one."""
        self.called.append((call["name"], call["args"]))
        tool = next(tool for tool in self.tools if tool.name == call["name"])
        if effect_of(tool) == "handover":
            self.handed_over = call["args"]["reason"]
            return "A colleague takes over."
        try:
            result = await tool.ainvoke(call["args"])
        except ToolError as error:
            self._hears_of(call, error)
            return ""
        if not isinstance(result, Plan):
            self.messages.append(ToolMessage(_ANYTHING.dump_json(result).decode(), tool_call_id=call["id"]))
            return ""
        self.waiting = (call, result)
        question = f"{value(result.terms.model_dump(mode='json'), _ZONE)}. Shall I?"
        told = {"state": "proposed", "question": question}
        self.messages.append(ToolMessage(json.dumps(told), tool_call_id=call["id"]))
        frame = self.messages[-2].additional_kwargs
        self.messages.append(AIMessage(question, additional_kwargs=frame))
        return question

    def _hears_of(self, call: ToolCall, error: ToolError) -> None:
        argument = error.argument if isinstance(error, Correctable) else None
        told = {"argument": argument} if argument else {}
        text = f"{type(error).__name__}: {error}"
        self.messages.append(ToolMessage(text, tool_call_id=call["id"], status="error", additional_kwargs=told))

    async def _settle(self, reading: str) -> None:
        assert self.waiting is not None
        call, plan = self.waiting
        self.waiting = None
        outcome: dict[str, Any] = {"state": "declined"}
        if reading == "yes":
            receipt = (await plan.apply(None, "key")).model_dump(mode="json")  # type: ignore[arg-type]  # the depot has no store
            self.done.append(receipt)
            outcome = {"state": "done", "receipt": receipt}
        settled = ToolCall(name=call["name"], args=call["args"], id=f"{call['id']}-settled", type="tool_call")
        self.messages.append(AIMessage("", tool_calls=[settled]))
        self.messages.append(ToolMessage(json.dumps(outcome), tool_call_id=settled["id"]))
