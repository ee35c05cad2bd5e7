"""ABCD's guidelines for agents as descriptions of its flows and subflows: texts that a classifier of them can use."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.convert.reading import ConversionError
from evals.utterances import Utterance

LABELS = ("flow", "subflow")


def descriptions(guidelines: Path, ontology: Path, labels: Sequence[str]) -> Iterator[Utterance]:
    """Yield for each subflow its title and what its first instruction says of the customer, and all its steps.

    The two files name subflows differently but in the same order, which is checked by their number.

    Raises:
        ConversionError: A file cannot be read, or they are not of one kind.
    """
    names = _read(ontology).get("intents", {}).get("subflows", {})
    try:
        for title, flow in _read(guidelines).items():
            name = re.sub(r"\W+", "_", title.lower())
            for subflow, (heading, steps) in zip(names[name], flow["subflows"].items(), strict=True):
                known = {"flow": name, "subflow": subflow}
                intent = "/".join(known[label] for label in labels)
                first = f"{heading}. {steps['instructions'][0]}"
                yield Utterance(text=first, intent=intent)
                yield Utterance(text=f"{first} {' '.join(_steps(steps))}", intent=intent)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ConversionError(f"{guidelines} and {ontology} do not belong together: {error!r}") from error


def _steps(subflow: Mapping[str, Any]) -> Iterator[str]:
    for step in subflow["actions"]:
        yield str(step["text"])
        yield from map(str, step["subtext"])


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConversionError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise ConversionError(f"{path} must hold one JSON object")
    return found
