"""LangSmith: transcripts as its data sets, pushed and pulled without loss.

An example's id is made from the data set's and the transcript's: what is pushed again is brought up to date.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Semaphore
from typing import Any
from uuid import UUID, uuid5

from langsmith import Client
from langsmith.schemas import Example, Feedback
from langsmith.utils import LangSmithError, LangSmithNotFoundError

from app.telemetry.tracing import redacting_client
from evals.examples import as_example, transcript_of
from evals.transcript import Transcript, TranscriptError

_AT_ONCE = 100
"""Examples in one request."""
_PATIENCE_SECONDS = 60.0
"""How long one score, or the traces, may take."""


class ExchangeError(TranscriptError):
    """LangSmith did not do what was asked; the text says what, and what to do."""


class ScoringClient(Client):
    """A client that can be waited for: LangSmith's runner sends scores in threads, and ends before they do."""

    def __init__(self, **options: Any) -> None:
        """Make it as every client is made."""
        super().__init__(**options)
        self._sent = Semaphore(0)

    def create_feedback(self, *given: Any, **fields: Any) -> Feedback:
        """Send one score."""
        try:
            return super().create_feedback(*given, **fields)
        finally:
            self._sent.release()

    def wait_for(self, scores: int) -> None:
        """Wait until so many scores are sent, and the traces with them.

        Raises:
            ExchangeError: It takes too long.
        """
        for _ in range(scores):
            if not self._sent.acquire(timeout=_PATIENCE_SECONDS):
                raise ExchangeError("LangSmith did not take all scores in time; make the experiment again")
        self.flush(timeout=_PATIENCE_SECONDS)


@dataclass(frozen=True)
class Pushed:
    """What a push changed."""

    created: int
    updated: int
    unchanged: int


def connect(*, tracing: bool = False) -> ScoringClient:
    """Make a client as LANGSMITH_API_KEY, LANGSMITH_ENDPOINT and a profile say; its traces are redacted.

    Raises:
        ExchangeError: There is no key.
    """
    # One that traces calls LangSmith at once, with a key or without.
    client: ScoringClient = redacting_client(ScoringClient, auto_batch_tracing=False)
    if not client.api_key:
        client.close()
        raise ExchangeError("There is no key for LangSmith: set LANGSMITH_API_KEY. Evaluating files works without one.")
    if not tracing:
        return client
    client.close()
    traced: ScoringClient = redacting_client(ScoringClient, auto_batch_tracing=True)
    return traced


def push(client: Client, name: str, transcripts: Sequence[Transcript]) -> Iterator[Pushed]:
    """Make a data set hold these transcripts, and yield how far it is; what else is in it stays.

    Raises:
        ExchangeError: LangSmith cannot be reached or refuses.
    """
    with asking(f"push to the data set {name!r}"):
        dataset_id = _dataset(client, name)
        there = {example.id: example for example in client.list_examples(dataset_id=dataset_id)}
        wanted = {uuid5(dataset_id, transcript.id): transcript for transcript in transcripts}
        changed = {key: one for key, one in wanted.items() if key not in there or not _same(there[key], one)}
        new = [{"id": key, **_created(one)} for key, one in changed.items() if key not in there]
        old = [{"id": key, **as_example(one)} for key, one in changed.items() if key in there]
        unchanged = len(wanted) - len(changed)
        created = updated = 0
        for part in _slices(new):
            client.create_examples(dataset_id=dataset_id, examples=part)
            created += len(part)
            yield Pushed(created, updated, unchanged)
        for part in _slices(old):
            client.update_examples(dataset_id=dataset_id, updates=part)
            updated += len(part)
            yield Pushed(created, updated, unchanged)
        yield Pushed(created, updated, unchanged)


def examples(client: Client, name: str, part: str | None = None) -> list[Example]:
    """Read a data set's examples, all of them or those of one part.

    Raises:
        ExchangeError: LangSmith cannot be reached or refuses, or has no such data set.
    """
    with asking(f"read the data set {name!r}"):
        splits = [part] if part else None
        return list(client.list_examples(dataset_name=name, splits=splits))


def pull(found: Iterable[Example]) -> Iterator[tuple[Example, Transcript]]:
    """Make the transcripts again.

    Raises:
        ExchangeError: An example is no conversation.
    """
    for example in found:
        try:
            yield example, transcript_of(example.inputs or {}, example.outputs or {}, _metadata(example))
        except ValueError as error:
            raise ExchangeError(f"The example {example.id} is no conversation: {error}") from error


def _dataset(client: Client, name: str) -> UUID:
    try:
        found: UUID = client.read_dataset(dataset_name=name).id
    except LangSmithNotFoundError:
        return client.create_dataset(name, metadata={"format": "switchboard transcript"}).id
    return found


def _created(transcript: Transcript) -> dict[str, Any]:
    made = as_example(transcript)
    made["reference_outputs"] = made.pop("outputs")
    return made


def _same(example: Example, transcript: Transcript) -> bool:
    try:
        return transcript_of(example.inputs or {}, example.outputs or {}, _metadata(example)) == transcript
    except ValueError:
        return False


def _metadata(example: Example) -> dict[str, Any]:
    return {"id": str(example.id), **(example.metadata or {})}


def _slices(found: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    return (list(found[at : at + _AT_ONCE]) for at in range(0, len(found), _AT_ONCE))


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Say in a sentence what LangSmith did not do.

    Raises:
        ExchangeError: It cannot be reached or refuses.
    """
    try:
        yield
    except (LangSmithError, OSError) as error:
        raise ExchangeError(f"LangSmith did not {what}: {error}") from error
