"""Runs of an invented shop: the small model fails where a tool fails it, the large one does not."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

CHEAP, DEAR = 0.01, 0.10


def lines(tasks: int = 40, models: Sequence[str] = ("small", "large"), trials: int = 1) -> Iterator[dict[str, Any]]:
    """Write a run of each model on each task; every second task is hard, and every fifth beyond both."""
    for task in range(tasks):
        hard, hopeless = task % 2 == 1, task % 5 == 4
        for model in models:
            for trial in range(trials):
                fails = hopeless or (model == "small" and hard)
                yield {
                    "id": f"{model}-{task}-{trial}",
                    "group": "shop",
                    "domain": "retail",
                    "task": str(task),
                    "model": model,
                    "reward": 0.0 if fails else 1.0,
                    "cost": CHEAP if model == "small" else DEAR,
                    "messages": conversation(failing=fails, first=f"Please cancel order {task}"),
                }


def conversation(*, failing: bool, first: str = "Please cancel my order") -> list[dict[str, Any]]:
    """Two customer messages, a call between them, and an end."""
    return [
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": first},
        {"role": "assistant", "content": "", "tool_calls": [call("a", "cancel_order")]},
        {"role": "tool", "tool_call_id": "a", "content": "Error: no such order" if failing else "done"},
        {"role": "assistant", "content": "I am looking into it."},
        {"role": "user", "content": "All right."},
        {"role": "assistant", "content": "Is there anything else?"},
    ]


def call(call_id: str, name: str, **arguments: Any) -> dict[str, Any]:
    """A tool call as recordings write it."""
    return {"id": call_id, "name": name, "arguments": arguments}


def written(path: Path, given: Sequence[Mapping[str, Any]]) -> Path:
    """Write lines to a file."""
    path.write_text("".join(json.dumps(line) + "\n" for line in given), encoding="utf-8")
    return path
