"""Commands in the documents work and the picture is the graph's: blocks of `console`, `bash` or `sh` are checked.

A command is a `make` target, a `switchboard` command with options that it has, a request for an address the server has,
or one of the few below. A block after `<!-- runs -->` is also run.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from starlette.routing import Match

from app import cli
from app.main import create_app
from app.settings import PREFIX, Settings, describe
from tests.house.conftest import Plant
from tests.house.documents import PICTURE, picture
from tests.house.tree import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
BLOCK = re.compile(r"(?P<runs><!-- runs -->\n)?^```(?:console|bash|sh)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z]+):.*## \S", re.MULTILINE)
ELSEWHERE = {"git", "cd", "cp", "uv", "pip", "python", "python3", ".ci/run"}
"""Commands that are no part of the product, or that CI itself runs."""


class Checker:
    """Knows what can be called: make's targets, the command line, the server's addresses."""

    def __init__(self, makefile: str, commands: Any, settings: Settings) -> None:
        self.targets = set(TARGET.findall(makefile))
        self.commands = commands
        self.app = create_app(settings)

    def problem(self, command: str) -> str:
        """Say what is wrong with a command, or nothing."""
        words = shlex.split(command, comments=True)
        while words and re.match(r"[A-Z_]+=", words[0]):
            name = words.pop(0).split("=")[0]
            if name.startswith(PREFIX) and name not in {setting.name for setting in describe()}:
                return f"{name} is no setting"
        if not words or words[0] in ELSEWHERE:
            return ""
        checks = {"make": self._make, "switchboard": self._switchboard, "curl": self._curl, "export": self.exported}
        check = checks.get(Path(words[0]).name)
        return check(words[1:]) if check else f"nobody checks {words[0]}"

    def exported(self, words: list[str]) -> str:
        return self.problem(shlex.join(words)) if words else ""

    def _make(self, words: list[str]) -> str:
        wrong = [word for word in words if "=" not in word and word not in self.targets]
        return f"make has no {', '.join(wrong)}" if wrong else ""

    def _switchboard(self, words: list[str]) -> str:
        command = self.commands
        while hasattr(command, "commands") and words and not words[0].startswith("-"):
            name = words.pop(0)
            found = command.commands.get(name)
            if found is None:
                return f"switchboard has no {name}"
            command = found
        options = {"--help"} | {option for parameter in command.params for option in parameter.opts}
        unknown = [word for word in words if word.startswith("-") and word.split("=")[0] not in options]
        return f"switchboard {command.name} has no {', '.join(unknown)}" if unknown else ""

    def _curl(self, words: list[str]) -> str:
        paths = [
            found[1] for word in words if (found := re.fullmatch(r"\S*?(?:localhost|127\.0\.0\.1):\d+(/\S*)?", word))
        ]
        unknown = [path for path in paths if not self._serves((path or "/").split("?")[0])]
        return f"the server has no {', '.join(unknown)}" if unknown or not paths else ""

    def _serves(self, path: str) -> bool:
        scope = {"type": "http", "method": "GET", "path": re.sub(r"\$\{?\w+\}?", "x", path), "headers": []}
        return any(route.matches(scope)[0] is not Match.NONE for route in self.app.routes)


def commands(text: str) -> Iterator[str]:
    """Yield each command of a text's blocks: after "$ " in a session, else every line; continued lines as one."""
    for block in BLOCK.finditer(text):
        lines = block["text"].replace("\\\n", " ").splitlines()
        session = any(line.startswith("$ ") for line in lines)
        for line in lines:
            if line.startswith("$ ") or (not session and line.strip()):
                yield line.removeprefix("$ ").strip()


def wrong_commands(root: Path, checker: Checker) -> list[str]:
    return [
        f"{name}: {command}: {problem}"
        for name in DOCUMENTS
        if (root / name).is_file()
        for command in commands((root / name).read_text(encoding="utf-8"))
        for part in re.split(r"\s(?:&&|\|)\s", command)
        if (problem := checker.problem(part))
    ]


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    settings = Settings(data_dir=tmp_path_factory.mktemp("readme"))
    return Checker((ROOT / "Makefile").read_text(encoding="utf-8"), typer.main.get_command(cli.whole()), settings)


def test_every_command_in_the_documents_exists(checker: Checker) -> None:
    assert wrong_commands(ROOT, checker) == []


def test_the_readme_begins_with_the_two_commands() -> None:
    shown = list(commands((ROOT / "README.md").read_text(encoding="utf-8")))
    assert any(command.startswith("make up") for command in shown[:3])
    assert any(command.startswith("make test") for command in shown)


def test_the_readme_shows_the_graph_as_it_is() -> None:
    shown = PICTURE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown[:1] == [picture()]


def test_every_marked_block_runs(tmp_path: Path) -> None:
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path)}
    for name in DOCUMENTS:
        for block in BLOCK.finditer((ROOT / name).read_text(encoding="utf-8")):
            if block["runs"]:
                script = "\n".join(commands(block[0]))
                subprocess.run(  # noqa: S603
                    ["/bin/sh", "-e", "-c", script],
                    cwd=ROOT,
                    env={**environment, f"{PREFIX}DATA_DIR": str(tmp_path)},
                    check=True,
                    capture_output=True,
                    timeout=60,
                )


def test_the_rule_sees_commands_that_do_not_work(plant: Plant, checker: Checker) -> None:
    root = plant(
        {
            "README.md": "```console\n$ make up && make tets\nServing\n"
            "$ switchboard chta\n$ switchboard up --prot 1\n```\n"
            "```bash\nSWITCHBOARD_PROT=1 make up\ncurl -s http://localhost:8000/v1/nothing\nrm -rf x # why\n"
            "curl -s \\\n  http://localhost:8000/healthz\nmake up ARGS='--port 1'\n```\n```python\nnonsense\n```\n"
        }
    )
    assert [found.rpartition(": ")[2] for found in wrong_commands(root, checker)] == [
        "make has no tets",
        "switchboard has no chta",
        "switchboard up has no --prot",
        "SWITCHBOARD_PROT is no setting",
        "the server has no /v1/nothing",
        "nobody checks rm",
    ]
