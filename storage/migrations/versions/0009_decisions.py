"""What a leader decided about a digest, with the reason, and who has it then."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Words

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    with op.batch_alter_table("reviews", table_kwargs=STRICT) as reviews:
        reviews.add_column(sa.Column("decision", Words(), nullable=False, server_default="no_action"))
        reviews.add_column(sa.Column("words", Words(), nullable=False, server_default=sa.text("''")))
        reviews.add_column(sa.Column("delegate_id", Id, nullable=True))
        reviews.create_foreign_key("fk_reviews_delegate_id", "staff", ["delegate_id"], ["id"])
