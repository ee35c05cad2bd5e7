"""What a specialist's model is told before the conversation: the rules of its area and where the matter stands."""

from graphs.reports import told
from graphs.services import Services
from graphs.state import Conversation
from graphs.wording import day


def brief(state: Conversation, services: Services) -> dict[str, str]:
    """Return today's facts for the area's prompt; the customer's id is not among them."""
    journey = state.journey
    receipts = [told(services.prompts, services.timezone, action) for action in journey.receipts] if journey else []
    proposal = journey.proposal.question if journey and journey.proposal else "none"
    caller = services.caller
    name = journey.greeting_name if journey and journey.greeting_name else "unknown"
    today = services.now().astimezone(services.timezone).date()
    return dict(
        company=services.company,
        today=f"{day(today)} {today.year}",
        channel=caller.channel,
        customer=f"{name} (signed in)" if caller.verified else "not signed in",
        done="\n".join(f"- {line}" for line in receipts) or "- nothing yet",
        proposal=proposal,
        later="\n".join(f"- {request.text}" for request in state.requests) or "- nothing",
    )
