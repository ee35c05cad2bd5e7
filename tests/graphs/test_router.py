"""Routing: who answers, what waits, and when a person is needed."""

from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.runtime import Runtime

from graphs.models.tiers_learned import Card, LearnedPolicy, Scorecard, Term
from graphs.models.tiers_signals import Ears
from graphs.router import LOOKED_BACK, MOST_CLARIFIED, after_route, route, take_next
from graphs.services import Models
from graphs.specialists.areas import effect_named
from graphs.state import Request, Sentiment, Session
from tests.encoders import WordEncoder
from tests.graphs.nodes import PROMPTS, Node, journey, state
from tests.scripted import ScriptedModel, routed, several

ASKED = AIMessage("Which article is it?")
REFUND = Request(text="refund the speaker", area="billing", intent="refund_order")


async def test_a_short_answer_to_a_question_is_not_routed_anew() -> None:
    node = Node()
    changes = await route(state("the speaker", ASKED, area="billing", journey=journey()), node.runtime)
    assert node.model.heard == []
    assert "area" not in changes


async def test_a_longer_answer_that_opens_no_other_area_stays_where_it_is() -> None:
    node = Node([routed("billing", "refund_order")])
    before = state(
        "the one that I bought last", ASKED, area="billing", session=Session(current=REFUND), journey=journey()
    )
    changes = await route(before, node.runtime)
    assert changes["session"].current == REFUND


async def test_another_matter_interrupts_and_the_first_one_is_kept() -> None:
    node = Node([routed("tech_support", "check_devices")])
    before = state("and by the way my router light is red", ASKED, area="billing", session=Session(current=REFUND))
    changes = await route(before, node.runtime)
    assert changes["area"] == "tech_support"
    assert changes["requests"] == [REFUND]


async def test_an_unsure_reading_leaves_the_conversation_in_its_area() -> None:
    node = Node([routed("field_service", "list_visits", confidence=0.3)])
    changes = await route(state("we have had visitors all week", area="billing"), node.runtime)
    assert changes["area"] == "billing"


async def test_all_that_the_customer_was_told_last_is_read_with_what_follows_it() -> None:
    told = [AIMessage(f"part {number}") for number in range(LOOKED_BACK + 2)]
    node = Node([routed("billing", "question")])
    before = state("will that turn up on every bill from now on?", HumanMessage("why so much?"), *told, area="account")
    await route(before, node.runtime)
    assert [message.text for message in node.model.heard[0][-len(told) - 2 : -1]] == [
        "why so much?",
        *(one.text for one in told),
    ]


async def test_several_requests_wait_their_turn_in_order() -> None:
    node = Node([several(("billing", "refund_order", "refund it"), ("account", "update_contact", "new e-mail"))])
    changes = await route(state("refund it and new e-mail"), node.runtime)
    assert changes["area"] == "billing"
    assert [request.text for request in changes["requests"]] == ["new e-mail"]
    assert changes["messages"][0].text == "refund it"


async def test_the_next_request_is_taken_up_in_its_own_words() -> None:
    waiting = [Request(text="new e-mail", area="account", intent="update_contact"), REFUND]
    changes = await take_next(state("yes", requests=waiting, area="billing"), Node().runtime)
    assert changes["area"] == "account"
    assert changes["requests"] == [REFUND]
    assert changes["messages"][0].text == "new e-mail"


@pytest.mark.parametrize("clarified", range(MOST_CLARIFIED))
async def test_an_unclear_wish_is_asked_about(clarified: int) -> None:
    node = Node([routed(None, "question", confidence=0.2)])
    changes = await route(state("the thing", session=Session(clarified=clarified)), node.runtime)
    assert changes["session"].clarified == clarified + 1
    assert changes["reply"] == node.told


async def test_an_unclear_wish_is_not_asked_about_a_third_time() -> None:
    node = Node([routed(None, "question", confidence=0.2)])
    changes = await route(state("the thing", session=Session(clarified=MOST_CLARIFIED)), node.runtime)
    assert changes["escalation"].reason == "unclear"


@pytest.mark.parametrize(
    ("before", "now", "intent", "reason"),
    [
        ((), "angry", "refund_order", None),
        (("angry",), "angry", "refund_order", "angry"),
        (("angry", "neutral"), "angry", "refund_order", "angry"),
        (("angry", "neutral", "neutral"), "angry", "refund_order", None),
        (("negative", "negative"), "negative", "refund_order", None),
        ((), "angry", "abuse", "angry"),
        ((), "neutral", "human", "asked_for_person"),
    ],
)
async def test_anger_that_lasts_and_a_wish_for_a_person_escalate(
    before: tuple[Sentiment, ...], now: Sentiment, intent: str, reason: str | None
) -> None:
    node = Node([routed("billing", intent, mood=now)])
    changes = await route(state("words enough to be routed", session=Session(moods=before)), node.runtime)
    found = changes.get("escalation")
    assert (found.reason if found else None) == reason


async def test_the_choice_of_tier_is_told_with_its_reason() -> None:
    node = Node([routed("billing", "refund_order", mood="angry")])
    changes = await route(state("refund my speaker at once"), node.runtime)
    (event,) = node.said
    assert (event.tier, event.reason) == (changes["decision"].tier, changes["decision"].reason)


@pytest.mark.parametrize(
    ("known", "next_node"),
    [
        ({"reply": ["What is it about?"]}, "__end__"),
        ({"session": Session(current=Request(text="bye", area=None, intent="goodbye"))}, "wrap_up"),
        (
            {"session": Session(current=Request(text="bye", area=None, intent="goodbye")), "requests": [REFUND]},
            "answer",
        ),
        ({"session": Session(current=REFUND)}, "answer"),
    ],
)
async def test_after_routing_comes(known: dict[str, object], next_node: str) -> None:
    assert await after_route(state("bye", **known)) == next_node


async def test_a_learned_policy_chooses_the_tier_where_there_is_one() -> None:
    node = Node([routed("billing", "refund_order")])
    card = Card(terms=(Term(signal="words_so_far", weight=1.0),), threshold=2.0)
    scorecard = Scorecard(name="x", first=card, later=card, data_sha256="0")
    learned = LearnedPolicy(scorecard, Ears.of(PROMPTS.table("tiers/signals"), effect_named), WordEncoder())
    services = replace(node.runtime.context, models=Models(small=node.model, large=ScriptedModel(), policy=learned))
    runtime = Runtime(context=services, stream_writer=node.said.append)
    changes = await route(state("please refund the speaker that I bought last week"), runtime)
    assert changes["decision"].tier == "large"
    assert "the customer's words so far" in changes["decision"].reason
