from typing import Any, cast

from langchain_core.tools import BaseTool
from pydantic import BaseModel

from tools.effects import effect_of
from tools.toolbox import AREA_TOOLS

ALL = {tool.name: tool for tools in AREA_TOOLS.values() for tool in tools}
FORMATS = {
    ("refund_order", "amount"): "money",
    ("update_address", "street"): "street-address",
    ("update_address", "postcode"): "postcode",
    ("update_address", "city"): "town",
    ("update_contact", "email"): "email",
    ("update_contact", "phone"): "phone",
    ("list_slots", "day"): "date",
    ("open_fault", "description"): "free-text",
    ("request_human", "reason"): "free-text",
    ("search_knowledge", "query"): "free-text",
}


def arguments_of(tool: BaseTool) -> dict[str, Any]:
    schema = cast(type[BaseModel], tool.tool_call_schema).model_json_schema()
    found: dict[str, Any] = schema.get("properties", {})
    return found


def test_no_specialist_has_more_than_eight_tools() -> None:
    assert all(len(tools) <= 8 for tools in AREA_TOOLS.values())


def test_every_specialist_can_search_and_hand_over() -> None:
    for tools in AREA_TOOLS.values():
        assert {"search_knowledge", "request_human"} <= {tool.name for tool in tools}


def test_each_tool_says_what_it_does_to_the_world() -> None:
    assert {name for name, tool in ALL.items() if effect_of(tool) == "write"} == {
        "refund_order",
        "update_address",
        "update_contact",
        "book_visit",
        "move_visit",
        "cancel_visit",
        "restart_device",
        "open_fault",
    }
    assert effect_of(ALL["request_human"]) == "handover"


def test_every_write_but_a_restart_can_be_undone() -> None:
    cannot = {
        name for name, tool in ALL.items() if effect_of(tool) == "write" and (tool.extras or {})["writes"].undo is None
    }
    assert cannot == {"restart_device"}


def test_no_model_sees_who_the_customer_is() -> None:
    for tool in ALL.values():
        assert not {"runtime", "customer_id", "key"} & set(arguments_of(tool)), tool.name


def test_every_argument_is_described_and_the_typed_ones_say_their_format() -> None:
    for name, tool in ALL.items():
        for argument, schema in arguments_of(tool).items():
            assert schema["description"], (name, argument)
            forms = [schema, *schema.get("anyOf", ())]
            found = next((form["format"] for form in forms if "format" in form), None)
            assert found == FORMATS.get((name, argument)), (name, argument)
