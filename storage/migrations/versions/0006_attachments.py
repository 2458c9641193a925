"""What customers send beside the words of a case."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Blob, Flag, Id, Number, Time, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", Id, primary_key=True),
        sa.Column("complaint_id", Id, sa.ForeignKey("complaints.id"), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("type", Words(), nullable=False),
        sa.Column("size", Number, nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("received_at", Time(), nullable=False),
        sa.Column("kept", Flag(), nullable=False),
        sa.Column("content", Blob, nullable=True),
        sa.UniqueConstraint("complaint_id", "sha256"),
        sqlite_strict=True,
    )
