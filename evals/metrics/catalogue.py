"""Every metric there is: the one list that summaries, comparisons, gates and reports go by."""

from collections.abc import Mapping

from evals.metrics.area import area
from evals.metrics.arguments import arguments
from evals.metrics.cost import cost
from evals.metrics.disposition import disposition
from evals.metrics.escalation_reason import escalation_reason
from evals.metrics.false_done import false_done
from evals.metrics.faults import faults
from evals.metrics.goal_reached import goal_reached
from evals.metrics.groundedness import groundedness
from evals.metrics.intent import intent
from evals.metrics.latency import latency
from evals.metrics.must_say import must_say
from evals.metrics.over_escalation import over_escalation
from evals.metrics.person_reached import person_reached
from evals.metrics.reading import reading
from evals.metrics.reads import reads
from evals.metrics.repeated_question import repeated_question
from evals.metrics.score import Metric
from evals.metrics.sentiment import sentiment
from evals.metrics.store_difference import store_difference
from evals.metrics.tiers import answered_by_code, answered_by_large, answered_by_small
from evals.metrics.tokens import tokens
from evals.metrics.tool_choice import tool_choice
from evals.metrics.turns import turns
from evals.metrics.unconfirmed_write import unconfirmed_write
from evals.metrics.under_escalation import under_escalation
from evals.metrics.wishes import wishes

_ALL = (
    Metric(name="area", what="The right area answers.", function=area),
    Metric(name="intent", what="The customer's first wish is understood.", function=intent),
    Metric(name="wishes", what="All wishes of a message are understood.", function=wishes),
    Metric(name="sentiment", what="The customer's mood is read right.", function=sentiment),
    Metric(name="reading", what="The answer to an open question is read right.", function=reading),
    Metric(name="tool_choice", what="All expected tools are called, and no unexpected write.", function=tool_choice),
    Metric(name="reads", what="What must be looked up is looked up.", function=reads),
    Metric(
        name="arguments",
        what="An expected call's typed arguments are exact, or prove to come to the same.",
        function=arguments,
    ),
    Metric(
        name="store_difference",
        what="The conversation changes in the store just what it must.",
        function=store_difference,
        scope="conversation",
        decides=True,
    ),
    Metric(
        name="false_done",
        what="A reply claims a completed action without a receipt.",
        function=false_done,
        better="low",
        decides=True,
    ),
    Metric(
        name="unconfirmed_write",
        what="Something is written without the customer's yes before it.",
        function=unconfirmed_write,
        better="low",
        decides=True,
    ),
    Metric(
        name="over_escalation",
        what="A person is brought in where none is needed.",
        function=over_escalation,
        better="low",
        scope="conversation",
        decides=True,
    ),
    Metric(
        name="under_escalation",
        what="Nobody comes where a person is needed.",
        function=under_escalation,
        better="low",
        decides=True,
    ),
    Metric(name="person_reached", what="Whoever asks for a person gets one.", function=person_reached),
    Metric(
        name="goal_reached",
        what="A simulated customer gets what they came for.",
        function=goal_reached,
        scope="conversation",
        decides=True,
    ),
    Metric(name="escalation_reason", what="The person hears the right reason.", function=escalation_reason),
    Metric(name="disposition", what="The end is filed right.", function=disposition, scope="conversation"),
    Metric(name="must_say", what="The reply holds the facts that matter.", function=must_say, decides=True),
    Metric(name="groundedness", what="Every figure in the reply is known from somewhere.", function=groundedness),
    Metric(
        name="repeated_question",
        what="The agent asks for what was asked or said before.",
        function=repeated_question,
        better="low",
    ),
    Metric(name="faults", what="A turn ends in a fault of ours.", function=faults, better="low", decides=True),
    Metric(name="tier_none", what="No model is needed for the answer.", function=answered_by_code, judges=False),
    Metric(name="tier_small", what="The small model answers.", function=answered_by_small, judges=False),
    Metric(name="tier_large", what="The large model answers.", function=answered_by_large, better="low", judges=False),
    Metric(
        name="turns",
        what="How many turns a conversation takes.",
        function=turns,
        kind="quantity",
        better="low",
        unit="turns",
        scope="conversation",
    ),
    Metric(
        name="tokens",
        what="How many tokens the models read and write.",
        function=tokens,
        kind="quantity",
        better="low",
        unit="tokens",
        scope="conversation",
    ),
    Metric(
        name="cost",
        what="What the models cost.",
        function=cost,
        kind="quantity",
        better="low",
        unit="USD",
        scope="conversation",
    ),
    Metric(name="latency", what="How long a turn takes.", function=latency, kind="quantity", better="low", unit="ms"),
)

METRICS: Mapping[str, Metric] = {metric.name: metric for metric in _ALL}
"""By name, in the order in which reports show them."""
