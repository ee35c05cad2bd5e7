"""Handover: the way to a person, open to everybody."""

from tools.arguments import FreeText
from tools.effects import hands_over
from tools.records import HandoverRequest


@hands_over
async def request_human(reason: FreeText) -> HandoverRequest:
    """Hand the conversation to a person: when the customer asks for one, or when no tool can do what is needed.

    Args:
        reason: Why a person is needed, in a sentence.
    """
    return HandoverRequest(reason=reason)
