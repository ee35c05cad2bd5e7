"""How far a judge agrees with people."""

import json
import math

import numpy as np
import pytest

from evals.judge.agreement import Agreement, agreement, kappa
from evals.judge.labels import VERDICTS, Verdict

Pair = tuple[Verdict, Verdict]


def pairs(both_pass: int, only_person: int, only_judge: int, both_fail: int) -> list[Pair]:
    counted: list[tuple[Pair, int]] = [
        (("pass", "pass"), both_pass),
        (("pass", "fail"), only_person),
        (("fail", "pass"), only_judge),
        (("fail", "fail"), both_fail),
    ]
    return [pair for pair, count in counted for _ in range(count)]


def test_kappa_is_what_is_left_after_chance() -> None:
    found = kappa(pairs(20, 5, 10, 15))
    assert (found.n, found.observed) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_equal_verdicts_by_chance_are_worth_nothing() -> None:
    assert kappa(pairs(45, 15, 30, 10)).kappa == pytest.approx(0)
    assert kappa(pairs(0, 10, 10, 0)).kappa == pytest.approx(-1)
    assert kappa(pairs(10, 0, 0, 10)).kappa == pytest.approx(1)


def test_a_judge_that_always_says_the_same_does_not_agree() -> None:
    always = kappa([(verdict, "pass") for verdict in VERDICTS for _ in range(20)])
    assert always.observed == pytest.approx(1 / 3)
    assert always.kappa == pytest.approx(0)


def test_where_all_verdicts_are_one_nothing_can_be_told() -> None:
    assert kappa([("pass", "pass")] * 5).kappa is None
    assert kappa([]).kappa is None


def test_the_error_is_that_of_drawing_labels_again_and_again() -> None:
    chance = np.random.default_rng(3)
    people = chance.choice(len(VERDICTS), 300, p=[0.5, 0.35, 0.15])
    judge = np.where(chance.random(300) < 0.75, people, chance.choice(len(VERDICTS), 300))
    made = [(VERDICTS[one], VERDICTS[other]) for one, other in zip(people, judge, strict=True)]
    drawn = [kappa([made[at] for at in chance.integers(0, 300, 300)]).kappa for _ in range(400)]
    assert kappa(made).se == pytest.approx(float(np.std([one for one in drawn if one is not None])), rel=0.12)


def test_the_whole_and_each_criterion_are_told_apart() -> None:
    found = agreement(
        [
            ("grounded", "pass", "pass"),
            ("grounded", "fail", "fail"),
            ("honest", "pass", "fail"),
            ("honest", "fail", "pass"),
            ("honest", "maybe", None),
        ]
    )
    assert (found.overall.n, found.overall.kappa, found.unanswered) == (4, 0, 1)
    assert {name: part.kappa for name, part in found.by_criterion.items()} == {"grounded": 1, "honest": -1}
    assert found.confusion["pass"] == {"pass": 1, "fail": 1, "maybe": 0}
    assert found.confusion["maybe"] == {"pass": 0, "fail": 0, "maybe": 0}


@pytest.mark.parametrize(("wrong", "gates"), [(9, True), (10, True), (11, False)])
def test_under_the_floor_the_judge_does_not_gate(wrong: int, gates: bool) -> None:
    judged = pairs(25 - wrong // 2, wrong // 2, wrong - wrong // 2, 25 - (wrong - wrong // 2))
    found = agreement(("answers", person, judge) for person, judge in judged)
    assert found.overall.kappa is not None
    assert (found.gates, found.overall.kappa >= 0.6) == (gates, gates)


def test_a_judge_without_verdicts_does_not_gate() -> None:
    found = agreement([("answers", "pass", None)])
    assert (found.gates, found.unanswered) == (False, 1)
    assert not agreement([]).gates


def test_an_agreement_can_be_written_and_read() -> None:
    found = agreement([("answers", "pass", "pass")])
    assert Agreement.model_validate_json(found.model_dump_json()) == found
    json.loads(found.model_dump_json(), parse_constant=pytest.fail)
    assert not math.isnan(found.overall.observed)
