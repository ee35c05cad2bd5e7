"""Imports only go down: tools and prompts know nobody above them, nor each other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.conftest import Plant
from tests.house.tree import PRODUCT, ROOT, Source, literal, sources

THE_ROAD = ("app.settings", "app.telemetry.metrics", "app.telemetry.tracing", "app.turns", "app.wiring")
"""From a message to a turn, without HTTP."""
MAY_IMPORT = {
    "tools": ("tools",),
    "prompts": ("prompts",),
    "graphs": ("graphs", "tools", "prompts"),
    "app": ("app", "graphs", "tools", "prompts"),
    "evals": ("evals", *THE_ROAD, "graphs", "tools", "prompts"),
}
OURS = (*PRODUCT, "tests")
MODULE_NAME = re.compile(rf"(?:{'|'.join(OURS)})(?:\.[a-z]\w*)+")
"""A string like this is a module that is imported late."""

REACHES_OUT = {
    "aiohttp", "aiosqlite", "asyncpg", "chromadb", "fastapi", "http", "httpx", "httpx2", "langchain_openai", "openai",
    "pydantic_settings", "requests", "socket", "sqlalchemy", "sqlite3", "starlette", "urllib",
}  # fmt: skip
PROVIDERS = "graphs/models/"
"""The one place in graphs that knows providers; their addresses and keys are still passed in."""


def imports_going_up(root: Path) -> list[str]:
    return [
        f"{where} imports {module}"
        for source in sources(root, *MAY_IMPORT)
        for where, module in imported(source)
        if module.split(".")[0] in OURS and not _among(module, MAY_IMPORT[source.floor])
    ]


def graphs_reaching_out(root: Path) -> list[str]:
    return [
        f"{where} imports {module}"
        for source in sources(root, "graphs")
        for where, module in imported(source)
        if not source.path.startswith(PROVIDERS) and module.split(".")[0] in REACHES_OUT
    ]


def imported(source: Source) -> Iterator[tuple[str, str]]:
    """Yield every import with its place: `from a import b` as `a.b`, relative ones in full, late ones by string."""
    package = source.module if source.path.endswith("__init__.py") else source.module.rpartition(".")[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((source.at(node), alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            yield from ((source.at(node), f"{base}.{alias.name}") for alias in node.names)
        elif (text := literal(node)) and MODULE_NAME.fullmatch(text):
            yield source.at(node), text


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parents = package.split(".")
    base = parents[: len(parents) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def _among(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in allowed)


def test_imports_only_go_down() -> None:
    assert imports_going_up(ROOT) == []


def test_graphs_open_no_connection_and_know_no_provider() -> None:
    assert graphs_reaching_out(ROOT) == []


@pytest.mark.parametrize(
    ("path", "line", "module"),
    [
        ("tools/a.py", "from graphs.state import Area", "graphs.state.Area"),
        ("tools/a.py", "import prompts.registry", "prompts.registry"),
        ("tools/store/a.py", "from ...graphs import state", "graphs.state"),
        ("prompts/a.py", "from tools import records", "tools.records"),
        ("graphs/a.py", "def f():\n    from app import settings", "app.settings"),
        ("app/a.py", "import evals.run", "evals.run"),
        ("app/a.py", "from tests import conftest", "tests.conftest"),
        ("evals/a.py", "from app.main import create_app", "app.main.create_app"),
        ("graphs/a.py", "import importlib\nimportlib.import_module('app.main')", "app.main"),
        ("tools/a.py", "NAME = 'graphs.models.openai'", "graphs.models.openai"),
    ],
)
def test_the_rule_sees_an_import_that_goes_up(plant: Plant, path: str, line: str, module: str) -> None:
    root = plant(
        {path: line, "tools/fine.py": "import tools.errors\nfrom . import errors", "evals/fine.py": "import app.wiring"}
    )
    number = line.count("\n") + 1
    assert imports_going_up(root) == [f"{path}:{number} imports {module}"]


def test_the_rule_sees_a_graph_that_reaches_out(plant: Plant) -> None:
    root = plant({"graphs/a.py": "from sqlalchemy import text", "graphs/models/openai.py": "import openai"})
    assert graphs_reaching_out(root) == ["graphs/a.py:1 imports sqlalchemy.text"]
