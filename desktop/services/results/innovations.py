"""Innovations (¶29 b): how far each has come, which other offices took it up, and how many persons it assisted.

The stages are those of `forms/results.toml`, reached in their order. What an innovation or an activity did for persons
is a number with the way in which it was counted; the groups of one dimension are never more than all persons together.
Persons reported for a thing twice are the same ones unless `others` says otherwise: only the highest number counts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base import office_codes, places
from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.office_codes import HQ
from desktop.base.text import N_, _, folded
from desktop.definitions.indicator import ASSISTED, Indicators, Period, each_once, reasons_of
from desktop.definitions.results import ResultRules
from desktop.services.office import people
from desktop.services.office.rights import Right, require
from desktop.services.registry import office_counts
from desktop.services.registry.identity import Identities
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.results.condensing import rules_digest
from desktop.services.results.taking_part import TakingPart, evidence_in, taking_part
from desktop.services.work import Work
from desktop.store.records import Activity, Evidence, Partner, Partnership, Result
from desktop.store.records.values import HeadCount, StageReached
from desktop.store.states import ResultKind

WAY = 1  # how Headquarters keeps the innovations of an office


@dataclass(frozen=True, kw_only=True)
class NewInnovation:
    """An innovation as it is written down; the `stages` that it reached, each with its day as ISO text.

    `origin` is the code of the office where it began, empty for this one; other offices are not told of a `withheld`
    one.
    """

    partnership_id: str
    title: str
    sort: str = ""
    stages: tuple[StageReached, ...] = ()
    text: str = ""
    origin: str = ""
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class NewReplication:
    """That another office took an innovation up, from a day on (ISO text), in a country (ISO 3166-1 alpha-2): where
    none is said, in the one that its code begins with."""

    office_code: str
    happened_on: str
    text: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class NewHeadCount:
    """Persons who were assisted in a time (ISO text). `text` says how they were counted; with `others` they are none of
    those reported before for the same thing."""

    count: int
    method: str
    happened_on: str
    until: str = ""
    breakdown: tuple[HeadCount, ...] = ()
    text: str = ""
    others: bool = False


@dataclass(frozen=True)
class InnovationLine:
    """An innovation with its partnership and the partner as it is now, what took it up and whom it assisted.

    `counts` says whether it came so far that indicators count it. `persons` are those assisted, nobody said twice.
    """

    innovation: Result
    partnership: str
    partner_id: str
    partner: str
    counts: bool
    replications: tuple[Result, ...] = ()
    head_counts: tuple[Result, ...] = ()
    persons: int = 0


@dataclass(frozen=True)
class ListedInnovation:
    """What a list of innovations says of one: of the partnership and the partner the names, of what took it up the
    codes of the offices, of those whom it assisted how many."""

    id: str
    office: str
    partnership_id: str
    title: str
    sort: str
    stage: str
    partnership: str
    partner: str
    taken_up_by: tuple[str, ...]
    persons: int
    counts: bool

    @classmethod
    def of(cls, line: InnovationLine) -> "ListedInnovation":
        """What is said of an innovation that was read whole."""
        own = line.innovation
        return cls(
            own.id, own.office, own.partnership_id, own.title, own.sort, own.stage, line.partnership, line.partner,
            tuple(sorted(row.office_code for row in line.replications)), line.persons, line.counts,
        )  # fmt: skip


@dataclass(frozen=True)
class InnovationPage:
    """What the page of an innovation reads: the innovation (None for a new one), who may take part, the names of
    officers by id, and what shows it."""

    line: InnovationLine | None
    whose: TakingPart
    officers: Mapping[str, str]
    evidence: Sequence[Evidence] = ()


# --- innovations


def record(work: Work, new: NewInnovation) -> Result:
    """Write an innovation down. Raises Problem without a partnership, a title or a stage; for a stage without its day
    or with one to come, for stages whose days are not in their order, and where it began in what is no office."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Innovation recorded"), work.officer.id) as session:
        innovation = Result(kind=ResultKind.INNOVATION, noted_by=work.officer.id)
        _write(work, innovation, new)
        session.add(innovation)
    return innovation


