"""Look up where the customer's matter stands: facts are re-read every turn, never carried in the state."""

from typing import Any, Literal

from langgraph.runtime import Runtime

from graphs.services import Services
from graphs.state import Conversation, Journey
from tools.store import customers


async def look_up_journey(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Read the open question, the receipts so far and the customer's name; only for somebody who has proved it."""
    services = runtime.context
    if not services.caller.verified:
        return {"journey": Journey(proposal=None, answered=None, receipts=(), greeting_name=None)}
    standing = await services.ledger.standing(services, turn_id=state.inbound.turn_id)
    return {
        "journey": Journey(
            proposal=standing.proposal,
            answered=standing.answered,
            receipts=standing.receipts,
            greeting_name=await _name(services),
        )
    }


async def after_journey(state: Conversation) -> Literal["confirm", "escalate"]:
    """A wish for a person wins over everything else."""
    return "escalate" if state.escalation is not None else "confirm"


async def _name(services: Services) -> str | None:
    async with services.store.reading() as tx:
        customer = await customers.find(tx, services.customer())
    return customer.name if customer else None
