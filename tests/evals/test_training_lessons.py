"""What files teach."""

from pathlib import Path

import pytest

from evals.training_lessons import Gathering, Lessons
from evals.transcript import Call, Expected, Transcript, TranscriptError, Turn, Wish, write
from graphs.embedded.learned import Taught

HOMES = {"refund_order": "billing", "book_visit": "field_service"}
BOOK = Call(call="book_visit", arguments={"reason": "repair", "slots": 3})


def conversation(name: str, *turns: Turn, part: str | None = None) -> Transcript:
    return Transcript.model_validate({"id": name, "source": "own", "part": part, "turns": turns})


def wishing(text: str, *wishes: Wish, call: Call | None = None, mood: str | None = None) -> Turn:
    expected = {"wishes": wishes, "sentiment": mood, "calls": None if call is None else (call,)}
    return Turn(customer=text, expected=Expected.model_validate(expected))


REFUND = Wish(intent="refund_order", area="billing")


def gathered(folder: Path, *transcripts: Transcript) -> Lessons:
    file = folder / "t.jsonl"
    write(file, transcripts)
    gathering = Gathering(HOMES)
    gathering.add(file)
    return gathering.lessons()


def test_wishes_moods_and_readings_are_taught(tmp_path: Path) -> None:
    first = wishing("square me up", REFUND, call=BOOK, mood="angry")
    second = Turn(customer="aye", expected=Expected(reading="yes"))
    lessons = gathered(tmp_path, conversation("one", first, second))
    assert lessons.taught == (
        Taught(text="square me up", intent="refund_order", area="billing"),
        Taught(text="square me up", intent="angry", kind="sentiment"),
        Taught(text="aye", intent="yes", kind="reading", after="book_visit"),
    )
    assert lessons.sources[0].utterances == 3


def test_what_is_said_later_is_taught_with_the_tool_that_the_conversation_was_at(tmp_path: Path) -> None:
    lessons = gathered(
        tmp_path, conversation("one", wishing("someone must come", call=BOOK), wishing("sooner", REFUND))
    )
    assert lessons.taught[-1].after == "book_visit"


def test_of_several_wishes_only_those_whose_words_are_marked_are_taught(tmp_path: Path) -> None:
    marked = Wish(intent="book_visit", text="send somebody")
    lessons = gathered(tmp_path, conversation("one", wishing("money back and send somebody", REFUND, marked)))
    assert [one.text for one in lessons.taught] == ["send somebody"]


def test_arguments_come_with_what_was_said_before_them(tmp_path: Path) -> None:
    turns = [wishing(text) for text in ("one", "two", "three")]
    lessons = gathered(tmp_path, conversation("c", *turns, wishing("four", REFUND, call=BOOK)))
    (said,) = lessons.said
    assert (said.tool, dict(said.arguments), said.text) == ("book_visit", {"reason": "repair"}, "two\nthree\nfour")


def test_without_gold_the_recorded_calls_are_taken(tmp_path: Path) -> None:
    lessons = gathered(tmp_path, conversation("c", Turn(customer="it crackles", agent=(BOOK,))))
    assert [(one.tool, one.text) for one in lessons.said] == [("book_visit", "it crackles")]


def test_transcripts_that_are_held_out_are_never_learned_from(tmp_path: Path) -> None:
    dev = conversation("one", wishing("square me up", REFUND), part="dev")
    test = conversation("two", wishing("a secret", REFUND), part="test")
    lessons = gathered(tmp_path, dev, test)
    assert [one.text for one in lessons.taught] == ["square me up"]
    assert lessons.left_aside == {"conversations of the part that is held out": 1}
    with pytest.raises(TranscriptError, match="nothing to learn"):
        gathered(tmp_path, test)


def test_labelled_texts_teach_too_and_oos_is_out_of_scope(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"text": "cash back", "intent": "refund_order"}\n{"text": "sing", "intent": "oos"}\n'
        '{"text": "lost it", "intent": "report_loss", "area": "account"}\n'
    )
    gathering = Gathering(HOMES)
    gathering.add(file)
    assert [(one.intent, one.area) for one in gathering.lessons().taught] == [
        ("refund_order", "billing"),
        ("out_of_scope", None),
        ("report_loss", "account"),
    ]


@pytest.mark.parametrize("area", ["", ', "area": "nowhere"'])
def test_an_intent_that_nobody_knows_needs_an_area(tmp_path: Path, area: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"text": "a", "intent": "refund_order"}\n{"text": "lost it", "intent": "report_loss"' + area + "}\n"
    )
    with pytest.raises(TranscriptError, match=r"texts.jsonl, text 2: 'report_loss' is neither .* Give it an area"):
        Gathering(HOMES).add(file)


def test_the_more_frequent_meaning_wins_and_a_tie_is_left_aside(tmp_path: Path) -> None:
    other = Wish(intent="book_visit")
    turns = [wishing("sort it", one) for one in (REFUND, REFUND, other)] + [
        wishing("help", one) for one in (REFUND, other)
    ]
    lessons = gathered(tmp_path, *(conversation(str(number), turn) for number, turn in enumerate(turns)))
    assert [(one.text, one.intent) for one in lessons.taught] == [("sort it", "refund_order")]
    assert lessons.left_aside == {"utterances that others contradict": 3}


def test_a_whole_folder_is_read_and_very_long_messages_are_left_aside(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.jsonl", [conversation("one", wishing("word " * 200, REFUND))])
    write(tmp_path / "two.jsonl", [conversation("two", wishing("cash back", REFUND))])
    gathering = Gathering(HOMES)
    gathering.add(tmp_path)
    lessons = gathering.lessons()
    assert [one.text for one in lessons.taught] == ["cash back"]
    assert lessons.left_aside == {"utterances of more than 500 characters": 1}


def test_a_broken_transcript_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text('{"id": "a", "source": "own", "turns": []}\n')
    with pytest.raises(TranscriptError, match=r"t.jsonl, line 1"):
        Gathering(HOMES).add(file)
