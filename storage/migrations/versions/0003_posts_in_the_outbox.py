"""Posts in the outbox, beside mails."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("via", Words(), nullable=False, server_default="mail"))
    op.add_column("messages", sa.Column("file", Words(), nullable=False, server_default=sa.text("''")))
    op.add_column("messages", sa.Column("place", Words(), nullable=False, server_default=sa.text("''")))
