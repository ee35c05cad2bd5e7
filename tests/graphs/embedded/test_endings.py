"""What ends the assistant's part: a person who is asked for is reached, and nobody is sent away who goes on to ask."""

from pathlib import Path

import pytest

from graphs.embedded.classifier import Classifier
from graphs.embedded.endings import WANTED, Ending, Endings, offering, parts
from graphs.embedded.examples import Example
from graphs.embedded.stored import load
from prompts.registry import Prompts
from tests.encoders import WordEncoder

OFFER = "I'm not able to change that. Would you like me to pass you to a colleague?"
PHRASES = Prompts().table("embedded/words")["offers"]
FEW = [
    Example(text=text, intent=intent)
    for text, intent in [
        ("get me a person", "person"), ("a person please", "person"), ("my router is off", "other"),
        ("bye then", "goodbye"), ("goodbye now", "goodbye"), ("what do I owe", "other"),
    ]
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "is there a living soul in your office who could go over this with me",
        "my hands shake so typing is hard, could one of you ring me instead",
        "restart the router, and then have your supervisor give me a call",
        "I've explained it four times now. Fetch me whoever is above you",
        "pls connect senior executive",
        "no more articles, I want somebody who can decide",
        "I'd feel easier going over it with one of your staff",
    ],
)
async def test_a_person_is_asked_for_in_any_words(endings: Endings, text: str) -> None:
    assert (await endings.read(text)).asks_for_person


@pytest.mark.parametrize(
    "text",
    [
        "can the technician phone me before he comes",
        "get somebody out to the socket by Friday",
        "an adviser told me on Monday that it would be cheaper, is that so",
        "your colleague was rude to me, and now the refund please",
        "change the person you call about my account to my wife",
        "does a person read these messages or a computer",
        "my supervisor wants a copy of the bill",
        "will discuss it with the boss at home, night",
        "no colleague please, just tell me the date",
        "a flesh and blood electrician on my doorstep on Friday is what I want",
        "get a real person with a ladder round to mend the wire",
        "transfer my contract to the new flat",
    ],
)
async def test_what_only_sounds_like_it_calls_nobody(endings: Endings, text: str) -> None:
    assert not (await endings.read(text)).asks_for_person


@pytest.mark.parametrize(
    "text", ["get me one then", "mhm", "worth a try, how long is the wait", "k, and say I finish at five", "finally"]
)
async def test_the_offer_of_a_person_is_taken_up_in_a_few_words(endings: Endings, text: str) -> None:
    assert (await endings.read(text, OFFER, PHRASES)).asks_for_person


@pytest.mark.parametrize("text", ["nah you're alright", "no, only tell me what it costs", "how long is the contract"])
async def test_the_offer_of_a_person_is_not_taken_up_by_other_words(endings: Endings, text: str) -> None:
    assert not (await endings.read(text, OFFER, PHRASES)).asks_for_person


async def test_the_same_words_take_up_nothing_where_no_person_was_offered(endings: Endings) -> None:
    assert not (await endings.read("mhm", "Shall I book it?", PHRASES)).asks_for_person


@pytest.mark.parametrize("text", ["nice one, catch you later", "that's me sorted, ta-ra", "Diolch yn fawr, ta-ta"])
async def test_leave_is_taken_with_a_remark(endings: Endings, text: str) -> None:
    assert (await endings.read(text)).takes_leave


@pytest.mark.parametrize(
    "text", ["thanks, and one more thing", "is that all", "cancel it please, bye", "bye the way, what do I owe"]
)
async def test_nobody_takes_leave_who_goes_on_to_ask(endings: Endings, text: str) -> None:
    assert not (await endings.read(text)).takes_leave


def test_what_is_hardly_likely_is_ruled_out() -> None:
    assert Ending(0.1, 0.05).ruled_out == ("human", "goodbye")
    assert Ending(WANTED, 0.2).ruled_out == ()


def test_who_rather_takes_leave_asks_for_nobody() -> None:
    assert Ending(0.4, 0.6).ruled_out == ("human",)


def test_parts_are_the_clauses_that_say_something_by_themselves() -> None:
    assert parts("Test my line so then get me someone. Now") == ["Test my line", "then get me someone"]
    assert parts("get me someone") == []


def test_an_offer_stands_at_the_end_of_a_reply_and_holds_no_number() -> None:
    assert offering("Shall I? One. I can credit £5. Shall I pass you on?", PHRASES) == ["Shall I pass you on?"]


async def test_what_was_learned_is_kept_between_starts(tmp_path: Path) -> None:
    first, second = WordEncoder(), WordEncoder()
    before = await (await Endings.fit(first, FEW, [], tmp_path)).read("a person now")
    after = await (await Endings.fit(second, FEW, [], tmp_path)).read("a person now")
    assert after == before
    assert len(second.asked) < len(first.asked)


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    damaged = tmp_path / "endings.npz"
    damaged.write_bytes(b"no arrays")
    assert load(damaged, Classifier.of_arrays) is None
