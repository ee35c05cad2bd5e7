"""Finds sentences in Python code: what a model or a customer reads belongs to prompts/, not into string constants."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import Source, dotted, literal

DOCUMENTS = {"description", "help", "summary", "epilog", "documentation", "message", "detail"}
"""Keywords whose text documents an API or a command."""
MESSAGES = {"SystemMessage", "HumanMessage", "AIMessage", "AIMessageChunk", "SystemMessagePromptTemplate"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}
_WORD = re.compile(r"[\"'(]?[A-Za-z][a-z]*(?:['-][a-z]+)*[.,;:!?)\"']*")
_SENTENCE = re.compile(r"[.,;:!?](?:\s|$)")
"""Without any of these it is a list of words."""
_PATTERN = re.compile(r"\(\?|\\[bdsw]")
_QUERY = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|WITH)\b")


def sentences(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Yield string constants and f-strings that may be prose; variables are left out of f-strings."""
    exempt = _exempt(source.tree)
    for node in ast.walk(source.tree):
        if node in exempt:
            continue
        text = _text(node)
        if text and _SENTENCE.search(text) and not _PATTERN.search(text) and not _QUERY.match(text):
            yield node, text


def words(text: str) -> int:
    """Count words as a reader would; names_like_this, {braces} and figures are none."""
    return sum(1 for word in text.split() if _WORD.fullmatch(word))


def written_messages(source: Source) -> Iterator[ast.AST]:
    """Yield messages to or from a model whose text is written in the code."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in MESSAGES:
            given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "content")]
            if any(words(_text(part) or "") for part in given):
                yield node


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "{}" for part in node.values)
    return literal(node)


def _exempt(tree: ast.Module) -> set[ast.AST]:
    """Docstrings, errors, documentation of an API or a command, logs, parts of f-strings."""
    documents = {
        keyword.value.id
        for keyword in _keywords(tree)
        if keyword.arg in DOCUMENTS and isinstance(keyword.value, ast.Name)
    }
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        found.update(part for whole in _wholes(node, documents) for part in ast.walk(whole))
        if isinstance(node, ast.JoinedStr):
            found.update(part for value in node.values for part in ast.walk(value))
    return found


def _wholes(node: ast.AST, documents: set[str]) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Expr) and literal(node.value) is not None):
        yield node
    elif (isinstance(node, ast.keyword) and node.arg in DOCUMENTS) or (
        isinstance(node, ast.Assign) and any(dotted(target) in documents for target in node.targets)
    ):
        yield node.value
    elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in LOGS:
        yield from node.args


def _keywords(tree: ast.Module) -> Iterator[ast.keyword]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.keyword))
