"""What is taken back in the same breath, and what replaces it."""

import pytest

from graphs.embedded.parsers.second_thoughts import thoughts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("send back the lamp. no wait, the fan", ("send back the lamp", "no wait, the fan")),
        ("the plug, actually no, the camera", ("the plug", "actually no, the camera")),
        ("it's order N-2001, sorry I mean N-2002", ("it's order N-2001", "sorry I mean N-2002")),
        ("ten pounds off, no make it 15", ("ten pounds off", "no make it 15")),
        ("not the fan but I'd rather keep the lamp", ("not the fan", "but I'd rather keep the lamp")),
        ("N-2001, scratch that, N-2002", ("N-2001", "scratch that, N-2002")),
    ],
)  # fmt: skip
def test_what_replaces_words_is_told_from_them(text: str, parts: tuple[str, ...]) -> None:
    assert thoughts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "no wait, the lamp: it was crushed",
        "sorry to bother you, the lamp is broken",
        "there is no light on the camera, and no sound",
        "send it back, no rush",
        "I meant to ask about the lamp",
    ],
)
def test_a_no_that_takes_nothing_back_cuts_nothing(text: str) -> None:
    assert thoughts(text) == (text,)
