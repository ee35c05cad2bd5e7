"""LangSmith: what is pushed is pulled without loss, and an evaluation leaves the machine only where it is meant to."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langsmith import Client
from typer.testing import CliRunner, Result

from evals.commands import evals
from evals.examples import as_example, transcript_of
from evals.experiments import Subject, evaluate, local, played
from evals.langsmith import ExchangeError, ScoringClient, connect, examples, pull, push
from evals.metrics.catalogue import METRICS
from evals.runfiles import write_runs
from evals.runs import ConversationRun, Header, Runs, TurnRun
from evals.transcript import Call, Expected, Outcome, Say, Transcript, TranscriptError, Turn, Wish, read, write
from tests.databases import START
from tests.evals.langsmith_server import KEY, Smith, serve

HEADER = Header(
    mode="forced", source="x", models={"small": "m", "large": "m"}, prompts={"billing": 3}, started_at=START
)


def transcript(name: str = "t-1", **fields: Any) -> Transcript:
    turns = (
        Turn(
            customer="hello \u2028 ann@example.com",
            agent=(Call(call="list_orders", arguments={"n": 1}, result="[]"), Say(say="Hi.", by_code=True)),
            expected=Expected(wishes=(Wish(area="billing", intent="list_orders"),), area="billing", calls=()),
        ),
        Turn(customer="bye", at=START, expected=Expected()),
        Turn(customer="really"),
    )
    rest: dict[str, Any] = {
        "id": name, "source": "northlight", "part": "dev", "area": "billing", "tags": ("a", "b"), "now": START,
        "labels": {"flow": "x"}, "outcome": Outcome(reward=0.5), "disposition": "answered", "turns": turns,
    }  # fmt: skip
    return Transcript(**{**rest, **fields})


def run(name: str = "t-1", area: str = "billing") -> ConversationRun:
    turns = (
        TurnRun(turn=0, customer="hello", reply="Hi.", area=area, latency_ms=5),
        TurnRun(turn=1, customer="", reply=""),
    )
    return ConversationRun(id=name, turns=turns)


@pytest.fixture(params=["multipart", "json"])
def smith(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Smith]:
    with serve(multipart=request.param == "multipart") as server:
        monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
        monkeypatch.setenv("LANGSMITH_ENDPOINT", server.url)
        yield server


ONE_KIND = pytest.mark.parametrize("smith", ["multipart"], indirect=True)


@pytest.fixture
def client(smith: Smith) -> Iterator[ScoringClient]:
    made = connect(tracing=True)
    yield made
    made.close()


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(evals, ["langsmith", *(str(one) for one in arguments)])

    return invoke


def pushed(client: ScoringClient, *transcripts: Transcript) -> tuple[int, int, int]:
    last = list(push(client, "northlight", transcripts))[-1]
    return last.created, last.updated, last.unchanged


def test_an_example_holds_what_was_said_what_is_right_and_the_rest_apart() -> None:
    made = as_example(transcript())
    assert "expected" not in str(made["inputs"])
    assert made["outputs"]["turns"][1:] == [{}, None]
    assert (made["outputs"]["disposition"], made["metadata"]["labels"], made["split"]) == (
        "answered",
        {"flow": "x"},
        "dev",
    )
    assert transcript_of(made["inputs"], made["outputs"], {**made["metadata"], "added": 1}) == transcript()


def test_what_is_pushed_is_pulled_without_loss(client: ScoringClient) -> None:
    everything = [transcript(f"t-{number}", part="test" if number % 2 else "dev") for number in range(205)]
    assert pushed(client, *everything) == (205, 0, 0)
    assert [one for _, one in pull(examples(client, "northlight"))] == everything
    assert len(examples(client, "northlight", "test")) == 102


def test_what_is_pushed_again_is_brought_up_to_date(client: ScoringClient, smith: Smith) -> None:
    assert pushed(client, transcript("a"), transcript("b")) == (2, 0, 0)
    changed = transcript("b", turns=(Turn(customer="other"),), disposition=None)
    assert pushed(client, transcript("a"), changed, transcript("c")) == (1, 1, 1)
    assert [one for _, one in pull(examples(client, "northlight"))] == [transcript("a"), changed, transcript("c")]
    assert len(smith.datasets) == 1


@ONE_KIND
def test_an_example_of_chat_messages_is_read_as_what_it_is(client: ScoringClient, smith: Smith) -> None:
    dataset = client.create_dataset("others")
    chat = {"inputs": {"messages": [{"role": "user", "content": "hi"}]}, "reference_outputs": {"answer": "Hello."}}
    client.create_examples(dataset_id=dataset.id, examples=[chat])
    ((example, made),) = pull(examples(client, "others"))
    assert (made.id, made.source) == (str(example.id), "langsmith")
    assert [(turn.customer, turn.reply) for turn in made.turns] == [("hi", "Hello.")]
    client.create_examples(dataset_id=dataset.id, examples=[{"inputs": {"x": 1}}])
    with pytest.raises(ExchangeError, match="is no conversation: it has no words of a customer's"):
        list(pull(examples(client, "others")))


@ONE_KIND
def test_a_refusal_is_one_sentence(client: ScoringClient, smith: Smith) -> None:
    with pytest.raises(ExchangeError, match="did not read the data set 'none': Dataset none not found"):
        examples(client, "none")
    stranger = Client(api_url=smith.url, api_key="another", auto_batch_tracing=False)
    with pytest.raises(ExchangeError, match="did not push to the data set 'x'"):
        list(push(stranger, "x", [transcript()]))
    stranger.close()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key; whoever opens a connection, or only looks a name up, makes the test fail."""

    def refuse(*_: Any, **__: Any) -> Any:
        pytest.fail("something went to the network")

    monkeypatch.delenv("LANGSMITH_API_KEY", raising=False)
    monkeypatch.delenv("LANGSMITH_ENDPOINT", raising=False)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("offline")
