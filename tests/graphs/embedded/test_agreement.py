import pytest

from graphs.embedded.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("yes please", "yes"),
        ("yes, the card ending 4242 is right", "yes"),
        ("that's the one I want, book it", "yes"),
        ("please go ahead with that", "yes"),
        ("no thank you", "no"),
        ("I think I'll keep it", "no"),
        ("please leave my appointment where it is", "no"),
        ("I'd rather have Friday", "changed"),
        ("could we do the afternoon instead?", "changed"),
        ("yes but only for the bulb", "changed"),
        ("not the speaker, the doorbell", "changed"),
        ("how much will that cost", "other"),
        ("when does the money arrive?", "other"),
        ("my internet is down as well", "other"),
        ("I need a minute", "other"),
        ("are you sure about that?", "other"),
        ("go on then, before anybody wakes up", "yes"),
        ("alright then no worries, the bank will sort it. Please do", "yes"),
        ("haha no, just seeing what you'd say", "no"),
        ("yeah no, my uncle does that sort of thing", "no"),
        ("Actually no. Forget it", "no"),
        ("then don't cancel it", "no"),
        ("alright my lovely, press your button", "yes"),
        ("no bother, book him in", "yes"),
        ("Receipt, got it. Go, go, do it", "yes"),
        ("oh would you believe it, it's just rung. forget that, I'm hanging on to it", "no"),
        ("how long does it take? ok", "other"),
        ("no w8 we're eating. l8r", "no"),
        ("it's .co.uk at the end, not .com", "changed"),
        ("yes as long as she rings first", "changed"),
        ("no I meant the 14th", "changed"),
        ("hang on, does that turn my telly off?", "other"),
        ("three weeks!! do I get money off for that", "other"),
        ("is it possible to have it on my wife's card?", "other"),
        ("yes but what will it cost", "other"),
        ("how long before it's back in my pocket", "other"),
        ("and when'd I be able to spend that", "other"),
        ("well how many days would I be waiting", "other"),
        ("what a carry on, leave it", "no"),
        ("how about no", "no"),
    ],
)
async def test_replies_to_a_question_are_read(shipped: Understanding, text: str, reading: str) -> None:
    assert (await shipped.reading(text))[0] == reading


@pytest.mark.parametrize(
    "text",
    [
        "that's all, bye!",
        "I'm off now, talk another time",
        "confirm the address you have for me",
        "absolutely appalling",
        "thanks for nothing",
        "I will ask my wife first",
        "my postcode is BS1 6QH",
        "refund order N-1043 to my card",
        "you have my number",
        "later maybe",
    ],
)
async def test_likeness_alone_is_never_a_yes(shipped: Understanding, text: str) -> None:
    assert (await shipped.reading(text))[0] != "yes"


@pytest.mark.parametrize(
    "text",
    [
        "the Visa one",
        "whatever",
        "yes?",
        "is it free",
        "maybe",
        "will you refund it",
        "do I have to say yes",
        "only half",
        "if it's free",
        "not sure, yes perhaps",
        "what happens if I say yes",
        "no",
        "",
    ],
)
async def test_nothing_unsure_is_taken_for_a_yes(shipped: Understanding, text: str) -> None:
    assert (await shipped.reading(text))[0] != "yes"


REFUND = "I can refund £20 for the Smart plug in order N-1051 to your PayPal. Shall I go ahead?"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("yes please, £20 is right", "yes"),
        ("that's fine, £25", "changed"),
        ("yes, report the fault on my line please", "other"),
        ("yes, refund the plug", "yes"),
    ],
)
async def test_a_yes_is_only_a_yes_to_what_was_asked(shipped: Understanding, text: str, reading: str) -> None:
    assert (await shipped.reading(text, REFUND))[0] == reading


MOVE = "I can move visit V-301 from Tuesday 19 May at 08:00 to Friday 22 May, between 12:00 and 17:00. Shall I move it?"
MAIL = "I will change your contact details. Your new e-mail address will be jo.bloggs@example.com. Is that right?"
CALL = "I will change your contact details. Your new phone number will be +447700900247. Is that right?"


