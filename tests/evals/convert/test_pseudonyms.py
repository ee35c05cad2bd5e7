"""What names a customer is taken out of texts, arguments and results, the same everywhere."""

import json
from pathlib import Path

import pytest

from evals.convert.pseudonyms import NAME, Hiding, plain, read_key
from evals.convert.reading import ConversionError

HIDING = Hiding.known(b"a key of this test's", ["C-1001", "N-1042", "INV-2041", "plain-words"])


def test_an_id_is_found_however_the_customer_writes_it() -> None:
    pseudonym = HIDING.id("N-1042")
    assert pseudonym != "N-1042"
    assert HIDING.text("It is N-1042, I mean n1042!") == f"It is {pseudonym}, I mean {HIDING.id('n1042')}!"
    assert plain(HIDING.id("n1042"))[1:] == plain(pseudonym)[1:]


def test_an_id_keeps_its_kind_and_two_ids_stay_two() -> None:
    assert HIDING.id("INV-2041").startswith("INV-")
    assert HIDING.id("C-1001") != HIDING.id("N-1042")
    assert HIDING.id("K-test") != "K-test"
    assert not HIDING.id("7f3c9a").startswith("7f3c9a")


def test_what_is_no_id_stays() -> None:
    assert HIDING.text("Order 66 of plain-words on 12 May, N-9999") == "Order 66 of plain-words on 12 May, N-9999"


def test_a_result_stays_json_and_is_hidden_all_the_way_down() -> None:
    held = {"order_id": "N-1042", "lines": [{"email": "ann@example.com", "customer": "C-1001"}], "amount": 3}
    hidden = json.loads(HIDING.text(json.dumps(held)))
    assert hidden == {
        "order_id": HIDING.id("N-1042"),
        "lines": [{"email": "[e-mail]", "customer": HIDING.id("C-1001")}],
        "amount": 3,
    }
    assert HIDING.text("{not json N-1042") == f"{{not json {HIDING.id('N-1042')}"


def test_a_name_is_replaced_and_the_word_it_also_is_stays() -> None:
    hiding = HIDING.of("Grace Finch")
    assert hiding.text("GRACE FINCH, or Grace: a period of grace") == f"{NAME}, or {NAME}: a period of grace"
    assert HIDING.of(None).text("Grace") == "Grace"


def test_without_a_key_only_personal_data_is_hidden() -> None:
    hiding = Hiding().of("Grace Finch")
    assert hiding.text("Grace, N-1042, ann@example.com") == "Grace, N-1042, [e-mail]"
    assert hiding.id("C-1001") == "C-1001"


def test_a_key_must_be_there_and_hard_to_guess(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="openssl rand -hex 32"):
        read_key(tmp_path / "key")
    (tmp_path / "key").write_text("short\n")
    with pytest.raises(ConversionError, match="16 characters or more"):
        read_key(tmp_path / "key")
    (tmp_path / "key").write_text("0123456789abcdef\n")
    assert read_key(tmp_path / "key") == b"0123456789abcdef"
