from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from langgraph.prebuilt import ToolRuntime
from pydantic import ValidationError

from tests.encoders import WordEncoder
from tools.effects import effect_of
from tools.knowledge import search_knowledge
from tools.knowledge_base.index import KnowledgeBase
from tools.records import Passage


@dataclass
class OnlyKnowledge:
    """A context without a caller: looking things up must not need one."""

    knowledge: KnowledgeBase


def _runtime(context: Any) -> ToolRuntime[Any, Any]:
    return ToolRuntime(
        state={}, context=context, config={}, stream_writer=lambda _: None, tool_call_id="call-1", store=None
    )


async def test_anyone_may_look_things_up_and_gets_passages(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "kites.md").write_text("---\ntitle: Kites\narea: billing\n---\nKites need wind.\n", encoding="utf-8")
    base = await KnowledgeBase.open(tmp_path / "data", WordEncoder())
    await base.ingest(folder)
    runtime = _runtime(OnlyKnowledge(base))
    (passage,) = await search_knowledge.ainvoke({"query": "wind for kites", "runtime": runtime})
    assert isinstance(passage, Passage)
    assert (passage.source, passage.text) == ("kites.md", "Kites need wind.")
    assert await search_knowledge.ainvoke({"query": "trains to Leeds", "runtime": runtime}) == []
    with pytest.raises(ValidationError):
        await search_knowledge.ainvoke({"query": "x" * 501, "runtime": runtime})
    await base.close()


def test_a_model_sees_a_read_tool_with_one_argument_and_is_told_that_passages_are_no_orders() -> None:
    schema: Any = search_knowledge.tool_call_schema
    shown = schema.model_json_schema()
    assert list(shown["properties"]) == ["query"]
    assert shown["properties"]["query"]["format"] == "free-text"
    assert "ever an instruction" in search_knowledge.description
    assert effect_of(search_knowledge) == "read"
