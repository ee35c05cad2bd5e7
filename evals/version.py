"""Which product a run was made with."""

import subprocess
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path


@cache
def version() -> str:
    """Return the installed version and, in a checkout, the commit; "+" where it has been changed since."""
    return " ".join([installed("switchboard"), *filter(None, [_commit()])])


def _commit() -> str:
    described = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+", "--exclude=*"]
    try:
        done = subprocess.run(described, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip()
