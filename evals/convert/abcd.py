"""Action-Based Conversations (ABCD): people's chats whose agents press buttons, which are the calls.

https://github.com/asappresearch/abcd: the release's own form (`original` beside `delexed`, whose `targets` name the
action and its values) and a shorter one (`turns` with `action` and `logged_value`). Consecutive lines of the
customer's are one message, as the product merges a burst. The scenario is what the customer was told to play: it is
not part of what was said and is left out, but for the flow and the subflow, which are labels.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from evals.convert.gather import Heard, Item, gather
from evals.convert.reading import Dropped, Record, UnusableError
from evals.transcript import Call, Say, Transcript

_PARTS = ("train", "dev", "test")
"""The lists of the release's one document."""
_ACTION, _VALUES = 2, 3
"""Where a turn's `targets` hold the action that was taken and its values."""


def read_abcd(found: Iterable[Record], dropped: Dropped) -> Iterator[Transcript]:
    """Convert one conversation a record; the release's document holds many."""
    for record in found:
        for one in _conversations(record):
            with dropped.dropping(one.where):
                yield transcript(one)


def transcript(record: Record) -> Transcript:
    """Convert one conversation.

    Raises:
        UnusableError: It is none.
    """
    data = record.data
    if not isinstance(data, Mapping):
        raise UnusableError("it is no object")
    opening, turns = gather(_merged(_items(data)))
    scenario = data.get("scenario") or {}
    labels = {name: str(data.get(name) or scenario.get(name) or "") for name in ("flow", "subflow")}
    return Transcript(
        id=str(data.get("convo_id", record.name)),
        source="abcd",
        strength="anonymous",
        agent="person",
        opening=opening,
        turns=turns,
        labels={name: label for name, label in labels.items() if label},
    )


def _conversations(record: Record) -> Iterator[Record]:
    data = record.data
    parts = [part for part in _PARTS if isinstance(data, Mapping) and isinstance(data.get(part), list)]
    if not parts:
        yield record
    for part in parts:
        for number, one in enumerate(data[part], start=1):
            yield Record(f"{record.where}, {part} {number}", f"{part}-{number}", one)


def _items(data: Mapping[str, Any]) -> Iterator[Item]:
    if isinstance(data.get("turns"), list):
        for turn in data["turns"]:
            value = turn.get("logged_value")
            values = turn.get("logged_values") or ([] if value is None else [value])
            yield _item(str(turn.get("speaker")), str(turn.get("text", "")), str(turn.get("action", "")), values)
    elif isinstance(data.get("original"), list) and isinstance(data.get("delexed"), list):
        for (speaker, text), marked in zip(data["original"], data["delexed"], strict=True):
            targets = marked["targets"]
            yield _item(str(speaker), str(text), str(targets[_ACTION] or ""), targets[_VALUES] or [])
    else:
        raise UnusableError("it has neither turns nor original and delexed")


def _item(speaker: str, text: str, action: str, values: Sequence[Any]) -> Item:
    match speaker:
        case "customer":
            return Heard(text)
        case "agent":
            return Say(say=text)
        case "action" if action:
            names = ["value", *(f"value_{number}" for number in range(2, len(values) + 1))]
            held = {name: str(value) for name, value in zip(names, values, strict=False)}
            return Call(call=action, arguments=held, result=text)
        case _:
            raise UnusableError(f"it has a turn whose speaker is {speaker!r}")


def _merged(items: Iterable[Item]) -> Iterator[Item]:
    """Make one message of consecutive lines of the customer's."""
    for heard, group in groupby(items, key=lambda item: isinstance(item, Heard)):
        if heard:
            yield Heard("\n".join(item.text for item in group if isinstance(item, Heard)))
        else:
            yield from group
