from datetime import date

import pytest

from tools.wording import listed, meant
from tools.working_days import working_days_after


@pytest.mark.parametrize(
    ("said", "names", "found"),
    [
        ("smart speaker", ["Smart speaker", "Smart speaker stand"], ["Smart speaker"]),
        ("speakers", ["Smart speaker", "Smart plug"], ["Smart speaker"]),
        ("my smart plug", ["Smart speaker", "Smart plug"], ["Smart plug"]),
        ("smart", ["Smart speaker", "Smart plug"], ["Smart speaker", "Smart plug"]),
        ("the", ["Smart speaker"], []),
        ("", ["Smart speaker"], []),
        ("peak", ["Smart speaker"], []),
    ],
)
def test_a_thing_is_found_by_the_words_of_its_name(said: str, names: list[str], found: list[str]) -> None:
    assert meant(said, names) == found


def test_names_are_joined_as_people_do() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_working_days_leave_out_the_weekend() -> None:
    assert working_days_after(date(2026, 5, 15), 1) == date(2026, 5, 18)
    assert working_days_after(date(2026, 5, 16), 5) == date(2026, 5, 22)
