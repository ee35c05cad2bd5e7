"""The commands `switchboard eval`, `switchboard train` and `switchboard prompts`; each file here holds one or a few.

A command imports what is slow to import when it runs, so that `switchboard up` does not wait for it.
"""

import typer

from evals.commands.actions import measure as actions
from evals.commands.actions import train as train_actions
from evals.commands.compare import compare
from evals.commands.convert import convert
from evals.commands.descriptions import descriptions
from evals.commands.gate import gate
from evals.commands.intents import intents
from evals.commands.judge import judge
from evals.commands.langsmith import langsmith
from evals.commands.prompts import diff, list_prompts, release, rollback, try_prompt
from evals.commands.record import record
from evals.commands.replay import replay
from evals.commands.report import report
from evals.commands.schema import schema
from evals.commands.simulate import simulate
from evals.commands.tiers import measure as tiers
from evals.commands.tiers import train as train_tiers
from evals.commands.train import train
from evals.commands.utterances import utterances

evals = typer.Typer(no_args_is_help=True, help="Know how good it is: replay transcripts, compare runs, hold the gate.")
training = typer.Typer(no_args_is_help=True)
prompting = typer.Typer(no_args_is_help=True, help="List, compare, try, release and roll back prompts.")

evals.command(epilog="Example: `switchboard eval replay --part dev -o runs.jsonl`")(replay)
evals.command(epilog="Example: `switchboard eval simulate --trials 3 -o runs.jsonl`")(simulate)
evals.command(epilog="Example: `switchboard eval record drafts.jsonl -o evals/transcripts/billing/dev.jsonl`")(record)
evals.command(epilog="Example: `switchboard eval convert openai chats.jsonl.gz -o transcripts.jsonl`")(convert)
evals.command(epilog="Example: `switchboard eval schema -o transcript.schema.json`")(schema)
evals.add_typer(langsmith, name="langsmith")
evals.command(epilog="Example: `switchboard eval report runs.jsonl --html report.html`")(report)
evals.command(epilog="Example: `switchboard eval compare billing@1 billing@2 --html compare.html`")(compare)
evals.command(epilog="Example: `switchboard eval gate runs.jsonl`")(gate)
prompting.command("list", epilog="Example: `switchboard prompts list`")(list_prompts)
prompting.command(epilog="Example: `switchboard prompts diff billing@1 billing@2`")(diff)
prompting.command("try", epilog="Example: `switchboard prompts try billing@2 -o runs.jsonl --html try.html`")(
    try_prompt
)
prompting.command(epilog="Example: `switchboard prompts release billing@2 --run runs.jsonl --why 'Asks once'`")(release)
prompting.command(epilog="Example: `switchboard prompts rollback billing --why 'Too terse'`")(rollback)
evals.command(epilog="Example: `switchboard eval judge --runs runs.jsonl --json`")(judge)
evals.command("tiers", epilog="Example: `switchboard eval tiers --runs runs.jsonl --report tiers.html`")(tiers)
training.command("tiers", epilog="Example: `switchboard train tiers --runs runs.jsonl -o var/tiers`")(train_tiers)
evals.command(epilog="Example: `switchboard eval utterances t.jsonl --label flow --turns 3 -o flow.jsonl`")(utterances)
evals.command(
    epilog="Example: `switchboard eval descriptions guidelines.json ontology.json --label flow -o flows.jsonl`"
)(descriptions)
evals.command("actions", epilog="Example: `switchboard eval actions t.jsonl --folds 5 --policy kb.json`")(actions)
training.command("actions", epilog="Example: `switchboard train actions t.jsonl -o var/next-action`")(train_actions)
evals.command(epilog="Example: `switchboard eval intents --train train.jsonl --folds 5`")(intents)
training.callback(
    invoke_without_command=True, epilog="Example: `switchboard train --from transcripts/ -o var/learned`"
)(train)