@pytest.mark.parametrize(
    ("text", "question", "reading"),
    [
        ("Yes, Friday suits us both", MOVE, "yes"),
        ("sure friday afternoon works", MOVE, "yes"),
        ("the 22nd is perfect, thanks", MOVE, "yes"),
        ("yeah two four seven that's it", CALL, "yes"),
        ("Friday morning would be better", MOVE, "changed"),
        ("yes but Saturday", MOVE, "changed"),
        ("two four eight at the end", CALL, "changed"),
        ("no just jobloggs no dot", MAIL, "changed"),
        ("there's an n missing at the end", MAIL, "changed"),
    ],
)
async def test_a_yes_that_says_again_what_is_proposed_is_a_yes_and_one_that_says_another_value_is_none(
    shipped: Understanding, text: str, question: str, reading: str
) -> None:
    assert (await shipped.reading(text, question))[0] == reading


BOOK = "I can book a technician (repair) for Tuesday 19 May, between 12:00 and 17:00, at 8 Quay Road. Shall I book it?"
CANCEL = "I will cancel visit V-301, Tuesday 19 May, between 08:00 and 12:00. Are you sure?"
RESTART = "I can restart your router from here; you will be offline for about 3 minutes. Shall I do it now?"
ADDRESS = "I will change your billing address to 27 Harbour Street, Bristol BS1 6QH. Is that right?"


@pytest.mark.parametrize(
    ("text", "question", "after", "reading"),
    [
        ("no bother, book him in", BOOK, "book_visit", "yes"),
        ("grand, stick us in for that", BOOK, "book_visit", "yes"),
        ("I'd be ever so glad if you did", BOOK, "book_visit", "yes"),
        ("get rid of it please", CANCEL, "cancel_visit", "yes"),
        ("scrap it", CANCEL, "cancel_visit", "yes"),
        ("scrap it", BOOK, "book_visit", "no"),
        ("he can still come", CANCEL, "cancel_visit", "no"),
        ("let him come", BOOK, "book_visit", "yes"),
        ("give the thing a kick", RESTART, "restart_device", "yes"),
        ("that's our new place, switch it over", ADDRESS, "update_address", "yes"),
        ("That would be such a load off my mind", BOOK, "book_visit", "yes"),
        ("I'll risk it. Book him", BOOK, "book_visit", "yes"),
        ("Grand so. Book away", BOOK, "book_visit", "yes"),
        ("okay, if you think itll help", RESTART, "restart_device", "yes"),
        ("Do, we're only listening to the wireless", RESTART, "restart_device", "yes"),
        ("woah, the lad's paying a bill on it. not this second", RESTART, "restart_device", "no"),
        ("only if you think it needs it", RESTART, "restart_device", "other"),
        ("I'm not risking it", BOOK, "book_visit", "no"),
        ("You mean the coming one, not Friday week?", BOOK, "book_visit", "other"),
    ],
)
async def test_what_is_proposed_says_which_words_agree_to_it(
    shipped: Understanding, text: str, question: str, after: str, reading: str
) -> None:
    assert (await shipped.reading(text, question, after))[0] == reading


@pytest.mark.parametrize(
    ("text", "question", "after", "reading"),
    [
        ("It has sat in the drawer since Christmas, so go on, take it back", REFUND, "refund_order", "yes"),
        ("My son usually does these things and he's at sea. Please book it, dear", BOOK, "book_visit", "yes"),
        ("Tuesday? Well, go on then", BOOK, "book_visit", "yes"),
        ("oh hang on, my flatmate's an electrician. Don't send anybody", BOOK, "book_visit", "no"),
        ("The chain broke down yesterday, so leave it at the old place", ADDRESS, "update_address", "no"),
        ("I thought it'd be sooner, anything on the Wednesday would do me", BOOK, "book_visit", "changed"),
        ("my mum's alarm goes through that, is it off as well while you do it", RESTART, "restart_device", "other"),
    ],
)
async def test_a_long_reply_is_read_by_the_clause_that_answers(
    shipped: Understanding, text: str, question: str, after: str, reading: str
) -> None:
    assert (await shipped.reading(text, question, after))[0] == reading


