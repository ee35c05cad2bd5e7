from tests.conftest import Clock
from tests.tools.callers import Customer
from tools.context import Strength
from tools.handover import request_human
from tools.store.engine import Store


async def test_anybody_may_ask_for_a_person(sqlite_store: Store, clock: Clock) -> None:
    stranger = Customer(None, sqlite_store, clock, Strength.ANONYMOUS)
    request = await stranger.asks(request_human, reason="They want to speak to somebody.")
    assert request.reason == "They want to speak to somebody."
