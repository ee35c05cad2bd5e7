"""Which versions of each prompt there are, which is in use and by whom, and how two of them differ."""

import ast
import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import graphs
from evals.transcript import Recorded
from graphs.specialists.areas import SPECIALISTS
from prompts import history
from prompts.registry import PromptError, Prompts

_VERSION = re.compile(r"v(\d+)\.md")
_INCLUDE = re.compile(r"{{include:([\w/]+)}}")


class Listed(Recorded):
    """One prompt, as `switchboard prompts list` shows it."""

    name: str
    released: int | None
    others: tuple[int, ...]
    """Versions that are there and not in use."""
    used_by: tuple[str, ...]
    """Modules that load it and prompts that include it."""
    faults: tuple[str, ...]
    """What is wrong with its released versions; empty when each is what it was."""


def overview(root: Path) -> list[Listed]:
    """List every prompt that has a file or a release.

    Raises:
        PromptError: The folder's history cannot be read.
    """
    prompts, faults = Prompts(root), history.faults(root)
    loaded, included = dict(_loaded_by(Path(graphs.__path__[0]).parent)), _included_by(root, prompts.versions)
    found = []
    for name in sorted({*prompts.names, *_files(root)}):
        released = prompts.versions.get(name)
        users = [module for module, patterns in loaded.items() if any(re.fullmatch(one, name) for one in patterns)]
        found.append(
            Listed(
                name=name,
                released=released,
                others=tuple(number for number in versions(root, name) if number != released),
                used_by=(*users, *included.get(name, ())),
                faults=tuple(fault for fault in faults if re.match(rf"{re.escape(name)}[@ ]", fault)),
            )
        )
    return found


def versions(root: Path, name: str) -> list[int]:
    """Return the versions of a prompt that there are."""
    return sorted(int(match[1]) for path in (root / name).glob("v*.md") if (match := _VERSION.fullmatch(path.name)))


def newest(root: Path, name: str) -> int:
    """Return a prompt's newest version.

    Raises:
        PromptError: There is no such prompt.
    """
    found = versions(root, name)
    if not found:
        raise PromptError(f"there is no prompt {name!r}; `switchboard prompts list` lists them")
    return found[-1]


def difference(root: Path, name: str, before: int, after: int) -> str:
    """Return the unified difference of two versions' files, includes not expanded."""
    texts = [_text(root, name, number).splitlines(keepends=True) for number in (before, after)]
    # Without a line break at its end a last line would run into the next one.
    old, new = ([line if line.endswith("\n") else f"{line}\n" for line in text] for text in texts)
    return "".join(difflib.unified_diff(old, new, f"{name}@{before}", f"{name}@{after}"))


def _text(root: Path, name: str, version: int) -> str:
    path = root / name / f"v{version}.md"
    if not path.is_file():
        there = ", ".join(f"{name}@{number}" for number in versions(root, name)) or "none"
        raise PromptError(f"there is no {name}@{version}; of {name} there are: {there}")
    return path.read_text(encoding="utf-8")


def _files(root: Path) -> set[str]:
    paths = (path for path in root.rglob("v*.md") if _VERSION.fullmatch(path.name))
    return {path.parent.relative_to(root).as_posix() for path in paths}


def _included_by(root: Path, in_use: Mapping[str, int]) -> dict[str, list[str]]:
    """Say which prompts in use include a prompt; read from their files, which may have been changed."""
    found: dict[str, list[str]] = {}
    for name, version in in_use.items():
        path = root / name / f"v{version}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for included in dict.fromkeys(_INCLUDE.findall(text)):
            found.setdefault(included, []).append(name)
    return found


def _loaded_by(house: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield each module of the product with patterns of the prompts that it loads, as its source shows."""
    for path in sorted(path for floor in ("app", "evals", "graphs") for path in (house / floor).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        named = (_loaded(node) for node in ast.walk(tree))
        patterns = {pattern for node in named if node is not None and (pattern := _pattern(node, constants))}
        if patterns:
            yield path.relative_to(house).with_suffix("").as_posix(), patterns


def _loaded(node: ast.AST) -> ast.expr | None:
    """Return what is loaded: the argument of `load`, or the ending that names are chosen by."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if node.func.attr == "load":
            return node.args[0]
        if node.func.attr == "endswith" and isinstance(node.args[0], ast.Constant):
            return ast.JoinedStr([ast.FormattedValue(ast.Name("area"), -1), node.args[0]])
    return None


def _pattern(node: ast.expr, constants: dict[str, ast.expr]) -> str:
    """Write what is loaded as a pattern of names; empty where the source does not say."""
    areas = f"(?:{'|'.join(SPECIALISTS)})"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(areas if isinstance(part, ast.FormattedValue) else _pattern(part, {}) for part in node.values)
    if isinstance(node, ast.Name):
        return areas if node.id == "area" else _pattern(constants[node.id], {}) if node.id in constants else ""
    return ""
