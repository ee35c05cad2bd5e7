"""Everything one decision of the policy is made from, and the decision itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphs.embedded.endings import HUMAN, Ending, Endings
from graphs.embedded.filling import Moment
from graphs.embedded.frames import ANYTHING, Frame, Memory
from graphs.embedded.history import History
from graphs.embedded.replies import Replies
from graphs.embedded.steps import Ask, Look, Ready, Steps
from graphs.embedded.stories import Stories
from graphs.embedded.toolcards import ToolCard

if TYPE_CHECKING:
    from graphs.embedded.understanding import Understanding

CERTAIN = 0.95
SURE = 0.5
"""A guess below this is not acted on where it would end something else."""
UNSURE = 0.2
"""The confidence of an answer that only says that the customer was not understood."""


@dataclass(frozen=True)
class Move:
    """What the model does: it says something, calls a tool, or both."""

    text: str
    memory: Memory
    confidence: float = CERTAIN
    tool: str | None = None
    arguments: Mapping[str, Any] | None = None
    sources: tuple[str, ...] = ()
    """The articles that the text was taken from."""


@dataclass(frozen=True)
class Situation:
    """The messages, the bound tools, and what helps to read them."""

    cards: Mapping[str, ToolCard]
    history: History
    memory: Memory
    after: str | None
    """The tool that the conversation was at."""
    moment: Moment
    understanding: "Understanding"
    replies: Replies
    lexicon: Mapping[str, Sequence[str]]
    endings: Endings | None = None
    ending: Ending | None = None
    """How likely it is that the words ask for a person or take leave, where that was learned."""

    stories: Stories | None = None
    """What is told instead of a choice; without it the choice is asked for."""

    async def heard(self) -> "Situation":
        """Return the same once it is known what the words end."""
        if self.endings is None:
            return self
        ending = await self.endings.read(self.history.words, self.history.reply, self.lexicon["offers"])
        return replace(self, ending=ending)

    @property
    def asks_for_person(self) -> bool:
        """Whether the words ask for a person."""
        return self.ending is not None and self.ending.asks_for_person

    @property
    def asks_for_nobody(self) -> bool:
        """Whether the words ask for no person, whatever the intents make of them."""
        return self.ending is not None and HUMAN in self.ending.ruled_out

    @property
    def stays(self) -> bool:
        """Whether the words take no leave, whatever the intents make of them: they ask something."""
        return self.ending is not None and "?" in self.history.words

    @property
    def steps(self) -> Steps:
        """What fills frames here."""
        return Steps(self.cards, self.history, self.moment, self.lexicon)

    @property
    def abilities(self) -> str:
        """What the bound tools are for, in words."""
        known = [card for card in self.cards.values() if card.effect != "handover" and not card.finds_passages]
        return self.replies.names(known) if known else self.replies.generic("general-help")

    @property
    def person(self) -> tuple[str, ...]:
        """The tool that hands over to a person, if one is bound."""
        return tuple(card.name for card in self.cards.values() if card.effect == "handover")

    @property
    def search(self) -> ToolCard | None:
        """The tool that questions are answered from, if one is bound."""
        return next((card for card in self.cards.values() if card.finds_passages), None)

    def say(self, section: str, memory: Memory, confidence: float = CERTAIN, **said: str) -> Move:
        """Say a generic reply."""
        return Move(self.replies.generic(section, **said), memory, confidence)

    def say_and_offer_person(self, section: str, memory: Memory, confidence: float = CERTAIN, **said: str) -> Move:
        """Say a generic reply that offers a colleague: a yes to it goes there."""
        return self.say(section, memory.offering(*self.person), confidence, **said)


def proceed(s: Situation, memory: Memory, frame: Frame, confidence: float = CERTAIN, lead: str = "") -> Move:
    """Take a frame's next step; `lead` is said before it."""
    step = s.steps.next(frame)
    memory = memory.on(step.frame)
    if isinstance(step, Look):
        return Move(lead, memory, confidence, step.lookup.tool, step.lookup.arguments)
    if isinstance(step, Ready):
        return Move(lead, memory, confidence, step.frame.tool, step.frame.arguments)
    if step.several is not None and not step.several.rows:
        nothing = _nothing(s, step)
        return Move(_joined(lead, nothing), memory.finished(s.cards).offering(*s.person), confidence)
    return Move(_joined(lead, question(s, step)), memory, confidence)


def question(s: Situation, step: Ask) -> str:
    """Word what the customer is asked."""
    card = s.cards[step.frame.tool]
    if step.several is not None:
        return s.replies.choose(card, step.argument, step.several, s.history.channel)
    return s.replies.ask(card, step.argument)


def asked_again(s: Situation, frame: Frame) -> str:
    """Word the open question once more; nothing if there is none."""
    if frame.asked == ANYTHING:
        return s.replies.generic("what-different")
    step = s.steps.next(frame)
    return question(s, step) if isinstance(step, Ask) and (step.several is None or step.several.rows) else ""


def ask_what_else(s: Situation, frame: Frame, confidence: float = CERTAIN) -> Move:
    """Ask what should be different about a proposal."""
    return s.say("change-what", s.memory.on(frame.asking(ANYTHING)), confidence)


def take_up(s: Situation, memory: Memory, text: str, confidence: float = CERTAIN) -> Move:
    """Say a text and go back to what was set aside, if anything was."""
    if memory.frame is None or not memory.frame.asked:
        return Move(text, memory, confidence)
    again = asked_again(s, memory.frame) if memory.frame.tool in s.cards else ""
    back = s.replies.generic("back", question=again) if again else ""
    return Move(_joined(text, back), memory, confidence)


def _nothing(s: Situation, step: Ask) -> str:
    source = s.cards[step.several.source] if step.several else None
    read = [result.content for result in s.history.current if source and result.tool == source.name]
    none = s.replies.none(source) if source and not any(read) else ""
    return _joined(none, s.replies.generic("nothing-to-choose"))


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
