"""Which names the customer's words say, and which of them are wished for."""

import pytest

from graphs.embedded.naming import meant, mentioned, spelt, spelt_out

PLUG, SPEAKER, STAND = "Smart plug", "Smart speaker", "Smart speaker stand"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("that smart plug I got along with the speaker keeps tripping my fuse box", [PLUG]),
        ("the plug that came with my speaker is dead", [PLUG]),
        ("money back for the smart plug from the order with the speaker", [PLUG]),
        ("problem with the plug", [PLUG]),
        ("refund the speaker but I'm keeping the plug", [SPEAKER]),
        ("my husband says he wants to keep the plug. So just the speaker, please", [SPEAKER]),
        ("only the speaker please, my son uses the plug", [SPEAKER]),
        ("can I return the speaker? the plug that came with it is fine", [SPEAKER]),
        ("actually not the plug", [SPEAKER]),
        ("leave the plug out of it", [SPEAKER]),
        ("both the speaker and the plug", [SPEAKER, PLUG]),
        ("refund my order", []),
        ("the plug's broken, the speaker works fine", [PLUG]),
        ("I don't want the speaker any more", [SPEAKER]),
        ("I don't want the plug refunded", [SPEAKER]),
        ("all but the speaker", [PLUG]),
        ("I got a speaker and a plug. The plug's useless, can I return that one", [PLUG]),
        ("the speaker has just come and it's lovely. The plug is too fat, you wouldn't take it back?", [PLUG]),
        ("the plug's the only good bit. The speaker itself is what I mean", [SPEAKER]),
        ("refund the speaker and the plug. I hate them", [SPEAKER, PLUG]),
        ("it's the plug I want shot of, the wife sings along to that speaker all day", [PLUG]),
        ("Yes for the speaker. The plug I had better ask her about", [SPEAKER]),
        ("there was a plug in with it, that's not part of this is it?", [SPEAKER]),
    ],
)
def test_one_article_of_an_order_is_told_from_another(text: str, named: list[str]) -> None:
    assert meant(text, [SPEAKER, PLUG]) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("my speaker", [SPEAKER]),
        ("the speaker stand, wobbly as anything", [STAND]),
        ("no sorry not the stand!! the speaker that came with it", [SPEAKER]),
        ("both bits the speaker and the stand thing", [SPEAKER, STAND]),
        ("the stand and the speaker", [STAND, SPEAKER]),
        ("I bought a speaker together with a stand, and the stand is too wide. May I return just that", [STAND]),
    ],
)
def test_a_name_within_a_name_is_told_from_it(text: str, named: list[str]) -> None:
    assert meant(text, [SPEAKER, STAND]) == named


def test_compounds_may_be_split() -> None:
    assert mentioned("my door bell", ["Video doorbell", SPEAKER]) == ["Video doorbell"]


def test_a_slip_of_a_finger_spells_a_name_still() -> None:
    assert spelt("is my secruity camera online", "security camera")
    assert spelt("the smart termostat", "thermostat")
    assert not spelt("have you set this up", "set up")
    assert not spelt("my smart home", "smart speaker")


def test_a_nickname_is_spelt_out() -> None:
    assert spelt_out("my Cam is dead", ["cam: camera"]) == "my camera is dead"
    assert spelt_out("the webcam is dead", ["cam: camera"]) == "the webcam is dead"
