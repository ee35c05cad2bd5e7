from graphs.next_action.history import Did, Moment, Recording, lessons
from graphs.next_action.ranking import learn_values
from graphs.next_action.values import NONE, Values, candidates, hear, named
from tests.graphs.next_action.desk import agent, customer, recordings

ASKED = Moment((customer("there is a late fee"), agent("Hello, may I have your name?"), customer("It is Zoe Quill")))


def learnt() -> Values:
    """Learn from the desk's lessons."""
    known = lessons(recordings())
    return learn_values(known, [{str(lesson.flow): 1.0} for lesson in known])


def test_a_value_that_was_never_seen_is_copied_from_what_was_said() -> None:
    assert learnt().choose(ASKED, "find-member", {}) == {"value": "Zoe Quill"}


def test_a_number_is_copied_without_its_sign_where_it_is_written_so() -> None:
    moment = Moment(
        (
            *(*ASKED.events, Did("find-member", {"value": "Zoe Quill"}), agent("Why was it late?")),
            *(customer("I was ill"), Did("ask-reason", {"value": "ill"}), agent("How much is it?"), customer("$93")),
        )
    )
    assert learnt().choose(moment, "waive-fee", {}) == {"value": "93"}


def test_a_value_that_others_had_is_chosen_though_nobody_said_it() -> None:
    said = {"I moved house": "new address", "I lost my card": "no card"}
    noted = [
        Recording(f"{text}{number}", (customer(text), agent("Noted."), Did("note", {"value": value})))
        for number in range(5)
        for text, value in said.items()
    ]
    values = learn_values(lessons(noted), [{}] * len(noted))
    for text, value in said.items():
        assert values.choose(Moment((customer(text), agent("Noted."))), "note", {}) == {"value": value}


def test_an_action_that_never_had_a_value_gets_none() -> None:
    assert learnt().choose(ASKED, "unknown", {}) == {}


def test_a_value_is_left_out_where_lessons_had_none() -> None:
    silent = [lesson for lesson in lessons(recordings()) if lesson.did.action == "find-member"]
    emptied = [
        type(lesson)(lesson.conversation, lesson.moment, Did("find-member", {"value": ""}), lesson.flow)
        for lesson in silent
    ]
    assert learn_values(emptied, [{}] * len(emptied)).choose(ASKED, "find-member", {}) == {}


def test_a_value_is_known_when_two_conversations_gave_it() -> None:
    twice = [Recording("one", (Did("call", {"value": "zoe"}), Did("call", {"value": "zoe"})))]
    assert learn_values(lessons(twice), [{}, {}]).known == {("call", "value"): {}}
    both = [Recording(name, (Did("call", {"value": "zoe"}),)) for name in ("one", "two")]
    assert learn_values(lessons(both), [{}, {}]).known == {("call", "value"): {"zoe": 2}}


def test_a_candidate_carries_how_it_was_said_last() -> None:
    heard = hear(Moment((customer("call Zoe"), agent("who?"), customer("Zoe"))), frozenset())
    found = {one.key: one.features for one in candidates(heard, ("call", "value"), {}, {})}
    assert "before=^" in found["zoe"]
    assert "before=call" not in found["zoe"]
    assert "asked=who?" not in found["zoe"], "edges are taken off"
    assert "asked=who" in found["zoe"]
    assert found["zoe"]["times"] == 0.5
    assert NONE in found


def test_words_that_bound_no_value_are_not_looked_at() -> None:
    moment = Moment((customer("it is Zoe"),))
    assert "it is" in hear(moment, frozenset()).mentions
    assert "it is" not in hear(moment, frozenset({"it"})).mentions
    assert "it is zoe" in hear(moment, frozenset({"it"})).mentions, "a whole line may be a value"


def test_features_are_a_slot_s_own_and_everyone_s() -> None:
    found = named(("call", "value"), {"before=is": 1.0, "value=zoe": 1.0})
    assert set(found) == {"call.value|before=is", "before=is", "call.value|value=zoe"}
