"""All tables on one page. Their columns are the fields of the frozen values of `surveys`."""

from functools import partial

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, UniqueConstraint

from storage.columns import Blob, Code, Day, Flag, Id, Json, Number, Time, Words
from storage.values import Arrival
from surveys import (
    action,
    answer,
    complaint,
    delivery,
    enquiry,
    entry,
    invitation,
    meeting,
    message,
    opportunity,
    promise,
    review,
    risk,
    severity,
    token,
)

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Table = partial(sa.Table, sqlite_strict=True)
Must = partial(sa.Column, nullable=False)
May = partial(sa.Column, nullable=True)
key = partial(sa.Column, primary_key=True)

customers = Table(
    "customers", metadata,
    key("id", Id),
    Must("email", Words, unique=True),
    Must("name", Words),
    Must("language", Words),
    Must("account", Words),
    Must("slack_user", Words, server_default=sa.text("''"), index=True),
    Must("channel", Code(message.Via), server_default="mail"),
)  # fmt: skip

staff = Table(
    "staff", metadata,
    key("id", Id),
    May("email", Words, unique=True),
    Must("leader", Flag),
    May("slack_user", Words, unique=True),
)  # fmt: skip

deliveries = Table(
    "deliveries", metadata,
    key("id", Id),
    Must("source", Words),
    Must("event_id", Words),
    Must("order", Words, index=True),
    Must("customer_id", Id, ForeignKey("customers.id"), index=True),
    Must("delivered_at", Time),
    May("promised_at", Time),
    Must("known_at", Time),
    Must("ask_at", Time),
    Must("account", Words),
    Must("product", Words),
    Must("region", Words),
    Must("owner", Words),
    Must("state", Code(delivery.State)),
    May("reason", Code(delivery.Reason)),
    Must("detail", Words),
    Must("even_old", Flag),
    UniqueConstraint("source", "event_id"),
    Index(None, "state", "ask_at"),
)  # fmt: skip

invitations = Table(
    "invitations", metadata,
    key("id", Id),
    Must("delivery_id", Id, ForeignKey("deliveries.id"), unique=True),
    Must("customer_id", Id, ForeignKey("customers.id")),
    Must("questionnaire", Words),
    Must("instrument", Number),
    Must("language", Words),
    Must("asked_at", Time),
    Must("expires_at", Time),
    Must("state", Code(invitation.State)),
    May("remind_at", Time),
    May("reminded_at", Time),
    Must("version", Number),
    Index(None, "customer_id", "asked_at"),
    Index(None, "state", "remind_at"),
    Index(None, "state", "expires_at"),
)  # fmt: skip

answers = Table(
    "answers", metadata,
    key("id", Id),
    Must("invitation_id", Id, ForeignKey("invitations.id")),
    Must("version", Number),
    Must("door", Code(answer.Door)),
    Must("marks", Json),
    Must("given", Json),
    Must("comment", Words),
    Must("received_at", Time, index=True),
    Must("source", Words),
    May("language", Words),
    Must("unclear", Flag),
    Must("verified", Flag),
    May("by", Words),
    May("corrected_at", Time),
    UniqueConstraint("invitation_id", "version"),
    UniqueConstraint("invitation_id", "source"),
)  # fmt: skip

observations = Table(
    "observations", metadata,
    key("id", Id),
    Must("invitation_id", Id, ForeignKey("invitations.id"), index=True),
    Must("kind", Words),
    Must("at", Time, index=True),
)  # fmt: skip

suppressions = Table(
    "suppressions", metadata,
    key("id", Id),
    Must("address_key", Blob, unique=True),
    Must("reason", Code(delivery.Reason)),
    Must("at", Time),
    Must("source", Words),
)  # fmt: skip

complaints = Table(
    "complaints", metadata,
    key("id", Id),
    Must("number", Number, unique=True),
    May("delivery_id", Id, ForeignKey("deliveries.id"), index=True),
    May("customer_id", Id, ForeignKey("customers.id")),
    May("invitation_id", Id, ForeignKey("invitations.id"), unique=True),
    Must("door", Words),
    Must("words", Words),
    Must("problem", Code(complaint.Problem), index=True),
    Must("received_at", Time, index=True),
    Must("confirm_by", Time),
    Must("state", Code(complaint.State), index=True),
    Must("version", Number),
    May("owner_id", Id, ForeignKey("staff.id")),
    May("reporter_id", Id, ForeignKey("staff.id")),
    Must("fingerprint", Words, server_default=sa.text("''"), index=True),
    Must("link", Words, server_default=sa.text("''")),
    May("acknowledged_at", Time),
    May("closed_at", Time),
    Must("outcome", Words, server_default=sa.text("''")),
    May("severity", Code(severity.Severity)),
    Must("safety", Flag, server_default="0"),
    May("cause", Code(complaint.Cause)),
    May("decision", Code(complaint.Decision)),
    Must("remedy", Words, server_default=sa.text("''")),
    Must("remedy_open", Flag, server_default="0"),
    May("told_at", Time),
    May("asked_at", Time),
    Must("waited", Number, server_default="0"),
    May("responded_at", Time),
    Must("reopened", Number, server_default="0"),
    May("reopened_at", Time),
    May("former_owner_id", Id, ForeignKey("staff.id")),
    Must("silent", Flag, server_default="0"),
    Must("alarms", Json, server_default="[]"),
    May("attend_at", Time, index=True),
)  # fmt: skip

