"""The six exercises of the training office: what the records must say for each of them to be done.

Their words are sections of the handbook, by the keys here. Nothing looks at clicks, and nothing is noted beside the
records: an exercise is done as long as the records say what it asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import _, folded
from desktop.base.values import JsonObject
from desktop.services.demo import invented
from desktop.services.work import Work
from desktop.store.backup import SUFFIX
from desktop.store.records import (
    Agreement,
    Case,
    Contribution,
    Decision,
    HandOver,
    Partner,
    Person,
    PrintedPack,
    Ruling,
)
from desktop.store.states import FAVOURABLE, AgreementState, CaseState, ContributionKind

NEW_NUMBER = "SN-DKR-2019-B-22871"  # of the company that is to be registered
FREIGHT = "RCCM-NE-NIA-2014-B-1187"  # of the company with a match to rule on
WHOLE_SENTENCE, TWO_SENTENCES = 25, 50  # letters that a reason or a note has at least


@dataclass(frozen=True)
class Requirement:
    """What the records must say, in words, and whether they do."""

    words: str
    is_met: bool


@dataclass(frozen=True)
class Exercise:
    """One exercise: the key of its section in the handbook, what it requires, and the place where one begins."""

    key: str
    requirements: tuple[Requirement, ...]
    place: str
    arguments: JsonObject = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether the records say all of it."""
        return all(requirement.is_met for requirement in self.requirements)


def read(work: Work, backups: Path) -> tuple[Exercise, ...]:
    """The six exercises as the records have them now; `backups` is the folder of the backups of the office."""
    with work.store.read() as session:
        return read_in(session, backups)


def read_in(session: Session, backups: Path) -> tuple[Exercise, ...]:
    """The same, read with what else a page reads."""
    register = _Register(session)
    return (
        Exercise("exercise_partner", tuple(_partner(register)), "search", {"text": "TCR"}),
        Exercise("exercise_diligence", tuple(_diligence(register)), *register.case_of(invented.NUMBER)),
        Exercise("exercise_name", tuple(_name(register)), *register.case_of(FREIGHT)),
        Exercise("exercise_agreement", tuple(_agreement(register)), *register.agreement_of(invented.NUMBER)),
        Exercise("exercise_contribution", tuple(_contribution(register)), *register.page_of(invented.NUMBER)),
        Exercise("exercise_handover", tuple(_handing_over(register, backups)), "people"),
    )


class _Register:
    """What the checks read; partners are known by their numbers, which nobody has to change."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.partners: Sequence[Partner] = session.scalars(select(Partner).where(Partner.archived.is_(False))).all()

    def ids(self, number: str) -> list[str]:
        """The partners that bear a number of the register of companies."""
        plain = folded(number).replace(" ", "")
        return [partner.id for partner in self.partners if folded(partner.registration).replace(" ", "") == plain]

    def page_of(self, number: str) -> tuple[str, JsonObject]:
        """The page of a partner."""
        ids = self.ids(number)
        return ("partner", {"id": ids[0]}) if ids else ("partners", {})

    def case_of(self, number: str) -> tuple[str, JsonObject]:
        """Where the due diligence of a partner is worked on."""
        query = select(Case.id).where(Case.partner_id.in_(self.ids(number))).order_by(Case.id.desc()).limit(1)
        case = self.session.scalar(query)
        return ("diligence", {"case": case}) if case else ("partners", {})

    def agreement_of(self, number: str) -> tuple[str, JsonObject]:
        """Where the agreement of a partner is worked on."""
        own = (Agreement.partner_id.in_(self.ids(number)), Agreement.archived.is_(False))
        agreement = self.session.scalar(select(Agreement.id).where(*own).order_by(Agreement.id.desc()).limit(1))
        return ("agreement", {"id": agreement}) if agreement else ("agreements", {})


def _partner(register: _Register) -> Iterator[Requirement]:
    new = register.ids(NEW_NUMBER)
    yield Requirement(_("One partner has the number {number}.").format(number=NEW_NUMBER), len(new) == 1)
    behind = select(Person.id).where(Person.partner_id.in_(new), Person.archived.is_(False)).limit(1)
    yield Requirement(_("A person stands behind it."), register.session.scalar(behind) is not None)
    called = [partner.id for partner in register.partners if _is_called_like_tcr(partner)]
    yield Requirement(_("The partner of the second card is there once."), len(called) == 1)


def _is_called_like_tcr(partner: Partner) -> bool:
    names = [folded(name) for name in (partner.name, *partner.other_names)]
    return any("teranga" in name or "tcr" in name.replace(",", " ").split() for name in names)


def _diligence(register: _Register) -> Iterator[Requirement]:
    partners = register.ids(invented.NUMBER)
    cases = register.session.scalars(select(Case).where(Case.partner_id.in_(partners))).all()
    decided = register.session.scalars(select(Decision).where(Decision.case_id.in_([case.id for case in cases]))).all()
    over = {decision.case_id for decision in decided}
    handed = any(case.state != CaseState.OPEN or case.id in over for case in cases)
    yield Requirement(_("The case was submitted for decision."), handed)
    yield Requirement(_("Somebody decided it."), bool(decided))
    favourable = any(decision.outcome in FAVOURABLE for decision in decided)
    yield Requirement(_("The decision allows an agreement."), favourable)


def _name(register: _Register) -> Iterator[Requirement]:
    partners = register.ids(FREIGHT)
    rulings = register.session.scalars(select(Ruling).where(Ruling.partner_id.in_(partners))).all()
    yield Requirement(_("Somebody ruled on the name of the director."), bool(rulings))
    reasoned = any(len(ruling.reason.strip()) >= WHOLE_SENTENCE for ruling in rulings)
    yield Requirement(_("The reason is a whole sentence with the facts."), reasoned)


def _agreement(register: _Register) -> Iterator[Requirement]:
    own = (Agreement.partner_id.in_(register.ids(invented.NUMBER)), Agreement.archived.is_(False))
    final = [a.id for a in register.session.scalars(select(Agreement).where(*own)) if a.state != AgreementState.DRAFT]
    yield Requirement(_("The agreement is final."), bool(final))
    pack = select(PrintedPack.id).where(PrintedPack.agreement_id.in_(final), PrintedPack.draft.is_(False)).limit(1)
    yield Requirement(_("The pack of the final text was produced."), register.session.scalar(pack) is not None)


def _contribution(register: _Register) -> Iterator[Requirement]:
    own = (Contribution.partner_id.in_(register.ids(invented.NUMBER)), Contribution.archived.is_(False))
    in_kind = [c for c in register.session.scalars(select(Contribution).where(*own)) if c.kind != ContributionKind.CASH]
    yield Requirement(_("A contribution of the partner in goods or services is on record."), bool(in_kind))
    valued = [given.valuation for given in in_kind if given.valuation is not None and given.valuation.method]
    yield Requirement(_("Its value says how it was found."), bool(valued))
    yield Requirement(_("A document shows it."), any(valuation.evidence for valuation in valued))


def _handing_over(register: _Register, backups: Path) -> Iterator[Requirement]:
    notes = [deed.note.strip() for deed in register.session.scalars(select(HandOver))]
    yield Requirement(_("Somebody’s work was handed over."), bool(notes))
    told = any(len(note) >= TWO_SENTENCES for note in notes)
    yield Requirement(_("The note says in two sentences how things stand."), told)
    yield Requirement(_("There is a backup."), any(backups.glob(f"*{SUFFIX}")))
