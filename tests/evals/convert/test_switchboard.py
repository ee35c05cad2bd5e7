"""The product's own database becomes transcripts: everything said and done, and nothing that names the customer."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from app.notices import Notice
from app.stream import Written
from app.tokens import Staff
from evals.convert.pseudonyms import NAME
from evals.convert.reading import ConversionError
from evals.convert.switchboard import read_switchboard
from evals.transcript import Call, Say, Transcript
from tests.scripted import Line, calls, routed
from tests.spec.conftest import EMBEDDED, SCRIPTED, Begin
from tests.talk import NOBODY, Talk
from tools.context import Caller, Strength
from tools.store import messages
from tools.store.engine import Store
from tools.store.interaction_tables import actions

DEV = Caller("C-1004", "web_chat", Strength.SIGNED)
"""Dev Patel, whose mesh set costs more than is refunded without a supervisor."""
KEY = b"a key that only this test knows"
CARD = "4111 1111 1111 1111"


async def exported(talk: Talk, key: bytes | None = None) -> list[Transcript]:
    """Convert what is in the store of a conversation."""
    return [one async for one in read_switchboard(talk.house.store.engine.url.render_as_string(False), key)]


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


@pytest.fixture
async def refund(begin: Begin) -> Talk:
    """A refund that a supervisor approves, then a colleague who takes over and gives the matter back."""
    talk = await begin(DEV)
    mesh = calls("refund_order", order_id="N-1047", item="Whole-home mesh set")
    await talk.customer_says(
        "Send the mesh set's money back, I am dev.patel@example.com",
        [routed("billing", "refund_order", mood="negative"), calls("list_orders"), mesh],
    )
    await talk.customer_says("yes")
    (waiting,) = await talk.rows(actions)
    await talk.supervisor(waiting["action_id"], approves=True)
    await talk.customer_says("And a person please, Dev Patel here", [routed(None, "human")], perhaps=[])
    await talk.colleague("accept")
    said = Written(text="Robin here, all is well.", author="Robin")
    notice = Notice(talk.conversation_id, "staff-1", (said,), spoken=said.text, author=Staff("Robin", "agent"))
    await talk.turns.tell(notice)
    await talk.customer_says(f"thanks, the card was {CARD}")
    await talk.colleague("return")
    return talk


@SCRIPTED
async def test_every_message_call_and_receipt_is_in_the_transcript(refund: Talk) -> None:
    (made,) = await exported(refund)
    said = [data["text"] for kind, data in await refund.everything() if kind == "message"]
    assert [turn.customer for turn in made.turns if turn.customer] == [
        "Send the mesh set's money back, I am [e-mail]",
        "yes",
        "And a person please, Dev Patel here",
        "thanks, the card was [card …1111]",
    ]
    assert [turn.happening for turn in made.turns if turn.happening] == ["supervisor_approves", "colleague_returns"]
    assert "\n".join(turn.reply for turn in made.turns if turn.reply) == "\n".join(said).replace("\n\n", "\n")
    assert [call.call for turn in made.turns for call in turn.calls] == ["list_orders", "refund_order"]
    listed, proposed = made.turns[0].calls
    assert "N-1047" in str(listed.result)
    assert json.loads(str(proposed.result))["state"] == "proposed"
    deeds = [deed for turn in made.turns if turn.facts for deed in turn.facts.deeds]
    assert [deed.state for deed in deeds] == ["proposed", "waiting", "done"]
    assert deeds[2].receipt is not None
    assert deeds[2].receipt["amount"]["amount"] == "349.00"
    assert deeds[2].arguments == {"order_id": "N-1047", "item": "Whole-home mesh set"}


@SCRIPTED
async def test_what_was_recorded_is_a_fact_and_nothing_is_expected(refund: Talk) -> None:
    (made,) = await exported(refund)
    first, person = made.turns[0].facts, made.turns[3].facts
    assert first is not None
    assert person is not None
    assert (first.area, first.intent, first.sentiment) == ("billing", "refund_order", "negative")
    assert person.escalation == "asked_for_person"
    assert [turn.expected for turn in made.turns] == [None] * len(made.turns)
    assert (made.id, made.source, made.customer_id, made.strength) == ("K-test", "switchboard", "C-1004", "signed")


@SCRIPTED
async def test_who_worded_a_reply_is_told(refund: Talk) -> None:
    (made,) = await exported(refund)
    says = [step for turn in made.turns for step in turn.agent if isinstance(step, Say)]
    assert [say.by for say in says].count("colleague") == 1
    assert says[0].by_code, "the question before an action is code's"
    assert made.turns[3].agent[-1] == Say(say="Robin here, all is well.", by="colleague")


@SCRIPTED
async def test_with_a_key_no_id_and_no_name_is_left(refund: Talk) -> None:
    (made,), (again,) = await exported(refund, KEY), await exported(refund, KEY)
    text = made.model_dump_json()
    for known in ("C-1004", "N-1047", "K-test", "Dev Patel", "dev.patel", "4111"):
        assert known not in text
    assert made.turns[3].customer == f"And a person please, {NAME} here"
    assert made == again, "the same key makes the same pseudonyms"
    proposed = made.turns[0].calls[1]
    assert proposed.arguments["order_id"].startswith("N-")
    assert proposed.arguments["order_id"] in str(made.turns[0].calls[0].result), "an id has one pseudonym everywhere"
    (other,) = await exported(refund, KEY[::-1])
    assert other.id != made.id


@EMBEDDED
async def test_the_built_in_models_conversation_is_kept_word_for_word(begin: Begin) -> None:
    talk = await begin()
    heard = [await talk.customer_says(text) for text in ("what have i ordered", "refund the smart plug pls", "yes")]
    (made,) = await exported(talk)
    assert [turn.reply for turn in made.turns] == [one.text.replace("\n\n", "\n") for one in heard]
    assert made.agent == "embedded"
    assert [call.call for turn in made.turns for call in turn.calls if call.call == "refund_order"] == ["refund_order"]


@SCRIPTED
async def test_a_refused_call_keeps_its_error(begin: Begin) -> None:
    talk = await begin(Caller("C-1002", "sms", Strength.CHANNEL))
    script: Sequence[Line] = [routed("billing", "refund_order"), calls("list_orders"), "Please sign in."]
    await talk.customer_says("refund me", script, channel="sms")
    (made,) = await exported(talk)
    (call,) = made.turns[0].calls
    assert isinstance(call, Call)
    assert call.result is None
    assert call.error
    assert (made.channel, made.strength) == ("sms", "channel")


@SCRIPTED
async def test_a_burst_is_one_turn_and_what_waits_is_kept(begin: Begin) -> None:
    talk = await begin()
    assert talk.script is not None
    talk.script.play(routed(None, "greeting"), "Hello.")
    for text in ("hi", "anybody there?"):
        await talk.turns.receive(talk.conversation_id, talk.message(text))
    await talk.turns.run(talk.conversation_id)
    await talk.turns.receive(talk.conversation_id, talk.message("hello??"))
    (made,) = await exported(talk)
    assert [turn.customer for turn in made.turns] == ["hi\nanybody there?", "hello??"]
    assert made.turns[1].agent == ()


@SCRIPTED
async def test_what_a_chat_client_brought_along_is_kept(begin: Begin) -> None:
    talk = await begin()
    async with talk.house.store.writing() as tx:
        await messages.append(tx, talk.conversation_id, [HumanMessage("earlier words"), AIMessage("an earlier answer")])
    await talk.customer_says("hi", [routed(None, "greeting"), "Hello."])
    (made,) = await exported(talk)
    assert [turn.customer for turn in made.turns] == ["earlier words", "hi"]
    assert made.turns[0].reply == "an earlier answer"


@SCRIPTED
async def test_a_conversation_without_words_is_no_transcript(begin: Begin) -> None:
    talk = await begin(NOBODY)
    assert await exported(talk) == []


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(ConversionError, match="There is no database"):
        _ = [one async for one in read_switchboard(url)]
    assert is_empty(tmp_path)


async def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"something else entirely" * 50)
    with pytest.raises(ConversionError, match="cannot be read as Switchboard's database"):
        _ = [one async for one in read_switchboard(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")]
    with pytest.raises(ConversionError, match="is no database's URL") as refused:
        _ = [one async for one in read_switchboard("mysql://ann:secret@host/db")]
    assert "secret" not in str(refused.value)


async def test_an_empty_database_has_no_transcripts(sqlite_store: Store) -> None:
    url = sqlite_store.engine.url.render_as_string(False)
    assert [one async for one in read_switchboard(url)] == []
