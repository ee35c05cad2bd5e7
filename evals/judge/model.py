"""Which of the configured models judges."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.settings import Endpoint, Settings, SettingsError
from app.wiring import open_models
from evals.judge.judging import PROMPT, Judge
from prompts.registry import Prompts

_EMBEDDED = (None, "embedded")


def endpoint_of(settings: Settings) -> Endpoint:
    """Return the endpoint that judges: the large tier's, or the small one's where there is no large.

    Raises:
        SettingsError: Neither is a language model.
    """
    for endpoint in (settings.large, settings.small):
        if endpoint.model not in _EMBEDDED:
            return endpoint
    raise SettingsError(
        "The embedded model cannot judge replies: set SWITCHBOARD_LARGE_MODEL to a language model, and "
        "SWITCHBOARD_LARGE_KEY or SWITCHBOARD_LARGE_URL to reach it."
    )


@asynccontextmanager
async def open_judge(settings: Settings) -> AsyncIterator[Judge]:
    """Open the judge.

    Raises:
        SettingsError: No language model is configured.
    """
    endpoint, prompts = endpoint_of(settings), Prompts()
    async with open_models(settings, prompts) as models:
        yield Judge(models.large if endpoint is settings.large else models.small, prompts.load(PROMPT))
