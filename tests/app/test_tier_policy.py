"""The setting that names a learned tier policy leads to the model routing."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from app.models import Workshop, models
from app.settings import Settings, SettingsError
from graphs.models.tiers import TurnFeatures
from graphs.models.tiers_learned import Card, Meaning, Scorecard, Term
from graphs.services import Models
from prompts.registry import Prompts
from tests.encoders import WordEncoder

LONG = Card(terms=(Term(signal="words", weight=1.0),), threshold=2.0)
FEATURES = TurnFeatures(words=1, area=None, confidence=1.0, has_large=True)


async def made(tier_policy: str) -> Models:
    settings = Settings(
        _env_file=None,
        tier_policy=tier_policy,
        small={"model": "little", "url": "http://models.example/v1"},
    )
    async with AsyncExitStack() as stack:
        return await models(Workshop(settings, Prompts(), WordEncoder(), lambda: datetime.now(UTC), stack))


def kept(folder: Path, card: Card) -> Path:
    scorecard = Scorecard(name="little->big", first=card, later=card, data_sha256="0").sealed()
    (folder / "scorecard.json").write_text(scorecard.model_dump_json())
    return folder


async def test_by_default_the_rules_choose() -> None:
    assert (await made("rules")).policy is None


async def test_a_folder_that_training_wrote_chooses_in_their_place(tmp_path: Path) -> None:
    policy = (await made(str(kept(tmp_path, LONG)))).policy
    assert policy is not None
    assert (await policy.choose(FEATURES, [HumanMessage("hi")])).tier == "small"
    assert (await policy.choose(FEATURES, [HumanMessage("word " * 20)])).tier == "large"


async def test_a_folder_without_a_policy_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"SWITCHBOARD_TIER_POLICY: .* cannot be read"):
        await made(str(tmp_path))


async def test_a_policy_made_with_other_embeddings_is_refused(tmp_path: Path) -> None:
    other = LONG.model_copy(update={"meaning": Meaning(encoder="others", weights=(0.0,) * 64)})
    with pytest.raises(SettingsError, match="was trained with others"):
        await made(str(kept(tmp_path, other)))
