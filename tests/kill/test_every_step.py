"""A refund, and the process killed at each of its steps: before and after every commit, and between them."""

from pathlib import Path

from tests.databases import SqliteCopies
from tests.kill.errands import refund, thanks
from tests.kill.trial import every_step

FEWEST_STEPS = 25
"""A refund has more than so many: else something was not counted."""


async def test_whatever_step_it_is_killed_at_a_refund_ends_as_if_nothing_had_happened(
    sqlite_copies: SqliteCopies, tmp_path: Path
) -> None:
    steps = [step async for step in every_step(sqlite_copies, tmp_path, [refund, thanks])]
    assert len(steps) >= FEWEST_STEPS
    assert set(steps) == {"before a commit", "after a commit", "the model is asked"}
