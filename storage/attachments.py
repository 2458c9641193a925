"""What customers sent beside the words of a case, each once."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.collection import Collection
from storage.tables import attachments
from surveys.attachment import Attachment


class Attachments(Collection[Attachment]):
    table = attachments
    kind = Attachment
    evident = ("complaint_id", "type", "size", "received_at")

    async def of_complaint(self, complaint_id: int) -> Sequence[Attachment]:
        """Those of a case without their content, in the order in which they came."""
        light = [column for column in attachments.c if column.name != "content"]
        mine = attachments.c.complaint_id == complaint_id
        return await self._all(sa.select(*light).where(mine).order_by(attachments.c.id))
