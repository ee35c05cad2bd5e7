"""What learning from recordings is worth: the same texts, asked of what is shipped and of what was learned from others.

Conversations are dealt into parts; each part is asked of a model that learned from the other parts, and of the shipped
one, which learned from none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from langchain_core.tools import BaseTool

from evals.progress import Progress
from evals.statistics import mcnemar, rate
from evals.training_lessons import Lessons, Said
from evals.training_phrasing import Phrases, choices_of, learn
from graphs.embedded.examples import SPECIAL_INTENTS, Examples
from graphs.embedded.filling import Moment, first_found
from graphs.embedded.learned import Comparison, Measured, Phrasing, Taught, added, joined
from graphs.embedded.toolcards import card_of
from graphs.embedded.understanding import Encoder, Understanding
from prompts.registry import Prompts

SEED = 0
_MOMENT = Moment(datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
"""Any day will do: what is listed in a schema hardly depends on it."""
_Outcomes = defaultdict[str, list[bool]]


@dataclass(frozen=True)
class Trial:
    """What is compared, and with what."""

    shipped: Examples
    lessons: Lessons
    tools: tuple[BaseTool, ...]
    encoder: Encoder


async def compared(trial: Trial, folds: int, told: Progress) -> dict[str, Comparison]:
    """Compare what is shipped with what was learned; nothing, if all is from one conversation."""
    lessons = trial.lessons
    parts = _dealt([*lessons.conversation, *(one.conversation for one in lessons.said)], folds)
    if len(set(parts.values())) < 2:
        return {}
    told(0, folds + 2, "Asking what is shipped")
    plain = await Understanding.fit(trial.encoder, trial.shipped)
    before, after = _Outcomes(list), _Outcomes(list)
    for number in sorted(set(parts.values())):
        told(number + 1, folds + 2, "Learning from the other parts")
        inside = [parts[one] == number for one in lessons.conversation]
        others = [one for one, within in zip(lessons.taught, inside, strict=True) if not within]
        mine = [one for one, within in zip(lessons.taught, inside, strict=True) if within]
        taught = await Understanding.fit(trial.encoder, added(trial.shipped, others))
        await _understood(plain, mine, before)
        await _understood(taught, mine, after)
        _arguments(trial, [one for one in lessons.said if parts[one.conversation] == number], {}, before)
        rest = [one for one in lessons.said if parts[one.conversation] != number]
        phrases = learn(rest, choices_of(trial.tools), [one.text for one in trial.shipped.requests])
        _arguments(trial, [one for one in lessons.said if parts[one.conversation] == number], phrases, after)
    return {name: _comparison(before[name], after[name]) for name in sorted(before)}


def _dealt(conversations: Iterable[str], folds: int) -> dict[str, int]:
    names = sorted(set(conversations))
    order = np.random.default_rng(SEED).permutation(len(names))
    return {names[row]: place % folds for place, row in enumerate(order.tolist())}


async def _understood(model: Understanding, asked: Sequence[Taught], outcomes: _Outcomes) -> None:
    for one in asked:
        match one.kind:
            case "request":
                guess = await model.intent(one.text, after=one.after)
                outcomes["intent"].append(guess.label == one.intent)
                if one.area and one.intent not in SPECIAL_INTENTS:
                    outcomes["area"].append(guess.area == one.area)
            case "sentiment":
                outcomes["sentiment"].append(await model.sentiment(one.text) == one.intent)
            case "reading":
                outcomes["reading"].append((await model.reading(one.text, after=one.after))[0] == one.intent)


def _arguments(trial: Trial, said: Sequence[Said], phrases: Phrases, outcomes: _Outcomes) -> None:
    """Ask which choice the words give for each argument that has listed values."""
    phrasing: Phrasing = joined(Prompts().table("embedded/phrasing"), phrases)
    cards = {tool.name: card_of(tool, phrasing) for tool in trial.tools}
    for one in said:
        for argument in cards[one.tool].arguments if one.tool in cards else ():
            if argument.kind == "enum" and argument.name in one.arguments:
                given = first_found(argument, one.text.splitlines(), _MOMENT)
                outcomes["listed arguments"].append(given == one.arguments[argument.name])


def _comparison(before: Sequence[bool], after: Sequence[bool]) -> Comparison:
    test = mcnemar(before, after)
    return Comparison(shipped=_measured(before), learned=_measured(after), p_value=test.p_value)


def _measured(outcomes: Sequence[bool]) -> Measured:
    found = rate(outcomes)
    return Measured(value=found.value, se=found.se, n=found.n)
