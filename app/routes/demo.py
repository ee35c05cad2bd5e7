"""For trying only: sign in as one of the demonstration customers, without a password."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from app.access import Ready, Rules, place
from app.problems import Problem
from app.words import Words
from tools.store import customers

router = APIRouter(prefix="/v1/demo", tags=["demo"])
MINUTES = 60


class DemoSignIn(BaseModel):
    """Whom to be."""

    customer_id: Words = Field("C-1001", max_length=64)


class DemoToken(BaseModel):
    """A customer's token, as their site would sign it."""

    token: str
    customer_id: str
    name: str
    expires_at: datetime


def demonstration_only(rules: Rules) -> None:
    """Refuse where the server is not for trying; it reads like an address that does not exist."""
    if not rules.settings.demonstrates:
        raise Problem(404, "There is nothing at this address; /docs lists what there is.")


class Demonstration(BaseModel):
    """Whom one can be, on a server for trying."""

    customers: list[str]


@router.get("", dependencies=[Depends(demonstration_only)])
async def demonstration(ready: Ready) -> Demonstration:
    """Say whom one can sign in as; only where SWITCHBOARD_DEMO allows it."""
    house, _ = ready
    async with house.store.reading() as tx:
        return Demonstration(customers=[customer.customer_id for customer in await customers.everybody(tx)])


@router.post("/token", status_code=201, dependencies=[Depends(demonstration_only)])
async def sign_in(request: Request, wanted: DemoSignIn, rules: Rules, ready: Ready) -> DemoToken:
    """Hand out a demonstration customer's token; only where SWITCHBOARD_DEMO allows it."""
    rules.pace.take(place(request))
    house, _ = ready
    async with house.store.reading() as tx:
        customer = await customers.find(tx, wanted.customer_id)
    if customer is None:
        raise Problem(404, f"There is no customer {wanted.customer_id}; try C-1001.")
    now = rules.clock()
    token = rules.tokens.customer(customer.customer_id, now=now, minutes=MINUTES)
    expires_at = now + timedelta(minutes=MINUTES)
    return DemoToken(token=token, customer_id=customer.customer_id, name=customer.name, expires_at=expires_at)
