"""What the articles are asked: the customer's question, and on lines before it what it goes on from."""

from collections.abc import Mapping

from graphs.embedded.history import Result
from graphs.embedded.situation import Situation
from graphs.embedded.topics import beginning

_MOST_LETTERS = 500
"""A tool takes no longer text."""


def query_for(s: Situation, words: str) -> str:
    """Put before a question what was read last and what the customer was told last: "what'll that set me back?"."""
    question = _one_line(words)[:_MOST_LETTERS]
    about = [_article_read_last(s), beginning(s.history.reply)]
    lines = [line for line in map(_one_line, about) if line]
    whole = "\n".join([*lines, question])
    return whole if len(whole) <= _MOST_LETTERS else question


def question_of(result: Result) -> str:
    """Return the question that a search was made for."""
    said = [str(value) for value in result.arguments.values() if isinstance(value, str)]
    return said[0].strip().rpartition("\n")[2] if said else ""


def _article_read_last(s: Situation) -> str:
    if s.search is None:
        return ""
    found = (result.content for result in reversed(s.history.results) if result.tool == s.search.name)
    titles = (
        str(one[0].get("title") or "") for one in found if isinstance(one, list) and one and isinstance(one[0], Mapping)
    )
    return next(titles, "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
