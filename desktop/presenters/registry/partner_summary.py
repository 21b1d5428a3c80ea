"""A partner in short, as it stands beside the list."""

from desktop.base.dates import day_in_words
from desktop.base.text import _, language
from desktop.definitions.loading import Definitions
from desktop.presenters import partner_labels as labels
from desktop.presenters.listing import RecordSummary, SummaryGroup
from desktop.presenters.presenter import Tone
from desktop.presenters.record_labels import AGREEMENT_TONES, OUTCOME_TONES, RecordLabels, field_name
from desktop.presenters.registry.partner_lines import PartnerLines
from desktop.services import partner_page
from desktop.services.partner_page import DecidedCase, PartnerPage
from desktop.services.work import Work

FACTS = ("subtype", "registration", "owner", "website", "email", "phone", "summary")
MOST = 5  # things of one kind


def read(work: Work, partner_id: str) -> RecordSummary:
    """Read everything at once; raises NoResultFound for a partner that is not known here."""
    page = partner_page.read(work, partner_id)
    return _summary(page, work.definitions)


def _summary(page: PartnerPage, definitions: Definitions) -> RecordSummary:
    partner, words = page.partner, RecordLabels(definitions, page.officers)
    stage = labels.stage_name(definitions.strategy, partner.stage)
    facts = [(field_name("partner", name), words.value("partner", name, getattr(partner, name))) for name in FACTS]
    if partner.next_action:
        day = day_in_words(partner.next_action_on, language()) if partner.next_action_on else ""
        facts.append((_("Reminder"), " · ".join(part for part in (partner.next_action, day) if part)))
    return RecordSummary(
        key=partner.id,
        title=partner.name,
        about=" · ".join(part for part in (labels.place(partner.city, partner.country), stage) if part),
        next=page.next.sentence,
        next_detail=page.next.detail,
        level=page.level,
        facts=tuple((name, value) for name, value in facts if value),
        groups=tuple(group for group in _groups(page, PartnerLines(words)) if group.things),
    )


def _groups(page: PartnerPage, lines: PartnerLines) -> tuple[SummaryGroup, ...]:
    cases = [(line.case.number, lines.case_note(line), lines.case_state(line), _tone(line)) for line in page.cases]
    papers = [
        (lines.agreement_title(paper), "", lines.agreement_state(paper), AGREEMENT_TONES[paper.state])
        for paper in page.agreements
    ]
    persons = [
        (person.name, lines.person_note(person), lines.person_lacks(person), Tone.WARN) for person in page.persons
    ]
    return (
        SummaryGroup(_("Due diligence"), tuple(cases[:MOST])),
        SummaryGroup(_("Agreements"), tuple(papers[:MOST])),
        SummaryGroup(_("Persons"), tuple(persons[:MOST])),
    )


def _tone(line: DecidedCase) -> str:
    return OUTCOME_TONES[line.verdict.outcome] if line.verdict is not None else Tone.NEUTRAL
