"""What the articles are asked: the customer's question, and on lines before it what it goes on from."""

from collections.abc import Mapping, Sequence

from graphs.embedded.history import Result

_MOST_LETTERS = 500
"""A tool takes no longer text."""
_WORDS_OF_A_REPLY = 25
"""What the customer was told last is about the matter in hand from its beginning; lists and offers come later."""


def query_for(words: str, title: str, *replies: str) -> str:
    """Put before a question what was read last and what the customer was told last: "what'll that set me back?".

    Of several replies, such as an answer and a proposal after it, each may be what it goes on from; where there is no
    room for all, the last one counts.
    """
    question = _one_line(words)[:_MOST_LETTERS]
    told = [" ".join(reply.split()[:_WORDS_OF_A_REPLY]) for reply in replies]
    for about in ([title, *told], [title, *told[-1:]]):
        whole = "\n".join([*(line for line in map(_one_line, about) if line), question])
        if len(whole) <= _MOST_LETTERS:
            return whole
    return question


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
