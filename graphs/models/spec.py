"""What must be known of a model at an OpenAI-compatible endpoint. Values come from the app's settings."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

MILLION = Decimal(1_000_000)


class Prices(BaseModel):
    """US dollars per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    price_in: Decimal = Field(default=Decimal(0), ge=0)
    price_out: Decimal = Field(default=Decimal(0), ge=0)

    @property
    def free(self) -> bool:
        """Whether a call costs nothing, and so cannot exceed a budget."""
        return not self.price_in and not self.price_out

    def cost(self, input_tokens: int, output_tokens: int) -> Decimal:
        """Return what these tokens cost, in US dollars."""
        return (self.price_in * input_tokens + self.price_out * output_tokens) / MILLION


class ModelSpec(Prices):
    """One model at one endpoint."""

    name: str = Field(min_length=1)
    base_url: str = Field(pattern=r"^https?://")
    api_key: SecretStr
    mode: Literal["tools", "json_schema"] = "tools"
    """`json_schema` for models without native tool calls: they answer with one JSON object."""
    timeout_s: float = Field(default=30.0, gt=0)
    """The longest silence: until the connection stands, until the first token, between two tokens."""
    deadline_s: float = Field(default=120.0, gt=0)
    """The longest that one answer may take, retries included."""
    max_retries: int = Field(default=2, ge=0, le=10)
    temperature: float | None = Field(default=None, ge=0, le=2)
    """None leaves it to the endpoint; some models refuse any other value."""
    max_tokens: int | None = Field(default=None, gt=0)
    reports_usage: bool = True
    """Whether to ask for token counts in streams; a few servers refuse the option."""


def prices_of(model: object) -> Prices:
    """Return a model's prices; what names none is free, like the embedded model."""
    prices = getattr(model, "prices", None)
    return prices if isinstance(prices, Prices) else Prices()
