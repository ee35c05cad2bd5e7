"""Where what was learned is kept between starts: one file of arrays, written whole or not at all."""

import logging
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from graphs.embedded.classifier import Classifier

Arrays = Mapping[str, NDArray[Any]]
_log = logging.getLogger(__name__)


def load(file: Path) -> Classifier | None:
    """Read a classifier; one that is missing or damaged is as good as none."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return Classifier.of_arrays({name: stored[name] for name in stored.files})
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        _log.warning("what was learned into %s cannot be used (%s); learning again", file.name, error)
        return None


def save(file: Path, learned: Classifier) -> None:
    """Write a classifier; without the file the next start learns again."""
    arrays: Arrays = learned.arrays()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Its own name: several servers may start on one folder at once.
        with NamedTemporaryFile(dir=file.parent, prefix=file.stem, suffix=".part", delete=False) as stream:
            np.savez(stream, **cast(Any, arrays))
        Path(stream.name).replace(file)
    except OSError as error:
        _log.warning("what was learned cannot be kept in %s (%s)", file.parent, error)
