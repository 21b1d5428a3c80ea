"""What partners and IOM do together: campaigns, projects, joint publications (¶29 a, d), with who takes which part.

Whether an activity counts, and what it lacks until then, the indicators themselves say (`counts_for`). A translation or
a later edition names the record of the first, and both are one work.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from sqlalchemy import Select, String, cast, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.base.work_numbers import work_number
from desktop.definitions.indicator import CountsFor
from desktop.definitions.results import ResultRules
from desktop.services.office import people
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity, office_counts
from desktop.services.registry.identity import Identities
from desktop.services.registry.office_counts import OfficeCounts
from desktop.services.results import counts_for
from desktop.services.results.condensing import rules_digest
from desktop.services.results.taking_part import TakingPart, evidence_in, taking_part
from desktop.services.work import Work
from desktop.store.records import Activity, Evidence, Partner, Partnership, Result, VisibilityUse
from desktop.store.records.values import PartnerRole
from desktop.store.store import HQ

WAY = 1  # how Headquarters keeps the activities of an office
PART = "part"  # what an activity lacks that counts nowhere, and of which nobody said who takes which part
ALIKE = 0.72  # of two titles, above which somebody is asked whether they are one work
SHORTEST_ALIKE = 8  # letters of a title that is compared


@dataclass(frozen=True, kw_only=True)
class NewActivity:
    """An activity as it is written down. Days are ISO text, empty where nobody knows; countries are ISO 3166-1 alpha-2.

    A product has `released_on`, `language`, `edition_of` (the record of its first edition) and `work` (a DOI or ISBN,
    however it is typed); anything else has `starts_on` and `ends_on`.
    """

    kind: str
    title: str
    partnership_id: str = ""
    partner_roles: tuple[PartnerRole, ...] = ()
    countries: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    themes: tuple[str, ...] = ()
    project_code: str = ""
    donor: str = ""
    released_on: str = ""
    language: str = ""
    edition_of: str = ""
    work: str = ""
    text: str = ""


@dataclass(frozen=True)
class ActivityLine:
    """An activity with its partners as they are now: the name by id, of those merged the one that they became; and for
    which indicators it counts."""

    activity: Activity
    partners: Mapping[str, str]
    counts_for: CountsFor
    first: str = ""  # the title of the first edition, of a translation or a later one
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # which parts each partner takes, by id

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it lacks to count, as reasons of forms/indicators.toml, each once, and `PART`."""
        reasons = dict.fromkeys(reason for own in self.counts_for.lacks.values() for reason in own)
        own, counts = self.activity, bool(self.counts_for.counted)
        needs_part = not counts and not own.edition_of and not any(role.role for role in own.partner_roles)
        return (PART, *reasons) if needs_part else tuple(reasons)


@dataclass(frozen=True)
class ListedActivity:
    """What a list of activities says of one: `day` as ISO text, `lacks` as `ActivityLine.lacks`; `counts` says whether
    it does for some indicator, `is_edition` whether it is one of another record."""

    id: str
    office: str
    partnership_id: str
    kind: str
    title: str
    day: str
    countries: tuple[str, ...]
    project_code: str
    themes: tuple[str, ...]
    partners: Mapping[str, str]
    roles: Mapping[str, Sequence[str]]
    lacks: tuple[str, ...]
    counts: bool
    is_edition: bool

    @classmethod
    def of(cls, line: ActivityLine) -> "ListedActivity":
        """What is said of an activity that was read whole."""
        own = line.activity
        return cls(
            own.id, own.office, own.partnership_id, own.kind, own.title, day_of_activity(own), tuple(own.countries),
            own.project_code, tuple(own.themes), line.partners, line.roles, line.lacks,
            bool(line.counts_for.counted), bool(own.edition_of),
        )  # fmt: skip


@dataclass(frozen=True)
class ActivityPage:
    """What the page of an activity reads: the activity (None for a new one), its evidence, who may take part, and the
    names of officers by id."""

    line: ActivityLine | None
    evidence: Sequence[Evidence]
    whose: TakingPart
    officers: Mapping[str, str]


# --- deeds