@pytest.mark.parametrize(
    ("text", "question", "after"),
    [
        ("that's right, apart from the postcode", ADDRESS, "update_address"),
        ("yes that is the street, the number isn't", ADDRESS, "update_address"),
        ("ok once we've moved in", ADDRESS, "update_address"),
        ("book it, unless there's a fee", BOOK, "book_visit"),
        ("if he's done by three then yes", BOOK, "book_visit"),
        ("Tuesday would be good, let me check with him", BOOK, "book_visit"),
        ("free? then yes", BOOK, "book_visit"),
        ("do it when I've hung up", RESTART, "restart_device"),
        ("restart it? I've done that", RESTART, "restart_device"),
        ("go ahead, after I hang up", RESTART, "restart_device"),
        ("sure but what if it comes back", CANCEL, "cancel_visit"),
        ("cancel it if there's no charge", CANCEL, "cancel_visit"),
        ("great, and the other half", REFUND, "refund_order"),
        ("it's broken, report it as a fault please", REFUND, "refund_order"),
        ("that's me off then, cheerio", RESTART, "restart_device"),
        ("ye're no charging me for the post are ye", REFUND, "refund_order"),
    ],
)
async def test_an_exception_a_condition_a_question_and_a_doubt_are_no_yes(
    shipped: Understanding, text: str, question: str, after: str
) -> None:
    assert (await shipped.reading(text, question, after))[0] != "yes"


REPLACE = "I can refund £19.99 for the Smart plug in order N-1042 to your Visa ending 4242. Shall I go ahead?"
EARLIER = (
    "I can move visit V-301 from Tuesday 19 May at 08:00 to Monday 18 May, between 08:00 and 12:00. Shall I move it?"
)
FAULT = "I can open a fault for our engineers. They aim to have it repaired by Friday 15 May at 18:00. Shall I open it?"
MOBILE = "I will change your contact details. Your new phone number will be +447700900637. Is that right?"


@pytest.mark.parametrize(
    ("text", "question", "after"),
    [
        ("19.99, that squares with my receipt. Carry on", REPLACE, "refund_order"),
        ("about bloody time. yes", REPLACE, "refund_order"),
        ("how many more times, yes!", REPLACE, "refund_order"),
        ("ok ok, yes, you stubborn machine", REPLACE, "refund_order"),
        ("free is a price I can live with, yep", REPLACE, "refund_order"),
        ("I'll tell the childminder. Yes", EARLIER, "move_visit"),
        ("Eight o'clock, good grief. But yes, do", EARLIER, "move_visit"),
        ("The dog will be thrilled, she loves visitors. Monday then please", EARLIER, "move_visit"),
    ],
)
async def test_a_remark_or_an_insult_does_not_spoil_a_yes(
    shipped: Understanding, text: str, question: str, after: str
) -> None:
    assert (await shipped.reading(text, question, after))[0] == "yes"


@pytest.mark.parametrize(
    ("text", "question", "after"),
    [
        ("Take the bulb back as well. Yes please", REPLACE, "refund_order"),
        ("Show me the order first. Go ahead", REPLACE, "refund_order"),
        ("Read me that again, please do", REPLACE, "refund_order"),
        ("and the label comes by email, yes", REPLACE, "refund_order"),
        ("To my PayPal please, yes", REPLACE, "refund_order"),
        ("I can't say yes to that", REPLACE, "refund_order"),
        ("I never said yes", REPLACE, "refund_order"),
        ("In the afternoon, yes", EARLIER, "move_visit"),
        ("Monday afternoon, go on", EARLIER, "move_visit"),
        ("Does the old one go, yes", EARLIER, "move_visit"),
        ("The other one, yes", EARLIER, "move_visit"),
        ("mine ends 673, yes", MOBILE, "update_contact"),
    ],
)
async def test_a_yes_at_the_end_of_another_wish_is_none(
    shipped: Understanding, text: str, question: str, after: str
) -> None:
    assert (await shipped.reading(text, question, after))[0] != "yes"


@pytest.mark.parametrize(
    ("text", "question", "after", "reading"),
    [
        ("Hold your horses, 19?? I handed over a hundred for that!", REPLACE, "refund_order", "other"),
        ("The bulb came in the same box. Does that have to be sent too?", REPLACE, "refund_order", "other"),
        ("I've the vet at ten. Would it matter if only my lodger's in?", EARLIER, "move_visit", "other"),
        ("No no, sorry, that's my husband's, mine finishes 673", MOBILE, "update_contact", "changed"),
        ("No, that's not what I meant", REPLACE, "refund_order", "changed"),
        ("No, N-1043", REPLACE, "refund_order", "changed"),
        ("13.99 is what I make it, proceed", REPLACE, "refund_order", "changed"),
        ("so it's not going to be back on today then", FAULT, "open_fault", "other"),
        ("yep, change it to that", EARLIER, "move_visit", "yes"),
    ],
)
async def test_an_objection_and_a_question_leave_open_what_a_correction_changes(
    shipped: Understanding, text: str, question: str, after: str, reading: str
) -> None:
    assert (await shipped.reading(text, question, after))[0] == reading
