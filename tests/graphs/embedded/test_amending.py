"""Corrections that name only the part that is wrong."""

from typing import Any

import pytest

from graphs.embedded.amending import amended
from graphs.embedded.toolcards import Argument


def _amended(kind: str, now: str, text: str, **known: Any) -> str | None:
    argument = Argument(name="value", definition={"type": "string", "format": kind}, required=True)
    return amended(argument, now, text, **known)


@pytest.mark.parametrize(
    "text",
    [
        "Ah, finger slipped. It is 60.",
        "60 not 80",
        "oops should be number 60",
        "I meant sixty",
        "sorry, should have been 60",
        "no wait it's 60 im daft",
    ],
)
def test_a_house_number_is_corrected_alone(text: str) -> None:
    assert _amended("street-address", "80 Castle Street", text) == "60 Castle Street"
    assert _amended("street-address", "Flat 3, 80 Castle Street", text) == "Flat 3, 60 Castle Street"


def test_a_number_alone_is_the_house_only_where_it_was_asked_for() -> None:
    assert _amended("street-address", "80 Castle Street", "sorry, 60", asked=True) == "60 Castle Street"
    assert _amended("street-address", "80 Castle Street", "sorry, 60") is None


@pytest.mark.parametrize(
    "text",
    ["454 at the end", "sorry ends 454", "last three are 454", "454 not 444", "last three digits should be 4 5 4"],
)
def test_the_end_of_a_number_is_corrected_alone(text: str) -> None:
    assert _amended("phone", "+447700900444", text) == "+447700900454"


@pytest.mark.parametrize(
    "text",
    ["no hang on it's .net at the end, not .org", ".net not .org", "it ends in .net", "i meant dot net"],
)
def test_the_end_of_an_address_is_corrected_alone(text: str) -> None:
    assert _amended("email", "liam.novak@example.org", text) == "liam.novak@example.net"


def test_all_that_follows_the_sign_is_corrected_alone() -> None:
    assert _amended("email", "jo@example.org", "its gmail.com not example.org") == "jo@gmail.com"


def test_a_town_is_taken_only_if_the_tool_knows_it() -> None:
    hint = "M20 5WT is in Manchester, not in Brighton."
    assert _amended("town", "Brighton", "manchester sorry, brighton was my last place", hint=hint) == "Manchester"
    assert _amended("town", "Brighton", "leeds sorry", hint=hint) is None


def test_what_corrects_nothing_amends_nothing() -> None:
    for kind, now in (("street-address", "80 Castle Street"), ("phone", "+447700900444"), ("email", "jo@example.org")):
        assert _amended(kind, now, "yes. Do it") is None
    assert _amended("date", "2026-05-13", "the 14th not the 13th") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("omg wait i wrote it wrong, its joharris in one word no underscore", "joharris"),
        ("no underscore sorry", "joharris"),
        ("all one word", "joharris"),
        ("sorry it's a dot not an underscore", "jo.harris"),
        ("with a dash instead of the underscore", "jo-harris"),
        ("oops, jo.harris with a dot", "jo.harris"),
        ("one r: jo_haris", "jo_haris"),
        ("the first bit should be jharris", "jharris"),
        ("before the @ it's just jo", "jo"),
    ],
)
def test_what_stands_before_the_sign_of_an_e_mail_address_is_corrected_alone(text: str, name: str) -> None:
    assert _amended("email", "jo_harris@example.org", text) == f"{name}@example.org"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no b for bennett yes but then the number two after it noah dot b two", "noah.b2"),
        ("it's noah dot b seven", "noah.b7"),
        ("with a nine after it", "noah.b9"),
        ("noah dot bennett please", "noah.bennett"),
        ("noah underscore b", "noah_b"),
        ("it should have been noah dot benn at example dot org", "noah.benn"),
    ],
)
def test_a_name_said_aloud_anew_is_taken_with_the_number_after_it(text: str, name: str) -> None:
    assert _amended("email", "noah.b@example.org", text) == f"{name}@example.org"


def test_a_part_of_the_name_alone_is_not_the_name() -> None:
    assert _amended("email", "noah.b@example.org", "the noah is right though") is None


def test_words_that_spell_nothing_leave_an_e_mail_address_as_it_is() -> None:
    for text in ("what happens with my bills then", "no, leave it", "is there a charge for that"):
        assert _amended("email", "jo_harris@example.org", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Whoops, back to front. 83 it is, I've signed ninety documents with it on",
        "oh, the wrong way round",
        "good job you asked, the number's 83",
        "that's my brother's, ours is 83",
        "sorry, my handwriting. 83 it should read",
    ],
)
def test_a_house_number_is_corrected_in_a_story(text: str) -> None:
    assert _amended("street-address", "38 Castle Street", text) == "83 Castle Street"