moves = Table(
    "moves", metadata,
    key("id", Id),
    Must("complaint_id", Id, ForeignKey("complaints.id"), index=True),
    Must("at", Time),
    Must("by", Words),
    Must("source", Code(complaint.State)),
    Must("target", Code(complaint.State)),
    Must("reason", Words),
)  # fmt: skip

entries = Table(
    "entries", metadata,
    key("id", Id),
    May("complaint_id", Id, ForeignKey("complaints.id")),
    Must("kind", Code(entry.Kind)),
    Must("key", Words),
    Must("at", Time),
    Must("by", Words),
    Must("words", Words),
    May("enquiry_id", Id, ForeignKey("enquiries.id")),
    May("action_id", Id, ForeignKey("actions.id")),
    UniqueConstraint("complaint_id", "key"),
    UniqueConstraint("enquiry_id", "key"),
    May("risk_id", Id, ForeignKey("risks.id")),
    UniqueConstraint("action_id", "key"),
    May("meeting_id", Id, ForeignKey("meetings.id")),
    UniqueConstraint("risk_id", "key"),
    UniqueConstraint("meeting_id", "key"),
    May("opportunity_id", Id, ForeignKey("opportunities.id")),
    UniqueConstraint("opportunity_id", "key"),
)  # fmt: skip

closures = Table(
    "closures", metadata,
    key("id", Id),
    Must("complaint_id", Id, ForeignKey("complaints.id")),
    Must("round", Number),
    Must("solved", Flag),
    Must("marks", Json),
    Must("words", Words),
    Must("at", Time, index=True),
    UniqueConstraint("complaint_id", "round"),
)  # fmt: skip

enquiries = Table(
    "enquiries", metadata,
    key("id", Id),
    Must("number", Number, unique=True),
    May("customer_id", Id, ForeignKey("customers.id")),
    Must("door", Words),
    Must("words", Words),
    Must("received_at", Time, index=True),
    Must("answer_by", Time, index=True),
    Must("state", Code(enquiry.State), index=True),
    Must("version", Number),
    May("owner_id", Id, ForeignKey("staff.id")),
    May("reporter_id", Id, ForeignKey("staff.id")),
    Must("fingerprint", Words, index=True),
    Must("message_id", Words),
    May("answered_at", Time, index=True),
    May("reviewed_at", Time),
    May("committed_at", Time, index=True),
    Must("unreviewed", Flag),
    Must("edition", Number),
    Must("agreed", Number),
    Must("order", Words, index=True),
    May("delivery_id", Id, ForeignKey("deliveries.id")),
    May("met", Flag),
    May("closed_at", Time, index=True),
    Must("outcome", Words),
    Must("alarms", Json),
    May("attend_at", Time, index=True),
)  # fmt: skip

editions = Table(
    "editions", metadata,
    key("id", Id),
    Must("enquiry_id", Id, ForeignKey("enquiries.id")),
    Must("number", Number),
    Must("lines", Json),
    May("due_on", Day),
    Must("at", Time),
    Must("reviewer_id", Id, ForeignKey("staff.id")),
    Must("checked", Json),
    Must("remark", Words),
    Must("why", Words),
    Must("confirmation", Words),
    May("agreed_at", Time),
    Must("hash", Words),
    UniqueConstraint("enquiry_id", "number"),
)  # fmt: skip

questions = Table(
    "questions", metadata,
    key("id", Id),
    Must("enquiry_id", Id, ForeignKey("enquiries.id"), index=True),
    Must("words", Words),
    Must("asked_at", Time),
    May("answered_at", Time),
    Must("answer", Words),
)  # fmt: skip

concerned = Table(
    "concerned", metadata,
    key("id", Id),
    Must("enquiry_id", Id, ForeignKey("enquiries.id")),
    Must("edition", Number),
    Must("person_id", Id, ForeignKey("staff.id")),
    Must("told_at", Time),
    May("acknowledged_at", Time),
    UniqueConstraint("enquiry_id", "edition", "person_id"),
)  # fmt: skip

