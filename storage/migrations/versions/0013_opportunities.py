"""What could go better: the register of opportunities, their files, and the actions that pursue them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Number, Time, Words

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "opportunities",
        sa.Column("id", Id, primary_key=True),
        sa.Column("number", Number, nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("found_at", Time(), nullable=False),
        sa.Column("theme", Words(), nullable=False),
        sa.Column("cause", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("benefit", Number, nullable=True),
        sa.Column("effort", Number, nullable=True),
        sa.Column("finder_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("decided_at", Time(), nullable=True),
        sa.Column("decider_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.UniqueConstraint("number"),
        sqlite_strict=True,
    )
    for name in ("theme", "state", "decided_at"):
        op.create_index(f"ix_opportunities_{name}", "opportunities", [name])
    with op.batch_alter_table("entries", table_kwargs=STRICT) as entries:
        entries.add_column(sa.Column("opportunity_id", Id, nullable=True))
        entries.create_foreign_key("fk_entries_opportunity_id", "opportunities", ["opportunity_id"], ["id"])
        entries.create_unique_constraint("uq_entries_opportunity_id_key", ["opportunity_id", "key"])
    with op.batch_alter_table("actions", table_kwargs=STRICT) as actions:
        actions.add_column(sa.Column("opportunity_id", Id, nullable=True))
        actions.create_foreign_key("fk_actions_opportunity_id", "opportunities", ["opportunity_id"], ["id"])
    op.create_index("ix_actions_opportunity_id", "actions", ["opportunity_id"])
