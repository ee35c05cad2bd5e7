"""Reads the tree of sources for the house rules: parsed once, named by paths relative to its root."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app", "graphs", "tools", "prompts", "evals")
EVERYTHING = (*PRODUCT, "tests")
_NOT_SOURCES = {"__pycache__", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    """Relative to the root, such as `tools/errors.py`."""
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """How it is imported, such as `tools.errors`."""
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @property
    def floor(self) -> str:
        """Its top-level folder."""
        return self.path.split("/", 1)[0]

    def at(self, node: ast.AST) -> str:
        """Say where a node is, as editors understand it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def sources(root: Path, *folders: str) -> Iterator[Source]:
    """Yield every Python file in the folders, in order."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if not _NOT_SOURCES & set(path.parts):
                yield _parsed(path, path.relative_to(root).as_posix(), path.stat().st_mtime_ns)


def kept_files(root: Path) -> list[Path]:
    """List the files that belong to the project: those git knows or would add, or all where there is no git."""
    if not (root / ".git").exists():
        return sorted(path for path in root.rglob("*") if path.is_file())
    listed = subprocess.run(  # noqa: S603
        ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],  # noqa: S607
        capture_output=True,
        check=True,
        text=True,
    )
    return sorted(path for name in listed.stdout.split("\0") if name and (path := root / name).is_file())


def literal(node: ast.AST | None) -> str | None:
    """Return a string constant's value; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for names and attributes, "" for anything else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


@lru_cache(maxsize=2000)
def _parsed(path: Path, name: str, _changed: int) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(name, text, ast.parse(text, str(path)))
