"""`switchboard eval convert` and `switchboard eval schema`, as they are typed."""

import asyncio
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals.commands import evals
from evals.transcript import read, schema_text
from tests.databases import START, Content, SqliteCopies
from tests.house.documents import SCHEMA
from tests.house.tree import ROOT
from tools.store import conversations, inbound
from tools.store.engine import Store
from tools.store.inbound import Incoming

CHAT = '{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "Hello."}]}\n'


@pytest.fixture
def eval_command() -> Callable[..., Result]:
    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(evals, [str(one) for one in arguments])

    return run


def flat(text: str) -> str:
    """Undo the terminal's line breaks."""
    return " ".join(text.split())


def test_files_are_converted_and_counted(eval_command: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(CHAT * 2)
    (tmp_path / "b.jsonl").write_text(CHAT)
    out = tmp_path / "out.jsonl"
    result = eval_command("convert", "openai", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "-o", out)
    assert result.exit_code == 0, result.output
    assert flat(result.stderr).startswith("3 conversations, 3 turns, 0 calls in")
    assert [one.id for one in read(out)] == ["a-1", "a-2", "b-1"]


def test_a_wrong_line_stops_it_and_nothing_is_written(eval_command: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{CHAT}{{"messages": []}}\n')
    out = tmp_path / "out.jsonl"
    result = eval_command("convert", "openai", tmp_path / "a.jsonl", "-o", out)
    assert result.exit_code == 2
    assert "line 2: it has no words of a customer's" in flat(result.stderr)
    assert not out.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    result = eval_command("convert", "openai", tmp_path / "a.jsonl", "-o", out, "--skip-bad")
    assert result.exit_code == 0
    assert "left out 1: it has no words of a customer's" in flat(result.stderr)
    assert len(read(out)) == 1


def test_without_a_file_it_says_how(eval_command: Callable[..., Result], tmp_path: Path) -> None:
    result = eval_command("convert", "tau", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert "switchboard eval convert tau" in flat(result.stderr)


def test_a_database_is_read_by_path_by_url_and_by_the_settings(
    eval_command: Callable[..., Result], sqlite_copies: SqliteCopies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_copies.url("northlight", tmp_path / "switchboard.db")
    out = tmp_path / "out.jsonl"
    monkeypatch.setenv("SWITCHBOARD_DATA_DIR", str(tmp_path))
    for source in ([tmp_path / "switchboard.db"], [url], []):
        result = eval_command("convert", "switchboard", *source, "-o", out)
        assert result.exit_code == 0, result.output
        assert flat(result.stderr).startswith("0 conversations")
    monkeypatch.setenv("SWITCHBOARD_DATA_DIR", str(tmp_path / "nowhere"))
    result = eval_command("convert", "switchboard", "-o", out)
    assert result.exit_code == 2
    assert "There is no database" in flat(result.stderr)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_stored_conversation_is_converted_by_the_command(
    eval_command: Callable[..., Result], database_url: Callable[[str, Content], str], database: str, tmp_path: Path
) -> None:
    url = database_url(database, "northlight")
    asyncio.run(_say(url, "my order N-1042, ann@example.com"))
    (tmp_path / "key").write_text("0123456789abcdef")
    out = tmp_path / "out.jsonl"
    result = eval_command("convert", "switchboard", url, "-o", out, "--pseudonyms", tmp_path / "key")
    assert result.exit_code == 0, result.output
    (made,) = read(out)
    assert made.turns[0].customer.endswith(", [e-mail]")
    assert "N-1042" not in made.turns[0].customer


async def _say(url: str, text: str) -> None:
    store = Store.at(url)
    async with store.writing() as tx:
        opened = conversations.Conversation(
            conversation_id="K-1", channel="web_chat", created_at=START, updated_at=START
        )
        await conversations.create(tx, opened)
        word = Incoming(client_message_id="m", text=text, customer_id=None, channel="web_chat", strength=0)
        await inbound.receive(tx, "K-1", word, START)
    await store.close()


def test_the_published_schema_is_current() -> None:
    assert (ROOT / SCHEMA).read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_printed_or_written(eval_command: Callable[..., Result], tmp_path: Path) -> None:
    assert eval_command("schema").stdout == schema_text()
    assert eval_command("schema", "-o", tmp_path / "s.json").exit_code == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == schema_text()


def test_what_is_written_keeps_to_the_schema_and_what_is_not_is_refused(
    eval_command: Callable[..., Result], tmp_path: Path
) -> None:
    # chromadb brings it; it has no types.
    jsonschema = import_module("jsonschema")
    (tmp_path / "a.jsonl").write_text(CHAT)
    eval_command("convert", "openai", tmp_path / "a.jsonl", "-o", tmp_path / "out.jsonl")
    line = json.loads((tmp_path / "out.jsonl").read_text())
    check = jsonschema.Draft202012Validator(json.loads(schema_text()))
    assert list(check.iter_errors(line)) == []
    assert list(check.iter_errors({**line, "turns": []}))
    assert list(check.iter_errors({**line, "mood": "good"}))
