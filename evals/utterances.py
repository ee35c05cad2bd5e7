"""What customers say first, with a label of their conversation: what `eval intents` learns from and is asked about."""

from collections.abc import Iterable, Iterator, Sequence

from evals.transcript import Recorded, Transcript, TranscriptError


class Utterance(Recorded):
    """A text and what it is about."""

    text: str
    intent: str


def utterances(transcripts: Iterable[Transcript], labels: Sequence[str], turns: int | None) -> Iterator[Utterance]:
    """Yield one text a conversation, a line for each of the customer's first turns.

    A burst of messages is one turn and one line. Several labels are joined by "/". What lacks a label or has no words
    of the customer's is left out.
    """
    for transcript in transcripts:
        spoken = [" ".join(turn.customer.split()) for turn in transcript.turns if turn.customer.strip()]
        named = [transcript.labels.get(label, "") for label in labels]
        if spoken and all(named):
            yield Utterance(text="\n".join(spoken[:turns]), intent="/".join(named))


def checked(transcripts: Sequence[Transcript], labels: Sequence[str]) -> None:
    """Make sure that there is something to write.

    Raises:
        TranscriptError: A label is nowhere.
    """
    known = sorted({name for transcript in transcripts for name in transcript.labels})
    for label in labels:
        if label not in known:
            there = f"there are {', '.join(known)}" if known else "they have none"
            raise TranscriptError(f"No transcript has a label {label!r}; {there}.")
