"""Every setting is documented with its default, and the documents load as they stand."""

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from app.settings import PREFIX, Described, Settings, describe
from tests.house.documents import env_example
from tests.house.tree import ROOT, kept_files

NAME = re.compile(rf"\b{PREFIX}[A-Z_]*[A-Z]\b(?!_)")
DOCUMENTS = (".md", ".toml", ".yml", ".yaml", ".example", ".html", "Makefile")


def unknown_settings(root: Path, known: set[str]) -> list[str]:
    """Find names of settings in documents that the settings do not have."""
    return [
        f"{path.relative_to(root).as_posix()} {name}"
        for path in kept_files(root)
        if path.name.endswith(DOCUMENTS)
        for name in sorted(set(NAME.findall(path.read_text(encoding="utf-8"))) - known)
    ]


def test_the_example_lists_every_setting_with_its_default_and_meaning() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example(describe())


def test_the_example_with_every_line_uncommented_gives_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(re.sub(rf"^# ({PREFIX})", r"\1", lines, flags=re.MULTILINE), encoding="utf-8")
    assert dotenv_values(tmp_path / ".env").keys() == {setting.name for setting in describe()}
    monkeypatch.chdir(tmp_path)
    uncommented = Settings()
    (tmp_path / ".env").unlink()
    assert uncommented == Settings()


def test_every_setting_has_a_description_that_is_a_sentence() -> None:
    assert [one.name for one in describe() if not re.fullmatch(r"\S.{8,}\.", one.description)] == []


def test_no_document_names_a_setting_that_there_is_not() -> None:
    assert unknown_settings(ROOT, {setting.name for setting in describe()}) == []


def test_the_rule_sees_a_setting_that_there_is_not(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Set `SWITCHBOARD_PORT` or `SWITCHBOARD_PROT`; all start with `SWITCHBOARD_`.")
    assert unknown_settings(tmp_path, {"SWITCHBOARD_PORT"}) == ["README.md SWITCHBOARD_PROT"]


def test_the_example_changes_with_a_setting() -> None:
    example = env_example([Described("SWITCHBOARD_A", "1", "What it does.")])
    assert example.endswith("# What it does.\n# SWITCHBOARD_A=1\n")
