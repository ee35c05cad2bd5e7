"""Learn a predictor from all transcripts, and write it with its card: from what, how good, and how sure."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evals.actions_asking import WEIGHTS, Asked, learned_from, setting
from evals.actions_folds import SEED, crossed, learnt
from evals.actions_report import Findings, measured
from evals.progress import Progress
from evals.report.page import rendered
from graphs.next_action.predictor import NextAction
from tools.knowledge_base.encoder import Encoder, MiniLM

CARD = "CARD.md"


@dataclass(frozen=True)
class Trained:
    """A predictor, and what it could be expected to do in conversations that it has not seen."""

    predictor: NextAction
    findings: Findings
    source: str
    source_sha256: str


async def train(asked: Asked, folds: int, told: Progress, encoder: Encoder | None = None) -> Trained:
    """Learn from all transcripts; how good that is, is measured by cross-validation.

    Raises:
        TranscriptError: A file cannot be used.
        Unavailable: The encoder did not answer.
    """
    known = await learned_from(asked, encoder or MiniLM.load(), told)
    findings = measured(crossed(known, folds, SEED, told), setting(known, folds))
    return Trained(learnt(known, known.task), findings, asked.learned.name, _checksum(asked.learned))


def write(folder: Path, made: Trained) -> None:
    """Write the weights and their card."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = made.predictor.packed()
    (folder / WEIGHTS).write_bytes(packed)
    (folder / CARD).write_text(card(made, packed), encoding="utf-8")


def card(made: Trained, packed: bytes) -> str:
    """Word the card."""
    return rendered(
        "actions_card.md",
        findings=made.findings,
        source=made.source,
        source_sha256=made.source_sha256,
        weights=WEIGHTS,
        sha256=sha256(packed).hexdigest(),
        megabytes=len(packed) / 1e6,
    )


def _checksum(path: Path) -> str:
    """Return the checksum of a file, or of all files of a folder in their order."""
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    found = sha256()
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()
