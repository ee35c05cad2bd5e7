import pytest

from graphs.embedded.parsers import payment


@pytest.mark.parametrize(
    ("text", "kinds", "brands"),
    [
        ("back to my PayPal please", ["paypal"], []),
        ("not the Visa, the American Express", ["card", "card"], ["visa", "amex"]),
        ("put it on my debit card", ["card"], []),
        ("send a cheque", ["cheque"], []),
        ("it's on the cards", [], []),
    ],
)
def test_the_means_of_a_payment_are_found_by_kind_and_brand(text: str, kinds: list[str], brands: list[str]) -> None:
    assert [one.value for one in payment.find_kinds(text)] == kinds
    assert [one.value for one in payment.find_brands(text)] == brands
