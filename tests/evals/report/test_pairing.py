import io
from collections.abc import Callable

import pytest
from rich.console import Console

from evals.report import paired
from evals.report.pairing import Pairing, pairing
from evals.runs import ConversationRun
from evals.transcript import Transcript
from tests.evals.played import changed, played, town
from tests.evals.report.conftest import worse
from tests.evals.report.test_page import Tags

TOWN = town(each=8)
Pick = Callable[[Transcript, ConversationRun], ConversationRun]


def first_way(given: Transcript, run: ConversationRun) -> ConversationRun:
    return changed(run, 0, area="billing") if given.id == "account-2" else run


def second_way(given: Transcript, run: ConversationRun) -> ConversationRun:
    run = worse(given, run)
    return changed(run, 1, reply="My pleasure.") if given.id == "account-3" else run


@pytest.fixture(scope="module")
def found() -> Pairing:
    second = played(TOWN, second_way, prompts={"billing": 2, "account": 1, "router": 1})
    return pairing(("billing@1", "billing@2"), played(TOWN, first_way), second, TOWN)


def test_what_got_worse_comes_first_and_what_did_not_change_is_left_out(found: Pairing) -> None:
    ways = {one.id: one.way for one in found.conversations}
    assert list(ways.values()) == ["worse"] * 9 + ["better", "different"]
    assert (ways["billing-0"], ways["account-2"], ways["account-3"]) == ("worse", "better", "different")
    assert "account-5" not in ways


def test_changed_turns_stand_side_by_side(found: Pairing) -> None:
    conversation = next(one for one in found.conversations if one.id == "billing-4")
    assert conversation.worse == ("arguments",)
    turn = conversation.turns[0]
    assert (turn.first["calls"], turn.second["calls"]) == (
        "refund_order(order_id=N-1, item=Speaker)", "refund_order(order_id=N-1, item=Router)",
    )  # fmt: skip
    assert turn.expected["calls"] == turn.first["calls"]
    assert turn.differs == {"calls"}
    assert (turn.wrong_first, turn.wrong_second) == ((), ("arguments: refund_order: item router instead of speaker",))
    assert conversation.turns[1].differs == frozenset()


def test_what_is_surely_worse_is_said_with_what_was_changed(found: Pairing) -> None:
    assert paired.headline(found) == "billing@2 is worse in arguments."
    assert found.changed.told == "billing@2 instead of billing@1"
    rows = {row.metric: row for row in paired.paired_rows(found)}
    assert (rows["arguments"].verdict, rows["arguments"].difference, rows["arguments"].worse) == (
        "worse", "-50 points", 8,
    )  # fmt: skip
    assert rows["area"].verdict == "unclear"
    assert rows["tool_choice"].verdict == "the same"


def test_two_runs_that_are_the_same_have_no_difference() -> None:
    runs = played(TOWN)
    found = pairing(("a", "b"), runs, runs, TOWN)
    assert found.conversations == ()
    assert paired.headline(found) == "No difference is surer than chance; 0 conversations are judged differently."
    assert "None: both runs did and said the same." in paired.html(found)


def test_conversations_that_only_one_run_has_are_named(found: Pairing) -> None:
    some = pairing(("a", "b"), played(TOWN[1:]), played(TOWN[:-1]), TOWN)
    assert (some.comparison.only_first, some.comparison.only_second) == (("account-7",), ("billing-0",))
    assert "Left out, because only one of them has it: account-7, billing-0." in paired.html(some)


def test_a_page_of_two_runs_is_whole(found: Pairing) -> None:
    page = paired.html(found)
    assert Tags(page).open == []
    assert "billing@2 is worse in arguments." in page
    assert page.count("<script>") == 1


def test_a_turn_that_goes_wrong_in_a_conversation_that_was_wrong_already_is_worse_too() -> None:
    def wrong(*turns: int) -> Pick:
        def how(given: Transcript, run: ConversationRun) -> ConversationRun:
            for turn in turns if given.area == "billing" else ():
                run = changed(run, turn, area="account")
            return run

        return how

    some = pairing(("a", "b"), played(TOWN, wrong(0)), played(TOWN, wrong(0, 1)), TOWN)
    assert {one.way for one in some.conversations} == {"worse"}
    assert {one.worse for one in some.conversations} == {("area",)}
    assert paired.headline(some) == "b is likely worse in area."


def test_latency_is_shown_and_is_no_verdict() -> None:
    def slow(given: Transcript, run: ConversationRun) -> ConversationRun:
        return changed(run, 0, latency_ms=900.0)

    some = pairing(("a", "b"), played(TOWN), played(TOWN, slow), TOWN)
    assert {row.metric: row.verdict for row in paired.paired_rows(some)}["latency"] == "worse"
    assert paired.headline(some) == "No difference is surer than chance; 0 conversations are judged differently."


def test_the_terminal_shows_what_differs_and_names_the_rest(found: Pairing) -> None:
    console = Console(width=120, record=True, file=io.StringIO())
    paired.show(console, found)
    text = console.export_text()
    assert "The same in both: intent," in text
    assert "worse billing-0 arguments: refund_order: item router instead of speaker" in text
    assert "better account-2 was area: billing answered instead of account" in text
    assert "1 more were done or worded in another way" in text
