"""Read the versioned prompt files, fill them strictly, and know which version is released.

prompts/<name>/v<N>.md holds a text; `released.toml` says which version of each is in use and its checksum.
"{{name}}" is a variable, "{{include:shared/rules}}" another prompt's text. A line "## key" starts a named section.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
_VARIABLE = re.compile(r"{{(\w+)}}")
_INCLUDE = re.compile(r"{{include:([\w/]+)}}")
_SECTION = re.compile(r"^## +(\S+)[ \t]*$", re.MULTILINE)
_NOTED: ContextVar[set[str] | None] = ContextVar("noted", default=None)


class PromptError(Exception):
    """A prompt is missing, was changed after its release, or was filled with the wrong variables."""


@dataclass(frozen=True)
class Prompt:
    """One version of one prompt."""

    name: str
    version: int
    text: str
    """With its includes in place."""
    sha256: str
    """Of the file as released, includes not expanded."""
    includes: tuple[str, ...] = ()
    """The references of the prompts whose texts are in place in it."""

    @property
    def ref(self) -> str:
        """The name that traces and reports carry, such as `billing@3`."""
        return f"{self.name}@{self.version}"

    @property
    def variables(self) -> frozenset[str]:
        """The names that `fill` wants."""
        return frozenset(_VARIABLE.findall(self.text))

    def fill(self, **values: str) -> str:
        """Return the text with every variable replaced; no name may be missing or extra."""
        self._note()
        return _fill(self.ref, self.text, values)

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The texts under "## key" lines, by key."""
        parts = _SECTION.split(self.text)
        return {key: body.strip() for key, body in zip(parts[1::2], parts[2::2], strict=True)}

    def say(self, section: str, **values: str) -> str:
        """Return one section filled; every variable it uses must be given, others may be."""
        if section not in self.sections:
            raise PromptError(f"{self.ref} has no section {section!r}")
        text = self.sections[section]
        wanted = set(_VARIABLE.findall(text))
        self._note()
        return _fill(f"{self.ref}#{section}", text, {k: v for k, v in values.items() if k in wanted})

    def _note(self) -> None:
        noted = _NOTED.get()
        if noted is not None:
            noted.update((self.ref, *self.includes))


@contextmanager
def noting() -> Iterator[set[str]]:
    """Collect the reference of every prompt whose text is used meanwhile, in this task and those that it starts."""
    found: set[str] = set()
    token = _NOTED.set(found)
    try:
        yield found
    finally:
        _NOTED.reset(token)


class Prompts:
    """The prompts of one folder: each at its released version, or at one that is tried in its place."""

    def __init__(self, root: Path = ROOT, versions: Mapping[str, int] | None = None) -> None:
        """Open a folder; `versions` says which prompts are tried at another version than the released one.

        Raises:
            PromptError: A version is to be tried of a prompt that is not there.
        """
        self._root = root
        with (root / "released.toml").open("rb") as file:
            self._released = tomllib.load(file)
        self._versions = {name: release["version"] for name, release in self._released.items()} | dict(versions or {})
        self._loaded: dict[tuple[str, int], Prompt] = {}
        self._tables: dict[str, dict[str, Any]] = {}
        for name in versions or {}:
            self.load(name)

    @property
    def root(self) -> Path:
        """The folder, for data files that lie beside the prompts."""
        return self._root

    @property
    def names(self) -> list[str]:
        """Every released prompt's name, and those that are tried before their first release."""
        return sorted(self._versions)

    @property
    def versions(self) -> dict[str, int]:
        """Which version of each prompt is in use here: the released one, or the one that is tried."""
        return dict(self._versions)

    @property
    def checksums(self) -> dict[str, str]:
        """The checksum of the file behind each version in use."""
        return {name: self.load(name).sha256 for name in self.names}

    def released(self, name: str) -> tuple[int, str] | None:
        """Return a prompt's released version and its checksum; None where none is released."""
        release = self._released.get(name)
        return (release["version"], release["sha256"]) if release else None

    def load(self, name: str, version: int | None = None) -> Prompt:
        """Return a prompt; without a version the one in use. A released file must be as it was released.

        Raises:
            PromptError: There is no such prompt, or its file was changed after the release.
        """
        wanted = version if version is not None else self._versions.get(name)
        if wanted is None:
            raise PromptError(f"no prompt {name!r} is released; add it to prompts/released.toml")
        if (name, wanted) not in self._loaded:
            prompt = self._read(name, wanted)
            if (release := self.released(name)) and wanted == release[0] and prompt.sha256 != release[1]:
                raise PromptError(f"{prompt.ref} was changed after its release; write v{wanted + 1}.md instead")
            self._loaded[name, wanted] = prompt
        return self._loaded[name, wanted]

    def table(self, name: str) -> dict[str, Any]:
        """Return a data file that lies beside the prompts, such as "screen/phrases" (.toml)."""
        if name not in self._tables:
            path = self._root / f"{name}.toml"
            if not path.is_file():
                raise PromptError(f"no table {name}: {path.name} is not in prompts/{Path(name).parent}")
            self._tables[name] = tomllib.loads(path.read_text(encoding="utf-8"))
        return self._tables[name]

    def _read(self, name: str, version: int) -> Prompt:
        path = self._root / name / f"v{version}.md"
        if not path.is_file():
            raise PromptError(f"no prompt {name}@{version}: {path.name} is not in prompts/{name}")
        raw = path.read_text(encoding="utf-8")
        parts = {included: self.load(included) for included in dict.fromkeys(_INCLUDE.findall(raw))}
        text = _INCLUDE.sub(lambda match: parts[match[1]].text, raw).strip()
        includes = tuple(ref for part in parts.values() for ref in (part.ref, *part.includes))
        return Prompt(name, version, text, hashlib.sha256(raw.encode()).hexdigest(), includes)


def _fill(ref: str, text: str, values: Mapping[str, str]) -> str:
    wanted = set(_VARIABLE.findall(text))
    if wanted != values.keys():
        raise PromptError(f"{ref} wants {sorted(wanted)}, got {sorted(values)}")
    return _VARIABLE.sub(lambda match: values[match[1]], text)
