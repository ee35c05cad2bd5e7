from pathlib import Path

import pytest

from app.settings import SettingsError
from evals import checkout


def test_settings_are_those_of_the_checkout_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".env").write_text("SWITCHBOARD_COMPANY=Southlight\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    found = checkout.settings()
    assert (found.company, found.data_dir) == ("Southlight", tmp_path / "var")


def test_a_data_folder_that_is_named_whole_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOARD_DATA_DIR", str(tmp_path / "data"))
    assert checkout.read_in(tmp_path / "clone").data_dir == tmp_path / "data"


def test_without_a_checkout_the_folder_one_stands_in_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout, "ROOT", tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    assert checkout.settings().data_dir == Path("var")


def test_a_wrong_setting_of_the_checkout_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SWITCHBOARD_PORT=none\n")
    with pytest.raises(SettingsError, match="SWITCHBOARD_PORT is wrong"):
        checkout.read_in(tmp_path)
