"""A reply goes out sentence by sentence, up to the first that must not be said."""

from typing import Any

import pytest

from graphs.specialists.sentences import Sentences


def heard(*pieces: str) -> tuple[str, bool]:
    """Say pieces, of which none may hold the word `secret`."""
    events: list[Any] = []
    gate = Sentences(lambda sentence: "secret" in sentence, events.append)
    for piece in pieces:
        gate.hear(piece)
    gate.finish()
    return "".join(event.text for event in events), gate.stopped


@pytest.mark.parametrize(
    "pieces",
    [
        ("One. Two! Three?",),
        ("On", "e. T", "wo! Thr", "ee?"),
        tuple("One. Two! Three?"),
        ("One.", " Two!", " Three?"),
    ],
)
def test_pieces_add_up_to_the_reply_however_they_are_cut(pieces: tuple[str, ...]) -> None:
    assert heard(*pieces) == ("One. Two! Three?", False)


@pytest.mark.parametrize("pieces", [("One. A secret. Three.",), tuple("One. A secret. Three.")])
def test_nothing_after_a_forbidden_sentence_goes_out(pieces: tuple[str, ...]) -> None:
    text, stopped = heard(*pieces)
    assert stopped
    assert "secret" not in text
    assert "Three" not in text


def test_no_half_of_a_forbidden_sentence_goes_out() -> None:
    assert heard("I have a se", "cret") == ("", True)


def test_a_sentence_waits_until_it_is_whole() -> None:
    events: list[Any] = []
    gate = Sentences(lambda _: False, events.append)
    gate.hear("One. Tw")
    assert [event.text for event in events] == ["One. "]


def test_after_a_reset_the_reply_begins_anew() -> None:
    events: list[Any] = []
    gate = Sentences(lambda sentence: "secret" in sentence, events.append)
    gate.hear("One. ")
    gate.hear("A secret. ")
    gate.reset("claim")
    gate.hear("Two.")
    gate.finish()
    assert [event.type for event in events] == ["text.delta", "text.reset", "text.delta"]
    assert not gate.stopped


def test_a_reset_of_nothing_is_silent() -> None:
    events: list[Any] = []
    Sentences(lambda _: False, events.append).reset("claim")
    assert events == []
