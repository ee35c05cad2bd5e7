"""A yes that comes with remarks, and what only comes near one."""

import pytest

from graphs.embedded.understanding import Understanding

REFUND = "I can refund £73 for order N-1045 to your PayPal. It would arrive within 5 working days. Shall I go ahead?"
BOOKING = (
    "I can book a technician (repair) for Monday 18 May, between 08:00 and 12:00, at 3 Wensum Close, Norwich NR3 8KE."
    " Shall I book it?"
)
NUMBER = "I will change your contact details. Your new phone number will be +447700900764. Is that right?"


@pytest.mark.parametrize(
    ("text", "question", "tool"),
    [
        (
            "oh god yeah the forty when it came late sorry my head's a mess yeah do that then please",
            REFUND,
            "refund_order",
        ),
        ("oh yes of course the forty, silly me, yes do that please", REFUND, "refund_order"),
        ("It was the decorator, so he can cough up. Monday it is", BOOKING, "book_visit"),
        ("My lad's off school. Monday morning it is.", BOOKING, "book_visit"),
        ("Good. Put it in the book", NUMBER, "update_contact"),
        ("Lovely. Pop it in", NUMBER, "update_contact"),
    ],
)
async def test_a_yes_is_heard_amid_remarks(shipped: Understanding, text: str, question: str, tool: str) -> None:
    assert (await shipped.reading(text, question, tool))[0] == "yes"


@pytest.mark.parametrize(
    ("text", "question", "tool"),
    [
        ("oh yeah the forty when it came late so it should be a hundred and thirteen", REFUND, "refund_order"),
        ("oh god yeah the forty, do that instead then please", REFUND, "refund_order"),
        ("yeah the forty when it came late sorry yeah do the camera only then please", REFUND, "refund_order"),
        ("oh yeah the forty. hang on though do I keep the card", REFUND, "refund_order"),
        ("Tuesday it is", BOOKING, "book_visit"),
        ("Is Monday it?", BOOKING, "book_visit"),
        ("Monday it is if he can do the afternoon", BOOKING, "book_visit"),
        ("Maybe Monday it is", BOOKING, "book_visit"),
        ("Good. Put the old one in the book", NUMBER, "update_contact"),
        ("Good. Put it in as 765", NUMBER, "update_contact"),
        ("Good grief. Put it back", NUMBER, "update_contact"),
        ("I never said yeah go ahead", REFUND, "refund_order"),
        ("just the camera yeah do that please", REFUND, "refund_order"),
        ("so he can do the afternoon, Monday it is", BOOKING, "book_visit"),
        ("to my Visa yeah do that please", REFUND, "refund_order"),
        ("yes Visa is fine", REFUND, "refund_order"),
        ("yes, by bank transfer", REFUND, "refund_order"),
        ("pencil him in for now, I'll let you know", BOOKING, "book_visit"),
    ],
)
async def test_what_only_comes_near_a_yes_is_none(shipped: Understanding, text: str, question: str, tool: str) -> None:
    assert (await shipped.reading(text, question, tool))[0] != "yes"


@pytest.mark.parametrize(
    ("text", "question", "tool"),
    [
        ("And that's without the card, is it?", REFUND, "refund_order"),
        ("just the camera, is it?", REFUND, "refund_order"),
        ("n the card that came w it stays mine yh", REFUND, "refund_order"),
        ("he'll be gone by kick off won't he, it's three", BOOKING, "book_visit"),
        ("it won't be Sunday, will it", BOOKING, "book_visit"),
        ("she's on a call with school just now so not until she's off", BOOKING, "book_visit"),
    ],
)
async def test_a_statement_that_asks_whether_it_is_so_changes_nothing(
    shipped: Understanding, text: str, question: str, tool: str
) -> None:
    assert (await shipped.reading(text, question, tool))[0] == "other"
