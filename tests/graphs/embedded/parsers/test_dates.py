from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.embedded.parsers import dates
from graphs.embedded.parsers.when import When

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 5, 12, 10, tzinfo=LONDON)
"""A Tuesday."""


def read(text: str) -> list[When]:
    return [found.value for found in dates.find(text, NOW, LONDON)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "05-12"),
        ("tomorrow", "05-13"),
        ("2moro", "05-13"),
        ("tomorow", "05-13"),
        ("the day after tomorrow", "05-14"),
        ("yesterday", "05-11"),
        ("Thursday", "05-14"),
        ("thurs", "05-14"),
        ("thurdsay", "05-14"),
        ("wensday", "05-13"),
        ("this Tuesday", "05-12"),
        ("Tuesday", "05-19"),
        ("next Thursday", "05-21"),
        ("next tues", "05-19"),
        ("last Friday", "05-08"),
        ("Thursday week", "05-21"),
        ("a week on Friday", "05-22"),
        ("week on Friday", "05-22"),
        ("two weeks on Friday", "05-29"),
        ("a week tomorrow", "05-20"),
        ("a fortnight today", "05-26"),
        ("Thursday next week", "05-21"),
        ("next week on Thursday", "05-21"),
        ("Thursday after next", "05-28"),
        ("three days ago", "05-09"),
        ("in 3 days", "05-15"),
        ("the Saturday before the 27th", "05-23"),
        ("the Monday after the 1st of June", "06-08"),
        ("the day before the 27th", "05-26"),
        ("two days after the 20th", "05-22"),
        ("thursday first thing", "05-14"),
        ("the 14th", "05-14"),
        ("the fourteenth", "05-14"),
        ("the 3rd", "06-03"),
        ("14 May", "05-14"),
        ("14th of May", "05-14"),
        ("may 14th", "05-14"),
        ("14may", "05-14"),
        ("twenty first of June", "06-21"),
        ("Thursday the 14th of May", "05-14"),
        ("Mon 18 May", "05-18"),
        ("Sunday 24th", "05-24"),
        ("12/05", "05-12"),
        ("20/5/26", "05-20"),
        ("20.05.2026", "05-20"),
        ("2026-05-20", "05-20"),
        ("05/14", "05-14"),
        ("I ordered it on 3 March", "03-03"),
        ("it happened on the 3rd", "05-03"),
        ("you charged me on Tuesday", "05-05"),
        ("move it from Thursday to Friday", "05-15"),
        ("not Thursday, Friday", "05-15"),
        ("Friday instead of Thursday", "05-15"),
        ("I can't do Thursday, Friday would be better", "05-15"),
    ],
)
def test_a_day_is_found(text: str, day: str) -> None:
    (when,) = read(text)
    assert when.one_day
    assert when.first == date.fromisoformat(f"2026-{day}")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("next week", "05-18", "05-24"),
        ("early next week", "05-18", "05-20"),
        ("end of next week", "05-21", "05-24"),
        ("this week", "05-12", "05-17"),
        ("this weekend", "05-16", "05-17"),
        ("next weekend", "05-23", "05-24"),
        ("in two weeks", "05-26", "06-01"),
        ("in a fortnight", "05-26", "06-01"),
        ("in the next couple of days", "05-12", "05-14"),
        ("in May", "05-01", "05-31"),
        ("beginning of June", "06-01", "06-10"),
        ("end of the month", "05-25", "05-31"),
        ("last month's bill", "04-01", "04-30"),
        ("my bill from April", "04-01", "04-30"),
        ("my April bill", "04-01", "04-30"),
        ("between Monday and Wednesday", "05-18", "05-20"),
        ("Monday to Wednesday", "05-18", "05-20"),
        ("before Friday", "05-12", "05-14"),
        ("by the 20th", "05-12", "05-20"),
    ],
)
def test_a_stretch_of_days_is_found(text: str, first: str, last: str) -> None:
    assert read(text) == [When(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"))]


@pytest.mark.parametrize(
    ("text", "first", "part", "at"),
    [
        ("next Thursday afternoon", "05-21", "afternoon", None),
        ("this thursday am", "05-14", "morning", None),
        ("2moro pm", "05-13", "afternoon", None),
        ("tomorow mornin", "05-13", "morning", None),
        ("Thurs 14th May at 3pm", "05-14", "afternoon", time(15)),
        ("half two on Friday", "05-15", "afternoon", time(14, 30)),
        ("Friday at half past ten", "05-15", "morning", time(10, 30)),
        ("can you come at 3 on friday", "05-15", "afternoon", time(15)),
        ("five pm Friday", "05-15", "evening", time(17)),
        ("tomorrow after 5pm", "05-13", "evening", time(17)),
        ("after work on Monday", "05-18", "evening", None),
        ("first thing on Monday", "05-18", "morning", None),
        ("before noon on Friday", "05-15", "morning", None),
        ("weds the 20th at 11ish", "05-20", "morning", time(11)),
        ("Saturday 8-12am", "05-16", "morning", time(8)),
        ("Friday 15 May between 2 and 4", "05-15", "afternoon", time(14)),
        ("tonight", "05-12", "evening", None),
        ("this afternoon", "05-12", "afternoon", None),
        ("Friday at 15:30", "05-15", "afternoon", time(15, 30)),
        ("midday on Friday", "05-15", "afternoon", time(12)),
    ],
)
def test_a_day_has_its_time(text: str, first: str, part: str, at: time | None) -> None:
    (when,) = read(text)
    assert (when.first, when.part, when.time) == (date.fromisoformat(f"2026-{first}"), part, at)
    assert when.one_day


@pytest.mark.parametrize(
    ("text", "part"),
    [("after 5", "evening"), ("morning please", "morning"), ("weekday evenings", "evening"), ("at 3", "afternoon")],
)
def test_a_time_without_a_day_is_of_any_day(text: str, part: str) -> None:
    (when,) = read(text)
    assert (when.first, when.any_day, when.part) == (NOW.date(), True, part)


def test_a_day_may_be_open_to_the_future() -> None:
    assert read("any time after Thursday") == [When(date(2026, 5, 15), date.max)]
    assert read("anytime from the 20th onwards") == [When(date(2026, 5, 20), date.max)]


def test_alternatives_are_found_one_by_one() -> None:
    first, second = read("Thursday or Friday evening")
    assert (first.first.day, first.part, second.first.day, second.part) == (14, None, 15, "evening")


@pytest.mark.parametrize(
    "text",
    [
        "May I change it",
        "I may move house",
        "24/7",
        "31/02",
        "order 1042",
        "N-1042",
        "192.168.1.1",
        "my last order",
        "the second one",
        "my first order",
        "21st century",
        "I live at 3 Rope Walk",
        "14 Rope Walk",
        "good morning, I need an engineer",
        "Morning, my router is off",
        "I've been waiting 3 days",
        "for two weeks",
        "I sat in all day",
        "it would look daft sat there on its own",
        "it was sat in the hall",
        "any day but not Friday",
        "I am happy with that",
        "07700 900123",
        "£12.05",
        "",
    ],
)
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert read(text) == []


def test_the_day_is_the_one_where_the_customer_is() -> None:
    late = datetime(2026, 5, 12, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert dates.find("tomorrow", late, LONDON)[0].value.first == date(2026, 5, 14)


def test_a_year_that_is_not_said_is_the_nearest() -> None:
    december = datetime(2026, 12, 20, 9, tzinfo=LONDON)
    assert dates.find("5 January", december, LONDON)[0].value.first == date(2027, 1, 5)
    assert dates.find("28 November", december, LONDON)[0].value.first == date(2026, 11, 28)


def test_when_covers_moments_of_its_days_and_part() -> None:
    when = When(date(2026, 5, 14), date(2026, 5, 14), "evening")
    assert when.covers(datetime(2026, 5, 14, 16, 30, tzinfo=ZoneInfo("UTC")), LONDON)
    assert not when.covers(datetime(2026, 5, 14, 9, tzinfo=LONDON), LONDON)
    assert when.covers(date(2026, 5, 14))


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_every_day_of_the_year_is_read_back(day: date) -> None:
    written = (f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}", f"{day:%A} {day.day} {day:%b} {day.year}")
    for text in (*written, str(day)):
        assert [when.first for when in read(text)] == [day]


@given(st.text(alphabet="0123456789 /-.:aeimnoprstuy", max_size=50))
def test_no_text_breaks_the_parser(text: str) -> None:
    assert all(when.first <= when.last for when in read(text) if not when.any_day)


def test_a_text_without_what_it_says_of_days_keeps_the_rest() -> None:
    now, zone = datetime.fromisoformat("2026-05-13T09:30+00:00"), ZoneInfo("Europe/London")
    said = dates.without("wont be in this aft, call the fitter off on Friday morning", now, zone)
    assert said.split() == ["wont", "be", "in", ",", "call", "the", "fitter", "off", "on"]


def test_the_day_after_counts_from_the_day_that_is_named_before_it() -> None:
    said = dates.counted("nobody is in on Thursday. What is there the day after?", NOW, LONDON)
    assert [found.value.first for found in dates.find(said, NOW, LONDON)] == [date(2026, 5, 15)]
    assert dates.counted("what is there the day after?", NOW, LONDON) == "what is there the day after?"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Friday after dinner", "evening"),
        ("Friday afternoon, after dinner", "afternoon"),
        ("dinner time onwards on Friday", "afternoon"),
    ],
)
def test_dinner_is_at_noon_where_that_part_of_the_day_is_named(text: str, part: str) -> None:
    assert {one.part for one in read(text) if one.part} == {part}
