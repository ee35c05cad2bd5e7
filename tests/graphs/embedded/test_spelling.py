import pytest

from graphs.embedded.spelling import Spelling, distance

SPELLING = Spelling(
    ["refund my router please", "refund the router", "cancel my visit", "cancel the visit"], {"black", "rotor"}
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("refudn my ruoter", "refund my router"),
        ("Refnd the rotuer!", "refund the router!"),
        ("cancle", "cancel"),
        ("refunds", "refunds"),
        ("a black rotor", "a black rotor"),
        ("N-1042 zzzzzz", "N-1042 zzzzzz"),
        ("x" * 5000, "x" * 5000),
    ],
)
def test_only_what_is_close_to_a_common_word_is_corrected(written: str, read: str) -> None:
    assert SPELLING.corrected(written) == read


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [("refund", "refund", 0), ("refudn", "refund", 1), ("refnd", "refund", 1), ("", "abc", 3), ("ab", "cd", 2)],
)
def test_slips_are_counted(a: str, b: str, slips: int) -> None:
    assert distance(a, b) == distance(b, a) == slips
