"""Small transcripts and runs that metrics, gates and reports are tried on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from evals.runs import ConversationRun, Header, Mode, Runs, TurnRun, Used
from evals.transcript import Call, Expected, Say, Transcript, Turn, Wish

Part = Literal["dev", "test"]
ASKS = "I want my money back for the speaker"
MOVES = "I have moved house"
REFUND: Mapping[str, Any] = {"order_id": "N-1", "item": "Speaker"}
PROMPTS = {"billing": 1, "account": 1, "router": 1}


def transcript(number: int, area: str = "billing", part: Part = "dev") -> Transcript:
    """A customer asks for one thing, and thanks for it."""
    tool = {"billing": "refund_order", "account": "show_account"}[area]
    call = Call(call=tool, arguments=dict(REFUND) if area == "billing" else {})
    words = ASKS if area == "billing" else MOVES
    asked = Expected(wishes=(Wish(area=area, intent=tool),), area=area, calls=(call,))
    return Transcript(
        id=f"{area}-{number}",
        source="written",
        part=part,
        area=area,
        tags=("sms",) if number % 2 else ("refund",),
        turns=(
            Turn(customer=words, agent=(call, Say(say="Shall I?")), expected=asked),
            Turn(customer="thanks", agent=(Say(say="You are welcome."),), expected=Expected(area=area, calls=())),
        ),
    )


def right(given: Transcript) -> ConversationRun:
    """A run in which everything is as it should be."""
    turns = []
    for number, turn in enumerate(given.turns):
        expected = turn.expected or Expected()
        intents = tuple(wish.intent for wish in expected.wishes)
        turns.append(
            TurnRun(
                turn=number,
                customer=turn.customer,
                reply="\n".join(step.say for step in turn.agent if isinstance(step, Say)),
                area=expected.area,
                intent=intents[0] if intents else "thanks",
                requests=intents,
                tier="small" if intents else "none",
                calls=expected.calls or (),
                proposed=tuple(call.call for call in expected.calls or () if call.call == "refund_order"),
                prompts=tuple(f"{name}@1" for name in ("router", expected.area) if name),
                latency_ms=20.0 + number,
                used=Used(calls=1, input_tokens=10, output_tokens=5),
            )
        )
    return ConversationRun(id=given.id, turns=tuple(turns), seconds=0.1)


def changed(run: ConversationRun, turn: int, **values: Any) -> ConversationRun:
    """The same run with one turn another."""
    turns = list(run.turns)
    turns[turn] = turns[turn].model_copy(update=values)
    return run.model_copy(update={"turns": tuple(turns)})


def header(mode: Mode = "forced", **values: Any) -> Header:
    given: dict[str, Any] = {"mode": mode, "source": "transcripts", "models": {"small": "embedded"}, "prompts": PROMPTS}
    return Header.model_validate({**given, "started_at": datetime(2026, 5, 1, tzinfo=UTC), **values})


def town(part: Part = "dev", each: int = 6) -> list[Transcript]:
    """Conversations about refunds, and as many about addresses."""
    return [transcript(number, area, part) for area in ("billing", "account") for number in range(each)]


def played(
    transcripts: Sequence[Transcript],
    how: Callable[[Transcript, ConversationRun], ConversationRun] = lambda _, run: run,
    **values: Any,
) -> Runs:
    """Play transcripts right, except for what `how` does to each run."""
    return Runs(header=header(**values), conversations=tuple(how(one, right(one)) for one in transcripts))
