"""The action ledger: every write is proposed, confirmed and done exactly once, or not at all.

The states and the ways between them are in tools/action_states.py. Three things make "once" true: the unique
index on an action's key, the row lock under which an effect and the row's `done` are one transaction, and
arguments that are frozen when the question is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from langchain_core.tools import BaseTool

from tools import action_steps
from tools.action_record import Action, AuditEntry, Reading, Standing
from tools.action_states import OPEN, ActionEvent, ActionState
from tools.action_tools import WriteTool, key_of, still_true, write_tools
from tools.context import Caller, Strength, ToolContext
from tools.effects import Plan
from tools.errors import Correctable, Refused, Unavailable
from tools.store import action_rows
from tools.store.action_rows import Note
from tools.store.engine import Store

__all__ = ["Action", "ActionState", "AuditEntry", "Ledger", "Reading", "Standing"]

CHANGED = "What was agreed to is no longer what would happen, so nothing was done."
TRIES = 3
"""How often a proposal that met another one is made again."""


def _new_id() -> str:
    return f"A-{token_hex(5)}"


class Ledger:
    """The one door to every write. It keeps nothing in memory: any replica may go on with any action."""

    def __init__(
        self,
        tools: Sequence[BaseTool],
        lifetime: timedelta = timedelta(minutes=30),
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        self._tools = write_tools(tools)
        self._lifetime = lifetime
        self._new_id = new_id

    async def propose(
        self,
        context: ToolContext,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        turn_id: str,
        word: Callable[[str, Plan[Any]], str],
    ) -> Action:
        """Ask for a write: its arguments are frozen, and `word` makes the question from its plan.

        What is still open, or done and still standing, under the same arguments comes back as it is. Any
        other open proposal of the conversation becomes `changed`.

        Raises:
            ToolError: It cannot be proposed; the kind of error says who must act.
        """
        customer_id, writer = context.customer(), self._writer(tool)
        canonical = writer.canonical(arguments)
        key = key_of(context.conversation_id, customer_id, tool, canonical)
        for _ in range(TRIES):
            async with context.store.reading() as tx:
                newest = await action_rows.newest_of_key(tx, key)
            if newest is not None and _stands(*newest, writer, context.now()):
                return newest[0]
            plan = await writer.plan(context, canonical)
            action = Action(
                action_id=self._new_id(),
                tool=tool,
                arguments=canonical,
                key=key,
                attempt=1 if newest is None else newest[0].attempt + 1,
                question=word(tool, plan),
                asked_in=turn_id,
                **_frozen(context, plan, self._lifetime),
            )
            if await action_steps.added(context.store, action):
                return action
        raise Unavailable("another request on this conversation is in the way")

    async def standing(self, context: ToolContext, *, turn_id: str) -> Standing:
        """Read the open proposal, what this turn answered already, and the receipts, in one statement.

        A proposal whose time is up expires. One that was asked in this very turn is left out: then the turn
        is running again after a crash, and the customer has not seen the question.
        """
        customer_id = context.caller.customer_id
        if customer_id is None:
            return Standing(proposal=None, answered=None, receipts=())
        async with context.store.reading() as tx:
            found = await action_rows.of_conversation(tx, context.conversation_id, customer_id, turn_id)
        if found.proposal is None or context.now() < found.proposal.expires_at:
            return found
        async with context.store.writing() as tx:
            await action_rows.move(tx, found.proposal, "expire", Note(context.now(), "system"))
        return found.model_copy(update={"proposal": None})

    async def open_proposal(self, context: ToolContext, *, turn_id: str) -> Action | None:
        """Find the question that the customer's words may answer."""
        return (await self.standing(context, turn_id=turn_id)).proposal

    async def answered_in(self, context: ToolContext, turn_id: str) -> Action | None:
        """Find what this turn answered already, before a crash made it run again."""
        return (await self.standing(context, turn_id=turn_id)).answered

    async def receipts(self, context: ToolContext) -> tuple[Action, ...]:
        """List what has been done for this customer in this conversation, oldest first."""
        return (await self.standing(context, turn_id="")).receipts

    async def answer(self, context: ToolContext, action_id: str, reading: Reading, *, turn_id: str) -> Action:
        """Take the customer's answer; one that is no longer `proposed` comes back as it is.

        Raises:
            NotFound: It is not this customer's, or not of this conversation.
            NotVerified: A yes, and the caller's identity is too weak for it.
        """
        now = context.now()
        async with context.store.writing() as tx:
            action = await action_steps.own(tx, context, action_id)
            if action.state != "proposed" or reading == "other":
                return action
            if now >= action.expires_at:
                return await action_steps.moved(tx, action, "expire", Note(now, "system"))
            if reading == "yes":
                context.customer()
            note = Note(now, f"customer:{action.customer_id}", f"turn {turn_id}")
            return await action_steps.moved(tx, action, _event(action, reading), note, answered_in=turn_id)

    async def execute(self, context: ToolContext, action_id: str) -> Action:
        """Do what was confirmed, as the customer who confirmed it; what is not ready comes back as it is.

        The action is then `done` with its receipt, `failed` with a sentence, or `changed`: its terms are no
        longer true. The caller may be weakly known, as when a supervisor's decision starts the turn.

        Raises:
            Unavailable: The back office did not answer. The action has `failed` if certainly nothing was
                done; in doubt it stays `executing`, and executing it again is safe.
        """
        action, resumed = await action_steps.started(context, action_id)
        if action.state != "executing":
            return action
        caller = Caller(action.customer_id, action.channel, Strength(action.strength))
        try:
            plan = await self._writer(action.tool).plan(replace(context, caller=caller), action.arguments)
        except (Refused, Correctable) as error:
            return await action_steps.ended(context, action, "fail", str(error))
        except Unavailable as error:
            ended = action if resumed else await action_steps.ended(context, action, "fail", str(error))
            if ended.state == "done":
                return ended
            raise
        if not still_true(plan, action):
            return await action_steps.ended(context, action, "change", CHANGED)
        try:
            return await action_steps.applied(context, action, plan)
        except (Refused, Correctable) as error:
            return await action_steps.ended(context, action, "fail", str(error))

    async def decide(self, store: Store, action_id: str, approved: bool, *, by: str, now: datetime) -> Action:
        """Take a supervisor's decision; the same one twice is taken once.

        Raises:
            NotFound: There is no such action.
            Refused: It is not waiting for one, or the contrary was decided before.
        """
        async with store.writing() as tx:
            action = await action_steps.found(tx, action_id)
            if action.state == "waiting":
                event: ActionEvent = "approve" if approved else "refuse"
                return await action_steps.moved(tx, action, event, Note(now, f"supervisor:{by}"), decided_by=by)
        if action.decided_by is None:
            raise Refused(f"{action_id} is not waiting for approval: it is {action.state}.")
        if approved == (action.state == "refused"):
            raise Refused(f"{action_id} was already decided by {action.decided_by}: it is {action.state}.")
        return action

    async def compensate(self, store: Store, action_id: str, *, by: str, now: datetime) -> Action:
        """Undo what was done, in one transaction; doing so twice undoes it once.

        Raises:
            NotFound: There is no such action.
            Refused: It is not done, or cannot be undone.
            ToolError: What it changed has been changed again since.
        """
        async with store.writing() as tx:
            action = await action_steps.found(tx, action_id)
            if action.state == "compensated":
                return action
            writer = self._writer(action.tool)
            if action.state != "done" or action.receipt is None:
                raise Refused(f"{action_id} has not been done: it is {action.state}.")
            if writer.writes.undo is None:
                raise Refused(f"{action_id} cannot be undone.")
            await writer.writes.undo(tx, writer.receipt.model_validate(action.receipt))
            return await action_steps.moved(tx, action, "compensate", Note(now, f"supervisor:{by}"))

    async def waiting(self, store: Store) -> tuple[Action, ...]:
        """List what waits for a supervisor, oldest first."""
        async with store.reading() as tx:
            return await action_rows.in_state(tx, "waiting")

    async def in_doubt(self, store: Store) -> tuple[Action, ...]:
        """List what was begun and not known to have ended: a person is asked, or it is executed again."""
        async with store.reading() as tx:
            return await action_rows.in_state(tx, "executing")

    async def expire_due(self, store: Store, now: datetime) -> int:
        """Expire every proposal whose time is up, and say how many."""
        async with store.writing() as tx:
            return await action_rows.expire(tx, now)

    def _writer(self, tool: str) -> WriteTool:
        try:
            return self._tools[tool]
        except KeyError:
            raise Correctable(f"There is no action called {tool}.") from None


def _frozen(context: ToolContext, plan: Plan[Any], lifetime: timedelta) -> dict[str, Any]:
    """Write down who asks, what for, and until when the answer counts."""
    now = context.now()
    return {
        "conversation_id": context.conversation_id,
        "customer_id": context.customer(),
        "channel": context.caller.channel,
        "strength": context.caller.strength,
        "subject": plan.subject,
        "terms": plan.terms.model_dump(mode="json"),
        "amount": plan.amount,
        "approval": plan.approval,
        "state": "proposed",
        "created_at": now,
        "expires_at": now + lifetime,
    }


def _stands(action: Action, overtaken: bool, writer: WriteTool, now: datetime) -> bool:
    """Say whether the same request again means this action, rather than a new one."""
    if action.state == "proposed":
        return now < action.expires_at
    if action.state != "done" or action.done_at is None:
        return action.state in OPEN
    repeat_after = writer.writes.repeat_after
    return not overtaken and (repeat_after is None or now < action.done_at + repeat_after)


def _event(action: Action, reading: Reading) -> ActionEvent:
    if reading == "yes":
        return "confirm" if action.approval is None else "hold"
    return "decline" if reading == "no" else "change"
