"""Trainings (¶30 e): who was trained, when, in what, and until when that holds.

A subject is held until it lapses, which `forms/function.toml` says; of two trainings of one person in one subject the
later one counts. Who has an account is known by it, anybody else by the name as it was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, days_later, months_later
from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.definitions.function import FunctionRules
from desktop.documents.foreign.judging import judge
from desktop.services.office.rights import ROLES_WITH, Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Officer, Training

TO_BE_TRAINED = ROLES_WITH[Right.REGISTER]  # the roles of those who work with partners


class TrainingState(StrEnum):
    """Where a training stands: the first that is true of one of its subjects, if no later training has it."""

    LAPSED = "lapsed"
    SOON = "soon"
    HOLDS = "holds"
    RENEWED = "renewed"  # a later training has all its subjects


@dataclass(frozen=True)
class NewTraining:
    """A training as it is written down. `taken_on` is its last day; `hours` is decimal text, empty if nobody knows."""

    name: str
    subjects: tuple[str, ...]
    taken_on: str
    officer_id: str = ""
    function: str = ""
    hours: str = ""
    trainer: str = ""
    way: str = ""
    notes: str = ""


@dataclass(frozen=True)
class TrainingStanding:
    """A training on a day; `until` is the nearest day on which one of its subjects lapses, None for never.

    `lapsing` are the subjects that lapsed, or lapse soon, and that no later training has.
    """

    training: Training
    state: TrainingState
    until: date | None
    lapsing: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrainedPeople:
    """What is held by whom, as far as it is known here: the day until which each person holds each subject."""

    _held: Mapping[tuple[str, str], Mapping[str, date]] = field(default_factory=dict)
    _accounts: Mapping[tuple[str, str], str] = field(default_factory=dict)  # the account by office and plain name

    def held(self, office: str, officer_id: str, name: str, today: date) -> frozenset[str]:
        """The subjects that somebody holds on a day."""
        subjects = self._held.get(self.person(office, officer_id, name), {})
        return frozenset(subject for subject, until in subjects.items() if until >= today)

    def was_trained(self, office: str, officer_id: str, name: str) -> bool:
        """Whether any training of somebody is on record, lapsed or not."""
        return self.person(office, officer_id, name) in self._held

    def until(self, office: str, officer_id: str, name: str, subject: str) -> date | None:
        """The day until which somebody holds a subject; None for one that is not known to have been trained in it."""
        return self._held.get(self.person(office, officer_id, name), {}).get(subject)

    def person(self, office: str, officer_id: str, name: str) -> tuple[str, str]:
        """By what a person is known: an office and an account, or a name that no account has."""
        plain = " ".join(folded(name).split())
        return office, officer_id or self._accounts.get((office, plain), plain)


@dataclass(frozen=True)
class TrainingRegister:
    """Every training, the newest first; the officers who work with partners and were never trained; who holds what."""

    standings: tuple[TrainingStanding, ...]
    untrained: tuple[Officer, ...]
    people: TrainedPeople


# --- deeds


def record(work: Work, new: NewTraining) -> Training:
    """Write a training down. Raises Problem without a person, a subject or a day, and for a day to come."""
    require(work.officer, Right.ADMINISTER)
    with work.store.change(N_("Training recorded"), work.officer.id) as session:
        training = Training(noted_by=work.officer.id)
        _write(work, session, training, new)
        session.add(training)
    return training


def correct(work: Work, training_id: str, new: NewTraining) -> None:
    """Correct what was written of a training. Raises Problem as `record` does."""
    require(work.officer, Right.ADMINISTER)
    with work.store.change(N_("Training corrected"), work.officer.id) as session:
        _write(work, session, session.get_one(Training, training_id), new)


def set_aside(work: Work, training_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.ADMINISTER)
    deed = N_("Training taken back") if aside else N_("Training brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(Training, training_id).archived = aside


def attach(work: Work, training_id: str, path: Path) -> None:
    """Keep the paper that shows a training. Raises RefusedFile, with the reason, for a file that is not kept."""
    require(work.officer, Right.ADMINISTER)
    data = files.read_file(path)
    judged = judge(data, path.name)
    with work.store.change(N_("Certificate of a training added"), work.officer.id) as session:
        training = session.get_one(Training, training_id)
        training.certificate = files.put(session, data, path.name, judged.kind.media_type)
        training.certificate_name = judged.name


def _write(work: Work, session: Session, training: Training, new: NewTraining) -> None:
    """Write it into its record. Raises Problem for what lacks or cannot be."""
    officer = session.get(Officer, new.officer_id) if new.officer_id else None
    name = officer.name if officer is not None else " ".join(new.name.split())
    day = day_known(new.taken_on)
    if not name or not new.subjects or day is None:
        raise Problem(
            _("The person, the subject or the day lacks; nothing was recorded."),
            _("Say who was trained, in what, and on which day."),
            code="training-incomplete",
        )
    if day > work.today():
        raise Problem(
            _("This training has not taken place yet; nothing was recorded."),
            _("Record it once it is over, or correct the day."),
            code="training-to-come",
        )
    if new.hours and Decimal(new.hours) <= 0:
        raise Problem(
            _("A training lasts more than nothing; nothing was recorded."), _("Correct the hours."), code="no-hours"
        )
    subjects = work.definitions.function.subjects
    training.officer_id, training.name = new.officer_id, name
    training.function = new.function.strip() or (officer.function if officer is not None else "")
    training.subjects = [subject.id for subject in subjects if subject.id in new.subjects]
    training.taken_on, training.hours = new.taken_on, new.hours or None
    training.trainer, training.way, training.notes = new.trainer.strip(), new.way, new.notes.strip()


# --- reading


def read(work: Work, training_id: str) -> Training:
    """One training; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(Training, training_id)


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the trainings known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        return session.scalars(select(Training.id).where(Training.archived.is_(archived)).order_by(Training.id)).all()


