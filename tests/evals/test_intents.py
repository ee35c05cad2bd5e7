"""The classifier measured: what is asked was not learned from, and the numbers are what they say."""

import math

import pytest

from evals.intents import Material, dealt, measure
from evals.intents_findings import Asked, Effort, Setting, found
from evals.intents_reading import IntentsError, Labelled
from tests.encoders import WordEncoder

SAYINGS = {
    "lost": "my card is lost|i lost my card|the card is lost again|lost card here|my card was lost today|i lost it",
    "rain": "will it rain|is it going to rain|rain today perhaps|does it rain here|so much rain again|rain tomorrow",
    "oos": "sing a song|tell me a joke|who won the match|what is love|play some music|how tall is the tower",
}
TEXTS = tuple(Labelled(text=text, intent=intent) for intent, all_ in SAYINGS.items() for text in all_.split("|"))
NEW = (Labelled(text="is my card lost", intent="lost"), Labelled(text="rain please", intent="rain"))


def quiet(done: int, total: int, what: str) -> None:
    assert 0 <= done <= total
    assert what


async def test_parts_take_turns_and_every_text_is_asked_once() -> None:
    findings = await measure(Material(TEXTS, None, folds=3), WordEncoder(), quiet)
    assert (findings.n, findings.n_oos, findings.labels, findings.folds) == (18, 6, 3, 3)
    assert findings.trained_on == 12
    assert findings.accuracy_in_scope is not None
    assert findings.accuracy_in_scope > 0.6
    assert findings.accuracy_se == pytest.approx(math.sqrt(findings.accuracy * (1 - findings.accuracy) / 18))
    assert 0 < findings.p50_ms <= findings.p95_ms


async def test_a_file_of_its_own_is_asked_whole_and_nothing_else() -> None:
    findings = await measure(Material(TEXTS, NEW), WordEncoder(), quiet)
    assert (findings.n, findings.folds, findings.accuracy) == (2, None, 1.0)
    assert findings.oos_recall is None
    assert findings.turned_away == 0


async def test_where_nothing_is_out_of_scope_nothing_is_turned_away() -> None:
    within = tuple(one for one in TEXTS if one.intent != "oos")
    findings = await measure(Material(within, (Labelled(text="xyzzy", intent="oos"), *NEW)), WordEncoder(), quiet)
    assert findings.oos_recall == 0
    assert findings.turned_away == 0


async def test_descriptions_are_learned_from_and_never_asked() -> None:
    few = (*TEXTS[:6], *TEXTS[12:])
    said = (Labelled(text="rain and other weather today", intent="rain"),)
    without = await measure(Material(few, NEW), WordEncoder(), quiet)
    findings = await measure(Material(few, NEW, descriptions=said), WordEncoder(), quiet)
    assert (without.accuracy, findings.accuracy) == (0.5, 1.0)
    assert (findings.n, findings.labels, findings.trained_on) == (2, 3, 13)


async def test_one_intent_alone_cannot_be_told_from_others() -> None:
    with pytest.raises(IntentsError, match="two labels"):
        await measure(Material(TEXTS[:6], NEW), WordEncoder(), quiet)
    with pytest.raises(IntentsError, match="too few"):
        await measure(Material(TEXTS[:1], None), WordEncoder(), quiet)


def test_each_part_has_its_share_of_each_intent_and_equal_texts_stay_together() -> None:
    twice = (*TEXTS, Labelled(text="MY CARD IS LOST", intent="lost"))
    parts = dealt(twice, 3)
    assert parts[0] == parts[-1]
    for intent in SAYINGS:
        places = [part for part, one in zip(parts, TEXTS, strict=False) if one.intent == intent]
        assert sorted(places) == [0, 0, 1, 1, 2, 2]
    assert dealt(twice, 3) == parts
    assert dealt(twice, 3, seed=1) != parts


def test_a_text_in_scope_that_is_turned_away_counts_as_wrong() -> None:
    asked = [Asked("a", "a", 0.9), Asked("a", "oos", 0.6), Asked("b", "a", 0.8), Asked("oos", "oos", 1.0)]
    findings = found(asked, Effort(1.0, 2.0, [1.0, 2.0, 9.0]), Setting(10, 3, 5, "words"))
    assert (findings.accuracy, findings.accuracy_in_scope, findings.oos_recall) == (0.5, 1 / 3, 1.0)
    assert findings.turned_away == 1 / 3
    assert findings.p50_ms == 2.0
    assert [(one.intent, one.recall, one.precision) for one in findings.intents] == [
        ("b", 0.0, None),
        ("a", 0.5, 0.5),
        ("oos", 1.0, 0.5),
    ]
    assert [(one.truth, one.guess, one.count) for one in findings.confusions] == [("a", "oos", 1), ("b", "a", 1)]
