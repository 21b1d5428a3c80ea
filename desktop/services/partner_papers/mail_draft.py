"""A draft of an email to a partner: one file that opens in any mail program, to be read, completed and sent from there.

The file is a message as RFC 5322 has it, with the line `X-Unsent: 1`, by which mail programs open it as a draft. The
program sends nothing, and never says that anything was sent.
"""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type
from pathlib import Path

from sqlalchemy import select

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, _, said_in
from desktop.services.diligence import assessments, missing_papers
from desktop.services.office import office_profile
from desktop.services.registry import meetings
from desktop.services.work import Work
from desktop.store.records import Agreement, Partner, Person
from desktop.store.records.values import Promise

LARGEST = 20 * 1024 * 1024  # bytes of all attachments: what mail servers of offices and partners let pass
GREETING, CLOSING = N_("Dear Sir or Madam,"), N_("Kind regards,")
SUBJECT, THANKS = N_("Our exchange of {day}: {subject}"), N_("Thank you for our exchange of {day}.")
PAPERS = N_("Documents we ask you for")
ASKED = N_(
    "For our partnership “{partnership}” we kindly ask you for the documents listed in the letter attached. A copy is "
    "enough; where one does not exist, please say so in a sentence."
)
AGREED, ACTION, BY_DAY = N_("We noted what is to be done:"), N_("– {who}: {what}"), N_("– {who}: {what}, by {day}")


def language_of(work: Work, partner_id: str) -> str:
    """The language in which one writes to a partner: that of its agreements; before one, the office's."""
    with work.store.read() as session:
        written = select(Agreement.languages).where(Agreement.partner_id == partner_id, Agreement.archived.is_(False))
        languages = session.scalar(written.order_by(Agreement.reference.desc()).limit(1)) or []
    spoken = [*languages, office_profile.read(work.store).language]
    return next((code for code in spoken if code in LANGUAGES), LANGUAGES[0])


def to_partner(work: Work, partner_id: str, language: str = "", attached: Sequence[Path] = ()) -> bytes:
    """A draft to a partner, with the greeting and the signature. Raises NoResultFound, and Problem as `to_meeting`."""
    return _draft(work, partner_id, language or language_of(work, partner_id), "", (), attached)


def to_meeting(work: Work, meeting_id: str, language: str = "", attached: Sequence[Path] = ()) -> bytes:
    """A draft to those of the partner who were at a contact: thanks, and what each side is to do.

    What was noted of the talk stays inside. Raises NoResultFound for an id that is not known here, and Problem for an
    attachment that cannot be read, or that no mail server would let pass.
    """
    page = meetings.read(work, meeting_id)
    spoken = language or language_of(work, page.partner.id)
    day = day_in_words(page.meeting.happened_on, spoken, "long")
    text = [said_in(spoken, THANKS).format(day=day)]
    if page.promises:
        actions = [_action(promised.promise, spoken) for promised in page.promises]
        text += ["", "\n".join((said_in(spoken, AGREED), *actions))]
    subject = said_in(spoken, SUBJECT).format(day=day, subject=page.meeting.subject)
    return _draft(work, page.partner.id, spoken, subject, text, attached, page.meeting.theirs)


def to_ask_for_papers(work: Work, case_id: str, language: str = "") -> bytes:
    """A draft that asks a partner for the papers that are missing from a case, with the letter that lists them.

    It says no more than the letter. Raises NoResultFound for an id that is not known here, and Problem where nothing is
    missing, and as `to_meeting`.
    """
    assessment = assessments.read(work, case_id)
    if not missing_papers.missing_papers(work.definitions.form, assessment):
        raise Problem(
            _("Every paper that the partner could give is there; no draft was made."),
            _("Look at the evidence of the case."),
            code="no-paper-missing",
        )
    partner, number = assessment.partner.id, assessment.case.number
    spoken = language or language_of(work, partner)
    subject = f"{said_in(spoken, PAPERS)} – {number}"
    text = [said_in(spoken, ASKED).format(partnership=assessment.partnership.title)]
    name = f"{said_in(spoken, PAPERS)} {number}.pdf".replace("/", "-")
    letter = [(name, missing_papers.pdf(work, case_id, spoken))]
    return _draft(work, partner, spoken, subject, text, (), drawn=letter)


def to_thank(work: Work, partner_id: str, language: str, subject: str, paragraphs: Sequence[str]) -> bytes:
    """A draft with these paragraphs of a letter. Raises as `to_partner` does."""
    return _draft(work, partner_id, language, subject, ["\n\n".join(paragraphs)], ())


def _action(promise: Promise, spoken: str) -> str:
    sentence = said_in(spoken, BY_DAY if promise.due else ACTION)
    return sentence.format(who=promise.by, what=promise.what, day=day_in_words(promise.due, spoken, "long"))


def _draft(
    work: Work, partner_id: str, spoken: str, subject: str, text: Sequence[str], attached: Sequence[Path],
    named: Sequence[str] = (), drawn: Sequence[tuple[str, bytes]] = (),
) -> bytes:  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if work.officer.email:
        message["From"] = _address(work.officer.name, work.officer.email)
    if recipients := _recipients(work, partner_id, named):
        message["To"] = recipients
    message["Subject"] = " ".join(subject.splitlines())
    message.set_content("\n".join((said_in(spoken, GREETING), "", *text, "", "", *_signature(work, spoken))))
    _attach(message, attached, drawn)
    return message.as_bytes()


def _recipients(work: Work, partner_id: str, named: Sequence[str]) -> list[Address]:
    """Those who were there and have an address; else the partner's contacts; else the partner itself."""
    with work.store.read() as session:
        partner = session.get_one(Partner, partner_id)
        behind = select(Person).where(Person.partner_id == partner_id, Person.archived.is_(False), Person.email != "")
        persons = session.scalars(behind.order_by(Person.name)).all()
    there = [person for person in persons if person.name in named]
    chosen = there or [person for person in persons if "contact" in person.roles and not person.is_former]
    pairs = [(person.name, person.email) for person in chosen] or [(partner.name, partner.email)]
    return [_address(name, email) for name, email in pairs if email]


def _address(name: str, email: str) -> Address:
    """A name with its address; raises Problem for an address that no mail program would take."""
    try:
        return Address(" ".join(name.split()), addr_spec=email.strip())
    except (ValueError, IndexError):
        raise Problem(
            _("“{email}”, the address of {name}, is not an email address; no draft was made.").format(
                email=email, name=name
            ),
            _("Correct it on the page of the partner or of your account, then try again."),
            code="mail-address-unsound",
        ) from None


def _signature(work: Work, spoken: str) -> list[str]:
    profile, officer = office_profile.read(work.store), work.officer
    lines = (said_in(spoken, CLOSING), "", officer.name, officer.function, profile.name, officer.phone or profile.phone)
    return [line for at, line in enumerate(lines) if line or at == 1]


def _attach(message: EmailMessage, attached: Sequence[Path], drawn: Sequence[tuple[str, bytes]]) -> None:
    """Files, and papers that were drawn for the draft: their names and bytes."""
    if sum(path.stat().st_size for path in attached) + sum(len(data) for _name, data in drawn) > LARGEST:
        raise Problem(
            _("These files are too large for an email; no draft was made."),
            _("Leave some out, or hand them over in another way."),
            code="mail-too-large",
        )
    for name, data in (*drawn, *((path.name, path.read_bytes()) for path in attached)):
        main, _slash, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
