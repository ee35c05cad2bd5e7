"""What words mean where they are said, and the mood in them."""

import pytest

from graphs.embedded.understanding import Understanding


@pytest.mark.parametrize(
    ("after", "text", "intent"),
    [
        ("restart_device", "gone off again, get that seen to", "open_fault"),
        ("book_visit", "eighty quid? no chance, scrap it", "cancel_visit"),
        ("search_knowledge", "right, send it back then", "refund_order"),
        ("list_invoices", "can't pay it till the end of the month, what happens", "question"),
        ("list_visits", "I'm on nights then, could we do the Thursday", "move_visit"),
        ("list_orders", "which card did I use", "list_orders"),
    ],
)
async def test_words_mean_what_they_mean_where_they_are_said(
    shipped: Understanding, after: str, text: str, intent: str
) -> None:
    assert (await shipped.intent(text, after=after)).label == intent


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("which day was that again", "neutral"),
        ("how long have I got to return it", "neutral"),
        ("thanks, bye now", "neutral"),
        ("brilliant, thank you so much", "positive"),
        ("ugh, that's no good, I'm working then", "negative"),
        ("still nothing, I'm sick of this", "negative"),
    ],
)
async def test_a_mood_is_what_is_felt_not_what_is_asked(shipped: Understanding, text: str, mood: str) -> None:
    assert await shipped.sentiment(text) == mood
