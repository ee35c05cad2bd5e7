"""What operators see holds nothing that customers say."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage

from app.telemetry import logs, tracing
from graphs.state import Conversation, Inbound


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged; afterwards logging is as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("info", stream)
    yield stream
    root.handlers[:], root.level = before


def test_a_log_line_is_json_with_our_fields_and_without_personal_data(lines: io.StringIO) -> None:
    logging.getLogger("app.turns").info("told ada@example.com", extra={"turn_id": "T-1", "ms": 5})
    line = json.loads(lines.getvalue())
    assert (line["level"], line["turn_id"], line["ms"]) == ("info", "T-1", 5)
    assert "ada@" not in lines.getvalue()


def test_a_fault_is_logged_with_its_place(lines: io.StringIO) -> None:
    try:
        raise ValueError("card 4242 4242 4242 4242")
    except ValueError as error:
        logging.getLogger("app.turns").error("fault", exc_info=error)
    line = json.loads(lines.getvalue())
    assert line["error"] == "ValueError"
    assert "test_telemetry.py" in line["traceback"]
    assert "4242 4242" not in lines.getvalue()


def test_traces_are_redacted_before_they_leave() -> None:
    client = tracing.redacting_client(api_key="none", auto_batch_tracing=False)
    given = {"messages": [HumanMessage("My card is 4242 4242 4242 4242, mail ada@example.com, order N-1042")]}
    sent = json.dumps(client._hide_run_inputs(given))
    assert "N-1042" in sent
    assert "4242 4242" not in sent
    assert "ada@" not in sent


def test_a_state_is_redacted_field_by_field() -> None:
    client = tracing.redacting_client(api_key="none", auto_batch_tracing=False)
    state = Conversation(inbound=Inbound(turn_id="T-1", text="hi"), reply=["12 Harbour Road, BS1 6QH"])
    (sent,) = client._hide_run_inputs({"input": state}).values()
    assert sent["inbound"] == {"turn_id": "T-1", "text": "hi", "decision": None}
    assert "BS1 6QH" not in str(sent)
