"""Attempts: how often the turn that answers a message has begun."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count them, from nothing."""
    op.add_column("inbound", sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    """Count no more."""
    op.drop_column("inbound", "attempts")
