"""Notebooks are short, say what they teach, hold no functions and no outputs."""

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from tests.house.conftest import Plant
from tests.house.test_discipline import MACHINE_PATH
from tests.house.tree import ROOT

FOLDER = "evals/notebooks"
MOST_CELLS = 12
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
Cell = Mapping[str, Any]


def notebooks(root: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every notebook with its name."""
    for path in sorted((root / FOLDER).glob("*.ipynb")):
        yield path.name, json.loads(path.read_text(encoding="utf-8"))


def faults(root: Path) -> list[str]:
    """Say what is wrong with each notebook."""
    return [f"{name} {fault}" for name, notebook in notebooks(root) for fault in _faults(notebook)]


def parsed(cell: Cell) -> ast.Module:
    """Read a code cell as IPython does: `%magic` is allowed, and so is `await`."""
    reader: Any = TransformerManager
    text = reader().transform_cell(source(cell))
    tree: ast.Module = compile(text, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return tree


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def _faults(notebook: Mapping[str, Any]) -> Iterator[str]:
    cells = notebook["cells"]
    if len(cells) > MOST_CELLS:
        yield f"has {len(cells)} cells"
    if not (cells and cells[0]["cell_type"] == "markdown" and "You learn" in source(cells[0])):
        yield "does not begin with what you learn"
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "wants another kernel than python3"
    for number, cell in enumerate(cells, start=1):
        yield from (f"cell {number} {fault}" for fault in _cell_faults(cell))


def _cell_faults(cell: Cell) -> Iterator[str]:
    if MACHINE_PATH.search(source(cell)):
        yield "names a path of somebody's machine"
    if cell["cell_type"] != "code":
        return
    if cell["outputs"] or cell["execution_count"] is not None:
        yield "holds outputs"
    if any(isinstance(node, FUNCTIONS) for node in ast.walk(parsed(cell))):
        yield "holds a function"


def test_notebooks_are_short_and_clean() -> None:
    assert len(list(notebooks(ROOT))) == 5
    assert faults(ROOT) == []


def test_the_notebooks_readme_names_each_of_them() -> None:
    readme = (ROOT / FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name, _ in notebooks(ROOT) if name.removesuffix(".ipynb") not in readme] == []


def test_every_notebook_draws_something() -> None:
    drawn = ("plots.", ".plot.", "differences(")
    texts = {name: "".join(map(source, notebook["cells"])) for name, notebook in notebooks(ROOT)}
    assert [name for name, text in texts.items() if not any(one in text for one in drawn)] == []


def test_the_rules_see_what_is_wrong(plant: Plant) -> None:
    def code(text: str, **kept: Any) -> dict[str, Any]:
        return {"cell_type": "code", "source": [text], "outputs": [], "execution_count": None, **kept}

    title = {"cell_type": "markdown", "source": ["# One\n", "You learn much."]}
    kernel = {"kernelspec": {"name": "python3"}}
    bad = [
        code("def f(): ..."),
        code("g = lambda: 1"),
        code("1", outputs=[{}]),
        code("1", execution_count=3),
        code("open('/" + "home/ann/x')"),
        *[code("%matplotlib inline\nx = await y()")] * 8,
    ]
    root = plant(
        {
            "evals/notebooks/good.ipynb": json.dumps({"cells": [title, code("x = 1")], "metadata": kernel}),
            "evals/notebooks/bad.ipynb": json.dumps({"cells": bad, "metadata": {}}),
        }
    )
    assert faults(root) == [
        "bad.ipynb has 13 cells",
        "bad.ipynb does not begin with what you learn",
        "bad.ipynb wants another kernel than python3",
        "bad.ipynb cell 1 holds a function",
        "bad.ipynb cell 2 holds a function",
        "bad.ipynb cell 3 holds outputs",
        "bad.ipynb cell 4 holds outputs",
        "bad.ipynb cell 5 names a path of somebody's machine",
    ]
