"""Who is calling: read from the bearer token, at the pace a caller may keep."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from app.limits import Pace
from app.opening import Opening, Rooms
from app.problems import Problem, unauthorised
from app.settings import Settings
from app.telemetry.metrics import Metrics
from app.tokens import CONVERSATION, CUSTOMER, STAFF, Staff, TokenError, Tokens

_HOW = "Send the token as `Authorization: Bearer ...`."


@dataclass(frozen=True)
class Visitor:
    """A caller on the customers' side of the counter, or a colleague who looks on."""

    customer_id: str | None = None
    """From a token that the customer's site signed."""
    conversation_id: str | None = None
    """From the token handed out with the conversation."""
    staff: Staff | None = None

    def may_speak_in(self, conversation_id: str, customer_id: str | None) -> bool:
        """Whether a conversation is the caller's own."""
        if self.conversation_id is not None:
            return self.conversation_id == conversation_id
        return self.customer_id is not None and self.customer_id == customer_id


@dataclass(frozen=True)
class Access:
    """What is needed to say who calls."""

    settings: Settings
    tokens: Tokens
    pace: Pace
    clock: Callable[[], datetime]


def access(request: Request) -> Access:
    """Return the app's access rules."""
    return cast(Access, request.app.state.access)


def metrics(request: Request) -> Metrics:
    """Return the app's counters."""
    return cast(Metrics, request.app.state.metrics)


def opening(request: Request) -> Opening:
    """Return the house, open or not yet."""
    return cast(Opening, request.app.state.opening)


async def rooms(found: Annotated[Opening, Depends(opening)]) -> Rooms:
    """Wait until turns can be answered."""
    return await found.rooms()


def bearer(request: Request) -> str | None:
    """Return the bearer token, if one was sent."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        return None
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorised(f"The Authorization header is not understood. {_HOW}")
    return token.strip()


def customer(request: Request, rules: Annotated[Access, Depends(access)]) -> str | None:
    """Return the customer that a signed token names; None for somebody unknown."""
    token = bearer(request)
    who = None if token is None else rules.tokens.subject(token, CUSTOMER)[1]
    rules.pace.take(f"customer:{who}" if who else place(request))
    return who


def visitor(request: Request, rules: Annotated[Access, Depends(access)]) -> Visitor:
    """Return whoever may have a conversation of their own, or look on."""
    token = bearer(request)
    if token is None:
        raise unauthorised(f"This needs the conversation's access token or the customer's. {_HOW}")
    kind, subject = rules.tokens.subject(token, CONVERSATION, CUSTOMER, STAFF)
    rules.pace.take(f"{kind}:{subject}")
    if kind == STAFF:
        return Visitor(staff=rules.tokens.read_staff(token))
    return Visitor(customer_id=subject) if kind == CUSTOMER else Visitor(conversation_id=subject)


def colleague(request: Request, rules: Annotated[Access, Depends(access)]) -> Staff:
    """Return the member of staff who calls."""
    token = bearer(request)
    if token is None:
        raise unauthorised(f"This needs a staff token. {_HOW}")
    return rules.tokens.read_staff(token)


def supervisor(staff: Annotated[Staff, Depends(colleague)]) -> Staff:
    """Return the supervisor who calls."""
    if staff.role != "supervisor":
        raise Problem(403, "Only a supervisor may do this; ask one, or sign in as one.")
    return staff


def api_key(request: Request, rules: Annotated[Access, Depends(access)]) -> Visitor:
    """Return who a chat client's API key names: a customer's token, a conversation's, or "anonymous"."""
    token = bearer(request)
    if token in (None, "anonymous"):
        rules.pace.take(place(request))
        return Visitor()
    try:
        kind, subject = rules.tokens.subject(token or "", CUSTOMER, CONVERSATION)
    except TokenError as error:
        raise unauthorised(f'{error} As an API key use a customer\'s token, or "anonymous".') from error
    rules.pace.take(f"{kind}:{subject}")
    return Visitor(customer_id=subject) if kind == CUSTOMER else Visitor(conversation_id=subject)


def place(request: Request) -> str:
    """Say where a request comes from, for callers without a name."""
    return f"address:{request.client.host if request.client else 'unknown'}"


@dataclass(frozen=True)
class Counter:
    """Where a caller stands: who they are, the rules, and the open house."""

    visitor: Visitor
    rules: Access
    rooms: Rooms


def at_counter(
    who: Annotated[Visitor, Depends(visitor)],
    rules: Annotated[Access, Depends(access)],
    found: Annotated[Rooms, Depends(rooms)],
) -> Counter:
    """Let in whoever has a conversation of their own."""
    return Counter(who, rules, found)


def with_api_key(
    who: Annotated[Visitor, Depends(api_key)],
    rules: Annotated[Access, Depends(access)],
    found: Annotated[Rooms, Depends(rooms)],
) -> Counter:
    """Let in a chat client."""
    return Counter(who, rules, found)


Rules = Annotated[Access, Depends(access)]
Ready = Annotated[Rooms, Depends(rooms)]
Caller = Annotated[Visitor, Depends(visitor)]
