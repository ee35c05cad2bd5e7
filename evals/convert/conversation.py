"""One conversation as the product keeps it, and the transcript that it makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from evals import witness
from evals.convert.history import History, Part
from evals.convert.pseudonyms import Hiding, hidden
from evals.transcript import Deed, Facts, Happening, Outcome, Say, Step, Transcript, Turn
from graphs.events import BETWEEN_PARTS
from tools.actions import Action
from tools.context import Strength
from tools.store.conversations import Conversation
from tools.store.events import Event
from tools.store.inbound import Stored
from tools.store.turns import TurnRow


@dataclass(frozen=True)
class Kept:
    """All that the store holds of one conversation, each part in order."""

    conversation: Conversation
    words: tuple[Stored, ...]
    told: tuple[Event, ...]
    said: tuple[AnyMessage, ...]
    rows: tuple[TurnRow, ...]
    acted: tuple[Action, ...]

    @property
    def begun(self) -> bool:
        """Whether a customer has written anything."""
        return any(word.text.strip() for word in self.words) or any(isinstance(one, HumanMessage) for one in self.said)

    @property
    def order(self) -> Iterator[tuple[list[Stored], list[Event]]]:
        """Yield what each turn answers and tells, in the order of their first event; a notice answers nothing."""
        seen: set[str] = set()
        for event in self.told:
            words = [word for word in self.words if word.turn_id == event.turn_id]
            if not words:
                yield [], [event]
            elif event.turn_id not in seen:
                seen.add(event.turn_id)
                yield words, [one for one in self.told if one.turn_id == event.turn_id]

    @property
    def unanswered(self) -> list[Stored]:
        """List the messages that no turn has answered yet."""
        told = {event.turn_id for event in self.told}
        return [word for word in self.words if word.turn_id not in told]


def transcript(kept: Kept, hiding: Hiding) -> Transcript:
    """Make the transcript of one conversation, with nothing in it that `hiding` hides."""
    conversation = kept.conversation
    who = conversation.customer_id
    strongest = max((word.strength for word in kept.words), default=0) if who else 0
    made = Transcript(
        id=hiding.id(conversation.conversation_id),
        source="switchboard",
        area=next((row.area for row in reversed(kept.rows) if row.area), None),
        channel=conversation.channel,
        customer_id=hiding.id(who) if who else None,
        strength=Strength(strongest).name.lower(),
        now=conversation.created_at,
        agent=", ".join(dict.fromkeys(model for row in kept.rows for model in _models(row))),
        turns=tuple(_turns(kept)),
        labels={
            "status": conversation.status,
            "holder": conversation.holder,
            **({"summary": conversation.summary} if conversation.summary else {}),
        },
        outcome=Outcome(cost_usd=float(sum(row.cost_usd for row in kept.rows)), disposition=conversation.disposition),
    )
    return hidden(made, hiding)


def _turns(kept: Kept) -> Iterator[Turn]:
    history = History(kept.said, {_decided(word) for word in kept.words if word.kind == "decision"})
    waiting: list[Turn] = []
    for words, told in kept.order:
        if not words:
            _noticed(waiting, told)
            continue
        yield from waiting
        if words[0].kind == "decision":
            part = history.of_decision(_decided(words[0]))
        else:
            imported, part = history.of_words(_text(words))
            yield from (_imported(one, kept.acted) for one in imported)
        waiting = [_turn(kept, (words, told), part)]
    yield from waiting
    yield from (Turn(customer=word.text, at=word.received_at) for word in kept.unanswered if word.text)


def _turn(kept: Kept, turn: tuple[list[Stored], list[Event]], part: Part) -> Turn:
    words, told = turn
    first = words[0]
    happening: Happening | None = None
    if first.kind == "decision":
        happening = "supervisor_approves" if (first.payload or {}).get("approved") else "supervisor_refuses"
    return Turn(
        customer=_text(words),
        happening=happening,
        channel=first.channel if first.channel != kept.conversation.channel else None,
        at=first.received_at,
        agent=(*witness.calls(part, kept.acted), *_says(told, part)),
        facts=_facts(kept, first.turn_id or "", told),
    )


def _text(words: Sequence[Stored]) -> str:
    """Return the customer's words as the turn has read them: a burst is one text."""
    return "\n".join(word.text for word in words if word.text)


def _decided(decision: Stored) -> str:
    return str((decision.payload or {}).get("action_id"))


def _says(told: Sequence[Event], part: Part) -> Iterator[Say]:
    """Yield what the customer was told; what no model has said was worded by code."""
    # A model's answer has an id, and words that code has put into the history have none.
    by_model = {text.strip() for one in part if isinstance(one, AIMessage) and one.id for text in _parts(one.text)}
    for event in told:
        if event.type == "message":
            colleague = "author" in event.data
            for text in _parts(event.data["text"]):
                yield Say(say=text, by="colleague") if colleague else Say(say=text, by_code=text not in by_model)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(BETWEEN_PARTS) if part.strip()]


def _noticed(waiting: list[Turn], told: Sequence[Event]) -> None:
    """Add what was told outside a turn: a colleague's words to the last one; giving the matter back is its own."""
    if any(event.type == "handoff" and event.data.get("state") == "returned" for event in told):
        waiting.append(Turn(happening="colleague_returns", at=told[-1].at))
    says: list[Step] = list(_says(told, ()))
    if says:
        before = waiting.pop() if waiting else Turn()
        waiting.append(before.model_copy(update={"agent": (*before.agent, *says)}))


def _facts(kept: Kept, turn_id: str, told: Sequence[Event]) -> Facts | None:
    row = next((row for row in kept.rows if row.turn_id == turn_id), None)
    if row is None:
        return None
    return Facts(
        area=row.area,
        intent=row.intent,
        sentiment=row.sentiment,
        tier=row.tier,
        reason=row.reason,
        deeds=tuple(_deeds(kept, told)),
        escalation=_data(told, "escalation", "reason"),
        disposition=_data(told, "closed", "disposition"),
        models=tuple(dict.fromkeys(_models(row))),
        prompts=row.prompts,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        cost_usd=float(row.cost_usd),
        latency_ms=float(row.latency_ms),
    )


def _deeds(kept: Kept, told: Sequence[Event]) -> Iterator[Deed]:
    """Yield what was proposed in a turn and what became of what was proposed before."""
    frozen = {action.action_id: action.arguments for action in kept.acted}
    for event in told:
        if event.type in ("confirmation", "action"):
            data = event.data
            yield Deed(
                tool=data["tool"],
                arguments=frozen.get(data["action_id"], {}),
                state=data.get("state", "proposed"),
                receipt=data.get("receipt"),
            )


def _imported(part: Part, acted: Sequence[Action]) -> Turn:
    """Make a turn of what a chat client has brought along of an earlier conversation."""
    texts: list[Step] = [Say(say=one.text) for one in part if isinstance(one, AIMessage) and one.text.strip()]
    customer = part[0].text if isinstance(part[0], HumanMessage) else ""
    return Turn(customer=customer, agent=(*witness.calls(part, acted), *texts))


def _models(row: TurnRow) -> Iterator[str]:
    return (str(call["model"]) for call in row.calls if call.get("model"))


def _data(told: Sequence[Event], kind: str, name: str) -> str | None:
    return next((event.data[name] for event in told if event.type == kind), None)
