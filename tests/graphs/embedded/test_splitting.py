import pytest

from graphs.embedded.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("my router light is red and I also want my money back for the speaker", ["check_devices", "refund_order"]),
        ("refund order 1042 and change my address to 14 Rope Walk BS1 6ZJ", ["refund_order", "update_address"]),
        ("cancel my visit, and why is my bill so high?", ["cancel_visit", "explain_charge"]),
        ("Please restart my router. Also, show me my last bill.", ["restart_device", "list_invoices"]),
        ("book an engineer for Friday and update my email to jo@example.com", ["book_visit", "update_contact"]),
        ("I want my money back for the doorbell, plus move my visit to Friday", ["refund_order", "move_visit"]),
        ("update my phone number and then put me through to a person", ["update_contact", "human"]),
        ("show me my orders\nand test my line", ["list_orders", "test_line"]),
        (
            "couple of things. broadband's been off since tea time, and I've a new mobile number",
            ["test_line", "update_contact"],
        ),
        ("two questions: how long do returns take and when's my engineer coming", ["question", "list_visits"]),
        ("is the camera online? oh and do I owe anything", ["check_devices", "list_invoices"]),
        ("got a new phone, it's 07700 900123, and is my order on its way", ["update_contact", "list_orders"]),
        ("my internet is really slow and can you change my phone number", ["test_line", "update_contact"]),
        ("my camera is offline, and I'd like a refund for the memory card", ["check_devices", "refund_order"]),
        ("2 things: can u test my line n show me my bills", ["test_line", "list_invoices"]),
        ("My doorbell is offline and please test my line too", ["check_devices", "test_line"]),
        ("my thermostat's blank. Also can you test my line", ["check_devices", "test_line"]),
        (
            "please change my e-mail to k.o@example.org and my billing address to 3 Mill Lane, Leeds LS1 4AB",
            ["update_contact", "update_address"],
        ),
        (
            "That's my old one, it's 07700 900321 now. And I want to book an engineer for a repair.",
            ["update_contact", "book_visit"],
        ),
    ],
)
async def test_two_requests_in_one_message_are_told_apart(
    shipped: Understanding, text: str, intents: list[str]
) -> None:
    assert [guess.label for _, guess in await shipped.requests(text)] == intents


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("change my billing address to 14 Rope Walk and the postcode is BS1 6ZJ", "update_address"),
        ("update my email to jo@example.com and my phone to 07700 900123", "update_contact"),
        ("I want to cancel and rebook my visit", "move_visit"),
        ("My speaker broke. I want my money back.", "refund_order"),
        (
            "Some days ago I bought a lamp with a stand, and the stand is far too wide for my shelf. May I return it?",
            "refund_order",
        ),
        ("hi there, can you refund my speaker please? thanks", "refund_order"),
        ("hello, my router light is red, can you help", "check_devices"),
        ("refund the speaker and the doorbell", "refund_order"),
        ("book an engineer for Thursday or Friday, in the afternoon if possible", "book_visit"),
        ("my internet is slow, it drops every evening and it takes ages to load anything", "test_line"),
        ("Good morning. I hope you are well. I should like to know why my bill has gone up.", "explain_charge"),
        ("refund order 1042", "refund_order"),
        ("wifi keeps dropping, tried restarting, want someone to come and look at it", "book_visit"),
        ("I'm at work on Thursday, can we move my visit to Friday", "move_visit"),
        ("router's dead. been dead since Monday. get it repaired", "open_fault"),
        ("The window sensor never went off when it should. Useless. I want refunding for it", "refund_order"),
        ("the speaker from april keeps cutting out when im upstairs. just want my money back for it", "refund_order"),
        (
            "Hi, the socket has come off the wall. Which mornings have you got an engineer free to mend it?",
            "list_slots",
        ),
        ("book me in for a repair thursday morning, no wait im on shift, make that friday morning", "book_visit"),
        (
            "I've got an engineer coming on Monday about the house move but I have to be away that day now. "
            "Is there anything on the Wednesday instead?",
            "move_visit",
        ),
        ("send somebody to mend the socket please, its cover has come off", "book_visit"),
        ("What do I need to keep, the box and the papers that came with it, and also the cables as well?", "question"),
    ],
)
async def test_one_request_stays_whole(shipped: Understanding, text: str, intent: str) -> None:
    ((words, guess),) = await shipped.requests(text)
    assert (words, guess.label) == (text, intent)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I'd like the installation done. Would Friday before noon be at all possible?", "book_visit"),
        ("can you shift my appointment, we are away that day. Would the 21st do, some time after lunch?", "move_visit"),
    ],
)
async def test_a_clause_that_only_says_when_is_no_request_of_its_own(
    shipped: Understanding, text: str, intent: str
) -> None:
    assert [guess.label for _, guess in await shipped.requests(text)] == [intent]


async def test_of_a_story_the_clause_that_asks_decides(shipped: Understanding) -> None:
    story = "Funny, that must have been next door's cat. My boy has kicked a ball at it. Yes, please book Saturday."
    assert (await shipped.wish(story)).label == "book_visit"
    assert (await shipped.wish("test my line")).label == "test_line"


async def test_each_request_keeps_the_values_that_belong_to_it(shipped: Understanding) -> None:
    first, second = await shipped.requests("refund order 1042 and change my address to 14 Rope Walk, BS1 6ZJ")
    assert first[0] == "refund order 1042"
    assert "14 Rope Walk" in second[0]
    assert "BS1 6ZJ" in second[0]


