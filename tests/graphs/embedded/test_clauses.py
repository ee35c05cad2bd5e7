import pytest

from graphs.embedded.clauses import clauses, is_value, two_things


def texts(message: str) -> list[str]:
    return [clause.text for clause in clauses(message)]


def test_a_message_is_cut_where_a_clause_of_its_own_may_stand() -> None:
    assert texts("my line is dead, and I want my money back") == ["my line is dead", "I want my money back"]
    assert texts("I want to cancel and rebook my visit") == ["I want to cancel and rebook my visit"]
    assert texts("come and look at my line") == ["come and look at my line"]


def test_an_address_is_not_cut_at_its_comma() -> None:
    message = "change my email to jo@example.com and my delivery address to 9 Oak Avenue, Brighton BN1 8EF please"
    assert texts(message)[-1] == "my delivery address to 9 Oak Avenue, Brighton BN1 8EF please"


def test_a_clause_knows_whether_it_only_follows_a_comma() -> None:
    found = clauses("book me a visit, the socket has stopped working. Then send me my bill")
    assert [clause.begins for clause in found] == [True, False, True]


@pytest.mark.parametrize("clause", ["and the postcode is BS1 6ZJ", "it's 07700 900615 now", "jo@example.com"])
def test_a_clause_that_only_gives_a_value_is_one(clause: str) -> None:
    assert is_value(clause)


@pytest.mark.parametrize("clause", ["can you put 07700 900615 on it?", "my line is dead", "send it back please"])
def test_a_clause_that_asks_or_tells_of_something_is_no_value(clause: str) -> None:
    assert not is_value(clause)


def test_one_verb_may_ask_for_two_things() -> None:
    assert two_things("show me my orders and my invoices") == ["show me my orders", "show me my invoices"]
    assert two_things("show me my orders") == []
