"""What is done so that something goes better, and the entries of its file."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Day, Flag, Id, Number, Time, Words

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("number", Number, nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("proposed_at", Time(), nullable=False),
        sa.Column("proposer_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("state", Words(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("cause", Words(), nullable=False),
        sa.Column("owner_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("due_on", Day(), nullable=True),
        sa.Column("measure", Words(), nullable=False),
        sa.Column("aim", Words(), nullable=False),
        sa.Column("target", Number, nullable=True),
        sa.Column("weeks", Number, nullable=False),
        sa.Column("agreed_at", Time(), nullable=True),
        sa.Column("begun_at", Time(), nullable=True),
        sa.Column("implemented_at", Time(), nullable=True),
        sa.Column("verify_at", Time(), nullable=True),
        sa.Column("extended", Flag(), nullable=False),
        sa.Column("proposal", Words(), nullable=False),
        sa.Column("finding", Words(), nullable=False),
        sa.Column("closed_at", Time(), nullable=True),
        sa.Column("verifier_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("result", Words(), nullable=False),
        sa.Column("warned", Flag(), nullable=False),
        sa.Column("digest_id", Id, sa.ForeignKey("digests.id"), nullable=True),
        sa.Column("complaint_id", Id, sa.ForeignKey("complaints.id"), nullable=True),
        sa.Column("follows_id", Id, sa.ForeignKey("actions.id"), nullable=True),
        sa.Column("attend_at", Time(), nullable=True),
        sa.UniqueConstraint("number"),
        sqlite_strict=True,
    )
    for name in ("state", "closed_at", "complaint_id", "attend_at"):
        op.create_index(f"ix_actions_{name}", "actions", [name])
    with op.batch_alter_table("entries", table_kwargs=STRICT) as entries:
        entries.add_column(sa.Column("action_id", Id, nullable=True))
        entries.create_foreign_key("fk_entries_action_id", "actions", ["action_id"], ["id"])
        entries.create_unique_constraint("uq_entries_action_id_key", ["action_id", "key"])
