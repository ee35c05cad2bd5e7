"""A version of a prompt that was ever released is what it was then, and HISTORY.md knows what is in use."""

from prompts import history
from tests.house.tree import ROOT


def test_every_released_version_is_unchanged_and_in_the_history() -> None:
    """tests/prompts/test_history.py shows that `faults` finds what it should."""
    assert history.faults(ROOT / "prompts") == []
    assert history.read(ROOT / "prompts")
