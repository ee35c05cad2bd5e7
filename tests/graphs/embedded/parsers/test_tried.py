import pytest

from graphs.embedded.parsers.tried import switched_off_and_on


@pytest.mark.parametrize(
    "text",
    [
        "it was off at the wall for an hour, no, I tell a lie, I've had it off at the wall twice",
        "pulling the plug does nothing",
        "on off I have done ten times",
        "turned the thing off n on again",
        "I've done the unplug and wait bit",
        "we've rebooted it twice already",
        "tried turning it off and on",
        "my husband switched it off for ten minutes",
        "unplugged it, nothing",
        "restarting it made no difference",
        "the plug's been out all night",
        "had it out of the socket for five minutes",
        "I've turned the hub off, counted to sixty and put it back on",
    ],
)
def test_who_has_switched_it_off_and_on_says_so_in_many_ways(text: str) -> None:
    assert switched_off_and_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "can you turn it off and on from your end",
        "restart it please",
        "I've had every cable out and back in",
        "I unplugged the network cable and put it back",
        "do I need to unplug it?",
        "I haven't switched it off yet",
        "should I have turned it off and on?",
        "if I unplugged it, would that help",
        "it keeps restarting itself",
        "the internet has been on and off since Tuesday",
        "we've had it off and on all week",
        "it's been off since breakfast",
        "your colleague told me to unplug it",
        "will restarting it help",
    ],
)
def test_a_wish_a_question_a_cable_or_the_trouble_itself_is_no_switching_off_and_on(text: str) -> None:
    assert not switched_off_and_on(text)
