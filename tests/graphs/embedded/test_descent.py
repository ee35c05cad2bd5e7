import numpy as np
import pytest

from graphs.embedded.descent import Matrix, minimised, regress


def chances(weights: Matrix, points: Matrix) -> Matrix:
    scores = points @ weights[:, :-1].T + weights[:, -1]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def test_the_lowest_place_of_a_bowl_is_found() -> None:
    steep = np.array([1.0, 10.0, 100.0])
    goal = np.array([3.0, -2.0, 0.5])

    def bowl(place: Matrix) -> tuple[float, Matrix]:
        return float((steep * (place - goal) ** 2).sum() / 2), steep * (place - goal)

    assert minimised(bowl, np.zeros(3)) == pytest.approx(goal, abs=1e-3)


def test_points_that_tell_nothing_leave_the_share_of_each_label() -> None:
    targets = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], np.float64)
    weights = regress(np.zeros((4, 2)), targets, np.ones(4), 10)
    assert chances(weights, np.zeros((1, 2)))[0] == pytest.approx([0.75, 0.25], abs=1e-3)


def test_what_counts_more_pulls_more() -> None:
    targets = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], np.float64)
    weights = regress(np.zeros((4, 2)), targets, np.array([1, 1, 1, 3.0]), 10)
    assert chances(weights, np.zeros((1, 2)))[0] == pytest.approx([0.5, 0.5], abs=1e-3)


def test_a_stronger_fit_is_surer_of_its_points() -> None:
    points, targets = np.eye(3), np.eye(3)
    weak, strong = (chances(regress(points, targets, np.ones(3), c), points) for c in (0.1, 30))
    assert (strong.diagonal() > 0.8).all()
    assert (weak.diagonal() < 0.5).all()
    assert (weak.diagonal() > 1 / 3).all()
