import numpy as np
import pytest

from graphs.next_action.forest import Forest


def test_a_forest_answers_as_the_trees_it_was_made_of() -> None:
    from sklearn.ensemble import ExtraTreesClassifier

    draw = np.random.default_rng(3)
    rows = draw.normal(size=(120, 6))
    labels = (rows[:, 0] > 0) * 1 + (rows[:, 1] > 0.5) * 2
    model = ExtraTreesClassifier(15, min_samples_leaf=2, random_state=0).fit(rows.astype(np.float32), labels)
    forest = Forest.of_trees([tree.tree_ for tree in model.estimators_])
    again = Forest.of_arrays("forest", forest.arrays("forest"))
    asked = draw.normal(size=(40, 6))
    expected = model.predict_proba(asked.astype(np.float32))
    for one, right in zip(asked, expected, strict=True):
        assert again.probabilities(one) == pytest.approx(right, abs=2e-3), "leaves are kept in half precision"


def test_a_damaged_forest_is_refused() -> None:
    from sklearn.tree import ExtraTreeClassifier

    tree = ExtraTreeClassifier(random_state=0).fit([[0.0], [1.0]], [0, 1])
    held = Forest.of_trees([tree.tree_]).arrays("forest")
    with pytest.raises(ValueError, match="damaged"):
        Forest.of_arrays("forest", held | {"forest_left": held["forest_left"][:-1]})
