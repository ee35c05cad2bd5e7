"""Days that customers name without wishing for them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from graphs.embedded.parsers import dates
from graphs.embedded.parsers.ruled_out import days_out, wished

NOW, LONDON = datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London")


def _first_day(text: str) -> date | None:
    found = dates.find(wished(text), NOW, LONDON)
    return found[0].value.first if found else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("well er not today I've the bowls the early one tomorrow'll do me", date(2026, 5, 14)),
        ("today's no good, my daughter's visiting. tomorrow first thing then", date(2026, 5, 14)),
        ("June's no use to me, so the 22nd of May", date(2026, 5, 22)),
        ("the morning one on friday please, I'm at the dentist tomorrow", date(2026, 5, 15)),
        ("Friday I work, so Saturday morning", date(2026, 5, 16)),
        ("not thursday or friday, monday's fine", date(2026, 5, 18)),
        ("I teach on Thursdays so Friday it is", date(2026, 5, 15)),
        ("Thursday is my bowls day, what about Saturday", date(2026, 5, 16)),
        ("I've got an engineer coming on Tuesday, is there anything on the Thursday instead?", date(2026, 5, 14)),
        ("I've got the grandchildren on Monday so make it Tuesday", date(2026, 5, 19)),
        ("fridays are bad, what about saturday", date(2026, 5, 16)),
        ("hes got the dentist on friday, what have you got on the 20th", date(2026, 5, 20)),
        ("thursdays are a right pain. friday teatime?", date(2026, 5, 15)),
        ("monday's a nightmare for me, wednesday maybe", date(2026, 5, 20)),
        ("June's far too late. the wednesday please", date(2026, 5, 20)),
        ("friday does not suit, is saturday possible", date(2026, 5, 16)),
        ("no I can't do with waiting that long have you anything on friday", date(2026, 5, 15)),
        ("I can't do mornings what about friday afternoon", date(2026, 5, 15)),
        ("I'm not in on the monday it'd have to be the tuesday", date(2026, 5, 19)),
    ],
)
def test_a_day_that_only_gives_a_reason_is_no_wish(text: str, day: date) -> None:
    assert _first_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I've a wire hanging down need someone tomorrow", date(2026, 5, 14)),
        ("I'm in all day tomorrow so you pick", date(2026, 5, 14)),
        ("not before thursday", date(2026, 5, 14)),
    ],
)
def test_the_only_day_that_is_named_is_wished_for(text: str, day: date) -> None:
    assert _first_day(text) == day


def test_what_is_ruled_out_can_be_told() -> None:
    assert days_out("not today, the one after that").strip() == "today"
    assert not days_out("tomorrow please")
