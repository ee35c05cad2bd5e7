"""Every reply template can be filled from what its tool returns, and claims nothing that was not done."""

import re
from zoneinfo import ZoneInfo

import pytest
from langchain_core.tools import BaseTool

from graphs.embedded.replies import Replies
from graphs.embedded.toolcards import ToolCard, card_of
from prompts.registry import Prompts
from tools.toolbox import AREA_TOOLS

PROMPTS = Prompts()
AREAS = sorted(AREA_TOOLS)
_USED = re.compile(r"{{(\w+)}}|\[[?!](\w+):")
_LISTS = {"list"}
_SAID = {
    "company",
    "abilities",
    "options",
    "what",
    "problem",
    "facts",
    "list",
    "question",
    "answer",
    "title",
    "hint",
    "count",
}


def _tools(area: str) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in AREA_TOOLS[area]}


def _used(text: str) -> set[str]:
    return {one or other for one, other in _USED.findall(text)}


@pytest.mark.parametrize("area", AREAS)
def test_templates_use_only_what_their_tool_returns(area: str) -> None:
    sections = PROMPTS.load(f"{area}/replies").sections
    cards = {name: card_of(tool) for name, tool in _tools(area).items()}
    for key, text in sections.items():
        card = cards.get(key.split(".")[0])
        if card is not None:
            assert _used(text) - _LISTS <= card.fields | {"window"}, key


@pytest.mark.parametrize("area", AREAS)
def test_templates_belong_to_tools_and_arguments_that_exist(area: str) -> None:
    tools = _tools(area)
    arguments = {argument.name for tool in tools.values() for argument in card_of(tool).arguments}
    for key in PROMPTS.load(f"{area}/replies").sections:
        first, _, rest = key.partition(".")
        assert first in tools or (first in ("ask", "choose", "instead") and rest.split(".")[0] in arguments), key


@pytest.mark.parametrize("area", AREAS)
def test_every_required_argument_has_a_question_of_its_own(area: str) -> None:
    asked = PROMPTS.load(f"{area}/replies").sections
    for tool in AREA_TOOLS[area]:
        card = card_of(tool)
        if card.finds_passages or card.effect == "handover":
            continue
        assert {f"ask.{argument.name}" for argument in card.required} <= set(asked), card.name


@pytest.mark.parametrize("area", AREAS)
def test_every_action_has_a_report_of_its_own(area: str) -> None:
    sections = PROMPTS.load(f"{area}/replies").sections
    for tool in AREA_TOOLS[area]:
        card = card_of(tool)
        wanted = f"{card.name}.done" if card.effect == "write" else f"{card.name}.name"
        if not card.finds_passages and card.effect != "handover":
            assert wanted in sections


def test_generic_templates_use_only_what_the_policy_says() -> None:
    for key, text in PROMPTS.load("embedded").sections.items():
        assert _used(text) <= _SAID, key


def test_a_tool_without_templates_is_worded_from_its_schema() -> None:
    replies = Replies(PROMPTS, "Northlight", ZoneInfo("Europe/London"))
    card = ToolCard(name="fetch_log", description="Fetch the van's log.", arguments=(), effect="read", returns={})
    record = {
        "log_id": "L-7",
        "written_on": "2026-05-13",
        "cost": {"amount": "12.50", "currency": "GBP"},
        "closed": None,
    }
    assert replies.name(card) == "fetch the van's log"
    assert replies.report(card, record, "web_chat") == (
        "Here's what I found. Log number L-7, written Wednesday 13 May, cost £12.50."
    )
