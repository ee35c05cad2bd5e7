"""Documents that are made from the code: .env.example, the README's picture of the graph, the transcripts' schema.

`make docs` writes them; tests hold them to it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from app.settings import Described, describe
from evals.transcript import schema_text
from graphs.conversation import build
from tests.house.tree import ROOT

SCHEMA = "evals/transcript.schema.json"
PICTURE = re.compile(r"(?<=^```mermaid\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_HIDDEN = "__error_handler__"
"""LangGraph's own nodes for a failed step: each leads where its step would have led to."""
_HEAD = """\
# Every setting there is, with its default. Copy this file to .env and change what you need; an environment variable
# of the same name wins. A name or a value that is wrong stops the start with a sentence.
"""


def env_example(settings: Sequence[Described]) -> str:
    """Write every setting as a comment and a line that can be uncommented."""
    parts = [f"# {setting.description}\n# {setting.name}={setting.default}\n" for setting in settings]
    return "\n".join([_HEAD, *parts])


def picture() -> str:
    """Draw the conversation's graph as Mermaid."""
    drawn = build().get_graph()
    for name in [name for name in drawn.nodes if name.startswith(_HIDDEN)]:
        drawn.remove_node(drawn.nodes[name])
    return drawn.draw_mermaid(with_styles=False)


def with_picture(readme: str) -> str:
    """Put the picture where the README has its Mermaid block."""
    return PICTURE.sub(lambda _: picture(), readme, count=1)


def write(root: Path) -> None:
    """Write every document anew."""
    (root / ".env.example").write_text(env_example(describe()), encoding="utf-8")
    readme = root / "README.md"
    readme.write_text(with_picture(readme.read_text(encoding="utf-8")), encoding="utf-8")
    (root / SCHEMA).write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write(ROOT)
