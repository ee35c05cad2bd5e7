"""What was done and is said to be wrong is proposed anew, whatever was asked in between."""

import json
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from graphs.embedded.acting import begin
from graphs.embedded.history import WHOLE
from graphs.embedded.model import EmbeddedModel
from graphs.embedded.toolcards import card_of
from tests.graphs.embedded.depot import DEPOT
from tests.graphs.embedded.talk import Talk
from tools.account import update_address
from tools.arguments import Postcode, Street
from tools.effects import Plan, writes
from tools.errors import Refused

Talks = Callable[..., Talk]


@writes(risk="personal_data", undo=None)
async def redirect(street: Street, postcode: Postcode) -> Plan[None]:  # type: ignore[type-var]
    """Send every parcel to another address.

    Args:
        street: House number and street.
        postcode: The postcode.
    """
    raise Refused("Not now.")


def _redirected(talk: Talks) -> Talk:
    depot = talk((*DEPOT, redirect))
    arguments = {"street": "46 Mill Lane", "postcode": "BN1 8EF"}
    call = {"name": "redirect", "args": arguments, "id": "1", "type": "tool_call"}
    depot.messages += [
        HumanMessage("send them all to 46 Mill Lane"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps({"state": "done", "receipt": arguments}), tool_call_id="1"),
        AIMessage("They all go to 46 Mill Lane now."),
    ]
    return depot


@pytest.mark.parametrize(
    "words",
    [
        "Silly me, I have just looked at her letter and it's 64, not 46. Can that still be put right?",
        "I told you 46 but it's 64",
        "is it too late to make that 64 instead of 46",
    ],
)
async def test_what_was_done_is_mended_where_words_say_what_was_wrong_in_it(talk: Talks, words: str) -> None:
    depot = _redirected(talk)
    await depot.says(words)
    assert depot.called == [("redirect", {"street": "64 Mill Lane", "postcode": "BN1 8EF"})]


async def test_what_was_asked_in_between_does_not_matter(talk: Talks) -> None:
    depot = _redirected(talk)
    depot.messages += [HumanMessage("how long does a parcel take?"), AIMessage("Two days.")]
    await depot.says("oh, I have told you wrong: it's 64, not 46")
    assert depot.called == [("redirect", {"street": "64 Mill Lane", "postcode": "BN1 8EF"})]


@pytest.mark.parametrize("words", ["why did that take 46 minutes?", "my sister is 64, not 65"])
async def test_a_number_that_was_not_put_in_regrets_nothing(talk: Talks, words: str) -> None:
    depot = _redirected(talk)
    await depot.says(words)
    assert all(name != "redirect" for name, _ in depot.called)


@pytest.mark.parametrize(
    ("whole", "street"),
    [
        ("we live at 9 Mill Lane now, change it for the bills and for the parcels", "9 Mill Lane"),
        ("the bills go to 9 Mill Lane and the parcels to 4 Park Row", None),
    ],
)
def test_one_of_several_wishes_has_the_one_address_of_the_message(
    embedded: EmbeddedModel, whole: str, street: str | None
) -> None:
    said = HumanMessage("for the bills", additional_kwargs={WHOLE: whole})
    situation = embedded._situation([said], [card_of(update_address, {"kind": {"billing": ["bills"]}})])
    move = begin(situation, situation.memory, "update_address", ("for the bills",), 1.0)
    assert move.memory.frame is not None
    assert move.memory.frame.arguments.get("street") == street
