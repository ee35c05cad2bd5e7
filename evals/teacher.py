"""A chat model that plays a recording: it routes, reads and calls as the transcript says is right.

With it in the place of the models the product's own road makes the recorded history again: its ledger, tools, store and
worded questions are real. The words of a specialist are the recorded ones, or, while a draft is being recorded and
gives none, those of the product's own model after the right calls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool
from pydantic import BaseModel, ConfigDict, PrivateAttr, SkipValidation, TypeAdapter
from typing_extensions import override

from evals.transcript import Call, Expected, Turn
from graphs.confirm import ReplyReading
from graphs.embedded.frames import Frame, Memory, remembered
from graphs.embedded.history import customer_words
from graphs.embedded.toolcards import card_of
from graphs.models.asynchronous import AsyncChatModel
from graphs.router import CLEAR_ABOVE, Routing
from graphs.state import Request
from tools.effects import effect_of
from tools.toolbox import AREA_TOOLS

_MOST_READS = 4
"""How many preparing reads a draft's turn may have, so that the product's own model does not go round in circles."""
_UNCLEAR = CLEAR_ABOVE / 2
"""How sure a router is of a message that nobody can read."""
_ANSWERS = {tool.name for tools in AREA_TOOLS.values() for tool in tools if card_of(tool).finds_passages}
_KINDS = {tool.name: effect_of(tool) for tools in AREA_TOOLS.values() for tool in tools}


class TeacherError(Exception):
    """The turn cannot be played as it is written; the text says what to write instead."""


@dataclass
class Script:
    """What is still to be played of one turn."""

    expected: Expected
    calls: list[Call]
    says: list[str]
    drafting: bool
    """Whether the product's own model may prepare, and find words, where the draft leaves it open."""
    spoken: list[str] = field(default_factory=list)
    """What the specialist has said: everything else in the reply was worded by code."""
    reads: int = 0

    @classmethod
    def of(cls, turn: Turn, *, drafting: bool) -> "Script":
        """Make the script of a turn: of a draft what is expected, of a recording what was done."""
        expected = turn.expected or Expected()
        calls = (expected.calls or ()) if drafting else turn.calls
        says = [step.say for step in turn.agent if not isinstance(step, Call) and not step.by_code]
        return cls(expected, list(calls), says, drafting)

    def take(self, own: Mapping[str, Any]) -> bool:
        """Take a call off the script if it is the same as one that is still to be made."""
        at = next((at for at, call in enumerate(self.calls) if self._is(call, own)), None)
        if at is not None:
            del self.calls[at]
        return at is not None

    def _is(self, call: Call, own: Mapping[str, Any]) -> bool:
        """Whether a call is the one that is written; a draft may leave arguments to the product's own model."""
        if call.call != own["name"]:
            return False
        made = {name: value for name, value in own["args"].items() if value is not None}
        if not self.drafting:
            return dict(call.arguments) == made
        return call.arguments.items() <= made.items()

    def handover(self, tools: Sequence[BaseTool]) -> str | None:
        """Return the tool by which the specialist hands over, where that is what the draft is about."""
        if self.expected.escalation not in ("any", "specialist_asked") or not self.drafting:
            return None
        return next((tool.name for tool in tools if effect_of(tool) == "handover"), None)

    def next_of(self, tools: Sequence[str]) -> Call | None:
        """Take the next call that these tools can make."""
        at = next((at for at, call in enumerate(self.calls) if call.call in tools), None)
        return self.calls.pop(at) if at is not None else None


