"""Transcripts and runs as pandas tables: what the notebooks sort, count and show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from pydantic import BaseModel

from evals.figures import said, spread
from evals.judgements import Judged, figures, judge, passed
from evals.metrics.area import areas
from evals.metrics.catalogue import METRICS
from evals.metrics.intent import intents
from evals.report.paired import paired_rows
from evals.report.pairing import PairedConversation, Pairing
from evals.report.plots import Point
from evals.runs import Runs
from evals.transcript import Transcript, Turn


def conversations(transcripts: Iterable[Transcript]) -> pd.DataFrame:
    """Return a row a conversation."""
    rows = [
        {
            "id": one.id,
            "part": one.part,
            "area": one.area or "none",
            "channel": one.channel,
            "turns": len(one.turns),
            "calls": sum(len(turn.calls) for turn in one.turns),
            "person": any(turn.expected and turn.expected.escalation for turn in one.turns),
            "tags": list(one.tags),
            "title": one.title,
        }
        for one in transcripts
    ]
    return pd.DataFrame(rows).set_index("id")


def turns(transcript: Transcript) -> pd.DataFrame:
    """Return a row a turn of one conversation, as it was recorded."""
    return pd.DataFrame([_recorded(turn) for turn in transcript.turns]).rename_axis("turn")


def answers(runs: Runs, transcripts: Sequence[Transcript]) -> pd.DataFrame:
    """Return a row a turn of a run: what was understood beside what is right, and what the answer took."""
    rows = [row for one in judge(runs, transcripts) for row in _answers(one)]
    return pd.DataFrame(rows).set_index(["id", "turn"])


def metrics(runs: Runs, transcripts: Sequence[Transcript]) -> pd.DataFrame:
    """Return a row a metric, written for people; rates with their standard error."""
    rows = [
        {
            "metric": name,
            "value": said(METRICS[name], found.value),
            "± error": "" if found.se is None else spread(METRICS[name], found.se),
            "n": found.n,
            "what it says": METRICS[name].what,
        }
        for name, found in figures(judge(runs, transcripts)).items()
    ]
    return pd.DataFrame(rows).set_index("metric")


def compared(pairing: Pairing) -> pd.DataFrame:
    """Return a row a metric of two runs: both values, the difference with its interval, and how sure it is."""
    return records(paired_rows(pairing)).set_index("metric")


def changed(pairing: Pairing) -> pd.DataFrame:
    """Return a row a line that differs between two runs; conversations that got worse come first."""
    first, second = pairing.names
    rows = [row for one in pairing.conversations for row in _changed(one, first, second)]
    columns = ["id", "way", "turn", "customer", "what", first, second]
    return pd.DataFrame(rows, columns=columns).set_index(["id", "turn"])


def points(named: Mapping[str, Runs], transcripts: Sequence[Transcript], cost: str = "cost") -> list[Point]:
    """Return what each run costs and how good it is, for `plots.cost_against_quality`; `cost` is a quantity's name."""
    found = []
    for name, runs in named.items():
        judged = judge(runs, transcripts)
        quality, se = passed(judged)
        price = figures(judged)[cost].value
        found.append(Point(label=name, group=name, cost=price, quality=quality, se=se or 0.0))
    return found


def records(given: Iterable[BaseModel]) -> pd.DataFrame:
    """Return a row a record."""
    return pd.DataFrame([one.model_dump() for one in given])


def readable(table: pd.DataFrame) -> Any:
    """Return a table as a notebook shows it well: long texts whole, with their line breaks."""
    shown = {"selector": "th, td", "props": "white-space: pre-wrap; text-align: left; vertical-align: top"}
    return table.style.set_table_styles([shown])


def _recorded(turn: Turn) -> dict[str, Any]:
    expected = turn.expected
    return {
        "customer": turn.customer or f"({turn.happening})",
        "agent": turn.reply,
        "calls": ", ".join(call.call for call in turn.calls),
        "wishes": ", ".join(wish.intent for wish in expected.wishes) if expected else "",
        "area": expected.area if expected else None,
        "mood": expected.sentiment if expected else None,
        "person": expected.escalation if expected else None,
    }


def _answers(one: Judged) -> Iterator[dict[str, Any]]:
    area = {turn: (right, found) for turn, right, found in areas(one.run, one.transcript)}
    intent = {turn: (right, found) for turn, right, found in intents(one.run, one.transcript)}
    for turn in one.run.turns:
        number = turn.turn
        wrong = [name for name in one.scores if any(score.turn == number for score in one.wrong(name))]
        yield {
            "id": one.run.id,
            "turn": number,
            "customer": turn.customer,
            "reply": turn.reply,
            "area": area.get(number, (None, None))[0],
            "area found": area.get(number, (None, None))[1],
            "intent": intent.get(number, (None, None))[0],
            "intent found": intent.get(number, (None, None))[1],
            "tier": turn.tier or "none",
            "ms": turn.latency_ms,
            "USD": float(turn.used.cost_usd),
            "wrong": ", ".join(wrong),
        }


def _changed(one: PairedConversation, first: str, second: str) -> Iterator[dict[str, Any]]:
    for turn in one.turns:
        for line in sorted(turn.differs):
            yield {
                "id": one.id,
                "way": one.way,
                "turn": turn.number,
                "customer": turn.customer,
                "what": line,
                first: turn.first.get(line, ""),
                second: turn.second.get(line, ""),
            }
