from pathlib import Path

import pytest

from evals.drafts import draft
from prompts.registry import PromptError, Prompts
from tests.prompts.folders import TEXTS, released_folder

REPLIES = "billing/replies"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return released_folder(tmp_path / "prompts")


def test_a_draft_is_the_next_version_in_a_copy_of_the_folder(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    versions = draft(copy, REPLIES, {"refund.done": "{{amount}} is yours again."}, root)
    assert versions == {REPLIES: 2}
    prompt = Prompts(copy, versions).load(REPLIES)
    assert prompt.sections == {"refund.done": "{{amount}} is yours again.", "refund.none": "Nothing."}
    assert Prompts(copy).load(REPLIES).text == TEXTS[REPLIES]
    assert not (root / REPLIES / "v2.md").exists()


def test_the_last_section_can_be_reworded_too(root: Path, tmp_path: Path) -> None:
    versions = draft(tmp_path / "copy", REPLIES, {"refund.none": "There is none."}, root)
    sections = Prompts(tmp_path / "copy", versions).load(REPLIES).sections
    assert sections["refund.none"] == "There is none."
    assert sections["refund.done"] == Prompts(root).load(REPLIES).sections["refund.done"]


def test_a_second_draft_is_a_version_more(root: Path, tmp_path: Path) -> None:
    for expected in (2, 3):
        assert draft(tmp_path / "copy", REPLIES, {"refund.none": "There is none."}, root) == {REPLIES: expected}


def test_a_section_that_is_not_there_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="billing/replies@1 has no section 'refund'"):
        draft(tmp_path / "copy", REPLIES, {"refund": "There is none."}, root)


def test_a_prompt_that_is_not_there_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no prompt 'payments' is released"):
        draft(tmp_path / "copy", "payments", {}, root)
