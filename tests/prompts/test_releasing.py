from datetime import date
from pathlib import Path

import pytest

from prompts import history, releasing
from prompts.registry import Prompts
from prompts.releasing import ReleaseError
from tests.prompts.folders import write_version

TODAY = date(2026, 3, 1)


def release(folder: Path, name: str, version: int, text: str) -> None:
    write_version(folder, name, version, text)
    prompt = releasing.candidate(folder, name, version)
    releasing.release(folder, releasing.released_entry(prompt, TODAY, "shorter", None, "a hurry"))


def test_a_release_is_in_use_and_in_the_history(folder: Path) -> None:
    release(folder, "billing/replies", 2, "## refund.done\nDone.")
    assert Prompts(folder).load("billing/replies").ref == "billing/replies@2"
    assert history.faults(folder) == []
    last = history.read(folder)[-1]
    assert (last.ref, last.day, last.why, last.note) == ("billing/replies@2", TODAY, "shorter", "a hurry")
    assert (folder / "released.toml").read_text().startswith("# What is in use.\n\nbilling = ")


def test_a_new_prompt_takes_its_place_among_the_others(folder: Path) -> None:
    release(folder, "orders", 1, "New.")
    keys = [line.split(" =")[0] for line in (folder / "released.toml").read_text().splitlines()[2:]]
    assert keys == ["billing", '"billing/replies"', "orders", '"shared/rules"']


def test_going_back_leads_to_the_version_before_and_no_further(folder: Path) -> None:
    release(folder, "billing", 2, "Two for {{company}}.")
    release(folder, "billing", 3, "Three for {{company}}.")
    assert releasing.rollback(folder, "billing", TODAY, "worse").ref == "billing@2"
    assert releasing.rollback(folder, "billing", TODAY, "worse too").ref == "billing@1"
    assert history.faults(folder) == []
    assert history.read(folder)[-1].why == "back from billing@2: worse too"
    with pytest.raises(ReleaseError, match="billing@1 is the first release of billing"):
        releasing.rollback(folder, "billing", TODAY, "again")
    with pytest.raises(ReleaseError, match="names no release of 'orders'"):
        releasing.rollback(folder, "orders", TODAY, "again")


def test_a_version_that_was_released_once_is_released_again_only_as_it_was(folder: Path) -> None:
    release(folder, "billing", 2, "Two for {{company}}.")
    releasing.rollback(folder, "billing", TODAY, "worse")
    write_version(folder, "billing", 2, "Two, better, for {{company}}.")
    with pytest.raises(ReleaseError, match="billing@2 was changed after its release"):
        releasing.candidate(folder, "billing", 2)
    write_version(folder, "billing", 2, "Two for {{company}}.")
    assert releasing.candidate(folder, "billing", 2).ref == "billing@2"


@pytest.mark.parametrize(
    ("name", "version", "problem"),
    [
        ("billing", 1, "billing@1 is the released version already"),
        ("billing", 9, "no prompt billing@9: v9.md is not in prompts/billing"),
    ],
)
def test_what_cannot_be_released_is_named(folder: Path, name: str, version: int, problem: str) -> None:
    with pytest.raises(ReleaseError, match=problem):
        releasing.candidate(folder, name, version)


def test_a_prompt_must_fit_what_the_code_gives_it(folder: Path) -> None:
    write_version(folder, "billing", 2, "You are {{compnay}}'s agent.")
    write_version(folder, "billing/replies", 2, "## refund.done\n{{amount}}[?cart: , to {{card}}]")
    assert releasing.misfits(folder, Prompts(folder).load("billing", 2)) == [
        "billing@2 wants {{compnay}}, which billing@1 does not know",
        "billing@2 leaves out {{company}}, which billing@1 is given",
    ]
    assert releasing.misfits(folder, Prompts(folder).load("billing/replies", 2)) == [
        "billing/replies@2 wants {{cart}}, which billing/replies@1 does not know",
        "billing/replies@2 has no section 'refund.none', which billing/replies@1 has",
    ]
    write_version(folder, "orders", 1, "New for {{company}}.")
    assert releasing.misfits(folder, Prompts(folder).load("orders", 1)) == []


def test_a_list_of_releases_that_is_written_in_another_way_is_left_alone(folder: Path) -> None:
    path = folder / "released.toml"
    path.write_text(path.read_text() + "[orders]\nversion = 1\nsha256 = '0'\n")
    before = path.read_text()
    with pytest.raises(ReleaseError, match=r"released.toml must be a line for each prompt"):
        release(folder, "billing", 2, "Two for {{company}}.")
    assert path.read_text() == before


def test_references_are_read_strictly() -> None:
    assert releasing.parsed("billing/replies@12") == ("billing/replies", 12)
    for wrong in ("billing", "billing@", "billing@x", "@2"):
        with pytest.raises(ReleaseError, match="name one like billing@2"):
            releasing.parsed(wrong)
