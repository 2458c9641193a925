"""What may go wrong again: the register of risks, their files, and the actions that address them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Number, Time, Words

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "risks",
        sa.Column("id", Id, primary_key=True),
        sa.Column("number", Number, nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("found_at", Time(), nullable=False),
        sa.Column("theme", Words(), nullable=False),
        sa.Column("cause", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("likelihood", Number, nullable=False),
        sa.Column("severity", Number, nullable=False),
        sa.Column("inherent_likelihood", Number, nullable=True),
        sa.Column("inherent_severity", Number, nullable=True),
        sa.Column("finder_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("owner_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("decided_at", Time(), nullable=True),
        sa.Column("decider_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("closed_at", Time(), nullable=True),
        sa.UniqueConstraint("number"),
        sqlite_strict=True,
    )
    for name in ("theme", "state"):
        op.create_index(f"ix_risks_{name}", "risks", [name])
    with op.batch_alter_table("entries", table_kwargs=STRICT) as entries:
        entries.add_column(sa.Column("risk_id", Id, nullable=True))
        entries.create_foreign_key("fk_entries_risk_id", "risks", ["risk_id"], ["id"])
        entries.create_unique_constraint("uq_entries_risk_id_key", ["risk_id", "key"])
    with op.batch_alter_table("actions", table_kwargs=STRICT) as actions:
        actions.add_column(sa.Column("risk_id", Id, nullable=True))
        actions.create_foreign_key("fk_actions_risk_id", "risks", ["risk_id"], ["id"])
    op.create_index("ix_actions_risk_id", "actions", ["risk_id"])
    op.create_index("ix_complaints_problem", "complaints", ["problem"])
