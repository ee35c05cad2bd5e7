"""What nodes may reach outside the state: passed to every run as LangGraph's context."""

from dataclasses import dataclass, field
from decimal import Decimal

from langchain_core.language_models import BaseChatModel

from graphs.models.record import ModelCall
from graphs.models.tiers_learned import LearnedPolicy
from prompts.registry import Prompts
from tools.actions import Ledger
from tools.context import ToolContext


@dataclass(frozen=True)
class Models:
    """The two tiers; where only one model is configured both are the same object."""

    small: BaseChatModel
    large: BaseChatModel
    unsure_below: float = 0.5
    """An answer whose `confidence` (in its response metadata) is lower goes to the large model."""
    policy: LearnedPolicy | None = None
    """Chooses the tier in place of the rules."""

    @property
    def has_large(self) -> bool:
        """Whether there is anything to fall back to."""
        return self.large is not self.small


@dataclass(frozen=True, kw_only=True)
class Services(ToolContext):
    """One turn's services."""

    models: Models
    prompts: Prompts
    ledger: Ledger
    company: str
    budget_usd: Decimal
    """What one conversation may spend on models before a person takes over."""
    spent_usd: Decimal = Decimal(0)
    """What it had spent before this turn."""
    calls: list[ModelCall] = field(default_factory=list)
    """Each model call of this turn, in order: tokens, cost, latency, prompt."""
