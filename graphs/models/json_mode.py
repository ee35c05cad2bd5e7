"""Models without native tool calls: they answer with one JSON object, either a call of a tool or a reply.

The history is shown to them as text, in the same form; the words around it are a prompt (prompts/json_mode).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage

from graphs.models.errors import ModelMalformed
from graphs.models.json_text import ReplyReader, parse_json
from graphs.models.spec import ModelSpec
from graphs.models.stream import Assembly, Chunk
from prompts.registry import Prompt

Options = dict[str, Any]
_ONLY_FOR_TOOLS = frozenset({"tools", "tool_choice", "parallel_tool_calls"})


class JsonMode:
    """Rewrites a request so that a model without tool calls understands it."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def asked(self, messages: Sequence[BaseMessage], options: Mapping[str, Any]) -> tuple[list[BaseMessage], Options]:
        """Return the request as text and a response format."""
        kept = {key: value for key, value in options.items() if key not in _ONLY_FOR_TOOLS}
        if "response_format" in kept:
            schema = kept["response_format"]["json_schema"]["schema"]
            wanted = self._prompt.say("record", schema=_json(schema))
        else:
            tools = [tool["function"] for tool in options.get("tools", ())]
            kept["response_format"] = _envelope(tools)
            wanted = self._prompt.say("calls", tools="\n".join(map(_json, tools)))
        return self._rendered(messages, wanted), kept

    def _rendered(self, messages: Sequence[BaseMessage], wanted: str) -> list[BaseMessage]:
        system = "\n\n".join([*(m.text for m in messages if isinstance(m, SystemMessage)), wanted])
        rendered: list[BaseMessage] = [SystemMessage(system)]
        for message in messages:
            if not isinstance(message, SystemMessage):
                kind, text = self._worded(message)
                if type(rendered[-1]) is kind:
                    # Many chat templates want the two sides to take turns.
                    rendered[-1] = kind(f"{rendered[-1].text}\n{text}")
                else:
                    rendered.append(kind(text))
        return rendered

    def _worded(self, message: BaseMessage) -> tuple[type[HumanMessage | AIMessage], str]:
        if isinstance(message, ToolMessage):
            return HumanMessage, self._prompt.say("result", tool=message.name or "", result=message.text)
        if not isinstance(message, AIMessage):
            return HumanMessage, message.text
        calls = [_json({"tool": call["name"], "arguments": call["args"]}) for call in message.tool_calls]
        return AIMessage, "\n".join(calls) or _json({"reply": message.text})


class JsonAssembly(Assembly):
    """Reads an answer in JSON: a reply is given out as it is written, a call when it is whole."""

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__(spec)
        self._reply = ReplyReader()

    def add(self, chunk: Chunk) -> str:
        """Take the next piece; return what it adds to the reply."""
        return self._reply.feed(super().add(chunk))

    def message(self) -> AIMessage:
        """Return the whole answer.

        Raises:
            ModelUnavailable: The stream ended before the answer did.
            ModelMalformed: It is neither a reply nor a call.
        """
        self.check_ended()
        try:
            answer = parse_json(self.text)
        except ModelMalformed as error:
            raise self.malformed(str(error)) from error
        match answer:
            case {"reply": str(reply)}:
                return self.worded(reply, [])
            case {"tool": str(name), "arguments": dict(arguments)}:
                call = ToolCall(name=name, args=arguments, id=str(uuid4()), type="tool_call")
                return self.worded("", [call])
            case _:
                raise self.malformed(f"neither a reply nor a call: {self.text[:80]!r}")


def _envelope(tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    reply = _object({"reply": {"type": "string"}})
    calls = [_object({"tool": {"const": t["name"]}, "arguments": t["parameters"]}) for t in tools]
    schema = {"anyOf": [reply, *calls]} if calls else reply
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": False}}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
