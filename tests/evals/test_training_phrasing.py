"""What customers say for a choice, learned from what they had said before it."""

from evals.training_lessons import Said
from evals.training_phrasing import choices_of, learn, phrases
from tools.toolbox import AREA_TOOLS

CHOICES = {"book_visit": {"reason": ("repair", "relocation", "installation")}}
ELSEWHERE = [
    "please can you help me with my bill",
    "the red light is on",
    "we want our money back",
    "we are on our line",
] * 50
BEFORE = {
    "relocation": ["we are flitting on monday please", "our flitting is next week", "the wife and I are flitting"],
    "repair": ["the box is knackered", "our line is knackered please", "monday it got knackered"],
    "installation": ["please put one of them in", "want a brand new line", "we want our first line on monday"],
}
SAID = [
    Said(f"{value} {number}", "book_visit", {"reason": value}, text)
    for value, texts in BEFORE.items()
    for number, text in enumerate(texts)
]


def test_words_that_came_with_one_choice_only_are_learned() -> None:
    learned = learn(SAID, CHOICES, ELSEWHERE)
    assert learned == {"reason": {"relocation": ["flitting"], "repair": ["knackered"]}}


def test_common_words_and_words_that_came_with_two_choices_are_not() -> None:
    said = {
        phrase for choices in learn(SAID, CHOICES, ELSEWHERE).values() for part in choices.values() for phrase in part
    }
    assert not said & {"monday", "our", "please", "the"}


def test_one_conversation_is_not_enough_however_often_it_says_so() -> None:
    same = [Said("one", "book_visit", {"reason": "repair"}, "bust bust bust")] * 5
    assert learn([*same, *SAID], CHOICES, ELSEWHERE)["reason"]["repair"] == ["knackered"]


def test_where_there_is_one_choice_alone_nothing_can_be_said() -> None:
    assert learn([one for one in SAID if one.arguments["reason"] == "repair"], CHOICES, ELSEWHERE) == {}


def test_what_nearly_everybody_chose_is_not_proved_by_two_who_used_a_word() -> None:
    many = [Said(f"m{number}", "book_visit", {"reason": "repair"}, f"word{chr(97 + number)}") for number in range(20)]
    odd = [Said(f"o{number}", "book_visit", {"reason": "repair"}, "wobbly") for number in range(2)]
    assert learn([*many, *odd, *SAID[:3]], CHOICES, ELSEWHERE)["reason"].keys() == {"relocation"}


def test_values_and_tools_that_are_not_listed_are_left_alone() -> None:
    assert learn(SAID, {"book_visit": {"reason": ("other",)}}, ELSEWHERE) == {}
    assert learn(SAID, {}, ELSEWHERE) == {}


def test_phrases_stay_within_a_message_and_hold_no_figures() -> None:
    assert phrases("New flat\nin 12 days") == {"new", "flat", "new flat", "in", "days"}


def test_the_product_s_listed_arguments_are_found() -> None:
    listed = choices_of(tool for tools in AREA_TOOLS.values() for tool in tools)
    assert "relocation" in listed["book_visit"]["reason"]
    assert listed["list_orders"] == {}
