"""Small enough to read: files, functions, parameters, the state, a specialist's tools; and named for what they are."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from graphs.specialists.areas import SPECIALISTS
from graphs.state import Conversation
from tests.house.conftest import Plant
from tests.house.tree import EVERYTHING, PRODUCT, ROOT, Source, sources

FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 5
COMMANDS = "evals/commands/"
STATE_FIELDS = 10
TOOLS = 8

EMPTY_NAMES = {"base", "common", "handler", "handlers", "helper", "helpers", "manager", "managers", "util", "utils"}
EMPTY_WORDS = EMPTY_NAMES - {"base", "common"}
"""These say nothing in any part of a name; "knowledge_base" does say something."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(root: Path) -> list[str]:
    return [
        f"{source.path} has {lines} lines"
        for source in sources(root, *EVERYTHING)
        if (lines := len(source.text.splitlines())) > FILE_LINES
    ]


def long_functions(root: Path) -> list[str]:
    return [
        f"{source.at(function)} {function.name} has {lines} lines"
        for source in sources(root, *EVERYTHING)
        for function in functions(source)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]


def many_parameters(root: Path) -> list[str]:
    """Tests are free: their parameters are fixtures. So are commands: their parameters are options."""
    return [
        f"{source.at(function)} {function.name} takes {count}"
        for source in sources(root, *PRODUCT)
        for function in functions(source)
        if not source.path.startswith(COMMANDS)
        if (count := _parameters(function)) > PARAMETERS
    ]


def empty_names(root: Path) -> list[str]:
    found = [f"{path.relative_to(root)}" for path in _paths(root) if _says_nothing(path.stem)]
    for source in sources(root, *EVERYTHING):
        found += [
            f"{source.at(node)} {node.name}"
            for node in ast.walk(source.tree)
            if isinstance(node, Function | ast.ClassDef) and _says_nothing(node.name)
        ]
    return found


def functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def _parameters(function: Function) -> int:
    """Count what a caller passes: not `self`, nor the `runtime` that is injected into nodes and tools."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls", "runtime")])


def _paths(root: Path) -> Iterator[Path]:
    for folder in EVERYTHING:
        yield from (path for path in sorted((root / folder).rglob("*")) if "__pycache__" not in path.parts)


def _says_nothing(name: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]
    return (len(words) == 1 and words[0] in EMPTY_NAMES) or any(word in EMPTY_WORDS for word in words)


def test_no_file_is_over_300_lines() -> None:
    assert long_files(ROOT) == []


def test_no_function_is_over_40_lines() -> None:
    assert long_functions(ROOT) == []


def test_no_function_takes_more_than_5_parameters() -> None:
    assert many_parameters(ROOT) == []


def test_every_name_says_something() -> None:
    assert empty_names(ROOT) == []


def test_the_state_has_at_most_10_fields_and_each_says_who_writes_it() -> None:
    assert len(dataclasses.fields(Conversation)) <= STATE_FIELDS
    state = next(source for source in sources(ROOT, "graphs") if source.path == "graphs/state.py")
    assert unexplained_fields(state, "Conversation") == []


def test_no_specialist_has_more_than_8_tools() -> None:
    assert {area: len(one.tools) for area, one in SPECIALISTS.items() if len(one.tools) > TOOLS} == {}


def unexplained_fields(source: Source, class_name: str) -> list[str]:
    """List the fields of a class that no docstring follows."""
    (found,) = (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) and node.name == class_name)
    pairs = zip(found.body, [*found.body[1:], None], strict=True)
    return [
        ast.unparse(field.target)
        for field, after in pairs
        if isinstance(field, ast.AnnAssign)
        and not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant))
    ]


def test_the_rules_see_what_is_too_big(plant: Plant) -> None:
    body = "    x = 1\n"
    root = plant(
        {
            "tools/long.py": "x = 1\n" * 301,
            "tools/fine.py": "x = 1\n" * 300,
            "app/a.py": f"def f():\n{body * 40}\ndef g():\n{body * 39}\n",
            "graphs/a.py": "async def f(a, b, c, *, d, e, g, runtime): ...\ndef fine(self, a, b, c, d, e): ...\n",
        }
    )
    assert long_files(root) == ["tools/long.py has 301 lines"]
    assert long_functions(root) == ["app/a.py:1 f has 41 lines"]
    assert many_parameters(root) == ["graphs/a.py:1 f takes 6"]


def test_the_rules_see_names_that_say_nothing(plant: Plant) -> None:
    root = plant(
        {
            "tools/utils.py": "",
            "app/common/x.py": "class OrderManager: ...\ndef date_helper(): ...\nclass Base: ...",
            "tools/knowledge_base/index.py": "def base_url(): ...\ndef handle(): ...",
        }
    )
    names = ["app/common", "tools/utils.py"]
    assert empty_names(root) == [
        *names, "app/common/x.py:1 OrderManager", "app/common/x.py:2 date_helper", "app/common/x.py:3 Base",
    ]  # fmt: skip


def test_the_rule_sees_a_field_that_nobody_explains(plant: Plant) -> None:
    root = plant({"graphs/state.py": 'class C:\n    a: int\n    """Set by `x`."""\n    b: int = 1\n'})
    (state,) = sources(root, "graphs")
    assert unexplained_fields(state, "C") == ["b"]