def certificate(work: Work, training: Training) -> bytes:
    """The paper that shows a training; raises Problem where its file is not on this computer."""
    with work.store.read() as session:
        return files.get(session, training.certificate)


def people_of(work: Work, office: str) -> TrainedPeople:
    """Who of one office holds what: all that a page about one person asks."""
    with work.store.read() as session:
        return people_in(session, work, office)


def people_in(session: Session, work: Work, office: str) -> TrainedPeople:
    """The same, read with what else a page reads."""
    trainings = session.scalars(select(Training).where(Training.archived.is_(False), Training.office == office))
    at_work = session.scalars(select(Officer).where(Officer.left_on.is_(None), Officer.office == office))
    return trained(work.definitions.function, trainings, at_work)


def register(work: Work) -> TrainingRegister:
    """Every training that is known here, and who has none."""
    with work.store.read() as session:
        return register_in(session, work)


def register_in(session: Session, work: Work) -> TrainingRegister:
    """The same, read with what else a page reads."""
    rules, today = work.definitions.function, work.today()
    query = select(Training).where(Training.archived.is_(False))
    trainings = session.scalars(query.order_by(Training.taken_on.desc(), Training.name, Training.id)).all()
    officers = session.scalars(select(Officer).where(Officer.left_on.is_(None)).order_by(Officer.name)).all()
    people = trained(rules, trainings, officers)
    at_work = (officer for officer in officers if officer.role in TO_BE_TRAINED)
    untrained = (one for one in at_work if not people.was_trained(one.office, one.id, one.name))
    standings = (standing(rules, training, people, today) for training in trainings)
    return TrainingRegister(tuple(standings), tuple(untrained), people)


def to_renew(session: Session, work: Work) -> list[tuple[TrainingStanding, str]]:
    """What people of this office were trained in and have to renew, now or soon, and the id of whose account it is.

    The id is empty for somebody without one; nothing of whoever left.
    """
    office, rules, today = work.store.identity.office, work.definitions.function, work.today()
    ours = select(Training).where(Training.archived.is_(False), Training.office == office).order_by(Training.id)
    trainings = session.scalars(ours).all()
    if not trainings:
        return []
    at_work = session.scalars(select(Officer).where(Officer.left_on.is_(None), Officer.office == office)).all()
    people, accounts = trained(rules, trainings, at_work), {officer.id for officer in at_work}
    waiting = [
        (own, people.person(office, training.officer_id, training.name)[1])
        for training in trainings
        if (own := standing(rules, training, people, today)).lapsing and own.until is not None
    ]
    here = ((own, person) for own, person in waiting if person in accounts or not own.training.officer_id)
    return [(own, person if person in accounts else "") for own, person in here]


def trained(rules: FunctionRules, trainings: Iterable[Training], officers: Iterable[Officer]) -> TrainedPeople:
    """Who holds what until when, by these trainings."""
    accounts = {(officer.office, " ".join(folded(officer.name).split())): officer.id for officer in officers}
    by_person: dict[tuple[str, str], dict[str, date]] = {}
    people = TrainedPeople(by_person, accounts)
    for training in trainings:
        subjects = by_person.setdefault(people.person(training.office, training.officer_id, training.name), {})
        for subject in training.subjects:
            until = lapses(rules, training, subject)
            subjects[subject] = max(until, subjects.get(subject, date.min))
    return people


def lapses(rules: FunctionRules, training: Training, subject: str) -> date:
    """The last day on which what was learned of a subject holds; the calendar's last for one that never lapses."""
    rule, day = rules.by_subject.get(subject), day_known(training.taken_on)
    if day is None:
        return date.min
    if rule is None or not rule.lapses_after_months:
        return date.max
    return months_later(day, rule.lapses_after_months)


def standing(rules: FunctionRules, training: Training, people: TrainedPeople, today: date) -> TrainingStanding:
    """Where a training stands on a day, as far as no later one has its subjects."""
    own = (training.office, training.officer_id, training.name)
    until = {subject: lapses(rules, training, subject) for subject in training.subjects}
    last = {subject: day for subject, day in until.items() if day >= (people.until(*own, subject) or date.min)}
    if not last:
        return TrainingStanding(training, TrainingState.RENEWED, None)
    nearest, soon = min(last.values()), days_later(today, rules.lapses_soon_days)
    state = TrainingState.HOLDS
    if nearest < today:
        state = TrainingState.LAPSED
    elif nearest <= soon:
        state = TrainingState.SOON
    lapsing = tuple(subject for subject, day in last.items() if day <= soon)
    return TrainingStanding(training, state, nearest if nearest not in (date.max, date.min) else None, lapsing)
