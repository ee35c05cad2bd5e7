"""Patterns of certain phrases, kept as data in prompts/screen/phrases.toml: what code may decide without a model."""

import re
from functools import lru_cache

from graphs.apostrophes import straight
from prompts.registry import Prompts


def says(prompts: Prompts, what: str, text: str) -> bool:
    """Whether a text holds one of the patterns listed under a name."""
    return _compiled(tuple(prompts.table("screen/phrases")[what])).search(straight(text)) is not None


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
