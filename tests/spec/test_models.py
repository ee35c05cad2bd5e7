"""Models: the small one does routine work, the large one what is hard, and what decided it is on record."""

from collections.abc import AsyncIterator

import pytest
from langchain_core.messages import AIMessage

from graphs.models.errors import ModelMalformed, ModelUnavailable
from graphs.services import Models
from tests.scripted import Line, ScriptedModel, calls, routed
from tests.spec.conftest import SCRIPTED, Begin
from tests.spec.office import Office
from tests.talk import Talk

pytestmark = SCRIPTED
LOOK = calls("list_orders")
ROUTINE = routed("billing", "list_orders")


@pytest.fixture
def small() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def large() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
async def two(begin: Begin, small: ScriptedModel, large: ScriptedModel) -> AsyncIterator[Talk]:
    """A conversation with a small and a large model, both of which play all their lines."""
    yield await begin(models=Models(small=small, large=large))
    assert [*small.script, *large.script] == []


async def test_routine_work_is_done_by_the_small_model(
    two: Talk, office: Office, small: ScriptedModel, large: ScriptedModel
) -> None:
    small.play(ROUTINE, LOOK, "N-1042 and N-1043.")
    await two.customer_says("What did I order?")
    (turn,) = await office.turns()
    assert (turn["tier"], turn["reason"]) == ("small", "routine")
    assert large.heard == []


FAILURES: dict[str, Line] = {
    "model_unavailable": ModelUnavailable("no answer"),
    "model_malformed": ModelMalformed("no JSON"),
    "unknown_tool": calls("transfer_money"),
    "invalid_arguments": calls("explain_charge", invoice_id="the newest"),
    "unsure": AIMessage("Perhaps N-1042?", response_metadata={"confidence": 0.2}),
    "empty_reply": AIMessage(" "),
}


@pytest.mark.parametrize(("reason", "failure"), FAILURES.items(), ids=FAILURES.keys())
async def test_a_failed_small_answer_is_made_again_by_the_large_model_in_the_same_turn(
    two: Talk, office: Office, small: ScriptedModel, large: ScriptedModel, reason: str, failure: Line
) -> None:
    small.play(ROUTINE, failure)
    large.play("N-1042 and N-1043.")
    told = await two.customer_says("What did I order?")
    assert told.text == "N-1042 and N-1043."
    (turn,) = await office.turns()
    assert (turn["tier"], turn["reason"]) == ("large", f"routine+{reason}")
    assert [(call["tier"], call["outcome"]) for call in turn["calls"][1:]] == [("small", reason), ("large", "ok")]


async def test_an_unsure_routing_is_made_again_by_the_large_model(
    two: Talk, small: ScriptedModel, large: ScriptedModel
) -> None:
    small.play(routed("account", "question", confidence=0.3), LOOK, "N-1042.")
    large.play(ROUTINE)
    assert (await two.customer_says("What about my things?")).route == ("billing", "small")


async def test_a_task_begun_by_the_large_model_stays_with_it(
    two: Talk, small: ScriptedModel, large: ScriptedModel
) -> None:
    small.play(routed("billing", "refund_order", mood="angry"))
    large.play(LOOK, "I am sorry. Which article is it?")
    assert (await two.customer_says("Refund my things now!!")).route == ("billing", "large")
    large.play(calls("refund_order", order_id="N-1043"))
    assert (await two.customer_says("the video doorbell")).question["tool"] == "refund_order"


async def test_a_claim_of_the_small_model_is_put_right_by_the_large_one(
    two: Talk, small: ScriptedModel, large: ScriptedModel
) -> None:
    small.play(routed("billing", "refund_order"), "I have refunded your speaker.")
    large.play("Which article is it about?")
    assert (await two.customer_says("I want a refund")).text == "Which article is it about?"


async def test_when_both_models_fail_a_person_takes_over(
    two: Talk, office: Office, small: ScriptedModel, large: ScriptedModel
) -> None:
    small.play(ROUTINE, ModelUnavailable("no answer"))
    large.play(ModelUnavailable("no answer either"))
    assert (await two.customer_says("What did I order?")).escalation == "unavailable"
    assert len(await office.handoffs()) == 1


async def test_a_plain_yes_is_read_by_no_model_at_all(
    two: Talk, office: Office, small: ScriptedModel, large: ScriptedModel
) -> None:
    small.play(routed("billing", "refund_order"), LOOK, calls("refund_order", order_id="N-1043"))
    await two.customer_says("Refund the video doorbell")
    await two.customer_says("yes")
    assert [(turn["tier"], turn["reason"]) for turn in await office.turns()][1] == ("none", "reply_yes")
