"""Alembic's entry: `migrate` hands in a connection whose transaction it commits."""

from alembic import context

from tools.store.migrate import all_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    # SQLite cannot alter a table in place.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
