"""Where what was learned is kept between starts: one file of arrays, written whole or not at all."""

import logging
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
T = TypeVar("T")
_log = logging.getLogger(__name__)


def load(file: Path, made: Callable[[Arrays], T]) -> T | None:
    """Return what is `made` of a file's arrays; a file that is missing or damaged is as good as none."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return made({name: stored[name] for name in stored.files})
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        _log.warning("what was learned into %s cannot be used (%s); learning again", file.name, error)
        return None


def save(file: Path, arrays: Arrays) -> None:
    """Write arrays; without the file the next start learns again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Its own name: several servers may start on one folder at once.
        with NamedTemporaryFile(dir=file.parent, prefix=file.stem, suffix=".part", delete=False) as stream:
            np.savez(stream, **cast(Any, arrays))
        Path(stream.name).replace(file)
    except OSError as error:
        _log.warning("what was learned cannot be kept in %s (%s)", file.parent, error)
