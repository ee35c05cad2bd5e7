"""Several records wished for at once, named by their numbers or by what they hold."""

import pytest

from graphs.embedded.severally import wishes
from graphs.embedded.toolcards import Argument, ToolCard

ORDER = Argument(name="order_id", definition={"type": "string", "pattern": r"^N-\d{4}$"}, required=True)
ITEM = Argument(name="item", definition={"type": "string"}, required=False)
RETURN = ToolCard(name="return_order", description="", arguments=(ORDER, ITEM), effect="write", returns={})
LAMP, FAN = "return order the Desk lamp N-2001", "return order the Ceiling fan N-2002"
FIVE, TWENTY = "£5.00 back for the", "£20.00 back for the"
ORDERS = [
    {"order_id": "N-2001", "lines": [{"item": "Desk lamp"}, {"item": "Bulb"}]},
    {"order_id": "N-2002", "lines": [{"item": "Ceiling fan"}]},
    {"order_id": "N-2003", "lines": [{"item": "Bulb"}, {"item": "Heater"}]},
]


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("return the fan and the lamp", (FAN, LAMP)),
        ("lamp, fan and heater please", (LAMP, FAN, "return order the Heater N-2003")),
        ("£5 for the lamp and £20 for the fan", (LAMP.replace("the", FIVE), FAN.replace("the", TWENTY))),
        ("return N-2001 and N-2003", ("return order N-2001", "return order N-2003")),
        ("all my orders can go back", ("return order N-2001", "return order N-2002", "return order N-2003")),
        ("both bulbs", ("return order the Bulb N-2001", "return order the Bulb N-2003")),
        ("return the fan because it dims the lamp", ()),
        ("the fan goes back. The lamp is great by the way.", ()),
        ("return order N-2001, all of it", ()),
        ("return the lamp", ()),
    ],
)  # fmt: skip
def test_things_of_several_records_are_wished_for_in_turn(text: str, wished: tuple[str, ...]) -> None:
    assert wishes(RETURN, ORDER, [ORDERS], text) == wished


def test_all_of_a_record_is_wished_for_whole() -> None:
    assert wishes(RETURN, ORDER, [ORDERS[:2]], "the lamp, the bulb and the fan")[0] == "return order N-2001"


def test_all_that_was_offered_may_be_the_answer() -> None:
    assert wishes(RETURN, ORDER, [ORDERS[:2]], "both", asked=True) == ("return order N-2001", "return order N-2002")
    assert wishes(RETURN, ORDER, [ORDERS[:2]], "both") == ()
