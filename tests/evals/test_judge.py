"""The judge: what it is told, what it answers, and what comes of that."""

import json

import pytest

from evals.judge.judging import Judge, Opinion, Question, Ruling, opinions
from evals.judge.labels import CRITERIA, Case, Label, Verdict
from evals.judge.replies import questions, shares
from evals.judge.verdicts import Session, verdicts
from graphs.models.errors import ModelMalformed, ModelUnavailable
from prompts.registry import Prompts
from tests.evals.metrics.made import gold, run, said, turn
from tests.scripted import Line, ScriptedModel

PROMPT = Prompts().load("judge")
CASE = Case(customer="when?", evidence=('{"due_on": "2026-05-16"}',), reply="On Saturday 16 May.")


def judge(*lines: Line) -> tuple[Judge, ScriptedModel]:
    model = ScriptedModel()
    model.play(*lines)
    return Judge(model, PROMPT), model


def rules(verdict: Verdict, reason: str = "because") -> Ruling:
    return Ruling(reason=reason, verdict=verdict)


def label(name: str, verdict: Verdict) -> Label:
    known = {"id": name, "label": verdict, "criterion": "grounded", "reason": "r", "by": "Kim", "at": "2026-11-22"}
    return Label.model_validate({**known, **CASE.model_dump()})


async def test_the_judge_hears_one_criterion_and_the_case() -> None:
    asked, model = judge(rules("fail", "it says Sunday"))
    opinion = await asked.opinion(Question(id="q", criterion="grounded", case=CASE))
    assert opinion == Opinion(id="q", criterion="grounded", verdict="fail", reason="it says Sunday")
    told, case = model.heard[0]
    assert told.text == f"{PROMPT.sections['judge']}\n\n{PROMPT.sections['grounded']}"
    assert PROMPT.sections["courteous"] not in told.text
    assert json.loads(case.text) == {**CASE.model_dump(mode="json")}


@pytest.mark.parametrize("fault", [ModelUnavailable("nobody answers"), ModelMalformed("no JSON")])
async def test_a_model_that_gives_no_verdict_has_none(fault: Exception) -> None:
    asked, _ = judge(fault)
    opinion = await asked.opinion(Question(id="q", criterion="honest", case=CASE))
    assert (opinion.verdict, opinion.reason) == (None, str(fault))


async def test_many_are_judged_in_their_order_and_tell_how_far_they_are() -> None:
    asked, _ = judge(rules("pass"), rules("fail"), rules("maybe"))
    told: list[tuple[int, int]] = []
    listed = [Question(id=name, criterion="grounded", case=CASE) for name in "abc"]
    found = await opinions(asked, listed, at_once=1, on_progress=lambda done, total: told.append((done, total)))
    assert [(one.id, one.verdict) for one in found] == [("a", "pass"), ("b", "fail"), ("c", "maybe")]
    assert told == [(1, 3), (2, 3), (3, 3)]


async def test_labels_come_first_and_say_whether_the_rest_counts() -> None:
    asked, _ = judge(rules("pass"), rules("fail"), rules("fail"), rules("maybe"))
    session = Session(
        labels=(label("L-1", "pass"), label("L-2", "fail")),
        asked=(Question(id="K-1#0#0", criterion="grounded", case=CASE),) * 2,
        at_once=1,
    )
    told: list[str] = []
    found = await verdicts(asked, "a-model", session, lambda what, done, total: told.append(f"{what} {done}/{total}"))
    assert (found.model, found.prompt, found.gates, found.agreement.overall.kappa) == ("a-model", "judge@1", True, 1)
    (share,) = found.shares
    assert (share.n, share.passed, share.failed, share.maybe, share.se) == (2, 0, 0.5, 0.5, None)
    assert told == ["labelled replies 1/2", "labelled replies 2/2", "the run's replies 1/2", "the run's replies 2/2"]


async def test_a_judge_that_disagrees_does_not_gate() -> None:
    asked, _ = judge(rules("fail"), rules("pass"))
    session = Session(labels=(label("L-1", "pass"), label("L-2", "fail")), at_once=1)
    assert not (await verdicts(asked, "m", session, lambda *_: None)).gates


RECORDED = gold(said("refund please", "Which one?"), said("the speaker"))


def test_a_forced_reply_is_judged_with_the_recorded_words_before_it() -> None:
    made = run(turn(0, reply="Yes?"), turn(1, customer="the speaker", reply="Sure.", evidence=("[]", "the speaker")))
    first, second = questions([made], {"K-1": RECORDED}, ["honest"])
    assert (first.id, first.case.history) == ("K-1#0#0", ())
    assert second.case == Case(
        customer="the speaker",
        history=("customer: refund please", "agent: Which one?"),
        evidence=("[]",),
        reply="Sure.",
    )


def test_a_simulated_reply_is_judged_with_its_own_history() -> None:
    made = run(turn(0, customer="hi", reply="Yes?"), turn(1, reply="Sure."), ended="gave_up", trial=2)
    *_, last = questions([made], {"K-1": RECORDED}, ["honest"])
    assert (last.id, last.case.history) == ("K-1#2#1", ("customer: hi", "agent: Yes?"))


def test_every_reply_is_asked_about_by_every_criterion_and_silence_by_none() -> None:
    made = run(turn(0, reply="Yes?"), turn(1, reply="  "))
    assert [one.criterion for one in questions([made], {})] == list(CRITERIA)


def test_shares_are_clustered_by_conversation() -> None:
    given: list[tuple[str, Verdict | None]] = [
        ("a#0#0", "pass"), ("a#0#1", "pass"), ("b#0#0", "fail"), ("b#0#1", "fail"), ("b#0#2", None)
    ]  # fmt: skip
    (share,) = shares([Opinion(id=name, criterion="honest", verdict=verdict, reason="") for name, verdict in given])
    assert (share.n, share.passed, share.failed, share.unanswered) == (4, 0.5, 0.5, 1)
    assert share.se == pytest.approx(0.5)
