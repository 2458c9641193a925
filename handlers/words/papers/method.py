"""By what method customers are asked, as the settings and the questionnaire have it (ISO 9001:2015, 9.1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.office import Office
from surveys.line import counted
from surveys.measures import ENOUGH, FEWEST
from surveys.question import Kind, Questionnaire
from surveys.severity import PACES, Severity
from surveys.xmr import FEWEST_WEEKS, FIRM


@dataclass(frozen=True)
class Method:
    """`instrument` is the questionnaire in use, `versions` how many invitations each version had in the period."""

    instrument: Questionnaire
    versions: Mapping[str, int]
    settings: tuple[tuple[str, str], ...]


def method(office: Office, versions: Mapping[str, int], promises: tuple[str, ...]) -> Method:
    return Method(office.questionnaire, versions, (*_settings(office), *(("Promise", one) for one in promises)))


def questions(instrument: Questionnaire) -> list[tuple[str, str, str]]:
    """Key, wording in the source language, and the answers that there are."""
    wording = instrument.wordings[instrument.source_language]
    scale = "; ".join(f"{at} {label}".strip() for at, label in zip(instrument.scale, wording.labels, strict=True))
    return [
        (one.key, one.text[instrument.source_language],
         "own words" if one.kind is Kind.WORDS else scale + (f"; N {wording.not_applicable}" if one.optional else ""))
        for one in instrument.questions
    ]  # fmt: skip


def _settings(office: Office) -> tuple[tuple[str, str], ...]:
    policy, days = office.policy, office.workdays
    reminder = f"once, {counted(policy.remind_after, 'working day')} later" if policy.remind_after else "none"
    regime = f"{office.regime.name}, {office.regime.source}" if office.regime else "none"
    hours = f"{days.hours[0]:%H:%M}-{days.hours[1]:%H:%M}"
    return (
        ("Who is asked", "the customer of every delivery, unless a reason in the sheet Deliveries speaks against it"),
        ("When", f"{counted(policy.ask_after, 'working day')} after the delivery, at {policy.ask_at:%H:%M} "
                 f"{days.zone.key}"),
        ("Quarantine", f"nobody is asked twice within {counted(policy.quarantine.days, 'day')}"),
        ("Too old", f"deliveries are not asked about after {counted(policy.oldest.days, 'day')}"),
        ("Reminder", reminder),
        ("Answers until", f"{counted(policy.expires_after.days, 'day')} after asking; a person's latest answer stands"),
        ("How", "reply to the mail, a page, or a form in Slack; opening a link is never an answer"),
        ("Minimum numbers", f"below {FEWEST} answers nothing is shown, below {ENOUGH} counts without per cent"),
        ("Uncertainty", "95 % intervals: Wilson for shares, exact Poisson for rates"),
        ("Signals", f"XmR charts from {FEWEST_WEEKS} weeks on, limits firm from {FIRM}: outside the limits, seven on "
                    "one side, seven in one direction, two of three near a limit; Laney's p' for uneven numbers"),
        ("Satisfied", "the two highest points of the scale, of all marks given"),
        *((f"Complaint {grade.upper()}", f"acknowledged within {PACES[grade].acknowledge}, answered within "
           f"{PACES[grade].respond}") for grade in Severity),
        ("Regulator's times", regime),
        ("Enquiries", f"a person replies within {office.answer_within}"),
        ("Business hours", f"{hours} {days.zone.key}, without public holidays"),
        ("Digest", f"every Monday from {office.digest_at:%H:%M} {days.zone.key} on"),
    )  # fmt: skip
