"""Who set an answer right, and when."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Time, Words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answers", sa.Column("by", Words(), nullable=True))
    op.add_column("answers", sa.Column("corrected_at", Time(), nullable=True))
