"""Which label a text has: one classifier for a team's own intents and for the product's.

Kernel ridge regression on one-hot targets (C. Saunders, A. Gammerman, V. Vovk, Ridge Regression Learning Algorithm in
Dual Variables, 1998; as a classifier: R. Rifkin, A. Klautau, In Defense of One-Vs-All Classification, 2004). Two texts
are alike by their sentence vectors, through a Gaussian kernel, and by their words and letters (`lexical`), linearly;
where texts are said in a conversation, all that is multiplied by how alike the contexts are (`context`).
Every training text's prediction with itself left out comes in closed form from the same factorisation, and from these
honest predictions `calibration` learns how sure to be and when nothing fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from graphs.embedded.calibration import Scores, head_start, softmax, temperature
from graphs.embedded.context import Contexts
from graphs.embedded.lexical import Floats, Lexicon, Postings, Weighed, gram

SMALL = 800
"""With no more texts than this the recipe is chosen by leaving each out, which takes a second or two; with more it
matters less: the recipe that serves most is taken."""
MOST = 20_000
"""Of more texts than this a part is taken, from each label the same share: memory grows with the square."""
RAREST, COMMONEST = 0.02, 3.0
"""How far from the recipe's ridge that of a label's texts goes: it grows with how many there are, as a share of the
mean. Chosen by leaving examples out."""


@dataclass(frozen=True)
class Recipe:
    """The three numbers of the method."""

    meaning: float = 0.6
    """The share of likeness that sentence vectors have; words and letters have the rest."""
    sharpness: float = 2.0
    """How fast likeness in meaning falls off with distance."""
    ridge: float = 0.1
    """How little a single text is trusted, if its label has as many as others."""


RECIPES = tuple(Recipe(*one) for one in product((0.5, 0.7, 0.85), (1.0, 2.0, 4.0), (0.03, 0.1, 0.3)))


@dataclass(frozen=True)
class Classifier:
    """A trained classifier, ready to be asked."""

    labels: tuple[str, ...]
    recipe: Recipe
    lexicon: Lexicon
    postings: Postings
    """The terms of the texts it was trained on."""
    vectors: Floats
    """The sentence vectors of the texts it was trained on."""
    weights: Floats
    """What each of those texts says for each label."""
    temperature: float
    bias: Floats
    """What is added to each label's score: a head start for "out of scope", else nothing."""
    contexts: Contexts
    """Where in a conversation those texts were said."""

    def probabilities(self, text: str, vector: Floats, after: str | None = None) -> Scores:
        """Return the probability of each label, in the order of `labels`; `after` is the tool it is said after."""
        return softmax((self.scores(text, vector, after) + self.bias) / self.temperature)

    def scores(self, text: str, vector: Floats, after: str | None = None) -> Scores:
        """Return how much speaks for each label: about 1 for what is certain, about 0 far from every example."""
        share = self.recipe.meaning
        meaning = np.exp(self.recipe.sharpness * (self.vectors @ vector - 1))
        words = self.postings.likeness(self.lexicon.weigh(text))
        likeness = (share * meaning + (1 - share) * words) * self.contexts.weights(after)
        return np.asarray(likeness @ self.weights, np.float64)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what a file must hold to make this classifier again."""
        recipe = self.recipe
        numbers = [recipe.meaning, recipe.sharpness, recipe.ridge, self.temperature]
        return {
            "labels": np.array(self.labels),
            "numbers": np.array(numbers, np.float64),
            "vectors": self.vectors,
            "weights": self.weights,
            "bias": self.bias,
            **self.lexicon.arrays(),
            **self.postings.arrays(),
            **self.contexts.arrays(),
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Classifier":
        """Make a classifier from a file's arrays.

        Raises:
            KeyError: An array is missing.
            ValueError: The arrays do not fit together.
        """
        labels = tuple(str(label) for label in arrays["labels"])
        meaning, sharpness, ridge, heat = (float(one) for one in arrays["numbers"])
        lexicon = Lexicon.of_arrays(arrays)
        vectors, weights, bias = (np.asarray(arrays[name], np.float32) for name in ("vectors", "weights", "bias"))
        postings, contexts = Postings.of_arrays(arrays), Contexts.of_arrays(arrays)
        sizes = {len(vectors), len(weights), postings.texts, len(contexts.places)}
        shapes = (weights.shape[1:], bias.shape, postings.starts.shape)
        if len(sizes) > 1 or shapes != ((len(labels),), (len(labels),), (len(lexicon.columns) + 1,)) or not labels:
            raise ValueError("the classifier is damaged")
        recipe = Recipe(meaning, sharpness, ridge)
        return cls(labels, recipe, lexicon, postings, vectors, weights, heat, bias, contexts)


@dataclass(frozen=True)
class Fitted:
    """A classifier and what it predicts for each of its texts when that text is left out."""

    classifier: Classifier
    left_out: Scores
    """Probabilities, a row for each text it was trained on."""
    truth: NDArray[np.intp]
    """The place of each text's label."""


