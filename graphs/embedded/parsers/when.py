"""A day, a stretch of days, or a part of any day: what a customer means by "next Thursday afternoon"."""

import datetime as dt
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tools.records import PartOfDay

NOON, EVENING = dt.time(12), dt.time(17)


@dataclass(frozen=True)
class When:
    """From `first` to `last`, both included; `last` is `date.max` when the words set no end."""

    first: date
    last: date
    part: PartOfDay | None = None
    time: dt.time | None = None

    @property
    def one_day(self) -> bool:
        """Whether a single day is meant."""
        return self.first == self.last

    @property
    def any_day(self) -> bool:
        """Whether the words leave the day's end open: "after 5", "from Thursday"."""
        return self.last == date.max

    def covers(self, moment: date | datetime, zone: ZoneInfo | None = None) -> bool:
        """Say whether a day, or a moment as the clocks of `zone` show it, is what was meant."""
        if not isinstance(moment, datetime):
            return self.first <= moment <= self.last
        local = moment.astimezone(zone) if zone and moment.tzinfo else moment
        return self.first <= local.date() <= self.last and self.part in (None, part_of(local.time()))


def part_of(moment: dt.time) -> PartOfDay:
    """Return the part of the day that a time belongs to."""
    return "morning" if moment < NOON else "afternoon" if moment < EVENING else "evening"
