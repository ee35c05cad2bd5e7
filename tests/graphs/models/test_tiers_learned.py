"""A learned scorecard chooses the tier, and says why."""

from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from graphs.models.tiers import TurnFeatures
from graphs.models.tiers_learned import (
    MEANING,
    Card,
    LearnedPolicy,
    Meaning,
    Scorecard,
    ScorecardError,
    Term,
    choose_learned,
    read_scorecard,
)
from graphs.models.tiers_signals import Ears, Signals
from graphs.specialists.areas import effect_named
from prompts.registry import Prompts
from tests.encoders import WordEncoder
from tools.errors import Unavailable

ERRORS = Term(signal="errors", weight=0.5, mean=0.0, scale=1.0)
LENGTH = Term(signal="words", weight=0.1, mean=2.0, scale=1.0)
CARD = Scorecard(
    name="small->large",
    first=Card(terms=(LENGTH,), threshold=0.3),
    later=Card(terms=(ERRORS, LENGTH), threshold=0.3),
    data_sha256="0",
).sealed()
TURN = TurnFeatures(words=6, area="billing", confidence=0.9, has_large=True)


def at(*so_far: Signals) -> TurnFeatures:
    return replace(TURN, so_far=so_far)


def test_a_score_over_the_threshold_calls_for_the_large_model_and_names_its_terms() -> None:
    decision = choose_learned(CARD, at(Signals(turns=1, words=6), Signals(turns=2, words=6, errors=1)))
    assert decision.tier == "large"
    assert decision.reason == "learned 0.34 >= 0.30: tool errors +0.35, words in this message -0.01"


def test_a_score_below_it_stays_small_and_says_so_too() -> None:
    decision = choose_learned(CARD, at(Signals(turns=1, words=6)))
    assert decision.tier == "small"
    assert decision.reason == "learned -0.01 < 0.30: words in this message -0.01"


def test_the_first_message_and_later_ones_have_cards_of_their_own() -> None:
    assert choose_learned(CARD, at(Signals(turns=1, words=6, errors=5))).tier == "small"
    assert choose_learned(CARD, at(Signals(turns=2, words=6, errors=5))).tier == "large"


def test_once_the_large_model_was_called_for_it_leads() -> None:
    long, short = Signals(turns=1, words=400), Signals(turns=2, words=2)
    assert choose_learned(CARD, at(short)).tier == "small"
    assert choose_learned(CARD, at(long, short)).tier == "large"


@pytest.mark.parametrize(
    ("change", "tier", "reason"),
    [
        ({"settled_by_code": True}, "none", "settled_by_code"),
        ({"has_large": False}, "small", "only_one_model"),
        ({"active_tier": "large"}, "large", "task_under_way"),
        ({"budget_left": False}, "small", "budget_spent"),
    ],
)
def test_what_no_policy_is_asked_about_stays_so(change: dict[str, object], tier: str, reason: str) -> None:
    hard = replace(at(Signals(turns=2, words=400, errors=9)), **change)  # type: ignore[arg-type]
    decision = choose_learned(CARD, hard)
    assert (decision.tier, decision.reason) == (tier, reason)


def test_what_only_the_product_knows_of_a_turn_can_be_weighed() -> None:
    unsure = Card(terms=(Term(signal="unsure", weight=1.0), Term(signal="angry", weight=1.0)), threshold=0.5)
    scorecard = Scorecard(name="x", first=unsure, later=unsure, data_sha256="0")
    assert choose_learned(scorecard, replace(TURN, confidence=0.2)).tier == "large"
    assert choose_learned(scorecard, replace(TURN, moods=("neutral", "angry"))).tier == "large"
    assert choose_learned(scorecard, TURN).tier == "small"


def test_a_scorecard_is_read_as_it_was_written(tmp_path: Path) -> None:
    never = CARD.model_copy(update={"first": Card(terms=(), threshold=float("-inf"))}).sealed()
    for number, card in enumerate((CARD, never)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "scorecard.json").write_text(card.model_dump_json())
        assert read_scorecard(folder) == card
        assert read_scorecard(folder / "scorecard.json") == card


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (CARD.model_dump_json().replace("0.5", "0.9"), "was changed after it was written"),
        (CARD.model_dump_json().replace('"errors"', '"tea_leaves"'), "signals that nobody counts: tea_leaves"),
        ("{}", "is no scorecard"),
        ("no", "is no scorecard"),
    ],
)
def test_a_scorecard_that_is_not_as_it_was_written_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "scorecard.json"
    path.write_text(text)
    with pytest.raises(ScorecardError, match=fault):
        read_scorecard(path)
    with pytest.raises(ScorecardError, match="switchboard train tiers"):
        read_scorecard(tmp_path / "none")


def policy(encoder: WordEncoder, threshold: float = 0.5) -> LearnedPolicy:
    meaning = Meaning(encoder=encoder.name, weights=(1.0,) * 64, bias=-1.0)
    later = Card(terms=(ERRORS,), threshold=0.3)
    scorecard = Scorecard(
        name="x", first=Card(terms=(), meaning=meaning, threshold=threshold), later=later, data_sha256="0"
    )
    return LearnedPolicy(scorecard, Ears.of(Prompts().table("tiers/signals"), effect_named), encoder)


async def test_a_conversation_is_listened_to_from_its_first_message() -> None:
    encoder = WordEncoder()
    call = AIMessage("", tool_calls=[{"name": "list_orders", "args": {}, "id": "1", "type": "tool_call"}])
    failed = ToolMessage("Refused: no", tool_call_id="1", status="error")
    talk: list[AnyMessage] = [HumanMessage("where is it"), call, failed, HumanMessage("and now")]
    chosen = policy(encoder, threshold=100.0)
    assert (await chosen.choose(TURN, talk[:1])).tier == "small"
    assert (await chosen.choose(TURN, talk)).reason.startswith("learned 0.35 >= 0.30: tool errors +0.35")
    assert set(encoder.asked) == {"where is it"}


async def test_what_the_first_message_is_about_can_decide() -> None:
    decision = await policy(WordEncoder()).choose(TURN, [HumanMessage("one two three four five six seven")])
    assert decision.tier == "large"
    assert MEANING in decision.reason


class Away(WordEncoder):
    """An encoder that does not answer."""

    async def encode(self, texts: object) -> object:  # type: ignore[override]
        raise Unavailable("the embeddings did not answer")


async def test_without_its_vector_a_message_is_still_judged_by_its_words() -> None:
    assert (await policy(Away()).choose(TURN, [HumanMessage("hello")])).tier == "small"
