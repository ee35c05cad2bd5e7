"""One model call, as it is recorded."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class ModelCall(BaseModel):
    """What one call to a model took."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tier: str
    model: str
    prompt: str
    """The prompt's reference, such as `billing@3`."""
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal
    latency_ms: float
    outcome: str = "ok"
    """`ok`, `unsure`, or the kind of error that made another model answer."""
