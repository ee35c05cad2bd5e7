from pathlib import Path

import pytest

from evals.prompt_versions import difference, newest, overview, versions
from prompts.registry import ROOT, PromptError
from tests.prompts.folders import released_folder, write_version


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_folder(tmp_path)


def test_every_prompt_is_listed_with_its_versions_and_whether_it_is_unchanged(folder: Path) -> None:
    write_version(folder, "billing", 2, "Two.")
    write_version(folder, "orders", 1, "New.")
    (folder / "shared" / "rules" / "v1.md").write_text("Be brief!")
    (folder / "billing" / "notes").mkdir()
    found = {one.name: one for one in overview(folder)}
    assert sorted(found) == ["billing", "billing/replies", "orders", "shared/rules"]
    assert (found["billing"].released, found["billing"].others) == (1, (2,))
    assert (found["orders"].released, found["orders"].others) == (None, (1,))
    assert found["shared/rules"].faults == ("shared/rules@1 was changed after its release",)
    assert found["billing"].faults == ()


def test_the_products_prompts_say_who_uses_them() -> None:
    found = {one.name: one.used_by for one in overview(ROOT)}
    assert found["billing"] == ("graphs/specialists/specialist",)
    assert "graphs/embedded/replies" in found["billing/replies"]
    assert "billing" in found["shared/rules"]
    assert "graphs/router" in found["router"]
    assert "app/models" in found["json_mode"]


def test_versions_are_ordered_by_number(folder: Path) -> None:
    for number in (2, 10):
        write_version(folder, "billing", number, "x")
    (folder / "billing" / "v3.md.part").write_text("x")
    assert versions(folder, "billing") == [1, 2, 10]
    assert newest(folder, "billing") == 10
    with pytest.raises(PromptError, match="there is no prompt 'nothing'"):
        newest(folder, "nothing")


def test_a_difference_is_unified(folder: Path) -> None:
    write_version(folder, "shared/rules", 2, "Be brief.\nBe kind.")
    assert difference(folder, "shared/rules", 1, 2).splitlines() == [
        "--- shared/rules@1", "+++ shared/rules@2", "@@ -1 +1,2 @@", " Be brief.", "+Be kind.",
    ]  # fmt: skip
    assert difference(folder, "shared/rules", 2, 2) == ""
    with pytest.raises(PromptError, match="there is no shared/rules@7; of shared/rules there are: shared/rules@1, "):
        difference(folder, "shared/rules", 1, 7)
