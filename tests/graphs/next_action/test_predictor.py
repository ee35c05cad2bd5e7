import dataclasses

import numpy as np
import pytest

from graphs.next_action.history import Did, Moment
from graphs.next_action.learning import STEPS, LearningError, folds, learn
from graphs.next_action.predictor import NextAction, WeightsError
from tests.encoders import WordEncoder
from tests.graphs.next_action.desk import POLICY, agent, customer, recordings, task

ENCODER = WordEncoder()
MET = (
    customer("there is a late fee on my account"),
    agent("Hello, may I have your name?"),
    customer("It is Zoe Quill"),
)


@pytest.fixture(scope="module")
def predictor() -> NextAction:
    """Learned once from the desk."""
    import asyncio

    return learn(asyncio.run(task(recordings())), POLICY, ENCODER.name)


async def test_the_next_action_is_hinted_with_its_value(predictor: NextAction) -> None:
    first, *others = await predictor.hints(Moment(MET), ENCODER)
    assert (first.action, first.arguments) == ("find-member", {"value": "Zoe Quill"})
    assert first.confidence > 0.5
    assert len(others) == 2
    assert first.confidence >= others[0].confidence >= others[1].confidence


async def test_the_flow_decides_where_the_last_action_does_not(predictor: NextAction) -> None:
    found = Did("find-member", {"value": "Zoe Quill"})
    late = await predictor.hints(Moment((*MET, found, agent("Why was it late?"), customer("I was ill"))), ENCODER)
    assert (late[0].action, late[0].arguments) == ("ask-reason", {"value": "ill"})
    renewal = (customer("please renew my loan of tidal maps"), *MET[1:])
    renewed = await predictor.hints(Moment((*renewal, found, agent("Of course."))), ENCODER)
    assert (renewed[0].action, renewed[0].arguments) == ("renew-loan", {"value": "tidal maps"})


async def test_nothing_said_and_nothing_done_still_has_a_hint(predictor: NextAction) -> None:
    assert len(await predictor.hints(Moment(()), ENCODER)) == 3


async def test_a_predictor_is_kept_as_bytes_and_says_the_same_again(predictor: NextAction) -> None:
    again = NextAction.unpacked(predictor.packed())
    for one in (await task(recordings(6, seed=9))).prepared:
        before, after = predictor.best(one), again.best(one)
        assert [hint.action for hint in before] == [hint.action for hint in after]
        assert before[0].arguments == after[0].arguments
        assert before[0].confidence == pytest.approx(after[0].confidence, abs=0.01)


def test_damaged_weights_are_refused(predictor: NextAction) -> None:
    packed = predictor.packed()
    for broken in (b"", b"text", packed[: len(packed) // 2]):
        with pytest.raises(WeightsError, match="damaged"):
            NextAction.unpacked(broken)


async def test_another_encoder_s_vectors_are_refused(predictor: NextAction) -> None:
    other = dataclasses.replace(predictor, encoder="another")
    with pytest.raises(WeightsError, match="train it anew"):
        await other.hints(Moment(MET), ENCODER)


async def test_it_learns_without_flows_and_without_a_policy() -> None:
    bare = [dataclasses.replace(one, flow=None) for one in recordings()]
    steps: list[None] = []
    learned = learn(await task(bare), None, ENCODER.name, lambda: steps.append(None))
    assert learned.chooser.heads.flow is None
    assert (await learned.hints(Moment(MET), ENCODER))[0].action == "find-member"
    assert len(steps) == STEPS
    assert NextAction.unpacked(learned.packed()).chooser.heads.flow is None


async def test_too_little_to_learn_from_is_refused() -> None:
    with pytest.raises(LearningError, match="At least 5 conversations"):
        learn(await task(recordings(3)), POLICY, ENCODER.name)


def test_folds_keep_conversations_whole_and_ask_each_once() -> None:
    conversations = [f"c{number // 3}" for number in range(30)]
    asked: list[int] = []
    for known, part in folds(conversations, 4, seed=0):
        assert not {conversations[row] for row in known} & {conversations[row] for row in part}
        asked += part
    assert sorted(asked) == list(range(30))
    assert [part for _, part in folds(conversations, 4, 0)] == [part for _, part in folds(conversations, 4, 0)]
    assert [part for _, part in folds(conversations, 4, 0)] != [part for _, part in folds(conversations, 4, 1)]


async def test_the_heads_that_are_weighed_have_not_seen_the_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    from graphs.next_action import learning

    seen: list[set[str]] = []
    plain = learning._action_head

    def watched(part: learning.Task) -> object:
        seen.append({lesson.conversation for lesson in part.lessons})
        return plain(part)

    monkeypatch.setattr(learning, "_action_head", watched)
    found = recordings(10)
    learn(await task(found), POLICY, ENCODER.name)
    assert len(seen) == learning.INNER_FOLDS + 1
    assert all(len(part) < len(found) for part in seen[:-1])
    left_out = [{one.id for one in found} - part for part in seen[:-1]]
    assert np.sum([len(part) for part in left_out]) == len(found)
