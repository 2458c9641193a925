"""The sheets of the workbook, in their order; one more sheet is one more entry here."""

from handlers.words.papers.sheets.asking import CONFIG, DELIVERIES, INVITATIONS, RESPONSES
from handlers.words.papers.sheets.caring import COMPLAINTS, EVENTS
from handlers.words.papers.sheets.improving import ACTIONS, MEETINGS, OPPORTUNITIES, RISKS
from handlers.words.papers.sheets.leading import QUALITY, REVIEWS, WEEKLY
from handlers.words.papers.sheets.sheet import Sheet
from handlers.words.papers.sheets.wanting import CHANGES, ENQUIRIES, REQUIREMENTS

SHEETS: tuple[Sheet, ...] = (
    REQUIREMENTS, ENQUIRIES, DELIVERIES, CONFIG, INVITATIONS, RESPONSES, COMPLAINTS, EVENTS, ACTIONS,
    RISKS, OPPORTUNITIES, REVIEWS, MEETINGS, WEEKLY, QUALITY, CHANGES,
)  # fmt: skip