def correct(work: Work, innovation_id: str, new: NewInnovation) -> None:
    """Correct what was written of an innovation, or add the stage that it reached. Raises Problem as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Innovation corrected"), work.officer.id) as session:
        _write(work, session.get_one(Result, innovation_id), new)


def set_aside(work: Work, result_id: str, aside: bool) -> None:
    """Take back an innovation, a replication or a number of persons recorded by mistake, or bring it back."""
    require(work.officer, Right.REGISTER)
    deed = N_("Result taken back") if aside else N_("Result brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(Result, result_id).archived = aside


def _write(work: Work, innovation: Result, new: NewInnovation) -> None:
    rules, title = work.definitions.results, " ".join(new.title.split())
    if not title or not new.partnership_id:
        raise Problem(
            _("The partnership or the name of the innovation lacks; nothing was recorded."),
            _("Say of which partnership it is and what it is called."),
            code="innovation-incomplete",
        )
    stages, origin = _in_order(rules, new.stages), new.origin.strip().upper()
    _require_stages(work, rules, stages)
    if origin and origin != HQ:
        office_codes.require_office_code(origin)
    innovation.office_code, innovation.withheld = origin or work.store.identity.office, new.withheld
    innovation.partnership_id, innovation.title, innovation.sort = new.partnership_id, title, new.sort
    innovation.stages, innovation.stage = stages, stages[-1].stage
    innovation.happened_on, innovation.text = stages[0].on, new.text.strip()


def _in_order(rules: ResultRules, stages: Sequence[StageReached]) -> tuple[StageReached, ...]:
    of_the_rules = (own for own in stages if own.stage in rules.stage_order)
    return tuple(sorted(of_the_rules, key=lambda own: rules.stage_order[own.stage]))


def _require_stages(work: Work, rules: ResultRules, stages: Sequence[StageReached]) -> None:
    days = [day_known(own.on) for own in stages]
    dated = [day for day in days if day is not None]
    twice = any(times > 1 for times in Counter(own.stage for own in stages).values())
    if not stages or len(dated) < len(days) or twice:
        raise Problem(
            _("A stage lacks its day, stands there twice, or there is none; nothing was recorded."),
            _("Say on which day the innovation reached each stage, the first one at least."),
            code="stage-without-day",
        )
    if dated != sorted(dated):
        raise Problem(
            _("A later stage cannot be reached before an earlier one; nothing was recorded."),
            _("Correct the days of the stages."),
            code="stages-turned",
        )
    if dated[-1] > work.today():
        raise Problem(
            _("That day has not come yet; nothing was recorded."),
            _("Record a stage once it is reached."),
            code="stage-to-come",
        )


# --- replications


def replicate(work: Work, innovation_id: str, new: NewReplication) -> Result:
    """Record that another office took an innovation up. Raises Problem for the office where it began, for one that did
    before, for what is no code of an office, without a day, and for a day to come or before it began."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Replication of an innovation recorded"), work.officer.id) as session:
        innovation = session.get_one(Result, innovation_id)
        replication = Result(
            kind=ResultKind.REPLICATION,
            activity_id=innovation.id,
            partnership_id=innovation.partnership_id,
            noted_by=work.officer.id,
        )
        _write_replication(work, session, innovation, replication, new)
        session.add(replication)
    return replication


