"""Which clause asks for what, in our own words, and where its evidence stands (ISO 9001).

Clause numbers are cited and nothing is quoted: the standard's wording is its publisher's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Edition(StrEnum):
    """The edition of ISO 9001 by which the organisation is audited."""

    E2015 = "2015"
    E2026 = "2026"

    @property
    def caution(self) -> str:
        """What a reader of an index by this edition has to know."""
        return CAUTIONS[self]


CAUTIONS: Mapping[Edition, str] = {
    Edition.E2015: "",
    Edition.E2026: "The numbers are those of the draft of 2026, with risks and opportunities as two jobs: compare them "
    "with the published edition.",
}


@dataclass(frozen=True)
class Clause:
    """`asks` is our paraphrase; `chapters` are those of the paper by key, `sheets` those of the workbook by name."""

    number: str
    asks: str
    chapters: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


RISKS_2015 = (
    Clause("6.1.1", "Know what could go wrong or better for customers", ("improving",), ("Risks", "Opportunities")),
    Clause("6.1.2", "Plan what is done about it, and see whether it worked", ("improving",), ("Risks", "Actions")),
)
RISKS_2026 = (
    Clause(
        "6.1 risks",
        "Know what could go wrong for customers, act, and see whether it worked",
        ("improving",),
        ("Risks",),
    ),
    Clause(
        "6.1 opportunities",
        "Know what could go better for customers, and pursue it",
        ("improving",),
        ("Opportunities",),
    ),
)


def clauses(edition: Edition) -> tuple[Clause, ...]:
    """All that this service has evidence for, in the order of the standard."""
    return (
        Clause("5.1.2 a", "Leaders see to it that what customers want and the law asks is known and met",
               ("enquiries", "leadership"), ("Requirements", "Enquiries", "Deliveries")),
        Clause("5.1.2 b", "Leaders see to risks and chances that touch customers", ("improving", "meetings"),
               ("Risks", "Opportunities", "Meetings")),
        Clause("5.1.2 c", "Leaders keep attention on pleasing customers more", ("leadership",), ("Reviews_acks",)),
        *(RISKS_2015 if edition is Edition.E2015 else RISKS_2026),
        Clause("7.5.3", "What is kept is protected, and changes are known", ("cover",), ("Changes",)),
        Clause("8.2.1", "Talk with customers: enquiries, changes, and what they say, complaints too",
               ("enquiries", "complaints"), ("Enquiries", "Complaints", "Complaint_events")),
        Clause("8.2.2", "Know what is wanted, and keep what is claimed", ("method",),
               ("Requirements", "Survey_config")),
        Clause("8.2.3", "Review before committing, and keep what the review found", ("enquiries", "gaps"),
               ("Requirements",)),
        Clause("8.2.4", "When what was agreed changes, everybody concerned learns of it", (), ("Changes",)),
        Clause("9.1.2", "Find out how customers see it, by a method that is laid down", ("method", "gauges"),
               ("Survey_config", "Invitations", "Responses")),
        Clause("9.1.3", "Work out what the data say, with their uncertainty", ("gauges",),
               ("Measures_weekly", "Data_quality")),
        Clause("9.3.2", "Leaders look at what customers say and at the trends", ("leadership", "meetings", "gauges"),
               ("Reviews_acks", "Meetings", "Measures_weekly")),
        Clause("9.3.3", "Leaders decide, and the decisions are kept", ("leadership", "meetings"),
               ("Reviews_acks", "Meetings", "Actions")),
        Clause("10.2", "React to complaints, find the cause, and see that it does not come back",
               ("complaints", "improving"), ("Complaints", "Actions")),
        Clause("10.3", "Get better, and show it over time", ("gauges", "improving"), ("Measures_weekly", "Actions")),
    )  # fmt: skip
