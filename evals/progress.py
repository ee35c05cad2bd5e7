"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Is told how many conversations are done, of how many, and which was the last."""
