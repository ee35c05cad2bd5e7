"""The embedded model's memory: what it is filling in for the customer. It travels in the messages it writes."""

from collections.abc import Collection, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from pydantic import BaseModel, ConfigDict

FRAME = "frame"
"""The key of `additional_kwargs` under which the memory travels."""
ANYTHING = "anything"
"""What a frame has asked for when the customer was asked what should be different."""
_KEPT_WORDS = 6


class Frame(BaseModel):
    """One thing that the customer wants done and what is known of it so far."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tool: str
    arguments: dict[str, Any] = {}
    said: tuple[str, ...] = ()
    """The customer's words that belong to it, newest last."""
    asked: str | None = None
    """The argument that the customer was asked for."""
    times: int = 0
    """How often in a row it was asked for."""
    excluded: dict[str, tuple[str, ...]] = {}
    """Values that the customer has ruled out, by argument."""
    context: str = ""
    """A finding that suggested the tool: words to fill arguments from that are not the customer's."""
    if_tried: str = ""
    """The tool to use with the same record instead, as the customer has tried by hand what this one does."""
    problem: str = ""
    """What the tool said was wrong the last time."""
    later: tuple[str, ...] = ()
    """Words for what is wished for besides with the same values, to be asked for once this is proposed."""
    correcting: str = ""
    """The customer's words that want it otherwise, until what they may name has been looked up."""

    def heard(self, text: str) -> "Frame":
        """Return the frame with new words added to it."""
        return self.model_copy(update={"said": (*self.said, text)[-_KEPT_WORDS:]})

    def having(self, name: str, value: Any) -> "Frame":
        """Return the frame with one argument set."""
        return self.model_copy(update={"arguments": {**self.arguments, name: value}})

    def without(self, *names: str) -> "Frame":
        """Return the frame with arguments taken out."""
        kept = {name: value for name, value in self.arguments.items() if name not in names}
        return self.model_copy(update={"arguments": kept})

    def excluding(self, name: str, value: Any) -> "Frame":
        """Return the frame with an argument taken out and its value ruled out."""
        ruled_out = (*self.excluded.get(name, ()), str(value))
        return self.without(name).model_copy(update={"excluded": {**self.excluded, name: ruled_out}})

    def asking(self, name: str | None) -> "Frame":
        """Return the frame as it is after the customer was asked for an argument, or has answered."""
        times = self.times + 1 if name is not None and name == self.asked else 1 if name else 0
        return self.model_copy(update={"asked": name, "times": times})


class Memory(BaseModel):
    """All that is carried from one message to the next."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    frame: Frame | None = None
    aside: tuple[Frame, ...] = ()
    """Frames left for another matter, to be taken up again, newest last."""
    options: tuple[str, ...] = ()
    """Tools that the last reply offered to use."""
    told: Frame | None = None
    """What was looked up for the customer last: "and the other one?" goes on from there."""
    picked: int | None = None
    """Which of the records told was spoken of since."""

    def on(self, frame: Frame | None) -> "Memory":
        """Return the memory with this frame open and nothing on offer."""
        return self.model_copy(update={"frame": frame, "options": ()})

    def offering(self, *tools: str) -> "Memory":
        """Return the memory with these tools on offer."""
        return self.model_copy(update={"options": tools})

    def turning_to(self, frame: Frame) -> "Memory":
        """Open a frame; an unfinished one is set aside."""
        aside = self.aside
        if self.frame is not None and self.frame.asked and self.frame.tool != frame.tool:
            aside = (*aside, self.frame)
        return Memory(frame=frame, aside=tuple(kept for kept in aside if kept.tool != frame.tool), told=self.told)

    def finished(self, bound: Collection[str]) -> "Memory":
        """Close the open frame and take up the newest one set aside whose tool is bound; others stay aside."""
        at = next((at for at in reversed(range(len(self.aside))) if self.aside[at].tool in bound), None)
        if at is None:
            return Memory(aside=self.aside, told=self.told)
        return Memory(frame=self.aside[at], aside=(*self.aside[:at], *self.aside[at + 1 :]), told=self.told)

    def telling(self, frame: Frame) -> "Memory":
        """Return the memory with what is now told to the customer."""
        return self.model_copy(update={"told": frame, "picked": None})

    def about(self, words: str) -> Frame | None:
        """Return the frame that these very words began or went on with, open or aside."""
        frames = [*self.aside, *([self.frame] if self.frame else [])]
        return next((frame for frame in reversed(frames) if words in frame.said), None)

    def attached(self) -> dict[str, Any]:
        """Return what a message carries of it."""
        return {FRAME: self.model_dump(mode="json", exclude_defaults=True)}


def remembered(messages: Sequence[BaseMessage]) -> Memory:
    """Read the memory back from the newest message that carries it.

    Where another model has acted since, it is out of date: then nothing is remembered.
    """
    for message in reversed(messages):
        if not isinstance(message, AIMessage):
            continue
        if FRAME in message.additional_kwargs:
            return Memory.model_validate(message.additional_kwargs[FRAME])
        if message.tool_calls or (message.usage_metadata and message.usage_metadata["total_tokens"]):
            return Memory()
    return Memory()


def later_wishes(message: AIMessage) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return what is wished for besides what a message proposes, and its memory without that; nothing is said twice."""
    if FRAME not in message.additional_kwargs:
        return (), {}
    memory = remembered([message])
    if memory.frame is None:
        return (), memory.attached()
    return memory.frame.later, memory.on(memory.frame.model_copy(update={"later": ()})).attached()


def asked_by_another(messages: Sequence[BaseMessage]) -> Sequence[BaseMessage] | None:
    """Return the messages before a question that another model has put to the customer, if they answer one now."""
    if len(messages) < 2 or not isinstance(messages[-1], HumanMessage):
        return None
    question = messages[-2]
    if _is_proposed(messages[:-2]):
        return None
    if not isinstance(question, AIMessage) or question.tool_calls or FRAME in question.additional_kwargs:
        return None
    return messages[:-2] if question.text.rstrip().endswith("?") else None


def _is_proposed(messages: Sequence[BaseMessage]) -> bool:
    """Whether an action's outcome comes last: what follows it is worded by code and remembered with the action."""
    last = messages[-1] if messages else None
    return isinstance(last, ToolMessage) and last.text.startswith('{"state"')
