"""How values are said to a customer."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from graphs import wording
from prompts.registry import Prompt, PromptError

LONDON = ZoneInfo("Europe/London")


def _prompt(text: str) -> Prompt:
    return Prompt("test", 1, f"## one\n{text}", "0")


def test_money_is_said_without_needless_pence() -> None:
    assert wording.money({"amount": "1249.50", "currency": "GBP"}) == "£1,249.50"
    assert wording.money("89.00") == "£89"
    assert wording.money("-7.00") == "-£7"


def test_days_and_windows_are_said_where_the_company_is() -> None:
    assert wording.day(date(2026, 5, 14)) == "Thursday 14 May"
    window = wording.window("2026-05-14T11:00:00Z", "2026-05-14T16:00:00Z", LONDON)
    assert window == "Thursday 14 May, between 12:00 and 17:00"
    assert wording.moment("2026-01-14T11:00:00+00:00", LONDON) == "Wednesday 14 January at 11:00"


def test_a_record_is_said_field_by_field() -> None:
    said = wording.values(
        {
            "address": {"street": "12 Harbour Road", "city": "Bristol", "postcode": "BS1 6QH"},
            "starts_at": "2026-05-14T11:00:00Z",
            "ends_at": "2026-05-14T16:00:00Z",
            "item": None,
            "paid": True,
            "order_id": "N-1042",
        },
        LONDON,
    )
    assert said["address"] == "12 Harbour Road, Bristol BS1 6QH"
    assert said["window"] == "Thursday 14 May, between 12:00 and 17:00"
    assert (said["item"], said["paid"], said["order_id"]) == ("", "yes", "N-1042")


def test_lists_are_joined_as_in_a_sentence() -> None:
    assert wording.listing([]) == ""
    assert wording.listing(["a"]) == "a"
    assert wording.listing(["a", "b", "c"], "or") == "a, b or c"


def test_fields_have_names_that_people_use() -> None:
    assert wording.words("order_id") == "order number"
    assert wording.words("due_on") == "due"
    assert wording.words("arrives_by") == "arrives by"


@pytest.mark.parametrize(
    ("refunded", "said"),
    [
        ({"amount": "5.00", "currency": "GBP"}, "Paid £9, £5 back."),
        ({"amount": "0.00", "currency": "GBP"}, "Paid £9, all yours."),
    ],
)
def test_a_condition_keeps_its_text_only_where_there_is_something_to_say(refunded: dict[str, str], said: str) -> None:
    record = {"paid": {"amount": "9.00", "currency": "GBP"}, "refunded": refunded}
    prompt = _prompt("Paid {{paid}}[?refunded: , {{refunded}} back][!refunded: , all yours].")
    assert wording.fill(prompt, "one", wording.values(record, LONDON), record) == said


def test_a_template_without_its_value_is_a_mistake_that_shows() -> None:
    with pytest.raises(PromptError):
        wording.fill(_prompt("Hello {{name}}"), "one", {})
    with pytest.raises(PromptError):
        wording.fill(_prompt("Hello"), "two", {})
