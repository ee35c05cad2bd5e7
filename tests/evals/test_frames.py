from typing import Any

from evals import frames
from evals.report.pairing import pairing
from evals.runs import ConversationRun
from evals.transcript import Transcript
from tests.evals.played import ASKS, changed, played, town


def misrouted(given: Transcript, run: ConversationRun) -> ConversationRun:
    """Take refunds for changes of address, and answer them curtly."""
    return changed(run, 0, area="account", reply="No.") if given.area == "billing" else run


def test_every_conversation_is_a_row() -> None:
    table = frames.conversations(town(each=2))
    assert list(table.index) == ["billing-0", "billing-1", "account-0", "account-1"]
    first: Any = table.loc["billing-1"]
    assert (first["area"], first["turns"], first["calls"], first["person"], first["tags"]) == (
        "billing",
        2,
        1,
        False,
        ["sms"],
    )


def test_a_conversation_is_read_turn_by_turn() -> None:
    table = frames.turns(town(each=1)[0])
    assert list(table["customer"]) == [ASKS, "thanks"]
    assert list(table["calls"]) == ["refund_order", ""]
    assert table["wishes"][0] == "refund_order"


def test_an_answer_stands_beside_what_is_right() -> None:
    transcripts = town(each=1)
    table = frames.answers(played(transcripts, misrouted), transcripts)
    first: Any = table.loc[("billing-0", 0)]
    assert (first["area"], first["area found"], first["wrong"]) == ("billing", "account", "area")
    assert table.groupby(["area", "area found"]).size().to_dict() == {
        ("account", "account"): 2,
        ("billing", "account"): 1,
        ("billing", "billing"): 1,
    }
    assert table["intent"].dropna().tolist() == ["refund_order", "show_account"]


def test_metrics_are_written_for_people() -> None:
    transcripts = town(each=2)
    table = frames.metrics(played(transcripts, misrouted), transcripts)
    assert table.loc["area", "value"] == "75 %"
    assert table.loc["latency", "value"].endswith("ms")


def test_what_changed_between_two_runs_is_a_row_a_line() -> None:
    transcripts = town(each=2)
    found = pairing(("before", "after"), played(transcripts), played(transcripts, misrouted), transcripts)
    table = frames.changed(found)
    assert set(table["what"]) == {"area", "reply"}
    assert list(table.loc[("billing-0", 0)]["after"]) == ["account", "No."]
    assert frames.compared(found).loc["area", "worse"] == 2


def test_runs_that_say_the_same_leave_an_empty_table() -> None:
    transcripts = town(each=1)
    found = pairing(("before", "after"), played(transcripts), played(transcripts), transcripts)
    assert frames.changed(found).empty


def test_a_run_is_a_point_of_what_it_costs_and_how_good_it_is() -> None:
    transcripts = town(each=2)
    (point,) = frames.points({"all right": played(transcripts)}, transcripts, "latency")
    assert (point.label, point.cost, point.quality) == ("all right", 20.5, 1.0)


def test_long_texts_are_shown_whole() -> None:
    table = frames.turns(town(each=1)[0])
    assert "pre-wrap" in frames.readable(table).to_html()
