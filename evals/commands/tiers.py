"""`switchboard eval tiers` and `switchboard train tiers`: which model should answer, measured and learned."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.commands.faults import sentences
from evals.commands.replay import shown

if TYPE_CHECKING:
    from evals.tiers.findings import Findings
    from evals.tiers.measuring import Told

err = Console(stderr=True)
_WIDE = 130
"""What a table needs where there is no terminal."""

Runs = Annotated[Path, typer.Option(help="Recorded runs, a line each: task, model, reward, cost, and more.")]
Trajectories = Annotated[
    str | None, typer.Option(help="The files with the runs' messages: a pattern, in quotation marks.")
]
Group = Annotated[str | None, typer.Option(help="Only this group.")]
Small = Annotated[str | None, typer.Option(help="Only pairs with this small model.")]
Large = Annotated[str | None, typer.Option(help="Only pairs with this large model.")]
Folds = Annotated[int, typer.Option(help="Parts that the tasks are divided into.", min=2)]
Repeats = Annotated[int, typer.Option(help="How often the tasks are dealt anew.", min=1)]
Policy = Annotated[
    Path | None, typer.Option(help="A trained policy, or a folder of several, to be measured beside the others.")
]
Every = Annotated[bool, typer.Option("--every-pair", help="Write a policy for each pair, in a folder each.")]
Meaning = Annotated[bool, typer.Option(help="Look at what first messages are about, by their sentence vectors.")]


def measure(
    runs: Runs,
    trajectories: Trajectories = None,
    group: Group = None,
    small: Small = None,
    large: Large = None,
    policy: Policy = None,
    folds: Folds = 5,
    repeats: Repeats = 3,
    meaning: Meaning = True,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a page with plots here.")] = None,
) -> None:
    """Replay tier policies on recorded runs of a small and a large model: what is saved, and at what quality.

    Learned policies are scored on tasks that neither their weights nor their thresholds have seen.
    """
    with _faults():
        from evals.tiers.crossing import Split
        from evals.tiers.measuring import Wanted, found_in
        from evals.tiers.ruled import read_policies
        from evals.tiers.runs import read_runs

        scorecards = () if policy is None else read_policies(policy)
        wanted = Wanted(Split(folds, repeats), group, small, large, scorecards, meaning)
        known = read_runs(runs, trajectories)
        with _progress() as told:
            findings = found_in(runs, known, wanted, told)
        if report is not None:
            from evals.tiers import page

            page.write(report, findings, runs.name)
            err.print(f"{report} is written", highlight=False)
        _show(findings, json=json)


def train(
    runs: Runs,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the policy and its card.")],
    trajectories: Trajectories = None,
    group: Group = None,
    small: Small = None,
    large: Large = None,
    folds: Folds = 5,
    repeats: Repeats = 3,
    meaning: Meaning = True,
    every: Every = False,
) -> None:
    """Learn when the large model should answer, from recorded runs; SWITCHBOARD_TIER_POLICY takes what is written."""
    with _faults():
        from evals.tiers import training
        from evals.tiers.crossing import Split
        from evals.tiers.measuring import Wanted
        from evals.tiers.runs import read_runs

        wanted = Wanted(Split(folds, repeats), group, small, large, meaning=meaning)
        known = read_runs(runs, trajectories)
        with _progress() as told:
            made = training.train(runs, known, wanted, told, every=every)
        training.write(output, made)
        names = made[0].pair.name if len(made) == 1 else f"each of {len(made)} pairs"
        err.print(f"{output} holds the policy for {names}; its card says how good it is", highlight=False)


def _show(findings: "Findings", *, json: bool) -> None:
    from evals.tiers import table

    if json:
        typer.echo(findings.model_dump_json(indent=1))
    else:
        out = Console()
        table.show(out if out.is_terminal else Console(width=_WIDE), findings)


@contextmanager
def _faults() -> Iterator[None]:
    """End with a sentence where a file is wrong, also a trained policy's."""
    from graphs.models.tiers_learned import ScorecardError

    with sentences():
        try:
            yield
        except ScorecardError as error:
            err.print(f"{error}", style="red", highlight=False, markup=False)
            raise typer.Exit(2) from error


@contextmanager
def _progress() -> "Iterator[Told]":
    """Show how far the work is."""
    with shown() as progress:
        task = progress.add_task("Listening", total=None)

        def told(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=what)

        yield told
