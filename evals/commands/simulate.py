"""`switchboard eval simulate`: simulated customers talk with the product as it is."""

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import typer

from evals.commands.faults import sentences
from evals.commands.product import product
from evals.commands.replay import BuiltIn, Only, Output, Workers, shown, told

SHIPPED = Path(__file__).parents[1] / "scenarios"


def simulate(
    scenarios: Annotated[
        Path, typer.Argument(help="Scenarios: a file or a folder; by default Northlight's.")
    ] = SHIPPED,
    only: Only = None,
    output: Output = None,
    workers: Workers = 2,
    built_in: BuiltIn = False,
    trials: Annotated[int, typer.Option(help="How often each; pass^k is computed over them.", min=1)] = 1,
    customer: Annotated[
        Literal["embedded", "model"], typer.Option(help="Who plays the customer; a model is the large one that is set.")
    ] = "embedded",
) -> None:
    """Let simulated customers talk with the product, and say how it ended."""
    from app.settings import SettingsError
    from evals.commands.report import show
    from evals.scenario import read_scenarios
    from evals.simulate import Wanted, golden
    from evals.simulate import simulate as run

    with sentences():
        answering = product(workers, built_in=built_in)
        if customer == "model" and answering["settings"].large.model in (None, "embedded"):
            raise SettingsError("SWITCHBOARD_LARGE_MODEL must name a model that can play the customer.")
        wanted = Wanted(
            scenarios=scenarios,
            only=tuple(only or ()),
            trials=trials,
            customer=customer,
            output=output,
            **answering,
        )
        with shown() as progress:
            runs = asyncio.run(run(wanted, told(progress)))
        show(runs, golden(read_scenarios(scenarios), runs))
