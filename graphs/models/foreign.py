"""Errors of the SDK and of HTTP, translated once, where they enter, by who must act."""

import httpx2
import openai

from graphs.models.errors import ModelError, ModelRejected, ModelUnavailable
from graphs.models.spec import ModelSpec

_PASSES = frozenset({408, 409, 425, 429})
"""Statuses below 500 that say "not now"."""
_TO_SET = {
    401: "check its API key",
    402: "check the account's credit",
    403: "check what its API key may do",
    404: "check its address and its name",
    405: "check its address",
}
_OPTION = "check its options (temperature, max_tokens, mode) and that the conversation fits its context"


def translated(error: Exception, spec: ModelSpec) -> ModelError:
    """Return the error of ours that says who must act on one of the SDK's, of HTTP's, or a deadline."""
    match error:
        case openai.APIStatusError() if error.status_code in _PASSES or error.status_code >= 500:
            return ModelUnavailable(f"{spec.name} answered with status {error.status_code}", model=spec.name)
        case openai.APIStatusError():
            return _rejected(error, spec)
        case openai.APITimeoutError() | httpx2.TimeoutException() | TimeoutError():
            return ModelUnavailable(f"{spec.name} did not answer in time", model=spec.name)
        case openai.APIConnectionError() | httpx2.HTTPError() | httpx2.StreamError():
            return ModelUnavailable(f"the connection to {spec.name} failed: {error}", model=spec.name)
        case _:
            return ModelRejected(f"{spec.name} cannot be called: {error}", model=spec.name)


def no_endpoint(spec: ModelSpec, content_type: str) -> ModelRejected:
    """Return the error for a server that answers with a page."""
    found = content_type.partition(";")[0]
    return ModelRejected(
        f"{spec.base_url} answers with {found}, not with a completion: check the address of {spec.name}"
    )


def _rejected(error: openai.APIStatusError, spec: ModelSpec) -> ModelRejected:
    to_set = _TO_SET.get(error.status_code, _OPTION)
    said = " ".join(error.message.split())[:200]
    return ModelRejected(
        f"{spec.name} at {spec.base_url} refuses the request ({error.status_code}): {to_set}. It said: {said}",
        model=spec.name,
    )
