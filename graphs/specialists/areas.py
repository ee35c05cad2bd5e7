"""The areas, as data: adding one is an entry here, a prompt folder and its tools."""

from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.tools import BaseTool

from graphs.state import Area
from tools.effects import Effect, effect_of
from tools.toolbox import AREA_TOOLS


@dataclass(frozen=True)
class Specialist:
    """What distinguishes one specialist from the next."""

    area: Area
    tools: tuple[BaseTool, ...]

    @cached_property
    def by_name(self) -> dict[str, BaseTool]:
        """Its tools by name."""
        return {tool.name: tool for tool in self.tools}

    def calls(self, message: AIMessage, effect: Effect) -> list[ToolCall]:
        """Return the message's calls that have one effect; a tool it does not have counts as a read that will fail."""
        unknown: Effect = "read"
        return [
            call
            for call in message.tool_calls
            if (effect_of(self.by_name[call["name"]]) if call["name"] in self.by_name else unknown) == effect
        ]


SPECIALISTS: dict[Area, Specialist] = {area: Specialist(area, AREA_TOOLS[area]) for area in get_args(Area)}

RECEPTION: Area = "account"
"""Who answers what belongs to no area, such as a greeting: every specialist has the knowledge base."""

_AREA_OF = {
    tool.name: area for area, one in SPECIALISTS.items() for tool in one.tools if effect_of(tool) != "handover"
} | {name: None for name in set.intersection(*(set(one.by_name) for one in SPECIALISTS.values()))}


_EFFECTS: dict[str, Effect] = {tool.name: effect_of(tool) for one in SPECIALISTS.values() for tool in one.tools}


def area_of(tool: str) -> Area | None:
    """Return the one area a tool belongs to; None for tools that every area has."""
    return _AREA_OF.get(tool)


def effect_named(tool: str) -> Effect:
    """Tell what a tool does by its name; one that no specialist has counts as a read."""
    return _EFFECTS.get(tool, "read")
