"""`switchboard eval tiers` and `switchboard train tiers`, from a file to a table, a page and a policy."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals.commands import evals, training
from graphs.models.tiers_learned import MEANING, Card, Meaning, Scorecard, contributions, read_scorecard
from tests.encoders import WordEncoder
from tests.evals.tiers.recordings import lines, written

QUICK = ("--folds", "3", "--repeats", "1", "--no-meaning")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return written(tmp_path / "runs.jsonl", list(lines(tasks=30, trials=2)))


def measure(*arguments: object) -> Result:
    return CliRunner().invoke(evals, ["tiers", *(str(one) for one in arguments)])


def train(*arguments: object) -> Result:
    return CliRunner().invoke(training, ["tiers", *(str(one) for one in arguments)])


def test_one_object_holds_every_policy_of_every_group(runs: Path) -> None:
    done = measure("--runs", runs, *QUICK, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    group = found["groups"]["shop/retail"]
    assert (group["small"], group["large"], group["n"]) == ("small", "large", 30)
    assert {"always_small", "always_large", "random", "oracle", "rules", "learned_session"} <= group["policies"].keys()
    for one in group["policies"].values():
        assert {"quality", "quality_se", "cost", "cost_se", "saving_at_large_quality", "n"} <= one.keys()
    assert group["policies"]["learned_session"]["saving_at_large_quality"] > 0.1
    assert group["control"]["control"] == "shop: large"
    assert group["control"]["policies"]["oracle"]["saving"] == pytest.approx(0)


def test_the_table_and_the_page_show_the_group_and_its_control(runs: Path, tmp_path: Path) -> None:
    page = tmp_path / "tiers.html"
    done = measure("--runs", runs, *QUICK, "--report", page)
    assert done.exit_code == 0, done.stderr
    for words in ("shop/retail: small -> large, 30 tasks", "learned session", "Control, the same model twice"):
        assert words in done.stdout
    text = page.read_text()
    assert text.count("<svg") == 2
    assert not any(outside in text for outside in ('src="', "@import", 'href="http', "url(h"))


def test_a_policy_is_trained_written_read_and_measured_on_other_runs(runs: Path, tmp_path: Path) -> None:
    done = train("--runs", runs, *QUICK, "-o", tmp_path / "policy")
    assert done.exit_code == 0, done.stderr
    scorecard = read_scorecard(tmp_path / "policy")
    assert scorecard.name == "small->large"
    weights = {term.signal: term.weight for term in scorecard.later.terms}
    assert weights["errors"] > 0
    card = (tmp_path / "policy" / "CARD.md").read_text()
    assert scorecard.sha256 in card
    assert "| tool errors |" in card
    others = written(tmp_path / "others.jsonl", [{**line, "task": f"new {line['task']}"} for line in lines(tasks=20)])
    done = measure("--runs", others, *QUICK, "--policy", tmp_path / "policy", "--json")
    trained = json.loads(done.stdout)["groups"]["shop/retail"]["policies"]["trained"]
    assert trained["within_one_point"]
    assert trained["saving"] == pytest.approx(0.3, abs=0.15)


def test_what_first_messages_are_about_is_weighed_where_it_may_be(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.tiers.measuring.MiniLM.load", WordEncoder)
    done = train("--runs", runs, "--folds", "3", "--repeats", "1", "-o", tmp_path / "policy")
    assert done.exit_code == 0, done.stderr
    first = read_scorecard(tmp_path / "policy").first
    assert first.meaning is not None
    assert len(first.meaning.weights) == 64
    assert MEANING in dict(contributions(first, {}, first.meaning.weights))


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--runs", "none.jsonl"], "none.jsonl is not there"),
        (["--runs", "{runs}", "--small", "nobody"], "and these names"),
        (["--runs", "{runs}", "--group", "elsewhere"], "and these names"),
        (["--runs", "{runs}", "--policy", "none.json"], "none.json cannot be read"),
        (["--runs", "{runs}", "--trajectories", "none*.gz"], "no file is like none*.gz"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(runs: Path, arguments: list[str], fault: str) -> None:
    done = measure(*(argument.format(runs=runs) for argument in arguments))
    assert done.exit_code == 2
    assert fault in " ".join(done.stderr.split())


def test_every_pair_gets_a_policy_of_its_own_that_is_measured_on_that_pair(tmp_path: Path) -> None:
    both = [{**line, "group": group} for group in ("shop", "office") for line in lines(tasks=12)]
    runs = written(tmp_path / "runs.jsonl", both)
    done = train("--runs", runs, *QUICK, "--every-pair", "-o", tmp_path / "policies")
    assert done.exit_code == 0, done.stderr
    written_for = {read_scorecard(folder).group for folder in (tmp_path / "policies").iterdir()}
    assert written_for == {"shop/retail", "office/retail"}
    done = measure("--runs", runs, *QUICK, "--policy", tmp_path / "policies", "--json")
    groups = json.loads(done.stdout)["groups"]
    assert all("trained" in group["policies"] for group in groups.values())


def test_a_policy_that_reads_messages_by_another_encoder_is_refused(runs: Path, tmp_path: Path) -> None:
    card = Card(terms=(), meaning=Meaning(encoder="others", weights=(1.0,)), threshold=0.0)
    scorecard = Scorecard(name="x", first=card, later=card, data_sha256="0").sealed()
    (tmp_path / "scorecard.json").write_text(scorecard.model_dump_json())
    done = measure("--runs", runs, "--policy", tmp_path / "scorecard.json")
    assert done.exit_code == 2
    assert "reads messages by others" in " ".join(done.stderr.split())


def test_training_asks_which_of_two_groups_is_meant(tmp_path: Path) -> None:
    both = [{**line, "group": group} for group in ("shop", "office") for line in lines(tasks=12)]
    done = train("--runs", written(tmp_path / "runs.jsonl", both), *QUICK, "-o", tmp_path / "policy")
    assert done.exit_code == 2
    assert "--group" in done.stderr
    assert not (tmp_path / "policy").exists()


def test_runs_known_by_their_features_alone_are_measured_too(tmp_path: Path) -> None:
    given = [
        {name: line[name] for name in ("group", "task", "model", "reward", "cost")}
        | {"features": {"words": 60.0 if int(line["task"]) % 2 else 5.0}}
        for line in lines(tasks=40)
    ]
    done = measure("--runs", written(tmp_path / "runs.jsonl", given), *QUICK, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)["groups"]["shop/all"]["policies"]
    # The rules send long messages to the large model, and here it is those that are hard.
    assert found["rules"]["within_one_point"]
    assert found["rules"]["saving"] > 0.3
    assert found["learned_first"]["saving_at_large_quality"] > 0.3
