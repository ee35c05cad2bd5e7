"""A customer that a model plays, by the scenario's facts, goal and manner: for when a provider is set."""

from typing import Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict, Field

from evals.scenario import Scenario
from evals.simulated.customer import Heard, Said
from graphs.models.structured import structured
from prompts.registry import Prompt


class Line(BaseModel):
    """What the customer says next."""

    model_config = ConfigDict(extra="forbid")

    say: str = Field(min_length=1, description="The customer's next message, in their manner.")
    ended: Literal["no", "goal_reached", "gave_up"] = Field(
        description="goal_reached when the goal is met and this is a goodbye; gave_up when it clearly cannot be met."
    )


class PlayedCustomer:
    """Plays one scenario with a model."""

    def __init__(self, scenario: Scenario, prompt: Prompt, model: BaseChatModel) -> None:
        facts = "\n".join(f"- {fact.about}: {fact.say}" for fact in scenario.facts) or "-"
        goal = scenario.goal.model_dump_json(exclude_defaults=True)
        system = prompt.fill(facts=facts, goal=goal, manner=scenario.manner, later="\n".join(scenario.then) or "-")
        # To the model the agent is the one who writes to it, and its own lines are the answers.
        self._messages: list[BaseMessage] = [SystemMessage(system), AIMessage(scenario.opening)]
        self._model = model

    async def answer(self, heard: Heard) -> Said:
        """Let the model say what comes next."""
        self._messages.append(HumanMessage(heard.reply))
        line, _ = await structured(self._model, self._messages, Line)
        self._messages.append(AIMessage(line.say))
        return Said(line.say, None if line.ended == "no" else line.ended)
