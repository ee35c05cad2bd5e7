"""One trained understanding for all tests of a session: it knows a parcel depot and nothing of the product."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import pytest
from langchain_core.tools import BaseTool

from graphs.embedded.endings import Endings
from graphs.embedded.examples import Example, load_examples
from graphs.embedded.model import EmbeddedModel
from graphs.embedded.understanding import Understanding
from prompts.registry import ROOT, Prompts
from tests.databases import START, run_apart
from tests.graphs.embedded.depot import DEPOT, SAYINGS
from tests.graphs.embedded.talk import Talk
from tools.knowledge_base.encoder import MiniLM

Talks = Callable[..., Talk]


@pytest.fixture(scope="session")
def understanding(minilm: MiniLM) -> Understanding:
    """Trained on the shipped examples of what people say anywhere and on eight sentences for each tool of the depot."""
    depot = [Example(text=text, intent=tool) for tool, texts in SAYINGS.items() for text in texts]
    examples = load_examples(ROOT).model_copy(update={"areas": {"depot": tuple(depot)}})
    trained: list[Understanding] = []

    async def train() -> None:
        trained.append(await Understanding.fit(minilm, examples))

    run_apart(train())
    return trained[0]


@pytest.fixture(scope="session")
def embedded(understanding: Understanding, endings: Endings) -> EmbeddedModel:
    """The model, with the released templates and a clock that stands still."""
    return EmbeddedModel(
        understanding=understanding,
        endings=endings,
        prompts=Prompts(),
        company="Northlight",
        now=lambda: START,
        zone=ZoneInfo("Europe/London"),
    )


@pytest.fixture
def talk(embedded: EmbeddedModel) -> Talks:
    """Begin a conversation with the depot, or with other tools."""

    def begin(tools: Sequence[BaseTool] = DEPOT, channel: str = "web_chat") -> Talk:
        return Talk(embedded, tools, channel)

    return begin