async def test_without_a_client_nothing_leaves_and_every_metric_is_there() -> None:
    given = [transcript("a"), transcript("b")]
    subject = played(Runs(header=HEADER, conversations=(run("a"), run("b", area="account"))), given)
    done = await evaluate(local(given), subject)
    assert done.conversations == (run("a"), run("b", area="account"))
    assert done.failed == ()


async def test_what_breaks_down_is_named_and_the_rest_is_judged(caplog: pytest.LogCaptureFixture) -> None:
    async def answer(one: Transcript) -> ConversationRun:
        if one.id == "b":
            raise LookupError("the product is broken")
        return run(one.id)

    done = await evaluate(local([transcript("a"), transcript("b")]), Subject(answer, HEADER))
    assert (done.failed, [one.id for one in done.conversations]) == (("b",), ["a"])
    assert "the product is broken" in caplog.text


@ONE_KIND
async def test_with_a_client_the_results_are_an_experiment_redacted(client: ScoringClient, smith: Smith) -> None:
    pushed(client, transcript("a"), transcript("b"))
    found = examples(client, "northlight")
    turns = (TurnRun(turn=0, customer="hi", reply="I wrote to ann@example.com.", area="account"),)
    subject = played(Runs(header=HEADER, conversations=(run("a"), ConversationRun(id="b", turns=turns))), pulled(found))
    done = await evaluate(found, subject, client)
    (project,) = smith.projects.values()
    assert project["name"] == done.experiment
    assert project["extra"]["metadata"]["prompts"] == {"billing": 3}
    assert set(project["evaluator_keys"]) == set(METRICS)
    outputs = [str(one["outputs"]) for one in smith.runs.values() if "outputs" in one]
    assert len(outputs) == 2
    assert "ann@example.com" not in str(smith.runs)
    areas = {one["score"]: one.get("comment") for one in smith.feedback if one["key"] == "area"}
    assert areas == {1.0: None, 0.0: "turn 0: account answered instead of billing"}
    assert len({one["run_id"] for one in smith.feedback}) == 2


def pulled(found: Any) -> list[Transcript]:
    return [one for _, one in pull(found)]


def test_runs_must_be_of_the_transcripts() -> None:
    with pytest.raises(TranscriptError, match="2 transcripts are not in the runs, such as b"):
        played(Runs(header=HEADER, conversations=(run("a"),)), [transcript("a"), transcript("b"), transcript("c")])


@ONE_KIND
def test_the_commands_push_pull_and_evaluate(command: Callable[..., Result], smith: Smith, tmp_path: Path) -> None:
    write(tmp_path / "t.jsonl", [transcript("a"), transcript("b", part="test")])
    write_runs(tmp_path / "runs.jsonl", Runs(header=HEADER, conversations=(run("a"), run("b"))))
    result = command("push", tmp_path / "t.jsonl", "--dataset", "northlight")
    assert result.exit_code == 0, result.output
    assert "2 new, 0 changed, 0 as they were" in " ".join(result.stderr.split())
    result = command("pull", "--dataset", "northlight", "-o", tmp_path / "back.jsonl")
    assert result.exit_code == 0, result.output
    assert read(tmp_path / "back.jsonl") == read(tmp_path / "t.jsonl")
    result = command("evaluate", "--dataset", "northlight", "--part", "test", "--runs", tmp_path / "runs.jsonl")
    assert result.exit_code == 0, result.output
    assert "area" in result.stdout
    assert "is in LangSmith" in result.stderr
    assert [one["score"] for one in smith.feedback if one["key"] == "area"] == [1.0]


@ONE_KIND
def test_a_push_can_redact(command: Callable[..., Result], smith: Smith, tmp_path: Path) -> None:
    write(tmp_path / "t.jsonl", [transcript("a")])
    assert command("push", tmp_path / "t.jsonl", "--dataset", "x", "--redact").exit_code == 0
    assert "ann@example.com" not in str(smith.examples)
    assert "[e-mail]" in str(smith.examples)


@pytest.mark.usefixtures("offline")
def test_without_a_key_files_are_evaluated_and_the_rest_says_what_is_missing(
    command: Callable[..., Result], tmp_path: Path
) -> None:
    write(tmp_path / "t.jsonl", [transcript("a")])
    write_runs(tmp_path / "runs.jsonl", Runs(header=HEADER, conversations=(run("a"),)))
    result = command("evaluate", tmp_path / "t.jsonl", "--runs", tmp_path / "runs.jsonl")
    assert result.exit_code == 0, result.output
    assert "Nothing was uploaded." in result.stderr
    for arguments in (
        ["push", tmp_path / "t.jsonl", "--dataset", "x"],
        ["pull", "--dataset", "x", "-o", tmp_path / "o.jsonl"],
        ["evaluate", "--dataset", "x"],
    ):
        result = command(*arguments)
        assert result.exit_code == 2
        assert "set LANGSMITH_API_KEY" in " ".join(result.stderr.split())


@ONE_KIND
def test_a_setting_keeps_everything_here(
    command: Callable[..., Result], smith: Smith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "t.jsonl", [transcript("a")])
    monkeypatch.setenv("SWITCHBOARD_LANGSMITH", "false")
    result = command("push", tmp_path / "t.jsonl", "--dataset", "x")
    assert result.exit_code == 2
    assert "SWITCHBOARD_LANGSMITH is false" in result.stderr
    assert smith.requests == []
