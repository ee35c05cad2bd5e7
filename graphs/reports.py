"""What is said of an action by code, not by a model: the question before it and the report after it.

Both are worded from the action's own terms, so they say exactly what will be, or was, done.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from graphs.specialists.areas import area_of
from graphs.specialists.records import HIDDEN
from graphs.wording import fill, sentence, values, words
from prompts.registry import Prompts
from tools.actions import Action
from tools.effects import Plan


def question(prompts: Prompts, zone: ZoneInfo, tool: str, plan: Plan[Any]) -> str:
    """Word the question that the customer must say yes to."""
    terms = plan.terms.model_dump(mode="json")
    asked = _worded(prompts, "confirm/questions", tool, terms, zone)
    if plan.approval is None:
        return asked
    return f"{asked} {prompts.load('confirm/questions').say('approval', why=sentence(plan.approval))}"


def report(prompts: Prompts, zone: ZoneInfo, action: Action) -> str:
    """Say how an action ended."""
    if action.state == "done" and action.receipt is not None:
        area = area_of(action.tool)
        replies = prompts.load(f"{area}/replies") if area else prompts.load("confirm/outcomes")
        section = f"{action.tool}.done"
        if section in replies.sections:
            return fill(replies, section, values(action.receipt, zone), action.receipt)
        return prompts.load("confirm/outcomes").say("done", what=_facts(action.receipt, zone))
    said = {"why": sentence(action.error or ""), "approval": sentence(action.approval or "")}
    return prompts.load("confirm/outcomes").say(action.state, **said).strip()


def told(prompts: Prompts, zone: ZoneInfo, action: Action) -> str:
    """Say in one line what was done, for a model's brief, a person taking over, or a summary."""
    return prompts.load("confirm/outcomes").say(
        "line",
        action=words(action.tool),
        state=action.state,
        facts=_facts(action.receipt or action.terms, zone),
    )


def _worded(prompts: Prompts, name: str, tool: str, terms: Mapping[str, Any], zone: ZoneInfo) -> str:
    prompt = prompts.load(name)
    if tool in prompt.sections:
        return fill(prompt, tool, values(terms, zone), terms)
    return prompt.say("default", action=words(tool), facts=_facts(terms, zone))


def _facts(record: Mapping[str, Any], zone: ZoneInfo) -> str:
    return ", ".join(
        f"{words(name)} {said}" for name, said in values(record, zone).items() if said and name not in HIDDEN
    )
