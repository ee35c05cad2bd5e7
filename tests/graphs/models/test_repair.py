"""A history is mended before a model reads it."""

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall, ToolMessage

from graphs.models.repair import repair

IDS = st.sampled_from(["a", "b", "c"])


def asks(*ids: str) -> AIMessage:
    return AIMessage("", tool_calls=[ToolCall(name="t", args={}, id=i, type="tool_call") for i in ids])


def result(call_id: str, content: str = "found") -> ToolMessage:
    return ToolMessage(content, tool_call_id=call_id)


HISTORIES = st.lists(
    st.one_of(
        st.text(max_size=3).map(HumanMessage),
        st.text(max_size=3).map(AIMessage),
        st.lists(IDS, min_size=1, max_size=2, unique=True).map(lambda ids: asks(*ids)),
        IDS.map(result),
    ),
    max_size=8,
)


def is_whole(messages: list[AnyMessage]) -> bool:
    wanted: list[str | None] = []
    for message in messages:
        if isinstance(message, ToolMessage):
            if not wanted or message.tool_call_id != wanted.pop(0):
                return False
        elif wanted:
            return False
        elif isinstance(message, AIMessage):
            wanted = [call["id"] for call in message.tool_calls]
    return not wanted


@given(HISTORIES)
def test_every_call_has_one_result_and_every_result_its_call(history: list[AnyMessage]) -> None:
    assert is_whole(repair(history))


@given(HISTORIES)
def test_what_is_whole_stays_as_it_is(history: list[AnyMessage]) -> None:
    mended = repair(history)
    assert repair(mended) == mended


@given(HISTORIES)
def test_words_are_never_lost(history: list[AnyMessage]) -> None:
    spoken = [message for message in history if not isinstance(message, ToolMessage)]
    assert [message for message in repair(history) if not isinstance(message, ToolMessage)] == spoken


def test_a_call_without_a_result_gets_an_error_and_a_stray_result_goes() -> None:
    history: list[AnyMessage] = [result("x"), asks("a", "b"), result("b"), HumanMessage("Hello?")]
    _, missing, found, _ = repair(history)
    assert isinstance(missing, ToolMessage)
    assert (missing.tool_call_id, missing.status) == ("a", "error")
    assert found.content == "found"
