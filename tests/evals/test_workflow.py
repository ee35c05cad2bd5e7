"""The eval workflow that a team can copy: its commands exist, its actions are pinned, and it needs no secret."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from app import cli
from app.settings import Settings
from tests.house.test_readme import Checker
from tests.house.tree import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "evals.yml"
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")
SHELL = {"cat", ".ci/environment"}
"""What its steps use besides the product."""


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    # langchain-core brings PyYAML; it has no types.
    loaded: dict[str, Any] = import_module("yaml").safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return loaded


def steps(workflow: dict[str, Any], job: str | None = None) -> Iterator[dict[str, Any]]:
    for name, one in workflow["jobs"].items():
        if job in (None, name):
            yield from one["steps"]


def test_every_command_of_the_workflow_exists(workflow: dict[str, Any], tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    checker = Checker(makefile, typer.main.get_command(cli.whole()), Settings(data_dir=tmp_path))
    lines = [line for step in steps(workflow) for line in step.get("run", "").splitlines()]
    commands = [line for line in lines if line.split()[0] not in SHELL]
    assert len(commands) >= 6
    assert [f"{line}: {problem}" for line in commands if (problem := checker.problem(line))] == []


def test_every_action_is_pinned_and_says_its_version(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []
    text = WORKFLOW.read_text(encoding="utf-8")
    assert len(re.findall(r"uses: \S+ # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(used)


def test_the_gate_needs_no_secret_and_keeps_its_report_when_it_fails(workflow: dict[str, Any]) -> None:
    needing = [step for step in steps(workflow, "gate") if "secrets." in str(step)]
    assert all("env.HAS_LANGSMITH == 'true'" in step["if"] for step in needing)
    assert workflow["jobs"]["gate"]["env"] == {"HAS_LANGSMITH": "${{ secrets.LANGSMITH_API_KEY != '' }}"}
    (keeping,) = (step for step in steps(workflow, "gate") if "upload-artifact" in step.get("uses", ""))
    assert "report.html" in keeping["with"]["path"]
    assert keeping["if"] == "${{ !cancelled() }}"
    assert workflow["permissions"] == {"contents": "read"}
