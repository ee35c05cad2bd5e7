"""The answer to an open question: read by code where it is certain, else by a model that may only choose."""

import pytest
from langchain_core.messages import SystemMessage

from graphs.confirm import confirm
from tests.graphs.nodes import Node, action, journey, state
from tests.scripted import Line, reads_as

OPEN = journey(proposal=action(state="proposed", question="I can refund £59.99. Shall I go ahead?"))


async def test_without_an_open_question_the_words_are_routed() -> None:
    node = Node()
    command = await confirm(state("yes", journey=journey()), node.runtime)
    assert command.goto == "route"
    assert node.model.heard == []


@pytest.mark.parametrize(
    "line", [reads_as("other"), reads_as("yes", 0.49), reads_as("yes", 0.0)], ids=["other", "hardly a yes", "no yes"]
)
async def test_what_is_no_sure_answer_leaves_the_question_open(line: Line) -> None:
    node = Node([line])
    command = await confirm(state("I suppose one would want that", journey=OPEN), node.runtime)
    assert command.goto == "route"
    assert node.said == []


async def test_the_model_sees_the_question_and_the_answer_and_nothing_else() -> None:
    node = Node([reads_as("other")])
    await confirm(state("I suppose one would want that", journey=OPEN), node.runtime)
    ((prompt, question, answer),) = node.model.heard
    assert isinstance(prompt, SystemMessage)
    assert question.text == "I can refund £59.99. Shall I go ahead?"
    assert answer.text == "I suppose one would want that"
