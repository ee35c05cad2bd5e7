"""Faults that are the caller's to mend end a command with one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

err = Console(stderr=True)


@contextmanager
def sentences() -> Iterator[None]:
    """End with a sentence, and with 2, where a file, a setting, a prompt or an argument is wrong."""
    from app.settings import SettingsError
    from evals.baseline import BaselineError
    from evals.gates import GateError
    from evals.judge.labels import LabelError
    from evals.runfiles import RunFileError
    from evals.transcript import TranscriptError
    from prompts.registry import PromptError

    try:
        yield
    except (SettingsError, RunFileError, TranscriptError, PromptError, GateError, BaselineError, LabelError) as error:
        err.print(f"{error}", style="red", highlight=False, markup=False)
        raise typer.Exit(2) from error
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
