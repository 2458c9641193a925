"""How often the service stopped over a message."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Number

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("crashes", Number, nullable=False, server_default="0"))
