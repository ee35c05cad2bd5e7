"""The predictor of the next action: asked for hints, kept as one file of arrays."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from graphs.next_action.chooser import Chooser
from graphs.next_action.features import Vocabulary, looked_at
from graphs.next_action.heads import Prepared, prepare
from graphs.next_action.history import Moment
from graphs.next_action.policy import Policy
from graphs.next_action.values import Values
from tools.knowledge_base.encoder import Encoder

FORMAT = 1
MOST = 3
"""How many hints are given."""


class WeightsError(Exception):
    """A file of weights cannot be used; the text says why."""


class Hint(BaseModel):
    """An action that may come next."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: str
    arguments: dict[str, str]
    confidence: float
    """How probable it is that this action comes next, if any does."""


class _Names(BaseModel):
    """What of the predictor is not numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    encoder: str
    policy: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[str, ...]]
    known: list[tuple[str, str, dict[str, int]]]
    spellings: dict[str, str]
    empty: list[str]


@dataclass(frozen=True)
class NextAction:
    """Says which action comes next, and with which values."""

    chooser: Chooser
    values: Values
    encoder: str
    """The name of the encoder whose vectors it was trained on."""

    async def hints(self, moment: Moment, encoder: Encoder, most: int = MOST) -> list[Hint]:
        """Return the most probable next actions, the best first.

        Raises:
            WeightsError: It was trained on another encoder's vectors.
            Unavailable: The encoder did not answer.
        """
        if encoder.name != self.encoder:
            raise WeightsError(f"the predictor was trained with {self.encoder}, not with {encoder.name}: train it anew")
        texts = list(dict.fromkeys(looked_at(moment)))
        vectors = dict(zip(texts, await encoder.encode(texts), strict=True))
        return self.best(prepare(moment, vectors), most)

    def best(self, one: Prepared, most: int = MOST) -> list[Hint]:
        """Return the most probable next actions of a prepared moment, the best first."""
        flows, found = self.chooser.choose(one)
        ordered = sorted(found, key=lambda action: -found[action])[:most]
        return [
            Hint(
                action=action,
                arguments=self.values.choose(one.moment, action, flows),
                confidence=found[action],
            )
            for action in ordered
        ]

    def packed(self) -> bytes:
        """Return the predictor as the content of a file."""
        names = _Names(
            format=FORMAT,
            encoder=self.encoder,
            policy={flow: tuple(actions) for flow, actions in self.chooser.heads.policy.flows.items()},
            slots={action: tuple(arguments) for action, arguments in self.values.slots.items()},
            known=[(action, name, dict(values)) for (action, name), values in sorted(self.values.known.items())],
            spellings=dict(self.values.spellings),
            empty=sorted(self.values.empty),
        )
        held = self.chooser.arrays() | self.values.weights.arrays("values")
        held["names"] = np.frombuffer(names.model_dump_json().encode(), np.uint8)
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **held)
        return file.getvalue()

    @classmethod
    def unpacked(cls, content: bytes) -> "NextAction":
        """Make the predictor of a file's content again.

        Raises:
            WeightsError: It is damaged or of another version.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                arrays: dict[str, NDArray[Any]] = dict(file)
            names = _Names.model_validate_json(arrays["names"].tobytes())
            if names.format != FORMAT:
                raise WeightsError(f"it has format {names.format}, and {FORMAT} is understood: train it anew")
            return cls(Chooser.of_arrays(arrays, Policy(names.policy)), _values(names, arrays), names.encoder)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
            raise WeightsError(f"it is damaged: {error}") from error


def _values(names: _Names, arrays: Mapping[str, NDArray[Any]]) -> Values:
    slots: Mapping[str, Sequence[str]] = names.slots
    known = {(action, argument): values for action, argument, values in names.known}
    weights = Vocabulary.of_arrays("values", arrays)
    return Values(slots, known, names.spellings, frozenset(names.empty), weights)
