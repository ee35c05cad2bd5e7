from datetime import date
from pathlib import Path

import pytest

from prompts import history
from prompts.history import Entry, EvalRun
from prompts.registry import PromptError
from tests.prompts.folders import sha256, write_version

RUN = EvalRun(sha256="0123456789ab", part="dev", figures={"area": (0.975, 0.012), "cost_usd": (1.2e-05, 3e-07)})


def entry(version: int, kind: history.Kind = "release", **more: object) -> Entry:
    given = {"day": date(2026, 2, 1), "kind": kind, "name": "billing", "version": version, "why": "shorter"}
    return Entry.model_validate({**given, "sha256": sha256("x"), **more})


def add(folder: Path, *entries: Entry) -> None:
    for one in entries:
        (folder / "HISTORY.md").write_text(history.appended(folder, one), encoding="utf-8")


@pytest.mark.parametrize(
    "written",
    [
        entry(2),
        entry(2, run=RUN),
        entry(2, run=RUN, note="the floor of latency_ms is broken; agreed with Sam"),
        entry(2, note="a hurry"),
        entry(2, why="a | b, and `c`"),
        entry(1, kind="rollback", why="back from billing@2: too terse"),
    ],
)
def test_a_line_is_read_as_it_was_written(folder: Path, written: Entry) -> None:
    add(folder, written)
    assert history.read(folder)[-1] == written


def test_a_row_that_is_no_line_of_the_history_is_named(folder: Path) -> None:
    with (folder / "HISTORY.md").open("a") as file:
        file.write("| yesterday | release | billing@2 | x | none | 0 |\n")
    with pytest.raises(PromptError, match=r"HISTORY.md, line 8 is no line of the history"):
        history.read(folder)


def test_each_step_back_takes_the_newest_release_away() -> None:
    steps = [entry(1), entry(2), entry(1, "rollback"), entry(3)]
    assert [one.version for one in history.in_use(steps, "billing")] == [1, 3]
    assert [one.version for one in history.in_use([*steps, entry(1, "rollback")], "billing")] == [1]
    assert history.in_use(steps, "account") == []


def test_a_folder_as_it_was_released_has_no_faults(folder: Path) -> None:
    assert history.faults(folder) == []


def test_a_version_that_is_no_longer_in_use_may_not_change_either(folder: Path) -> None:
    add(folder, entry(2, sha256=sha256("two")), entry(1, "rollback", sha256=history.read(folder)[0].sha256))
    write_version(folder, "billing", 2, "two")
    assert history.faults(folder) == []
    write_version(folder, "billing", 2, "two!")
    assert history.faults(folder) == ["billing@2 was changed after its release"]
    (folder / "billing" / "v2.md").unlink()
    assert history.faults(folder) == ["billing@2 was released and its file is gone"]


def test_a_release_that_the_history_does_not_know_is_a_fault(folder: Path) -> None:
    text = (folder / "HISTORY.md").read_text()
    (folder / "HISTORY.md").write_text("\n".join(line for line in text.splitlines() if "shared/rules" not in line))
    add(folder, entry(1, name="orders", sha256=sha256("new")))
    write_version(folder, "orders", 1, "new")
    assert history.faults(folder) == [
        "orders is in HISTORY.md and not in released.toml",
        "shared/rules@1 is released, which HISTORY.md does not say",
    ]
