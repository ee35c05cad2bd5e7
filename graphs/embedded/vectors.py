"""Sentence vectors that are shipped with the examples, so that a first start need not make thousands of them.

They only save time: a text that is not among them, or another encoder, is encoded as ever. Kept as whole numbers of a
byte each, which moves a likeness by less than a thousandth; `switchboard train vectors` writes them anew.
"""

import hashlib
import logging
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

SHIPPED = Path(__file__).with_name("vectors.npz")
_STEPS = 127
_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """Which model this is."""

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""


async def encoded(encoder: Encoder, texts: Sequence[str], file: Path = SHIPPED) -> Vectors:
    """Return one row per text, from the file where it knows the text, else from the encoder."""
    kept = _read(file, encoder.name)
    keys = [_key(text) for text in texts]
    missing = [row for row, key in enumerate(keys) if key not in kept]
    if len(missing) == len(texts):
        return await encoder.encode(texts)
    made = await encoder.encode([texts[row] for row in missing]) if missing else np.empty((0, 0), np.float32)
    fresh = dict(zip(missing, made, strict=True))
    return np.stack([fresh[row] if row in fresh else kept[key] for row, key in enumerate(keys)])


async def keep(encoder: Encoder, texts: Sequence[str], file: Path = SHIPPED) -> int:
    """Write the vectors of texts; returns how many."""
    distinct = sorted(set(texts), key=_key)
    vectors = await encoder.encode(distinct)
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    small = np.round(vectors / largest * _STEPS).astype(np.int8)
    keys = np.array([_key(text) for text in distinct], np.uint64)
    with file.open("wb") as stream:
        np.savez_compressed(stream, name=np.array(encoder.name), keys=keys, vectors=small)
    return len(distinct)


def known(encoder_name: str, texts: Sequence[str], file: Path = SHIPPED) -> float:
    """Return the share of texts whose vectors a file holds."""
    kept = _read(file, encoder_name)
    return sum(_key(text) in kept for text in texts) / len(texts)


def _read(file: Path, name: str) -> dict[int, Vectors]:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            if str(stored["name"]) != name:
                return {}
            rows = stored["vectors"].astype(np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            return dict(zip(stored["keys"].tolist(), rows, strict=True))
    except FileNotFoundError:
        return {}
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        _log.warning("the sentence vectors in %s cannot be used (%s); they are made anew", file.name, error)
        return {}


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8])
