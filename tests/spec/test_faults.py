"""Faults: found out first, mended from here where that helps, else put to the engineers, once."""

from tests.scripted import calls, routed
from tests.spec.conftest import EMBEDDED, Begin
from tests.spec.office import Office
from tests.talk import Talk
from tools.context import Caller, Strength

LOOK = [routed("tech_support", "check_devices"), calls("check_devices", device="router")]
FARAH = Caller("C-1006", "web_chat", Strength.SIGNED)
"""Her router's light is red, and her line is good."""
MILA = Caller("C-1014", "web_chat", Strength.SIGNED)
"""Her line's fault is being worked on."""
OLIVE = Caller("C-1016", "web_chat", Strength.SIGNED)
"""Her router comes back when it is restarted."""


async def test_a_red_light_leads_over_a_line_test_to_a_fault(talk: Talk, office: Office) -> None:
    asked = await talk.customer_says(
        "My router light is red",
        model=[*LOOK, calls("test_line"), calls("open_fault", about="line", description="My router light is red")],
    )
    assert asked.tools == ["check_devices", "test_line"]
    assert asked.question["terms"]["about"] == "line"
    assert await office.faults() == []
    done = await talk.customer_says("yes")
    (fault,) = await office.faults()
    assert (fault["customer_id"], fault["about"], fault["status"]) == ("C-1001", "line", "open")
    assert fault["fault_id"] in done.text


async def test_on_a_good_line_the_device_is_restarted_after_a_yes(begin: Begin, office: Office) -> None:
    talk = await begin(FARAH)
    asked = await talk.customer_says(
        "My router light is red",
        model=[*LOOK, calls("test_line"), calls("restart_device", device_id="D-4007")],
    )
    assert asked.question["tool"] == "restart_device"
    assert (await office.device("D-4007"))["restarted_at"] is None
    await talk.customer_says("yes")
    assert (await office.device("D-4007"))["restarted_at"] == talk.house.now()


async def test_a_restart_that_did_not_help_ends_with_the_engineers(begin: Begin, office: Office) -> None:
    talk = await begin(FARAH)
    restart = [calls("test_line"), calls("restart_device", device_id="D-4007")]
    await talk.customer_says("My router light is red", model=[*LOOK, *restart])
    await talk.customer_says("yes")
    fault = calls("open_fault", about="device", description="The light is still red", device_id="D-4007")
    asked = await talk.customer_says("My router light is still red", model=[*LOOK, fault])
    assert asked.question["tool"] == "open_fault"
    await talk.customer_says("yes")
    assert [row["device_id"] for row in await office.faults()] == ["D-4007"]


async def test_a_restart_helps_where_it_can(begin: Begin, office: Office) -> None:
    talk = await begin(OLIVE)
    await talk.customer_says(
        "Please restart my thermostat",
        model=[
            routed("tech_support", "restart_device"),
            calls("check_devices", device="smart thermostat"),
            calls("restart_device", device_id="D-4011"),
        ],
    )
    await talk.customer_says("yes")
    assert (await office.device("D-4011"))["online"]
    assert (await office.device("D-4010"))["restarted_at"] is None


async def test_a_fault_that_is_being_repaired_is_told_not_opened_again(begin: Begin, office: Office) -> None:
    talk = await begin(MILA)
    told = await talk.customer_says(
        "My internet is not working", model=[routed("tech_support", "test_line"), calls("test_line"), "F-451 is open."]
    )
    assert "F-451" in told.text
    assert await office.actions() == []


async def test_a_device_is_not_restarted_against_the_customer_s_wish(talk: Talk, office: Office) -> None:
    await talk.customer_says(
        "Please restart my smart speaker",
        model=[
            routed("tech_support", "restart_device"),
            calls("check_devices", device="smart speaker"),
            calls("restart_device", device_id="D-4002"),
        ],
    )
    told = await talk.customer_says("no")
    assert told.action == "declined"
    assert await office.changes() == {}


