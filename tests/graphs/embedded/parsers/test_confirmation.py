import pytest

from graphs.embedded.parsers import agreeing, confirmation

YES = """yes|Yes please|yep go ahead|ok|OK then|sure|go ahead
that's fine|that is correct|perfect thanks|please do|Y|yeah
yes cancel it|yes please refund it|yes, that's right|👍
do it|sure why not|I LITERALLY just said yes|yeah go on then|absolutely|yes yes yes|confirm
yes and also can you change my address|Yes, do it please, thanks|sounds good"""
NO = """no|nope|No thanks|don't|don\u2019t do it|no!!!|never mind|I've changed my mind
not now|leave it as it is|leave that|nah mate|I said no|no, leave it"""
CHANGED = """yes but to my other address|no, the other order
no make it Friday|yes only the speaker|no, not that one
ok but make it Thursday|no I meant the doorbell|yes, except the charger|no, to my old address|sure but on Friday instead
yes but leave out the bulb|no it should be 16 Rope Walk"""
UNCERTAIN = """is that all?|how much|no I want to keep it|not sure|hmm
yes wait|cancel|cancel it|yes?|maybe|what|the speaker
yes, but how long will it take|can I get it sooner?|no idea|hello|why|right, what about my bill|oh ok|ah right
yes but will I be charged
no I was only joking|don't change it|no not for that price|"""


def rows(table: str) -> list[str]:
    return [text for line in table.splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", rows(YES))
def test_a_plain_yes_is_certain(text: str) -> None:
    assert confirmation.read(text) == "yes"


@pytest.mark.parametrize("text", rows(NO))
def test_a_plain_no_is_certain(text: str) -> None:
    assert confirmation.read(text) == "no"


@pytest.mark.parametrize("text", rows(CHANGED))
def test_a_yes_or_no_with_a_turn_is_a_change(text: str) -> None:
    assert confirmation.read(text) == "changed"


@pytest.mark.parametrize("text", rows(UNCERTAIN))
def test_anything_else_is_left_open(text: str) -> None:
    assert confirmation.read(text) is None


@pytest.mark.parametrize(
    "text",
    ["yes but not today", "is it yes?", "yes, how much", "only the speaker", "go ahead if it's free", "might do"],
)
def test_what_holds_back_may_never_be_taken_for_a_yes(text: str) -> None:
    assert confirmation.read(text) != "yes"
    said = confirmation.holds_back(text) or confirmation.asks(text) or confirmation.objects(text)
    assert said or not agreeing.agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "once I've found the box",
        "sure, when he's home",
        "that's almost it",
        "in a minute, yes",
        "just a sec",
        "the street is, the number isn't",
    ],
)
def test_a_condition_or_an_exception_holds_back(text: str) -> None:
    assert confirmation.holds_back(text)


@pytest.mark.parametrize(
    "text", ["I'd be glad if you did", "if that's the soonest, book it", "bit of a wait", "why not", "do it at once"]
)
def test_kind_words_and_resignation_hold_nothing_back(text: str) -> None:
    assert not confirmation.holds_back(text)


@pytest.mark.parametrize("text", ["you're not charging me, are you", "how long", "so it is gone, is it"])
def test_a_question_needs_no_mark(text: str) -> None:
    assert confirmation.asks(text)


@pytest.mark.parametrize("text", ["no bother, put me in for it", "no worries, book us in", "no rush but yes"])
def test_a_no_that_means_none_is_no_refusal(text: str) -> None:
    assert confirmation.read(text) is None


@pytest.mark.parametrize("text", ["do not change it", "yeah right", "great, and when is that"])
def test_what_only_begins_like_a_yes_is_left_open(text: str) -> None:
    assert confirmation.read(text) is None


def test_a_reply_as_long_as_a_letter_is_not_read() -> None:
    assert confirmation.read("yes " * 200) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("yes look at the bills please", "look at the bills please"),
        ("Right, and could you check my line", "could you check my line"),
        ("yes", ""),
        ("look at my bills", ""),
    ],
)
def test_what_follows_a_yes_is_told_apart_from_it(text: str, rest: str) -> None:
    assert confirmation.after_yes(text) == rest


def test_a_yes_may_go_on_to_a_question() -> None:
    assert confirmation.asks_besides("yes, and what do I owe you?") == "what do I owe you?"
    assert confirmation.asks_besides("Yes please. Can you move my visit?") == "Can you move my visit?"
    assert confirmation.asks_besides("yes but what does it cost?") == ""
    assert confirmation.asks_besides("what do I owe you?") == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("actually no, don't bother, it breaks again. give me my money back", "it breaks again. give me my money back"),
        ("No thanks. What are your opening hours?", "What are your opening hours?"),
        ("no, leave that. when is my visit", "when is my visit"),
        ("no it's the wrong one", ""),
        ("no. no. no", ""),
        ("yes. what do I owe you?", ""),
    ],
)
def test_a_no_may_go_on_to_another_matter(text: str, rest: str) -> None:
    assert confirmation.besides_no(text) == rest


def test_a_yes_to_are_you_sure_may_say_why() -> None:
    question = "I will cancel visit V-401. Are you sure?"
    assert confirmation.sure_of_it("Yes, he's not needed", question)
    assert not confirmation.sure_of_it("Yes, he's not needed", "Shall I go ahead?")
    assert not confirmation.sure_of_it("yes, but not today", question)
    assert not confirmation.sure_of_it("yeah, no, leave it", question)
