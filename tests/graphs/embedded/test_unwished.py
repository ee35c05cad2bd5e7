import pytest

from graphs.embedded.understanding import Understanding
from graphs.embedded.unwished import refused

TOOLS = ("restart_device", "cancel_visit", "move_visit", "refund_order")


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("I'm not restarting it again, I want it down as faulty", "restart_device"),
        ("I won't be restarting it, report it", "restart_device"),
        ("fed up of restarting it", "restart_device"),
        ("no point restarting it", "restart_device"),
        ("don't bother restarting it, log a fault", "restart_device"),
        ("rather than cancelling it can you move it", "cancel_visit"),
        ("please don\u2019t cancel it", "cancel_visit"),
        ("don't go switching my router off, I'm on a call", "restart_device"),
        ("I don't want you rebooting anything", "restart_device"),
        ("leave off rebooting stuff", "restart_device"),
        ("no need to restart it", "restart_device"),
        ("please do not call it off", "cancel_visit"),
        ("I don't want a refund, I want to know where it is", "refund_order"),
    ],
)
def test_what_is_said_not_to_be_done_is_no_wish(text: str, tool: str) -> None:
    assert refused(text, TOOLS) == {tool}


@pytest.mark.parametrize(
    "text",
    [
        "why don't you cancel it",
        "you've not refunded it yet",
        "you don't refund much do you, refund the plug",
        "I'm not able to move on Tuesday, cancel him",
        "it won't restart",
        "I don't want it, refund me",
        "I can't turn it off, you do it",
        "it won't reboot",
    ],
)
def test_a_no_to_something_else_refuses_nothing(text: str) -> None:
    assert not refused(text, ("restart_device", "cancel_visit", "refund_order"))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (
            "Turned it off and on all week, the line's fine. I'm not restarting it again, I want it down as faulty",
            "open_fault",
        ),
        ("I don't want a refund, I want to know where my order is", "list_orders"),
        ("I'm not refunding anything, test my line", "test_line"),
    ],
)
async def test_of_a_wish_and_a_refusal_only_the_wish_is_heard(shipped: Understanding, text: str, intent: str) -> None:
    assert [guess.label for _, guess in await shipped.requests(text)] == [intent]
