"""From files to findings: who is asked about which transcripts."""

from dataclasses import dataclass
from pathlib import Path

from evals.actions import ActionsError, Material, gathered, material
from evals.actions_baselines import Baselines
from evals.actions_folds import SEED, answers, crossed, learnt
from evals.actions_report import Findings, Setting
from evals.actions_report import measured as counted
from evals.progress import Progress
from evals.transcript import read
from graphs.next_action.policy import Policy, PolicyError, read_policy
from graphs.next_action.predictor import NextAction, WeightsError
from tools.knowledge_base.encoder import Encoder, MiniLM

WEIGHTS = "next_action.npz"


@dataclass(frozen=True)
class Asked:
    """Which files are used for what."""

    learned: Path
    """Transcripts to learn from, or a folder with trained weights."""
    policy: Path | None = None
    test: Path | None = None
    """Other transcripts to ask about."""


async def measured(asked: Asked, folds: int, told: Progress, encoder: Encoder | None = None) -> Findings:
    """Measure a predictor on conversations that it has not learned from.

    Raises:
        TranscriptError: A file cannot be used.
        Unavailable: The encoder did not answer.
    """
    used = encoder or MiniLM.load()
    if (asked.learned / WEIGHTS).exists():
        return await _weighed(asked, used, told)
    known = await learned_from(asked, used, told)
    if asked.test is not None:
        return await _tested(known, asked.test, used, told)
    return counted(crossed(known, folds, SEED, told), setting(known, folds))


async def learned_from(asked: Asked, encoder: Encoder, told: Progress) -> Material:
    """Read the transcripts to learn from, and the policy.

    Raises:
        TranscriptError: A file cannot be used.
        Unavailable: The encoder did not answer.
    """
    return await material(read(asked.learned), encoder, _policy(asked.policy), told)


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


def setting(known: Material, folds: int | None) -> Setting:
    """Say what was asked of what."""
    seed = None if folds is None else SEED
    given = known.policy is not None
    return Setting(folds=folds, seed=seed, encoder=known.encoder, label=known.label, policy=given)


async def _tested(known: Material, test: Path, encoder: Encoder, told: Progress) -> Findings:
    predictor = learnt(known, known.task)
    baselines = Baselines.fit(known.task.lessons, predictor.chooser.heads.policy)
    task = await gathered(read(test), encoder, known.label, told)
    return counted(list(answers(predictor, baselines, task)), setting(known, None))


async def _weighed(asked: Asked, encoder: Encoder, told: Progress) -> Findings:
    """Ask trained weights; the card beside them says which transcripts they have learned from."""
    if asked.test is None:
        raise ActionsError(
            f"{asked.learned} holds trained weights: name with --test which transcripts they are asked about."
        )
    predictor = read_weights(asked.learned / WEIGHTS)
    if predictor.encoder != encoder.name:
        raise ActionsError(f"{asked.learned} was trained with {predictor.encoder}, not {encoder.name}: train it anew.")
    task = await gathered(read(asked.test), encoder, None, told)
    found = list(answers(predictor, None, task))
    return counted(found, Setting(folds=None, seed=None, encoder=encoder.name, label=None, policy=False))


def _policy(path: Path | None) -> Policy | None:
    try:
        return read_policy(path) if path is not None else None
    except PolicyError as error:
        raise ActionsError(str(error)) from error
