"""Whether each figure in a reply is known from somewhere: a tool's result, a passage, a receipt, the customer."""

from collections.abc import Iterator

from evals.metrics.evidence import evidence, moment_of
from evals.metrics.facts import facts
from evals.metrics.score import Score, judged
from evals.runs import ConversationRun
from evals.transcript import Transcript


def groundedness(run: ConversationRun, transcript: Transcript) -> Iterator[Score]:
    """Score each reply that holds a figure: all of them must be in its evidence, or in that of an earlier turn.

    A sum that the agent works out itself is not known from anywhere, and counts as wrong.
    """
    texts: list[str] = []
    for turn in run.turns:
        texts += [*turn.evidence, turn.customer]
        said = [fact for fact in facts(turn.reply) if not fact.example]
        if said:
            known = evidence(dict.fromkeys(texts), moment_of(transcript))
            invented = dict.fromkeys(fact.text for fact in said if not known.holds(fact))
            yield judged("groundedness", turn.turn, not invented, f"from nowhere: {', '.join(invented)}")
