"""The product on a stage: the embedded model, its data in memory, prompts that a test chooses."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.settings import Settings
from app.wiring import House, ledger
from evals import clock
from evals.stage import Stage
from graphs.conversation import build
from graphs.embedded.endings import Endings
from graphs.embedded.model import EmbeddedModel
from graphs.embedded.understanding import Understanding
from graphs.services import Models
from prompts.registry import Prompts
from tools.knowledge_base.index import KnowledgeBase
from tools.store.engine import Store


@pytest.fixture
def stage_with(
    tmp_path: Path, shipped: Understanding, endings: Endings, articles: KnowledgeBase
) -> Callable[[Prompts], Stage]:
    settings = Settings(_env_file=None, data_dir=tmp_path)

    def made(prompts: Prompts) -> Stage:
        model = EmbeddedModel(
            understanding=shipped,
            endings=endings,
            shelves=articles,
            prompts=prompts,
            company="Northlight",
            now=clock.now,
            zone=ZoneInfo("Europe/London"),
        )
        house = House(
            settings=settings,
            store=Store.at("sqlite+aiosqlite://"),
            knowledge=articles,
            models=Models(small=model, large=model),
            prompts=prompts,
            ledger=ledger(settings),
            graph=build(),
            now=clock.now,
        )
        return Stage(house, tmp_path)

    return made
