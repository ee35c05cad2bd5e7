"""Read the versioned prompt files, fill them strictly, and know which version is released.

prompts/<name>/v<N>.md holds a text; `released.toml` says which version of each is in use and its checksum.
"{{name}}" is a variable, "{{include:shared/rules}}" another prompt's text. A line "## key" starts a named section.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
_VARIABLE = re.compile(r"{{(\w+)}}")
_INCLUDE = re.compile(r"{{include:([\w/]+)}}")
_SECTION = re.compile(r"^## +(\S+)[ \t]*$", re.MULTILINE)


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
        return _fill(f"{self.ref}#{section}", text, {k: v for k, v in values.items() if k in wanted})


class Prompts:
    """The released prompts of one folder."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        with (root / "released.toml").open("rb") as file:
            self._released = tomllib.load(file)
        self._loaded: dict[tuple[str, int], Prompt] = {}
        self._tables: dict[str, dict[str, Any]] = {}

    @property
    def root(self) -> Path:
        """The folder, for data files that lie beside the prompts."""
        return self._root

    @property
    def names(self) -> list[str]:
        """Every released prompt's name."""
        return sorted(self._released)

    def load(self, name: str, version: int | None = None) -> Prompt:
        """Return a prompt; without a version the released one, whose checksum must be that of its release.

        Raises:
            PromptError: There is no such prompt, or its file was changed after the release.
        """
        release = self._released.get(name)
        wanted = version if version is not None else (release or {}).get("version")
        if wanted is None:
            raise PromptError(f"no prompt {name!r} is released; add it to prompts/released.toml")
        if (name, wanted) not in self._loaded:
            prompt = self._read(name, wanted)
            if release and wanted == release["version"] and prompt.sha256 != release["sha256"]:
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
        text = _INCLUDE.sub(lambda match: self.load(match[1]).text, raw).strip()
        return Prompt(name, version, text, hashlib.sha256(raw.encode()).hexdigest())


def _fill(ref: str, text: str, values: Mapping[str, str]) -> str:
    wanted = set(_VARIABLE.findall(text))
    if wanted != values.keys():
        raise PromptError(f"{ref} wants {sorted(wanted)}, got {sorted(values)}")
    return _VARIABLE.sub(lambda match: values[match[1]], text)
