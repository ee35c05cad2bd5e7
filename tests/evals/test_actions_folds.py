from collections.abc import Callable, Iterator

import pytest

from evals import actions_folds
from evals.actions import ActionsError, Material
from evals.actions_baselines import Baselines
from evals.actions_folds import Answer, crossed, same_values
from graphs.next_action import learning
from graphs.next_action.history import Did, Lesson, Moment, lessons
from graphs.next_action.learning import Task
from graphs.next_action.policy import Policy
from graphs.next_action.predictor import NextAction
from tests.graphs.next_action.desk import POLICY, recordings, task


@pytest.fixture(autouse=True)
def _few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "TREES", 20)


async def desk(count: int = 16) -> Material:
    found = await task(recordings(count))
    return Material(found, POLICY, "words-1", "flow", count)


async def test_each_action_is_asked_once_of_a_predictor_that_has_not_seen_its_conversation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = await desk()
    learned: list[set[str]] = []
    asked: list[set[str]] = []
    plain_learn, plain_answers = learning.learn, actions_folds.answers

    def learn(part: Task, policy: Policy | None, encoder: str, step: Callable[[], None]) -> NextAction:
        learned.append({lesson.conversation for lesson in part.lessons})
        return plain_learn(part, policy, encoder, step)

    def answers(predictor: NextAction, baselines: Baselines | None, part: Task) -> Iterator[Answer]:
        asked.append({lesson.conversation for lesson in part.lessons})
        return plain_answers(predictor, baselines, part)

    monkeypatch.setattr(actions_folds, "learn", learn)
    monkeypatch.setattr(actions_folds, "answers", answers)
    steps: list[tuple[int, int, str]] = []
    found = crossed(known, 2, 0, lambda *step: steps.append(step))
    assert [answer.action for answer in found] == [lesson.did.action for lesson in known.task.lessons]
    assert all(not one & other for one, other in zip(learned, asked, strict=True))
    assert set.union(*asked) == {lesson.conversation for lesson in known.task.lessons}
    assert steps[-1][0] == steps[-1][1]
    right = sum(answer.jointly for answer in found) / len(found)
    chance = sum(answer.baselines["most_frequent"] == answer.action for answer in found) / len(found)
    assert right > 0.8 > chance


async def test_too_few_conversations_for_the_folds_are_refused() -> None:
    with pytest.raises(ActionsError, match="use --folds"):
        crossed(await desk(4), 5, 0)
    with pytest.raises(ActionsError, match="At least 5 conversations"):
        crossed(await desk(6), 3, 0)


@pytest.mark.parametrize(
    ("predicted", "recorded", "right"),
    [
        ({"value": "By  Mail"}, {"value": "by mail "}, True),
        ({"value": "mail"}, {"value": "by mail"}, False),
        ({"value": "$5"}, {"value": "5"}, False),
        ({}, {"value": ""}, True),
        ({}, {}, True),
        ({"value": "x"}, {}, False),
        ({}, {"value": "x"}, False),
        ({"value": "a", "value_2": "b"}, {"value": "a", "value_2": "c"}, False),
    ],
)
def test_a_value_is_right_when_only_case_and_space_differ(
    predicted: dict[str, str], recorded: dict[str, str], right: bool
) -> None:
    assert same_values(predicted, Lesson("c", Moment(()), Did("act", recorded))) is right


def test_values_count_only_where_the_action_is_right() -> None:
    answer = Answer(conversation="c", action="a", predicted=("b", "a"), confidence=0.5, values_right=True)
    assert not answer.right
    assert not answer.jointly


def test_the_baselines_are_the_frequent_the_following_and_the_policy_s_action() -> None:
    known = lessons(recordings(9))
    guesses = Baselines.fit(known, POLICY)
    by_done = {lesson.moment.actions: lesson for lesson in known if lesson.flow == "late_fee"}
    start, after = by_done[()], by_done["find-member",]
    assert guesses.guesses(start, "late_fee") == dict.fromkeys(("most_frequent", "markov", "policy"), "find-member")
    assert guesses.guesses(after, "late_fee")["policy"] == "ask-reason"
    assert guesses.guesses(after, "renewal")["policy"] == "renew-loan"
    assert guesses.guesses(after, None)["policy"] == guesses.guesses(after, None)["markov"] == "ask-reason"
    done = Lesson("c", Moment((Did("find-member"), Did("renew-loan"))), Did("x"), "renewal")
    assert guesses.guesses(done, "renewal")["policy"] == "find-member", "nothing is left: the chain's guess"