class Teacher(AsyncChatModel):
    """Plays one turn's script after the other."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    inner: SkipValidation[BaseChatModel]
    """The product's own model: for words and memory where they agree with the script."""
    _script: Script | None = PrivateAttr(default=None)
    _made: int = PrivateAttr(default=0)
    _fault: TeacherError | None = PrivateAttr(default=None)

    @property
    def script(self) -> Script:
        """The turn that is being played."""
        assert self._script is not None, "a turn is given first"  # noqa: S101
        return self._script

    @property
    def fault(self) -> TeacherError | None:
        """Why the turn could not be played as written, if so: the product has made the best of it."""
        return self._fault

    def play(self, turn: Turn, *, drafting: bool = False) -> None:
        """Begin with a turn."""
        self._script, self._fault = Script.of(turn, drafting=drafting), None

    @property
    def _llm_type(self) -> str:
        return "teacher"

    @override
    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind the tools of the area that the turn has come to."""
        return self.bind(tools=list(tools))

    @override
    def with_structured_output(
        self, schema: Any, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        """Fill a routing or a reading as it is expected; anything else the product's own model fills."""

        async def fill(messages: Any) -> Any:
            record = await self._record(schema, list(messages))
            return {"parsed": record, "raw": AIMessage(""), "parsing_error": None} if include_raw else record

        return RunnableLambda(fill)

    async def _record(self, schema: type[BaseModel], messages: list[BaseMessage]) -> Any:
        words = (customer_words(messages) or [""])[-1]
        if schema is Routing:
            return _routing(self.script.expected, words)
        if schema is ReplyReading:
            return ReplyReading(reading=self.script.expected.reading or "other", confidence=1.0)
        return await self.inner.with_structured_output(schema).ainvoke(messages)

    @override
    async def answer(self, messages: Sequence[BaseMessage], **options: Any) -> AIMessage:
        """Make the call or say the words that were recorded; in words and memory the product's own where they agree."""
        tools: Sequence[BaseTool] = options.get("tools", ())
        script, names = self.script, [tool.name for tool in tools]
        own = await self.inner.bind_tools(tools).ainvoke(list(messages))
        wanted = own.tool_calls[0] if own.tool_calls else None
        if wanted is not None and (script.take(wanted) or self._may_prepare(wanted)):
            self._note(own.text)
            return own
        following = script.next_of(names)
        if following is not None:
            words = (customer_words(messages) or [""])[-1]
            return self._call(following.call, _whole(following, tools, words), messages)
        if script.says:
            return self._say(script.says.pop(0), own)
        if (handover := script.handover(tools)) is not None:
            return self._call(handover, {"reason": (customer_words(messages) or [""])[-1]}, messages)
        if wanted is None:
            self._note(own.text)
            return own
        self._fault = self._fault or TeacherError(
            f"the product's own model would call {wanted['name']} {wanted['args']} here: write the agent's words, or "
            "expect the call"
        )
        raise self._fault

    def _may_prepare(self, wanted: ToolCall) -> bool:
        """Whether a draft lets the product's own model read this: before a write, or where nothing else is written."""
        script = self.script
        if not script.drafting or _KINDS.get(wanted["name"]) != "read" or script.reads >= _MOST_READS:
            return False
        following = script.calls[0] if script.calls else None
        if (following is None and script.says) or (following is not None and _KINDS.get(following.call) != "write"):
            return False
        script.reads += 1
        return True

    def _call(self, tool: str, arguments: dict[str, Any], messages: Sequence[BaseMessage]) -> AIMessage:
        """Make a call, with the memory that the embedded model would have of it: a question ends nothing."""
        self._made += 1
        words = (customer_words(messages) or [""])[-1]
        memory = Memory(frame=Frame(tool=tool, arguments=arguments, said=(words,)))
        if tool in _ANSWERS:
            memory = _kept(remembered(messages))
        made: ToolCall = {"name": tool, "args": arguments, "id": f"teacher-{self._made}", "type": "tool_call"}
        return AIMessage("", tool_calls=[made], additional_kwargs=memory.attached())

    def _say(self, text: str, own: AIMessage) -> AIMessage:
        """Say the recorded words; what the own model remembers stays with them if it is about the same matter."""
        self._note(text)
        expected = self.script.expected
        about = {wish.intent for wish in expected.wishes} | {call.call for call in expected.calls or ()}
        frame = remembered([own]).frame
        agrees = not own.tool_calls and (frame is None or not about or frame.tool in about)
        return AIMessage(text, additional_kwargs=own.additional_kwargs if agrees else {})

    def _note(self, text: str) -> None:
        if text.strip():
            self.script.spoken.append(text.strip())


def _kept(memory: Memory) -> Memory:
    """Return what is still open while a question is answered: what was looked up has been told."""
    frame = memory.frame
    over = frame is not None and frame.asked is None and _KINDS.get(frame.tool) == "read"
    return memory.on(None) if over else memory


def _routing(expected: Expected, words: str) -> Routing:
    """Return what the router must say: words that only answer keep the area in hand, others nobody can read."""
    wishes = [
        Request.model_validate({"text": wish.text or words, "area": wish.area, "intent": wish.intent})
        for wish in expected.wishes
    ] or [Request.model_validate({"text": words, "area": expected.area, "intent": "question"})]
    unclear = not expected.wishes and expected.area is None and expected.reading is None
    return Routing(
        requests=wishes[:4], sentiment=expected.sentiment or "neutral", confidence=_UNCLEAR if unclear else 1.0
    )


def _whole(call: Call, tools: Sequence[BaseTool], words: str) -> dict[str, Any]:
    """Return a call's arguments; required free text that a draft leaves out is in the customer's words."""
    bound = next(tool for tool in tools if tool.name == call.call)
    schema = bound.tool_call_schema
    described = schema if isinstance(schema, dict) else TypeAdapter(schema).json_schema()
    missing = [
        name
        for name in described.get("required", ())
        if name not in call.arguments and described["properties"][name].get("format") == "free-text"
    ]
    return {**call.arguments, **dict.fromkeys(missing, words)}
