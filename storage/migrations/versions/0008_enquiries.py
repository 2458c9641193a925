"""What customers want before they order: enquiries, editions, questions, judgements, and the register of promises."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Day, Flag, Id, Json, Number, Time, Words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    _enquiries()
    op.create_table(
        "editions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("enquiry_id", Id, sa.ForeignKey("enquiries.id"), nullable=False),
        sa.Column("number", Number, nullable=False),
        sa.Column("lines", Json(), nullable=False),
        sa.Column("due_on", Day(), nullable=True),
        sa.Column("at", Time(), nullable=False),
        sa.Column("reviewer_id", Id, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("checked", Json(), nullable=False),
        sa.Column("remark", Words(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.Column("confirmation", Words(), nullable=False),
        sa.Column("agreed_at", Time(), nullable=True),
        sa.Column("hash", Words(), nullable=False),
        sa.UniqueConstraint("enquiry_id", "number"),
        sqlite_strict=True,
    )
    op.create_table(
        "questions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("enquiry_id", Id, sa.ForeignKey("enquiries.id"), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("asked_at", Time(), nullable=False),
        sa.Column("answered_at", Time(), nullable=True),
        sa.Column("answer", Words(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_questions_enquiry_id", "questions", ["enquiry_id"])
    _aware()
    op.create_table(
        "promises",
        sa.Column("id", Id, primary_key=True),
        sa.Column("words", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("within", Words(), nullable=False),
        sa.Column("since", Time(), nullable=False),
        sa.Column("until", Time(), nullable=True),
        sqlite_strict=True,
    )
    _files()


def _enquiries() -> None:
    op.create_table(
        "enquiries",
        sa.Column("id", Id, primary_key=True),
        sa.Column("number", Number, nullable=False),
        sa.Column("customer_id", Id, sa.ForeignKey("customers.id"), nullable=True),
        sa.Column("door", Words(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("received_at", Time(), nullable=False),
        sa.Column("answer_by", Time(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("owner_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("reporter_id", Id, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("fingerprint", Words(), nullable=False),
        sa.Column("message_id", Words(), nullable=False),
        sa.Column("answered_at", Time(), nullable=True),
        sa.Column("reviewed_at", Time(), nullable=True),
        sa.Column("committed_at", Time(), nullable=True),
        sa.Column("unreviewed", Flag(), nullable=False),
        sa.Column("edition", Number, nullable=False),
        sa.Column("agreed", Number, nullable=False),
        sa.Column("order", Words(), nullable=False),
        sa.Column("delivery_id", Id, sa.ForeignKey("deliveries.id"), nullable=True),
        sa.Column("met", Flag(), nullable=True),
        sa.Column("closed_at", Time(), nullable=True),
        sa.Column("outcome", Words(), nullable=False),
        sa.Column("alarms", Json(), nullable=False),
        sa.Column("attend_at", Time(), nullable=True),
        sa.UniqueConstraint("number"),
        sqlite_strict=True,
    )
    for name in ("received_at", "answer_by", "state", "fingerprint", "answered_at", "committed_at", "order",
                 "closed_at", "attend_at"):  # fmt: skip
        op.create_index(f"ix_enquiries_{name}", "enquiries", [name])


def _aware() -> None:
    op.create_table(
        "concerned",
        sa.Column("id", Id, primary_key=True),
        sa.Column("enquiry_id", Id, sa.ForeignKey("enquiries.id"), nullable=False),
        sa.Column("edition", Number, nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("told_at", Time(), nullable=False),
        sa.Column("acknowledged_at", Time(), nullable=True),
        sa.UniqueConstraint("enquiry_id", "edition", "person_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "judgements",
        sa.Column("id", Id, primary_key=True),
        sa.Column("enquiry_id", Id, sa.ForeignKey("enquiries.id"), nullable=False),
        sa.Column("edition", Number, nullable=False),
        sa.Column("line", Number, nullable=False),
        sa.Column("met", Flag(), nullable=False),
        sa.Column("note", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.UniqueConstraint("enquiry_id", "edition", "line"),
        sqlite_strict=True,
    )


def _files() -> None:
    """An entry and an attachment belong to a case or to an enquiry."""
    for table, unique in (("entries", "key"), ("attachments", "sha256")):
        with op.batch_alter_table(table, table_kwargs=STRICT) as altered:
            altered.alter_column("complaint_id", existing_type=Id, nullable=True)
            altered.add_column(sa.Column("enquiry_id", Id, nullable=True))
            altered.create_foreign_key(f"fk_{table}_enquiry_id", "enquiries", ["enquiry_id"], ["id"])
            altered.create_unique_constraint(f"uq_{table}_enquiry_id_{unique}", ["enquiry_id", unique])
    with op.batch_alter_table("inbox", table_kwargs=STRICT) as inbox:
        inbox.add_column(sa.Column("enquiry_id", Id, nullable=True))
        inbox.create_foreign_key("fk_inbox_enquiry_id", "enquiries", ["enquiry_id"], ["id"])
