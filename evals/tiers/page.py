"""What was found, as one page that opens offline."""

from pathlib import Path

from evals.report import plots
from evals.report.page import rendered
from evals.tiers.findings import Compared, Findings
from evals.tiers.plots import cost_against_quality


def write(path: Path, findings: Findings, source: str) -> None:
    """Write the page."""
    pictures = {
        name: {pair: _picture(compared) for pair, compared in group.pairs.items()}
        for name, group in findings.groups.items()
    }
    controls = {name: _picture(group.control) for name, group in findings.groups.items() if group.control}
    text = rendered("tiers.html", findings=findings, source=source, pictures=pictures, controls=controls)
    path.write_text(text, encoding="utf-8")


def _picture(compared: Compared) -> str:
    title = f"Cost against quality: {compared.small} and {compared.large}"
    return plots.svg(cost_against_quality(compared), title)
