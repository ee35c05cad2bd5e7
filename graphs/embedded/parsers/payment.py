"""How something is paid: by which kind of means, and by which brand of card."""

import re

from graphs.embedded.parsers.found import Found

_BRANDS = {
    "visa": "visa",
    "mastercard": "mastercard",
    "master card": "mastercard",
    "amex": "amex",
    "american express": "amex",
    "maestro": "maestro",
}
_KINDS = {
    "paypal": "paypal",
    "pay pal": "paypal",
    "cheque": "cheque",
    "bank account": "bank",
    "bank transfer": "bank",
    "debit card": "card",
    "credit card": "card",
    "card ending": "card",
    **dict.fromkeys(_BRANDS, "card"),
}


_CALLED = re.compile(
    r"\b(?:card|visa|mastercard|amex|maestro|account|end(?:s|ing)?|digits|pin)(?:\s+(?:in|with|is|are|no\.?|number))*\W*$",
    re.IGNORECASE,
)


def calls_by_digits(before: str) -> bool:
    """Whether words lead up to the digits of a card or an account, which number nothing else: "the Visa ending ..."."""
    return _CALLED.search(before) is not None


def find_brands(text: str) -> list[Found[str]]:
    """Return the brands of cards that a text names."""
    return _find(text, _BRANDS)


def find_kinds(text: str) -> list[Found[str]]:
    """Return the kinds of means that a text names: a card of whatever brand is a card."""
    return _find(text, _KINDS)


def _find(text: str, names: dict[str, str]) -> list[Found[str]]:
    pattern = re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)
    return [Found(names[one[0].lower()], one.start(), one.end(), one[0]) for one in pattern.finditer(text)]
