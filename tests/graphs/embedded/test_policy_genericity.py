"""A new typed tool and eight sentences, nothing else: the embedded model can use it."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from graphs.embedded import model as embedded_model
from graphs.embedded.examples import Example, load_examples
from graphs.embedded.understanding import Understanding
from prompts.registry import ROOT, Prompts
from tests.databases import START
from tests.graphs.embedded.talk import Talk
from tools.effects import Plan, writes
from tools.knowledge_base.encoder import MiniLM
from tools.records import Record
from tools.store.engine import Transaction
from tools.toolbox import AREA_TOOLS

SENTENCES = (
    "my parcel never arrived",
    "I want to report a lost parcel",
    "the letter you sent me got lost in the post",
    "a package of mine has gone missing",
    "where is my parcel, it should have been here by now",
    "report parcel LP-123456 as lost",
    "the courier lost my package",
    "my delivery has disappeared",
)


class LostParcel(Record):
    """A report of a lost parcel."""

    parcel_number: str
    since: date
    kind: str


@writes(risk="service", undo=None)
async def report_lost_parcel(
    parcel_number: Annotated[str, Field(pattern=r"^LP-\d{6}$", description="It is on the receipt, such as LP-123456.")],
    since: Annotated[date, Field(json_schema_extra={"format": "date"})],
    kind: Literal["letter", "small_parcel", "large_parcel"],
) -> Plan[LostParcel]:
    """Report a parcel that was lost on the way.

    Args:
        parcel_number: It is on the receipt, such as LP-123456.
        since: The day since which it has been missing.
        kind: What it is.
    """
    report = LostParcel(parcel_number=parcel_number, since=since, kind=kind)

    async def apply(_tx: Transaction, _key: str) -> LostParcel:
        return report

    return Plan(terms=report, subject="parcel", apply=apply)


async def test_a_new_tool_and_eight_sentences_are_enough() -> None:
    sentences = [Example(text=text, intent="report_lost_parcel") for text in SENTENCES]
    examples = load_examples(ROOT).with_more("parcels", sentences)
    understanding = await Understanding.fit(MiniLM.load(), examples)
    model = embedded_model.EmbeddedModel(
        understanding=understanding,
        prompts=Prompts(),
        company="Northlight",
        now=lambda: START,
        zone=ZoneInfo("Europe/London"),
    )
    talk = Talk(model, (report_lost_parcel, *AREA_TOOLS["billing"]))

    said = await talk.says("hello, one of my parcels seems to be lost")
    assert "parcel number" in said
    assert "LP-123456" in said
    said = await talk.says("it's lp 204881")
    assert "since" in said
    said = await talk.says("since last Monday")
    assert "small parcel" in said
    await talk.says("it was a letter")
    assert talk.proposed == {"parcel_number": "LP-204881", "since": "2026-05-11", "kind": "letter"}
    said = await talk.says("no, a large parcel")
    assert talk.proposed == {"parcel_number": "LP-204881", "since": "2026-05-11", "kind": "large_parcel"}
    said = await talk.says("yes please")
    assert len(talk.done) == 1
    assert "LP-204881" in said
    assert "Monday 11 May" in said


def test_no_tool_of_the_product_is_named_in_the_embedded_model() -> None:
    folder = Path(embedded_model.__file__).parent
    names = {tool.name for tools in AREA_TOOLS.values() for tool in tools}
    named = {
        (file.name, name)
        for file in folder.rglob("*.py")
        for name in names
        if re.search(rf"\b{name}\b", file.read_text(encoding="utf-8"))
    }
    assert named == set()
