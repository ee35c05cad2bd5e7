"""Days on which banks and engineers work: Monday to Friday. Bank holidays count as working days here."""

from datetime import date, timedelta


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies so many working days after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
