"""What only one place may do: read the environment, catch everything; and what no place may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.conftest import Plant
from tests.house.tree import EVERYTHING, PRODUCT, ROOT, Source, dotted, kept_files, sources

READS_ENVIRONMENT = ("app/settings.py",)
CATCHES_EVERYTHING = ("app/turns.py", "app/jobs/")

ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb"}
CATCH_ALLS = {"Exception", "BaseException"}
SOMEBODYS = ("root", "work", "mnt", r"home/[a-z]\w*", r"Users/[A-Z]\w*")
MACHINE_PATH = re.compile(rf"(?<![\w.])/(?:{'|'.join(SOMEBODYS)})(?:/|\b)")
REGISTRY = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:pypi\.org/simple|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com)"
    r"|--(?:extra-)?index-url|--find-links|\b(?:PIP|UV)_(?:EXTRA_)?(?:INDEX|FIND_LINKS)"
)


def environment_reads(root: Path) -> list[str]:
    return [
        f"{where} reads {what}"
        for source in sources(root, *PRODUCT)
        if source.path not in READS_ENVIRONMENT
        for where, what in _environment(source)
    ]


def catch_alls(root: Path) -> list[str]:
    return [
        source.at(node)
        for source in sources(root, *EVERYTHING)
        if not source.path.startswith(CATCHES_EVERYTHING)
        for node in ast.walk(source.tree)
        if _catches_everything(node)
    ]


def foreign_addresses(root: Path) -> list[str]:
    """Find paths of somebody's machine and addresses of registries, in every text file but this one."""
    return [
        f"{path.relative_to(root).as_posix()}:{number} {found[0]}"
        for path in kept_files(root)
        if path != Path(__file__)
        for number, line in enumerate(_lines(path), start=1)
        if (found := MACHINE_PATH.search(line) or REGISTRY.search(line))
    ]


def _environment(source: Source) -> Iterator[tuple[str, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in ENVIRONMENT:
            yield source.at(node), dotted(node)
        elif isinstance(node, ast.ImportFrom) and node.module in ("os", "dotenv", "pydantic_settings", "environ"):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from ((source.at(node), name) for name in sorted(names) if node.module != "os" or name in ENVIRONMENT)
        elif isinstance(node, ast.Import):
            found = [alias.name for alias in node.names if alias.name in ("dotenv", "pydantic_settings", "environ")]
            yield from ((source.at(node), name) for name in found)


def _catches_everything(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return node.type is None or any(dotted(part) in CATCH_ALLS for part in ast.walk(node.type))
    if isinstance(node, ast.Call) and dotted(node.func).endswith("suppress"):
        return any(dotted(argument) in CATCH_ALLS for argument in node.args)
    return False


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def test_only_the_settings_read_the_environment() -> None:
    assert environment_reads(ROOT) == []


def test_only_the_edge_of_a_turn_or_a_job_catches_everything() -> None:
    assert catch_alls(ROOT) == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert foreign_addresses(ROOT) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os\nx = os.environ['A']",
        "import os\nx = os.getenv('A')",
        "\nfrom os import environ",
        "\nfrom os import getenv as g, path",
        "\nfrom pydantic_settings import BaseSettings",
        "\nimport dotenv",
    ],
)
def test_the_rule_sees_a_read_of_the_environment(plant: Plant, code: str) -> None:
    root = plant(
        {"graphs/a.py": code, "app/settings.py": code, "tools/fine.py": "from os import path\nimport os\nos.sep"}
    )
    assert [found.split()[0] for found in environment_reads(root)] == ["graphs/a.py:2"]


@pytest.mark.parametrize(
    "code",
    [
        "try: f()\nexcept Exception: g()",
        "try: f()\nexcept (KeyError, Exception) as e: g()",
        "try: f()\nexcept: g()",
        "try: f()\nexcept BaseException: raise",
        "import contextlib\nwith contextlib.suppress(Exception): f()",
    ],
)
def test_the_rule_sees_a_catch_all(plant: Plant, code: str) -> None:
    fine = "try: f()\nexcept ValueError: g()"
    root = plant({"graphs/a.py": code, "app/turns.py": code, "app/jobs/sweep.py": code, "tools/fine.py": fine})
    assert catch_alls(root) == ["graphs/a.py:2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((f"see '/{folder}/x'", f"/{folder}/") for folder in ("root", "home/ann", "Users/Ann")),
        ("pip install --extra-index-url x", "--extra-index-url"),
        ("https://pypi.org/simple", "https://pypi.org/simple"),
        ("https://files.pythonhosted.org/a.whl", "https://files.pythonhosted.org"),
    ],
)
def test_the_rule_sees_a_machine_or_a_registry(plant: Plant, text: str, found: str) -> None:
    root = plant({"README.md": f"fine: https://pypi.org/project/x and app/root/x\n{text}"})
    assert foreign_addresses(root) == [f"README.md:2 {found}"]
