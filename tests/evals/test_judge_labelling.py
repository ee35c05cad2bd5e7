from datetime import date
from pathlib import Path

import pytest

from evals.judge.judging import Question
from evals.judge.labelling import agreed, labelled
from evals.judge.labels import Case, LabelError, append_labels, read_labels

TODAY = date(2026, 5, 12)
ASKED = [
    Question(id=f"c#0#{number}", criterion="answers", case=Case(customer="Where is it?", reply=f"Reply {number}."))
    for number in range(4)
]


def test_what_somebody_says_becomes_labels_that_a_file_keeps(tmp_path: Path) -> None:
    labels = labelled(ASKED, [("c#0#1", "fail", "no answer"), ("c#0#0", "pass", "")], "ann", TODAY)
    append_labels(tmp_path / "ann.jsonl", labels)
    kept = read_labels(tmp_path / "ann.jsonl")
    assert kept == labels
    assert [(one.id, one.label, one.reply, one.criterion, one.by) for one in kept] == [
        ("c#0#1", "fail", "Reply 1.", "answers", "ann"),
        ("c#0#0", "pass", "Reply 0.", "answers", "ann"),
    ]


@pytest.mark.parametrize(
    ("names", "problem"), [(["c#0#9"], "nobody was asked about 'c#0#9'"), (["c#0#1", "c#0#1"], "'c#0#1' twice")]
)
def test_a_label_belongs_to_one_reply_that_was_asked_about(names: list[str], problem: str) -> None:
    with pytest.raises(LabelError, match=problem):
        labelled(ASKED, [(name, "pass", "") for name in names], "ann", TODAY)


def test_two_people_are_compared_where_both_have_labelled() -> None:
    ann = labelled(ASKED, [("c#0#0", "pass", ""), ("c#0#1", "fail", ""), ("c#0#2", "pass", "")], "ann", TODAY)
    ben = labelled(ASKED, [("c#0#1", "fail", ""), ("c#0#0", "pass", ""), ("c#0#3", "pass", "")], "ben", TODAY)
    found = agreed(ann, ben)
    assert (found.overall.n, found.overall.kappa) == (2, 1.0)


def test_two_who_labelled_different_replies_cannot_be_compared() -> None:
    ann, ben = (labelled(ASKED, [(name, "pass", "")], "ann", TODAY) for name in ("c#0#0", "c#0#1"))
    with pytest.raises(LabelError, match="nothing in common"):
        agreed(ann, ben)
