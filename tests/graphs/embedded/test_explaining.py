"""A symptom that a look-up does not explain is looked up in the articles in the same turn."""

from typing import Any, Literal

from langchain_core.tools import BaseTool

from tests.graphs.embedded.conftest import Talks
from tests.graphs.embedded.depot import DEPOT, Parcel, Reset, Scanner, plan
from tools.arguments import FreeText
from tools.effects import Plan, reads, writes
from tools.errors import Correctable, NotVerified
from tools.records import Passage


@reads
async def check_scanner() -> Scanner:
    """Look up how the customer's label scanner is doing."""
    return Scanner(scanner="hand scanner", finding="The hand scanner is all right.", suggested_action=None)


@reads
async def search_guide(query: FreeText) -> list[Passage]:
    """Find passages of the depot's guide.

    Args:
        query: The question.
    """
    if "red" not in query.split():
        return []
    text = "The lamp of the scanner is red while it charges."
    return [Passage(title="Scanners", source="scanners.md", text=text, score=0.9)]


def _with(*tools: BaseTool) -> list[BaseTool]:
    names = {tool.name for tool in tools}
    return [*(tool for tool in DEPOT if tool.name not in names), *tools]


async def test_what_is_seen_on_a_device_that_is_all_right_is_explained_from_the_articles(talk: Talks) -> None:
    depot = talk(_with(check_scanner, search_guide))
    told = await depot.says("my scanner does not work, its light is red")
    assert [name for name, _ in depot.called] == ["check_scanner", "search_guide"]
    assert told.index("The hand scanner is all right") < told.index("red while it charges")


async def test_where_the_articles_say_nothing_of_it_the_look_up_is_told_alone(talk: Talks) -> None:
    depot = talk(_with(check_scanner, search_guide))
    told = await depot.says("my scanner does not work, its light is green")
    assert [name for name, _ in depot.called] == ["check_scanner", "search_guide"]
    assert told.endswith("The hand scanner is all right.")


async def test_without_a_symptom_the_look_up_is_enough(talk: Talks) -> None:
    depot = talk(_with(check_scanner, search_guide))
    await depot.says("is my scanner all right")
    assert [name for name, _ in depot.called] == ["check_scanner"]


async def test_who_does_not_have_the_device_may_ask_about_it_all_the_same(talk: Talks) -> None:
    @reads
    async def check_scanner() -> Scanner:
        """Look up how the customer's label scanner is doing."""
        raise Correctable("There is no scanner of yours.", "scanner")

    depot = talk(_with(check_scanner, search_guide))
    told = await depot.says("my scanner does not work, its light is red")
    assert told.startswith("There is no scanner of yours.\n\nThe lamp of the scanner is red while it charges.")


@reads
async def check_locked_scanner() -> Scanner:
    """Look up how the customer's label scanner is doing."""
    raise NotVerified("Please sign in first.")


async def test_who_has_not_signed_in_is_told_what_everybody_may_know_and_offered_the_sign_in(talk: Talks) -> None:
    check = check_locked_scanner.model_copy(update={"name": "check_scanner"})
    depot = talk(_with(check, search_guide))
    told = await depot.says("my scanner does not work, its light is red")
    assert [name for name, _ in depot.called] == ["check_scanner", "search_guide"]
    assert told.index("red while it charges") < told.index("Please sign in first.")


async def test_where_the_articles_say_nothing_only_the_sign_in_is_asked_for(talk: Talks) -> None:
    check = check_locked_scanner.model_copy(update={"name": "check_scanner"})
    told = await talk(_with(check, search_guide)).says("my scanner does not work, its light is green")
    assert told.startswith("Please sign in first.")


async def test_what_is_the_customers_own_is_not_looked_up_in_the_articles(talk: Talks) -> None:
    depot = talk(_with(search_guide))
    await depot.says("what is my balance")
    assert [name for name, _ in depot.called] == ["show_balance"]


async def test_where_one_look_up_finds_no_record_another_is_made_of_what_the_words_speak_of(talk: Talks) -> None:
    @reads
    async def check_scanner() -> list[Scanner]:
        """Look up how the customer's label scanner is doing."""
        return []

    @reads
    async def probe_line() -> Scanner:
        """Test the customer's line."""
        return Scanner(scanner="line", finding="The line is down.", suggested_action=None)

    @writes(risk="service", undo=None)
    async def report_trouble(about: Literal["line", "device"]) -> Plan[Scanner]:
        """Report a trouble.

        Args:
            about: What is at fault.
        """
        raise AssertionError(about)

    depot = talk(_with(check_scanner, search_guide, probe_line, report_trouble))
    told = await depot.says("my scanner does not work and I have no internet")
    assert [name for name, _ in depot.called][:2] == ["check_scanner", "probe_line"]
    assert "The line is down." in told


async def test_where_a_suggestion_finds_no_record_the_articles_are_asked(talk: Talks) -> None:
    @reads
    async def check_scanner() -> Scanner:
        """Look up how the customer's label scanner is doing."""
        return Scanner(scanner="hand scanner", finding="It is all right.", suggested_action="collect_parcel")

    @reads
    async def list_parcels() -> list[Parcel]:
        """List the customer's parcels."""
        return []

    depot = talk(_with(check_scanner, search_guide, list_parcels))
    told = await depot.says("my scanner does not work, its light is red")
    assert [name for name, _ in depot.called] == ["check_scanner", "list_parcels", "search_guide"]
    assert told.index("It is all right") < told.index("red while it charges")


async def test_a_question_of_no_known_kind_is_put_to_the_articles_and_refused_if_they_do_not_know(talk: Talks) -> None:
    depot = talk(_with(search_guide))
    refused = await depot.says("what does the yellow stripe on the floor mean?")
    assert [name for name, _ in depot.called] == ["search_guide"]
    assert "don't have a reliable answer" in refused


async def test_what_can_be_done_with_a_record_that_is_all_right_is_offered_against_a_trouble(talk: Talks) -> None:
    @reads
    async def check_scanner() -> list[Scanner]:
        """Look up how the customer's label scanner is doing."""
        return [Scanner(scanner="hand scanner", finding="The hand scanner is all right.", suggested_action=None)]

    @writes(risk="service", undo=None)
    async def reset_scanner(scanner: Literal["hand scanner", "door scanner"]) -> Plan[Any]:
        """Reset a scanner.

        Args:
            scanner: Which.
        """
        return plan(Reset(minutes=len(scanner)))

    depot = talk(_with(check_scanner, search_guide, reset_scanner))
    told = await depot.says("my scanner does not work, its light is red")
    assert told.endswith("Would you like me to reset a scanner?")
    await depot.says("yes please")
    assert depot.called[-1] == ("reset_scanner", {"scanner": "hand scanner"})
