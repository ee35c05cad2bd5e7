"""No reply may claim a completed action without a receipt of this conversation.

The words of doing are data (prompts/screen/claims.toml). "I have refunded" needs a receipt;
"has been refunded" may also tell what a read tool has just shown.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from langchain_core.messages import HumanMessage, ToolMessage

from graphs.state import Conversation
from prompts.registry import Prompts


@dataclass(frozen=True)
class Claim:
    """A sentence's words that say that something is done."""

    tools: tuple[str, ...]
    """Whose receipts make it true; empty where any receipt does."""
    here: bool
    """Whether only a receipt makes it true; what a read tool has just shown may tell the others, too."""

    def founded(self, done: Collection[str], *, read: bool) -> bool:
        """Whether it is true, given the tools that have receipts and whether a read tool has just answered."""
        vouched = any(tool in self.tools for tool in done) if self.tools else bool(done)
        return vouched or (read and not self.here)


def unfounded_claim(state: Conversation, prompts: Prompts, sentence: str) -> bool:
    """Whether a sentence says that something is done for which there is neither a receipt nor a record read."""
    done = {action.tool for action in state.journey.receipts} if state.journey else set()
    read = _has_read(state)
    return any(not claim.founded(done, read=read) for claim in claims(prompts, sentence))


def claims(prompts: Prompts, sentence: str) -> Iterator[Claim]:
    """Yield what a sentence claims to be done; a question claims nothing."""
    table = prompts.table("screen/claims")
    if _compiled(tuple(table["questions"])).search(sentence):
        return
    for frames, here in ((table["done_here"], True), (table["done_ever"], False)):
        for words, tools in _claimed(table):
            for pattern in _filled(frames, words):
                match = pattern.search(sentence)
                if match and not excused(prompts, sentence[: match.start()]):
                    yield Claim(tuple(tools), here)


def excused(prompts: Prompts, before: str) -> bool:
    """Whether the words before a claim make it none: "once I have", "I could have"."""
    return _compiled(tuple(prompts.table("screen/claims")["excuses"])).search(before) is not None


def _claimed(table: dict[str, Any]) -> list[tuple[dict[str, str], list[str]]]:
    """List what a claim may be about, each as what stands for a placeholder, and whose receipts vouch for it."""
    verbs = [({"VERB": words}, tools) for words, tools in table["verbs"].items()]
    return verbs + [({"NOUN": words}, tools) for words, tools in table["nouns"].items()]


def _has_read(state: Conversation) -> bool:
    """Whether a read tool has answered since the customer's last words."""
    for message in reversed(state.messages):
        if isinstance(message, HumanMessage):
            return False
        if isinstance(message, ToolMessage) and message.status != "error":
            return True
    return False


def _filled(frames: list[str], words: dict[str, str]) -> list[re.Pattern[str]]:
    """Put the words into the frames that have a place for them."""
    ((placeholder, choice),) = words.items()
    return [_compiled((frame.replace(placeholder, f"(?:{choice})"),)) for frame in frames if placeholder in frame]


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
