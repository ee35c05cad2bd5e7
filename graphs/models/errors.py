"""What can go wrong with a model, named by who must act.

ModelError
├── ModelUnavailable    another model: no answer in time, a server error, a limit, a stream cut short
├── ModelMalformed      another model: it answered, and the answer cannot be used
├── ModelRejected       an operator: the endpoint refuses the request; the text says what to set
└── BudgetExceeded      a person takes the conversation over: it has spent what it may on models
"""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class Spent(BaseModel):
    """What an answer took that could not be used: it is paid for all the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal = Decimal(0)


class ModelError(Exception):
    """Root of every error that leaves a model; its text is a sentence for whoever must act."""

    reason = "model_error"
    """The words that a call's record and a tier's decision carry."""

    def __init__(self, message: str, *, model: str = "", spent: Spent | None = None) -> None:
        super().__init__(message)
        self.model = model
        self.spent = spent or Spent()


class ModelUnavailable(ModelError):
    """The model did not answer, or not to the end; the same question may be put to another."""

    reason = "model_unavailable"


class ModelMalformed(ModelError):
    """The model's answer is no JSON, names a tool that does not exist, or is otherwise unfit for use."""

    reason = "model_malformed"


class ModelRejected(ModelError):
    """The endpoint refuses the request: the key, the address, the model's name or an option is wrong."""

    reason = "model_rejected"


class BudgetExceeded(ModelError):
    """The conversation has spent what it may on models."""

    reason = "over_budget"
