import json
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2
import numpy as np
import pytest

from tools.errors import Unavailable
from tools.knowledge_base.encoder import EndpointEncoder, MiniLM, ModelFileError, Vectors

Answer = Callable[[httpx2.Request], httpx2.Response]


async def test_sentences_of_one_meaning_are_closer_than_others(minilm: MiniLM) -> None:
    red, crimson, money = await minilm.encode(
        ["My router's light is red.", "There is a red light on the router.", "I want my money back."]
    )
    assert red @ crimson > 0.8
    assert red @ money < 0.3


async def test_a_text_gets_the_same_vector_alone_and_among_others(minilm: MiniLM) -> None:
    """Only the weights are int8, the arithmetic is float: measured difference 0.0 alone, beside and padded."""
    texts = ["Yes.", "Where is my technician?", "My broadband is slow in the evening. " * 12, "Yes."]
    together = await minilm.encode(texts)
    alone = np.vstack([await minilm.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert together.shape == (4, minilm.dimensions)
    assert together.dtype == np.float32


async def test_no_text_an_empty_text_and_a_very_long_one_are_all_fine(minilm: MiniLM) -> None:
    assert (await minilm.encode([])).shape == (0, 384)
    assert np.isfinite(await minilm.encode([""])).all()
    long = "router " * 5000
    assert np.allclose(await minilm.encode([long]), await minilm.encode([long + "refund"]))


async def test_half_a_character_is_no_reason_to_fail(minilm: MiniLM) -> None:
    assert np.isfinite(await minilm.encode(["my router \ud83d is red"])).all()
    endpoint = await _endpoint(_vectors)
    assert (await endpoint.encode(["my router \ud83d is red"])).shape == (1, 2)


async def test_a_text_asked_twice_is_encoded_once(minilm: MiniLM) -> None:
    first = await minilm.encode(["Is my visit on Thursday?"])
    assert await minilm.encode(["Is my visit on Thursday?"]) is first
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1


async def test_of_several_texts_only_the_new_ones_are_encoded(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    new, old = "Which of these is new?", "Which of these is old?"
    known = await minilm.encode([old])
    asked: list[Sequence[str]] = []
    encode = minilm._encode

    def noting(texts: Sequence[str]) -> Vectors:
        asked.append(texts)
        return encode(texts)

    monkeypatch.setattr(minilm, "_encode", noting)
    found = await minilm.encode([new, old, new])
    assert asked == [[new]]
    assert np.array_equal(found[1], known[0])
    assert np.array_equal(found[0], found[2])


def test_the_name_of_the_model_holds_the_digest_of_its_file(minilm: MiniLM) -> None:
    assert minilm.name == "minilm-int8-8199be6f699a"


def test_a_wrong_or_missing_model_file_is_refused_with_advice(tmp_path: Path) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"something else")
    with pytest.raises(ModelFileError, match=r"not the expected file.*constraints\.txt"):
        MiniLM.load(model=other)
    with pytest.raises(ModelFileError, match="cannot be read"):
        MiniLM.load(model=tmp_path / "nowhere.onnx")


def _vectors(request: httpx2.Request) -> httpx2.Response:
    """Answer like an embeddings endpoint, in reverse order, with vectors that are not yet of length 1."""
    texts = json.loads(request.content)["input"]
    rows = [{"index": row, "embedding": [3.0 * len(text), 4.0 * len(text)]} for row, text in enumerate(texts)]
    return httpx2.Response(200, json={"data": rows[::-1]})


async def _endpoint(answer: Answer, seen: list[httpx2.Request] | None = None) -> EndpointEncoder:
    def record(request: httpx2.Request) -> httpx2.Response:
        if seen is not None:
            seen.append(request)
        return answer(request)

    return await EndpointEncoder.connect(
        "https://models.example/v1", "a-key", "embed-small", transport=httpx2.MockTransport(record)
    )


async def test_an_endpoint_is_asked_in_the_openai_way() -> None:
    seen: list[httpx2.Request] = []
    encoder = await _endpoint(_vectors, seen)
    vectors = await encoder.encode(["a", "abc"])
    assert np.allclose(vectors, [[0.6, 0.8], [0.6, 0.8]])
    assert (encoder.dimensions, encoder.name.startswith("embed-small-")) == (2, True)
    assert str(seen[-1].url) == "https://models.example/v1/embeddings"
    assert seen[-1].headers["authorization"] == "Bearer a-key"
    assert json.loads(seen[-1].content) == {
        "model": "embed-small",
        "input": ["a", "abc"],
        "encoding_format": "float",
    }
    await encoder.close()


async def test_an_endpoint_gets_many_texts_in_parts_and_a_repeated_one_once() -> None:
    seen: list[httpx2.Request] = []
    encoder = await _endpoint(_vectors, seen)
    assert (await encoder.encode([str(n) for n in range(150)])).shape == (150, 2)
    assert len(seen) == 1 + 3
    await encoder.encode(["hello"])
    assert len(seen) == 1 + 3
    assert (await encoder.encode([])).shape == (0, 2)


async def test_an_endpoint_that_stumbles_once_is_asked_again() -> None:
    seen: list[httpx2.Request] = []
    encoder = await _endpoint(lambda request: httpx2.Response(503) if len(seen) == 1 else _vectors(request), seen)
    assert len(seen) == 2
    assert encoder.dimensions == 2


def _refused(_request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (_refused, "did not answer"),
        (lambda _: httpx2.Response(500), "status 500"),
        (lambda _: httpx2.Response(401, json={"error": "key"}), "status 401"),
        (lambda _: httpx2.Response(429), "status 429"),
        (lambda _: httpx2.Response(200, text="<html>"), "not embeddings"),
        (lambda _: httpx2.Response(200, json={"data": []}), "0 vectors for 1"),
        (lambda _: httpx2.Response(200, json={"data": [{"index": 0, "embedding": ["x"]}]}), "not embeddings"),
        (lambda _: httpx2.Response(200, text='{"data":[{"index":0,"embedding":[NaN]}]}'), "not|vectors"),
    ],
)
async def test_an_endpoint_that_fails_is_unavailable_and_says_how(answer: Answer, sentence: str) -> None:
    with pytest.raises(Unavailable, match=sentence):
        await _endpoint(answer)


async def test_an_endpoint_may_not_change_the_length_of_its_vectors() -> None:
    seen: list[httpx2.Request] = []

    def growing(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"data": [{"index": 0, "embedding": [1.0] * len(seen)}]})

    encoder = await _endpoint(growing, seen)
    with pytest.raises(Unavailable, match="length"):
        await encoder.encode(["another"])
