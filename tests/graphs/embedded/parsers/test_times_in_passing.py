"""Times as people say them by the way: by their meals, cut short, or beside what they have on."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.filling import Moment, wished_days
from graphs.embedded.parsers import choices, dates
from graphs.embedded.weekdays import anchored, counts

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = Moment(datetime(2026, 5, 13, 10, 30, tzinfo=LONDON), LONDON)


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("next Monday, before dinner at noon", "2026-05-18", "morning"),
        ("the Friday, before my lunch at midday", "2026-05-15", "morning"),
        ("2moz aft", "2026-05-14", "afternoon"),
        ("fri b4 noon", "2026-05-15", "morning"),
        ("sat over brekkie", "2026-05-16", "morning"),
        ("Tuesday around breakfast time", "2026-05-19", "morning"),
        ("Thursday, I've the vet at nine", "2026-05-14", None),
        ("I've got the school run at three so Friday evening", "2026-05-15", "evening"),
    ],
)
def test_a_part_of_a_day_is_told_in_many_ways(text: str, day: str, part: str | None) -> None:
    (found,) = dates.find(wished_days(text, WEDNESDAY), WEDNESDAY.now, LONDON)
    assert (found.value.first.isoformat(), found.value.part) == (day, part)


@pytest.mark.parametrize("text", ["b4 12", "b4 lunch", "before my dinner at noon", "at breakfast"])
def test_a_part_of_a_day_needs_no_day(text: str) -> None:
    (found,) = dates.find(wished_days(text, WEDNESDAY), WEDNESDAY.now, LONDON)
    assert (found.value.any_day, found.value.part) == (True, "morning")


@pytest.mark.parametrize(
    "text", ["it's been off since breakfast", "I have the dentist at four", "we've the choir at 7"]
)
def test_what_somebody_has_on_is_no_time_that_is_wished_for(text: str) -> None:
    assert dates.find(wished_days(text, WEDNESDAY), WEDNESDAY.now, LONDON) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("As late as they'll do, I've the dentist at four", 2),
        ("late as he comes", 2),
        ("as late as it gets please", 2),
        ("as early as they go", 0),
        ("as early as he can", 0),
    ],
)
def test_the_first_or_the_last_time_is_named_by_what_is_possible(text: str, at: int) -> None:
    windows = [{"starts_at": f"2026-05-14T{hour}:00:00Z"} for hour in ("07", "11", "16")]
    assert choices.choose(wished_days(text, WEDNESDAY), windows, zone=LONDON) == [at]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("the sat straight after", "on 23 May"),
        ("the sun right after", "on 24 May"),
        ("the monday directly following", "on 25 May"),
    ],
)
def test_a_weekday_straight_after_is_counted_from_what_is_booked(text: str, written: str) -> None:
    assert counts(text)
    assert anchored(text, datetime(2026, 5, 22, 8, tzinfo=LONDON)) == written


def test_what_sat_somewhere_is_no_saturday() -> None:
    assert dates.find("it sat after lunch doing nothing", WEDNESDAY.now, LONDON)[0].value.any_day
