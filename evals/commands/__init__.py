"""The commands `switchboard eval`, `switchboard train` and `switchboard prompts`; each file here holds one or a few.

A command imports what is slow to import when it runs, so that `switchboard up` does not wait for it.
"""

import typer

from evals.commands.convert import convert
from evals.commands.langsmith import langsmith
from evals.commands.record import record
from evals.commands.schema import schema

evals = typer.Typer(no_args_is_help=True, help="Know how good it is: replay transcripts, compare runs, hold the gate.")
training = typer.Typer(no_args_is_help=True, help="Learn from a team's own recordings.")
prompting = typer.Typer(no_args_is_help=True, help="List, compare, try, release and roll back prompts.")

evals.command(epilog="Example: `switchboard eval record drafts.jsonl -o evals/transcripts/billing/dev.jsonl`")(record)
evals.command(epilog="Example: `switchboard eval convert openai chats.jsonl.gz -o transcripts.jsonl`")(convert)
evals.command(epilog="Example: `switchboard eval schema -o transcript.schema.json`")(schema)
evals.add_typer(langsmith, name="langsmith")
