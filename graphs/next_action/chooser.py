"""The choice of the next action: the words' own guess, the flow, its policy and the structure weighed together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphs.next_action.features import Vocabulary
from graphs.next_action.forest import Forest
from graphs.next_action.heads import ACTION, FLOW, Floats, Head, Linear, Prepared, Reader, softmax
from graphs.next_action.policy import Policy

SHARPNESS = 3.0
"""Turns a margin of the flow's head into a probability."""
SHARES: Mapping[str, float] = {"facts": 0.5, "flows": 1.0, "masses": 1.0, "scores": 2.0, "given": 1.0}
"""How much each group of features counts for the linear half of the choice; to the trees scale means nothing."""


@dataclass(frozen=True)
class Evidence:
    """What the choice is made from, in groups."""

    groups: Mapping[str, Floats]

    def row(self) -> Floats:
        """Return all groups one after another."""
        return np.concatenate([self.groups[name] for name in SHARES])

    def scaled(self) -> Floats:
        """Return all groups, each as it counts for the linear half."""
        return np.concatenate([share * self.groups[name] for name, share in SHARES.items()])


@dataclass(frozen=True)
class Heads:
    """What reads a moment before the choice is made."""

    action: Head
    flow: Head | None
    """None where no recording was labelled."""
    policy: Policy
    labels: tuple[str, ...]
    """All actions, in the order of every array of them."""
    flows: tuple[str, ...]
    facts: Vocabulary

    def flow_probabilities(self, one: Prepared) -> dict[str, float]:
        """Return how probable each flow is."""
        if self.flow is None:
            return {}
        found = softmax(self.flow.scores(one), SHARPNESS)
        return dict(zip(self.flow.linear.labels, found.tolist(), strict=True))

    def flows_of(self, evidence: Evidence) -> dict[str, float]:
        """Return how probable each flow is by evidence that was read."""
        return dict(zip(self.flows, evidence.groups["flows"].tolist(), strict=True))

    def evidence(self, one: Prepared) -> Evidence:
        """Read a moment."""
        flows = self.flow_probabilities(one)
        columns = {label: column for column, label in enumerate(self.labels)}
        facts = np.zeros(len(self.facts))
        at, values = self.facts.place(one.structure)
        facts[at] = values
        return Evidence(
            {
                "facts": facts,
                "flows": np.array([flows.get(flow, 0.0) for flow in self.flows]),
                "masses": self.policy.masses(flows, one.moment.actions, columns),
                "scores": self.action.aligned(one, self.labels),
                "given": np.array(one.given),
            }
        )


@dataclass(frozen=True)
class Chooser:
    """Chooses the next action."""

    heads: Heads
    forest: Forest
    linear: Linear

    def choose(self, one: Prepared) -> tuple[dict[str, float], dict[str, float]]:
        """Return how probable each flow is, and each action: the mean of what trees and the linear half say."""
        evidence = self.heads.evidence(one)
        scaled = evidence.scaled().tolist()
        line = softmax(self.linear.scores((list(range(len(scaled))), scaled)))
        found = dict(zip(self.linear.labels, line.tolist(), strict=True))
        trees = self.forest.probabilities(evidence.row())
        both = zip(self.heads.labels, trees.tolist(), strict=True)
        return self.heads.flows_of(evidence), {label: (found.get(label, 0.0) + share) / 2 for label, share in both}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this chooser again, but for the policy."""
        heads = self.heads
        held: dict[str, NDArray[Any]] = {"labels": np.array(heads.labels), "flows": np.array(heads.flows, str)}
        held |= heads.facts.arrays("facts") | self.forest.arrays("forest") | self.linear.arrays("final")
        held |= heads.action.linear.arrays("action") | heads.action.reader.arrays("action")
        if heads.flow is not None:
            held |= heads.flow.linear.arrays("flow") | heads.flow.reader.arrays("flow")
        return held

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]], policy: Policy) -> "Chooser":
        """Make a chooser from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        action = Head(Reader.of_arrays("action", ACTION, arrays), Linear.of_arrays("action", arrays))
        flows = tuple(str(flow) for flow in arrays["flows"])
        flow = Head(Reader.of_arrays("flow", FLOW, arrays), Linear.of_arrays("flow", arrays)) if flows else None
        labels = tuple(str(label) for label in arrays["labels"])
        heads = Heads(action, flow, policy, labels, flows, Vocabulary.of_arrays("facts", arrays))
        return cls(heads, Forest.of_arrays("forest", arrays), Linear.of_arrays("final", arrays))