async def test_a_how_to_question_is_answered_from_an_article(talk: Talk, office: Office) -> None:
    told = await talk.customer_says(
        "How do I reset my router to factory settings?",
        model=[
            routed("tech_support", "question"),
            calls("search_knowledge", query="reset router to factory settings"),
            "Hold the reset button.",
        ],
    )
    assert told.tools == ["search_knowledge"]
    assert "reset" in told.text.lower()
    assert await office.actions() == []


@EMBEDDED
async def test_what_is_still_dead_after_a_restart_is_reported_with_its_story(begin: Begin, office: Office) -> None:
    talk = await begin(OLIVE)
    await talk.customer_says("My thermostat has been dead since Friday")
    await talk.customer_says("yes")
    asked = await talk.customer_says("didn't help")
    assert asked.question["terms"]["device_id"] == "D-4011"
    assert asked.question["terms"]["description"] == "My thermostat has been dead since Friday"


@EMBEDDED
async def test_a_look_at_a_device_changes_nothing_in_the_fault_that_is_proposed(talk: Talk) -> None:
    await talk.customer_says("my internet is down")
    looked = await talk.customer_says("is my router online")
    assert "check_devices" in looked.tools
    assert looked.question["terms"]["about"] == "line"


@EMBEDDED
async def test_what_a_restart_leads_to_is_answered_and_does_not_look_at_the_device_again(begin: Begin) -> None:
    talk = await begin(OLIVE)
    await talk.customer_says("My thermostat has been dead since Friday")
    answered = await talk.customer_says("will that knock the heating off?")
    assert answered.tools == ["search_knowledge"]
    assert answered.text.endswith("Shall I do it now?")


async def test_who_has_switched_a_device_off_and_on_in_vain_is_led_to_the_fault_and_not_to_a_restart(
    begin: Begin, office: Office
) -> None:
    talk = await begin(FARAH)
    fault = calls("open_fault", about="device", description="Red, off at the wall twice", device_id="D-4007")
    asked = await talk.customer_says(
        "My router light is red and I have had it off at the wall twice", model=[*LOOK, calls("test_line"), fault]
    )
    assert asked.tools == ["check_devices", "test_line"]
    assert (asked.question["tool"], asked.question["terms"]["device_id"]) == ("open_fault", "D-4007")
    await talk.customer_says("yes")
    assert [row["device_id"] for row in await office.faults()] == ["D-4007"]


@EMBEDDED
async def test_who_asks_for_a_restart_in_spite_of_that_is_asked_about_the_restart(begin: Begin) -> None:
    talk = await begin(FARAH)
    asked = await talk.customer_says("pulling the plug on my router does nothing, please restart it from your end")
    assert asked.question["tool"] == "restart_device"


@EMBEDDED
async def test_who_asks_for_a_line_test_alone_is_told_its_outcome_and_offered_a_restart(begin: Begin) -> None:
    talk = await begin(FARAH)
    told = await talk.customer_says("The hub has gone red since Monday. Could you just run a line test first?")
    assert told.tools == ["test_line"]
    assert "not the line" in told.text
    assert told.of("confirmation") == []
    asked = await talk.customer_says("yes please")
    assert asked.question["tool"] == "restart_device"


@EMBEDDED
async def test_a_restart_that_was_not_wanted_just_then_is_asked_about_once_more(begin: Begin) -> None:
    talk = await begin(OLIVE)
    await talk.customer_says("Please restart my thermostat")
    await talk.customer_says("no")
    asked = await talk.customer_says("he's off the phone. fire away")
    assert asked.question["terms"]["device_id"] == "D-4011"


@EMBEDDED
async def test_what_is_not_to_be_restarted_is_neither_restarted_nor_offered_to_be(begin: Begin) -> None:
    talk = await begin(FARAH)
    told = await talk.customer_says("Please don't reboot my router, we're on a call. Is it the line?")
    assert told.tools == ["test_line"]
    assert "restart" not in told.text
