import pytest

from graphs.embedded.parsers import person

WANTED = """five days ok but this is FIVE WEEKS. Give me please a human who can search where is my money
I'm not happy and I want to speak to a human|let me talk to somebody real|put me through to an advisor
I don't want this bot, give me a person|get me your supervisor|I'd rather talk to a real person please
can I speak to one of your colleagues|Has this place got anybody in today with an actual pulse?
is there a human I can talk to"""
UNWANTED = """what time can I talk to a person until|I don't want to talk to a human|there's no need to get me a human
I need a person to sign for it|the technician was a nice person|dont put me through to an agent
my agent says it is fine|can I talk to the speaker"""


def rows(table: str) -> list[str]:
    return [text for line in table.splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", rows(WANTED))
def test_a_person_asked_for_in_plain_words_is_heard_whatever_else_is_said(text: str) -> None:
    assert person.wanted(text)


@pytest.mark.parametrize("text", rows(UNWANTED))
def test_who_only_speaks_of_a_person_or_wants_none_asks_for_none(text: str) -> None:
    assert not person.wanted(text)
