"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Blob, Flag, Id, Json, Number, Time, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("number", Number, autoincrement=False, nullable=False),
        sa.Column("rows", Number, nullable=False),
        sa.Column("rows_hash", Words(), nullable=False),
        sa.Column("previous", Words(), nullable=False),
        sa.Column("sealed_at", Time(), nullable=False),
        sa.Column("hash", Words(), nullable=False),
        sa.Column("seal", Words(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_blocks")),
        sqlite_strict=True,
    )
    op.create_table(
        "customers",
        sa.Column("id", Id, nullable=False),
        sa.Column("email", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("language", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("email", name=op.f("uq_customers_email")),
        sqlite_strict=True,
    )
    op.create_table(
        "digests",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("week", Words(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("hash", Words(), nullable=False),
        sa.Column("claimed_at", Time(), nullable=False),
        sa.Column("late", Flag(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("channel", "kind", "week", name=op.f("uq_digests_channel_kind_week")),
        sqlite_strict=True,
    )
    op.create_table(
        "figures",
        sa.Column("week", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("n", Number, nullable=False),
        sa.PrimaryKeyConstraint("week", "name", name=op.f("pk_figures")),
        sqlite_strict=True,
    )
    op.create_table(
        "keys",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("hash", Blob, nullable=False),
        sa.Column("created_at", Time(), nullable=False),
        sa.Column("revoked_at", Time(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_keys_hash")),
        sa.UniqueConstraint("name", name=op.f("uq_keys_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "mailboxes",
        sa.Column("name", Words(), nullable=False),
        sa.Column("uidvalidity", Id, nullable=False),
        sa.Column("uid", Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailboxes")),
        sqlite_strict=True,
    )
    op.create_table(
        "messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("about", Id, nullable=False),
        sa.Column("recipient", Words(), nullable=False),
        sa.Column("envelope_from", Words(), nullable=False),
        sa.Column("message_id", Words(), nullable=False),
        sa.Column("raw", Blob, nullable=False),
        sa.Column("queued_at", Time(), nullable=False),
        sa.Column("due", Time(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("attempt", Number, nullable=False),
        sa.Column("fence", Number, nullable=False),
        sa.Column("doubts", Number, nullable=False),
        sa.Column("lease", Time(), nullable=True),
        sa.Column("sent_at", Time(), nullable=True),
        sa.Column("note", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("kind", "about", name=op.f("uq_messages_kind_about")),
        sa.UniqueConstraint("message_id", name=op.f("uq_messages_message_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_messages_sent_at"), "messages", ["sent_at"], unique=False)
    op.create_index(op.f("ix_messages_state_due"), "messages", ["state", "due"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", Id, nullable=False),
        sa.Column("email", Words(), nullable=False),
        sa.Column("leader", Flag(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sqlite_strict=True,
    )
    op.create_table(
        "suppressions",
        sa.Column("id", Id, nullable=False),
        sa.Column("address_key", Blob, nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("address_key", name=op.f("uq_suppressions_address_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "switches",
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switches")),
        sqlite_strict=True,
    )
    op.create_table(
        "tokens",
        sa.Column("fingerprint", Blob, nullable=False),
        sa.Column("purpose", Words(), nullable=False),
        sa.Column("about", Id, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_tokens")),
        sqlite_strict=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", Id, nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("event_id", Words(), nullable=False),
        sa.Column("order", Words(), nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("delivered_at", Time(), nullable=False),
        sa.Column("promised_at", Time(), nullable=True),
        sa.Column("known_at", Time(), nullable=False),
        sa.Column("ask_at", Time(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("product", Words(), nullable=False),
        sa.Column("region", Words(), nullable=False),
        sa.Column("owner", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=True),
        sa.Column("detail", Words(), nullable=False),
        sa.Column("even_old", Flag(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_deliveries_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("source", "event_id", name=op.f("uq_deliveries_source_event_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_deliveries_customer_id"), "deliveries", ["customer_id"], unique=False)
    op.create_index(op.f("ix_deliveries_order"), "deliveries", ["order"], unique=False)
    op.create_index(op.f("ix_deliveries_state_ask_at"), "deliveries", ["state", "ask_at"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("thing", Words(), nullable=False),
        sa.Column("thing_id", Id, nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("hash", Words(), nullable=False),
        sa.Column("block", Number, nullable=True),
        sa.ForeignKeyConstraint(["block"], ["blocks.number"], name=op.f("fk_evidence_block")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_evidence_block"), "evidence", ["block"], unique=False)
    op.create_index(op.f("ix_evidence_thing_thing_id"), "evidence", ["thing", "thing_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("questionnaire", Words(), nullable=False),
        sa.Column("instrument", Number, nullable=False),
        sa.Column("language", Words(), nullable=False),
        sa.Column("asked_at", Time(), nullable=False),
        sa.Column("expires_at", Time(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("remind_at", Time(), nullable=True),
        sa.Column("reminded_at", Time(), nullable=True),
        sa.Column("version", Number, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_invitations_customer_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_invitations_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_invitations_delivery_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_invitations_customer_id_asked_at"), "invitations", ["customer_id", "asked_at"], unique=False
    )
    op.create_index(op.f("ix_invitations_state_expires_at"), "invitations", ["state", "expires_at"], unique=False)
    op.create_index(op.f("ix_invitations_state_remind_at"), "invitations", ["state", "remind_at"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", Id, nullable=False),
        sa.Column("invitation_id", Id, nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("door", Words(), nullable=False),
        sa.Column("marks", Json(), nullable=False),
        sa.Column("given", Json(), nullable=False),
        sa.Column("comment", Words(), nullable=False),
        sa.Column("received_at", Time(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("language", Words(), nullable=True),
        sa.Column("unclear", Flag(), nullable=False),
        sa.Column("verified", Flag(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_answers_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("invitation_id", "source", name=op.f("uq_answers_invitation_id_source")),
        sa.UniqueConstraint("invitation_id", "version", name=op.f("uq_answers_invitation_id_version")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_answers_received_at"), "answers", ["received_at"], unique=False)
    op.create_table(
        "complaints",
        sa.Column("id", Id, nullable=False),
        sa.Column("number", Number, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("invitation_id", Id, nullable=True),
        sa.Column("door", Words(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("problem", Words(), nullable=False),
        sa.Column("received_at", Time(), nullable=False),
        sa.Column("confirm_by", Time(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_complaints_customer_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_complaints_delivery_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_complaints_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_complaints_invitation_id")),
        sa.UniqueConstraint("number", name=op.f("uq_complaints_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_complaints_delivery_id"), "complaints", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_complaints_received_at"), "complaints", ["received_at"], unique=False)
    op.create_index(op.f("ix_complaints_state"), "complaints", ["state"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("mailbox", Words(), nullable=False),
        sa.Column("uidvalidity", Id, nullable=False),
        sa.Column("uid", Id, nullable=False),
        sa.Column("fingerprint", Blob, nullable=False),
        sa.Column("raw", Blob, nullable=True),
        sa.Column("received_at", Time(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("attempts", Number, nullable=False),
        sa.Column("lease", Time(), nullable=True),
        sa.Column("outcome", Words(), nullable=False),
        sa.Column("note", Words(), nullable=False),
        sa.Column("invitation_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_inbox_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_inbox_fingerprint")),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name=op.f("uq_inbox_mailbox_uidvalidity_uid")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_inbox_state_id"), "inbox", ["state", "id"], unique=False)
    op.create_table(
        "observations",
        sa.Column("id", Id, nullable=False),
        sa.Column("invitation_id", Id, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_observations_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_observations_at"), "observations", ["at"], unique=False)
    op.create_index(op.f("ix_observations_invitation_id"), "observations", ["invitation_id"], unique=False)
