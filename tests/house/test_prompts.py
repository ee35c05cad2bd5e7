"""Prompts are released unchanged, examples name what is known, and the embedded model knows no tool by name."""

import ast
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphs.embedded.endings import GOODBYE, OTHER, PERSON
from graphs.embedded.examples import SPECIAL_INTENTS
from graphs.state import Sentiment
from prompts.registry import PromptError, Prompts
from tests.house.conftest import Plant
from tests.house.tree import ROOT, literal, sources
from tools.actions import Reading
from tools.toolbox import AREA_TOOLS

FOLDER = ROOT / "prompts"
TOOLS = {tool.name for tools in AREA_TOOLS.values() for tool in tools}


def unreleased(folder: Path) -> list[str]:
    """Find releases that do not hold, and prompt files that belong to no released prompt."""
    found: list[str] = []
    prompts = Prompts(folder)
    for name in prompts.names:
        try:
            prompts.load(name)
        except PromptError as error:
            found.append(str(error))
    loose = [path for path in sorted(folder.rglob("*.md")) if re.fullmatch(r"v\d+\.md", path.name)]
    names = {path.parent.relative_to(folder).as_posix() for path in loose}
    return found + [f"{name} is not released" for name in sorted(names - set(prompts.names))]


def test_every_prompt_is_released_and_unchanged_since() -> None:
    assert unreleased(FOLDER) == []


def test_the_rule_sees_a_changed_and_a_forgotten_prompt(plant: Plant) -> None:
    root = plant(
        {"a/v1.md": "changed", "b/c/v1.md": "forgotten", "released.toml": 'a = { version = 1, sha256 = "0" }\n'}
    )
    assert unreleased(root) == [
        "a@1 was changed after its release; write v2.md instead", "b/c is not released",
    ]  # fmt: skip


class Line(BaseModel):
    """One example utterance."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(min_length=1, max_length=500)
    intent: str
    after: str | None = None
    area: str | None = None


def wrong_examples(folder: Path) -> list[str]:
    """Find lines of example files that do not parse, name an intent nobody knows, or repeat one said after the same."""
    found = []
    for path in sorted(folder.rglob("*.jsonl")):
        known = _known_intents(path)
        texts: set[tuple[str, str | None]] = set()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            where = f"{path.relative_to(folder).as_posix()}:{number}"
            try:
                example = Line.model_validate_json(line)
            except ValidationError:
                found.append(f"{where} is no example")
                continue
            if example.intent not in known:
                found.append(f"{where} names {example.intent}")
            said = (example.text.casefold(), example.after)
            if said in texts:
                found.append(f"{where} repeats {example.text}")
            texts.add(said)
    return found


def _known_intents(path: Path) -> set[str]:
    if path.name == "sentiment.jsonl":
        return set(get_args(Sentiment))
    if path.name == "endings.jsonl":
        return {PERSON, GOODBYE, OTHER}
    if path.parent.name == "confirm":
        return set(get_args(Reading))
    if path.parent.name == "router":
        return set(SPECIAL_INTENTS)
    return {tool.name for tool in AREA_TOOLS.get(path.parent.name, ())}


def test_every_example_line_names_a_known_intent() -> None:
    assert wrong_examples(FOLDER) == []
    assert len(list(FOLDER.glob("*/examples.jsonl"))) >= len(AREA_TOOLS)


def test_the_rule_sees_a_wrong_example(plant: Plant) -> None:
    fine = json.dumps({"text": "show me my orders", "intent": "list_orders"})
    lines = [fine, "{", '{"text": "x"}', json.dumps({"text": "y", "intent": "update_address"}), fine]
    root = plant(
        {"billing/examples.jsonl": "\n".join(lines), "router/sentiment.jsonl": '{"text": "a", "intent": "sad"}'}
    )
    assert wrong_examples(root) == [
        "billing/examples.jsonl:2 is no example",
        "billing/examples.jsonl:3 is no example",
        "billing/examples.jsonl:4 names update_address",
        "billing/examples.jsonl:5 repeats show me my orders",
        "router/sentiment.jsonl:1 names sad",
    ]


def tools_known_by_name(root: Path) -> list[str]:
    """Find the names of the product's tools where the embedded model is built, and in its own prompt."""
    named = re.compile(rf"\b({'|'.join(sorted(TOOLS))})\b")
    found = [
        f"{source.at(node)} {match[1]}"
        for source in sources(root, "graphs/embedded")
        for node in ast.walk(source.tree)
        if (match := named.search(literal(node) or getattr(node, "id", "") or getattr(node, "attr", "") or ""))
    ]
    for path in sorted((root / "prompts" / "embedded").rglob("*.*")):
        found += [
            f"{path.relative_to(root).as_posix()} {match[1]}"
            for match in named.finditer(path.read_text(encoding="utf-8"))
        ]
    return found


def test_the_embedded_model_knows_no_tool_by_name() -> None:
    assert tools_known_by_name(ROOT) == []


@pytest.mark.parametrize(
    "code", ["x = 'refund_order'", "x = billing.refund_order", "x = f'{a} list_slots'", "refund_order()"]
)
def test_the_rule_sees_a_tool_known_by_name(plant: Plant, code: str) -> None:
    root = plant({"graphs/embedded/a.py": code, "graphs/b.py": code, "prompts/embedded/v1.md": "## x\nmove_visit"})
    found = tools_known_by_name(root)
    assert found[0].startswith("graphs/embedded/a.py:1 ")
    assert found[1:] == ["prompts/embedded/v1.md move_visit"]
