"""Days that are said of what is on the table."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.filling import Moment
from graphs.embedded.weekdays import anchored, counted_from, counts, in_full, leaving, on_its_day, pinned

FRIDAY = datetime(2026, 5, 15, 8, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("can it go a day later, same time", "can it go on 16 May, in the morning"),
        ("push it back a day", "push it on 16 May"),
        ("bring it forward by two days", "bring it on 13 May"),
        ("make it one day earlier", "make it on 14 May"),
        ("can my visit be a week later", "can my visit be on 22 May"),
        ("the day after", "on 16 May"),
        ("the day before", "on 14 May"),
        ("the monday after", "on 18 May"),
        ("the following week, same day and time", "  , on 22 May, in the morning"),
        ("the afternoon, same day", "the afternoon, on 15 May"),
        ("week later same time", "on 22 May in the morning"),
        ("the day after tomorrow", "the day after tomorrow"),
        ("the saturday before the 27th", "the saturday before the 27th"),
        ("the day before the 27th", "the day before the 27th"),
        ("next friday", "next friday"),
        ("put it off by a week", "put it on 22 May"),
        ("the week after would suit better", "on 22 May would suit better"),
        ("could it be a bit later", "could it be a bit on 15 May, not in the morning"),
        ("not that one, the one after", "not that one, on 15 May in the afternoon"),
        ("I'll let you know later", "I'll let you know later"),
        (
            "he's away that day. what else have you got that day?",
            "he's away that day. what else have you got on 15 May?",
        ),
    ],
)
def test_days_count_from_what_is_in_hand(text: str, dated: str) -> None:
    assert " ".join(anchored(text, FRIDAY).split()) == " ".join(dated.split())


def test_a_weekday_alone_is_one_of_the_days_on_offer() -> None:
    assert pinned("friday then", [date(2026, 5, 22)]) == "friday 22 May then"
    assert pinned("next friday then", [date(2026, 5, 22)]) == "next friday then"
    assert pinned("the friday before the 27th", [date(2026, 5, 15)]) == "the friday before the 27th"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my visit on friday, can it be saturday", "my visit on , can it be saturday 16 May"),
        ("I've a lunch on Friday the 15th. Would Monday the 18th do", "I've a lunch on . Would Monday the 18th do"),
        ("friday but in the evening", "friday but in the evening"),
        (
            "it is put back two days so the one on friday needs to be saturday",
            "it is put back two days so the one on needs to be saturday 16 May",
        ),
        ("my visit on Friday clashes with work", "my visit on clashes with work"),
    ],
)
def test_the_day_that_is_left_is_none_that_is_wished_for(text: str, left: str) -> None:
    moment = Moment(datetime(2026, 5, 13, 9, tzinfo=ZoneInfo("Europe/London")), ZoneInfo("Europe/London"))
    assert " ".join(leaving(text, FRIDAY, moment).split()) == left


def test_a_part_alone_is_of_the_day_on_the_table() -> None:
    assert on_its_day("the afternoon instead", FRIDAY) == "the afternoon instead on 15 May"
    assert on_its_day("the afternoon of the 20th", FRIDAY) == "the afternoon of the 20th"
    assert on_its_day("mornings are bad", FRIDAY) == "mornings are bad"


def test_what_is_counted_from_counts_on_from_the_day_said_since() -> None:
    moment = Moment(datetime(2026, 5, 13, 9, tzinfo=ZoneInfo("Europe/London")), ZoneInfo("Europe/London"))
    said = counted_from(("how about the 20th", "what about the day after that"), FRIDAY, moment)
    assert said == ("how about the 20th", "what about on 21 May")


def test_words_that_count_from_a_day_are_known() -> None:
    assert counts("the evening of the same day")
    assert not counts("the evening of the 20th")


def test_a_weekday_of_that_week_is_one_of_the_week_of_what_is_on_the_table() -> None:
    assert anchored("thursday that week is better", FRIDAY) == "on 14 May is better"
    assert anchored("the monday of that week", FRIDAY) == "on 11 May"
    assert anchored("weds that week", FRIDAY) == "on 13 May"
    assert "tuesday 12 May" in anchored("earlier that week then, tues afternoon?", FRIDAY)
    assert "monday 18 May" in anchored("monday morning the week after", FRIDAY)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("thurs or fri evening", "thursday or friday evening"),
        ("the weds would suit", "the wednesday would suit"),
        ("wensday", "wednesday"),
        ("mondays are out", "mondays are out"),
        ("it just sat there in the sun", "it just sat there in the sun"),
    ],
)
def test_weekdays_that_are_cut_short_are_written_out(text: str, written: str) -> None:
    assert in_full(text) == written


def test_the_weekday_is_one_of_the_week_of_what_is_moved() -> None:
    moment = Moment(datetime(2026, 5, 13, 9, tzinfo=ZoneInfo("Europe/London")), ZoneInfo("Europe/London"))
    tuesday = datetime(2026, 5, 19, 8, tzinfo=ZoneInfo("Europe/London"))
    assert leaving("could he come the thurs instead", tuesday, moment) == "could he come the thursday 21 May instead"
    assert leaving("could he come thursday instead", tuesday, moment) == "could he come thursday instead"
    assert leaving("could he come the thursday after next", tuesday, moment) == "could he come the thursday after next"
