"""How grave a case is, what was found, when it is due, and what was said about it; posts in the thread of a card."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Flag, Id, Json, Number, Time, Words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}
NOTHING = sa.text("''")


def upgrade() -> None:
    _complaints()
    op.create_table(
        "entries",
        sa.Column("id", Id, primary_key=True),
        sa.Column("complaint_id", Id, sa.ForeignKey("complaints.id"), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.UniqueConstraint("complaint_id", "key"),
        sqlite_strict=True,
    )
    op.create_table(
        "closures",
        sa.Column("id", Id, primary_key=True),
        sa.Column("complaint_id", Id, sa.ForeignKey("complaints.id"), nullable=False),
        sa.Column("round", Number, nullable=False),
        sa.Column("solved", Flag(), nullable=False),
        sa.Column("marks", Json(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.UniqueConstraint("complaint_id", "round"),
        sqlite_strict=True,
    )
    op.create_index("ix_closures_at", "closures", ["at"])
    with op.batch_alter_table("messages", table_kwargs=STRICT) as messages:
        messages.add_column(sa.Column("under", Id, nullable=True))
        messages.add_column(sa.Column("thread", Words(), nullable=False, server_default=NOTHING))
        messages.create_foreign_key("fk_messages_under", "messages", ["under"], ["id"])
    with op.batch_alter_table("inbox", table_kwargs=STRICT) as inbox:
        inbox.add_column(sa.Column("complaint_id", Id, nullable=True))
        inbox.create_foreign_key("fk_inbox_complaint_id", "complaints", ["complaint_id"], ["id"])


def _complaints() -> None:
    with op.batch_alter_table("complaints", table_kwargs=STRICT) as complaints:
        complaints.add_column(sa.Column("severity", Words(), nullable=True))
        complaints.add_column(sa.Column("safety", Flag(), nullable=False, server_default="0"))
        complaints.add_column(sa.Column("cause", Words(), nullable=True))
        complaints.add_column(sa.Column("decision", Words(), nullable=True))
        complaints.add_column(sa.Column("remedy", Words(), nullable=False, server_default=NOTHING))
        complaints.add_column(sa.Column("remedy_open", Flag(), nullable=False, server_default="0"))
        complaints.add_column(sa.Column("told_at", Time(), nullable=True))
        complaints.add_column(sa.Column("asked_at", Time(), nullable=True))
        complaints.add_column(sa.Column("waited", Number, nullable=False, server_default="0"))
        complaints.add_column(sa.Column("responded_at", Time(), nullable=True))
        complaints.add_column(sa.Column("reopened", Number, nullable=False, server_default="0"))
        complaints.add_column(sa.Column("reopened_at", Time(), nullable=True))
        complaints.add_column(sa.Column("former_owner_id", Id, nullable=True))
        complaints.add_column(sa.Column("silent", Flag(), nullable=False, server_default="0"))
        complaints.add_column(sa.Column("alarms", Json(), nullable=False, server_default="[]"))
        complaints.add_column(sa.Column("attend_at", Time(), nullable=True))
        complaints.create_foreign_key("fk_complaints_former_owner_id", "staff", ["former_owner_id"], ["id"])
    op.create_index("ix_complaints_attend_at", "complaints", ["attend_at"])