def record(work: Work, new: NewActivity) -> Activity:
    """Write an activity down. Raises Problem without a kind, a title, or a partner or partnership; for days that are
    turned round, a release to come, a number that is neither a DOI nor an ISBN, and an edition of what is none."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Activity recorded"), work.officer.id) as session:
        activity = Activity(noted_by=work.officer.id)
        _write(work, session, activity, new)
        session.add(activity)
    return activity


def correct(work: Work, activity_id: str, new: NewActivity) -> None:
    """Correct what was written of an activity. Raises Problem as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Activity corrected"), work.officer.id) as session:
        _write(work, session, session.get_one(Activity, activity_id), new)


def set_aside(work: Work, activity_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.REGISTER)
    deed = N_("Activity taken back") if aside else N_("Activity brought back")
    with work.store.change(deed, work.officer.id) as session:
        session.get_one(Activity, activity_id).archived = aside


def _write(work: Work, session: Session, activity: Activity, new: NewActivity) -> None:
    """Write it into its record. Raises Problem for what lacks or cannot be."""
    rules, title = work.definitions.results, " ".join(new.title.split())
    if not title or new.kind not in rules.by_kind:
        raise Problem(
            _("The kind or the title of the activity lacks; nothing was recorded."),
            _("Say what it is and what it is called."),
            code="activity-incomplete",
        )
    if not new.partnership_id and not new.partner_roles:
        raise Problem(
            _("No partner takes part in this activity; nothing was recorded."),
            _("Choose the partnership, or a partner and its part."),
            code="activity-without-partner",
        )
    is_product = rules.is_product(new.kind)
    days = (new.released_on, "") if is_product else (new.starts_on, new.ends_on)
    _require_days(work, *days, is_product)
    activity.kind, activity.title, activity.partnership_id = new.kind, title, new.partnership_id
    activity.partner_roles = tuple(dict.fromkeys(new.partner_roles))
    activity.countries = list(dict.fromkeys(new.countries))
    activity.themes = [theme.id for theme in work.definitions.strategy.themes if theme.id in new.themes]
    activity.project_code, activity.donor = new.project_code.strip(), new.donor.strip()
    activity.text = new.text.strip()
    activity.starts_on = None if is_product else new.starts_on or None
    activity.ends_on = None if is_product else new.ends_on or None
    activity.released_on = new.released_on or None if is_product else None
    activity.language = new.language if is_product else ""
    activity.work = _work_number(new.work) if is_product else ""
    activity.edition_of = _first_edition(session, activity, new.edition_of, rules) if is_product else ""


def _require_days(work: Work, first: str, last: str, is_product: bool) -> None:
    begins, ends = day_known(first), day_known(last)
    if is_product and begins is not None and begins > work.today():
        raise Problem(
            _("That day has not come yet; nothing was recorded."),
            _("Leave the day of the release empty until it is out."),
            code="release-to-come",
        )
    if ends is not None and (begins is None or ends < begins):
        raise Problem(
            _("The last day comes before the first, or the first lacks; nothing was recorded."),
            _("Correct the days."),
            code="activity-days-turned",
        )


def _work_number(typed: str) -> str:
    try:
        return work_number(typed) if typed.strip() else ""
    except ValueError as error:
        raise Problem(
            _("“{number}” is neither a DOI nor an ISBN; nothing was recorded.").format(number=typed.strip()),
            _("A DOI begins with 10., an ISBN has 10 or 13 digits; copy it again, or leave it empty."),
            code="work-number-unsound",
        ) from error


def _first_edition(session: Session, activity: Activity, named: str, rules: ResultRules) -> str:
    """The record of the first edition of what is named: that of an edition is the one that it names itself."""
    if not named:
        return ""
    other = session.get_one(Activity, named)
    first = other.edition_of or other.id
    followed = select(Activity.id).where(Activity.edition_of == activity.id, Activity.archived.is_(False))
    if first == activity.id or not rules.is_product(other.kind) or session.scalar(followed.limit(1)):
        raise Problem(
            _("This cannot be an edition of “{title}”; nothing was recorded.").format(title=other.title),
            _("Choose the first edition of the same study or publication; what has editions is a first one itself."),
            code="edition-of-none",
        )
    return first


