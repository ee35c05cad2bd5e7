"""Settings -> the chat models of both tiers."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from app.settings import Endpoint, Settings, SettingsError
from graphs.embedded.learned import Learned, LearnedError, added
from graphs.models.spec import ModelSpec
from graphs.models.tiers_learned import LearnedPolicy, ScorecardError, read_scorecard
from graphs.models.tiers_signals import Ears
from graphs.services import Models
from graphs.specialists.areas import effect_named
from prompts.registry import Prompts
from tools.knowledge_base.encoder import Encoder
from tools.knowledge_base.index import KnowledgeBase

EMBEDDED = "embedded"
RULES = "rules"
OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Workshop:
    """What models are made with."""

    settings: Settings
    prompts: Prompts
    encoder: Encoder
    now: Callable[[], datetime]
    stack: AsyncExitStack
    """Closes the models' connections."""
    knowledge: asyncio.Task[KnowledgeBase] | None = None
    """The articles, which may be opening still; None where models are made without a house."""


async def models(shop: Workshop) -> Models:
    """Make both tiers; without a large model the small one is both."""
    settings = shop.settings
    small = await _model(shop, "small", settings.small)
    large = small if settings.large.model is None else await _model(shop, "large", settings.large)
    if settings.fallback.model is not None:
        large = await _with_fallback(shop, large)
    return Models(small=small, large=large, unsure_below=settings.unsure_below, policy=_policy(shop))


def _policy(shop: Workshop) -> LearnedPolicy | None:
    """Read the learned tier policy, if one is set; None means the rules."""
    named = shop.settings.tier_policy
    if named == RULES:
        return None
    try:
        scorecard = read_scorecard(Path(named))
    except ScorecardError as error:
        raise SettingsError(f"SWITCHBOARD_TIER_POLICY: {error}.") from error
    for card in (scorecard.first, scorecard.later):
        if card.meaning is not None and card.meaning.encoder != shop.encoder.name:
            raise SettingsError(
                f"SWITCHBOARD_TIER_POLICY was trained with {card.meaning.encoder}; train it again "
                "with --no-meaning, or use those embeddings."
            )
    return LearnedPolicy(scorecard, Ears.of(shop.prompts.table("tiers/signals"), effect_named), shop.encoder)


async def _with_fallback(shop: Workshop, large: BaseChatModel) -> BaseChatModel:
    from graphs.models.fallback import Breaker, FallbackModel

    if shop.settings.large.model in (None, EMBEDDED):
        raise SettingsError("SWITCHBOARD_FALLBACK_MODEL stands in for SWITCHBOARD_LARGE_MODEL, which is not set.")
    spare = await _model(shop, "fallback", shop.settings.fallback)
    return FallbackModel(primary=large, secondary=spare, breaker=Breaker(shop.now))


async def _model(shop: Workshop, name: str, endpoint: Endpoint) -> BaseChatModel:
    if endpoint.model == EMBEDDED:
        return await _embedded(shop)
    return await _remote(shop, name, endpoint)


async def _embedded(shop: Workshop) -> BaseChatModel:
    from graphs.embedded.endings import Endings
    from graphs.embedded.examples import load_endings, load_examples
    from graphs.embedded.model import EmbeddedModel
    from graphs.embedded.stories import Stories
    from graphs.embedded.understanding import Understanding, key_of

    settings = shop.settings
    examples = await asyncio.to_thread(load_examples, shop.prompts.root)
    own = await asyncio.to_thread(_learned, settings.learned_dir)
    if own is not None:
        examples = added(examples, own.taught)
    trained = own.weights_for(key_of(shop.encoder, examples)) if own else None
    cache = settings.data_dir / "understanding"
    understanding = await Understanding.fit(shop.encoder, examples, cache, trained=trained)
    marked = await asyncio.to_thread(load_endings, shop.prompts.root)
    return EmbeddedModel(
        endings=await Endings.fit(shop.encoder, marked, examples.special, cache),
        stories=await Stories.fit(shop.encoder, shop.prompts.table("embedded/stories"), cache),
        shelves=await shop.knowledge if shop.knowledge else None,
        phrasing=own.phrasing if own else {},
        understanding=understanding,
        prompts=shop.prompts,
        company=settings.company,
        now=shop.now,
        zone=settings.timezone,
    )


def _learned(folder: Path | None) -> Learned | None:
    """Read what was learned from a team's recordings, if the settings name it."""
    try:
        return None if folder is None else Learned.read(folder)
    except LearnedError as error:
        raise SettingsError(f"SWITCHBOARD_LEARNED_DIR: {error}") from error


async def _remote(shop: Workshop, name: str, endpoint: Endpoint) -> BaseChatModel:
    spec = spec_of(name, endpoint)
    openai = await asyncio.to_thread(import_module, "graphs.models.openai")
    prompt = shop.prompts.load("json_mode") if endpoint.mode == "json_schema" else None
    built = openai.build(spec, prompt)
    shop.stack.push_async_callback(built.aclose)
    model: BaseChatModel = built
    return model


def spec_of(name: str, endpoint: Endpoint) -> ModelSpec:
    """Say what a configured endpoint is.

    Raises:
        SettingsError: Nobody could call it: it has neither an address nor a key.
    """
    if endpoint.url is None and endpoint.key is None:
        prefix = f"SWITCHBOARD_{name.upper()}"
        raise SettingsError(f"{prefix}_URL (or, for OpenAI, {prefix}_KEY) must say where {endpoint.model} is served.")
    return ModelSpec(
        name=endpoint.model or "",
        base_url=endpoint.url or OPENAI,
        # Local servers want no key, and the client insists on one.
        api_key=endpoint.key or SecretStr("none"),
        mode=endpoint.mode,
        timeout_s=endpoint.timeout,
        price_in=endpoint.input_price,
        price_out=endpoint.output_price,
    )