judgements = Table(
    "judgements", metadata,
    key("id", Id),
    Must("enquiry_id", Id, ForeignKey("enquiries.id")),
    Must("edition", Number),
    Must("line", Number),
    Must("met", Flag),
    Must("note", Words),
    Must("at", Time),
    Must("by", Words),
    UniqueConstraint("enquiry_id", "edition", "line"),
)  # fmt: skip

promises = Table(
    "promises", metadata,
    key("id", Id),
    Must("words", Words),
    Must("subject", Code(promise.Subject)),
    Must("within", Words),
    Must("since", Time),
    May("until", Time),
)  # fmt: skip

attachments = Table(
    "attachments", metadata,
    key("id", Id),
    May("complaint_id", Id, ForeignKey("complaints.id")),
    Must("name", Words),
    Must("type", Words),
    Must("size", Number),
    Must("sha256", Words),
    Must("received_at", Time),
    Must("kept", Flag),
    May("content", Blob),
    May("enquiry_id", Id, ForeignKey("enquiries.id")),
    UniqueConstraint("complaint_id", "sha256"),
    UniqueConstraint("enquiry_id", "sha256"),
)  # fmt: skip

mailboxes = Table(
    "mailboxes", metadata,
    key("name", Words),
    Must("uidvalidity", Id),
    Must("uid", Id),
)  # fmt: skip

inbox = Table(
    "inbox", metadata,
    key("id", Id),
    Must("mailbox", Words),
    Must("uidvalidity", Id),
    Must("uid", Id),
    Must("fingerprint", Blob, unique=True),
    May("raw", Blob),
    Must("received_at", Time),
    Must("state", Code(Arrival)),
    Must("attempts", Number),
    May("lease", Time),
    Must("outcome", Words),
    Must("note", Words),
    May("invitation_id", Id, ForeignKey("invitations.id")),
    May("complaint_id", Id, ForeignKey("complaints.id")),
    May("enquiry_id", Id, ForeignKey("enquiries.id")),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    Index(None, "state", "id"),
)  # fmt: skip

messages = Table(
    "messages", metadata,
    key("id", Id),
    Must("kind", Code(message.Kind)),
    Must("about", Id),
    Must("recipient", Words),
    Must("envelope_from", Words),
    Must("message_id", Words, unique=True),
    Must("raw", Blob),
    Must("queued_at", Time),
    Must("due", Time),
    Must("state", Code(message.State)),
    Must("attempt", Number),
    Must("fence", Number),
    Must("doubts", Number),
    Must("crashes", Number, server_default="0"),
    May("lease", Time),
    May("sent_at", Time, index=True),
    Must("note", Words),
    Must("via", Code(message.Via), server_default="mail"),
    Must("file", Words, server_default=sa.text("''")),
    Must("place", Words, server_default=sa.text("''")),
    Must("revision", Number, server_default="0"),
    Must("shown", Number, server_default="0"),
    May("under", Id, ForeignKey("messages.id")),
    Must("thread", Words, server_default=sa.text("''")),
    UniqueConstraint("kind", "about"),
    Index(None, "state", "due"),
)  # fmt: skip

digests = Table(
    "digests", metadata,
    key("id", Id),
    Must("channel", Words),
    Must("kind", Words),
    Must("week", Words),
    Must("content", Json),
    Must("hash", Words),
    Must("claimed_at", Time),
    Must("late", Flag),
    UniqueConstraint("channel", "kind", "week"),
)  # fmt: skip

reviews = Table(
    "reviews", metadata,
    key("id", Id),
    Must("digest_id", Id, ForeignKey("digests.id")),
    Must("person_id", Id, ForeignKey("staff.id")),
    Must("hash", Words),
    Must("at", Time),
    Must("decision", Code(review.Decision), server_default="no_action"),
    Must("words", Words, server_default=sa.text("''")),
    May("delegate_id", Id, ForeignKey("staff.id")),
    UniqueConstraint("digest_id", "person_id"),
)  # fmt: skip

