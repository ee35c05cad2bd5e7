"""Look up where the customer's matter stands: facts are re-read every turn, never carried in the state."""

from typing import Any

from langgraph.runtime import Runtime

from graphs.services import Services
from graphs.state import Conversation, Journey
from tools.store import customers


async def look_up_journey(state: Conversation, runtime: Runtime[Services]) -> dict[str, Any]:
    """Read the open question, the receipts so far and the customer's name."""
    services, turn_id = runtime.context, state.inbound.turn_id
    name = None
    if services.caller.verified and services.caller.customer_id is not None:
        async with services.store.reading() as tx:
            name = (await customers.find(tx, services.caller.customer_id)).name
    ledger = services.ledger
    return {
        "journey": Journey(
            proposal=await ledger.open_proposal(services, turn_id=turn_id),
            answered=await ledger.answered_in(services, turn_id),
            receipts=await ledger.receipts(services),
            greeting_name=name,
        )
    }
