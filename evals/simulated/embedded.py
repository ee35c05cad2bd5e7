"""The embedded customer: no language model. It answers from its facts, and agrees to nothing but what it wants.

Which fact a question asks for is the one whose description is nearest to it in meaning. The words that are not its own
are those of prompts/customer/words, chosen by its manner.
"""

import re
from collections.abc import Awaitable, Callable, Sequence

from evals.metrics.canonical import canonical
from evals.metrics.toolset import is_free_text
from evals.scenario import Scenario
from evals.simulated.customer import Heard, Said
from evals.transcript import Call
from prompts.registry import Prompt
from tools.actions import Action

Nearness = Callable[[str, Sequence[str]], Awaitable[list[float]]]
"""How near a text is in meaning to each of the others, from 0 to 1."""
NEAR = 0.25
"""A fact that is less near to a question is no answer to it."""
_MOST_TOLD = 2
"""So often the same fact is told before the customer no longer knows what to say."""
_MOST_LOST = 2
"""So often in a row the customer does not know what to say before they give up."""
_QUESTION = re.compile(r"[^.!?\n]*\?")


class EmbeddedCustomer:
    """Plays one scenario."""

    def __init__(self, scenario: Scenario, words: Prompt, nearness: Nearness) -> None:
        self._scenario = scenario
        self._words = words
        self._near = nearness
        self._told = [0] * len(scenario.facts)
        self._then = list(scenario.then)
        self._heard: list[str] = []
        self._lost = 0

    async def answer(self, heard: Heard) -> Said:
        """Agree or not, answer a question, bring up what is left, or end it."""
        self._heard.append(heard.reply.casefold())
        if heard.proposal is not None:
            return await self._on(heard.proposal)
        if self._content(heard.done) and not self._then:
            return Said(self._say("thanks"), "goal_reached")
        questions = _QUESTION.findall(heard.reply)
        if questions and (told := await self._fact(questions[-1], heard.reply)):
            self._lost = 0
            return Said(told)
        if self._then:
            self._lost = 0
            return Said(self._then.pop(0))
        self._lost += 1
        if self._lost > _MOST_LOST:
            return Said(self._say("gives_up"), "gave_up")
        return Said(self._say("lost", wish=self._scenario.opening))

    async def _on(self, proposal: Action) -> Said:
        """Agree to what is wanted; of the same kind of thing say what is different."""
        wants = self._scenario.goal.wants
        if any(matches(want, proposal) for want in wants):
            return Said(self._say("agrees"))
        declined = self._say("declines")
        wrong = [
            name
            for want in wants
            if want.call == proposal.tool
            for name, value in want.arguments.items()
            if canonical(value) != canonical(proposal.arguments.get(name))
        ]
        told = await self._fact(wrong[0].replace("_", " "), "") if wrong else None
        return Said(f"{declined} {told}" if told else declined)

    def _content(self, done: Sequence[Action]) -> bool:
        goal = self._scenario.goal
        if goal.person or not all(any(matches(want, action) for action in done) for want in goal.wants):
            return False
        return all(any(fact.casefold() in heard for heard in self._heard) for fact in goal.learns)

    async def _fact(self, question: str, reply: str) -> str | None:
        open_facts = [at for at, told in enumerate(self._told) if told < _MOST_TOLD]
        facts = self._scenario.facts
        if not open_facts:
            return None
        about = [facts[at].about for at in open_facts]
        # "Which one suits you?" says less of what is asked than the list before it.
        near = [
            max(pair) for pair in zip(await self._near(question, about), await self._near(reply, about), strict=True)
        ]
        best = max(range(len(near)), key=near.__getitem__)
        if near[best] < NEAR:
            return None
        self._told[open_facts[best]] += 1
        return facts[open_facts[best]].say

    def _say(self, what: str, **values: str) -> str:
        return self._words.say(f"{what}.{self._scenario.manner}", **values)


def matches(want: Call, action: Action) -> bool:
    """Whether an action is what the customer wants, as far as they have said."""
    if want.call != action.tool:
        return False
    return all(
        is_free_text(want.call, name) or canonical(value) == canonical(action.arguments.get(name))
        for name, value in want.arguments.items()
    )
