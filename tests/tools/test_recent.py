"""What was worked out lately is remembered, and no more than that."""

from tools.recent import Recent


def test_what_was_unused_for_longest_is_forgotten() -> None:
    recent: Recent[str, int] = Recent(size=2)
    for key, value in (("a", 1), ("b", 2)):
        assert recent.keep(key, value) == value
    assert recent.get("a") == 1
    recent.keep("c", 3)
    assert [recent.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_kept_anew_counts_as_used() -> None:
    recent: Recent[str, int] = Recent(size=2)
    for key, value in (("a", 1), ("b", 2), ("a", 4), ("c", 3)):
        recent.keep(key, value)
    assert [recent.get(key) for key in "abc"] == [4, None, 3]
