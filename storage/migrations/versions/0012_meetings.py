"""Where leaders talk about risks and review how things go, and who took part."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Flag, Id, Json, Number, Time, Words

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", Id, primary_key=True),
        sa.Column("number", Number, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("opened_at", Time(), nullable=False),
        sa.Column("opener_id", Id, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("agenda", Json(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("covered", Json(), nullable=False),
        sa.Column("notes", Words(), nullable=False),
        sa.Column("decisions", Json(), nullable=False),
        sa.Column("closed_at", Time(), nullable=True),
        sa.Column("closer_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("led", Flag(), nullable=True),
        sa.Column("hash", Words(), nullable=False),
        sa.UniqueConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("ix_meetings_opened_at", "meetings", ["opened_at"])
    op.create_table(
        "attendances",
        sa.Column("id", Id, primary_key=True),
        sa.Column("meeting_id", Id, sa.ForeignKey("meetings.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("leader", Flag(), nullable=False),
        sa.Column("presence", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.UniqueConstraint("meeting_id", "person_id"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("entries", table_kwargs=STRICT) as entries:
        entries.add_column(sa.Column("meeting_id", Id, nullable=True))
        entries.create_foreign_key("fk_entries_meeting_id", "meetings", ["meeting_id"], ["id"])
        entries.create_unique_constraint("uq_entries_meeting_id_key", ["meeting_id", "key"])
