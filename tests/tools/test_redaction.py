"""What is taken out of a customer's words, and what is left for the tools."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import records
from tools.digits import passes_luhn
from tools.redaction import redact_inbound, redact_trace

CARDS = [
    ("my card is 4242424242424242", "my card is [card …4242]"),
    ("4242 4242 4242 4242", "[card …4242]"),
    ("4242-4242-4242-4242.", "[card …4242]."),
    ("4242.4242.4242.4242, thanks", "[card …4242], thanks"),
    ("4242, 4242, 4242, 4242", "[card …4242]"),
    ("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "[card …4242]"),
    ("card:3782 822463 10005 (amex)", "card:[card …0005] (amex)"),
    ("6011111111111117 and 5555555555554444", "[card …1117] and [card …4444]"),
    ("6011111111111117 5555 5555 5555 4444", "[card …1117] [card …4444]"),
    ("number4242424242424242now", "number[card …4242]now"),
    ("4242\n4242\n4242\n4242", "[card …4242]"),
    ("٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "[card …4242]"),
    ("four two four two four two four two four two four two four two four two", "[card …4242]"),
    ("Four two, four two. Four two four two, 4242 then um 4242", "[card …4242]"),
    ("forty-two forty two forty-two forty two forty-two forty two forty-two forty two", "[card …4242]"),
    ("five triple five, double five double five, five five five five, double four double 4", "[card …4444]"),
    ("four oh one two, triple eight eight, treble eight eight one eight eight one", "[card …1881]"),
    ("order N-1042, card 4242 4242 4242 4242 exp 12/27", "order N-1042, card [card …4242] exp 12/27"),
    ("07700 900123 4242 4242 4242 4242", "07700 900123 [card …4242]"),
]
SECURITY_CODES = [
    ("the cvv is 123", "the cvv is [security code]"),
    ("CVC: 1234", "CVC: [security code]"),
    ("my security code is one two three", "my security code is [security code]"),
    ("security code 1 2 3 thanks", "security code [security code] thanks"),
    ("the last three digits on the back are 042", "the last three digits on the back are [security code]"),
    ("the three digits on the back: 042", "the three digits on the back: [security code]"),
    ("123 is my cvv", "[security code] is my cvv"),
    ("123 (cvv)", "[security code] (cvv)"),
    ("4242 4242 4242 4242 12/27 123", "[card …4242] 12/27 [security code]"),
    ("4242424242424242, exp 12 27, 123", "[card …4242], exp 12 27, [security code]"),
    ("4242424242424242 123", "[card …4242] [security code]"),
]
CREDENTIALS = [
    ("my password is swordfish", "my password is [secret]"),
    ("Password: hunter2.", "Password: [secret]."),
    ('the passcode was "let me in"!', "the passcode was [secret]!"),
    ("wifi password Tr0ub4dor", "wifi password [secret]"),
    ("please change my password to Tr0ub4dor", "please change my password to [secret]"),
    ("memorable word is banana", "memorable word is [secret]"),
    ("my pin is 1234", "my pin is [PIN]"),
    ("PIN number one two three four", "PIN number [PIN]"),
    ("key sk-proj-abcdefghijklmnop1234", "key [secret]"),
    ("api key: zx81zx81zx81", "api key: [secret]"),
    ("Authorization: Bearer abc123def456", "Authorization: Bearer [secret]"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJDLTEifQ.c2lnbmF0dXJl", "[secret]"),
    ("AKIAIOSFODNN7EXAMPLE", "[secret]"),
    ("see https://ann:hunter2@example.com/x", "see https://[secret]@example.com/x"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", "[secret]"),
    ("sort code 12-34-56 account number 12345678", "sort code [sort code] account number [account number]"),
    ("sort code 123456 account 12345678", "sort code [sort code] account [account number]"),
    ("pay me at 12-34-56 12345678", "pay me at [sort code] [account number]"),
    ("my bank account number is 1234 5678", "my bank account number is [account number]"),
    ("GB82 WEST 1234 5698 7654 32", "[bank account]"),
    ("IBAN DE89370400440532013000.", "IBAN [bank account]."),
    ("my NI number is QQ 12 34 56 C", "my NI number is [national insurance number]"),
    ("N12 AB12 GB82 WEST 1234 5698 7654 32 gb82west12345698765432", "N12 AB12 [bank account] [bank account]"),
    ("GB82 WEST 1234 5698 7654 32 4242 4242 4242 4242", "[bank account] [card …4242]"),
    ("ab123456d", "[national insurance number]"),
]
LEFT_FOR_THE_TOOLS = [
    "refund order N-1042 please", "n-1042 or n-1043, invoice inv-2042", "INV-2042 is £1,234.56",
    "the S-20260514-AM slot", "visit V-301 on 2026-05-14, 10-12am", "between 10:00 and 12:00 on 14/05/2026",
    "orders 1042, 1043 and 1044", "order 07700900123", "device D-4001, fault F-501",
    "call me on 07700 900123 or +44 7700 900123", "+49 1512 3456780", "write to ann@example.com",
    "12 Orchard Road, Leeds LS1 4AP", "I paid £49.99 and £5 and 1299 pence",
    "one moment, two of my three devices", "Visa ending 4242", "my card ending 4242",
    "the order is N-1042, not my card", "should I give my cvv for order N-1042?", "is the cvv 123.50?",
    "cvv for order 1042", "order 1042, my card was declined", "my password is not working",
    "I forgot my password, order N-1042", "the password is wrong.", "password reset for N-1042",
    "the pin on the router's plug is bent", "pin it on 2026-05-14", "my account number",
    "access token expired yesterday", "4242 4242 4242 4241", "550e8400-e29b-41d4-a716-446655440000",
    "cost 0.4242424242424242", "2026-05-14 2026-05-15 2026-05-16", "it went off at 9.15, 10.20 and 11.45",
    "my £79.99 speaker from 3 May", "GB82 WEST 1234 5698 7654 33", "my security code does not arrive",
    "call 0800 00 1066", "line speed 72.4 and 18.9 Mbps",
]  # fmt: skip


@pytest.mark.parametrize(("said", "kept"), [*CARDS, *SECURITY_CODES, *CREDENTIALS])
def test_what_must_never_be_stored_is_taken_out(said: str, kept: str) -> None:
    assert redact_inbound(said) == kept


@pytest.mark.parametrize("said", LEFT_FOR_THE_TOOLS)
def test_what_tools_need_is_left_alone(said: str) -> None:
    assert redact_inbound(said) == said


def test_every_record_number_of_the_back_office_is_left_alone() -> None:
    descriptions = re.findall(r"such as ([\w-]+\d[\w-]*)", str(vars(records)))
    examples = {number.rstrip(".") for number in descriptions}
    assert {"N-1042", "INV-2042", "V-301", "S-20260514-AM", "D-4001", "F-501"} <= examples
    for number in examples:
        assert redact_trace(f"about {number} and my cvv") == f"about {number} and my cvv"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("write to ann.o'neill+x@mail.example.co.uk!", "write to [e-mail]!"),
        ("ann at example dot com", "[e-mail]"),
        ("ring 07700 900123, or 01632 960 123.", "ring [phone], or [phone]."),
        ("(020) 7946 0958", "[phone]"),
        ("+44 (0)7700 900123", "[phone]"),
        ("0044 7700 900123", "[phone]"),
        ("+49 1512 3456789", "[phone]"),
        ("oh double seven double oh, nine double oh one two three", "[phone]"),
        ("12 Orchard Road, Leeds LS1 4AP", "[address], Leeds [postcode]"),
        ("flat 3, 12a orchard street", "[address]"),
        ("7 Mill View", "[address]"),
        ("sw1a1aa", "[postcode]"),
    ],
)
def test_a_trace_says_nothing_of_how_to_reach_the_customer(said: str, kept: str) -> None:
    assert redact_trace(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "order 07700900123", "order number: 07700900123", "N-1042 cost £1,234.56 on 2026-05-14, 10:00",
        "2026-05-14T09:00:00+01:00", "2026-05-14T09:00:00.123456+00:00", "S-20260514-AM", "10-12am",
        "cost_usd 0.0012345678", "2 devices close to it", "billing@3", "tts-1 4 of 5", "gpt-4.1-mini, 1042 tokens",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)  # fmt: skip
def test_a_trace_can_still_be_followed(said: str) -> None:
    assert redact_trace(said) == said


def test_a_trace_is_redacted_all_the_way_down() -> None:
    trace = {
        "messages": [
            {"content": "card 4242 4242 4242 4242", "tokens": 12, "cached": None},
            ("ann@example.com", True),
        ],
        "arguments": {"street": "The Old Mill", "city": "Leeds", "postcode": "LS1 4AP", "order_id": "N-1042"},
        "headers": {"Authorization": "Basic abc"},
    }
    assert redact_trace(trace) == {
        "messages": [{"content": "card [card …4242]", "tokens": 12, "cached": None}, ["[e-mail]", True]],
        "arguments": {"street": "[address]", "city": "Leeds", "postcode": "[postcode]", "order_id": "N-1042"},
        "headers": {"Authorization": "[secret]"},
    }


SPACINGS = st.sampled_from(["", " ", "-", ".", "  ", " - ", "\N{NO-BREAK SPACE}", "\N{EN DASH}", "\n", "_", "\u200b"])
UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from("123456789")) + draw(st.text("0123456789", min_size=11, max_size=17))
    return next(body + check for check in "0123456789" if passes_luhn(body + check))


@given(number=card_numbers(), spacings=st.lists(SPACINGS, min_size=18, max_size=18), around=st.booleans())
def test_no_card_number_survives_in_any_spacing(number: str, spacings: list[str], around: bool) -> None:
    spaced = "".join(digit + gap for digit, gap in zip(number, [*spacings[: len(number) - 1], ""], strict=True))
    said = f"It is {spaced}, thanks" if around else spaced
    left = re.sub(r"\D", "", redact_inbound(said))
    assert number not in left
    assert len(left) <= 4 + len(number) - 13
    assert redact_inbound(redact_inbound(said)) == redact_inbound(said)


@given(number=card_numbers(), spoken=st.lists(st.booleans(), min_size=19, max_size=19))
def test_no_card_number_survives_being_spoken(number: str, spoken: list[bool]) -> None:
    words = [UNITS[int(digit)] if say else digit for digit, say in zip(number, spoken[: len(number)], strict=True)]
    left = redact_inbound(" ".join(words)).replace("[card …", "").split()
    assert len(left) <= 1 + len(number) - 13


HARMLESS = st.text(st.characters(exclude_categories=["Nd"], exclude_characters="@\r"), max_size=80)
TELLING = re.compile(
    r"pass|pwd|secret|memorable|key|token|bearer|private|\b(?:oh?|nought|naught|zero|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b|dot|_",
    re.IGNORECASE,
)


@given(HARMLESS.filter(lambda text: not TELLING.search(text)))
def test_words_without_digits_or_secrets_are_unchanged(text: str) -> None:
    assert redact_trace(text) == text


FRAGMENTS = st.sampled_from(
    [said for said, _ in [*CARDS, *SECURITY_CODES, *CREDENTIALS]]
    + LEFT_FOR_THE_TOOLS
    + ["123", " ", ",", "1234 5678", "is"]
)


@given(st.lists(FRAGMENTS, min_size=1, max_size=4).map(" ".join))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact_inbound(text)
    assert redact_inbound(once) == once
    traced = redact_trace(text)
    assert redact_trace(traced) == traced
