"""Schema-Guided Dialogue: annotated bookings and searches, whose service calls are the calls.

https://github.com/google-research-datasets/dstc8-schema-guided-dialogue: its own form (`utterance`, `service_call`,
`state`) and a shorter one (`text`, `call`, `intent`). A dialogue's annotation is its gold: the intent that a
customer's message begins, and the calls of the turn.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evals.convert.reading import Dropped, Record, UnusableError
from evals.transcript import Call, Expected, Say, Step, Transcript, Turn, Wish
from tools.actions import Reading

_NONE = "NONE"
"""How the data writes that no intent is active."""
_READINGS: Mapping[str, Reading] = {"AFFIRM": "yes", "NEGATE": "no"}


def read_sgd(found: Iterable[Record], dropped: Dropped) -> Iterator[Transcript]:
    """Convert one dialogue a record."""
    for record in found:
        with dropped.dropping(record.where):
            yield transcript(record)


def transcript(record: Record) -> Transcript:
    """Convert one dialogue.

    Raises:
        UnusableError: It is none.
    """
    data = record.data
    if not isinstance(data, Mapping) or not isinstance(data.get("turns"), list):
        raise UnusableError("it has no list of turns")
    services = [str(service) for service in data.get("services") or ()]
    opening, turns = _turns(data["turns"])
    return Transcript(
        id=str(data.get("id") or data.get("dialogue_id") or record.name),
        source="sgd",
        area=services[0] if services else None,
        tags=tuple(services),
        strength="anonymous",
        agent="person",
        opening=opening,
        turns=tuple(turns),
    )


def _turns(said: Sequence[Any]) -> tuple[str, list[Turn]]:
    opening: list[str] = []
    turns: list[Turn] = []
    before = ""
    for one in said:
        if not isinstance(one, Mapping):
            raise UnusableError("it has a turn that is no object")
        text, frames = one.get("text", one.get("utterance")), list(one.get("frames") or ())
        if not isinstance(text, str):
            raise UnusableError("it has a turn without words")
        match str(one.get("speaker", "")).lower():
            case "user":
                wishes, before = _wishes(frames, before)
                turns.append(Turn(customer=text, expected=Expected(wishes=wishes, reading=_reading(frames), calls=())))
            case "system" if turns:
                turns[-1] = _answered(turns[-1], text, frames)
            case "system":
                opening.append(text)
            case speaker:
                raise UnusableError(f"it has a turn whose speaker is {speaker!r}")
    if not turns:
        raise UnusableError("it has no words of a customer's")
    return "\n".join(opening), turns


def _answered(turn: Turn, text: str, frames: Sequence[Mapping[str, Any]]) -> Turn:
    calls = [call for frame in frames if (call := _call(frame)) is not None]
    steps: list[Step] = [*turn.agent, *calls, *([Say(say=text)] if text else [])]
    assert turn.expected is not None  # noqa: S101 - every turn is annotated
    wanted = [Call(call=call.call, arguments=call.arguments) for call in calls]
    expected = turn.expected.model_copy(update={"calls": (*(turn.expected.calls or ()), *wanted)})
    return turn.model_copy(update={"agent": tuple(steps), "expected": expected})


def _call(frame: Mapping[str, Any]) -> Call | None:
    made = frame.get("call") or frame.get("service_call")
    if not made:
        return None
    results = frame.get("service_results")
    held = {"results": results} if results is not None else {"n_results": frame.get("n_results", 0)}
    arguments = {str(name): value for name, value in (made.get("parameters") or {}).items()}
    return Call(call=str(made["method"]), arguments=arguments, result=json.dumps(held, ensure_ascii=False))


def _wishes(frames: Sequence[Mapping[str, Any]], before: str) -> tuple[tuple[Wish, ...], str]:
    """Return the intents that a message begins, and the one that is active after it."""
    wishes = []
    for frame in frames:
        intent = str(frame.get("intent") or (frame.get("state") or {}).get("active_intent") or _NONE)
        if intent != _NONE and intent != before:
            wishes.append(Wish(area=str(frame["service"]) if frame.get("service") else None, intent=intent))
            before = intent
    return tuple(wishes), before


def _reading(frames: Sequence[Mapping[str, Any]]) -> Reading | None:
    return next((_READINGS[act] for frame in frames for act in _acts(frame) if act in _READINGS), None)


def _acts(frame: Mapping[str, Any]) -> list[str]:
    return [str(act) for act in frame.get("acts") or [action.get("act") for action in frame.get("actions") or ()]]