actions = Table(
    "actions", metadata,
    key("id", Id),
    Must("number", Number, unique=True),
    Must("words", Words),
    Must("kind", Code(action.Kind)),
    Must("proposed_at", Time),
    May("proposer_id", Id, ForeignKey("staff.id")),
    Must("state", Code(action.State), index=True),
    Must("version", Number),
    Must("cause", Words),
    May("owner_id", Id, ForeignKey("staff.id")),
    May("due_on", Day),
    Must("measure", Words),
    Must("aim", Code(action.Aim)),
    May("target", Number),
    Must("weeks", Number),
    May("agreed_at", Time),
    May("begun_at", Time),
    May("implemented_at", Time),
    May("verify_at", Time),
    Must("extended", Flag),
    Must("proposal", Words),
    Must("finding", Words),
    May("closed_at", Time, index=True),
    May("verifier_id", Id, ForeignKey("staff.id")),
    Must("result", Words),
    Must("warned", Flag),
    May("digest_id", Id, ForeignKey("digests.id")),
    May("complaint_id", Id, ForeignKey("complaints.id"), index=True),
    May("follows_id", Id, ForeignKey("actions.id")),
    May("attend_at", Time, index=True),
    May("risk_id", Id, ForeignKey("risks.id"), index=True),
    May("opportunity_id", Id, ForeignKey("opportunities.id"), index=True),
)  # fmt: skip

risks = Table(
    "risks", metadata,
    key("id", Id),
    Must("number", Number, unique=True),
    Must("words", Words),
    Must("found_at", Time),
    Must("theme", Words, index=True),
    Must("cause", Words),
    Must("state", Code(risk.State), index=True),
    Must("version", Number),
    Must("likelihood", Number),
    Must("severity", Number),
    May("inherent_likelihood", Number),
    May("inherent_severity", Number),
    May("finder_id", Id, ForeignKey("staff.id")),
    May("owner_id", Id, ForeignKey("staff.id")),
    May("decided_at", Time),
    May("decider_id", Id, ForeignKey("staff.id")),
    Must("reason", Words),
    May("closed_at", Time),
)  # fmt: skip

opportunities = Table(
    "opportunities", metadata,
    key("id", Id),
    Must("number", Number, unique=True),
    Must("words", Words),
    Must("found_at", Time),
    Must("theme", Words, index=True),
    Must("cause", Words),
    Must("state", Code(opportunity.State), index=True),
    Must("version", Number),
    May("benefit", Number),
    May("effort", Number),
    May("finder_id", Id, ForeignKey("staff.id")),
    May("decided_at", Time, index=True),
    May("decider_id", Id, ForeignKey("staff.id")),
    Must("reason", Words),
)  # fmt: skip

meetings = Table(
    "meetings", metadata,
    key("id", Id),
    Must("number", Number, unique=True),
    Must("kind", Code(meeting.Kind)),
    Must("opened_at", Time, index=True),
    Must("opener_id", Id, ForeignKey("staff.id")),
    Must("agenda", Json),
    Must("state", Code(meeting.State)),
    Must("version", Number),
    Must("covered", Json),
    Must("notes", Words),
    Must("decisions", Json),
    May("closed_at", Time),
    May("closer_id", Id, ForeignKey("staff.id")),
    May("led", Flag),
    Must("hash", Words),
)  # fmt: skip

attendances = Table(
    "attendances", metadata,
    key("id", Id),
    Must("meeting_id", Id, ForeignKey("meetings.id")),
    Must("person_id", Id, ForeignKey("staff.id")),
    Must("leader", Flag),
    Must("presence", Code(meeting.Presence)),
    Must("at", Time),
    Must("why", Words),
    UniqueConstraint("meeting_id", "person_id"),
)  # fmt: skip

figures = Table(
    "figures", metadata,
    key("week", Words),
    key("name", Words),
    Must("n", Number),
)  # fmt: skip

evidence = Table(
    "evidence", metadata,
    key("id", Id),
    Must("at", Time),
    Must("by", Words),
    Must("thing", Words),
    Must("thing_id", Id),
    Must("facts", Json),
    Must("hash", Words),
    May("block", Number, ForeignKey("blocks.number"), index=True),
    Index(None, "thing", "thing_id"),
)  # fmt: skip

blocks = Table(
    "blocks", metadata,
    key("number", Number, autoincrement=False),
    Must("rows", Number),
    Must("rows_hash", Words),
    Must("previous", Words),
    Must("sealed_at", Time),
    Must("hash", Words),
    Must("seal", Words),
)  # fmt: skip

keys = Table(
    "keys", metadata,
    key("id", Id),
    Must("name", Words, unique=True),
    Must("hash", Blob, unique=True),
    Must("created_at", Time),
    May("revoked_at", Time),
)  # fmt: skip

tokens = Table(
    "tokens", metadata,
    key("fingerprint", Blob),
    Must("purpose", Code(token.Purpose)),
    Must("about", Id),
)  # fmt: skip

switches = Table(
    "switches", metadata,
    key("name", Words),
    Must("value", Words),
    Must("at", Time),
    Must("by", Words),
)  # fmt: skip
