import pytest

from evals.actions import ActionsError, flow_label, gathered, material, recording
from evals.transcript import Call, Say, Transcript, Turn
from graphs.next_action.history import Did, Said
from graphs.next_action.policy import Policy
from tests.encoders import WordEncoder

TURN = Turn(
    customer="Hi\nrenew it",
    agent=(
        Say(say="One moment"),
        Call(call="find", arguments={"name": "Zoe", "tries": 2, "where": {"b": 1, "a": None}}),
        Call(call="open-app", by="customer"),
    ),
)
FOUND = Transcript(id="1", source="desk", opening="Hello", turns=(TURN,), labels={"flow": "loans", "kind": "renewal"})


def test_a_transcript_becomes_what_was_said_and_done_line_by_line() -> None:
    found = recording(FOUND, "flow")
    assert found.flow == "loans"
    assert found.events == (
        Said("agent", "Hello"),
        Said("customer", "Hi"),
        Said("customer", "renew it"),
        Said("agent", "One moment"),
        Did("find", {"name": "Zoe", "tries": "2", "where": '{"a": null, "b": 1}'}),
    ), "what the customer's own tools do is no action of the agent's"
    assert recording(FOUND, None).flow is None


def test_the_flow_is_the_label_that_the_policy_knows() -> None:
    assert flow_label([FOUND], Policy({"renewal": ("find",)})) == "kind"
    assert flow_label([FOUND], Policy({"loans": ("find",)})) == "flow"
    with pytest.raises(ActionsError, match="none of the transcripts' labels"):
        flow_label([FOUND], Policy({"other": ("find",)}))


def test_without_a_policy_the_flow_is_the_label_that_tells_most_apart() -> None:
    other = FOUND.model_copy(update={"id": "2", "labels": {"flow": "loans", "kind": "late_fee"}})
    assert flow_label([FOUND, other], None) == "kind"
    assert flow_label([FOUND.model_copy(update={"labels": {}})], None) is None


async def test_transcripts_without_an_action_teach_nothing() -> None:
    silent = FOUND.model_copy(update={"turns": (Turn(customer="hi"),)})
    with pytest.raises(ActionsError, match="no action to predict"):
        await gathered([silent], WordEncoder(), None)


async def test_each_text_is_encoded_once_and_progress_is_told() -> None:
    encoder, told = WordEncoder(), list[tuple[int, int, str]]()
    known = await material([FOUND], encoder, None, lambda *step: told.append(step))
    assert known.conversations == 1
    assert sorted(encoder.asked) == sorted(set(encoder.asked))
    assert told[-1][0] == told[-1][1] == len(encoder.asked)
