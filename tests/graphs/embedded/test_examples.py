from collections import Counter
from pathlib import Path

import pytest

from graphs.embedded.examples import SPECIAL_INTENTS, Example, ExamplesError, load_examples
from prompts.registry import ROOT


def write(root: Path, **files: str) -> Path:
    complete = {"billing": "", "router": "", "confirm": "", "sentiment": ""} | files
    for name, text in complete.items():
        file = root / ("router/sentiment.jsonl" if name == "sentiment" else f"{name}/examples.jsonl")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def test_every_intent_is_shipped_with_enough_examples() -> None:
    examples = load_examples(ROOT)
    assert set(examples.areas) == {"billing", "account", "field_service", "tech_support"}
    counts = Counter(example.intent for example in examples.requests)
    assert min(counts.values()) >= 25
    assert counts["out_of_scope"] >= 80
    assert {example.intent for example in examples.special} == set(SPECIAL_INTENTS)
    for part in (examples.sentiment, examples.confirmation):
        assert min(Counter(example.intent for example in part).values()) >= 40


def test_the_area_is_the_folder(tmp_path: Path) -> None:
    examples = load_examples(write(tmp_path, billing='{"text": "pay me back", "intent": "refund"}\n\n'))
    assert examples.area_by_intent == {"refund": "billing"}
    assert examples.areas["billing"] == (Example(text="pay me back", intent="refund"),)


@pytest.mark.parametrize(
    "line", ["{", '{"text": "hi"}', '{"text": "", "intent": "x"}', '{"text": "a", "intent": "b", "c": 1}']
)
def test_a_line_that_is_no_example_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ExamplesError, match=r"examples\.jsonl, line 2 is no example"):
        load_examples(write(tmp_path, billing=f'{{"text": "a", "intent": "b"}}\n{line}\n'))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="cannot be read"):
        load_examples(tmp_path)


def test_one_text_cannot_stand_for_two_intents(tmp_path: Path) -> None:
    lines = '{"text": "Refund me", "intent": "a"}\n{"text": "refund me", "intent": "b"}\n'
    with pytest.raises(ExamplesError, match="stands for two intents"):
        load_examples(write(tmp_path, billing=lines))


def test_more_examples_change_the_digest() -> None:
    examples = load_examples(ROOT)
    more = examples.with_more("parcels", [Example(text="lost parcel", intent="report")])
    assert more.area_by_intent["report"] == "parcels"
    assert more.digest != examples.digest
