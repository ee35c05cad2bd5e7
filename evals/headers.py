"""What a file of runs says that it was made with."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from app.settings import Settings
from evals.runs import Header, Mode
from evals.version import version
from prompts.registry import Prompts


class MadeWith(Protocol):
    """What a replay and a simulation are both told."""

    @property
    def settings(self) -> Settings:
        """Names the models."""

    @property
    def prompts(self) -> Path:
        """The folder of the prompts."""

    @property
    def versions(self) -> Mapping[str, int]:
        """Prompts that are tried at another version than the released one."""


def header_of(made: MadeWith, mode: Mode, source: Path) -> Header:
    """Say what runs are made with, as of now."""
    small, large = made.settings.small.model, made.settings.large.model
    prompts = Prompts(made.prompts, made.versions)
    return Header(
        mode=mode,
        source=str(source),
        models={"small": small, "large": large or small},
        prompts=prompts.versions,
        checksums=prompts.checksums,
        changed={name: f"{name}@{number}" for name, number in made.versions.items()},
        version=version(),
        started_at=datetime.now(UTC),
    )
