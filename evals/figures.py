"""How the numbers of a run are written for people: shares in per cent, quantities with their unit."""

import math

from evals.metrics.score import Metric

NOTHING = "-"
_THREE_DIGITS = 100


def said(metric: Metric, value: float) -> str:
    """Write a metric's value."""
    if math.isnan(value):
        return NOTHING
    if metric.kind == "rate":
        return f"{_short(100 * value, 1)} %"
    return f"{_significant(value)} {metric.unit}".strip()


def spread(metric: Metric, value: float) -> str:
    """Write a standard error, without a unit."""
    if math.isnan(value):
        return NOTHING
    return _short(100 * value, 1) if metric.kind == "rate" else _significant(value)


def change(metric: Metric, value: float) -> str:
    """Write by how much a value has changed: of a share in points."""
    if math.isnan(value):
        return NOTHING
    if metric.kind == "rate":
        points = _short(100 * value, 1, sign=True)
        return f"{points} point{'' if points.lstrip('+-') == '1' else 's'}"
    return f"{'+' if value > 0 else ''}{_significant(value)} {metric.unit}".strip()


def _short(value: float, digits: int, *, sign: bool = False) -> str:
    """Write a number without zeros at its end, and never more exactly than it is meant."""
    text = f"{value:{'+' if sign else ''}.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "+0") else text


def _significant(value: float) -> str:
    """Write three digits, or all of a greater number."""
    return f"{value:,.0f}" if abs(value) >= _THREE_DIGITS else f"{value:.3g}"