@pytest.mark.parametrize("text", ["it's Castle Road, I always say it wrong", "road, not street"])
def test_the_name_of_a_street_is_corrected_beside_its_number(text: str) -> None:
    assert _amended("street-address", "38 Castle Street", text) == "38 Castle Road"


@pytest.mark.parametrize("text", ["it's my mother's place", "that's the right street", "the 14 bus stops there"])
def test_a_street_that_is_only_spoken_of_is_not_corrected(text: str) -> None:
    assert _amended("street-address", "38 Castle Street", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "no no, sorry, that's my husband's, mine finishes 673",
        "that's my work one, mine ends 673",
        "673 on the end",
        "oh no, it's 673",
    ],
)
def test_the_end_of_a_number_is_corrected_in_a_story(text: str) -> None:
    assert _amended("phone", "+447700900637", text) == "+447700900673"


@pytest.mark.parametrize(
    "text",
    [
        "it's the other way about, eva.and.liam at example.org",
        "the other way round",
        "ladies first! eva.and.liam at example.org",
    ],
)
def test_the_names_of_an_address_are_turned(text: str) -> None:
    assert _amended("email", "liam.and.eva@example.org", text) == "eva.and.liam@example.org"


def test_a_flat_is_put_before_the_house() -> None:
    for text in ("sorry, can you put flat 2 in front of that", "it's flat 2, I always forget"):
        assert _amended("street-address", "14 Victoria Road", text) == "Flat 2, 14 Victoria Road"
        assert _amended("street-address", "Flat 9, 14 Victoria Road", text) == "Flat 2, 14 Victoria Road"
    assert _amended("street-address", "Flat 9, 14 Victoria Road", "there's no flat number") == "14 Victoria Road"


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("sorry, it's 37 B", "37B Mill Lane"),
        ("it wants an A on the end", "37A Mill Lane"),
        ("you've missed the C off", "37C Mill Lane"),
        ("no, thirty nine, the 37 belongs to my neighbour", "39 Mill Lane"),
        ("37 is next door, we're 39", "39 Mill Lane"),
        ("73 that should be", "73 Mill Lane"),
        ("I put 37 and it's 73", "73 Mill Lane"),
        ("Hill Lane, not Mill Lane", "37 Hill Lane"),
    ],
)
def test_a_part_of_a_street_is_corrected_however_it_is_said(text: str, street: str) -> None:
    assert _amended("street-address", "37 Mill Lane", text) == street


@pytest.mark.parametrize(
    "text", ["no, that was a treat with a friend", "a bill for 39 came", "it has been here 2 weeks"]
)
def test_what_says_nothing_of_a_street_leaves_it(text: str) -> None:
    assert _amended("street-address", "37 Mill Lane", text) is None


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("62 not 26, sorry", "eva62@example.org"),
        ("the 26 should be 62", "eva62@example.org"),
        ("oops, 62", "eva62@example.org"),
        ("the numbers are the wrong way round", "eva62@example.org"),
        ("Ava, not Eva", "ava26@example.org"),
        ("hang on, dot org is my work one, mine's dot net", "eva26@example.net"),
    ],
)
def test_a_part_of_an_e_mail_address_is_corrected_however_it_is_said(text: str, email: str) -> None:
    found = _amended("email", "eva26@example.org", text)
    assert found is not None
    assert found.lower() == email


def test_a_part_of_a_postcode_is_corrected_alone() -> None:
    assert _amended("postcode", "BN1 8EF", "BN2, not BN1") == "BN2 8EF"
    assert _amended("postcode", "BN1 8EF", "EF should be FE") == "BN1 8FE"
    assert _amended("postcode", "BN1 8EF", "it's the end that is wrong, not BN1") is None


@pytest.mark.parametrize(
    ("street", "text", "new"),
    [
        ("Flat 4a, 12 Elm Row", "it's 4c, c for cat", "Flat 4c, 12 Elm Row"),
        ("Flat 4a, 12 Elm Row", "the door has a C on it, with a C", "Flat 4C, 12 Elm Row"),
        ("Flat 4, 12 Elm Row", "he rang at flat 4 and it's flat 6", "Flat 6, 12 Elm Row"),
        ("7 Elm Row", "it says number 7. It's 70", "70 Elm Row"),
    ],
)
def test_what_is_named_as_it_is_already_is_not_what_is_wished_for(street: str, text: str, new: str) -> None:
    assert _amended("street-address", street, text) == new
