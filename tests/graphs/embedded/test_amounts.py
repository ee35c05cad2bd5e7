"""How much is wished for of what was paid."""

from decimal import Decimal

import pytest

from graphs.embedded.amounts import is_amount, wished

PAID = [[Decimal("59.99")]]


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        (("fifteen pounds back for the lamp",), "15.00"),
        (("it cost me £59.99 and it is broken",), None),
        (("my sixty pounds back please",), None),
        (("it is £50 in another shop, refund me the £9.99 difference",), "9.99"),
        (("someone else sells it for £50, I'd like the difference",), "9.99"),
        (("it's £52 at the market so that makes 7.99 you owe me",), "7.99"),
        (("ten pounds off the lamp", "no make it 15"), "15.00"),
        (("half the money back for the lamp would be fair",), "30.00"),
        (("the lamp keeps half its light",), None),
        (("would you take that one back off me",), None),
        (("only the one that came first", "21 back would do"), "21.00"),
    ],
)
def test_the_amount_that_is_wished_for_is_told_from_what_something_costs(
    said: tuple[str, ...], amount: str | None
) -> None:
    assert wished(said, PAID) == amount


def test_digits_may_be_those_of_an_amount() -> None:
    assert is_amount("N-1250", "12.50")
    assert not is_amount("N-1250", "1250.00")
    assert not is_amount("N-1250", None)
