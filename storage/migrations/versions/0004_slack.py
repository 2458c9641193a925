"""Customers and staff in Slack, complaints of staff, what a post says now, and reviews of digests."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Number, Time, Words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}
NOTHING = sa.text("''")


def upgrade() -> None:
    _customers()
    _staff()
    _complaints()
    op.add_column("messages", sa.Column("revision", Number, nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("shown", Number, nullable=False, server_default="0"))
    _reviews()


def _customers() -> None:
    op.add_column("customers", sa.Column("slack_user", Words(), nullable=False, server_default=NOTHING))
    op.add_column("customers", sa.Column("channel", Words(), nullable=False, server_default="mail"))
    op.create_index("ix_customers_slack_user", "customers", ["slack_user"])


def _staff() -> None:
    with op.batch_alter_table("staff", table_kwargs=STRICT) as staff:
        staff.alter_column("email", existing_type=Words(), nullable=True)
        staff.add_column(sa.Column("slack_user", Words(), nullable=True))
        staff.create_unique_constraint("uq_staff_slack_user", ["slack_user"])


def _complaints() -> None:
    with op.batch_alter_table("complaints", table_kwargs=STRICT) as complaints:
        complaints.alter_column("delivery_id", existing_type=Id, nullable=True)
        complaints.alter_column("customer_id", existing_type=Id, nullable=True)
        complaints.add_column(sa.Column("owner_id", Id, nullable=True))
        complaints.add_column(sa.Column("reporter_id", Id, nullable=True))
        complaints.add_column(sa.Column("fingerprint", Words(), nullable=False, server_default=NOTHING))
        complaints.add_column(sa.Column("link", Words(), nullable=False, server_default=NOTHING))
        complaints.add_column(sa.Column("acknowledged_at", Time(), nullable=True))
        complaints.add_column(sa.Column("closed_at", Time(), nullable=True))
        complaints.add_column(sa.Column("outcome", Words(), nullable=False, server_default=NOTHING))
        complaints.create_foreign_key("fk_complaints_owner_id", "staff", ["owner_id"], ["id"])
        complaints.create_foreign_key("fk_complaints_reporter_id", "staff", ["reporter_id"], ["id"])
    op.create_index("ix_complaints_fingerprint", "complaints", ["fingerprint"])
    op.create_table(
        "moves",
        sa.Column("id", Id, nullable=False),
        sa.Column("complaint_id", Id, nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("target", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_moves_complaint_id"),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
        sqlite_strict=True,
    )
    op.create_index("ix_moves_complaint_id", "moves", ["complaint_id"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", Id, nullable=False),
        sa.Column("digest_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("hash", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name="fk_reviews_digest_id"),
        sa.ForeignKeyConstraint(["person_id"], ["staff.id"], name="fk_reviews_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("digest_id", "person_id", name="uq_reviews_digest_id_person_id"),
        sqlite_strict=True,
    )
