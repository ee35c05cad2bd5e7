"""Of two values only one is wished for after all."""

import pytest

from graphs.embedded.frames import Frame
from graphs.embedded.leaving_out import only_some
from graphs.embedded.toolcards import card_of
from tools.account import update_contact

CARD = card_of(update_contact)
BOTH = Frame(tool=CARD.name, arguments={"email": "jo@example.org", "phone": "07700900111"}, said=("both",))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("only do the e-mail", "email"),
        ("leave my phone as it is", "email"),
        ("I'd rather you didn't use that mobile. Just the e-mail please", "email"),
        ("the number only", "phone"),
        ("not the email", "phone"),
        ("skip the inbox one, I may close it", "phone"),
    ],
)
def test_the_other_is_left_out(text: str, left: str) -> None:
    fewer = only_some(BOTH, CARD, text)
    assert fewer is not None
    assert list(fewer.arguments) == [left]
    assert fewer.said == ()


@pytest.mark.parametrize(
    "text",
    [
        "just do it",
        "both please",
        "the email's fine but the number's wrong",
        "it's .net, not .org",
        "is it just the number?",
    ],
)
def test_other_words_leave_none_out(text: str) -> None:
    assert only_some(BOTH, CARD, text) is None
