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


SEND = (
    "I will change your delivery address from 8 Elm Row, York YO1 7LH to 22 Dock Street, Hull HU1 1AA. Is that right?"
)
MAIL = "I will change your contact details. Your new e-mail address will be ada.byron@example.com. Is that right?"
CANCEL = "I will cancel visit V-301, Tuesday 19 May, between 08:00 and 12:00. Are you sure?"
RESTART = "I can restart your router from here; you will be offline for about 3 minutes. Shall I do it now?"
CARD = "I can refund £15 for the Video doorbell in order N-1050 to your Visa ending 3003. Shall I go ahead?"
FAULT = "I can open a fault for our engineers. They aim to have it repaired by Friday 15 May at 18:00. Shall I open it?"


@pytest.mark.parametrize(
    ("text", "question", "tool"),
    [
        ("haven't heard a thing so carry on", SEND, "update_address"),
        ("no text here so yes please", SEND, "update_address"),
        ("nah it isn't urgent. book it", BOOKING, "book_visit"),
        ("my husband won't be pleased but yes", RESTART, "restart_device"),
        ("don't mind just do it", RESTART, "restart_device"),
        ("hang on, I'm closing something. ok go ahead", RESTART, "restart_device"),
        ("one sec. yes do it", RESTART, "restart_device"),
    ],
)
async def test_what_is_not_so_may_be_why_somebody_agrees_and_a_moment_ends_with_a_yes(
    shipped: Understanding, text: str, question: str, tool: str
) -> None:
    assert (await shipped.reading(text, question, tool))[0] == "yes"


@pytest.mark.parametrize(
    ("text", "question", "tool"),
    [
        ("three double oh three, yes that is mine", CARD, "refund_order"),
        ("dot com yes", MAIL, "update_contact"),
        ("Dock Street yes", SEND, "update_address"),
        ("yes he's no use to us now", CANCEL, "cancel_visit"),
        ("that's exactly what it does. open it", FAULT, "open_fault"),
        ("if you think it would help, yes", RESTART, "restart_device"),
    ],
)
async def test_a_yes_repeats_a_card_a_street_or_an_ending_and_says_why(
    shipped: Understanding, text: str, question: str, tool: str
) -> None:
    assert (await shipped.reading(text, question, tool))[0] == "yes"


@pytest.mark.parametrize(
    ("text", "question", "tool"),
    [
        ("she told me yeah do that", NUMBER, "update_contact"),
        ("your colleague said go ahead", REFUND, "refund_order"),
        ("I was told yes", REFUND, "refund_order"),
        ("you promised to do it", REFUND, "refund_order"),
        ("yeah, you lot always say that", REFUND, "refund_order"),
        ("yes I know", BOOKING, "book_visit"),
        ("yes it does", RESTART, "restart_device"),
        ("yeah and I'm the king of Spain", REFUND, "refund_order"),
        ("ok and", REFUND, "refund_order"),
        ("take it off", NUMBER, "update_contact"),
        ("stick it in the post", NUMBER, "update_contact"),
        ("collect it", REFUND, "refund_order"),
        ("yes, I still need him", CANCEL, "cancel_visit"),
        ("nobody is in on Monday", BOOKING, "book_visit"),
        ("that isn't correct", NUMBER, "update_contact"),
        ("wait till I've saved it, yes do it", RESTART, "restart_device"),
        ("do it, hang on", RESTART, "restart_device"),
        ("not the card so just the camera, go ahead", REFUND, "refund_order"),
    ],
)
async def test_what_others_said_what_is_only_heard_and_what_is_bidden_of_something_else_is_no_yes(
    shipped: Understanding, text: str, question: str, tool: str
) -> None:
    assert (await shipped.reading(text, question, tool))[0] != "yes"


@pytest.mark.parametrize("text", ["no no, twenty-two B, with B. 22 is the shop", "not 22, we are 23", "twenty-two A"])
async def test_a_letter_or_another_number_after_a_no_corrects_the_house(shipped: Understanding, text: str) -> None:
    assert (await shipped.reading(text, SEND, "update_address"))[0] == "changed"
