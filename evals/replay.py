"""Replay: each recorded customer turn against the recorded history.

The recorded turns are played in a conversation of their own (evals/teacher.py); before each of them the conversation is
copied, the product's own models answer the customer's words in the copy, and what they did is noted. So a mistake in
one turn is not held against the turns after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from app.settings import Settings
from evals import clock, headers, runfiles, witness
from evals.progress import Progress
from evals.recording import perform
from evals.runs import ConversationRun, Header, Runs, TurnRun
from evals.stage import NothingToDoError, Scene, Stage
from evals.teacher import Teacher
from evals.transcript import Transcript, TranscriptError, Turn, read
from evals.workers import each
from graphs.services import Models
from prompts.registry import ROOT, noting

BROKEN = "the recorded history cannot be played any more from turn {turn} on: {why}. Record the transcript anew."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be replayed, and with what."""

    transcripts: Path
    """A file or a folder."""
    part: str | None = None
    only: Sequence[str] = ()
    """Ids, areas or tags; empty: all."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Prompts that are tried at another version than the released one."""
    prompts: Path = ROOT
    """The folder of prompts; another one to try drafts from."""
    settings: Settings
    workers: int = 1
    """Processes, each with a product of its own: for the embedded model, which keeps a core busy."""
    at_once: int = 1
    """Conversations at a time in one process: for models that are waited for."""
    output: Path | None = None
    """Where each conversation is written as soon as it is done; those that are there are not done again."""


async def replay(wanted: Wanted, on_progress: Progress | None = None) -> Runs:
    """Replay transcripts, and return what the product did.

    Raises:
        TranscriptError: The transcripts cannot be read.
        RunFileError: The output holds a run of something else.
        PromptError: There is no such version of a prompt.
    """
    transcripts = chosen(wanted)
    header = header_of(wanted)
    done = _begun(wanted.output, header)
    left = [transcript for transcript in transcripts if transcript.id not in {run.id for run in done}]
    total = len(transcripts)
    if on_progress:
        on_progress(len(done), total, "")
    async for run in each(wanted, left, forced):
        done.append(run)
        if wanted.output is not None:
            runfiles.append(wanted.output, run)
        if on_progress:
            on_progress(len(done), total, run.id)
    order = {transcript.id: at for at, transcript in enumerate(transcripts)}
    return Runs(header=header, conversations=tuple(sorted(done, key=lambda run: order.get(run.id, total))))


def chosen(wanted: Wanted) -> list[Transcript]:
    """Read the transcripts and keep those that are wanted.

    Raises:
        TranscriptError: They cannot be read, or none is wanted.
    """
    only = set(wanted.only)
    found = [one for one in read(wanted.transcripts) if wanted.part in (None, one.part)]
    kept = [one for one in found if not only or only & {one.id, one.area, *one.tags}]
    if not kept:
        what = ", ".join([*([wanted.part] if wanted.part else []), *sorted(only)]) or "anything"
        raise TranscriptError(f"{wanted.transcripts} holds no transcript of {what}")
    return kept


def header_of(wanted: Wanted) -> Header:
    """Say what a replay is made with."""
    return headers.header_of(wanted, "forced", wanted.transcripts).model_copy(update={"part": wanted.part})


async def forced(stage: Stage, transcript: Transcript) -> ConversationRun:
    """Replay one transcript."""
    started = perf_counter()
    teacher = Teacher(inner=stage.house.models.small)
    recorded = await stage.scene(transcript, Models(small=teacher, large=teacher))
    turns: list[TurnRun] = []
    broken: str | None = None
    try:
        for number, turn in enumerate(transcript.turns):
            turns.append(await _answered(stage, recorded, (number, turn)))
            broken = await _played(recorded, teacher, (number, turn))
            if broken:
                break
            clock.forward()
    finally:
        await recorded.close()
    return ConversationRun(
        id=transcript.id, turns=tuple(turns), broken=broken, seconds=round(perf_counter() - started, 3)
    )


async def _answered(stage: Stage, recorded: Scene, numbered: tuple[int, Turn]) -> TurnRun:
    """Have the product's own models answer in a copy of the recorded conversation."""
    number, turn = numbered
    scene = await stage.fork(recorded)
    try:
        before = await witness.look(scene)
        started = perf_counter()
        with noting() as used:
            await perform(scene, turn)
        milliseconds = round((perf_counter() - started) * 1000, 1)
        run = await witness.tell(scene, before, (number, turn.customer), scene)
    finally:
        await scene.close()
    return run.model_copy(update={"latency_ms": milliseconds, "prompts": tuple(sorted({*run.prompts, *used}))})


async def _played(recorded: Scene, teacher: Teacher, numbered: tuple[int, Turn]) -> str | None:
    """Let the recorded turn happen; returns why it cannot."""
    number, turn = numbered
    teacher.play(turn)
    try:
        await perform(recorded, turn)
    except NothingToDoError as error:
        return BROKEN.format(turn=number, why=error)
    return BROKEN.format(turn=number, why=teacher.fault) if teacher.fault else None


def _begun(output: Path | None, header: Header) -> list[ConversationRun]:
    """Begin a file, or go on with one: what it holds already."""
    if output is None:
        return []
    runfiles.begin(output, header)
    return list(runfiles.read_runs(output).conversations)
