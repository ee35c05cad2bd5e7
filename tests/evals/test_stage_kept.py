"""What is slow to prepare is kept for the next time, and made anew of other articles."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.settings import Settings
from evals import stage
from evals.stage import _keep, _named, prepare


def article(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "kite.md").write_text(text, encoding="utf-8")
    return folder


def test_other_articles_have_another_name(tmp_path: Path) -> None:
    before = _named(article(tmp_path / "articles", "A kite flies."))
    assert _named(article(tmp_path / "articles", "A kite flies.")) == before
    assert _named(article(tmp_path / "articles", "A kite falls.")) != before


def test_what_was_made_of_other_articles_is_replaced(tmp_path: Path) -> None:
    made = article(tmp_path / "made", "vectors")
    kept = tmp_path / "evals"
    _keep(made, kept / "knowledge-1")
    _keep(article(tmp_path / "made", "other vectors"), kept / "knowledge-2")
    assert [one.name for one in kept.iterdir()] == ["knowledge-2"]
    assert (kept / "knowledge-2" / "kite.md").read_text(encoding="utf-8") == "other vectors"


def test_what_is_kept_stays_as_it_is(tmp_path: Path) -> None:
    kept = tmp_path / "evals" / "knowledge-1"
    _keep(article(tmp_path / "made", "vectors"), kept)
    _keep(article(tmp_path / "made", "other vectors"), kept)
    assert (kept / "kite.md").read_text(encoding="utf-8") == "vectors"


async def test_what_is_slow_is_prepared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = article(tmp_path / "articles", "A kite flies.")
    settings = Settings(_env_file=None, data_dir=tmp_path / "var", articles_dir=articles)
    opened: list[str] = []

    @asynccontextmanager
    async def opening(settings: Settings, prompts: Path) -> AsyncIterator[None]:
        opened.append(settings.data_dir.name)
        yield
        _keep(article(tmp_path / "made", "vectors"), settings.data_dir / "evals" / _named(articles))

    monkeypatch.setattr(stage, "open_stage", opening)
    await prepare(settings)
    await prepare(settings)
    assert opened == ["var"]
