"""Which process holds a lease, and whether it still lives."""

import os
import socket
import time
from functools import cache
from pathlib import Path


@cache
def machine() -> str:
    """Name the machine, or the container: process numbers mean something only within it."""
    try:
        inside = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        inside = ""
    return f"{socket.gethostname()}{inside}/"


@cache
def this_process() -> str:
    """Name this process; a later one with the same number has another name."""
    return f"{machine()}{os.getpid()}/{time.time_ns()}"


def is_alive(owner: str) -> bool:
    """Whether the process of that name still runs; True where that cannot be known."""
    number = owner.removeprefix(machine()).partition("/")[0]
    if not number.isdecimal():
        return True
    if int(number) == os.getpid():
        return owner == this_process()
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
