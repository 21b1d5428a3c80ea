"""What is refused after a decision, and until when (dossier 2.8): the one rule that agreements, packs and receipts ask.

A partnership is frozen by a decision that has run out, by what the program notices in the register or the lists, by an
incident or whatever else a person recorded. Nothing of it is ended by a day or a clock: a renewed decision replaces one
that has run out, and the rest is answered by somebody with the authority (`incidents`). What is noticed is worked out
from the records each time, so that no backup, no other laptop and no order of arrival can lose it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import JSON, ColumnElement, or_, select, type_coerce
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.office_codes import HQ
from desktop.base.text import N_, Text, _, folded, language, pick
from desktop.base.values import Json, canonical, digest
from desktop.definitions.authority import Authority
from desktop.definitions.facts import TIERS
from desktop.definitions.follow_up import FollowUpKind, FrozenDeed
from desktop.definitions.loading import Definitions
from desktop.definitions.rules import number
from desktop.definitions.terms import Depth
from desktop.services.diligence import inherited, remedying, verdicts
from desktop.services.diligence.inherited import InheritedFlag
from desktop.services.diligence.remedying import MilestoneState, RemedyStanding, RemedyState
from desktop.services.diligence.verdicts import PartnershipVerdicts
from desktop.services.registry import partner_persons
from desktop.services.registry.identity import Identities, partners_in
from desktop.services.screening import rulings, standing
from desktop.services.work import Work
from desktop.store.records import (
    Agreement,
    Case,
    Clearance,
    Decision,
    EarlierAgreement,
    Incident,
    Partner,
    Partnership,
    Person,
    Verdict,
)
from desktop.store.records.values import RegisterFacts
from desktop.store.states import FAVOURABLE, AgreementState, IncidentEnd, PersonRole, Role

EXPIRED, LIST_MATCH = "expired", "list_match"
GROUP = "group"  # what stands against a company above the partner
EMERGENCY = "emergency"  # the line of the decision matrix for a sudden onset
ENDED, CURE, CLOSED_PLAN = "adhoc_ended", "adhoc_cure", "adhoc_closed"  # what freezes an ad hoc collaboration (¶23)
OF_REMEDY = (ENDED, CURE, CLOSED_PLAN)
SUSPENDED = "agreement_suspended"
EARLIER = "signed_before"  # something was signed before the program, and due diligence was not made since
BEHIND = (PersonRole.OWNER, PersonRole.DIRECTOR, PersonRole.SIGNATORY)
EMBLEM = ("logo", "sales")  # features that ask for the name or emblem
ALL_DEEDS = frozenset(FrozenDeed)
CLOSED = frozenset({FrozenDeed.FINAL, FrozenDeed.RECEIPT})  # what a decision that has run out no longer allows
AT_HEADQUARTERS = (Role.HQ_REVIEWER, Role.DDG)
REFUSED: Mapping[str, str] = {
    FrozenDeed.DRAFT: N_("{why} No agreement was begun."),
    FrozenDeed.PACK: N_("{why} No pack was made."),
    FrozenDeed.FINAL: N_("{why} Nothing was made final, printed or filed as signed."),
    FrozenDeed.RECEIPT: N_("{why} No contribution was recorded as received."),
}


@dataclass(frozen=True)
class Freeze:
    """One thing that stands against a partnership. `why` is a sentence, `first` what to do about it.

    `kind` is an id of the file, `expired`, one of OF_REMEDY, SUSPENDED, of the agreement `agreement_id`, or EARLIER.
    `incident` is the record of it; None for what the program noticed and nobody has answered, which `fingerprint`
    names. `over` when the partnership was ended.
    """

    partner_id: str
    partnership_id: str
    kind: str
    why: str
    first: str
    deeds: frozenset[FrozenDeed]
    incident: Incident | None = None
    fingerprint: str = ""
    decision_id: str = ""
    over: bool = False
    agreement_id: str = ""


@dataclass(frozen=True)
class _Noticed:
    """A difference between the register and what was decided on, in sentences; `facts` tell it from another one."""

    kind: str
    changes: tuple[str, ...]
    facts: Json


# --- the rule


def require_unfrozen(work: Work, partnership_id: str, day: date, deed: FrozenDeed) -> None:
    """Raise Problem while something stands against a deed on this day; a decision is asked for elsewhere."""
    with work.store.read() as session:
        partnership = session.get_one(Partnership, partnership_id)
        rulings.require_unrecognised(session, partnership.partner_id)
        standing_against = of_partnerships(session, work, [partnership], day)[partnership_id]
    _refuse(standing_against, deed)


def require_only_suspended(work: Work, agreement: Agreement, day: date, deed: FrozenDeed) -> None:
    """Raise Problem while anything but the suspension of this agreement stands against a deed on this day."""
    with work.store.read() as session:
        partnership = session.get_one(Partnership, agreement.partnership_id)
        rulings.require_unrecognised(session, partnership.partner_id)
        standing_against = of_partnerships(session, work, [partnership], day)[partnership.id]
    _refuse([freeze for freeze in standing_against if freeze.agreement_id != agreement.id], deed)


def _refuse(standing_against: Sequence[Freeze], deed: FrozenDeed) -> None:
    for freeze in standing_against:
        if deed in freeze.deeds:
            raise Problem(
                _(REFUSED[deed]).format(why=freeze.why),
                freeze.first,
                code="decision-expired" if freeze.kind == EXPIRED else "partnership-frozen",
            )


def of_partnership(work: Work, partnership_id: str) -> Sequence[Freeze]:
    """What stands against a partnership today, the gravest first."""
    with work.store.read() as session:
        partnership = session.get_one(Partnership, partnership_id)
        return of_partnerships(session, work, [partnership], work.today())[partnership_id]


def of_partnerships(
    session: Session, work: Work, partnerships: Sequence[Partnership], day: date
) -> Mapping[str, Sequence[Freeze]]:
    """The same for several, read together, by partnership; who was recognised on a list is asked of `rulings`."""
    partner_ids = {partnership.partner_id for partnership in partnerships}
    searched = standing.partner_states(session, partner_ids, day)
    resembling = frozenset(partner_id for partner_id, state in searched.items() if state.open)
    return _against(session, work, partnerships, day, resembling)


def _against(
    session: Session, work: Work, partnerships: Sequence[Partnership], day: date, resembling: frozenset[str]
) -> Mapping[str, Sequence[Freeze]]:
    """`resembling` are the partners with a match in a list that nobody has ruled on."""
    ids = [partnership.id for partnership in partnerships]
    partner_ids = {partnership.partner_id for partnership in partnerships}
    decided = verdicts.of_partnerships(session, ids)
    recorded = _recorded(session, partner_ids)
    identities, partners = Identities.read_in(session), partners_in(session, partner_ids)
    behind = partner_persons.of_partners(session, partner_ids)
    of_group = inherited.flags_of(session, work, partner_ids)
    resting = session.scalars(select(Agreement).where(Agreement.partnership_id.in_(ids), *IS_SUSPENDED)).all()
    before = {row.partnership_id: row for row in without_diligence(session, ids)}
    freezes: dict[str, Sequence[Freeze]] = {}
    for partnership in partnerships:
        records = identities.records(partnership.partner_id)
        own = [row for row in recorded if row.partner_id in records]
        about = [row for row in own if row.partnership_id in ("", partnership.id)]
        newest = favourable(decided[partnership.id])
        remedy = remedying.of_decision(session, work, newest, day) if newest is not None and newest.ad_hoc else None
        rule = _StandingRule(work, partnership, decided[partnership.id], about, day, remedy)
        partner = partners.get(partnership.partner_id)
        found = behind.get(partnership.partner_id, ()), of_group.get(partnership.partner_id, ())
        noticed = rule.freezes(partner, *found, partnership.partner_id in resembling)
        suspended = [_suspended(work, agreement) for agreement in resting if agreement.partnership_id == partnership.id]
        freezes[partnership.id] = tuple(
            sorted(
                (*noticed, *suspended, *_of_earlier(work, before.get(partnership.id))),
                key=lambda freeze: (not freeze.over, freeze.kind == EXPIRED, -len(freeze.deeds)),
            )
        )
    return freezes


def without_diligence(session: Session, partnership_ids: Collection[str] | None = None) -> Sequence[EarlierAgreement]:
    """What was signed before the program in partnerships that have no favourable decision since, the first due first.

    The one question that the rule, the tasks and Headquarters ask. Of these partnerships; of all when it is None.
    """
    query = select(EarlierAgreement).where(EarlierAgreement.archived.is_(False))
    if partnership_ids is not None:
        query = query.where(EarlierAgreement.partnership_id.in_(partnership_ids))
    by_day = (EarlierAgreement.diligence_due_on, EarlierAgreement.signed, EarlierAgreement.id)
    rows = session.scalars(query.order_by(*by_day)).all()
    decided = verdicts.of_partnerships(session, [row.partnership_id for row in rows]) if rows else {}
    return [row for row in rows if favourable(decided[row.partnership_id]) is None]


def _of_earlier(work: Work, signed: EarlierAgreement | None) -> Iterator[Freeze]:
    if signed is None:
        return
    rule = work.definitions.follow_up.earlier
    why = _("Signed before the program ({day}): due diligence was not made since (¶21).").format(
        day=day_in_words(signed.signed, language(), "long")
    )
    if signed.diligence_due_on:
        until = day_in_words(signed.diligence_due_on, language(), "long")
        why = " ".join((why, _("It must be made by {day}.").format(day=until)))
    yield Freeze(signed.partner_id, signed.partnership_id, EARLIER, why, pick(rule.first), rule.freezes)


IS_SUSPENDED = (
    Agreement.state == AgreementState.ACTIVE,
    Agreement.suspended_on.is_not(None),
    Agreement.archived.is_(False),
)


def _suspended(work: Work, agreement: Agreement) -> Freeze:
    rule = work.definitions.follow_up.suspension
    day = day_in_words(agreement.suspended_on or "", language(), "long")
    sentence = _("The agreement {reference} is suspended since {day}: {reason}")
    reason = _ended(agreement.suspended_reason)
    why = sentence.format(reference=agreement.reference, day=day, reason=reason)
    ids = agreement.partner_id, agreement.partnership_id
    return Freeze(*ids, SUSPENDED, why, pick(rule.first), rule.freezes, agreement_id=agreement.id)


def _recorded(session: Session, partner_ids: Collection[str]) -> Sequence[Incident]:
    own = Incident.partner_id.in_(Identities.read_in(session).all_records(partner_ids))
    return session.scalars(select(Incident).where(own).order_by(Incident.id)).all()


@dataclass(frozen=True)
class _StandingRule:
    """What stands against one partnership, from what was read of it."""

    work: Work
    partnership: Partnership
    decided: PartnershipVerdicts
    recorded: Sequence[Incident]
    day: date
    remedy: RemedyStanding | None  # of an ad hoc collaboration

    def freezes(
        self, partner: Partner | None, behind: Sequence[Person], flags: Sequence[InheritedFlag], resembles: bool
    ) -> Iterator[Freeze]:
        """Everything that stands."""
        newest = favourable(self.decided)
        for incident in self.recorded:
            if not incident.fingerprint:
                yield from self._of_record(incident)
        if resembles and LIST_MATCH in self.work.definitions.follow_up.by_id:
            yield self._freeze(self._kind(LIST_MATCH))
        if newest is None or partner is None:
            return
        if (newest.valid_until or "") < self.day.isoformat():
            yield self._expired(newest)
        if self.remedy is not None:
            yield from self._of_remedy(self.remedy, newest)
        for noticed in _noticed(self.work.definitions, newest, partner, self.partnership, behind):
            yield from self._of_notice(noticed, newest)
        if flags:
            words = tuple(flag.in_words(language()) for flag in flags)
            yield from self._of_notice(_Noticed(GROUP, words, list(inherited.facts(flags))), newest)

    def _of_record(self, incident: Incident) -> Iterator[Freeze]:
        kind, end = self._kind(incident.kind), end_of(self.work, incident, favourable(self.decided))
        if end == IncidentEnd.ENDED:
            yield self._over(kind, incident)
        elif not end:
            yield self._freeze(
                kind, incident, (incident.summary,) if incident.summary and not kind.confidential else ()
            )

    def _of_notice(self, noticed: _Noticed, newest: Verdict) -> Iterator[Freeze]:
        kind = self._kind(noticed.kind)
        fingerprint = digest(canonical([noticed.kind, newest.id, noticed.facts]))
        answers = [row for row in self.recorded if row.fingerprint == fingerprint and row.decision_id == newest.id]
        ends = [end_of(self.work, row, newest) for row in answers]
        if IncidentEnd.ENDED in ends:
            yield self._over(kind, answers[ends.index(IncidentEnd.ENDED)])
        elif not any(ends):
            record = answers[0] if answers else None
            yield self._freeze(kind, record, noticed.changes, fingerprint, newest.id)

    def _kind(self, code: str) -> FollowUpKind:
        return kind_of(self.work, code)

    def _freeze(
        self,
        kind: FollowUpKind,
        incident: Incident | None = None,
        changes: Sequence[str] = (),
        fingerprint: str = "",
        decision_id: str = "",
    ) -> Freeze:
        why = _("Frozen: {kind}.").format(kind=_lowered(kind.label))
        why = " ".join((why, *(_ended(change) for change in changes)))
        first = pick(kind.first)
        return Freeze(
            self.partnership.partner_id,
            self.partnership.id,
            kind.id,
            why,
            first,
            kind.freezes,
            incident,
            fingerprint,
            decision_id,
        )

    def _over(self, kind: FollowUpKind, incident: Incident) -> Freeze:
        why = _("This partnership was ended: {kind}.").format(kind=_lowered(kind.label))
        first = _("Conclude nothing more. Whoever ended it may open the way back, with a reason.")
        ids = self.partnership.partner_id, self.partnership.id
        return Freeze(*ids, kind.id, why, first, ALL_DEEDS, incident, incident.fingerprint, over=True)

    def _of_remedy(self, remedy: RemedyStanding, newest: Verdict) -> Iterator[Freeze]:
        ids = self.partnership.partner_id, self.partnership.id
        if remedy.state is RemedyState.ENDED:
            why = _("The ad hoc collaboration (¶23) has ended.")
            first = _("Sign and receive nothing more. Anything else begins with a new due diligence.")
            yield Freeze(*ids, ENDED, why, first, ALL_DEEDS, decision_id=newest.id)
        elif remedy.state is RemedyState.CLOSED:
            why = _("The remedy plan (¶23) is closed: every milestone was verified.")
            first = _("Begin the normal due diligence, from zero; new agreements wait for it.")
            yield Freeze(*ids, CLOSED_PLAN, why, first, ALL_DEEDS, decision_id=newest.id)
        elif remedy.state is RemedyState.CURE:
            missed = next(line for line in remedy.milestones if line.state is MilestoneState.CURE)
            day = day_in_words(missed.last, language(), "long")
            why = _("A milestone of the remedy plan (¶23) was missed: {what}.").format(what=missed.what.rstrip("."))
            first = _("It must be reached and verified by {day}; otherwise the collaboration ends.").format(day=day)
            deeds = frozenset({FrozenDeed.DRAFT, FrozenDeed.FINAL})
            yield Freeze(*ids, CURE, why, first, deeds, decision_id=newest.id)

    def _expired(self, newest: Verdict) -> Freeze:
        until = day_in_words(newest.valid_until or newest.decided_at, language(), "long")
        why = _("The decision on this partnership ran out on {day}.").format(day=until)
        first = _("Renew the due diligence and have it decided; what is under way for people goes on.")
        ids = self.partnership.partner_id, self.partnership.id
        if in_emergency(newest):
            why = _("Suspended: the full file of this emergency was due by {day} and was not decided.").format(
                day=until
            )
            return Freeze(*ids, EXPIRED, why, first, ALL_DEEDS, decision_id=newest.id)
        return Freeze(*ids, EXPIRED, why, first, CLOSED, decision_id=newest.id)


def in_emergency(decision: Verdict) -> bool:
    """Whether a decision was taken before the file was full, for an emergency: once it ran out all is suspended."""
    return decision.route is not None and decision.route.id == EMERGENCY


def favourable(decided: PartnershipVerdicts) -> Verdict | None:
    """The newest decision of a partnership where it is favourable, in force or run out."""
    newest = decided.newest_first[0] if decided.newest_first else None
    return newest if newest is not None and newest.outcome in FAVOURABLE else None


def kind_of(work: Work, code: str) -> FollowUpKind:
    """What the file says of a kind; one that only a newer program knows freezes everything until Headquarters lifts."""
    label: Text = {"fr": code, "en": code, "es": code}
    unknown = FollowUpKind(
        id=code,
        label=label,
        first={"fr": "Appelez le Siège.", "en": "Call Headquarters.", "es": "Llame a la Sede."},
        noticed=False,
        incident=True,
        urgent=False,
        confidential=True,
        adverse=True,
        lifts=Role.HQ_REVIEWER,
        freezes=ALL_DEEDS,
        informs=(),
    )
    return work.definitions.follow_up.by_id.get(code, unknown)


def end_of(work: Work, incident: Incident, decision: Verdict | None) -> str:
    """What was said of an incident by somebody who may; empty while nobody has.

    Headquarters' word goes before the office's. The office ends any; it lifts only what it may.
    """
    if incident.hq_ended:
        return incident.hq_ended
    if incident.ended == IncidentEnd.ENDED or needed_role(work, incident.kind, decision) not in AT_HEADQUARTERS:
        return incident.ended
    return ""


def needed_role(work: Work, code: str, decision: Verdict | None) -> str:
    """The lowest role that may lift something of this kind: that of the kind or of who decided, the higher of them."""
    ladder = work.definitions.authority.ladder
    decided = (decision.decider_role, decision.route.decides if decision.route else "") if decision is not None else ()
    asked_for = (kind_of(work, code).lifts, *(str(role) for role in decided), ladder[0])
    return max((role for role in asked_for if role in ladder), key=ladder.index)


# --- what the program notices by itself


def register_facts(partner: Partner, partnership: Partnership, behind: Collection[Person]) -> RegisterFacts:
    """What the register says now, as it is sealed with a decision."""
    return RegisterFacts(
        parent=partner.parent_id or "",
        persons=tuple(sorted(f"{role}:{person.name}" for person in behind for role in BEHIND if role in person.roles)),
        countries=tuple(sorted(partnership.countries)),
        features=tuple(sorted(partnership.features)),
        supplier=partner.supplier,
    )


def _noticed(
    definitions: Definitions, decision: Verdict, partner: Partner, partnership: Partnership, behind: Sequence[Person]
) -> Iterator[_Noticed]:
    brief = decision.brief
    if brief is None:
        return
    now, before = register_facts(partner, partnership, behind), brief.register
    identity = list(_identity(brief.partner, partner.name, before, now))
    if identity:
        yield _Noticed("identity", tuple(identity), [partner.name, now.parent, list(now.persons)])
    deeper = _asks_for_more(definitions, decision, partnership.agreement_type)
    scope = list(_scope(definitions.authority, decision, partner, partnership, before, now, deeper=deeper))
    if scope:
        facts = [partnership.agreement_type, partner.country, list(now.countries), list(now.features)]
        yield _Noticed("scope", tuple(scope), [*facts, partnership.value_usd])
    if before is None:
        return
    if now.supplier and not before.supplier:
        yield _Noticed("bid", (_("The partner has become a supplier, or may bid"),), True)
    if uses := sorted(set(EMBLEM) & set(now.features) - set(before.features)):
        yield _Noticed("logo", (_("The partnership now involves the name or emblem of IOM"),), list(uses))


def _asks_for_more(definitions: Definitions, decision: Verdict, code: str) -> bool:
    """Whether a type of agreement asks for a deeper due diligence than was decided on, or for Headquarters."""
    brief = decision.brief
    if brief is None or code in ("", brief.agreement_type) or (kind := definitions.agreements.get(code)) is None:
        return False
    decided = list(TIERS).index(Depth(brief.tier)) if brief.tier in tuple(Depth) else 0
    return decided < list(TIERS).index(kind.tier) or (kind.headquarters_only and not isinstance(decision, Clearance))


def _identity(decided: str, name: str, before: RegisterFacts | None, now: RegisterFacts) -> Iterator[str]:
    if folded(decided) != folded(name):
        yield _("Name decided on: {before}; now {after}").format(before=decided, after=name)
    if before is None:
        return
    if before.parent != now.parent:
        yield _("The group of companies has changed")
    came = sorted(_people(now) - _people(before))
    went = sorted(_people(before) - _people(now))
    if came:
        yield _("Since the decision came: {names}").format(names=", ".join(came))
    if went:
        yield _("Since the decision left: {names}").format(names=", ".join(went))


def _people(facts: RegisterFacts) -> frozenset[str]:
    """The names of those who own or head a company; a signatory changes with each paper."""
    return frozenset(
        name
        for role, _colon, name in (person.partition(":") for person in facts.persons)
        if role in (PersonRole.OWNER, PersonRole.DIRECTOR)
    )


def _scope(
    authority: Authority,
    decision: Verdict,
    partner: Partner,
    partnership: Partnership,
    before: RegisterFacts | None,
    now: RegisterFacts,
    *,
    deeper: bool,
) -> Iterator[str]:
    """`deeper` is whether the type of agreement asks for more than was decided on."""
    brief = decision.brief
    if brief is None:
        return
    if deeper and partnership.agreement_type not in ("", brief.agreement_type):
        yield _("Another type of agreement than the one decided on")
    if partner.country != brief.country:
        yield _("The partner is in another country")
    if before is not None and (new := sorted(set(now.countries) - set(before.countries))):
        yield _("New countries: {countries}").format(countries=", ".join(new))
    if before is not None and set(now.features) - set(before.features) - set(EMBLEM):
        yield _("The partnership involves more than was decided on")
    decided, worth = number(brief.value_usd), number(partnership.value_usd)
    limits = [number(authority.limits[key]) for key in ("standard_usd", "enhanced_usd")]
    if worth is not None and any(limit is not None and (decided or 0) <= limit < worth for limit in limits):
        yield _("The value is over the amount that asks for more depth")


def _lowered(label: Text) -> str:
    words = pick(label)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


# --- everybody


def against_everybody(session: Session, work: Work) -> Sequence[tuple[Partnership, Sequence[Freeze]]]:
    """What stands against any partnership that was decided on, or has an incident, by the partner's name.

    Matches in a list are not among it: they wait for a ruling. Headquarters sees what is on record; what an office's
    register shows is for that office to answer first.
    """
    planned = select(Partnership).join(Partner, Partner.id == Partnership.partner_id)
    going = (Partnership.archived.is_(False), Partner.archived.is_(False))
    suspended = Partnership.id.in_(select(Agreement.partnership_id).where(*IS_SUSPENDED))
    concerning = Identities.read_in(session).all_records(session.scalars(select(Incident.partner_id).distinct()))
    recorded = or_(Partnership.partner_id.in_(concerning), suspended)
    concerned: ColumnElement[bool] = recorded
    if work.store.identity.office != HQ:
        in_group = Partner.parent_id.is_not(None)  # few; what stands against a company above may have come since
        concerned = or_(recorded, in_group, Partnership.id.in_(_to_look_at(session, work.today())))
    partnerships = session.scalars(planned.where(*going, concerned).order_by(Partner.name)).all()
    against = _against(session, work, partnerships, work.today(), frozenset())
    return [(partnership, against[partnership.id]) for partnership in partnerships if against[partnership.id]]


def _to_look_at(session: Session, today: date) -> Collection[str]:
    """The partnerships of which some favourable decision ran out, is for an ad hoc collaboration, or was taken on other
    facts than the register has now.

    Read as plain columns: of hundreds of partnerships few are looked at by the rule itself, which costs more.
    """
    facts = _facts_now(session)
    suspects: set[str] = set()
    for kind in (Decision, Clearance):
        brief = type_coerce(kind.brief, JSON)
        query = select(Case.partnership_id, kind.valid_until, kind.ad_hoc, brief).join(Case, Case.id == kind.case_id)
        for partnership_id, until, ad_hoc, decided in session.execute(query.where(kind.outcome.in_(FAVOURABLE))):
            ran_out = (until or "") < today.isoformat()
            if ran_out or ad_hoc or not _agrees(decided, facts.get(partnership_id)):
                suspects.add(partnership_id)
    return suspects


def _facts_now(session: Session) -> Mapping[str, Mapping[str, Json]]:
    """What the register says of each partnership, in the shape of a brief."""
    behind: dict[str, list[str]] = {}
    identities = Identities.read_in(session)
    persons = select(Person.partner_id, Person.name, Person.roles).where(Person.archived.is_(False))
    for partner_id, name, roles in session.execute(persons):
        of = identities.partner(partner_id)
        behind.setdefault(of, []).extend(f"{role}:{name}" for role in BEHIND if role in roles)
    merged = partners_in(session, identities.became)
    planned = (
        *(Partnership.id, Partnership.partner_id, Partnership.countries, Partnership.features, Partnership.value_usd),
        *(Partnership.agreement_type, Partner.name, Partner.country, Partner.parent_id, Partner.supplier),
    )
    facts: dict[str, Mapping[str, Json]] = {}
    for row in session.execute(select(*planned).join(Partner, Partner.id == Partnership.partner_id)):
        partner = merged.get(row.partner_id, row)
        facts[row.id] = {
            "partner": partner.name,
            "country": partner.country,
            "value_usd": row.value_usd,
            "agreement_type": row.agreement_type,
            "register": {
                "parent": partner.parent_id or "",
                "persons": sorted(behind.get(identities.partner(row.partner_id), ())),
                "countries": sorted(row.countries),
                "features": sorted(row.features),
                "supplier": partner.supplier,
            },
        }
    return facts


def _agrees(decided: object, facts: Mapping[str, Json] | None) -> bool:
    """Whether a brief, as JSON, says the same as the register now; what an older one lacks is not compared."""
    if facts is None or not isinstance(decided, dict):
        return facts is None
    return all(decided[key] == fact for key, fact in facts.items() if decided.get(key) is not None)
