"""What the articles are asked: the customer's question, and on lines before it what it goes on from."""

from collections.abc import Mapping, Sequence

from graphs.embedded.history import Result

_MOST_LETTERS = 500
"""A tool takes no longer text."""
_WORDS_OF_A_REPLY = 25
"""What the customer was told last is about the matter in hand from its beginning; lists and offers come later."""


def query_for(words: str, title: str, reply: str) -> str:
    """Put before a question what was read last and what the customer was told last: "what'll that set me back?"."""
    question = _one_line(words)[:_MOST_LETTERS]
    about = [title, " ".join(reply.split()[:_WORDS_OF_A_REPLY])]
    lines = [line for line in map(_one_line, about) if line]
    whole = "\n".join([*lines, question])
    return whole if len(whole) <= _MOST_LETTERS else question


def article_read_last(results: Sequence[Result]) -> str:
    """Return the title of the passage that was found last; passages are known by their title and their source."""
    found = (result.content for result in reversed(results) if result.is_reading)
    firsts = (one[0] for one in found if isinstance(one, list) and one and isinstance(one[0], Mapping))
    return next((str(first["title"]) for first in firsts if {"title", "source"} <= first.keys()), "")


def question_of(result: Result) -> str:
    """Return the question that a search was made for."""
    said = [str(value) for value in result.arguments.values() if isinstance(value, str)]
    return said[0].strip().rpartition("\n")[2] if said else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
