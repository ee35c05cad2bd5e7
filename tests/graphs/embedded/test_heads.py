import numpy as np
import pytest

from graphs.embedded.heads import Head, train

POINTS = np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0], [0.1, 0.9, 0], [0, 0, 1], [0, 0.1, 0.9]], np.float32)


@pytest.mark.parametrize("labels", [("a", "a", "b", "b", "c", "c"), ("a", "a", "b", "b", "b", "b")])
def test_a_head_learns_its_labels(labels: tuple[str, ...]) -> None:
    head = train(POINTS, labels)
    for point, label in zip(POINTS, labels, strict=True):
        chances = head.probabilities(point)
        assert chances.sum() == pytest.approx(1)
        assert head.labels[int(chances.argmax())] == label


def test_a_head_survives_being_stored() -> None:
    head = train(POINTS, "aabbcc")
    again = Head.of_arrays("x", head.arrays("x"))
    assert again.labels == head.labels
    assert np.array_equal(again.probabilities(POINTS[0]), head.probabilities(POINTS[0]))


def test_a_damaged_head_is_refused() -> None:
    arrays = train(POINTS, "aabbcc").arrays("x")
    with pytest.raises(ValueError, match="damaged"):
        Head.of_arrays("x", arrays | {"x_bias": np.zeros(7, np.float32)})
    with pytest.raises(KeyError):
        Head.of_arrays("y", arrays)
