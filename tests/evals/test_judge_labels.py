"""The labelled replies that ship, and how files of labels are read."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from evals.judge.labels import CRITERIA, Label, LabelError, append_labels, read_labels
from prompts.registry import Prompts
from tests.house.tree import ROOT

SHIPPED = ROOT / "evals" / "judge" / "labels.jsonl"
CARD = SHIPPED.with_suffix(".md")
ARTICLES = ROOT / "tools" / "knowledge_base" / "articles"
QUOTED = re.compile(r"([\w-]+\.md)(?:#[\w-]+)?: (.+)", re.DOTALL)
LABEL = Label(
    id="L-1", customer="hi", reply="Hello!", criterion="courteous", label="pass", reason="kind", by="Kim",
    at=date(2026, 11, 22),
)  # fmt: skip


def test_sixty_replies_ship_half_of_them_good_and_a_third_bad() -> None:
    counts = Counter(label.label for label in read_labels(SHIPPED))
    assert counts == {"pass": 30, "fail": 20, "maybe": 10}


def test_the_card_counts_what_is_there() -> None:
    counts = Counter((label.criterion, label.label) for label in read_labels(SHIPPED))
    rows = {line.split(":")[0].strip("| "): re.findall(r"\d+", line) for line in CARD.read_text().splitlines()}
    for criterion in CRITERIA:
        wanted = [counts[criterion, verdict] for verdict in ("pass", "fail", "maybe")]
        assert rows[criterion] == [str(count) for count in (*wanted, sum(wanted))]


def test_every_label_says_who_gave_it_when_and_why() -> None:
    for label in read_labels(SHIPPED):
        assert label.by
        assert label.at >= date(2026, 11, 22)
        assert len(label.reason.split()) >= 5


def test_no_reply_is_there_twice() -> None:
    replies = Counter((label.customer, label.reply) for label in read_labels(SHIPPED))
    assert [reply for reply, count in replies.items() if count > 1] == []


def test_passages_are_those_of_the_articles() -> None:
    quotes = [found for label in read_labels(SHIPPED) for text in label.evidence if (found := QUOTED.fullmatch(text))]
    assert len(quotes) >= 10
    for quote in quotes:
        article = " ".join((ARTICLES / quote[1]).read_text(encoding="utf-8").split())
        for sentence in re.split(r"(?<=[.!?]) ", quote[2]):
            assert sentence.rstrip(".") in article, f"{quote[1]} does not say: {sentence}"


def test_the_prompt_tells_the_judge_of_every_criterion() -> None:
    assert list(Prompts().load("judge").sections) == ["judge", *CRITERIA]


def test_what_is_appended_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "ours" / "labels.jsonl"
    assert append_labels(path, [LABEL]) == 1
    assert append_labels(path, [LABEL.model_copy(update={"id": "L-2", "history": ("agent: Hello",)})]) == 1
    assert [label.id for label in read_labels(path)] == ["L-1", "L-2"]
    assert read_labels(path)[0] == LABEL
    assert LABEL.case.model_dump() == {"customer": "hi", "history": (), "evidence": (), "reply": "Hello!"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "holds no label"),
        ("{}", "line 1 is no label"),
        (LABEL.model_dump_json() + "\n" + LABEL.model_dump_json(), "line 2: the id 'L-1' is there twice"),
        (LABEL.model_dump_json().replace("courteous", "pretty"), "line 1 is no label: criterion"),
        (LABEL.model_dump_json().replace('"pass"', '"good"'), "line 1 is no label: label"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(text)
    with pytest.raises(LabelError, match=why):
        read_labels(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="cannot be read"):
        read_labels(tmp_path / "nowhere.jsonl")
