"""The screening certificate (¶22 b) as a document draws it: what was searched, in which lists, and the rulings."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from desktop.base.dates import DateStyle, ago, day_in_words, days_later
from desktop.base.errors import Problem
from desktop.base.numbers import format_number, number_in_words
from desktop.base.text import N_, _, in_series, said_in, speaking
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import QuestionRole
from desktop.documents.blocks import Sentence
from desktop.documents.enclosures.certificate import (
    AttestedCheck,
    PrintedCertificate,
    PrintedHit,
    ScreenedList,
    SearchedName,
)
from desktop.screening.compare import FACTS, ComparedFact, Fact, FactVerdict
from desktop.screening.lists import LANGUAGES
from desktop.screening.readings import with_reading
from desktop.services import labels
from desktop.services.office import marks, office_paper, office_profile, people
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.screening import standing
from desktop.services.screening.candidates import ALERTING, Candidate, compared_facts, explanation
from desktop.services.screening.standing import ScreeningState
from desktop.services.screening.subjects import PARTNER
from desktop.services.work import Work
from desktop.store.records import Answer, Case, Ruling
from desktop.store.records.values import ListUsed, ScreeningHit

ATTESTED_ROLES = (QuestionRole.PROCUREMENT_CHECK,)  # questions that only a check made elsewhere answers


def case_certificate(work: Work, case_id: str, languages: tuple[str, ...]) -> PrintedCertificate | None:
    """The certificate of a case; None before the first search."""
    state = standing.of_case(work, case_id)
    return _CertificateWriter(work, languages).certificate(state, case_id)


def partner_certificate(work: Work, partner_id: str, languages: tuple[str, ...]) -> PrintedCertificate | None:
    """The certificate of a partner outside a case; None before the first search."""
    return _CertificateWriter(work, languages).certificate(standing.of_partner(work, partner_id))


def case_certificate_pdf(work: Work, case_id: str, languages: tuple[str, ...]) -> bytes:
    """The certificate of a case as a document of its own; raises Problem before the first search."""
    with work.store.read() as session:
        number = session.get_one(Case, case_id).number
    return _pdf(work, case_certificate(work, case_id, languages), languages, number)


def partner_certificate_pdf(work: Work, partner_id: str, languages: tuple[str, ...]) -> bytes:
    """The certificate of a partner as a document of its own; raises Problem before the first search."""
    return _pdf(work, partner_certificate(work, partner_id, languages), languages)


def _pdf(work: Work, certificate: PrintedCertificate | None, languages: tuple[str, ...], number: str = "") -> bytes:
    from desktop.documents.enclosures.certificate import draw_certificate

    if certificate is None:
        raise Problem(
            _("No name of this case has been screened yet, so there is no certificate."),
            _("Screen the names first."),
            code="nothing-screened",
        )
    office, mark = office_profile.read(work.store).name, marks.of_office(work.store, languages)
    drawn_at, paper = sealing_clock(work).stamp(), office_paper.of(work)
    return draw_certificate(certificate, languages, number or certificate.partner, drawn_at, office, mark, paper).data


class _CertificateWriter:
    """Writes certificates in the languages of their readers."""

    def __init__(self, work: Work, languages: tuple[str, ...]) -> None:
        self._work, self._languages = work, languages
        self._officers = people.names(work.store)

    def certificate(self, state: ScreeningState, case_id: str = "") -> PrintedCertificate | None:
        """What the state of a screening comes to on paper; None before the first search."""
        run = state.run
        if run is None:
            return None
        recognised = any(candidate.confirmed for candidate in state.candidates)
        return PrintedCertificate(
            partner=next((subject.names[0] for subject in state.subjects if subject.role == PARTNER), ""),
            done_on=self._day(run.run_at, "long"),
            done_by=self._officers.get(run.run_by, ""),
            threshold=tuple(number_in_words(run.threshold, language, 2) for language in self._languages),
            matcher=f"Passerelle {run.matcher}",
            lists=tuple(self._list(used) for used in run.lists),
            names=tuple(
                SearchedName(name, self._roles(row.role), _count_hits(run.hits, row.subject, name))
                for row in run.names
                for name in row.names
            ),
            hits=tuple(self._hit(candidate) for candidate in state.candidates if candidate.alerting),
            clear=state.current and not state.open and not recognised,
            attested=self._attested(case_id) if case_id else (),
        )

    def _day(self, stored: str, style: DateStyle = "medium") -> Sentence:
        return tuple(day_in_words(stored, language, style) for language in self._languages)

    def _attested(self, case_id: str) -> tuple[AttestedCheck, ...]:
        """The procurement register of the UN is open to Procurement and Headquarters only: an answer attests it."""
        checks = []
        for question in map(self._work.definitions.form.role, ATTESTED_ROLES):
            answer = self._last_answer(case_id, question.id)
            choice = question.choice(AnswerContent.from_json(answer.content).value) if answer is not None else None
            if answer is not None and choice is not None:
                check = tuple(question.label[language] for language in self._languages)
                outcome = tuple(choice.label[language] for language in self._languages)
                author = self._officers.get(answer.author, "")
                checks.append(AttestedCheck(check, outcome, author, self._day(answer.answered_at)))
        return tuple(checks)

    def _last_answer(self, case_id: str, question: str) -> Answer | None:
        versions = select(Answer).where(Answer.case_id == case_id, Answer.question == question)
        with self._work.store.read() as session:
            return session.scalars(versions.order_by(Answer.version.desc(), Answer.id.desc()).limit(1)).first()

    def _list(self, used: ListUsed) -> ScreenedList:
        published = date.fromisoformat(used.published) if used.published else None
        searched = days_later(published, used.age_days or 0) if published else None
        return ScreenedList(
            tuple(_list_name(used, language) for language in self._languages),
            self._day(used.published) if published else "–",
            tuple(ago(published, searched, language) for language in self._languages)
            if published and searched
            else "–",
            tuple(format_number(used.entries, language) for language in self._languages),
            tuple(format_number(used.names, language) for language in self._languages) if used.names else "–",
            used.digest,
        )

    def _roles(self, roles: str) -> Sentence:
        sentences = [labels.ROLES[role] for role in roles.split(",") if role in labels.ROLES]
        return tuple(", ".join(said_in(language, role) for role in sentences) for language in self._languages)

    def _hit(self, candidate: Candidate) -> PrintedHit:
        hit, ruling = candidate.hit, candidate.ruling
        return PrintedHit(
            name=self._read(hit.searched),
            listed=self._read(hit.name),
            why=tuple(self._why(hit, language) for language in self._languages),
            source=hit.reference or hit.entry_id,
            score=tuple(number_in_words(hit.score, language, 3) for language in self._languages),
            agree=self._compared(candidate, (FactVerdict.AGREES, FactVerdict.CLOSE)),
            contradict=self._compared(candidate, (FactVerdict.CONTRADICTS,)),
            ruling=self._ruled(ruling),
            ruled_by=self._officers.get(ruling.ruled_by, "") if ruling else "",
            reason=ruling.reason if ruling else "",
        )

    def _read(self, name: str) -> str:
        """A name, with its reading in the first language of the document."""
        with speaking(self._languages[0]):
            return with_reading(name)

    @staticmethod
    def _why(hit: ScreeningHit, language: str) -> str:
        with speaking(language):
            return explanation(hit)

    def _compared(self, candidate: Candidate, verdicts: Sequence[FactVerdict]) -> Sentence:
        """The facts on both sides that came to one of these verdicts."""
        return tuple(
            in_series(
                language,
                (_sides(fact, language) for fact in compared_facts(candidate, language) if fact.verdict in verdicts),
            )
            for language in self._languages
        )

    def _ruled(self, ruling: Ruling | None) -> Sentence:
        sentence = labels.RULINGS[ruling.ruling if ruling else ""]
        return tuple(said_in(language, sentence) for language in self._languages)


def _list_name(used: ListUsed, language: str) -> str:
    """The publisher and the list, and the languages of its names where it was searched in several."""
    title = said_in(language, used.title)
    if len(used.languages) < 2:
        return title
    languages = (said_in(language, LANGUAGES[code]) for code in used.languages if code in LANGUAGES)
    return f"{title} ({', '.join(languages)})"


def _count_hits(hits: Sequence[ScreeningHit], subject: str, name: str) -> int:
    return sum(hit.subject == subject and hit.searched == name and hit.band in ALERTING for hit in hits)


def _sides(compared: ComparedFact, language: str) -> str:
    """A fact on both sides: `Birth: 14 Mar 1984 / 1971`; said once where both sides say the same."""
    ours, theirs = (_fact(compared.fact, side, language) for side in (compared.ours, compared.theirs))
    sides = ours if ours == theirs else f"{ours} / {theirs}"
    fact = said_in(language, FACTS[compared.fact])
    return said_in(language, N_("{fact}: {sides}")).format(fact=fact, sides=sides)


def _fact(fact: Fact, side: str, language: str) -> str:
    if fact is Fact.KIND:
        return said_in(language, labels.LISTED_AS[side]) if side in labels.LISTED_AS else side
    if fact is Fact.BIRTH:
        return ", ".join(day_in_words(day, language) for day in side.split(", "))
    return side
