"""Each format's files become transcripts, and nothing of a conversation is lost on the way."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.convert.formats import FORMATS
from evals.convert.openai import read_openai
from evals.convert.reading import ConversionError, Dropped, numbered, records
from evals.convert.sgd import read_sgd
from evals.convert.tau import read_tau
from evals.transcript import Call, Say, Transcript, Wish, line_of, read, write
from tests.evals.convert.conftest import Listed

HI = {"role": "user", "content": "hi"}
HELLO = {"role": "assistant", "content": "Hello."}
RUN = {
    "domain": "shop", "task_id": "7", "trial": 1, "agent_model": "small-1", "user_model": "large-1", "reward": 1.0,
    "agent_cost": 0.25, "reward_info": {"db_match": True},
}  # fmt: skip


def one(found: Any) -> Transcript:
    (transcript,) = found
    assert isinstance(transcript, Transcript)
    return transcript


def test_an_openai_line_or_a_bare_list_is_a_conversation(lines: Listed) -> None:
    whole: dict[str, Any] = {"id": "x1", "model": "gpt", "messages": [{"role": "system", "content": "S"}, HI, HELLO]}
    whole["metadata"] = {"team": "a", "big": {"no": "label"}}
    named, bare = read_openai(lines(whole, [HI, HELLO]), Dropped())
    assert (named.id, named.agent, named.labels["team"], "big" in named.labels) == ("x1", "gpt", "a", False)
    assert len(named.labels["system_sha256"]) == 16
    assert (bare.id, bare.turns) == ("chats-2", named.turns)
    assert [(turn.customer, turn.reply) for turn in bare.turns] == [("hi", "Hello.")]


def test_a_tau_run_keeps_its_tools_its_judgement_and_how_it_ended(lines: Listed) -> None:
    messages = [
        HELLO,
        {"role": "user", "content": "my phone is dead"},
        {"role": "assistant", "tool_calls": [{"id": "", "name": "find", "arguments": {"id": 1}}]},
        {"role": "tool", "tool_call_id": "t", "content": "found"},
        {"role": "assistant", "content": "Please restart it."},
        {"role": "user", "tool_calls": [{"id": "u", "name": "restart", "arguments": {}, "requestor": "user"}]},
        {"role": "tool", "tool_call_id": "u", "content": "no", "requestor": "user", "error": True},
        {"role": "user", "content": "still dead\n###STOP###"},
    ]
    made = one(read_tau(lines({**RUN, "messages": messages}), Dropped()))
    assert made.opening == "Hello."
    assert [turn.customer for turn in made.turns] == ["my phone is dead", "still dead"]
    assert made.turns[0].agent == (
        Call(call="find", arguments={"id": 1}, result="found"),
        Say(say="Please restart it."),
        Call(call="restart", by="customer", error="no"),
    )
    assert (made.labels["ended"], made.labels["reward_info"], made.agent) == ("stop", '{"db_match": true}', "small-1")
    assert made.outcome is not None
    assert (made.outcome.reward, made.outcome.cost_usd) == (1.0, 0.25)


def test_a_simulated_customers_last_word_alone_is_no_message(lines: Listed) -> None:
    messages = [HELLO, HI, HELLO, {"role": "user", "content": "###TRANSFER###"}]
    made = one(read_tau(lines({**RUN, "messages": messages, "agent_impl": "human"}), Dropped()))
    assert [turn.customer for turn in made.turns] == ["hi"]
    assert (made.labels["ended"], made.agent) == ("transfer", "person")


def test_the_benches_own_files_are_read_too(tmp_path: Path) -> None:
    call = {"id": "1", "function": {"name": "think", "arguments": '{"t": 1}'}, "type": "function"}
    traj = [HI, {"role": "assistant", "content": None, "tool_calls": [call]}, {"role": "tool", "name": "think"}]
    (tmp_path / "v1.json").write_text(json.dumps([{"task_id": 0, "reward": 0.0, "traj": traj, "trial": 2}]))
    info = {"environment_info": {"domain_name": "air"}, "agent_info": {"llm": "m"}, "user_info": {"llm": "u"}}
    runs = [{"id": "s1", "task_id": "3", "messages": [HELLO, HI], "reward_info": {"reward": 1.0}}]
    (tmp_path / "v2.json").write_text(json.dumps({"info": info, "simulations": runs, "tasks": []}))
    first, second = read_tau(records([tmp_path / "v1.json", tmp_path / "v2.json"], Dropped()), Dropped())
    assert first.turns[0].agent == (Call(call="think", arguments={"t": 1}),)
    assert (second.id, second.agent, second.labels["user_model"], second.tags) == ("s1", "m", "u", ("air",))
    assert second.outcome is not None
    assert second.outcome.reward == 1.0


LONG_FORM = {
    "dialogue_id": "d1",
    "services": ["Visits_1"],
    "turns": [
        {
            "speaker": "USER",
            "utterance": "book a visit",
            "frames": [{"service": "Visits_1", "actions": [], "state": {"active_intent": "BookVisit"}}],
        },
        {
            "speaker": "SYSTEM",
            "utterance": "For noon?",
            "frames": [{"service": "Visits_1", "actions": [{"act": "CONFIRM"}]}],
        },
        {
            "speaker": "USER",
            "utterance": "yes",
            "frames": [
                {"service": "Visits_1", "actions": [{"act": "AFFIRM"}], "state": {"active_intent": "BookVisit"}}
            ],
        },
        {
            "speaker": "SYSTEM",
            "utterance": "Booked.",
            "frames": [
                {
                    "service": "Visits_1",
                    "service_call": {"method": "BookVisit", "parameters": {"at": "12:00"}},
                    "service_results": [{"id": "V1"}],
                }
            ],
        },
    ],
}


def test_an_annotated_dialogue_keeps_its_calls_and_its_annotation_is_the_gold(lines: Listed) -> None:
    made = one(read_sgd(lines(LONG_FORM), Dropped()))
    assert [turn.customer for turn in made.turns] == ["book a visit", "yes"]
    done = Call(call="BookVisit", arguments={"at": "12:00"}, result='{"results": [{"id": "V1"}]}')
    assert made.turns[1].agent == (done, Say(say="Booked."))
    first, second = (turn.expected for turn in made.turns)
    assert first is not None
    assert second is not None
    assert (first.wishes, first.calls) == ((Wish(area="Visits_1", intent="BookVisit"),), ())
    assert (second.wishes, second.reading) == ((), "yes")
    assert second.calls == (Call(call="BookVisit", arguments={"at": "12:00"}),)


def test_the_short_form_of_a_dialogue_says_the_same(lines: Listed) -> None:
    service = {"service": "Visits_1"}
    short = {
        "id": "d1",
        "services": ["Visits_1"],
        "turns": [
            {"speaker": "user", "text": "book a visit", "frames": [{**service, "intent": "BookVisit"}]},
            {"speaker": "system", "text": "For noon?", "frames": [{**service, "acts": ["CONFIRM"]}]},
            {"speaker": "user", "text": "yes", "frames": [{**service, "acts": ["AFFIRM"], "intent": "BookVisit"}]},
            {
                "speaker": "system",
                "text": "Booked.",
                "frames": [
                    {
                        **service,
                        "call": {"method": "BookVisit", "parameters": {"at": "12:00"}},
                        "service_results": [{"id": "V1"}],
                    }
                ],
            },
        ],
    }
    assert one(read_sgd(lines(short), Dropped())) == one(read_sgd(lines(LONG_FORM), Dropped()))


def test_a_wrong_line_is_named_with_its_file_and_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    path.write_bytes(b'{"messages": []}\n\n{"messages": \n\xff\xfe\n"text"\n' + json.dumps([HI]).encode() + b"\n")
    with pytest.raises(ConversionError, match=r"chats.jsonl, line 1: it has no words of a customer's"):
        list(read_openai(records([path], Dropped()), Dropped()))
    dropped = Dropped(strict=False)
    made = one(read_openai(records([path], dropped), dropped))
    assert made.id == "chats-6"
    assert dropped.reasons == {
        "it has no words of a customer's": 1,
        "it is no JSON": 2,
        "it has no list of messages": 1,
    }


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("line", ["null", "7", "[]", "{}", '{"messages": 3, "turns": 3, "id": {}}', '[["a"]]'])
def test_no_line_breaks_a_reader(name: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(f"{line}\n")
    dropped = Dropped(strict=False)
    assert list(FORMATS[name](records([tmp_path / "x.jsonl"], dropped), dropped)) == []
    assert sum(dropped.reasons.values()) == 1


TRACE = {
    "id": "r1",
    "run_type": "chain",
    "start_time": "2026-05-13T09:30:00",
    "extra": {"metadata": {"thread_id": "t1"}},
    "inputs": {"messages": [HI]},
    "outputs": {"generations": [[{"text": "Hello.", "message": {"type": "ai", "content": [{"text": "Hello."}]}}]]},
    "child_runs": [
        {"id": "r2", "run_type": "tool", "name": "f", "inputs": {"input": "{}"}, "outputs": {"output": "x"}}
    ],
}
CALLING = {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}
CHAT = {"messages": [HI, CALLING, {"role": "tool", "tool_call_id": "1", "content": "x"}, HELLO], "metadata": {"a": "b"}}
BUTTONS = {
    "convo_id": 1,
    "flow": "f",
    "turns": [
        {"speaker": "customer", "text": "hi"},
        {"speaker": "action", "text": "Looked up.", "action": "look-up", "logged_value": "Ann"},
        {"speaker": "agent", "text": "Hello."},
    ],
}
SAMPLES = {"abcd": BUTTONS, "langsmith": TRACE, "openai": CHAT, "sgd": LONG_FORM, "tau": {**RUN, **CHAT}}


def broken(value: Any) -> Iterator[Any]:
    """Yield a JSON value with one part of it, anywhere, replaced by something that does not belong there."""
    yield from (None, 7, "x", [], {}, [None], {"x": 7})
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: other} for other in broken(item))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in broken(item))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_broken_part_breaks_a_reader(name: str, lines: Listed) -> None:
    assert len(list(FORMATS[name](lines(SAMPLES[name]), Dropped()))) == 1
    for sample in broken(SAMPLES[name]):
        dropped = Dropped(strict=False)
        made = list(FORMATS[name](lines(sample), dropped))
        assert len(made) + sum(dropped.reasons.values()) == 1, sample
        assert all(Transcript.model_validate_json(line_of(one)) == one for one in made)


def test_packed_files_strange_characters_and_ids_that_come_again_survive_a_round_trip(tmp_path: Path) -> None:
    odd = {"role": "user", "content": "a\u2028b\x85c \U0001f600"}
    line = json.dumps({"id": "same", "messages": [odd, HELLO]})
    half = '{"id": "half", "messages": [{"role": "user", "content": "\\ud83d!"}], "metadata": {"cost": NaN}}'
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(f"\ufeff{line}\n{line}\n{half}\n".encode()))
    again: Counter[str] = Counter()
    found = read_openai(records([tmp_path / "in.jsonl.gz"], Dropped()), Dropped())
    for out in (tmp_path / "out.jsonl", tmp_path / "out.jsonl.gz"):
        found = read_openai(records([tmp_path / "in.jsonl.gz"], Dropped()), Dropped())
        assert write(out, numbered(found, again)) == 3
        kept = read(out)
        again.clear()
        assert [one.id for one in kept] == ["same", "same#2", "half"]
        assert kept[0].turns[0].customer == odd["content"]
        assert kept[2].turns[0].customer == "\ufffd!"


def test_a_file_that_is_not_there_or_cut_off_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match=r"none\.jsonl cannot be read"):
        list(records([tmp_path / "none.jsonl"], Dropped()))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(json.dumps([HI]).encode() * 99)[:-9])
    with pytest.raises(ConversionError, match=r"cut\.jsonl\.gz cannot be read"):
        list(records([tmp_path / "cut.jsonl.gz"], Dropped(strict=False)))
