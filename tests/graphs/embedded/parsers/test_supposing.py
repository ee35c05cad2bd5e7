import pytest

from graphs.embedded.parsers import supposing


@pytest.mark.parametrize(
    "text",
    [
        "I take it I'm paying, seeing as it was my roofers and not you",
        "that'll be ten pounds less on my bill, I take it",
        "I presume I don't pay the postage",
        "And I suppose you'll want fifty pounds off me for a new one?",
        "I'm guessing the box has to come with it",
        "presumably the same man comes back",
    ],
)
def test_what_is_taken_for_granted_is_only_asked(text: str) -> None:
    assert supposing.only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "And the speaker doesn't have to go back along with it? They were bought together you see",
        "Has that got to come back too or can it stay where it is?",
        "Does the speaker need to be returned as well?",
        "Must I send the speaker too?",
        "Can the speaker stay with me?",
        "I don't have to return the speaker as well do I",
        "am I obliged to send the whole lot back",
        "So I can hang on to the speaker?",
        "Do you need the speaker back too?",
        "and mine only has to go off after the new one's here?",
        "is it okay if the stand stays here",
        "Could I not just screw it back on meanwhile, I'm handy enough",
        "can I tape it up myself till then?",
    ],
)
def test_what_must_be_and_what_may_be_is_only_asked(text: str) -> None:
    assert supposing.only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "I need to send the speaker back",
        "I have to cancel my visit on Friday",
        "could the speaker go back too?",
        "the speaker has to go back as well, it's broken",
        "I suppose you could refund me then",
        "I suppose you'd better write to me there",
        "I suppose I'll have to cancel it",
        "I guess that's fine",
        "I take it back, cancel it",
        "I don't need to keep the speaker any more",
        "do I need to confirm? please cancel it",
        "refund the card then. You have no need to ask me anything",
        "you needn't send anyone, cancel it",
        "and you'll take the plug too, I take it",
        "can you keep the visit but move it to Friday",
        "it won't stay on, can you look at it?",
        "can I return the plug",
        "why do I have to keep restarting it",
        "do I get my money for this useless speaker or what",
        "am I getting a full refund for the bell or aren't I?",
        "are you lot going to swap it or do I have to come round",
    ],
)
def test_a_wish_is_more_than_a_question_whatever_words_it_shares_with_one(text: str) -> None:
    assert not supposing.only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "And that's without the stand, is it?",
        "n the stand that came w it stays mine yh",
        "the stand's not included, right?",
        "I'm keeping the stand, aren't I",
        "just the speaker, is it?",
        "that's the white one, innit",
        "he'll be gone by kick off won't he, it's three",
        "it won't be Sunday, will it",
        "It won't hurt it, will it? It was a present",
    ],
)
def test_a_statement_may_end_in_words_that_ask_whether_it_is_so(text: str) -> None:
    assert supposing.ends_in_tag(text)


@pytest.mark.parametrize(
    "text",
    [
        "make it Monday yeah",
        "the April one yh",
        "no it isn't",
        "send it to my mum's instead, yeah",
        "it's 765 not 764, ok?",
        "that's the wrong one, no?",
        "I want the stand refunded, ok?",
    ],
)
def test_a_correction_with_the_same_last_words_is_still_one(text: str) -> None:
    assert not supposing.ends_in_tag(text)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("that's the Tuesday coming, not the one after?", True),
        ("so you mean this week?", True),
        ("and that'd be the morning?", True),
        ("that's the Tuesday, can we do Wednesday?", False),
        ("it's the 18th? I said the 19th", False),
        ("that's the wrong one?", False),
    ],
)
def test_who_makes_sure_of_what_is_proposed_wants_nothing_else(text: str, sure: bool) -> None:
    assert supposing.makes_sure(text) is sure


def test_what_waits_for_something_else_is_put_off() -> None:
    assert supposing.puts_off("she's on a call just now so not until she's off")
    assert not supposing.puts_off("not until Thursday")