# --- reading


def keeper(session: Session, about: Activity | Result | VisibilityUse) -> str:
    """The id of the partner among whose papers the evidence of an activity, a result or a use of a name is kept.

    Raises Problem for an activity without a partner.
    """
    planned = session.get(Partnership, about.partnership_id) if about.partnership_id else None
    roles = about.partner_roles if isinstance(about, Activity) else ()
    named = planned.partner_id if planned is not None else next((own.partner for own in roles), "")
    if not named:
        raise Problem(
            _("This activity has no partner yet, whose papers would hold the file; nothing was added."),
            _("Say first which partner takes part."),
            code="activity-without-partner",
        )
    return identity.partner_in(session, named).id


def read(work: Work, activity_id: str) -> Activity:
    """One activity; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return session.get_one(Activity, activity_id)


def page(work: Work, activity_id: str, partnership_id: str, named: Iterable[str]) -> ActivityPage:
    """What the page of an activity reads, or of a new one of this partnership; `named` are partners to choose among
    beside those that it names. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        shown = None
        if activity_id:
            shown = _lines(session, work, [session.get_one(Activity, activity_id)])[0]
        activity = shown.activity if shown is not None else Activity(partnership_id=partnership_id)
        roles = [role.partner for role in activity.partner_roles]
        whose = taking_part(session, activity.partnership_id, [*roles, *named])
        return ActivityPage(shown, evidence_in(session, activity.evidence), whose, people.names_in(session))


