"""What labelled texts and transcripts teach: utterances, moods, readings, and which words came with a choice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from evals import intents_reading
from evals.intents_reading import OOS
from evals.transcript import Call, Expected, Transcript, TranscriptError, Turn, Wish
from evals.transcript import read as read_transcripts
from graphs.embedded.examples import SPECIAL_INTENTS
from graphs.embedded.learned import Kind, Source, Taught
from graphs.embedded.understanding import OUT_OF_SCOPE
from graphs.state import Area

HELD_OUT = "test"
"""Transcripts of this part are never learned from."""
LONGEST = 500
HEARD = 3
"""For an argument the customer's last so many messages count."""
_PEEKED = 4096


@dataclass(frozen=True)
class Said:
    """What a customer had said when a tool was called with some arguments."""

    conversation: str
    tool: str
    arguments: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Lessons:
    """All that the files teach."""

    taught: tuple[Taught, ...]
    conversation: tuple[str, ...]
    """Of each utterance: where it is from. What is from one conversation is left out together."""
    said: tuple[Said, ...]
    sources: tuple[Source, ...]
    left_aside: Mapping[str, int] = field(default_factory=dict)
    """By the reason: how much was not learned from."""


@dataclass(frozen=True)
class _Utterance:
    text: str
    intent: str
    kind: Kind = "request"
    area: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class _Heard:
    """One utterance with where it is from."""

    taught: Taught
    conversation: str


class Gathering:
    """Collects lessons from files and counts what it leaves aside."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        """`homes` is the area of each intent that the product ships."""
        self._homes = homes
        self._heard: list[_Heard] = []
        self._said: list[Said] = []
        self._sources: list[Source] = []
        self._aside: dict[str, int] = {}

    def add(self, path: Path) -> None:
        """Learn from a file of labelled texts or of transcripts, or from a folder of transcripts.

        Raises:
            TranscriptError: It cannot be used, or an intent has no area.
        """
        before = len(self._heard)
        if path.is_dir() or _holds_transcripts(path):
            for transcript in read_transcripts(path):
                self._listen(transcript)
        else:
            for number, one in enumerate(intents_reading.read(path), start=1):
                self._labelled(path, number, one)
        self._sources.append(Source(name=path.name, sha256=_checksum(path), utterances=len(self._heard) - before))

    def lessons(self) -> Lessons:
        """Return what was collected, of contradicting utterances the more frequent meaning.

        Raises:
            TranscriptError: There is nothing to learn.
        """
        kept = self._settled()
        if not kept and not self._said:
            raise TranscriptError(
                "There is nothing to learn: no labelled text, and no transcript (but for those of the part "
                f"{HELD_OUT!r}) whose turns say what is expected."
            )
        return Lessons(
            taught=tuple(one.taught for one in kept),
            conversation=tuple(one.conversation for one in kept),
            said=tuple(self._said),
            sources=tuple(self._sources),
            left_aside=dict(self._aside),
        )

    def _labelled(self, path: Path, number: int, one: intents_reading.Labelled) -> None:
        intent = OUT_OF_SCOPE if one.intent == OOS else one.intent
        area = self._home(intent, one.area, f"{path}, text {number}")
        self._hear(f"{path.name}:{number}", _Utterance(one.text, intent, area=area))

    def _listen(self, transcript: Transcript) -> None:
        if transcript.part == HELD_OUT:
            self._leave("conversations of the part that is held out")
            return
        at: str | None = None
        heard: list[str] = []
        for turn in transcript.turns:
            heard = [*heard, turn.customer][-HEARD:]
            if turn.expected is not None and turn.customer.strip():
                for one in _utterances(turn, turn.expected, at):
                    home = self._home(one.intent, one.area, transcript.id) if one.kind == "request" else None
                    self._hear(transcript.id, replace(one, area=home))
            calls = _calls(turn)
            self._said += [_with_choices(transcript.id, call, heard) for call in calls if call.arguments]
            at = calls[-1].call if calls else at

    def _home(self, intent: str, area: str | None, where: str) -> str | None:
        if intent in SPECIAL_INTENTS:
            return area
        home = self._homes.get(intent) or area
        if home not in get_args(Area):
            raise TranscriptError(
                f"{where}: {intent!r} is neither a tool nor a special intent. Give it an area "
                f"({', '.join(get_args(Area))}), or take one of {', '.join((*self._homes, *SPECIAL_INTENTS))}."
            )
        return home

    def _hear(self, conversation: str, one: "_Utterance") -> None:
        if len(one.text) > LONGEST:
            self._leave(f"utterances of more than {LONGEST} characters")
            return
        taught = Taught(text=one.text, intent=one.intent, kind=one.kind, area=one.area, after=one.after)
        self._heard.append(_Heard(taught, conversation))

    def _leave(self, why: str) -> None:
        self._aside[why] = self._aside.get(why, 0) + 1

    def _settled(self) -> list[_Heard]:
        meanings: dict[tuple[str, str, str | None], dict[str, list[_Heard]]] = {}
        for one in self._heard:
            taught = one.taught
            place = (taught.kind, taught.text.casefold(), taught.after)
            meanings.setdefault(place, {}).setdefault(taught.intent, []).append(one)
        kept: list[_Heard] = []
        for intents in meanings.values():
            ordered = sorted(intents.values(), key=len, reverse=True)
            tied = len(ordered) > 1 and len(ordered[0]) == len(ordered[1])
            for _ in ordered[0 if tied else 1 :]:
                self._leave("utterances that others contradict")
            kept += [] if tied else ordered[0][:1]
        return kept


def _utterances(turn: Turn, expected: Expected, at: str | None) -> Iterator["_Utterance"]:
    text = turn.customer.strip()
    for wish in expected.wishes:
        if said := _own_words(wish, expected.wishes, text):
            yield _Utterance(said, wish.intent, area=wish.area, after=at)
    if expected.sentiment is not None:
        yield _Utterance(text, expected.sentiment, "sentiment")
    if expected.reading is not None:
        yield _Utterance(text, expected.reading, "reading", after=at)


def _own_words(wish: Wish, wishes: Sequence[Wish], text: str) -> str:
    """Return the words of one wish; of several only those that are marked can be told from the others."""
    return wish.text.strip() or (text if len(wishes) == 1 else "")


def _calls(turn: Turn) -> tuple[Call, ...]:
    """Return what should have been called, or if nobody says that, what was."""
    if turn.expected is not None and turn.expected.calls is not None:
        return turn.expected.calls
    return turn.calls


def _with_choices(conversation: str, call: Call, heard: Iterable[str]) -> Said:
    arguments = {name: value for name, value in call.arguments.items() if isinstance(value, str)}
    return Said(conversation, call.call, arguments, "\n".join(part for part in heard if part.strip()))


def _holds_transcripts(path: Path) -> bool:
    first = intents_reading.first_line(path)
    try:
        Transcript.model_validate_json(first)
    except ValidationError:
        return '"turns"' in first[:_PEEKED]
    return True


def _checksum(path: Path) -> str:
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    whole = sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()