@pytest.mark.parametrize("text", ["", "   ", "?", "...", "and and and", "yes", "👍", "and " * 2000, " " * 5000])
async def test_any_message_comes_back_as_at_least_one_request(shipped: Understanding, text: str) -> None:
    assert len(await shipped.requests(text)) == 1


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("My old mobile fell in the canal so no texts come, could you put 07700 900222 down instead", "update_contact"),
        ("I've got the dentist on Friday morning, so please move the engineer to Monday", "move_visit"),
        ("my brother fixed it himself last night, so please cancel the engineer", "cancel_visit"),
        ("hub's gone orange again. just run a line test will you", "test_line"),
        ("Can you test my line? the box has been red since yesterday", "test_line"),
    ],
)
async def test_what_only_tells_why_is_no_second_request(shipped: Understanding, text: str, intent: str) -> None:
    assert [guess.label for _, guess in await shipped.requests(text)] == [intent]


@pytest.mark.parametrize("text", ["I'll tell my wife tonight. Bye!", "Right, I'll have a cuppa now. Goodbye"])
async def test_a_farewell_after_a_remark_takes_leave(shipped: Understanding, text: str) -> None:
    assert [guess.label for _, guess in await shipped.requests(text)] == ["goodbye"]


async def test_of_two_things_that_are_announced_the_second_may_be_a_whether(shipped: Understanding) -> None:
    found = await shipped.requests("two questions: which address have you got for me, and whether my line is ok")
    assert [guess.label for _, guess in found] == ["show_account", "test_line"]


async def test_the_words_that_announce_several_things_are_not_among_them(shipped: Understanding) -> None:
    first, second = await shipped.requests("two quick ones - is my camera online, and can i get a refund for the card")
    assert (first[0], second[0]) == ("is my camera online", "can i get a refund for the card")
    ((words, _),) = await shipped.requests("two things to do, i'll go one at a time. the speaker is going back please")
    assert words == "the speaker is going back please"


@pytest.mark.parametrize(
    "text",
    [
        "I'll put it on the charger now then bless you bye bye",
        "A shoebox it is. Cheerio, and thank you for being so patient",
        "Kitchen it is, she can sulk in there. Thanks, bye now",
        "I'll pay it tomorrow then when my wages come in. bye for now",
    ],
)
async def test_a_remark_with_a_goodbye_is_a_goodbye(shipped: Understanding, text: str) -> None:
    ((words, guess),) = await shipped.requests(text, area="billing", after="search_knowledge")
    assert (words, guess.label) == (text, "goodbye")


async def test_a_message_that_only_ends_like_a_farewell_keeps_its_request(shipped: Understanding) -> None:
    ((_, guess),) = await shipped.requests(
        "the box in the hall has a red light and I can't get online since last night"
    )
    assert guess.area == "tech_support"


async def test_what_only_tells_is_no_question_beside_a_request(shipped: Understanding) -> None:
    ((_, guess),) = await shipped.requests("Refund me the doorbell, please. The quality is bad. My wife hates it.")
    assert guess.label == "refund_order"


@pytest.mark.parametrize(
    "text",
    [
        "Argos have the same speaker for £49.99 and I paid you nearly sixty. Do you do owt about that sort of thing?",
        "Currys do the same doorbell for £79 and you charged me £89. Is that something you match?",
        "The speaker travelled in the same parcel. Has that got to come back too or can it stay where it is?",
    ],
)
async def test_a_question_takes_in_the_statement_that_it_speaks_of(shipped: Understanding, text: str) -> None:
    ((words, guess),) = await shipped.requests(text)
    assert (words, guess.label) == (text, "question")


async def test_the_words_of_an_order_from_afar_are_no_farewell(shipped: Understanding) -> None:
    found = await shipped.requests("the speaker. it stops halfway through every song. kick it from your end")
    assert {guess.area for _, guess in found} == {"tech_support"}


async def test_an_exclamation_in_the_form_of_a_question_asks_nothing(shipped: Understanding) -> None:
    text = "would you believe it, my brother has just mended it himself. so cancel the engineer would you"
    assert [guess.label for _, guess in await shipped.requests(text)] == ["cancel_visit"]


async def test_what_is_told_first_and_asked_for_last_is_one_request(shipped: Understanding) -> None:
    text = "The flat's off, damp. So cancel the engineer, and send my parcels to 12 Harbour Road, Bristol BS1 6QH"
    found = await shipped.requests(text)
    assert [guess.label for _, guess in found] == ["cancel_visit", "update_address"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (
            "That plug you posted in May ended up with the folk who have our old house, I had to go and ask for it. "
            "We're at 9 Rope Walk now, BS1 6ZJ, so might parcels find us there",
            "update_address",
        ),
        (
            "My eyes are bad now, so my daughter does the money for me. Would you post the bill to hers and not mine? "
            "She's at 16 Elm Grove in York.",
            "update_address",
        ),
        ("Where's my parcel? I'm at 9 Rope Walk, BS1 6ZJ and nothing has come", "list_orders"),
        ("The speaker you sent to 9 Rope Walk was smashed, I want my money back", "refund_order"),
    ],
)
async def test_what_is_told_around_a_new_value_is_its_story(shipped: Understanding, text: str, intent: str) -> None:
    assert [guess.label for _, guess in await shipped.requests(text)] == [intent]
