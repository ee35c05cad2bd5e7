"""Free-running conversations: a simulated customer talks with the product until it is content, or is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import perf_counter

from app.settings import Settings
from evals import clock, headers, runfiles, store_changes, witness
from evals.progress import Progress
from evals.runs import ConversationRun, Header, Runs, TurnRun
from evals.scenario import Scenario, read_scenarios
from evals.simulated.customer import Customer, Ended, Heard, Said
from evals.simulated.embedded import EmbeddedCustomer, Nearness
from evals.simulated.played import PlayedCustomer
from evals.stage import WHERE, Scene, Stage
from evals.transcript import Change, Transcript, TranscriptError
from evals.workers import each
from prompts.registry import ROOT, Prompts, noting
from tools.knowledge_base.encoder import MiniLM
from tools.store import action_rows

EMBEDDED = "embedded"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be simulated, and with what."""

    scenarios: Path
    only: Sequence[str] = ()
    """Ids, areas or tags; empty: all."""
    trials: int = 1
    customer: str = EMBEDDED
    """`embedded`, or `model`: the product's own large model plays the customer."""
    versions: Mapping[str, int] = field(default_factory=dict)
    prompts: Path = ROOT
    settings: Settings
    workers: int = 1
    at_once: int = 1
    output: Path | None = None


@dataclass(frozen=True)
class Task:
    """One conversation to be held."""

    scenario: Scenario
    trial: int
    customer: str


async def simulate(wanted: Wanted, on_progress: Progress | None = None) -> Runs:
    """Hold every conversation, and return what the product did.

    Raises:
        TranscriptError: The scenarios cannot be read, or none is wanted.
        RunFileError: The output holds a run of something else.
    """
    scenarios = read_scenarios(wanted.scenarios)
    only = set(wanted.only)
    chosen = [one for one in scenarios if not only or only & {one.id, one.area, *one.tags}]
    if not chosen:
        raise TranscriptError(f"{wanted.scenarios} holds no scenario of {', '.join(sorted(only))}")
    tasks = [Task(one, trial, wanted.customer) for one in chosen for trial in range(wanted.trials)]
    header = _header(wanted)
    done: list[ConversationRun] = []
    if wanted.output is not None:
        runfiles.begin(wanted.output, header)
        done += runfiles.read_runs(wanted.output).conversations
    known = {(run.id, run.trial) for run in done}
    if on_progress:
        on_progress(len(done), len(tasks), "")
    left = [task for task in tasks if (task.scenario.id, task.trial) not in known]
    async for run in each(wanted, left, hold):
        done.append(run)
        if wanted.output is not None:
            runfiles.append(wanted.output, run)
        if on_progress:
            on_progress(len(done), len(tasks), run.id)
    return Runs(header=header, conversations=tuple(sorted(done, key=lambda run: (run.id, run.trial))))


def golden(scenarios: Sequence[Scenario], runs: Runs) -> list[Transcript]:
    """Return the scenarios as what metrics compare a simulation with."""
    wanted = {run.id: run.wanted for run in runs.conversations}
    return [scenario.transcript(wanted.get(scenario.id)) for scenario in scenarios if scenario.id in wanted]


async def hold(stage: Stage, task: Task) -> ConversationRun:
    """Hold one conversation."""
    scenario, started = task.scenario, perf_counter()
    wanted = await _carried_out(stage, scenario)
    scene = await stage.scene(scenario.transcript())
    first = store_changes.rows(scene.database)
    customer = _customer(stage, task)
    turns: list[TurnRun] = []
    said, ended = Said(scenario.opening), None
    try:
        while ended is None:
            turns.append(await _turn(scene, len(turns), said))
            ended = _over(said, turns, scenario)
            if ended is None:
                await _supervised(scene, scenario)
                said = await customer.answer(await _heard(scene, turns[-1]))
                clock.forward()
        changes = store_changes.changes(first, store_changes.rows(scene.database))
    finally:
        await scene.close()
    return ConversationRun(
        id=scenario.id,
        trial=task.trial,
        turns=tuple(turns),
        ended=ended,
        changes=changes,
        wanted=wanted,
        seconds=round(perf_counter() - started, 3),
    )


async def _turn(scene: Scene, number: int, said: Said) -> TurnRun:
    before = await witness.look(scene)
    started = perf_counter()
    with noting() as used:
        await scene.hear(said.text)
    milliseconds = round((perf_counter() - started) * 1000, 1)
    run = await witness.tell(scene, before, (number, said.text), None)
    return run.model_copy(update={"latency_ms": milliseconds, "prompts": tuple(sorted({*run.prompts, *used}))})


def _over(said: Said, turns: Sequence[TurnRun], scenario: Scenario) -> Ended | None:
    """Say why the conversation is over after this turn, if it is."""
    last = turns[-1]
    if last.escalation is not None:
        return "handed_over"
    if said.ended is not None:
        return said.ended
    if last.disposition is not None:
        return "closed"
    return "too_long" if len(turns) >= scenario.patience else None


async def _heard(scene: Scene, turn: TurnRun) -> Heard:
    async with scene.store.reading() as tx:
        actions = await action_rows.all_of(tx, WHERE)
    proposal = next((action for action in reversed(actions) if action.state == "proposed"), None)
    return Heard(turn.reply, proposal, [action for action in actions if action.state == "done"])


async def _supervised(scene: Scene, scenario: Scenario) -> None:
    """Let the supervisor decide what waits for one, as the scenario says."""
    if scenario.supervisor is not None and await scene.house.ledger.waiting(scene.store):
        await scene.happen("supervisor_approves" if scenario.supervisor == "approves" else "supervisor_refuses")


async def _carried_out(stage: Stage, scenario: Scenario) -> tuple[Change, ...]:
    """Return what the scenario's wishes change when they are simply carried out: the gold.

    Raises:
        ToolError: One of them cannot be: the scenario is wrong.
    """
    scene = await stage.scene(scenario.transcript())
    try:
        before = store_changes.rows(scene.database)
        for number, want in enumerate(scenario.goal.wants):
            services = scene.house.services(scene.caller, WHERE)
            ledger, turn_id = scene.house.ledger, f"gold-{number}"
            action = await ledger.propose(services, want.call, want.arguments, turn_id=turn_id, word=lambda *_: "?")
            action = await ledger.answer(services, action.action_id, "yes", turn_id=turn_id)
            if action.state == "waiting" and scenario.supervisor == "approves":
                now = scene.house.now()
                action = await ledger.decide(scene.store, action.action_id, True, by="gold", now=now)
            if action.state in ("confirmed", "approved"):
                await ledger.execute(services, action.action_id)
        return store_changes.changes(before, store_changes.rows(scene.database))
    finally:
        await scene.close()


def _customer(stage: Stage, task: Task) -> Customer:
    prompts = Prompts()
    if task.customer == EMBEDDED:
        return EmbeddedCustomer(task.scenario, prompts.load("customer/words"), _nearness())
    return PlayedCustomer(task.scenario, prompts.load("customer"), stage.house.models.large)


@cache
def _nearness() -> Nearness:
    encoder = MiniLM.load()

    async def near(text: str, others: Sequence[str]) -> list[float]:
        vectors = await encoder.encode([text, *others])
        return [float(score) for score in vectors[1:] @ vectors[0]]

    return near


def _header(wanted: Wanted) -> Header:
    header = headers.header_of(wanted, "free", wanted.scenarios)
    return header.model_copy(update={"models": {**header.models, "customer": wanted.customer}})
