"""Every variable of a prompt is one that the code which loads it gives."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from graphs.services import Services
from graphs.specialists.areas import SPECIALISTS
from graphs.specialists.brief import brief
from graphs.state import Conversation, Inbound
from prompts.registry import Prompts
from tests.conftest import Clock
from tests.house.conftest import Plant
from tests.house.tree import ROOT, Source, dotted, literal, sources
from tools.context import Caller, Strength
from tools.toolbox import AREA_TOOLS

VARIABLE = re.compile(r"{{(\w+)}}|\[[?!](\w+):")
MADE_BY_CODE = {"list", "window", "company"}
"""What templates of records get besides the record's fields: its rows, the time from its start to its end."""
EMBEDDED = "graphs/embedded/"
"""Here `say` and `generic` speak from the prompt of the same name."""


def wrong_sections(root: Path, prompts: Prompts) -> list[str]:
    """Compare each `load("name").say("section", variable=...)` in the code with the section it names."""
    return [
        f"{where} {problem}"
        for source in sources(root, "graphs", "app")
        for where, name, section, given in said_sections(source)
        if (problem := _problem(prompts, name, section, given))
    ]


def said_sections(source: Source) -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield place, prompt, section and given names of each call whose prompt and section are written in the code."""
    own = "embedded" if source.path.startswith(EMBEDDED) else None
    for scope in ast.walk(source.tree):
        if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        loaded = {
            target.id: name
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign) and (name := _loaded(node.value))
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("say", "generic")
            ):
                name = _loaded(node.func.value) or loaded.get(dotted(node.func.value)) or own
                section = literal(node.args[0]) if node.args else None
                given = {str(keyword.arg) for keyword in node.keywords}
                if name and section and "None" not in given:
                    yield source.at(node), name, section, given | ({"company"} if own else set())


def _loaded(node: ast.AST) -> str | None:
    loads = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "load"
    return literal(node.args[0]) if loads and isinstance(node, ast.Call) and node.args else None


def _problem(prompts: Prompts, name: str, section: str, given: set[str]) -> str:
    if name not in prompts.names:
        return f"loads {name}, which is not released"
    sections = prompts.load(name).sections
    if section not in sections:
        return f"says {section}, which {name} has not"
    missing = variables(sections[section]) - given
    return f"does not give {name}#{section} its {', '.join(sorted(missing))}" if missing else ""


def variables(text: str) -> set[str]:
    return {filled or asked for filled, asked in VARIABLE.findall(text)}


def test_every_section_that_code_says_is_there_and_gets_its_variables() -> None:
    assert wrong_sections(ROOT, Prompts()) == []
    assert len([said for source in sources(ROOT, "graphs") for said in said_sections(source)]) >= 5


def test_the_rule_sees_a_section_that_is_said_wrongly(plant: Plant) -> None:
    code = (
        "def f(prompts):\n"
        "    p = prompts.load('a')\n"
        "    p.say('hello', name='x')\n"
        "    p.say('hello')\n"
        "    prompts.load('a').say('bye')\n"
        "    prompts.load('b').say('x')\n"
    )
    root = plant({"graphs/a.py": code})
    assert wrong_sections(root, released(plant, "a", "## hello\nHello {{name}}[?late: , late]")) == [
        "graphs/a.py:3 does not give a#hello its late",
        "graphs/a.py:4 does not give a#hello its late, name",
        "graphs/a.py:5 says bye, which a has not",
        "graphs/a.py:6 loads b, which is not released",
    ]


def released(plant: Plant, name: str, text: str) -> Prompts:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    toml = f'"{name}" = {{ version = 1, sha256 = "{sha256}" }}'
    return Prompts(plant({f"p/{name}/v1.md": text, "p/released.toml": toml}) / "p")


def wrong_templates(prompts: Prompts, names: list[str]) -> list[str]:
    """Compare the templates of tools' records with the fields that those tools' results have."""
    fields = {tool.name: _fields(tool.extras) for tools in AREA_TOOLS.values() for tool in tools}
    anywhere = set().union(*fields.values())
    found = []
    for name in names:
        for section, text in prompts.load(name).sections.items():
            known = fields.get(section.split(".")[0], anywhere) | MADE_BY_CODE
            found += [f"{name}#{section} {variable}" for variable in sorted(variables(text) - known)]
    return found


def _fields(extras: dict[str, Any] | None) -> set[str]:
    """Collect the fields of a schema at every depth."""
    found: set[str] = set()
    open_parts: list[Any] = [(extras or {}).get("returns")]
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, dict):
            found |= set(part.get("properties", ()))
            open_parts += part.values()
        elif isinstance(part, list):
            open_parts += part
    return found


def test_every_template_of_a_record_names_fields_that_its_tool_returns() -> None:
    prompts = Prompts()
    names = [name for name in prompts.names if name.endswith("/replies")]
    assert len(names) == len(AREA_TOOLS)
    assert wrong_templates(prompts, names) == []


def test_every_question_before_an_action_names_fields_of_its_terms() -> None:
    generic = {"confirm/questions#default action", "confirm/questions#default facts", "confirm/questions#approval why"}
    assert set(wrong_templates(Prompts(), ["confirm/questions"])) == generic


def test_the_rule_sees_a_template_with_an_unknown_field(plant: Plant) -> None:
    text = "## refund_order.done\n{{amount}} {{amuont}}[?later: ]\n## choose.order_id\n{{list}} {{visit_id}} {{nobody}}"
    assert wrong_templates(released(plant, "billing/replies", text), ["billing/replies"]) == [
        "billing/replies#refund_order.done amuont", "billing/replies#refund_order.done later",
        "billing/replies#choose.order_id nobody",
    ]  # fmt: skip


def test_every_specialist_prompt_is_filled_by_its_brief(clock: Clock) -> None:
    prompts = Prompts()
    house = SimpleNamespace(
        prompts=prompts, company="Northlight", now=clock, timezone=clock().tzinfo,
        caller=Caller(None, "web_chat", Strength.ANONYMOUS),
    )  # fmt: skip
    state = Conversation(inbound=Inbound(turn_id="T-1", text="hello"))
    values = brief(state, cast("Services", house))
    for area in SPECIALISTS:
        assert "{{" not in prompts.load(area).fill(**values)


def test_every_other_variable_is_given_somewhere() -> None:
    prompts = Prompts()
    given = {name for source in sources(ROOT, "graphs", "evals") for name in given_names(source)}
    whole = [name for name in prompts.names if not name.endswith("/replies") and name != "confirm/questions"]
    wanted = {variable for name in whole for variable in variables(prompts.load(name).text)}
    assert wanted - given == set()


def given_names(source: Source) -> Iterator[str]:
    """Yield every name that a call or a dict gives."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield from (keyword.arg for keyword in node.keywords if keyword.arg)
        elif isinstance(node, ast.Dict):
            yield from (name for key in node.keys if (name := literal(key)))


def test_given_names_are_those_of_calls_and_dicts(plant: Plant) -> None:
    (source,) = sources(plant({"graphs/a.py": "f(a=1, **b)\nx = {'c': 1, 2: 3}\ny = 'd'"}), "graphs")
    assert set(given_names(source)) == {"a", "c"}
