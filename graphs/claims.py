"""No reply may claim a completed action without a receipt of this conversation.

The words of doing are data (prompts/screen/claims.toml). "I have refunded" needs a receipt;
"has been refunded" may also tell what a read tool has just shown.
"""

import re
from functools import lru_cache
from typing import Any

from langchain_core.messages import HumanMessage, ToolMessage

from graphs.state import Conversation
from prompts.registry import Prompts


def unfounded_claim(state: Conversation, prompts: Prompts, sentence: str) -> bool:
    """Whether a sentence says that something is done for which there is neither a receipt nor a record read."""
    table = prompts.table("screen/claims")
    if _compiled(tuple(table["excuses"])).search(sentence):
        return False
    read = _has_read(state)
    return any(
        _claims(table["done_here"], words, sentence) or (_claims(table["done_ever"], words, sentence) and not read)
        for words, tools in _claimed(table)
        if not _receipt(state, tools)
    )


def _claimed(table: dict[str, Any]) -> list[tuple[dict[str, str], list[str]]]:
    """List what a claim may be about, each as what stands for a placeholder, and whose receipts vouch for it."""
    verbs = [({"VERB": words}, tools) for words, tools in table["verbs"].items()]
    return verbs + [({"NOUN": words}, tools) for words, tools in table["nouns"].items()]


def _receipt(state: Conversation, tools: list[str]) -> bool:
    """Whether one of the tools has a receipt; a verb that names no tools is vouched for by any receipt."""
    receipts = state.journey.receipts if state.journey else ()
    return any(not tools or action.tool in tools for action in receipts)


def _has_read(state: Conversation) -> bool:
    """Whether a read tool has answered since the customer's last words."""
    for message in reversed(state.messages):
        if isinstance(message, HumanMessage):
            return False
        if isinstance(message, ToolMessage) and message.status != "error":
            return True
    return False


def _claims(frames: list[str], words: dict[str, str], sentence: str) -> bool:
    """Whether a sentence fits one of the frames, with these words for its placeholder."""
    ((placeholder, choice),) = words.items()
    filled = tuple(frame.replace(placeholder, f"(?:{choice})") for frame in frames if placeholder in frame)
    return _compiled(filled).search(sentence) is not None


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
