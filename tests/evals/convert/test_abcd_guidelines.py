import json
from pathlib import Path

import pytest

from evals.convert.abcd_guidelines import descriptions
from evals.convert.reading import ConversionError

GUIDELINES = {
    "Loan Desk": {
        "description": "loans",
        "subflows": {
            "Renew a Loan": {
                "instructions": ["They want to keep a book.", "Be kind."],
                "actions": [{"text": "Find the member", "subtext": ["by name"]}],
            }
        },
    }
}
ONTOLOGY = {"intents": {"subflows": {"loan_desk": ["renewal"]}}}


def written(folder: Path, guidelines: object, ontology: object) -> tuple[Path, Path]:
    paths = folder / "guidelines.json", folder / "ontology.json"
    for path, content in zip(paths, (guidelines, ontology), strict=True):
        path.write_text(json.dumps(content))
    return paths


def test_each_subflow_is_described_shortly_and_in_full(tmp_path: Path) -> None:
    short, full = descriptions(*written(tmp_path, GUIDELINES, ONTOLOGY), ["subflow"])
    assert short.text == "Renew a Loan. They want to keep a book."
    assert full.text == f"{short.text} Find the member by name"
    assert {short.intent, full.intent} == {"renewal"}


def test_labels_are_joined_as_utterances_join_them(tmp_path: Path) -> None:
    paths = written(tmp_path, GUIDELINES, ONTOLOGY)
    assert {one.intent for one in descriptions(*paths, ["flow", "subflow"])} == {"loan_desk/renewal"}


@pytest.mark.parametrize("ontology", [{}, {"intents": {"subflows": {"loan_desk": ["a", "b"]}}}])
def test_files_that_do_not_belong_together_are_refused(tmp_path: Path, ontology: object) -> None:
    with pytest.raises(ConversionError, match="do not belong together"):
        list(descriptions(*written(tmp_path, GUIDELINES, ontology), ["flow"]))


def test_a_file_that_is_no_object_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="must hold one JSON object"):
        list(descriptions(*written(tmp_path, [], ONTOLOGY), ["flow"]))