def fit(
    texts: Sequence[str],
    vectors: Floats,
    labels: Sequence[str],
    out_of_scope: str | None = None,
    contexts: Contexts | None = None,
) -> Fitted:
    """Train on texts with their sentence vectors; `out_of_scope` is the label of what belongs to no other.

    Raises:
        ValueError: There are fewer than two labels to tell apart.
    """
    with threadpool_limits(limits=1):  # several threads only get in each other's way on a shared machine
        kept = _some(labels)
        said = (contexts or Contexts.of([None] * len(labels), {})).some(kept)
        alike = _Alike.of([texts[row] for row in kept], np.asarray(vectors[kept], np.float32), said)
        return _fit(alike, [labels[row] for row in kept], out_of_scope)


def _fit(alike: "_Alike", labels: Sequence[str], out_of_scope: str | None) -> Fitted:
    names, truth = np.unique(np.array(labels), return_inverse=True)
    if len(names) < 2:
        raise ValueError("there must be two labels at least to tell apart")
    targets = np.eye(len(names), dtype=np.float32)[truth]
    recipe = _best(alike, targets) if len(labels) <= SMALL else Recipe()
    weights, left_out = _solve(alike.kernel(recipe), targets, _ridges(targets, recipe.ridge))
    bias = np.zeros(len(names), np.float32)
    if out_of_scope in names:
        outside = int(np.flatnonzero(names == out_of_scope)[0])
        bias[outside] = head_start(left_out, truth, outside)
    heat = temperature(left_out + bias, truth)
    labelled = tuple(str(name) for name in names)
    lexicon, postings = alike.lexicon, Postings.of(alike.weighed, len(alike.lexicon.columns))
    classifier = Classifier(labelled, recipe, lexicon, postings, alike.vectors, weights, heat, bias, alike.contexts)
    return Fitted(classifier, softmax((left_out + bias) / heat), truth)


@dataclass(frozen=True)
class _Alike:
    """How alike the texts are to one another, in every sense; what does not depend on the recipe is kept."""

    vectors: Floats
    lexicon: Lexicon
    weighed: Sequence[Weighed]
    words: Floats
    contexts: Contexts

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Floats, contexts: Contexts) -> "_Alike":
        lexicon = Lexicon.fit(texts)
        weighed = [lexicon.weigh(text) for text in texts]
        return cls(vectors, lexicon, weighed, gram(weighed, len(lexicon.columns)), contexts)

    def kernel(self, recipe: Recipe) -> Floats:
        """Return the kernel matrix; made step by step in place, because it may be a gigabyte."""
        whole = self.vectors @ self.vectors.T
        whole -= 1
        whole *= np.float32(recipe.sharpness)
        np.exp(whole, out=whole)
        whole *= np.float32(recipe.meaning)
        among = self.contexts.alike[:, self.contexts.places]
        for row, words in enumerate(self.words):
            whole[row] += words * np.float32(1 - recipe.meaning)
            whole[row] *= among[self.contexts.places[row]]
        return np.asarray(whole, np.float32)


def _best(alike: _Alike, targets: Floats) -> Recipe:
    """Choose the recipe whose predictions for texts left out are nearest to the truth (their Brier score)."""

    def error(recipe: Recipe) -> float:
        _, left_out = _solve(alike.kernel(recipe), targets, _ridges(targets, recipe.ridge))
        return float(((left_out - targets) ** 2).sum(axis=1).mean())

    return min(RECIPES, key=error)


def _ridges(targets: Floats, ridge: float) -> Floats:
    """Return each text's ridge."""
    counts = targets.sum(axis=0)
    shares = counts[targets.argmax(axis=1)] / counts.mean()
    return np.asarray(ridge * shares.clip(RAREST, COMMONEST), np.float32)


def _solve(kernel: Floats, targets: Floats, ridges: Floats) -> tuple[Floats, Scores]:
    """Return the dual weights, and each text's scores with itself left out; the kernel is overwritten.

    With A = K + diag(ridges), a = A^-1 y, the prediction left out is y_i - a_i / (A^-1)_ii, and that diagonal
    comes from the inverse of A's triangular factor.
    """
    from scipy.linalg import cho_solve, lapack

    size = len(kernel)
    kernel[np.arange(size), np.arange(size)] += ridges
    factor, _ = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)
    duals = cho_solve((factor, True), targets, check_finite=False)
    inverse, _ = lapack.strtri(factor, lower=1, overwrite_c=1)
    diagonal = np.array([float(inverse[row:, row] @ inverse[row:, row]) for row in range(size)])
    return np.asarray(duals, np.float32), np.asarray(targets - duals / diagonal[:, None], np.float64)


def _some(labels: Sequence[str]) -> list[int]:
    """Return the rows to train on: all, or every so-and-so-manyth of each label."""
    if len(labels) <= MOST:
        return list(range(len(labels)))
    by_label = sorted(range(len(labels)), key=lambda row: labels[row])
    places = np.linspace(0, len(labels) - 1, MOST).round().astype(int)
    return sorted({by_label[place] for place in places})
