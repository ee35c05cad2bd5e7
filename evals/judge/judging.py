"""The judge: a language model that gives one verdict on one reply, by one criterion of prompts/judge."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict, Field

from evals.judge.labels import Case, Criterion, Verdict
from evals.transcript import Recorded
from graphs.models.errors import ModelError
from graphs.models.structured import structured
from prompts.registry import Prompt

AT_ONCE = 8
PROMPT = "judge"
Progress = Callable[[int, int], None]
"""Is told how many questions are answered, of how many."""


class Ruling(BaseModel):
    """What the model answers: the reason first, so that the verdict follows from it."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(description="Why, in one or two sentences; for a fail the words that break the criterion.")
    verdict: Verdict


class Question(Recorded):
    """A reply and what it is to be judged by."""

    id: str
    criterion: Criterion
    case: Case


class Opinion(Recorded):
    """The judge's answer to one question."""

    id: str
    criterion: Criterion
    verdict: Verdict | None
    """None: the model gave none."""
    reason: str
    """Why; without a verdict what went wrong."""


@dataclass(frozen=True)
class Judge:
    """A model and the version of the prompt that it judges by."""

    model: BaseChatModel
    prompt: Prompt

    async def opinion(self, question: Question) -> Opinion:
        """Judge one reply; what is said in it is material, and travels as JSON."""
        told = SystemMessage(f"{self.prompt.say('judge')}\n\n{self.prompt.say(question.criterion)}")
        case = HumanMessage(question.case.model_dump_json())
        try:
            ruling, _ = await structured(self.model, [told, case], Ruling)
        except ModelError as error:
            return Opinion(id=question.id, criterion=question.criterion, verdict=None, reason=str(error))
        return Opinion(id=question.id, criterion=question.criterion, verdict=ruling.verdict, reason=ruling.reason)


async def opinions(
    judge: Judge, questions: Sequence[Question], *, at_once: int = AT_ONCE, on_progress: Progress | None = None
) -> list[Opinion]:
    """Judge many replies, a few at a time, in the order in which they are given."""
    places, done = asyncio.Semaphore(at_once), 0

    async def one(question: Question) -> Opinion:
        nonlocal done
        async with places:
            opinion = await judge.opinion(question)
        done += 1
        if on_progress is not None:
            on_progress(done, len(questions))
        return opinion

    return await asyncio.gather(*(one(question) for question in questions))
