"""Refunds: once, within policy, and only what was agreed to."""

from graphs.router import Routing
from graphs.state import Area, Request
from tests.scripted import calls
from tests.talk import Talk
from tools.store.tables import refunds


def routed(area: Area | None, intent: str, text: str = "") -> Routing:
    return Routing(requests=[Request(text=text or intent, area=area, intent=intent)], sentiment="neutral", confidence=0.9)


REFUND_SPEAKER = calls("refund_order", order_id="N-1042", item="Smart speaker")


async def test_nothing_is_refunded_until_the_customer_says_yes(talk: Talk) -> None:
    asked = await talk.customer_says(
        "I want my money back for the smart speaker",
        model=[routed("billing", "refund_order"), calls("list_orders"), REFUND_SPEAKER],
    )
    assert asked.question["terms"]["amount"]["amount"] == "59.99"
    assert [row["order_id"] for row in await talk.rows(refunds) if row["order_id"] == "N-1042"] == []
    done = await talk.customer_says("yes please")
    paid = [row for row in await talk.rows(refunds) if row["order_id"] == "N-1042"]
    assert [row["amount_minor"] for row in paid] == [5999]
    assert done.of("action")[0]["state"] == "done"
    assert "59.99" in done.text
