"""A chat model that answers by what it is asked, and by nothing else: a turn that runs again gets the same answers."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from pydantic import BaseModel

from graphs.confirm import ReplyReading
from graphs.router import Routing
from graphs.state import Request
from tests.kill.wishes import SMALL_TALK, Wish, wishes
from tests.scripted import Puppet

_MEANT = ("installation", "booked")


def _nothing() -> None:
    """Nobody wants to know."""


class Mind(Puppet):
    """Looks up, then does what the customer's last words ask for."""

    asked: Callable[[], None] = _nothing
    """Called before each answer."""

    @property
    def _llm_type(self) -> str:
        return "mind"

    def filled(self, schema: Any, messages: Sequence[BaseMessage]) -> BaseModel:
        self.asked()
        return _routing(messages[-1].text) if schema is Routing else ReplyReading(reading="other", confidence=0.9)

    async def answer(self, messages: Sequence[BaseMessage], **options: Any) -> AIMessage:
        self.asked()
        return _answer(messages)


def _routing(text: str) -> Routing:
    requests = [Request(text=wish.text, area=wish.area, intent=wish.tool or "question") for wish in wishes(text)]
    if not requests:
        requests = [Request(text=text, area=None, intent=SMALL_TALK[text])]
    return Routing(requests=requests, sentiment="neutral", confidence=0.95)


def _answer(messages: Sequence[BaseMessage]) -> AIMessage:
    asked = max(at for at, message in enumerate(messages) if isinstance(message, HumanMessage))
    results = [message for message in messages[asked:] if isinstance(message, ToolMessage)]
    wanted = wishes(messages[asked].text)
    if not wanted:
        return AIMessage("You are welcome.")
    wish = wanted[0]
    if not any(result.name == wish.look for result in results):
        return _calls(wish.look, {})
    if wish.tool is None:
        return AIMessage(f"There are {len(json.loads(results[-1].text))} of them.")
    if results[-1].name == wish.tool:
        return AIMessage("That cannot be done." if results[-1].status == "error" else "That is seen to already.")
    return _calls(wish.tool, _arguments(wish, results[-1]))


def _arguments(wish: Wish, looked_up: ToolMessage) -> dict[str, str]:
    """A visit's number is not in the customer's words: it is that of the one visit they speak of."""
    if wish.tool not in ("move_visit", "cancel_visit"):
        return wish.arguments
    meant = [visit for visit in json.loads(looked_up.text) if (visit["reason"], visit["status"]) == _MEANT]
    return {**wish.arguments, "visit_id": meant[0]["visit_id"]}


def _calls(tool: str, arguments: dict[str, str]) -> AIMessage:
    call = ToolCall(name=tool, args=arguments, id=f"call-{tool}", type="tool_call")
    return AIMessage("", tool_calls=[call])
