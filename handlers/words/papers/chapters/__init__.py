"""The chapters of the paper behind its cover, in their order; one more chapter is one more entry here."""

from handlers.words.papers.chapters.blocks import Chapter
from handlers.words.papers.chapters.following import complaints, enquiries
from handlers.words.papers.chapters.improving import improvement, meetings
from handlers.words.papers.chapters.leading import leadership
from handlers.words.papers.chapters.measuring import gauges
from handlers.words.papers.chapters.proving import gaps, index, method

CHAPTERS: tuple[Chapter, ...] = (
    Chapter("index", "Clauses and their evidence", index),
    Chapter("method", "How customers are asked", method),
    Chapter("gauges", "Five gauges", gauges),
    Chapter("leadership", "What leaders were told and decided", leadership),
    Chapter("meetings", "Risk meetings and management reviews", meetings),
    Chapter("improving", "What was done, and whether it worked", improvement),
    Chapter("enquiries", "Enquiries and requirements", enquiries),
    Chapter("complaints", "Complaints followed end to end", complaints),
    Chapter("gaps", "Known gaps", gaps),
)
