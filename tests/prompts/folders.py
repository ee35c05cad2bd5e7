"""A small prompts folder with a history, for prompts to be released in."""

import hashlib
from datetime import date
from pathlib import Path

from prompts.history import Entry, row

HEAD = "# History\n\n| Date | Step | Version | What changed | Eval run | Checksum |\n|---|---|---|---|---|---|\n"
TEXTS = {
    "billing": "You are {{company}}'s billing agent.\n{{include:shared/rules}}",
    "billing/replies": "## refund.done\n{{amount}} is back on [?card: {{card}}]\n\n## refund.none\nNothing.",
    "shared/rules": "Be brief.",
}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write_version(root: Path, name: str, version: int, text: str) -> None:
    path = root / name / f"v{version}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def released_folder(root: Path) -> Path:
    """Three prompts, each at its first version."""
    lines, rows = ["# What is in use.", ""], []
    for name, text in TEXTS.items():
        write_version(root, name, 1, text)
        key = f'"{name}"' if "/" in name else name
        lines.append(f'{key} = {{ version = 1, sha256 = "{sha256(text)}" }}')
        first = Entry(day=date(2026, 1, 5), kind="release", name=name, version=1, why="first", sha256=sha256(text))
        rows.append(row(first))
    (root / "released.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "HISTORY.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return root
