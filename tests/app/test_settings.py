"""Settings are right, or the start stops with a sentence."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, describe, load
from app.tokens import read_secret


def _load(**more: object) -> Settings:
    return load(_env_file=None, **more)


def test_an_unknown_setting_stops_the_start_and_the_nearest_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOARD_PROT", "8000")
    with pytest.raises(SettingsError, match=r"no setting SWITCHBOARD_PROT; did you mean SWITCHBOARD_PORT\?"):
        _load()


def test_an_unknown_setting_in_a_file_is_found_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SWITCHBOARD_LARGE_MODL=gpt\nOTHER_PROGRAM=1\n")
    with pytest.raises(SettingsError, match="SWITCHBOARD_LARGE_MODEL"):
        load(_env_file=file)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SWITCHBOARD_PORT", "eighty"),
        ("SWITCHBOARD_PORT", "70000"),
        ("SWITCHBOARD_TIMEZONE", "Mars/Olympus"),
        ("SWITCHBOARD_DATABASE_URL", "mysql://localhost/x"),
        ("SWITCHBOARD_BUDGET_USD", "-1"),
        ("SWITCHBOARD_SMALL_INPUT_PRICE", "cheap"),
        ("SWITCHBOARD_LARGE_MODE", "magic"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} is wrong: "):
        _load()


def test_an_address_without_a_model_is_half_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOARD_LARGE_URL", "http://localhost:1234/v1")
    with pytest.raises(SettingsError, match="SWITCHBOARD_LARGE_MODEL"):
        _load()


def test_nested_settings_are_read_by_flat_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOARD_LARGE_MODEL", "gpt-4.1")
    monkeypatch.setenv("SWITCHBOARD_LARGE_INPUT_PRICE", "2.00")
    monkeypatch.setenv("SWITCHBOARD_DATA_DIR", "/somewhere")
    settings = _load()
    assert (settings.large.model, settings.large.input_price) == ("gpt-4.1", Decimal(2))
    assert settings.small.model == "embedded"
    assert settings.data_dir == Path("/somewhere")


def test_every_setting_is_described() -> None:
    assert all(setting.description for setting in describe())
    assert len({setting.name for setting in describe()}) == len(describe())


def test_the_demonstration_is_off_as_soon_as_others_can_reach_the_server() -> None:
    assert _load().demonstrates
    assert not _load(host="0.0.0.0").demonstrates  # noqa: S104
    assert _load(host="0.0.0.0", demo=True).demonstrates  # noqa: S104


@pytest.mark.parametrize("secret", ["short", "change-me-change-me-change-me-change-me", "a" * 40])
def test_a_secret_that_others_could_guess_is_refused(secret: str) -> None:
    with pytest.raises(SettingsError, match="SWITCHBOARD_TOKEN_SECRET"):
        read_secret(_load(token_secret=secret))


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = _load(data_dir=tmp_path)
    assert read_secret(settings) == read_secret(settings)
    assert (tmp_path / "token_secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["token_secret"]
