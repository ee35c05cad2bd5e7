"""The command helps, prints tokens, and stops with a sentence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.settings import load
from app.tokens import CUSTOMER, Tokens, read_secret


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner()


@pytest.mark.parametrize("command", ["up", "chat", "seed", "ingest", "token"])
def test_every_command_has_an_example(run: CliRunner, command: str) -> None:
    shown = run.invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert "Example:" in shown.output


def test_a_customers_token_is_printed_and_good(run: CliRunner, tmp_path: Path) -> None:
    printed = run.invoke(app, ["token", "C-1001"])
    secret = read_secret(load(_env_file=None, data_dir=tmp_path / "var"))
    assert Tokens(secret).subject(printed.output.strip(), CUSTOMER) == (CUSTOMER, "C-1001")


def test_a_supervisors_token_names_the_role(run: CliRunner, tmp_path: Path) -> None:
    printed = run.invoke(app, ["token", "--supervisor", "Sam"])
    secret = read_secret(load(_env_file=None, data_dir=tmp_path / "var"))
    assert Tokens(secret).read_staff(printed.output.strip()).role == "supervisor"


def test_a_token_for_nobody_is_refused(run: CliRunner) -> None:
    assert run.invoke(app, ["token"]).exit_code == 2


def test_a_wrong_setting_ends_the_command_with_a_sentence(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOARD_PORTT", "1")
    ended = run.invoke(app, ["up"])
    assert ended.exit_code == 2
    assert "did you mean SWITCHBOARD_PORT?" in ended.output.replace("\n", " ")
