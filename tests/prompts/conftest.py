from pathlib import Path

import pytest

from tests.prompts.folders import released_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three prompts, each at its first version."""
    return released_folder(tmp_path)
