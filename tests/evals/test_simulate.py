"""Simulated customers: what they are told about the file, and one who goes away content."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.settings import Settings
from evals.commands.simulate import SHIPPED
from evals.scenario import Fact, Goal, Scenario, read_scenarios
from evals.simulate import Task, Wanted, hold, simulate
from evals.simulated.customer import Heard
from evals.simulated.embedded import EmbeddedCustomer
from evals.stage import Stage
from evals.transcript import Call, TranscriptError
from prompts.registry import Prompts


def wanted(folder: Path, *scenarios: Scenario, only: tuple[str, ...] = ()) -> Wanted:
    file = folder / "scenarios.jsonl"
    file.write_text("".join(one.model_dump_json() + "\n" for one in scenarios), encoding="utf-8")
    return Wanted(scenarios=file, only=only, settings=Settings(_env_file=None, data_dir=folder))


ASKS = Scenario(
    id="asks",
    area="billing",
    opening="Can I have my money back?",
    facts=(Fact(about="which order", say="N-1042"),),
    goal=Goal(learns=("30 days",)),
)


REFUND = Call(call="refund_order", arguments={"order_id": "N-1043", "item": "Video doorbell"})


async def near(text: str, others: Sequence[str]) -> list[float]:
    return [float(other in text) for other in others]


def customer(scenario: Scenario) -> EmbeddedCustomer:
    return EmbeddedCustomer(scenario, Prompts().load("customer/words"), near)


async def test_a_question_is_answered_from_the_facts() -> None:
    said = await customer(ASKS).answer(Heard("And which order is it?", None, []))
    assert (said.text, said.ended) == ("N-1042", None)


async def test_who_has_learnt_what_they_wanted_goes_away_content() -> None:
    said = await customer(ASKS).answer(Heard("No: refunds are possible for 30 days.", None, []))
    assert said.ended == "goal_reached"


async def test_who_gets_no_answer_gives_up() -> None:
    ada = customer(ASKS)
    ended = [(await ada.answer(Heard("I see.", None, []))).ended for _ in range(3)]
    assert ended == [None, None, "gave_up"]


@pytest.mark.parametrize(
    ("wants", "ended", "changes"),
    [((REFUND,), "goal_reached", True), ((), "gave_up", False)],
)
async def test_a_customer_agrees_to_what_they_want_and_to_nothing_else(
    stage_with: Callable[[Prompts], Stage], wants: tuple[Call, ...], ended: str, changes: bool
) -> None:
    goal = Goal(wants=wants, learns=() if wants else ("a discount",))
    scenario = Scenario(
        id="ada", area="billing", customer_id="C-1001", opening="refund the doorbell of N-1043", goal=goal
    )
    run = await hold(stage_with(Prompts()), Task(scenario, 0, "embedded"))
    assert run.ended == ended
    assert bool(run.changes) is changes
    assert [change.table for change in run.changes] == [change.table for change in run.wanted or ()]


async def test_an_area_that_no_scenario_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match=r"scenarios\.jsonl holds no scenario of sales"):
        await simulate(wanted(tmp_path, ASKS, only=("sales",)))


async def test_two_scenarios_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="line 2: the id 'asks' is there twice"):
        await simulate(wanted(tmp_path, ASKS, ASKS))


def test_every_shipped_scenario_has_a_goal_and_an_area() -> None:
    shipped = read_scenarios(SHIPPED)
    assert {one.area for one in shipped} >= {"billing", "account", "field_service", "tech_support"}
    assert all(one.goal.wants or one.goal.learns or one.goal.person for one in shipped)
