"""The screening certificate: the last run on a case, or on a partner outside a case, with the rulings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from desktop.base.dates import ago, day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_number
from desktop.base.text import N_, _, in_series, said_in
from desktop.base.values import stamp
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import QuestionRole
from desktop.documents.blocks import Sentence
from desktop.documents.enclosures.certificate import (
    AttestedCheck,
    PrintedCertificate,
    PrintedHit,
    ScreenedList,
    SearchedName,
)
from desktop.screening.compare import FACTS, ComparedFact
from desktop.services import labels
from desktop.services.diligence import diligence
from desktop.services.office import marks, office_profile, people
from desktop.services.screening import screening
from desktop.services.work import Work
from desktop.store.records import (
    Case,
    Ruling,
)
from desktop.store.store import Store

ELSEWHERE = (QuestionRole.PROCUREMENT_CHECK,)  # questions that only a check made elsewhere answers


def certificate(
    work: Work, case_id: str, languages: tuple[str, ...], partner_id: str = "", form: Questionnaire | None = None
) -> PrintedCertificate | None:
    """The screening certificate of a case, or of a partner outside a case: its last run with the rulings.

    None before a run. With the questionnaire, the checks that somebody made elsewhere are added.
    """
    names = people.names(work.store)
    with work.store.read() as session:
        found = (
            screening.state(session, session.get_one(Case, case_id), work.today())
            if case_id
            else screening.partner_state(session, partner_id, work.today())
        )
    if found.run is None:
        return None
    run = found.run
    return PrintedCertificate(
        partner=next((s.names[0] for s in found.subjects if s.role == "partner"), ""),
        done_on=tuple(day_in_words(run.run_at, language, "long") for language in languages),
        done_by=names.get(run.run_by, ""),
        threshold=tuple(format_number(Decimal(run.threshold), language, 2) for language in languages),
        matcher=f"Passerelle {run.matcher}",
        lists=tuple(_searched_list(each, languages) for each in run.lists),
        names=tuple(
            SearchedName(name, _roles(row["role"], languages), _hits_on(run.hits, row["subject"], name))
            for row in run.names
            for name in row["names"]
        ),
        hits=tuple(_hit(c, names, languages) for c in found.candidates if c.hit["band"] in screening.ALERTING),
        clear=found.current and not found.open and not any(_same_person(c.ruling) for c in found.candidates),
        attested=_attested(work.store, case_id, form, languages, names) if case_id and form is not None else (),
    )


def _attested(
    store: Store, case_id: str, form: Questionnaire, languages: tuple[str, ...], names: Mapping[str, str]
) -> tuple[AttestedCheck, ...]:
    """The United Nations procurement register is open to Procurement and Headquarters only: an answer attests it."""
    found = []
    for question in (form.role(role) for role in ELSEWHERE):
        given = max(diligence.versions(store, case_id, question.id), key=lambda one: one.version, default=None)
        choice = question.choice(str(given.content.get("value", ""))) if given is not None else None
        if given is not None and choice is not None:
            day = tuple(day_in_words(given.answered_at, language) for language in languages)
            said = tuple(question.label[one] for one in languages), tuple(choice.label[one] for one in languages)
            found.append(AttestedCheck(*said, names.get(given.author, ""), day))
    return tuple(found)


def _same_person(ruling: Ruling | None) -> bool:
    return ruling is not None and ruling.ruling == "same"


def _searched_list(each: Mapping[str, Any], languages: tuple[str, ...]) -> ScreenedList:
    title = each["title"]
    published = date.fromisoformat(each["published"]) if each["published"] else None
    searched = published + timedelta(days=each["age_days"]) if published else None
    return ScreenedList(
        tuple(said_in(language, title) if title else "" for language in languages),
        tuple(day_in_words(each["published"], language) for language in languages) if published else "–",
        tuple(ago(published, searched, language) for language in languages) if published and searched else "–",
        tuple(format_number(each["entries"], language) for language in languages),
        each["digest"],
    )


def _hits_on(hits: Sequence[Mapping[str, Any]], subject: str, name: str) -> int:
    return sum(h["subject"] == subject and h["searched"] == name and h["band"] in screening.ALERTING for h in hits)


def _roles(roles: str, languages: tuple[str, ...]) -> Sentence:
    known = [labels.ROLES[role] for role in roles.split(",") if role in labels.ROLES]
    return tuple(", ".join(said_in(language, role) for role in known) for language in languages)


def _hit(candidate: screening.Candidate, names: Mapping[str, str], languages: tuple[str, ...]) -> PrintedHit:
    hit, ruling = candidate.hit, candidate.ruling
    return PrintedHit(
        name=hit["searched"],
        listed=hit["name"],
        source=hit["reference"] or hit["entry"],
        score=hit["score"],
        agree=tuple(_compared(candidate, ("agrees", "close"), language) for language in languages),
        contradict=tuple(_compared(candidate, ("contradicts",), language) for language in languages),
        ruling=_ruled(ruling, languages),
        ruled_by=names.get(ruling.ruled_by, "") if ruling else "",
        reason=ruling.reason if ruling else "",
    )


def _compared(candidate: screening.Candidate, verdicts: Collection[str], language: str) -> str:
    """The facts on both sides that came to one of these verdicts."""
    rows = screening.compared(candidate, language)
    return in_series(language, (_sides(row, language) for row in rows if row.verdict in verdicts))


def _sides(row: ComparedFact, language: str) -> str:
    """A fact on both sides: `Birth: 14 Mar 1984 / 1971`; said once where both sides say the same."""
    ours, theirs = (_fact(row.fact, side, language) for side in (row.ours, row.theirs))
    sides = ours if ours == theirs else f"{ours} / {theirs}"
    return said_in(language, N_("{fact}: {sides}")).format(fact=said_in(language, FACTS[row.fact]), sides=sides)


def _fact(fact: str, side: str, language: str) -> str:
    if fact == "kind":
        return said_in(language, labels.LISTED_AS[side]) if side in labels.LISTED_AS else side
    if fact != "birth":
        return side
    return ", ".join(day_in_words(day, language) for day in side.split(", "))


def _ruled(ruling: Ruling | None, languages: tuple[str, ...]) -> tuple[str, ...]:
    sentence = labels.RULINGS[ruling.ruling if ruling else ""]
    return tuple(said_in(language, sentence) for language in languages)


def certificate_pdf(
    work: Work, case_id: str, languages: tuple[str, ...], partner_id: str = "", form: Questionnaire | None = None
) -> bytes:
    """The screening certificate alone, as a document of its own."""
    from desktop.documents.enclosures.certificate import draw_certificate

    sheet = certificate(work, case_id, languages, partner_id, form)
    if sheet is None:
        raise Problem(
            _("No name of this case has been screened yet, so there is no certificate."), _("Screen the names first.")
        )
    number = diligence.case(work.store, case_id).number if case_id else sheet.partner
    office, mark = office_profile.read(work.store).name, marks.of_office(work.store, languages)
    return draw_certificate(sheet, languages, number, stamp(work.clock.now()), office, mark).data
