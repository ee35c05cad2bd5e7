"""What the second of two runs does better and worse."""

import pytest

from evals.metrics.comparison import compare
from evals.runs import ConversationRun
from tests.evals.metrics.made import expects, gold, run, turn

NAMES = [f"k{number:02}" for number in range(12)]
GOLD = [gold(expects(area="billing"), id=name) for name in NAMES]


def made(right: int, latency: float = 100.0, *, trial: int = 0) -> list[ConversationRun]:
    """Twelve conversations of which the first so many are right."""
    areas = ["billing"] * right + ["account"] * (12 - right)
    known = zip(NAMES, areas, strict=True)
    return [
        run(turn(area=area, latency_ms=latency + at), id=name, trial=trial) for at, (name, area) in enumerate(known)
    ]


def test_a_run_that_is_better_is_said_to_be() -> None:
    found = compare(made(4), made(12), GOLD)
    area = found.metrics["area"]
    assert (area.first, area.second, area.verdict) == (4 / 12, 1, "better")
    assert area.mcnemar is not None
    assert (area.mcnemar.only_first, area.mcnemar.only_second) == (0, 8)
    assert area.mcnemar.p_value < 0.01
    assert area.difference.low > 0
    assert (area.better, area.worse) == (tuple(NAMES[4:]), ())


def test_a_run_that_is_worse_is_said_to_be() -> None:
    area = compare(made(12), made(4), GOLD).metrics["area"]
    assert (area.verdict, area.worse, area.better) == ("worse", tuple(NAMES[4:]), ())


def test_a_few_conversations_tell_nothing() -> None:
    area = compare(made(12), made(10), GOLD).metrics["area"]
    assert (area.verdict, area.worse) == ("unclear", tuple(NAMES[10:]))


def test_a_run_is_not_better_than_itself() -> None:
    found = compare(made(5), made(5), GOLD)
    assert {one.verdict for one in found.metrics.values()} == {"unclear"}
    assert {one.difference.value for one in found.metrics.values()} == {0}
    assert found.changed == ()


def test_of_what_should_be_little_less_is_better() -> None:
    slower = compare(made(12, 100), made(12, 150), GOLD).metrics["latency"]
    assert (slower.verdict, slower.mcnemar, slower.difference.value) == ("worse", None, 50)
    assert slower.worse == tuple(NAMES)
    assert compare(made(12, 150), made(12, 100), GOLD).metrics["latency"].verdict == "better"


def test_what_should_not_happen_and_does_no_more_is_better() -> None:
    false = [one.model_copy(update={"turns": (turn(reply="All done.", area="billing"),)}) for one in made(12)]
    found = compare(false, made(12), GOLD).metrics["false_done"]
    assert (found.verdict, found.first, found.second, found.difference.value) == ("better", 1, 0, -1)


def test_which_conversations_changed_and_why_is_kept() -> None:
    (changed,) = compare(made(12), made(11), GOLD).changed
    assert (changed.id, changed.metric, changed.now_right, changed.first) == (NAMES[11], "area", False, ())
    assert changed.second[0].note == "account answered instead of billing"


def test_only_what_both_runs_have_is_compared() -> None:
    found = compare(made(12)[:3], [*made(0)[1:5], run(turn(), id="elsewhere")], GOLD)
    assert (found.conversations, found.only_first, found.only_second) == (2, (NAMES[0],), (NAMES[3], NAMES[4]))
    assert found.metrics["area"].worse == tuple(NAMES[1:3])


def test_a_conversation_counts_as_right_when_it_is_right_in_every_trial() -> None:
    once = [*made(12), *made(11, trial=1)]
    twice = [*made(12), *made(12, trial=1)]
    area = compare(once, twice, GOLD).metrics["area"]
    assert area.better == (NAMES[11],)
    assert area.difference.value == pytest.approx(1 / 24)
    assert area.difference.n == len(NAMES)


def test_which_tier_answers_is_neither_better_nor_worse_in_a_conversation() -> None:
    small, large = ([one.model_copy(update={"turns": (turn(tier=tier),)}) for one in made(12)] for tier in
                    ("small", "large"))  # fmt: skip
    found = compare(small, large, GOLD)
    assert found.metrics["tier_large"].mcnemar is None
    assert [one.metric for one in found.changed if one.metric.startswith("tier")] == []


def test_nothing_shared_is_nothing_compared() -> None:
    assert compare(made(12)[:1], made(12)[1:2], GOLD).metrics == {}
