"""The product that a command has answer: which models, and how much of it at a time."""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from app.settings import Settings


class Product(TypedDict):
    """What a replay and a simulation are told of the product."""

    settings: "Settings"
    workers: int
    at_once: int


def product(at_once: int, *, built_in: bool = False) -> Product:
    """Read the settings; the embedded model keeps a core busy and gets processes, other models are only waited for.

    `built_in`: the embedded model alone, whatever models are set.

    Raises:
        SettingsError: A setting is wrong.
    """
    from app.settings import load
    from evals import stage

    settings = stage.built_in(load()) if built_in else load()
    embedded = settings.small.model == "embedded" and settings.large.model is None
    return Product(settings=settings, workers=at_once if embedded else 1, at_once=1 if embedded else at_once)
