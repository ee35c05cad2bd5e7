"""No prompt text in Python: what a model or a customer reads is Markdown in prompts/, owned by prompt engineers.

Graphs may hold no sentence at all; elsewhere a sentence may name what a tool found or why an error happened, but
nothing of a prompt's length. Messages to a model are never written in code.
"""

from pathlib import Path

import pytest

from tests.house.conftest import Plant
from tests.house.prose import sentences, words, written_messages
from tests.house.tree import PRODUCT, ROOT, Source, sources

IN_GRAPHS, ELSEWHERE = 6, 25
"""From so many words on a string is prompt text."""
OPERATORS_READ = ("graphs/models/",)
"""Here sentences say what is wrong with a provider; a person who runs the server reads them."""


def prompt_text(root: Path) -> list[str]:
    return [
        f"{source.at(node)} {' '.join(text.split())[:60]}"
        for source in sources(root, *PRODUCT)
        for node, text in sentences(source)
        if words(text) >= _allowed(source)
    ]


def messages_in_code(root: Path) -> list[str]:
    return [source.at(node) for source in sources(root, *PRODUCT) for node in written_messages(source)]


def _allowed(source: Source) -> int:
    graphs = source.floor == "graphs" and not source.path.startswith(OPERATORS_READ)
    return IN_GRAPHS if graphs else ELSEWHERE


def test_no_prompt_text_is_in_python() -> None:
    assert prompt_text(ROOT) == []


def test_no_message_to_a_model_is_written_in_code() -> None:
    assert messages_in_code(ROOT) == []


LONG = (
    "You are a helpful agent. Read what the customer wrote, then say in a friendly way what you can do about it today."
)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("graphs/a.py", 'X = "I am sorry, that did not work."'),
        ("graphs/a.py", 'def f(n): return f"Sorry {n}, that really did not work."'),
        ("graphs/a.py", 'X = f(reply="I am sorry, that did not work.")'),
        ("app/a.py", f'X = "{LONG} {LONG}"'),
        ("tools/a.py", f'X = {{"a": """{LONG}\n{LONG}"""}}'),
        ("graphs/models/a.py", f'X = ("{LONG} "\n "{LONG}")'),
    ],
)
def test_the_rule_sees_prompt_text(plant: Plant, path: str, code: str) -> None:
    assert [found.split(" ")[0] for found in prompt_text(plant({path: code}))] == [f"{path}:1"]


@pytest.mark.parametrize(
    "code",
    [
        f'"""{LONG}"""\ndef f():\n    """{LONG}"""\nclass C:\n    a: int\n    """{LONG}"""',
        f'raise ValueError("{LONG}")',
        f'X = Field(description="{LONG}")\nlog.warning("{LONG}")',
        'X = "a an the my your i me it its is was are to for of on in"\nY = X.split()',
        'X = re.compile(r"(?:no way|not now or ever again|do not)")',
        'X = "SELECT a FROM b WHERE c AND d OR e AND not f"',
        'X = "refund_order"\nY = "%s in turn %s"',
    ],
)
def test_the_rule_leaves_alone_what_is_no_prompt(plant: Plant, code: str) -> None:
    assert prompt_text(plant({"graphs/a.py": code})) == []


def test_the_rule_sees_a_message_written_in_code(plant: Plant) -> None:
    fine = "HumanMessage(text)\nSystemMessage(prompt.fill(a=b))\nAIMessage('')\nToolMessage('done')"
    bad = "SystemMessage('Be brief.')\nmessages.HumanMessage(content=f'Look at {x}')"
    assert messages_in_code(plant({"graphs/fine.py": fine, "graphs/bad.py": bad})) == [
        "graphs/bad.py:1",
        "graphs/bad.py:2",
    ]
