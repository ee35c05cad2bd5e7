"""Training on a handful of conversations, and what the model knows afterwards."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from evals.commands import training as command
from evals.training import Order, train
from evals.transcript import Call, Expected, Transcript, Turn, Wish, write
from graphs.embedded.examples import Examples, load_examples
from graphs.embedded.filling import Moment, parse
from graphs.embedded.learned import Card, Learned, added, joined
from graphs.embedded.toolcards import card_of
from graphs.embedded.understanding import Understanding, key_of
from prompts.registry import ROOT
from tools.field_service import book_visit
from tools.knowledge_base.encoder import MiniLM

MOMENT = Moment(datetime(2026, 5, 13, 9, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
BEFORE = {
    "relocation": ["we're flitting to Leith", "flitting next week, the line too", "the flitting is on the 3rd"],
    "repair": ["the cabinet outside is jiggered", "my socket's jiggered", "jiggered it is, the whole thing"],
}
ASKED = ["give us our pennies back", "I'd like my pennies back", "pennies back for the plug please", "my pennies back"]


def thinned() -> Examples:
    """A few of the shipped examples are enough company."""
    whole = load_examples(ROOT)
    few = {"sentiment": whole.sentiment[::20], "confirmation": whole.confirmation[::20]}
    areas = {area: part[::20] for area, part in whole.areas.items()}
    return whole.model_copy(update={"areas": areas, "special": whole.special[::20], **few})


def conversations() -> list[Transcript]:
    visits = [
        (text, "book_visit", "field_service", {"reason": reason}) for reason, texts in BEFORE.items() for text in texts
    ]
    refunds: list[tuple[str, str, str, dict[str, str]]] = [(text, "refund_order", "billing", {}) for text in ASKED]
    return [
        Transcript(
            id=f"own-{number}",
            source="own",
            turns=(
                Turn(
                    customer=text,
                    expected=Expected(
                        wishes=(Wish(intent=intent, area=area),), calls=(Call(call=intent, arguments=arguments),)
                    ),
                ),
            ),
        )
        for number, (text, intent, area, arguments) in enumerate([*visits, *refunds])
    ]


def quiet(done: int, total: int, what: str) -> None:
    assert done <= total


async def test_a_handful_of_transcripts_teaches_what_was_not_understood_before(minilm: MiniLM, tmp_path: Path) -> None:
    write(tmp_path / "own.jsonl", conversations())
    folder = tmp_path / "learned"
    shipped = thinned()
    card = await train(Order((tmp_path / "own.jsonl",), folder, 2, date(2026, 5, 13)), quiet, minilm, shipped)

    own = Learned.read(folder)
    examples = added(shipped, own.taught)
    trained = own.weights_for(key_of(minilm, examples))
    assert trained is not None
    before = await Understanding.fit(minilm, shipped)
    after = await Understanding.fit(minilm, examples, trained=trained)
    text = "I want my pennies back for the doorbell"
    assert (await before.intent(text)).label != "refund_order"
    assert (await after.intent(text)).label == "refund_order"
    assert (await after.intent(text)).area == "billing"

    reason = card_of(book_visit).argument("reason")
    taught = card_of(book_visit, joined({}, own.phrasing)).argument("reason")
    assert reason is not None
    assert taught is not None
    assert parse(reason, "it's for our flitting", MOMENT) is None
    assert parse(taught, "it's for our flitting", MOMENT) == "relocation"

    assert own.card == card
    assert card.counts["requests"] == 10
    assert card.measured["intent"].learned.value > card.measured["intent"].shipped.value
    words = (folder / "card.md").read_text()
    assert "flitting" in words
    assert card.files["weights.npz"] in words
    assert Card.model_validate_json((folder / "card.json").read_text()) == card


def test_nothing_said_shows_the_help_and_half_said_tells_what_is_missing() -> None:
    run = CliRunner()
    assert "--from" in run.invoke(command, []).output
    half = run.invoke(command, ["--from", "t.jsonl"])
    assert half.exit_code == 2
    assert "where it goes" in half.stderr


def test_the_commands_beside_it_still_work() -> None:
    told = CliRunner().invoke(command, ["tiers", "--help"])
    assert told.exit_code == 0
    assert "recorded runs" in told.output


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "holds no labelled text"),
        (json.dumps({"text": "a", "intent": "fly"}), "Give it an area"),
        ('{"turns": 1}', "line 1"),
    ],
)
def test_what_cannot_be_learned_from_ends_with_a_sentence(tmp_path: Path, content: str, what: str) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(content)
    done = CliRunner().invoke(command, ["--from", str(file), "-o", str(tmp_path / "learned")])
    assert done.exit_code == 2
    assert what in " ".join(done.stderr.split())
    assert not (tmp_path / "learned").exists()
