"""The classifier, on vectors made of words: quick, and the same everywhere."""

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from graphs.embedded import classifier
from graphs.embedded.classifier import Classifier, Fitted, Recipe, fit
from tests.encoders import WordEncoder

ASKED = {
    "lost": ["my card is lost", "i lost my card", "the card is lost again", "lost card here", "my card was lost today"],
    "rain": ["will it rain", "is it going to rain", "rain today perhaps", "does it rain here", "so much rain again"],
    "oos": ["sing a song", "tell me a joke", "who won the match", "what is love", "play some music"],
}
PAIRS = [(text, label) for label, texts in ASKED.items() for text in texts]
TEXTS, LABELS = [text for text, _ in PAIRS], [label for _, label in PAIRS]


async def vectors(texts: list[str]) -> NDArray[np.float32]:
    return await WordEncoder().encode(texts)


async def fitted(out_of_scope: str | None = "oos") -> Fitted:
    return fit(TEXTS, await vectors(TEXTS), LABELS, out_of_scope)


async def said(trained: Classifier, text: str) -> str:
    chances = trained.probabilities(text, (await vectors([text]))[0])
    assert chances.sum() == pytest.approx(1)
    return trained.labels[int(chances.argmax())]


async def test_texts_it_has_not_seen_are_told_apart() -> None:
    trained = (await fitted()).classifier
    assert await said(trained, "is my card lost") == "lost"
    assert await said(trained, "rain again") == "rain"


async def test_what_is_like_nothing_is_out_of_scope() -> None:
    assert await said((await fitted()).classifier, "xylophone quartz") == "oos"


async def test_what_it_says_of_a_text_left_out_is_what_it_says_without_having_seen_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The closed form against really leaving each text out, with one recipe and one lexicon for both."""
    monkeypatch.setattr(classifier, "RECIPES", (Recipe(meaning=1.0),))
    monkeypatch.setattr(classifier, "RAREST", 1.0)  # a label with one text fewer has another ridge
    monkeypatch.setattr(classifier, "COMMONEST", 1.0)
    known = await vectors(TEXTS)
    whole = fit(TEXTS, known, LABELS)
    for row in (0, 7, 14):
        rest = [other for other in range(len(TEXTS)) if other != row]
        part = fit([TEXTS[other] for other in rest], known[rest], [LABELS[other] for other in rest]).classifier
        scores = part.scores(TEXTS[row], known[row])
        again = np.log(whole.left_out[row]) * whole.classifier.temperature
        assert scores - scores.max() == pytest.approx(again - again.max(), abs=1e-3)


async def test_few_texts_of_a_label_hold_their_own_among_many() -> None:
    many = [f"{asked} {when}" for asked in ("who wins the match", "tell a joke") for when in map(str, range(40))]
    texts = ["have the lamp collected", "come and collect the lamp", *many]
    labels = ["collect"] * 2 + ["oos"] * len(many)
    trained = fit(texts, await vectors(texts), labels, "oos").classifier
    assert await said(trained, "collect the lamp when you can") == "collect"


async def test_a_classifier_comes_back_from_its_arrays() -> None:
    trained = (await fitted()).classifier
    again = Classifier.of_arrays(trained.arrays())
    text, vector = "lost in the rain", (await vectors(["lost in the rain"]))[0]
    assert (again.labels, again.recipe) == (trained.labels, trained.recipe)
    assert (again.probabilities(text, vector) == trained.probabilities(text, vector)).all()


@pytest.mark.parametrize("name", ["weights", "bias", "posting_rows", "context_places", "vectors"])
async def test_a_damaged_classifier_is_refused(name: str) -> None:
    arrays = (await fitted()).classifier.arrays()
    with pytest.raises(ValueError, match="damaged"):
        Classifier.of_arrays({**arrays, name: arrays[name][1:]})


async def test_one_label_is_nothing_to_tell_apart() -> None:
    with pytest.raises(ValueError, match="two labels"):
        fit(["a", "b"], await vectors(["a", "b"]), ["same", "same"])


async def test_of_too_many_texts_each_label_keeps_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifier, "MOST", 6)
    some = await fitted()
    assert np.bincount(some.truth).tolist() == [2, 2, 2]
    assert len(some.classifier.vectors) == 6


def test_asking_needs_neither_scipy_nor_scikit_learn() -> None:
    code = "import sys, graphs.embedded.classifier; sys.exit(any(m in sys.modules for m in ('scipy', 'sklearn')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
