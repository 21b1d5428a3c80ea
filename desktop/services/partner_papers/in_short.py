"""What IOM knows of a partner in a few lines, in the language now spoken: what its papers are made of.

Inside IOM all the same: who reads a sheet over a shoulder learns a level and its reasons, and never a name that was
searched because of what it might resemble. Of the persons behind a partner only those stand here who speak or sign for
it; owners and directors are counted. Nothing of the searches, of findings or of what was told in confidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money, format_number
from desktop.base.places import DOLLARS, country_name
from desktop.base.text import N_, CodeTable, _, language, pick, plural
from desktop.definitions.briefing import Occasion
from desktop.documents.blocks import ChipLevel
from desktop.services import partner_page
from desktop.services.agreements import realised
from desktop.services.agreements.realised import RealisedDifference
from desktop.services.diligence import decided, freezing
from desktop.services.diligence.verdicts import of_partnerships
from desktop.services.labels import CHANNELS, KINDS, OUTCOMES, ROLES, STATES
from desktop.services.partner_page import PartnerPage
from desktop.services.registry import identity, meetings
from desktop.services.registry.meetings import KeptPromise
from desktop.services.work import Work
from desktop.store.records import (
    Agreement,
    Contribution,
    EarlierAgreement,
    Interaction,
    Partnership,
    Person,
    Task,
    Verdict,
)
from desktop.store.states import AgreementState, CaseState, ContributionState, PersonRole

FOR_IT = frozenset({PersonRole.CONTACT, PersonRole.SIGNATORY})  # who speaks or signs for a partner
MOST_GROUNDS = 4
EXAMINED = ("screening", "question", "incident")  # where the next step says what is looked for, or what happened
CONTRIBUTION_STATES = CodeTable(
    {
        ContributionState.PROMISED: N_("promised"),
        ContributionState.CONFIRMED: N_("confirmed"),
        ContributionState.RECEIVED: N_("received"),
        ContributionState.REPORTED: N_("received and reported"),
        ContributionState.WRITTEN_OFF: N_("written off"),
        ContributionState.REFUSED: N_("refused on arrival"),
    },
    "",
)


@dataclass(frozen=True)
class AgreementInShort:
    """One agreement: what it is, where it stands, until when it runs."""

    title: str
    state: str
    until: str


@dataclass(frozen=True)
class ContributionInShort:
    """One contribution: what, how much, how far it has come and since when."""

    what: str
    amount: str
    state: str


@dataclass(frozen=True)
class ContactInShort:
    """One contact: its day, with whom, what it was about."""

    day: str
    who: str
    subject: str


@dataclass(frozen=True)
class PartnerInShort:
    """A partner with what matters of it, every text in the language now spoken, the newest first."""

    page: PartnerPage
    name: str
    group: str
    where: str
    facts: Sequence[tuple[str, str]]
    persons: Sequence[str]
    unnamed: int  # owners and directors who neither speak nor sign for it
    level: ChipLevel
    grounds: str
    decision: str
    frozen: bool
    agreements: Sequence[AgreementInShort]
    contributions: Sequence[ContributionInShort]
    realised: Sequence[str]  # of each partnership for which something arrived
    contacts: Sequence[ContactInShort]
    promises: Sequence[KeptPromise]  # that are still open
    open: Sequence[str]
    occasions: frozenset[Occasion]


def read(work: Work, partner_id: str) -> PartnerInShort:
    """Everything of a partner that its papers say. Raises NoResultFound for an id that is not known here."""
    page = partner_page.read(work, partner_id)
    with work.store.read() as session:
        promises = meetings.kept_promises(session, page.contacts)
        tasks = _open_tasks(session, partner_id)
        undecided = any(
            freezing.favourable(verdicts) is None
            for verdicts in of_partnerships(session, [row.id for row in page.partnerships]).values()
        )
    still = [promise for promise in promises if not promise.done_on]
    return PartnerInShort(
        page=page,
        name=page.partner.name,
        group=_group(work, page),
        where=_where(page),
        facts=_facts(page),
        persons=[_person(person) for person in page.persons if _speaks_for_it(person)],
        unnamed=sum(not _speaks_for_it(person) for person in page.persons),
        level=ChipLevel.of(page.level),
        grounds=_grounds(work, _last(page)),
        decision=_decision(_last(page), work.today()),
        frozen=bool(page.frozen),
        agreements=[
            *(_agreement(work, page, agreement) for agreement in page.agreements),
            *map(_signed_before, page.signed_before),
        ],
        contributions=[_contribution(contribution) for contribution in page.contributions],
        realised=[realised_in_words(planned, difference) for planned, difference in page.realised],
        contacts=[_contact(contact) for contact in page.contacts],
        promises=still,
        open=_open(page, tasks),
        occasions=_occasions(page, undecided),
    )


def realised_in_words(planned: Partnership, difference: RealisedDifference) -> str:
    """What arrived for a partnership against its plan, after its title."""
    return _("{title}: {text}").format(title=planned.title, text=realised.in_words(difference))


def promise_in_words(promised: KeptPromise) -> str:
    """Who promised what, by which day and where it was said."""
    promise = promised.promise
    parts = [_("{who}: {what}").format(who=promise.by, what=promise.what)]
    if promise.due:
        parts.append(_("by {day}").format(day=day_in_words(promise.due, language())))
    return ", ".join(parts)


def _group(work: Work, page: PartnerPage) -> str:
    strategy, partner = work.definitions.strategy, page.partner
    group = next((pick(group.label) for group in strategy.groups if group.id == partner.group), "")
    subtype = next((pick(kind.label) for kind in strategy.subtypes if kind.id == partner.subtype), "")
    return " · ".join(part for part in (group, subtype) if part)


def _where(page: PartnerPage) -> str:
    partner = page.partner
    parts = (partner.city, country_name(partner.country, language()), partner.registration)
    return " · ".join(part for part in parts if part)


def _speaks_for_it(person: Person) -> bool:
    return bool(FOR_IT.intersection(person.roles)) and not person.is_former


def _facts(page: PartnerPage) -> list[tuple[str, str]]:
    partner = page.partner
    since = day_in_words(partner.founded, language()) if partner.founded else ""
    staff = format_number(partner.employees, language()) if partner.employees else ""
    reached = " · ".join(part for part in (partner.website, partner.email, partner.phone) if part)
    rows = (
        (_("Activity"), partner.summary),
        (_("Founded"), since),
        (_("Employees"), staff),
        (_("Parent company"), page.above[0].name if page.above else ""),
        (_("Address"), partner.address),
        (_("How to reach it"), reached),
        (_("Focal point"), page.officers.get(partner.owner, "")),
        (_("Supplier of IOM"), (partner.supplier_note or _("yes")) if partner.supplier else ""),
        (_("Asks not to be named outside IOM"), (partner.discretion_note or _("yes")) if partner.discreet else ""),
    )
    return [(label, value) for label, value in rows if value]


def _person(person: Person) -> str:
    roles = ", ".join(_(ROLES[role]) for role in person.roles if role in FOR_IT)
    reached = " · ".join(part for part in (person.email, person.phone) if part)
    return " – ".join(part for part in (person.name, person.title, roles, reached) if part)


def _last(page: PartnerPage) -> Verdict | None:
    return next((case.verdict for case in page.cases if case.verdict is not None), None)


def _grounds(work: Work, verdict: Verdict | None) -> str:
    """Which answers made the level, by the short names of their questions; no answer itself."""
    if verdict is None or verdict.brief is None:
        return _("It is rated once the due diligence is complete.")
    questions = work.definitions.form.by_id
    grounds = [pick(questions[id_].short) for id_ in verdict.brief.outcome.deciding if id_ in questions]
    return ", ".join(grounds[:MOST_GROUNDS]) or _("No answer is rated above low.")


def _decision(verdict: Verdict | None, today: date) -> str:
    if verdict is None:
        return _("None yet.")
    parts = [_(OUTCOMES[verdict.outcome]), decided.decider(verdict, language())]
    parts.append(day_in_words(verdict.decided_at, language()))
    if verdict.valid_until:
        over = verdict.valid_until < today.isoformat()
        words = _("no longer valid since {day}") if over else _("valid until {day}")
        parts.append(words.format(day=day_in_words(verdict.valid_until, language())))
    return " · ".join(part for part in parts if part)


def _agreement(work: Work, page: PartnerPage, agreement: Agreement) -> AgreementInShort:
    kind = work.definitions.agreements.get(agreement.type)
    title = " · ".join(part for part in (pick(kind.name) if kind else agreement.type, agreement.reference) if part)
    planned = next((row for row in page.partnerships if row.id == agreement.partnership_id), None)
    ends = planned.ends_on if planned is not None and agreement.state == AgreementState.ACTIVE else None
    return AgreementInShort(title, _(STATES[agreement.state]), day_in_words(ends, language()))


def _signed_before(signed: EarlierAgreement) -> AgreementInShort:
    """What was signed before never looks like an agreement of the program."""
    title = " · ".join(part for part in (signed.title, signed.reference) if part)
    state = _("signed before the program, {day}").format(day=day_in_words(signed.signed, language()))
    return AgreementInShort(title, state, day_in_words(signed.ends_on, language()))


def _contribution(contribution: Contribution) -> ContributionInShort:
    amount = format_money(contribution.amount, contribution.currency, language()) if contribution.amount else ""
    day = contribution.received_on or contribution.confirmed_on or contribution.promised_on
    how_far = _("given before the program") if contribution.earlier else _(CONTRIBUTION_STATES[contribution.state])
    usd = contribution.amount_usd if contribution.currency != DOLLARS else None
    worth = f"{amount} ({format_money(usd, DOLLARS, language())})" if usd else amount
    state = " · ".join(part for part in (how_far, day_in_words(day, language())) if part)
    return ContributionInShort(contribution.description or _(KINDS[contribution.kind]), worth, state)


def _contact(contact: Interaction) -> ContactInShort:
    way = _(CHANNELS[contact.channel]) if contact.channel else ""
    who = " · ".join(part for part in (", ".join(contact.theirs), way) if part)
    return ContactInShort(day_in_words(contact.happened_on, language()), who, contact.subject)


def _open_tasks(session: Session, partner_id: str) -> Sequence[Task]:
    """What is to be done about a partner; what was promised is said as that, what is examined is not said."""
    query = select(Task).where(Task.about.in_(identity.records(session, partner_id)), Task.done_on.is_(None))
    query = query.where(Task.interaction_id == "", Task.question == "")
    return session.scalars(query.order_by(Task.due_on, Task.id)).all()


def _open(page: PartnerPage, tasks: Sequence[Task]) -> list[str]:
    """What is next, the reminder, cases under way and tasks by day."""
    under_way = _("The due diligence is under way.")
    lines = [under_way if page.next.place in EXAMINED else page.next.sentence]
    if page.partner.next_action:
        lines.append(_dated(page.partner.next_action, page.partner.next_action_on))
    waiting = sum(case.case.state == CaseState.READY for case in page.cases)
    if waiting:
        lines.append(plural("{count} case waits for a decision.", "{count} cases wait for a decision.", waiting))
    lines += [_dated(task.what, task.due_on) for task in tasks]
    return [line for line in dict.fromkeys(lines) if line]


def _dated(what: str, day: str | None) -> str:
    return _("{what} ({day})").format(what=what, day=day_in_words(day, language())) if day else what


def _occasions(page: PartnerPage, undecided: bool) -> frozenset[Occasion]:
    draft = any(agreement.state in (AgreementState.DRAFT, AgreementState.FINAL) for agreement in page.agreements)
    occasions = (
        (Occasion.ALWAYS, True),
        (Occasion.UNDECIDED, undecided),
        (Occasion.FROZEN, bool(page.frozen)),
        (Occasion.SUPPLIER, page.partner.supplier),
        (Occasion.DRAFT, draft),
    )
    return frozenset(occasion for occasion, holds in occasions if holds)
