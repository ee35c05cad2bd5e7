from typing import Any

import pytest

from evals.convert.abcd import read_abcd
from evals.convert.reading import ConversionError, Dropped
from evals.transcript import Call, Say, Transcript
from tests.evals.convert.conftest import Listed

SHORT: dict[str, Any] = {
    "convo_id": 12,
    "flow": "loans",
    "subflow": "renewal",
    "scenario": {"personal": {"customer_name": "secret name"}},
    "turns": [
        {"speaker": "agent", "text": "Hello"},
        {"speaker": "customer", "text": "Hi"},
        {"speaker": "customer", "text": "renew my loan"},
        {"speaker": "action", "text": "Member found.", "action": "find-member", "logged_value": "Zoe Quill"},
        {"speaker": "customer", "text": "thanks"},
        {"speaker": "action", "text": "Checked.", "action": "check"},
        {"speaker": "agent", "text": "Done."},
    ],
}
RELEASE: dict[str, Any] = {
    "convo_id": 13,
    "scenario": {"flow": "loans", "subflow": "renewal"},
    "original": [["agent", "Hello"], ["customer", "renew it"], ["action", "Account pulled up."]],
    "delexed": [
        {"speaker": "agent", "text": "hello", "targets": ["renewal", "retrieve_utterance", None, [], 5]},
        {"speaker": "customer", "text": "renew it", "targets": ["renewal", None, None, [], -1]},
        {"speaker": "action", "text": "x", "targets": ["renewal", "take_action", "find-member", ["zoe", "77"], -1]},
    ],
}


def converted(lines: Listed, *data: Any) -> list[Transcript]:
    return list(read_abcd(lines(*data), Dropped()))


def test_a_burst_is_one_message_and_an_action_is_a_call(lines: Listed) -> None:
    (found,) = converted(lines, SHORT)
    assert (found.id, found.source, found.agent, found.opening) == ("12", "abcd", "person", "Hello")
    assert [turn.customer for turn in found.turns] == ["Hi\nrenew my loan", "thanks"]
    first, second = found.turns
    assert first.agent == (Call(call="find-member", arguments={"value": "Zoe Quill"}, result="Member found."),)
    assert second.agent == (Call(call="check", result="Checked."), Say(say="Done."))


def test_the_scenario_is_left_out_but_for_the_labels(lines: Listed) -> None:
    (found,) = converted(lines, SHORT)
    assert found.labels == {"flow": "loans", "subflow": "renewal"}
    assert "secret name" not in found.model_dump_json()


def test_the_release_s_form_is_read_with_all_values(lines: Listed) -> None:
    (found,) = converted(lines, RELEASE)
    assert found.labels == {"flow": "loans", "subflow": "renewal"}
    assert found.turns[0].calls[0].arguments == {"value": "zoe", "value_2": "77"}


def test_the_release_s_document_holds_many(lines: Listed) -> None:
    found = converted(lines, {"train": [RELEASE, SHORT], "dev": [], "test": [{**RELEASE, "convo_id": 14}]})
    assert [one.id for one in found] == ["13", "12", "14"]


def test_an_action_before_the_customer_s_first_words_is_kept(lines: Listed) -> None:
    turns = [SHORT["turns"][5], *SHORT["turns"]]
    (found,) = converted(lines, {**SHORT, "turns": turns})
    assert [call.call for turn in found.turns for call in turn.calls] == ["check", "find-member", "check"]
    assert found.turns[0].customer == ""


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ([], "no object"),
        ({"convo_id": 1}, "neither turns nor original"),
        ({**SHORT, "turns": [{"speaker": "robot", "text": "hi"}]}, "speaker is 'robot'"),
        ({**SHORT, "turns": [{"speaker": "agent", "text": "hi"}]}, "no words of a customer's"),
        ({**RELEASE, "original": RELEASE["original"][:2]}, "another shape"),
    ],
)
def test_what_is_no_conversation_is_named_with_its_line(lines: Listed, broken: Any, why: str) -> None:
    with pytest.raises(ConversionError, match="line 2") as fault:
        converted(lines, SHORT, broken)
    assert why in str(fault.value)


def test_the_command_knows_the_format() -> None:
    from evals.convert.formats import FORMATS

    assert FORMATS["abcd"] is read_abcd
