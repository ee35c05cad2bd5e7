"""What a specialist does besides talking: it reads, or it proposes an action that the customer must confirm."""

from time import perf_counter
from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, ToolCall, ToolMessage
from langgraph.prebuilt import ToolRuntime
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import ValidationError

from graphs.embedded.frames import later_wishes
from graphs.events import ConfirmationAsked, TextDelta, ToolUsed
from graphs.reports import question
from graphs.services import Services
from graphs.specialists.areas import RECEPTION, SPECIALISTS, Specialist
from graphs.specialists.records import as_told
from graphs.state import Conversation, Request
from tools.actions import Action
from tools.errors import Correctable, ToolError, Unavailable


async def act(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Run the read tools the model asked for; an action asked for beside them waits until they are read."""
    message, specialist = _asking(state), _specialist(state)
    readings = specialist.calls(message, "read")
    results: list[AnyMessage] = []
    for call in message.tool_calls:
        if call in readings:
            results.append(await _read(specialist, call, runtime))
        else:
            results.append(_problem(call, _later(runtime, "look_first")))
    return {"messages": results}


async def propose(state: Conversation, runtime: Runtime[Services]) -> Command[Literal["answer", "screen_reply"]]:
    """Put the first action asked for into the ledger and its question to the customer; others wait their turn."""
    services, message = runtime.context, _asking(state)
    first, *others = _specialist(state).calls(message, "write")
    waiting: list[AnyMessage] = [_problem(call, _later(runtime, "one_at_a_time")) for call in others]
    try:
        action = await services.ledger.propose(
            services,
            first["name"],
            first["args"],
            turn_id=state.inbound.turn_id,
            word=lambda tool, plan: question(services.prompts, services.timezone, tool, plan),
        )
    except Unavailable:
        raise
    except ToolError as error:
        return Command(goto="answer", update={"messages": [_problem(first, error), *waiting]})
    result = _standing(first, action)
    if action.state != "proposed":
        return Command(goto="answer", update={"messages": [result, *waiting]})
    return Command(goto="screen_reply", update=_asked(state, runtime, action, [result, *waiting]))


def _asked(
    state: Conversation, runtime: Runtime[Services], action: Action, results: list[AnyMessage]
) -> dict[str, Any]:
    """Ask the customer; what was asked for is now the proposal's, no longer a request."""
    runtime.stream_writer(
        ConfirmationAsked(
            action_id=action.action_id,
            tool=action.tool,
            question=action.question,
            terms=action.terms,
            expires_at=action.expires_at.isoformat(),
        )
    )
    runtime.stream_writer(TextDelta(text=action.question))
    assert state.journey is not None  # noqa: S101
    # The embedded model's frame travels on, so that a change finds what was being filled in.
    later, frame = later_wishes(_asking(state))
    waiting = [Request(text=text, area=state.area, intent=action.tool) for text in later]
    return {
        "messages": [*results, AIMessage(action.question, additional_kwargs=frame)],
        "reply": [action.question],
        "requests": [*waiting, *state.requests],
        "journey": state.journey.model_copy(update={"proposal": action}),
        "session": state.session.model_copy(update={"current": None}),
    }


async def _read(specialist: Specialist, call: ToolCall, runtime: Runtime[Services]) -> ToolMessage:
    """Run one read tool; an outage is not the model's to solve and goes on up."""
    started = perf_counter()
    try:
        tool = specialist.by_name.get(call["name"])
        if tool is None:
            raise Correctable(f"There is no tool {call['name']!r}; there are {', '.join(specialist.by_name)}.")
        records = await tool.ainvoke({**call["args"], "runtime": _tool_runtime(call, runtime)})
        result = ToolMessage(as_told(records), tool_call_id=call["id"], name=call["name"])
    except Unavailable:
        raise
    except (ToolError, ValidationError) as error:
        result = _problem(call, error)
    runtime.stream_writer(
        ToolUsed(
            tool=call["name"],
            arguments=call["args"],
            ok=result.status != "error",
            latency_ms=round((perf_counter() - started) * 1000, 1),
        )
    )
    return result


def _tool_runtime(call: ToolCall, runtime: Runtime[Services]) -> ToolRuntime[Services, Any]:
    return ToolRuntime(
        state=None,
        context=runtime.context,
        config={},
        stream_writer=runtime.stream_writer,
        tool_call_id=call["id"],
        store=None,
    )


def _standing(call: ToolCall, action: Action) -> ToolMessage:
    """Tell the model where its action stands."""
    known = {
        "state": action.state,
        "question": action.question,
        "receipt": action.receipt,
        "approval": action.approval,
    }
    content = as_told({key: value for key, value in known.items() if value is not None})
    return ToolMessage(content, tool_call_id=call["id"], name=call["name"])


def _problem(call: ToolCall, error: ToolError | ValidationError) -> ToolMessage:
    """Word an error for the model, and name the argument at fault where it is known."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        error = Correctable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", argument=str(first["loc"][0]))
    argument = error.argument if isinstance(error, Correctable) else None
    return ToolMessage(
        f"{type(error).__name__}: {error}",
        tool_call_id=call["id"],
        name=call["name"],
        status="error",
        additional_kwargs={"argument": argument} if argument else {},
    )


def _later(runtime: Runtime[Services], why: str) -> Correctable:
    """Tell the model that this call must wait."""
    return Correctable(runtime.context.prompts.load("screen").say(why))


def _asking(state: Conversation) -> AIMessage:
    last = state.messages[-1]
    assert isinstance(last, AIMessage)  # noqa: S101
    return last


def _specialist(state: Conversation) -> Specialist:
    return SPECIALISTS[state.area or RECEPTION]
