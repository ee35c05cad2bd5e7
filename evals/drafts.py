"""Drafts: a version of a prompt that is tried before it lies in prompts/, in a copy of that folder."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from evals.prompt_versions import newest
from prompts.registry import ROOT, PromptError, Prompts


def draft(folder: Path, name: str, sections: Mapping[str, str], root: Path = ROOT) -> dict[str, int]:
    """Copy the prompts to a folder, with other texts for some sections of one of them as its next version.

    What it returns, and the folder, are what a replay wants as `versions` and `prompts`.

    Raises:
        PromptError: There is no such prompt, or it has no such section.
    """
    shutil.copytree(root, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    in_use = Prompts(root).versions.get(name)
    if in_use is None:
        raise PromptError(f"no prompt {name!r} is released; `switchboard prompts list` lists them")
    text = (root / name / f"v{in_use}.md").read_text(encoding="utf-8")
    for section, words in sections.items():
        text = _reworded(f"{name}@{in_use}", text, section, words)
    version = newest(folder, name) + 1
    (folder / name / f"v{version}.md").write_text(text, encoding="utf-8")
    return {name: version}


def _reworded(ref: str, text: str, section: str, words: str) -> str:
    """Put other words under a section's line."""
    found = re.search(rf"^## +{re.escape(section)}[ \t]*$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise PromptError(f"{ref} has no section {section!r}; its sections begin with lines such as `## ask`")
    return f"{text[: found.start(1)]}\n{words.strip()}\n\n{text[found.end(1) :]}"
