"""A conversation's signals, read from its messages."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from graphs.models.tiers_signals import NAMES, SAYS, Ears, Signals, by_message
from graphs.specialists.areas import effect_named
from prompts.registry import Prompts

EARS = Ears.of(Prompts().table("tiers/signals"), effect_named)


def asks(name: str, call_id: str = "1", **arguments: Any) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": call_id, "type": "tool_call"}])


def gets(call_id: str = "1", *, failed: bool = False) -> ToolMessage:
    return ToolMessage("Refused: no" if failed else "{}", tool_call_id=call_id, status="error" if failed else "success")


def after(*messages: BaseMessage) -> Signals:
    return by_message([*messages, HumanMessage("ok")], EARS)[-1]


def test_there_are_signals_at_each_customer_message() -> None:
    found = by_message([HumanMessage("one two"), AIMessage("Yes?"), HumanMessage("three")], EARS)
    assert [(one.turns, one.words, one.first_words, one.words_so_far) for one in found] == [(1, 2, 2, 2), (2, 1, 2, 3)]
    assert (found[0].questions, found[1].questions) == (0, 1)


@pytest.mark.parametrize(
    ("said", "signal", "count"),
    [
        ("unless it is the cheapest one", "conditions", 2),
        ("and also another one, actually", "additions", 3),
        ("that is ridiculous, I already told you", "complaints", 2),
        ("I don't remember my number", "unknowns", 1),
        ("thanks", "thanks", 0),
        ("I want to speak to a manager", "asked_person", 1),
        ("cancel the visit and send it back for a refund", "wishes", 3),
    ],
)
def test_the_customers_words_are_counted(said: str, signal: str, count: int) -> None:
    assert getattr(after(HumanMessage(said)), signal) == count


def test_only_the_latest_thanks_count() -> None:
    assert by_message([HumanMessage("thanks!")], EARS)[-1].thanks == 1


def test_a_wish_is_undone_until_an_action_answers_to_it() -> None:
    wish = HumanMessage("please cancel my visit")
    assert (after(wish).wishes, after(wish).undone) == (1, 1)
    done = after(wish, asks("cancel_visit", visit_id="V-1"), gets())
    assert (done.undone, done.actions, done.turns_since_action) == (0, 1, 1)
    failed = after(wish, asks("cancel_visit", visit_id="V-1"), gets(failed=True))
    assert (failed.undone, failed.actions, failed.failed_actions, failed.errors) == (1, 0, 1, 1)


def test_the_same_call_made_again_is_a_repeat_and_another_is_none() -> None:
    same = after(HumanMessage("hi"), asks("list_orders", "1"), gets("1"), asks("list_orders", "2"), gets("2"))
    assert (same.calls, same.repeats, same.lookups) == (2, 1, 1)
    other = after(asks("explain_charge", "1", invoice_id="I-1"), asks("explain_charge", "2", invoice_id="I-2"))
    assert other.repeats == 0


def test_a_hand_over_that_was_asked_for_is_told_from_one_that_was_not() -> None:
    unasked = after(HumanMessage("refund it"), asks("request_human"), gets())
    asked = after(HumanMessage("get me a manager"), asks("request_human"), gets())
    assert (unasked.handovers, unasked.unasked_handovers) == (1, 1)
    assert (asked.handovers, asked.unasked_handovers) == (1, 0)


def test_a_claim_is_unfounded_until_something_was_done() -> None:
    claim = AIMessage("I've cancelled it for you.")
    action = (asks("cancel_visit"), gets())
    assert after(claim).unfounded_claims == 1
    assert after(*action, claim).unfounded_claims == 0


def test_refusals_and_apologies_are_heard_in_replies() -> None:
    found = after(AIMessage("I'm sorry, unfortunately I cannot do that."))
    assert (found.apologies, found.refusals, found.reply_words) == (1, 2, 7.0)


def test_every_signal_has_words_for_an_explanation() -> None:
    assert set(SAYS) == set(NAMES)
