"""What customers sent beside the words of a case or an enquiry, each once."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.collection import Collection
from storage.tables import attachments
from surveys.attachment import Attachment


class Attachments(Collection[Attachment]):
    table = attachments
    kind = Attachment
    evident = ("complaint_id", "enquiry_id", "type", "size", "received_at")

    async def of_complaint(self, complaint_id: int) -> Sequence[Attachment]:
        """Those of a case without their content, in the order in which they came."""
        return await self._of(attachments.c.complaint_id == complaint_id)

    async def of_enquiry(self, enquiry_id: int) -> Sequence[Attachment]:
        """Those of an enquiry without their content, in the order in which they came."""
        return await self._of(attachments.c.enquiry_id == enquiry_id)

    async def _of(self, mine: sa.ColumnElement[bool]) -> Sequence[Attachment]:
        light = [column for column in attachments.c if column.name != "content"]
        return await self._all(sa.select(*light).where(mine).order_by(attachments.c.id))
