"""Make a transcript of a draft: the gold is played through the product, which adds what was done and said.

A draft has the customer's words and what is expected. The ledger, the tools and the store are real, so gold that
cannot be carried out does not become a transcript.
"""

from collections.abc import Callable, Sequence

from evals import clock, witness
from evals.metrics.reading import read as reading_of
from evals.runs import TurnRun
from evals.stage import NothingToDoError, Scene, Stage
from evals.teacher import Teacher, TeacherError
from evals.transcript import Call, Expected, Say, Step, Transcript, Turn
from graphs.services import Models


class DraftError(Exception):
    """A draft cannot be played; the text names the conversation, the turn and what to change."""


async def record(stage: Stage, draft: Transcript) -> Transcript:
    """Play one draft.

    Raises:
        DraftError: Its gold cannot be carried out, or leads elsewhere than it says.
    """
    teacher = Teacher(inner=stage.house.models.small)
    scene = await stage.scene(draft, Models(small=teacher, large=teacher))
    turns: list[Turn] = []
    try:
        for number, turn in enumerate(draft.turns):
            try:
                turns.append(await _recorded(stage, (scene, teacher), draft, number))
            except (TeacherError, NothingToDoError) as error:
                raise DraftError(f"{draft.id}, turn {number} ({turn.customer!r}): {error}") from error
            clock.forward()
    finally:
        await scene.close()
    return draft.model_copy(update={"turns": tuple(turns), "agent": draft.agent or "written"})


async def perform(scene: Scene, turn: Turn) -> None:
    """Let what is between two agent's replies happen: the customer writes, or a supervisor or colleague acts."""
    if turn.happening is not None:
        await scene.happen(turn.happening)
    else:
        await scene.hear(turn.customer, turn.channel)


async def _recorded(stage: Stage, playing: tuple[Scene, Teacher], draft: Transcript, number: int) -> Turn:
    (scene, teacher), turn = playing, draft.turns[number]
    teacher.play(turn, drafting=True)
    before = await witness.look(scene)
    await perform(scene, turn)
    if teacher.fault is not None:
        raise teacher.fault
    what_if = await stage.fork(scene)
    try:
        run = await witness.tell(scene, before, (number, turn.customer), what_if)
    finally:
        await what_if.close()
    _check(turn, run, teacher)
    last = number + 1 == len(draft.turns)
    if last and draft.disposition not in (None, run.disposition):
        raise TeacherError(f"it ends with the disposition {run.disposition!r} where {draft.disposition!r} is expected")
    expected = turn.expected and turn.expected.model_copy(update={"effect": run.effect})
    return turn.model_copy(update={"agent": tuple(_steps(run, teacher.script.spoken)), "expected": expected})


def _check(turn: Turn, run: TurnRun, teacher: Teacher) -> None:
    """Refuse gold that the product did not come to.

    Raises:
        TeacherError: It says what is different.
    """
    expected, script = turn.expected or Expected(), teacher.script
    if run.error is not None:
        raise TeacherError(f"the turn ended in a fault: {run.error}")
    for unplayed in (script.calls, script.says):
        if unplayed:
            raise TeacherError(
                f"the turn ended before {unplayed[0]!r} was wanted (area {run.area}, said {run.reply!r})"
            )
    for what, wanted, got in _facts(expected, run):
        if wanted is not None and wanted != got:
            raise TeacherError(f"{what} is {got!r} where {wanted!r} is expected (said {run.reply!r})")
    if expected.reading is not None and (read := reading_of(run)) != expected.reading:
        raise TeacherError(f"the answer is read as {read!r} where {expected.reading!r} is expected")
    missing = [fact for fact in expected.must_say if fact.casefold() not in run.reply.casefold()]
    if missing:
        raise TeacherError(f"the reply does not say {missing[0]!r} but: {run.reply!r}")


def _facts(expected: Expected, run: TurnRun) -> Sequence[tuple[str, str | None, str | None]]:
    area = (("the area", expected.area, run.area),)
    if expected.escalation == "any":
        return (*area, ("whether a person takes over", "yes", "yes" if run.escalation else "no"))
    escalated: Callable[[str | None], str] = lambda reason: reason or "none"  # noqa: E731
    return (*area, ("the escalation", escalated(expected.escalation), escalated(run.escalation)))


def _steps(run: TurnRun, spoken: Sequence[str]) -> list[Step]:
    """List what was done and said; of what was said, what no model has said was worded by code."""
    steps: list[Step] = [Call.model_validate(call.model_dump()) for call in run.calls]
    parts = [part for part in run.reply.split("\n\n") if part.strip()]
    model = {part.strip() for text in spoken for part in text.split("\n\n")}
    return steps + [Say(say=part, by_code=part.strip() not in model) for part in parts]
