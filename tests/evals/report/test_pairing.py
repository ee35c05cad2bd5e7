import pytest

from evals.report import paired
from evals.report.pairing import Pairing, pairing
from evals.runs import ConversationRun
from evals.transcript import Transcript
from tests.evals.played import changed, played, town
from tests.evals.report.conftest import worse
from tests.evals.report.test_page import Tags

TOWN = town(each=8)


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