def correct_replication(work: Work, replication_id: str, new: NewReplication) -> None:
    """Correct what was written of a replication. Raises Problem as `replicate` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Replication of an innovation corrected"), work.officer.id) as session:
        replication = session.get_one(Result, replication_id)
        innovation = session.get_one(Result, replication.activity_id)
        _write_replication(work, session, innovation, replication, new)


def _write_replication(
    work: Work, session: Session, innovation: Result, replication: Result, new: NewReplication
) -> None:
    code, day = new.office_code.strip().upper(), day_known(new.happened_on)
    if code != HQ:
        office_codes.require_office_code(code)
    if code == innovation.office_code:
        raise Problem(
            _("The innovation began in {office}: taken up there, it is no replication; nothing was recorded.").format(
                office=code
            ),
            _("Name the other office that took it up."),
            code="replication-at-home",
        )
    others = [own for own in _hanging(session, innovation.id, ResultKind.REPLICATION) if own.id != replication.id]
    if any(own.office_code == code for own in others):
        raise Problem(
            _("{office} is on record already as having taken it up; nothing was recorded.").format(office=code),
            _("Correct that entry, if its day is another one."),
            code="replication-twice",
        )
    began = day_known(innovation.happened_on)
    if day is None or day > work.today() or (began is not None and day < began):
        raise Problem(
            _("The day lacks, has not come yet, or lies before the innovation began; nothing was recorded."),
            _("Say from which day on that office has used it."),
            code="replication-day-unsound",
        )
    replication.office_code, replication.happened_on, replication.text = code, new.happened_on, new.text.strip()
    replication.country = new.country or _country_of(code)


def _country_of(office_code: str) -> str:
    """The country with which the code of an office begins; empty where it begins with none."""
    begins = office_code[:2]
    return begins if begins in dict(places.countries("en")) else ""


# --- persons assisted


def assist(work: Work, about_id: str, new: NewHeadCount) -> Result:
    """Record persons who were assisted through an innovation or an activity. Raises Problem for no persons, a method
    that is not known, an estimate without a sentence, days that are turned round or to come, and groups of one
    dimension that are more than all persons."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Persons assisted recorded"), work.officer.id) as session:
        about = session.get(Result, about_id) or session.get_one(Activity, about_id)
        assisted = Result(
            kind=ResultKind.ASSISTED,
            activity_id=about.id,
            partnership_id=about.partnership_id,
            noted_by=work.officer.id,
        )
        _write_head_count(work, assisted, new)
        session.add(assisted)
    return assisted


def correct_head_count(work: Work, assisted_id: str, new: NewHeadCount) -> None:
    """Correct what was written of persons assisted. Raises Problem as `assist` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Persons assisted corrected"), work.officer.id) as session:
        _write_head_count(work, session.get_one(Result, assisted_id), new)


def _write_head_count(work: Work, assisted: Result, new: NewHeadCount) -> None:
    rules, begins, ends = work.definitions.results, day_known(new.happened_on), day_known(new.until)
    method = rules.by_method.get(new.method)
    if new.count <= 0 or method is None or begins is None:
        raise Problem(
            _("The number of persons, how they were counted or the day lacks; nothing was recorded."),
            _("Say how many, how you know, and from which day on."),
            code="head-count-incomplete",
        )
    if method.explained and not new.text.strip():
        raise Problem(
            _("An estimate or a ceiling needs a sentence on how it was made; nothing was recorded."),
            _("Write it for whoever asks in two years."),
            code="head-count-unexplained",
        )
    if (ends is not None and ends < begins) or max(begins, ends or begins) > work.today():
        raise Problem(
            _("The days are turned round or have not come yet; nothing was recorded."),
            _("Correct the days: persons are reported once they were assisted."),
            code="head-count-days",
        )
    breakdown = tuple(own for own in new.breakdown if own.count)
    too_many = over_the_number(rules, new.count, breakdown)
    if too_many or any(own.count < 0 for own in breakdown):
        raise Problem(
            _("The groups of one heading are together more than {count} persons; nothing was recorded.").format(
                count=new.count
            ),
            _("Correct the number or the groups; a group that nobody knows stays empty."),
            code="groups-over-number",
        )
    assisted.count, assisted.method, assisted.breakdown = new.count, new.method, breakdown
    assisted.happened_on, assisted.until = new.happened_on, new.until or None
    assisted.text, assisted.others = new.text.strip(), new.others


def over_the_number(rules: ResultRules, count: int, breakdown: Sequence[HeadCount]) -> tuple[str, ...]:
    """The dimensions whose groups are together more than all persons, or that the rules do not have."""
    sums: Counter[str] = Counter()
    for own in breakdown:
        sums[own.dimension] += own.count
    return tuple(code for code, total in sums.items() if total > count or code not in rules.by_dimension)


def reported_before(work: Work, about_id: str, assisted_id: str = "") -> Sequence[Result]:
    """The other reports on persons of the same innovation or activity, which may be of the same persons."""
    with work.store.read() as session:
        return _reported(session, about_id, assisted_id)


def _reported(session: Session, about_id: str, assisted_id: str) -> Sequence[Result]:
    return [own for own in _hanging(session, about_id, ResultKind.ASSISTED) if own.id != assisted_id]


def persons(indicators: Indicators, head_counts: Sequence[Result], today: date) -> int:
    """How many persons several reports on one thing speak of, as the indicator of persons assisted counts them: of
    those that may be of the same persons the largest, those of others, and no mere upper limit (dossier 4.4 INN-3)."""
    if not head_counts:
        return 0
    indicator = indicators.of_period(Period(today, today))[ASSISTED]
    known = {"innovation.id": "of one", "innovation.withdrawn": False, "agreement.signed": True}
    counted = [
        own
        for own in head_counts
        if not reasons_of(
            indicator,
            {
                **known,
                "assisted.withdrawn": own.archived,
                "assisted.persons": own.count,
                "assisted.method": own.method,
            },
        )
    ]
    return sum(own.count or 0 for own in each_once(counted, lambda own: own.count or 0, lambda own: own.others))


# --- reading


def read(work: Work, result_id: str) -> Result:
    """One innovation, replication or number of persons; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(Result, result_id)


