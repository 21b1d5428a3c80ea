"""Letters to a partner that say nothing they must not: a holding letter while a case waits, a letter of refusal.

They are drawn from the texts of `forms/letters.toml` and from the names of the partner and of the office alone: no
reason, no level, no list and no name that was searched can come into one.
"""

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.definitions.letters import LetterText
from desktop.documents.enclosures.letter import PrintedLetter, draw_letter
from desktop.services.diligence import verdicts
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, may, require
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Partnership
from desktop.store.states import DecisionOutcome

HOLDING, REFUSAL, OFFER = "holding", "refusal", "offer"  # the last answers an offer, before there is any case


def of_case(work: Work, case_id: str) -> tuple[LetterText, ...]:
    """The letters that may be written now: the refusal only once the case was refused."""
    with work.store.read() as session:
        verdict = verdicts.latest(session, case_id)
    refused = verdict is not None and verdict.outcome == DecisionOutcome.REFUSED
    letters = [letter for letter in work.definitions.letters if letter.id in (HOLDING, REFUSAL)]
    return tuple(letter for letter in letters if (letter.id == REFUSAL) == refused)


def pdf(work: Work, case_id: str, letter_id: str, language: str) -> bytes:
    """A letter as PDF bytes in one language of the program. Raises Problem for one that may not be written now."""
    if not may(work.officer, Right.DECIDE):
        require(work.officer, Right.ANSWER)
    clock = sealing_clock(work)
    letter = next((letter for letter in of_case(work, case_id) if letter.id == letter_id), None)
    if letter is None:
        raise Problem(
            _("This letter does not go with what was decided; nothing was made."),
            _("A refusal is written once the case was refused, a holding letter as long as it was not."),
            code="letter-not-now",
        )
    with work.store.read() as session:
        case = session.get_one(Case, case_id)
        partner = session.get_one(Partner, case.partner_id)
        partnership = session.get_one(Partnership, case.partnership_id)
    profile = office_profile.read(work.store)
    tags = {"partner": partner.name, "partnership": partnership.title, "case": case.number, "office": profile.name}
    subject, paragraphs = letter.filled(language, tags)
    content = PrintedLetter(
        sender=profile.name,
        place=profile.city,
        date=day_in_words(clock.today().isoformat(), language, "long"),
        recipient=tuple(part for part in (partner.name, partner.address, partner.city) if part),
        subject=subject,
        paragraphs=paragraphs,
    )
    mark, paper = marks.of_office(work.store, (language,)), office_paper.of(work)
    return draw_letter(content, language, case.number, clock.stamp(), mark, paper).data
