from io import StringIO

import pytest
from rich.console import Console

from evals.actions_folds import Answer
from evals.actions_report import Confusion, Setting, measured, show

SETTING = Setting(folds=5, seed=0, encoder="words-1", label="flow", policy=True)


def answer(conversation: str, action: str, predicted: str, *, values: bool = True) -> Answer:
    return Answer(
        conversation=conversation,
        action=action,
        predicted=(predicted, "other"),
        confidence=0.75,
        values_right=values,
        baselines={"markov": "a"},
    )


ANSWERS = [
    answer("1", "a", "a"),
    answer("1", "b", "b", values=False),
    answer("2", "b", "a"),
    answer("2", "other", "a"),
]


def test_rates_are_counted_over_all_actions() -> None:
    found = measured(ANSWERS, SETTING)
    assert (found.n, found.conversations) == (4, 2)
    assert (found.accuracy.value, found.jointly.value, found.among_three.value) == (0.5, 0.25, 0.75)
    assert found.values.value == 0.5, "of the two right actions one has its value"
    assert found.baselines["markov"].value == 0.25
    assert found.accuracy.n == 2, "errors are clustered by conversation"
    assert found.calibration_error == pytest.approx(0.25)


def test_each_action_has_its_own_numbers_and_the_confusions_are_named() -> None:
    found = measured(ANSWERS, SETTING)
    assert found.actions["a"].recall == 1
    assert found.actions["a"].precision == pytest.approx(1 / 3)
    assert found.actions["b"].recall == 0.5
    assert found.actions["b"].jointly == 0
    assert found.actions["other"].precision is None
    assert found.confusions == (
        Confusion(taken="b", predicted="a", n=1),
        Confusion(taken="other", predicted="a", n=1),
    )


def test_the_table_says_how_it_was_measured() -> None:
    console = Console(width=120, record=True, file=StringIO())
    show(console, measured(ANSWERS, SETTING))
    shown = console.export_text()
    assert "5-fold by conversation, seed 0" in shown
    assert "50.0%" in shown
    assert "baseline: markov" in shown