def origin(work: Work, innovation_id: str) -> Result:
    """The innovation on which something hangs; raises Problem for one that is not known here."""
    with work.store.read() as session:
        innovation = session.get(Result, innovation_id)
    if innovation is None:
        raise _not_here()
    return innovation


def _not_here() -> Problem:
    return Problem(
        _("The innovation that this belongs to is not on this computer; nothing was changed."),
        _("It comes with the next bundle that holds it."),
        code="innovation-not-here",
    )


@dataclass(frozen=True)
class AssistedPage:
    """What the page of persons assisted reads: through what, the number on record (None for a new one), and what else
    was reported of it."""

    about: Result | Activity
    head_count: Result | None
    before: Sequence[Result]


def assisted_page(work: Work, about_id: str, assisted_id: str) -> AssistedPage:
    """The same; raises Problem for an innovation or activity that is not known here, NoResultFound for a number."""
    with work.store.read() as session:
        about = session.get(Activity, about_id) or session.get(Result, about_id)
        head_count = session.get_one(Result, assisted_id) if assisted_id else None
        before = _reported(session, about_id, assisted_id)
    if about is None:
        raise _not_here()
    return AssistedPage(about, head_count, before)


def page(work: Work, innovation_id: str, partnership_id: str, named: Iterable[str]) -> InnovationPage:
    """What the page of an innovation reads, or of a new one of this partnership; `named` are partners to choose among.
    Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        shown = None
        if innovation_id:
            own = session.get_one(Result, innovation_id)
            (shown,) = _lines(session, work, [own])
            partnership_id = own.partnership_id
        pieces = evidence_in(session, shown.innovation.evidence if shown is not None else ())
        whose = taking_part(session, partnership_id, named)
        return InnovationPage(shown, whose, people.names_in(session), pieces)


def line(work: Work, innovation_id: str) -> InnovationLine:
    """One innovation with all that hangs on it; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return _lines(session, work, [session.get_one(Result, innovation_id)])[0]


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the innovations known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        query = select(Result.id).where(Result.kind == ResultKind.INNOVATION, Result.archived.is_(archived))
        return session.scalars(query.order_by(Result.id)).all()


def every(work: Work) -> Sequence[InnovationLine]:
    """Every innovation, by name."""
    with work.store.read() as session:
        return _lines(session, work, session.scalars(_innovations()).all())


