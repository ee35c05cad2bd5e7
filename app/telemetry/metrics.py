"""Numbers for Prometheus, each app with a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from graphs.models.record import ModelCall

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """What is counted; labels hold names of ours, never anything a customer wrote."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "switchboard_http_requests", "HTTP requests.", ("method", "route", "status"), registry=self.registry
        )
        self.turns = Counter("switchboard_turns", "Turns answered.", ("tier",), registry=self.registry)
        self.faults = Counter("switchboard_turn_faults", "Turns that failed.", ("kind",), registry=self.registry)
        self.seconds = Histogram(
            "switchboard_turn_seconds", "Time to answer a turn.", registry=self.registry, buckets=_SECONDS
        )
        self.running = Gauge("switchboard_turns_running", "Turns under way.", registry=self.registry)
        self.calls = Counter(
            "switchboard_model_calls", "Model calls.", ("tier", "model", "outcome"), registry=self.registry
        )
        self.tokens = Counter("switchboard_model_tokens", "Tokens.", ("model", "direction"), registry=self.registry)
        self.cost = Counter(
            "switchboard_model_cost_usd", "Cost of model calls in US dollars.", ("model",), registry=self.registry
        )
        self.actions = Counter(
            "switchboard_actions", "What became of actions.", ("tool", "state"), registry=self.registry
        )
        self.escalations = Counter(
            "switchboard_escalations", "Hand-overs to a person.", ("reason",), registry=self.registry
        )

    def count_call(self, call: ModelCall) -> None:
        """Count one model call."""
        self.calls.labels(call.tier, call.model, call.outcome).inc()
        self.tokens.labels(call.model, "input").inc(call.input_tokens)
        self.tokens.labels(call.model, "output").inc(call.output_tokens)
        self.cost.labels(call.model).inc(float(call.cost_usd))

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)