def line(work: Work, activity_id: str) -> ActivityLine:
    """One activity with its partners; raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return _lines(session, work, [session.get_one(Activity, activity_id)])[0]


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the activities known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        return session.scalars(select(Activity.id).where(Activity.archived.is_(archived)).order_by(Activity.id)).all()


def every(work: Work) -> Sequence[ActivityLine]:
    """Every activity, the latest day first."""
    with work.store.read() as session:
        return _lines(session, work, session.scalars(_current()).all())


def listed(work: Work) -> Sequence[ListedActivity]:
    """Every activity as a list says it, the latest day first; of other offices as Headquarters keeps it of them."""
    with work.store.read() as session:
        if work.store.identity.office != HQ:
            return [ListedActivity.of(own) for own in _lines(session, work, session.scalars(_current()).all())]
        of_each = _of_each_office(session, work)
    of_each.keep()
    activities = [own for several in of_each.by_office.values() for own in several]
    activities.sort(key=lambda own: (own.title, own.id))
    return sorted(activities, key=lambda own: own.day, reverse=True)


def _of_each_office(session: Session, work: Work) -> OfficeCounts[Sequence[ListedActivity]]:
    """The activities of every office as Headquarters keeps them. What offices published of one number is one work."""
    in_force = [own.id for own in counts_for.in_force(work).every]
    way: list[str | int] = ["activities", WAY, rules_digest(work.definitions), *in_force]
    numbered = session.execute(select(Activity.work, Activity.office).where(Activity.work != "").distinct())
    offices_of: dict[str, list[str]] = {}
    for number, office in numbered:
        offices_of.setdefault(number, []).append(office)

    def lines(offices: Collection[str]) -> Iterable[ListedActivity]:
        there = session.scalars(_current().where(Activity.office.in_(offices))).all()
        return map(ListedActivity.of, _lines(session, work, there))

    published_by_several = (own for own in offices_of.values() if len(own) > 1)
    return office_counts.read_lines(work.store, session, Activity, way, lines, ListedActivity, published_by_several)


def of_partnership(work: Work, partnership_id: str) -> Sequence[ActivityLine]:
    """The activities of a partnership, the latest day first."""
    with work.store.read() as session:
        query = _current().where(Activity.partnership_id == partnership_id)
        return _lines(session, work, session.scalars(query).all())


def of_partner(session: Session, own: Collection[str]) -> Sequence[Activity]:
    """The activities of the partnerships of a partner or in which it takes a part, by the ids of all its records."""
    planned = select(Partnership.id).where(Partnership.partner_id.in_(own))
    takes_part = or_(*(cast(Activity.partner_roles, String).contains(id_) for id_ in own))
    query = _current().where(or_(Activity.partnership_id.in_(planned), takes_part))
    return newest_first(session.scalars(query).all())


def alike(work: Work, new: NewActivity, activity_id: str = "") -> Sequence[Activity]:
    """The studies and publications of this office that may be the same work in another language or edition: those of
    the same number, of a title that is alike, and of the same partnership in another language. First editions only."""
    rules = work.definitions.results
    if not rules.is_product(new.kind):
        return ()
    try:
        number = work_number(new.work)
    except ValueError:
        number = ""
    with work.store.read() as session:
        own = Activity.office == work.store.identity.office
        products = [row for row in session.scalars(_current().where(own)) if rules.is_product(row.kind)]
    first = {row.id: row for row in products if not row.edition_of}
    alike_ones: dict[str, None] = {}
    for row in products:
        same_number = bool(number) and row.work == number
        another_language = row.partnership_id == new.partnership_id != "" and row.language not in ("", new.language)
        translated = another_language and bool(new.language)
        work_id = row.edition_of or row.id
        is_other = activity_id not in (row.id, work_id) and work_id in first
        if is_other and (same_number or translated or are_alike(row.title, new.title)):
            alike_ones[work_id] = None
    return [first[id_] for id_ in alike_ones]


def are_alike(title: str, other: str) -> bool:
    """Whether two titles may be of one thing."""
    first, second = folded(title).strip(), folded(other).strip()
    if min(len(first), len(second)) < SHORTEST_ALIKE:
        return bool(first) and first == second
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def day_of_activity(activity: Activity) -> str:
    """The day under which it stands: its first day, or that of its release; empty while nobody knows."""
    return activity.starts_on or activity.released_on or ""


def newest_first(activities: Iterable[Activity]) -> list[Activity]:
    """In the order of a list: the latest day first, what has no day at the end."""
    ordered = sorted(activities, key=lambda own: (own.title, own.id))
    return sorted(ordered, key=day_of_activity, reverse=True)


def _current() -> Select[Activity]:
    return select(Activity).where(Activity.archived.is_(False), Activity.title != "")


def _lines(session: Session, work: Work, activities: Sequence[Activity]) -> Sequence[ActivityLine]:
    identities = Identities.read_in(session)
    rows = session.execute(select(Partnership.id, Partnership.partner_id)) if activities else ()
    leads = {row.id: row.partner_id for row in rows}
    named = {own.id: _partners(identities, leads, own) for own in activities}
    names = _names(session, {partner for own in named.values() for partner in own})
    judged = counts_for.of_activities(session, work, activities)
    titles = {own.id: own.title for own in activities}
    missing = {own.edition_of for own in activities} - {""} - titles.keys()
    if missing:
        rows = session.execute(select(Activity.id, Activity.title).where(Activity.id.in_(missing)))
        titles |= {row.id: row.title for row in rows}
    return [
        ActivityLine(
            own,
            {partner: names[partner] for partner in named[own.id] if partner in names},
            judged[own.id],
            titles.get(own.edition_of, ""),
            _roles(identities, own),
        )
        for own in newest_first(activities)
    ]


def _roles(identities: Identities, activity: Activity) -> Mapping[str, tuple[str, ...]]:
    """The parts that each partner takes, by its id as it is now."""
    roles: dict[str, dict[str, None]] = {}
    for own in activity.partner_roles:
        if own.role:
            roles.setdefault(identities.partner(own.partner), {})[own.role] = None
    return {partner: tuple(parts) for partner, parts in roles.items()}


def _partners(identities: Identities, leads: Mapping[str, str], activity: Activity) -> tuple[str, ...]:
    """Who takes part, the partner of the partnership first."""
    lead = leads.get(activity.partnership_id, "")
    own = (*([lead] if lead else []), *(role.partner for role in activity.partner_roles))
    return tuple(dict.fromkeys(identities.partner(partner) for partner in own))


def _names(session: Session, ids: Collection[str]) -> Mapping[str, str]:
    rows = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}
