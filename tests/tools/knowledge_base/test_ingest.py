from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.encoders import WordEncoder
from tools.errors import Unavailable
from tools.knowledge_base.encoder import Vectors
from tools.knowledge_base.index import Ingested, KnowledgeBase
from tools.knowledge_base.ingest import WORDS, ArticleError, read_article

_HEAD = "---\ntitle: {title}\narea: billing\nupdated: 2026-05-01\n---\n"


def _write(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(_HEAD.format(title=name.removesuffix(".md").title()) + body, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    _write(folder, "kites.md", "Kites are flown on windy hills.\n\n## Strings\n\nA kite string is forty metres long.\n")
    _write(folder, "boats.md", "Boats are rowed on the lake.\n")
    _write(folder, "trains.md", "Trains leave from platform nine.\n")
    return folder


async def test_unchanged_articles_are_not_embedded_again(tmp_path: Path, folder: Path) -> None:
    encoder = WordEncoder()
    base = await KnowledgeBase.open(tmp_path / "data", encoder)
    assert await base.ingest(folder) == Ingested(embedded=3, unchanged=0, removed=0, passages=4)
    asked = len(encoder.asked)
    assert await base.ingest(folder) == Ingested(embedded=0, unchanged=3, removed=0, passages=4)
    await base.close()
    again = await KnowledgeBase.open(tmp_path / "data", encoder)
    assert await again.ingest(folder) == Ingested(embedded=0, unchanged=3, removed=0, passages=4)
    assert len(encoder.asked) == asked == 4
    await again.close()


async def test_a_changed_article_is_embedded_alone_and_its_old_text_is_gone(tmp_path: Path, folder: Path) -> None:
    encoder = WordEncoder()
    base = await KnowledgeBase.open(tmp_path / "data", encoder)
    await base.ingest(folder)
    encoder.asked.clear()
    _write(folder, "boats.md", "Boats are hired at the green hut.\n")
    assert await base.ingest(folder) == Ingested(embedded=1, unchanged=2, removed=0, passages=4)
    assert encoder.asked == ["Boats. Boats are hired at the green hut."]
    assert [passage.text for passage in await base.search("boats", 5)] == ["Boats are hired at the green hut."]
    await base.close()


async def test_a_section_is_found_by_the_questions_that_it_answers_and_never_shows_them(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    _write(
        folder, "kites.md", "Kites fly.\n\n## Strings\n\n<!-- asked:\nwhy is the rope tangled\n-->\n\nForty metres.\n"
    )
    _write(folder, "boats.md", "Boats are rowed.\n")
    base = await KnowledgeBase.open(tmp_path / "data", WordEncoder())
    assert (await base.ingest(folder)).passages == 3
    found = (await base.search("why is the rope tangled again"))[0]
    assert (found.source, found.text) == ("kites.md#strings", "Forty metres.")
    await base.close()


async def test_an_article_whose_questions_change_is_taken_in_again(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    _write(folder, "kites.md", "<!-- asked:\nwhy does it fall\nhow high\n-->\n\nKites fly.\n")
    encoder = WordEncoder()
    base = await KnowledgeBase.open(tmp_path / "data", encoder)
    await base.ingest(folder)
    assert encoder.asked == ["Kites. Kites fly.", "why does it fall", "how high"]
    _write(folder, "kites.md", "<!-- asked:\nhow far\n-->\n\nKites fly.\n")
    assert await base.ingest(folder) == Ingested(embedded=1, unchanged=0, removed=0, passages=1)
    assert encoder.asked[3:] == ["Kites. Kites fly.", "how far"]
    await base.close()


async def test_a_removed_article_is_no_longer_found(tmp_path: Path, folder: Path) -> None:
    base = await KnowledgeBase.open(tmp_path / "data", WordEncoder())
    await base.ingest(folder)
    assert await base.search("trains platform nine")
    (folder / "trains.md").unlink()
    assert (await base.ingest(folder)).removed == 1
    assert await base.search("trains platform nine") == []
    await base.close()


async def test_an_ingestion_that_was_cut_off_goes_on_where_it_stopped(tmp_path: Path, folder: Path) -> None:
    class Failing(WordEncoder):
        async def encode(self, texts: Sequence[str]) -> Vectors:
            if any("kite" in text.lower() for text in texts):
                raise Unavailable("the embeddings endpoint did not answer")
            return await super().encode(texts)

    base = await KnowledgeBase.open(tmp_path / "data", Failing())
    with pytest.raises(Unavailable):
        await base.ingest(folder)
    await base.close()
    encoder = WordEncoder()
    again = await KnowledgeBase.open(tmp_path / "data", encoder)
    assert await again.ingest(folder) == Ingested(embedded=2, unchanged=1, removed=0, passages=4)
    assert not [text for text in encoder.asked if text.startswith("Boats")]
    await again.close()


async def test_another_encoder_means_another_collection(tmp_path: Path, folder: Path) -> None:
    first = await KnowledgeBase.open(tmp_path / "data", WordEncoder("words-1"))
    await first.ingest(folder)
    other = WordEncoder("words-2")
    second = await KnowledgeBase.open(tmp_path / "data", other)
    assert await second.search("boats on the lake") == []
    assert (await second.ingest(folder)).embedded == 3
    assert await first.search("boats on the lake")
    await second.close()
    await first.close()


async def test_progress_is_told_file_by_file(tmp_path: Path, folder: Path) -> None:
    base = await KnowledgeBase.open(tmp_path / "data", WordEncoder())
    told: list[tuple[str, int, int]] = []
    await base.ingest(folder, lambda *step: told.append(step))
    assert told == [("boats.md", 1, 3), ("kites.md", 2, 3), ("trains.md", 3, 3)]
    await base.close()


async def test_a_broken_article_is_named_and_nothing_is_changed(tmp_path: Path, folder: Path) -> None:
    base = await KnowledgeBase.open(tmp_path / "data", WordEncoder())
    await base.ingest(folder)
    (folder / "boats.md").write_text("no front matter", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"boats\.md must begin with lines `title:`"):
        await base.ingest(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArticleError, match="no articles"):
        await base.ingest(tmp_path / "empty")
    assert await base.search("boats on the lake")
    await base.close()


def test_an_article_is_cut_at_its_headings_and_every_passage_keeps_its_title() -> None:
    text = _HEAD.format(title="Kites") + "First.\n\n## Strings & reels\n\nSecond.\n\nThird.\n\n### Knots\nFourth.\n"
    passages = read_article("kites.md", text.encode()).passages
    assert [(cut.title, cut.source, cut.text) for cut in passages] == [
        ("Kites", "kites.md", "First."),
        ("Kites: Strings & reels", "kites.md#strings-reels", "Second.\nThird."),
        ("Kites: Knots", "kites.md#knots", "Fourth."),
    ]


def test_a_long_section_is_cut_between_paragraphs_list_items_and_sentences() -> None:
    items = "\n".join(f"{n}. " + "word " * 25 for n in range(1, 9))
    sentences = " ".join("This sentence has exactly seven words altogether." for _ in range(30))
    for body in (items, sentences):
        passages = read_article("long.md", (_HEAD.format(title="Long") + body).encode()).passages
        assert len(passages) > 1
        assert all(len(cut.text.split()) <= WORDS for cut in passages)
        assert " ".join(" ".join(cut.text.split()) for cut in passages) == " ".join(body.split())


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    text = _HEAD.format(title="Kites") + "First.\n\n## Strings\n\nSecond.\n"
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert read_article("kites.md", windows).passages == read_article("kites.md", text.encode()).passages
