"""The setting that names what was learned from a team's recordings leads to the embedded model."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.models import Workshop, models
from app.settings import Settings, SettingsError
from graphs.embedded.learned import WEIGHTS, Card, Taught, added, write
from graphs.embedded.model import EmbeddedModel
from graphs.embedded.understanding import keep, key_of
from prompts.registry import Prompts
from tests.encoders import WordEncoder
from tests.graphs.embedded.test_endings import FEW
from tests.graphs.embedded.test_understanding import SMALL

TAUGHT = (Taught(text="zorb it over", intent="send", area="parcels"),)
PHRASES = {"reason": {"relocation": ["flitting"]}}


async def learned(folder: Path, key: str) -> Path:
    examples = added(SMALL, TAUGHT)
    await keep(WordEncoder(), examples, folder / WEIGHTS)
    nothing = {"made": "2026-05-13", "version": "1", "encoder": "words-1", "counts": {}, "measured": {}, "files": {}}
    write(folder, TAUGHT, PHRASES, Card(key=key or key_of(WordEncoder(), examples), sources=(), **nothing))
    return folder


async def made(folder: Path, data: Path, encoder: WordEncoder) -> EmbeddedModel:
    settings = Settings(_env_file=None, learned_dir=folder, data_dir=data)
    async with AsyncExitStack() as stack:
        found = await models(Workshop(settings, Prompts(), encoder, lambda: datetime.now(UTC), stack))
    assert isinstance(found.small, EmbeddedModel)
    return found.small


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphs.embedded.examples.load_examples", lambda root: SMALL)
    monkeypatch.setattr("graphs.embedded.examples.load_endings", lambda root: FEW)


@pytest.mark.parametrize(("key", "encoded"), [("", 0), ("of older examples", 9)])
async def test_the_team_s_words_are_understood_and_fitting_weights_spare_the_training(
    tmp_path: Path, key: str, encoded: int
) -> None:
    folder = tmp_path / "learned"
    folder.mkdir()
    encoder = WordEncoder()
    model = await made(await learned(folder, key), tmp_path / "data", encoder)
    told = Prompts().table("embedded/stories").values()
    stories = {text for by_choice in told for texts in by_choice.values() for text in texts}
    asked = set(encoder.asked) - {one.text for one in FEW} - stories
    assert len(asked) >= encoded
    assert bool(asked) == bool(encoded)
    assert (await model.understanding.intent("zorb this over")).label == "send"
    assert model.phrasing == PHRASES


async def test_a_folder_that_was_changed_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    await learned(tmp_path, "")
    (tmp_path / "examples.jsonl").write_text("")
    with pytest.raises(SettingsError, match=r"SWITCHBOARD_LEARNED_DIR: .*examples.jsonl is not the file"):
        await made(tmp_path, tmp_path / "data", WordEncoder())


async def test_a_folder_that_is_not_there_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"SWITCHBOARD_LEARNED_DIR: .*holds no card.json"):
        await made(tmp_path / "nowhere", tmp_path / "data", WordEncoder())
