import pytest

from graphs.next_action.spans import LONGEST, bare, shape, spans


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("My name is Ines Rocha.", "Ines Rocha"),
        ("Name: Ines Rocha, card: 4711", "4711"),
        ("I live at 12 Mill Lane  Leeds, TX 55512 thanks", "12 Mill Lane  Leeds, TX 55512"),
        ("12 Mill Lane, Leeds", "12 Mill Lane"),
        ("it was $40", "$40"),
        ("it was $40", "40"),
        ("call me: (020) 794-6000.", "(020) 794-6000"),
        ("a.b@mail.example please", "a.b@mail.example"),
    ],
)
def test_a_value_is_among_the_pieces_of_its_line(line: str, value: str) -> None:
    assert value in {span.text for span in spans(line)}


def test_a_piece_says_where_it_stands_and_how_it_was_cut() -> None:
    line = "send it to Mill Lane"
    found = {span.text: span for span in spans(line)}
    assert found["Mill Lane"].kinds == {"words"}
    assert found[line].kinds == {"line", "part"}
    assert all(line[span.start : span.start + len(span.text)] == span.text for span in found.values())


def test_nothing_longer_than_a_value_is_cut_out() -> None:
    assert all(len(span.text.split()) <= LONGEST for span in spans("word " * 40))
    assert spans("   ") == ()


def test_a_shape_keeps_the_length_of_numbers_and_forgets_letters() -> None:
    assert shape("ines44") == shape("tom12") != shape("tom123")
    assert shape("Ines Rocha") == shape("Tom Okafor")
    assert shape("12 Mill Lane Leeds") != shape("Mill Lane Leeds House")
    assert bare("(Lane),") == "lane"
