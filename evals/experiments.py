"""An experiment: the product on examples, judged by the same metrics as everywhere else, through LangSmith's runner.

What it finds is uploaded only through a client. Without one nothing leaves: upload_results=False alone does not see to
that (langsmith 0.15 still traces an asynchronous target), so the runner is given a client that sends nothing.
"""

import asyncio
import sys
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any
from uuid import UUID, uuid5

from langsmith import Client, aevaluate, tracing_context
from langsmith.evaluation import EvaluationResult, EvaluationResults, RunEvaluator
from langsmith.schemas import Example, Run

from evals.examples import as_example
from evals.langsmith import ScoringClient, asking, pull
from evals.metrics.catalogue import METRICS
from evals.metrics.score import Metric, Score
from evals.replay import Wanted, forced, header_of
from evals.runs import ConversationRun, Header, Runs
from evals.stage import open_stage
from evals.transcript import Transcript, TranscriptError
from tools.redaction import redact_trace

Answer = Callable[[Transcript], Awaitable[ConversationRun]]
"""What is evaluated: it plays a transcript, or has played it before."""
_NAME = "switchboard"
_NOTES = 3
"""So many notes of what was wrong go with a score."""


@dataclass(frozen=True)
class Subject:
    """What is evaluated, and what there is to say of it."""

    answer: Answer
    header: Header
    at_once: int = 1
    """Conversations at a time."""


@dataclass(frozen=True)
class Evaluated:
    """What came of an evaluation."""

    conversations: tuple[ConversationRun, ...]
    failed: tuple[str, ...]
    """The conversations in which the product itself broke down."""
    experiment: str
    """Its name, in LangSmith too if it was uploaded."""


def silent() -> Client:
    """Make a client that sends nothing: no run is ever sampled, and nothing waits in the background."""
    return Client(api_key="", tracing_sampling_rate=0.0, auto_batch_tracing=False, info={})


def local(transcripts: Iterable[Transcript]) -> list[Example]:
    """Make examples that no data set holds."""
    nowhere = UUID(int=0)
    found = ((one, as_example(one)) for one in transcripts)
    return [
        Example(id=uuid5(nowhere, one.id), inputs=made["inputs"], outputs=made["outputs"], metadata=made["metadata"])
        for one, made in found
    ]


@asynccontextmanager
async def playing(wanted: Wanted) -> AsyncIterator[Subject]:
    """Open the product to answer each recorded message."""
    async with open_stage(wanted.settings, wanted.versions, prompts=wanted.prompts) as stage:
        yield Subject(partial(forced, stage), header_of(wanted), wanted.at_once)


def played(runs: Runs, transcripts: Iterable[Transcript]) -> Subject:
    """Take what has been played before; of several trials the first.

    Raises:
        TranscriptError: A transcript has not been played.
    """
    known = {run.id: run for run in reversed(runs.conversations)}
    missing = [transcript.id for transcript in transcripts if transcript.id not in known]
    if missing:
        raise TranscriptError(
            f"{len(missing)} transcripts are not in the runs, such as {missing[0]}; replay them first"
        )

    async def answer(transcript: Transcript) -> ConversationRun:
        return known[transcript.id]

    return Subject(answer, runs.header)


async def evaluate(found: Sequence[Example], subject: Subject, client: ScoringClient | None = None) -> Evaluated:
    """Evaluate a subject on examples with every metric; with a client the results become an experiment.

    Raises:
        ExchangeError: LangSmith cannot be reached or refuses.
    """
    header = subject.header
    known = {example.id: transcript for example, transcript in pull(found)}
    by_name = {transcript.id: transcript for transcript in known.values()}
    runs: dict[str, ConversationRun] = {}

    async def target(inputs: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - its names
        transcript = by_name[metadata["id"]]
        # Without an upload there is nothing to trace for.
        with tracing_context(enabled=client is not None):
            run = runs[transcript.id] = await subject.answer(transcript)
        return run.model_dump(mode="json", exclude_defaults=True)

    with asking("evaluate"), _quiet(uploads=client is not None):
        results = await aevaluate(
            target,
            data=[_named(example, known[example.id]) for example in found],
            evaluators=[MetricEvaluator(metric, known) for metric in METRICS.values()],
            client=client or silent(),
            experiment_prefix=_NAME,
            metadata=header.model_dump(mode="json", include={"models", "prompts", "changed", "version"}),
            max_concurrency=subject.at_once,
            upload_results=client is not None,
            disable_evaluator_tracing=True,
        )
        scores = sum([len(row["evaluation_results"]["results"]) async for row in results])
        if client is not None:
            await asyncio.to_thread(client.wait_for, scores)
    failed = tuple(one for one in by_name if one not in runs)
    return Evaluated(tuple(runs[one] for one in by_name if one in runs), failed, results.experiment_name)


class MetricEvaluator(RunEvaluator):
    """One metric, as LangSmith's runner asks it."""

    def __init__(self, metric: Metric, known: Mapping[UUID, Transcript]) -> None:
        """Wrap a metric; `known` are the transcripts behind the examples."""
        self._metric, self._known = metric, known

    @property
    def feedback_keys(self) -> list[str]:
        """The one key that scores are filed under."""
        return [self._metric.name]

    def evaluate_run(
        self, run: Run, example: Example | None = None, evaluator_run_id: UUID | None = None
    ) -> EvaluationResults:
        """Judge one conversation; where there is nothing to judge, or nothing was played, there is no score."""
        if not run.outputs or example is None:
            return EvaluationResults(results=[])
        found = list(self._metric.function(ConversationRun.model_validate(run.outputs), self._known[example.id]))
        return EvaluationResults(results=[_result(self._metric, found)] if found else [])


def _result(metric: Metric, found: Sequence[Score]) -> EvaluationResult:
    """Put a conversation's scores together: their mean, and what was wrong."""
    notes = [
        f"turn {score.turn}: {score.note}" if score.turn is not None else score.note for score in found if score.note
    ]
    more = [f"and {len(notes) - _NOTES} more"] if len(notes) > _NOTES else []
    comment = redact_trace("; ".join([*notes[:_NOTES], *more])) or None
    mean = sum(score.value for score in found) / len(found)
    return EvaluationResult(key=metric.name, score=mean, comment=comment)


def _named(example: Example, transcript: Transcript) -> Example:
    """Put the transcript's id where the target finds it, whoever has made the example."""
    return example.model_copy(update={"metadata": {**(example.metadata or {}), "id": transcript.id}})


@contextmanager
def _quiet(*, uploads: bool) -> Iterator[None]:
    """Keep the output clean: the library prints where the experiment is, and warns that none is in beta."""
    with redirect_stdout(sys.stderr if uploads else StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'upload_results' parameter is in beta")
        yield
