from pathlib import Path

import pytest

from graphs.next_action.history import Did, Recording, lessons
from graphs.next_action.policy import Policy, PolicyError, learned, read_policy
from tests.graphs.next_action.desk import POLICY, recordings


def test_what_comes_next_follows_the_last_action_in_its_place() -> None:
    policy = Policy({"flow": ("a", "b", "c")})
    assert policy.next("flow", []) == "a"
    assert policy.next("flow", ["a"]) == "b"
    assert policy.next("flow", ["b"]) == "c", "a was skipped"
    assert policy.next("flow", ["a", "other", "a"]) == "b", "a second time changes nothing"
    assert policy.next("flow", ["a", "b", "c"]) is None
    assert policy.next("unknown", []) is None
    assert policy.left("flow", ["b"]) == ["a", "c"]


def test_masses_add_the_flows_by_how_probable_they_are() -> None:
    policy = Policy({"one": ("a", "b"), "two": ("b",)})
    found = policy.masses({"one": 0.75, "two": 0.25}, ["a"], {"a": 0, "b": 1})
    next_a, next_b, first_a, first_b, left_a, left_b, none = found
    assert (next_a, next_b, none) == (0, 1, 0)
    assert (first_a, first_b, left_a, left_b) == (0, 1, 0, 1)
    assert policy.masses({"one": 0.75, "two": 0.25}, ["a", "b"], {"a": 0, "b": 1})[-1] == 1, "nothing is next"


def test_a_policy_is_learned_as_what_is_most_often_done() -> None:
    odd = Recording("odd", (Did("renew-loan"), Did("find-member")), "renewal")
    assert learned(lessons([*recordings(), odd])) == POLICY
    assert learned(lessons([Recording("none", (Did("a"),))])) == Policy({})


def test_a_policy_is_read_from_a_json_object(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"late_fee": ["find-member", "waive-fee"]}')
    assert read_policy(file).flows == {"late_fee": ("find-member", "waive-fee")}


@pytest.mark.parametrize("content", ["[]", '{"a": "b"}', "{", '{"a": [1]}'])
def test_a_policy_of_another_shape_is_refused_with_the_shape_it_should_have(tmp_path: Path, content: str) -> None:
    file = tmp_path / "policy.json"
    file.write_text(content)
    with pytest.raises(PolicyError, match="must be a JSON object of lists"):
        read_policy(file)


def test_a_policy_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere\.json cannot be read"):
        read_policy(tmp_path / "nowhere.json")
