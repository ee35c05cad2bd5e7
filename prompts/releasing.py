"""Release a version of a prompt, or go back to the one before: released.toml says it, HISTORY.md says why."""

import re
import tomllib
from datetime import date
from pathlib import Path

from prompts import history
from prompts.history import Entry, EvalRun
from prompts.registry import Prompt, PromptError, Prompts

RELEASED = "released.toml"
_CONDITION = re.compile(r"\[[?!](\w+):")
_REFERENCE = re.compile(r"([\w/]+)@(\d+)")


class ReleaseError(PromptError):
    """A version cannot be released, or there is nothing to go back to; the text says what to do."""


def parsed(reference: str) -> tuple[str, int]:
    """Read a reference such as `billing@3`.

    Raises:
        ReleaseError: It is none.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ReleaseError(f"{reference!r} is no version of a prompt; name one like billing@2")
    return found[1], int(found[2])


def candidate(root: Path, name: str, version: int) -> Prompt:
    """Return a version that could be released: it is there, not in use, and as it was if it was released before.

    Raises:
        ReleaseError: One of these does not hold.
    """
    try:
        prompts = Prompts(root)
        prompt = prompts.load(name, version)
        known = history.checksums(history.read(root))
    except PromptError as error:
        raise ReleaseError(str(error)) from error
    if prompts.versions.get(name) == version:
        raise ReleaseError(f"{prompt.ref} is the released version already")
    if known.get(prompt.ref, prompt.sha256) != prompt.sha256:
        raise ReleaseError(f"{prompt.ref} was changed after its release; write a new version of {name} instead")
    return prompt


def misfits(root: Path, prompt: Prompt) -> list[str]:
    """Say what the code would miss in a new version, or not know: variables, and sections that are gone."""
    prompts = Prompts(root)
    if prompts.released(prompt.name) is None:
        return []
    before = prompts.load(prompt.name)
    now, known = _variables(prompt.text), _variables(before.text)
    found = [f"{prompt.ref} wants {{{{{one}}}}}, which {before.ref} does not know" for one in sorted(now - known)]
    # A whole prompt is filled strictly; a section may leave out what it is given.
    dropped = () if before.sections else sorted(known - now)
    found += [f"{prompt.ref} leaves out {{{{{one}}}}}, which {before.ref} is given" for one in dropped]
    gone = [section for section in before.sections if section not in prompt.sections]
    return found + [f"{prompt.ref} has no section {section!r}, which {before.ref} has" for section in gone]


def release(root: Path, entry: Entry) -> None:
    """Put a version to use and write down why.

    Raises:
        ReleaseError: released.toml is not written as a line for each prompt.
    """
    line = f'{_key(entry.name)} = {{ version = {entry.version}, sha256 = "{entry.sha256}" }}'
    lines = (root / RELEASED).read_text(encoding="utf-8").splitlines()
    head = [one for one in lines if not re.match(r'["\w]', one)]
    rest = [one for one in lines if re.match(r'["\w]', one) and not one.startswith(f"{_key(entry.name)} =")]
    body = sorted([*rest, line], key=lambda one: one.partition(" =")[0].strip('"'))
    text = "\n".join([*head, *body]) + "\n"
    if not _says(text, tomllib.loads("\n".join(lines)), entry):
        raise ReleaseError(f"{RELEASED} must be a line for each prompt: name = {{ version = ..., sha256 = ... }}")
    _write(root / history.FILE, history.appended(root, entry))
    _write(root / RELEASED, text)


def released_entry(prompt: Prompt, day: date, why: str, run: EvalRun | None, note: str) -> Entry:
    """Make the line of a release."""
    return Entry(
        day=day, kind="release", name=prompt.name, version=prompt.version, why=why, run=run, note=note,
        sha256=prompt.sha256,
    )  # fmt: skip


def rollback(root: Path, name: str, day: date, why: str) -> Entry:
    """Go back to the version that was in use before the present one.

    Raises:
        ReleaseError: There is none, or its file is not what it was.
    """
    standing = history.in_use(history.read(root), name)
    if not standing:
        raise ReleaseError(f"{history.FILE} names no release of {name!r}; `switchboard prompts list` lists the prompts")
    if len(standing) == 1:
        raise ReleaseError(f"{standing[0].ref} is the first release of {name}: there is nothing to go back to")
    before, present = standing[-2], standing[-1]
    candidate(root, name, before.version)
    entry = Entry(
        day=day, kind="rollback", name=name, version=before.version, why=f"back from {present.ref}: {why}",
        sha256=before.sha256,
    )  # fmt: skip
    release(root, entry)
    return entry


def _variables(text: str) -> set[str]:
    return {*re.findall(r"{{(\w+)}}", text), *_CONDITION.findall(text)}


def _says(text: str, before: dict[str, object], entry: Entry) -> bool:
    """Whether a text releases just what was released before, and the new version."""
    try:
        return tomllib.loads(text) == before | {entry.name: {"version": entry.version, "sha256": entry.sha256}}
    except tomllib.TOMLDecodeError:
        return False


def _key(name: str) -> str:
    return f'"{name}"' if "/" in name else name


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(path.suffix + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