def listed(work: Work) -> Sequence[ListedInnovation]:
    """Every innovation as a list says it, by name; of other offices as Headquarters keeps it of them."""
    with work.store.read() as session:
        if work.store.identity.office != HQ:
            return _by_name(map(ListedInnovation.of, _lines(session, work, session.scalars(_innovations()).all())))
        of_each = _of_each_office(session, work)
    of_each.keep()
    return _by_name(own for several in of_each.by_office.values() for own in several)


def _by_name(innovations: Iterable[ListedInnovation]) -> Sequence[ListedInnovation]:
    return sorted(innovations, key=lambda own: (folded(own.title), own.id))


def _of_each_office(session: Session, work: Work) -> OfficeCounts[Sequence[ListedInnovation]]:
    """The innovations of every office as Headquarters keeps them; read anew on the day on which another rule counts."""
    today = work.today()
    assisted = work.definitions.indicators.of_period(Period(today, today))[ASSISTED]
    way: list[str | int] = ["innovations", WAY, rules_digest(work.definitions), assisted.since.isoformat()]

    def lines(offices: Collection[str]) -> Iterable[ListedInnovation]:
        there = session.scalars(_innovations().where(Result.office.in_(offices))).all()
        return map(ListedInnovation.of, _lines(session, work, there))

    return office_counts.read_lines(work.store, session, Result, way, lines, ListedInnovation)


def of_partnership(work: Work, partnership_id: str) -> Sequence[InnovationLine]:
    """The innovations of a partnership, by name."""
    with work.store.read() as session:
        query = _innovations().where(Result.partnership_id == partnership_id)
        return _lines(session, work, session.scalars(query).all())


def of_partner(session: Session, own: Collection[str]) -> Sequence[Result]:
    """The innovations of the partnerships of a partner, by the ids of all its records, by name."""
    planned = select(Partnership.id).where(Partnership.partner_id.in_(own))
    return session.scalars(_innovations().where(Result.partnership_id.in_(planned))).all()


def _innovations() -> Select[Result]:
    own = Result.kind == ResultKind.INNOVATION
    return select(Result).where(own, Result.archived.is_(False), Result.title != "").order_by(Result.title, Result.id)


def _hanging(session: Session, about_id: str, kind: ResultKind) -> Sequence[Result]:
    query = select(Result).where(Result.activity_id == about_id, Result.kind == kind, Result.archived.is_(False))
    return session.scalars(query.order_by(Result.happened_on.desc(), Result.id)).all()


def _lines(session: Session, work: Work, innovations: Sequence[Result]) -> Sequence[InnovationLine]:
    identities = Identities.read_in(session)
    planned = _partnerships(session, {own.partnership_id for own in innovations})
    partners = {identities.partner(partner_id) for _title, partner_id in planned.values()}
    named = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(partners)))
    names = {row.id: row.name for row in named}
    hanging: dict[str, list[Result]] = {}
    about = select(Result).where(Result.activity_id.in_([own.id for own in innovations]), Result.archived.is_(False))
    for row in session.scalars(about.order_by(Result.happened_on.desc(), Result.id)):
        hanging.setdefault(row.activity_id, []).append(row)
    counting = {stage.id for stage in work.definitions.results.stages if stage.counts}
    indicators, today, lines = work.definitions.indicators, work.today(), []
    for own in innovations:
        title, partner_id = planned.get(own.partnership_id, ("", ""))
        partner = identities.partner(partner_id) if partner_id else ""
        below = hanging.get(own.id, ())
        assisted = tuple(row for row in below if row.kind == ResultKind.ASSISTED)
        lines.append(
            InnovationLine(
                own,
                title,
                partner,
                names.get(partner, ""),
                own.stage in counting,
                tuple(row for row in below if row.kind == ResultKind.REPLICATION),
                assisted,
                persons(indicators, assisted, today),
            )
        )
    return lines


def _partnerships(session: Session, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """The title and the partner of these partnerships, by id."""
    columns = select(Partnership.id, Partnership.title, Partnership.partner_id).where(Partnership.id.in_(ids))
    return {row.id: (row.title, row.partner_id) for row in session.execute(columns)} if ids else {}
