"""Nothing lies about: a command or a notebook reaches every module, and code reads every file beside the prompts."""

import ast
import fnmatch
import json
import re
import tomllib
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path

from tests.house.conftest import Plant
from tests.house.test_floors import imported
from tests.house.tree import PRODUCT, ROOT, literal, sources

FOUND_BY_NAME = (
    "tools/store/*tables.py",
    "tools/store/migrations/*.py",
    "evals/bench/contenders/*.py",
)
"""Modules that code finds in their folder."""
PROMPT_FILES = (
    "*/v*.md",
    "*/examples.jsonl",
    "router/sentiment.jsonl",
    "router/endings.jsonl",
    "released.toml",
    "HISTORY.md",
    "*.py",
)


def unreached(root: Path) -> list[str]:
    """Follow imports from every command and notebook, and list the modules that nobody comes by."""
    known = {source.module: source for source in sources(root, *PRODUCT)}
    waiting = [module for module, source in known.items() if _is_entry(source.path, source.text)]
    waiting += [module for module in (*_commands(root), *_notebooks(root)) if module in known]
    reached: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in reached:
            continue
        reached.add(module)
        parents = [module.rsplit(".", count)[0] for count in range(1, module.count(".") + 1)]
        named = [name for _, whole in imported(known[module]) for name in (whole, whole.rpartition(".")[0])]
        waiting += [name for name in (*parents, *named) if name in known]
    empty = {module for module, source in known.items() if source.path.endswith("__init__.py")}
    return sorted(known[module].path for module in known.keys() - reached - empty)


def _is_entry(path: str, text: str) -> bool:
    return '__name__ == "__main__"' in text or any(fnmatch.fnmatch(path, pattern) for pattern in FOUND_BY_NAME)


def _commands(root: Path) -> list[str]:
    """Return the modules that pyproject.toml, langgraph.json and the Makefile start."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    graphs = json.loads((root / "langgraph.json").read_text(encoding="utf-8"))["graphs"]
    entries = [project["scripts"], *project.get("entry-points", {}).values()]
    started = [target.split(":")[0] for group in entries for target in group.values()]
    started += [path.split(":")[0].removeprefix("./").removesuffix(".py").replace("/", ".") for path in graphs.values()]
    return started + re.findall(r"python -m ([\w.]+)", (root / "Makefile").read_text(encoding="utf-8"))


def _notebooks(root: Path) -> list[str]:
    """Return the modules that notebooks import, or the names they import from them, which may be modules too."""
    found = []
    for path in (root / "evals" / "notebooks").glob("*.ipynb"):
        lines = [line for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for line in cell["source"]]
        for line in lines:
            if taken := re.match(r"from ([\w.]+) import (.+)", line):
                found += [taken[1], *(f"{taken[1]}.{name.strip()}" for name in taken[2].split(","))]
    return found


def unread_prompt_files(root: Path) -> list[str]:
    """List files in prompts/ that are no prompt, no examples, and no table that code names."""
    folder = root / "prompts"
    names = {text for source in sources(root, *PRODUCT) for node in ast.walk(source.tree) if (text := literal(node))}
    files = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        name
        for name in files
        if "__pycache__" not in name
        and not any(fnmatch.fnmatch(name, pattern) for pattern in PROMPT_FILES)
        and not (name.endswith(".toml") and {name, name.removesuffix(".toml"), f"/{Path(name).stem}"} & names)
    ]


def test_every_module_is_reached_from_a_command_or_a_notebook() -> None:
    assert unreached(ROOT) == []


def test_every_file_beside_the_prompts_is_read_by_code() -> None:
    assert unread_prompt_files(ROOT) == []


def test_langgraph_json_names_the_graph() -> None:
    graphs = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"]
    assert graphs.keys() == {"conversation"}
    path, _, name = graphs["conversation"].partition(":")
    module = import_module(path.removeprefix("./").removesuffix(".py").replace("/", "."))
    assert iscoroutinefunction(getattr(module, name)), "tests/app/test_studio.py runs the graph that it makes"


def test_every_make_target_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):(.*)$", makefile, re.MULTILINE)
    assert {"help", "up", "test", "check", "bench"} <= {name for name, _ in targets}
    assert [name for name, rest in targets if not re.search(r"## [A-Z]", rest)] == []


def test_the_rules_see_what_nobody_reaches(plant: Plant) -> None:
    root = plant(
        {
            "pyproject.toml": '[project.scripts]\nswitchboard = "app.cli:main"\n',
            "langgraph.json": '{"graphs": {"c": "./graphs/conversation.py:build"}}',
            "Makefile": "bench:\n\tpython -m evals.bench\n",
            "app/cli.py": "from app import near\nfrom tools.store.orders import find",
            "app/near.py": "",
            "app/__init__.py": "",
            "app/lost.py": "import app.lost_too",
            "app/lost_too.py": "NAME = 'screen/phrases'",
            "graphs/conversation.py": "",
            "tools/store/__init__.py": "import tools.store.columns",
            "tools/store/columns.py": "",
            "tools/store/orders.py": "",
            "tools/store/more_tables.py": "",
            "evals/frames.py": "",
            "evals/notebooks/one.ipynb": json.dumps({"cells": [{"source": ["from evals import frames\n"]}]}),
            "evals/bench/__main__.py": 'if __name__ == "__main__": ...',
            "prompts/a/v1.md": "",
            "prompts/screen/phrases.toml": "",
            "prompts/screen/old.toml": "",
            "prompts/a/notes.txt": "",
        }
    )
    assert unreached(root) == ["app/lost.py", "app/lost_too.py"]
    assert unread_prompt_files(root) == ["a/notes.txt", "screen/old.toml"]
