from graphs.embedded.guess import Guess
from graphs.embedded.weighing import reading


def guess(**chances: float) -> Guess:
    """A guess of these chances."""
    ranked = tuple(sorted(chances.items(), key=lambda pair: -pair[1]))
    return Guess(ranked[0][0], ranked[0][1], ranked, None)


def test_one_clause_does_not_outweigh_what_all_the_others_and_the_whole_say() -> None:
    told, asked = guess(test_line=0.94, explain_charge=0.01), guess(explain_charge=0.97, test_line=0.01)
    whole = guess(test_line=0.87, explain_charge=0.02)
    assert reading(asked, whole, [(told, False), (asked, True)]).label == "test_line"


def test_what_a_clause_led_to_stays_where_the_other_is_hardly_likelier() -> None:
    told, asked = guess(list_orders=0.6, refund=0.3), guess(refund=0.6, list_orders=0.3)
    whole = guess(list_orders=0.5, refund=0.45)
    assert reading(asked, whole, [(told, False), (asked, True)]) == asked


def test_what_is_only_told_is_no_question() -> None:
    told, asked = guess(question=0.7, refund=0.2), guess(refund=0.9, question=0.05)
    whole = guess(question=0.5, refund=0.45)
    assert reading(whole, whole, [(told, False), (asked, True)]).label == "refund"


def test_a_message_ends_on_its_farewell() -> None:
    remark, bye = guess(question=0.74, goodbye=0.05), guess(goodbye=0.99, question=0.01)
    whole = guess(goodbye=0.74, question=0.14)
    assert reading(remark, whole, [(remark, True), (bye, False)]).label == "goodbye"


def test_a_message_of_one_clause_is_what_it_is() -> None:
    only = guess(refund=0.5, question=0.4)
    assert reading(only, guess(question=0.99), [(only, True)]) == only
