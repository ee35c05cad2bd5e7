from collections.abc import Mapping

import pytest

from graphs.embedded.searching import query_for
from graphs.embedded.topics import LOYAL_WHILE_OPEN, area_of
from tools.errors import Unavailable
from tools.knowledge_base.index import KnowledgeBase


class Near:
    """Shelves whose articles answer as well as the test says."""

    def __init__(self, near: Mapping[str, float]) -> None:
        self._near = near
        self.asked: list[str] = []

    async def areas_near(self, query: str) -> Mapping[str, float]:
        self.asked.append(query)
        return self._near


class Closed:
    async def areas_near(self, query: str) -> Mapping[str, float]:
        raise Unavailable("closed")


async def test_a_question_is_of_the_area_whose_article_answers_it_best() -> None:
    assert await area_of("the fee", None, Near({"billing": 0.6, "account": 0.4})) == "billing"


async def test_what_several_answer_stays_in_the_area_in_hand() -> None:
    assert await area_of("and that?", "account", Near({"billing": 0.5, "account": 0.5})) == "account"


async def test_while_a_proposal_is_open_only_what_is_surely_of_another_area_leaves_it() -> None:
    near = Near({"billing": 0.6, "account": 0.57})
    assert await area_of("and the fee?", "account", near) == "billing"
    assert await area_of("and the fee?", "account", near, LOYAL_WHILE_OPEN) == "account"
    assert await area_of("the fee", "account", Near({"billing": 0.8, "account": 0.52}), LOYAL_WHILE_OPEN) == "billing"


async def test_what_is_plainly_of_another_area_leaves_the_one_in_hand() -> None:
    assert await area_of("the fee", "account", Near({"billing": 0.9, "account": 0.4})) == "billing"


async def test_the_area_is_looked_up_with_what_the_answer_will_be_looked_up_with() -> None:
    shelves = Near({"billing": 0.4, "account": 0.8})
    query = query_for("how long", "Moving house", "It comes by post.")
    assert await area_of(query, None, shelves) == "account"
    assert shelves.asked == ["Moving house\nIt comes by post.\nhow long"]


async def test_without_articles_nothing_is_known_of_a_question() -> None:
    assert await area_of("the fee", "billing", Closed()) is None
    assert await area_of("the fee", "billing", Near({})) is None


async def test_the_shipped_articles_know_their_areas(articles: KnowledgeBase) -> None:
    asked = {
        "how long have I got to send something back": "billing",
        "what does a red light on the router mean": "tech_support",
        "does anybody have to be in when the technician comes": "field_service",
        "can somebody else look after my account for me": "account",
    }
    assert {text: await area_of(text, None, articles) for text in asked} == asked


@pytest.mark.parametrize(
    ("text", "told", "in_hand", "area"),
    [
        ("and the man who comes out, is he extra?", "Set-up is free for 18 months.", "billing", "field_service"),
        (
            "do I need to shift the sideboard for him",
            "Visit V-302 is on Friday 22 May.",
            "tech_support",
            "field_service",
        ),
        ("I've lost two days' pay over this", "Visit V-302 is now on Friday.", "field_service", "billing"),
        ("so who makes up for the lost days", "Fault F-501 is with our engineers now.", "tech_support", "billing"),
        ("and once I'm gone, can I keep hold of the hub?", "Visits are from Monday to Saturday.", "billing", "account"),
        ("and if it packs up next year, do you help?", "I'm sorry, no: it is too late.", "billing", "tech_support"),
        ("so next month it'll be less, right?", "Your first bill is £72.", "account", "billing"),
        ("my mum's on oxygen, is she seen to sooner?", "Fault F-501 is open.", "tech_support", "account"),
    ],
)
async def test_what_is_another_areas_matter_goes_there_in_the_midst_of_a_conversation(
    articles: KnowledgeBase, text: str, told: str, in_hand: str, area: str
) -> None:
    assert await area_of(query_for(text, "", told), in_hand, articles) == area


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("billing", "I can refund £18 for the Memory card in order N-1045 to your PayPal. Shall I go ahead?"),
        ("field_service", "Thank you, that's done: a technician comes on Friday 15 May, between 08:00 and 12:00."),
        (
            "tech_support",
            "I can restart your router from here; you will be offline for about 3 minutes. Shall I do it now?",
        ),
    ],
)
@pytest.mark.parametrize("text", ["and how long does that take", "what if it takes longer than that"])
async def test_what_leans_on_what_was_said_stays_in_the_area_in_hand(
    articles: KnowledgeBase, text: str, area: str, told: str
) -> None:
    assert await area_of(query_for(text, "", told), area, articles) == area
