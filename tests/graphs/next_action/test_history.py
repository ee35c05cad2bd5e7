from graphs.next_action.history import Did, Moment, lessons, plain
from tests.graphs.next_action.desk import agent, customer, recordings


def test_every_action_is_a_lesson_with_what_came_before_it() -> None:
    (one,) = recordings(1)
    found = lessons([one])
    assert [lesson.did.action for lesson in found] == ["find-member", "ask-reason", "waive-fee"]
    assert [lesson.moment.actions for lesson in found] == [(), ("find-member",), ("find-member", "ask-reason")]
    assert all(lesson.flow == "late_fee" for lesson in found)


def test_since_is_what_was_said_after_the_last_action() -> None:
    moment = Moment((customer("one"), Did("look"), agent("two"), customer("three")))
    assert [said.text for said in moment.since] == ["two", "three"]
    assert [said.text for said in moment.said] == ["one", "two", "three"]
    assert Moment((customer("one"), Did("look"))).since == ()


def test_case_and_the_kind_of_space_do_not_matter_to_a_value() -> None:
    assert plain("  By\tMAIL ") == plain("by mail")
    assert plain("by-mail") != plain("by mail")
