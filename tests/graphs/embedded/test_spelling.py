import pytest

from graphs.embedded.spelling import Spelling, distance, plain

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


@pytest.mark.parametrize(
    ("hoped", "wished"),
    [
        ("Don\u2019t suppose you could take the lamp, too?", "could you take the lamp, too?"),
        ("morning. I don't suppose the plug can go with it?", "morning. can the plug go with it?"),
        ("I don't imagine he might come sooner", "might he come sooner"),
        ("I don't suppose you know his name", "I don't suppose you know his name"),
        ("I don't think you can do that", "I don't think you can do that"),
    ],
)
def test_what_is_hardly_hoped_for_is_read_as_wished_for(hoped: str, wished: str) -> None:
    assert plain(hoped) == wished
