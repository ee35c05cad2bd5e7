"""A transcript as a LangSmith example and back: inputs are what was said, outputs what is right, the rest metadata."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from evals.convert.chat import items
from evals.convert.exported import exchange
from evals.convert.gather import gather
from evals.transcript import Transcript

_SAID = ("opening", "channel", "customer_id", "strength", "now")
_RIGHT = ("disposition",)
_ABOUT = tuple(name for name in Transcript.model_fields if name not in {*_SAID, *_RIGHT, "turns"})


def as_example(transcript: Transcript) -> dict[str, Any]:
    """Return an example's `inputs`, `outputs`, `metadata` and `split`."""
    data = transcript.model_dump(mode="json", exclude_defaults=True)
    turns = [dict(turn) for turn in data["turns"]]
    right = [turn.pop("expected", None) for turn in turns]
    return {
        "inputs": {"turns": turns, **_chosen(data, _SAID)},
        "outputs": {"turns": right, **_chosen(data, _RIGHT)},
        "metadata": _chosen(data, _ABOUT),
        "split": transcript.part,
    }


def transcript_of(inputs: Mapping[str, Any], outputs: Mapping[str, Any], metadata: Mapping[str, Any]) -> Transcript:
    """Make the transcript again; an example that others have made of chat messages is read as what it is.

    Raises:
        ValueError: It is no conversation.
    """
    if not isinstance(inputs.get("turns"), list):
        return _of_messages(inputs, outputs, metadata)
    right = outputs.get("turns") or [None] * len(inputs["turns"])
    if len(right) != len(inputs["turns"]):
        raise ValueError(f"it has {len(inputs['turns'])} turns and says of {len(right)} what is right")
    turns = [
        {**turn, **({"expected": expected} if expected is not None else {})}
        for turn, expected in zip(inputs["turns"], right, strict=True)
    ]
    parts = {**_chosen(metadata, _ABOUT), **_chosen(inputs, _SAID), **_chosen(outputs, _RIGHT)}
    try:
        return Transcript.model_validate({**parts, "turns": turns})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def _of_messages(inputs: Mapping[str, Any], outputs: Mapping[str, Any], metadata: Mapping[str, Any]) -> Transcript:
    opening, turns = gather(items(exchange(inputs, outputs).messages))
    return Transcript(id=str(metadata["id"]), source="langsmith", strength="anonymous", opening=opening, turns=turns)


def _chosen(held: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Choose what a transcript has; LangSmith and people add more."""
    return {name: held[name] for name in names if name in held}
