"""Exported runs become conversations: threads are put together again, and no message is taken twice."""

from typing import Any

import langsmith
import pytest

from evals.convert.langsmith import read_langsmith
from evals.convert.reading import Dropped
from evals.langsmith import connect
from evals.transcript import Call, Say, Transcript
from tests.evals.convert.conftest import Listed
from tests.evals.langsmith_server import KEY, serve
from tests.scripted import Line, calls, routed
from tests.spec.conftest import SCRIPTED, Begin


def human(text: str) -> dict[str, Any]:
    return {"type": "human", "content": text}


def ai(text: str) -> dict[str, Any]:
    return {"type": "ai", "content": text}


def run(name: str, at: int, thread: str | None = "t1", **parts: Any) -> dict[str, Any]:
    metadata = {"thread_id": thread} if thread else {}
    extra = {"metadata": {**metadata, **parts.pop("metadata", {})}}
    start = f"2026-05-13T09:{at:02d}:00"
    return {"id": name, "run_type": "chain", "name": "bot", "start_time": start, "extra": extra, **parts}


def made(lines: Listed, *runs: dict[str, Any]) -> list[Transcript]:
    return list(read_langsmith(lines(*runs), Dropped()))


def words(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.customer, turn.reply) for turn in transcript.turns]


def test_the_traces_of_a_thread_are_one_conversation_in_time(lines: Listed) -> None:
    later = run("r2", 2, inputs={"messages": [human("b")]}, outputs={"messages": [human("b"), ai("B")]})
    first = run("r1", 1, inputs={"messages": [human("a")]}, outputs={"output": "A"}, total_cost="0.5")
    other = run("r3", 1, thread=None, inputs={"question": "why?"}, outputs={"answer": "because"})
    thread, alone = made(lines, later, first, other)
    assert (thread.id, words(thread)) == ("t1", [("a", "A"), ("b", "B")])
    assert (alone.id, words(alone)) == ("r3", [("why?", "because")])
    assert thread.outcome is not None
    assert thread.outcome.cost_usd == 0.5


def test_a_history_that_is_sent_again_is_taken_once(lines: Listed) -> None:
    system = {"type": "system", "content": "It is 09:01."}
    first = run("r1", 1, inputs={"messages": [system, human("yes")]}, outputs={"messages": [ai("ok")]})
    history = [{"type": "system", "content": "It is 09:02."}, human("yes"), ai("ok"), human("yes")]
    second = run("r2", 2, inputs={"messages": history}, outputs={"messages": [*history, ai("ok")]})
    window = run("r3", 3, inputs={"messages": [ai("ok"), human("bye")]}, outputs={"message": ai("Bye.")})
    assert [words(one) for one in made(lines, first, second, window)] == [
        [("yes", "ok"), ("yes", "ok"), ("bye", "Bye.")]
    ]


def test_the_same_short_message_twice_is_two_turns(lines: Listed) -> None:
    runs = [run(f"r{at}", at, inputs={"messages": [human("yes")]}, outputs={"output": "ok"}) for at in (1, 2)]
    assert [words(one) for one in made(lines, *runs)] == [[("yes", "ok"), ("yes", "ok")]]


def test_nested_model_calls_tell_what_their_root_does_not(lines: Listed) -> None:
    call = {"type": "ai", "content": "", "tool_calls": [{"id": "c1", "name": "find", "args": {"a": 1}}]}
    result = {"type": "tool", "tool_call_id": "c1", "content": "N-1"}
    llm: dict[str, Any] = {"run_type": "llm", "metadata": {"ls_model_name": "gpt-x"}}
    children = [
        run(
            "m2",
            3,
            inputs={"messages": [[human("refund?"), call, result]]},
            outputs={"generations": [[{"text": "Done."}]]},
            **llm,
        ),
        run("m1", 2, inputs={"messages": [[human("refund?")]]}, outputs={"generations": [[{"message": call}]]}, **llm),
    ]
    (conversation,) = made(lines, run("r1", 1, inputs={"state": 1}, outputs={}, child_runs=children))
    assert conversation.turns[0].agent == (Call(call="find", arguments={"a": 1}, result="N-1"), Say(say="Done."))
    assert (conversation.id, conversation.agent) == ("t1", "gpt-x")


def test_flat_tool_runs_are_calls_where_no_message_tells_of_them(lines: Listed) -> None:
    root = run("r1", 1, inputs={"input": "where is it"}, outputs={"output": "On its way."}, tags=["shop"])
    tool = {"run_type": "tool", "parent_run_id": "r1"}
    found = run("x1", 2, inputs={"input": '{"order": 7}'}, outputs={"output": {"content": "sent"}}, **tool)
    failed = run("x2", 3, inputs={"order": 8}, outputs=None, error="no such order", **tool)
    (conversation,) = made(lines, failed, root, found)
    assert conversation.turns[0].agent == (
        Call(call="bot", arguments={"order": 7}, result="sent"),
        Call(call="bot", arguments={"order": 8}, error="no such order"),
        Say(say="On its way."),
    )
    assert conversation.tags == ("shop",)


def test_what_people_said_of_a_run_is_kept(lines: Listed) -> None:
    stats = {"helpful": {"n": 2, "avg": 0.5}}
    root = run("r1", 1, inputs={"input": "a"}, outputs={"output": "A"}, feedback_stats=stats, metadata={"team": "x"})
    (conversation,) = made(lines, root)
    assert conversation.labels == {"feedback_helpful": "0.5", "team": "x"}


def test_a_state_that_comes_out_is_the_whole_conversation(lines: Listed) -> None:
    states = [[human("a"), ai("A")], [human("a"), ai("A"), human("b"), ai("B")]]
    runs = [
        run(f"r{at}", at, inputs={"input": "State(...)"}, outputs={"messages": state})
        for at, state in enumerate(states)
    ]
    assert [words(one) for one in made(lines, *runs)] == [[("a", "A"), ("b", "B")]]


@SCRIPTED
async def test_the_products_own_traces_are_the_conversation_redacted(
    begin: Begin, lines: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await begin()
    with serve() as smith:
        monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
        monkeypatch.setenv("LANGSMITH_ENDPOINT", smith.url)
        client = connect(tracing=True)
        with langsmith.tracing_context(enabled=True, client=client):
            listed: list[Line] = [routed("billing", "list_orders"), calls("list_orders"), "Two orders."]
            await talk.customer_says("my orders? ann@example.com", listed)
            await talk.customer_says("ta", [routed(None, "thanks"), "You are welcome."])
        client.wait_for(0)
        client.close()
    (conversation,) = made(lines, *smith.runs.values())
    assert words(conversation) == [("my orders? [e-mail]", "Two orders."), ("ta", "You are welcome.")]
    assert [call.call for turn in conversation.turns for call in turn.calls] == ["list_orders"]
    # Not `serialized`: the scripted model's own text holds what it has heard.
    seen = str([(one.get("inputs"), one.get("outputs"), one.get("events")) for one in smith.runs.values()])
    assert "[e-mail]" in seen
    assert "ann@example.com" not in seen
