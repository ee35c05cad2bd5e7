"""No reply may claim a completed action without a receipt of this conversation.

The verbs of doing are data (prompts/screen/claims.toml). "I have refunded" needs a receipt;
"has been refunded" may also tell what a read tool has just shown.
"""

import re
from functools import lru_cache

from langchain_core.messages import HumanMessage, ToolMessage

from graphs.state import Conversation
from prompts.registry import Prompts


def unfounded_claim(state: Conversation, prompts: Prompts, sentence: str) -> bool:
    """Whether a sentence says that something is done for which there is neither a receipt nor a record read."""
    table = prompts.table("screen/claims")
    if _compiled(tuple(table["excuses"])).search(sentence):
        return False
    for verb, tools in table["verbs"].items():
        if _claims(table["by_us"], verb).search(sentence) and not _receipt(state, tools):
            return True
        if _claims(table["passive"], verb).search(sentence) and not (_receipt(state, tools) or _has_read(state)):
            return True
    return False


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


def _claims(frame: str, verb: str) -> re.Pattern[str]:
    return _compiled((frame.replace("VERB", f"(?:{verb})"),))


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
