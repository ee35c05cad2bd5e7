from evals.culprit import Changes, Seen, changes, suspects
from evals.runs import TurnRun
from evals.transcript import Call
from tests.evals.played import header

HASH, OTHER = "a" * 64, "b" * 64


def seen(number: int, **values: object) -> list[Seen]:
    return [Seen(TurnRun.model_validate({"turn": number, "customer": "x", "reply": "y", **values}))]


def told(failing: list[list[Seen]], others: list[list[Seen]], changed: Changes, *, whole: bool = False) -> list[str]:
    return [one.sentence for one in suspects(failing, others, changed, whole=whole)]


def test_what_differs_from_the_baseline_is_said() -> None:
    before = header(version="0.1.0 abc", checksums={"billing": HASH, "account": HASH})
    now = header(
        version="0.1.0 def",
        prompts={"billing": 1, "account": 2, "orders": 1},
        checksums={"billing": OTHER, "account": OTHER},
        models={"small": "embedded", "large": "big"},
    )
    found = changes(before, now)
    assert found.prompts == {
        "account@2": "account@2 instead of account@1",
        "billing@1": "billing@1 with another text",
        "orders@1": "orders@1 instead of none",
        "router@None": "no router@1",
    }
    assert found.models == {"large": "big as the large model instead of none"}
    assert found.product == "version 0.1.0 def instead of 0.1.0 abc"
    assert changes(now, now).told == ""


def test_checksums_that_only_one_run_has_are_no_difference() -> None:
    assert changes(header(), header(checksums={"billing": HASH})).told == ""


def test_what_was_changed_comes_first_when_it_is_in_most_failing_turns() -> None:
    changed = Changes(prompts={"router@2": "router@2 instead of router@1"})
    failing = [seen(n, prompts=("router@2",), calls=(Call(call="move_visit"),)) for n in range(4)]
    others = [seen(n, prompts=("router@2",)) for n in range(6)]
    assert told(failing, others, changed) == [
        "router@2 instead of router@1 (in 4 of 4 failing turns and 6 of 6 others)",
        "the tool move_visit (in 4 of 4 failing turns and 0 of 6 others)",
    ]


def test_what_was_changed_is_no_culprit_where_it_was_not_used() -> None:
    changed = Changes(prompts={"account@2": "account@2 instead of account@1"})
    failing = [seen(n, prompts=("billing@1",), error="KeyError", area="billing") for n in range(3)]
    others = [seen(n, prompts=("account@2",), area="account") for n in range(3)]
    assert told(failing, others, changed) == ["the fault KeyError (in 3 of 3 failing turns and 0 of 3 others)"]


def test_a_model_is_suspected_by_its_tier() -> None:
    changed = Changes(models={"large": "big as the large model instead of embedded"})
    failing, others = [seen(0, tier="large"), seen(1, tier="large")], [seen(2, tier="small")]
    assert told(failing, others, changed)[0].startswith("big as the large model instead of embedded (in 2 of 2")


def test_an_error_that_a_tool_often_meets_is_not_what_broke() -> None:
    refused = Call(call="refund_order", error="the window of 30 days is over")
    failing = [seen(n, calls=(refused,), error="TimeoutError") for n in range(2)]
    others = [seen(n, calls=(refused,)) for n in range(8)]
    assert told(failing, others, Changes()) == ["the fault TimeoutError (in 2 of 2 failing turns and 0 of 8 others)"]


def test_whole_conversations_are_compared_by_all_that_is_in_them() -> None:
    failing = [[*seen(0, area="billing"), *seen(1, area="billing", error="KeyError")]]
    others = [seen(0, area="billing"), seen(0, area="account")]
    assert told(failing, others, Changes(), whole=True) == [
        "the fault KeyError (in 1 of 1 failing conversations and 0 of 2 others)"
    ]


def test_nothing_is_suspected_where_nothing_is_known() -> None:
    assert told([seen(0)], [], Changes()) == []
