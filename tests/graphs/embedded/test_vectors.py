"""Sentence vectors that are shipped with the examples."""

from pathlib import Path

import numpy as np
import pytest

from graphs.embedded.examples import load_examples
from graphs.embedded.understanding import texts_of
from graphs.embedded.vectors import encoded, keep, known
from prompts.registry import ROOT
from tests.encoders import WordEncoder
from tools.knowledge_base.encoder import MiniLM

TEXTS = ["where is my card", "it is lost", "where is my card", "thanks"]


async def test_what_is_kept_is_not_encoded_again_and_is_nearly_the_same(tmp_path: Path) -> None:
    file, encoder = tmp_path / "vectors.npz", WordEncoder()
    assert await keep(encoder, TEXTS[:3], file) == 2
    encoder.asked.clear()
    found = await encoded(encoder, TEXTS, file)
    assert encoder.asked == ["thanks"]
    assert (found * await encoder.encode(TEXTS)).sum(axis=1) == pytest.approx(np.ones(4), abs=1e-3)


async def test_another_encoder_or_a_damaged_file_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    await keep(WordEncoder(), TEXTS, file)
    other = WordEncoder("words-2")
    assert (await encoded(other, TEXTS, file)).shape == (4, 64)
    assert other.asked == TEXTS
    file.write_bytes(file.read_bytes()[:90])
    assert (await encoded(WordEncoder(), TEXTS, file)).shape == (4, 64)
    assert (await encoded(WordEncoder(), TEXTS, tmp_path / "none.npz")).shape == (4, 64)


def test_the_shipped_vectors_are_those_of_the_shipped_examples(minilm: MiniLM) -> None:
    """Run `switchboard train vectors` if this fails: a first start takes half a minute without."""
    assert known(minilm.name, texts_of(minilm, load_examples(ROOT))) > 0.9
