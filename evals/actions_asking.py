"""From files to findings: who is asked about which transcripts."""

from dataclasses import dataclass
from pathlib import Path

from evals.actions import ActionsError, Material, gathered, material
from evals.actions_baselines import Baselines
from evals.actions_folds import Answer, answers, crossed, learnt
from evals.actions_report import Findings, Setting
from evals.actions_report import measured as counted
from evals.progress import Progress
from evals.transcript import read
from graphs.next_action.policy import Policy, PolicyError, read_policy
from graphs.next_action.predictor import NextAction, WeightsError
from tools.knowledge_base.encoder import Encoder, MiniLM


@dataclass(frozen=True)
class Asked:
    """Which files are used for what."""

    transcripts: Path
    policy: Path | None = None
    label: str | None = None
    test: Path | None = None
    """Other transcripts to ask about."""
    weights: Path | None = None
    """Trained weights to ask, about `transcripts`."""


async def measured(asked: Asked, dealt: tuple[int, int], told: Progress, encoder: Encoder | None = None) -> Findings:
    """Measure a predictor on conversations that it has not learned from; `dealt`: how many folds, and their seed.

    Raises:
        TranscriptError: A file cannot be used.
        Unavailable: The encoder did not answer.
    """
    used = encoder or MiniLM.load()
    if asked.weights is not None:
        return await _weighed(asked, asked.weights, used, told)
    known = await learned_from(asked, used, told)
    if asked.test is not None:
        return await _tested(known, asked.test, used, told)
    folds, seed = dealt
    found = crossed(known, folds, seed, told)
    return counted(found, _setting(known, folds, seed))


async def learned_from(asked: Asked, encoder: Encoder, told: Progress) -> Material:
    """Read the transcripts to learn from, and the policy.

    Raises:
        TranscriptError: A file cannot be used.
        Unavailable: The encoder did not answer.
    """
    return await material(read(asked.transcripts), encoder, (_policy(asked.policy), asked.label), told)


def read_weights(path: Path) -> NextAction:
    """Read trained weights.

    Raises:
        ActionsError: They cannot be used.
    """
    try:
        return NextAction.unpacked(path.read_bytes())
    except OSError as error:
        raise ActionsError(f"{path} cannot be read: {error}") from error
    except WeightsError as error:
        raise ActionsError(f"{path} cannot be used: {error}") from error


async def _tested(known: Material, test: Path, encoder: Encoder, told: Progress) -> Findings:
    predictor = learnt(known, known.task)
    baselines = Baselines.fit(known.task.lessons, predictor.chooser.heads.policy)
    task = await gathered(read(test), encoder, known.label, told)
    found: list[Answer] = list(answers(predictor, baselines, task))
    return counted(found, _setting(known, None, None))


async def _weighed(asked: Asked, weights: Path, encoder: Encoder, told: Progress) -> Findings:
    predictor = read_weights(weights)
    if predictor.encoder != encoder.name:
        raise ActionsError(f"{weights} was trained with {predictor.encoder}, not with {encoder.name}: train it anew.")
    task = await gathered(read(asked.transcripts), encoder, None, told)
    found = list(answers(predictor, None, task))
    setting = Setting(folds=None, seed=None, encoder=encoder.name, label=None, policy=False)
    return counted(found, setting)


def _policy(path: Path | None) -> Policy | None:
    try:
        return read_policy(path) if path is not None else None
    except PolicyError as error:
        raise ActionsError(str(error)) from error


def _setting(known: Material, folds: int | None, seed: int | None) -> Setting:
    given = known.policy is not None
    return Setting(folds=folds, seed=seed, encoder=known.encoder, label=known.label, policy=given)
