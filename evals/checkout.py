"""The checkout that a notebook lies in, so that it works from whichever folder it is opened."""

from pathlib import Path

from app.settings import Settings, load

ROOT = Path(__file__).parents[1]


def settings() -> Settings:
    """Read the settings as the commands do in the checkout's folder: its `.env`, and its data folder.

    Where there is no checkout, the folder that the notebook is opened from takes its place.

    Raises:
        SettingsError: A setting is unknown or wrong.
    """
    return read_in(ROOT) if (ROOT / "pyproject.toml").is_file() else load()


def read_in(folder: Path) -> Settings:
    """Read the settings as the commands do in a folder."""
    found = load(_env_file=folder / ".env")
    return found.model_copy(update={"data_dir": folder / found.data_dir})
