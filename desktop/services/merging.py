"""Two records of one partner are made one, and parted again: what comes along, what is chosen, what must be known.

Nothing that hangs on the record that is merged is written anew (`registry.identity`): what was decided, sealed, signed
and printed stays as it was. The partner takes the fields that are chosen, and joins what makes due diligence stricter,
so that no gate of ¶21–23 opens through a merge. What is undone is one deed of the journal, field by field.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.change import Entry, Stamp
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.terms import Level
from desktop.services.diligence import freezing
from desktop.services.office.rights import Right, require
from desktop.services.registry import corporate_group, identity, partner_list
from desktop.services.registry.duplicates import number_key
from desktop.services.registry.identity import Identities
from desktop.services.registry.partners import set_fields
from desktop.services.screening import rulings, standing
from desktop.services.work import Work
from desktop.store.journal import change_of, read_stamps
from desktop.store.records import (
    Agreement,
    Case,
    ChangeRow,
    Clearance,
    Contribution,
    Decision,
    EarlierAgreement,
    Evidence,
    Family,
    Finding,
    Incident,
    Interaction,
    Partner,
    Partnership,
    Person,
    Ruling,
    StampRow,
    Task,
)
from desktop.store.records.values import ToldApart
from desktop.store.states import DecisionOutcome, PartnerStage

MERGED, PARTED = N_("Partners merged"), N_("Merge of partners undone")
CHOSEN = (  # what a person chooses where the two records differ; fields in brackets go together
    *(("name",), ("subtype",), ("country",), ("city",), ("address",), ("registration",), ("lei",), ("website",)),
    *(
        ("email",),
        ("phone",),
        ("employees",),
        ("founded",),
        ("birth_date",),
        ("nationality",),
        ("brought_by",),
        ("owner",),
        ("summary",),
    ),
    *(("next_action", "next_action_on"), ("parent_id",)),
)
FAR = (PartnerStage.REFUSED, PartnerStage.SUSPENDED)  # stages that a merge never leaves
HANGING = (  # what comes along, in the order in which it is shown
    *(Partnership, Case, Decision, Clearance, Agreement, EarlierAgreement),
    *(Contribution, Person, Interaction, Evidence, Finding),
    *(Incident, Ruling, Task),
)
RESTING = (Partnership, Case, Decision, Clearance, Agreement, EarlierAgreement, Contribution, Incident, Ruling)

Contents = tuple[Any, ...]


@dataclass(frozen=True)
class FieldChoice:
    """Fields in which two records differ, with what each says; `takes` whether the merged one's is proposed."""

    fields: tuple[str, ...]
    own: Contents
    other: Contents
    takes: bool

    @property
    def name(self) -> str:
        """By which the choice is known: its first field."""
        return self.fields[0]


@dataclass(frozen=True)
class MergeWarning:
    """Something that a merge would hide from whoever does not know of it: a code and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do, before it is done.

    `partner` stays, `merged` becomes one with it. `hanging` counts what comes along, by family; `joined` are the
    fields that hold afterwards what either says.
    """

    partner: Partner
    merged: Partner
    choices: tuple[FieldChoice, ...]
    joined: tuple[str, ...]
    hanging: Mapping[type[Any], int]
    warnings: tuple[MergeWarning, ...]


@dataclass(frozen=True)
class FormerRecord:
    """A record that became one with a partner. `why_not` says in a sentence why it cannot be parted; or is empty.

    `staying` are the fields that were taken over and changed since: they stay as they are.
    """

    id: str
    name: str
    at: Stamp
    why_not: str
    staying: tuple[str, ...] = ()


# --- what a merge would do


def plan(work: Work, partner_id: str, merged_id: str) -> MergePlan:
    """What becomes of two records when the second is merged into the first.

    Raises Problem where they can be no one partner: one and the same record, records of two offices or target groups,
    one that is put away or was merged before, a company and its own subsidiary, two LEIs.
    """
    with work.store.read() as session:
        return _plan(session, work, partner_id, merged_id)


def _plan(session: Session, work: Work, partner_id: str, merged_id: str) -> MergePlan:
    partner, merged = session.get_one(Partner, partner_id), session.get_one(Partner, merged_id)
    _require_mergeable(session, work, partner, merged)
    own = identity.records(session, merged_id)
    united = vars(_united(partner, merged))
    return MergePlan(
        partner,
        merged,
        tuple(_choices(session, partner, merged)),
        tuple(name for name, content in united.items() if content != getattr(partner, name)),
        {family: count for family in HANGING if (count := _count(session, family, own))},
        tuple(_warnings(session, work, partner, merged)),
    )


def _require_mergeable(session: Session, work: Work, partner: Partner, merged: Partner) -> None:
    names = {"name": partner.name, "other": merged.name}
    if partner.id == merged.id:
        raise _refused(_("This is one and the same record; nothing was merged."), _("Choose two."), "merge-itself")
    if {partner.office, merged.office} != {work.store.identity.office}:
        raise _refused(
            _("“{name}” and “{other}” are not both of this office; nothing was merged."),
            _("An office merges its own partners. Headquarters shows as one what several offices know."),
            "merge-other-office",
            names,
        )
    if partner.same_as or merged.same_as:
        raise _refused(
            _("One of “{name}” and “{other}” was merged before; nothing was merged."),
            _("Open the partner that it became, and merge that one."),
            "merge-merged",
            names,
        )
    if partner.archived:
        raise _refused(
            _("“{name}” is archived; nothing was merged into it."),
            _("Keep the other one, or bring this one back first."),
            "merge-archived",
            names,
        )
    if partner.group != merged.group:
        raise _refused(
            _("“{name}” and “{other}” are of two target groups (¶28); nothing was merged."),
            _("A person is no company. Correct the group of one first, if it is wrong."),
            "merge-groups",
            names,
        )
    above = corporate_group.ancestors_of(session, (partner.id, merged.id))
    if any({partner.id, merged.id} & {company.partner.id for company in companies} for companies in above.values()):
        raise _refused(
            _("One of “{name}” and “{other}” is the subsidiary of the other; nothing was merged."),
            _("They are two partners of one group. If that is wrong, take the parent company off first."),
            "merge-subsidiary",
            names,
        )
    if partner.lei and merged.lei and number_key(partner.lei) != number_key(merged.lei):
        raise _refused(
            _("“{name}” and “{other}” have two LEIs: they are two companies in law; nothing was merged."),
            _("Correct the LEI of one first, if it is wrong."),
            "merge-two-leis",
            names,
        )


def _refused(sentence: str, remedy: str, code: str, names: Mapping[str, str] | None = None) -> Problem:
    return Problem(sentence.format(**(names or {})), remedy, code=code)


def _choices(session: Session, partner: Partner, merged: Partner) -> Iterator[FieldChoice]:
    family = Family(Partner)
    own_stamps, other_stamps = _stamps(session, partner.id), _stamps(session, merged.id)
    for fields in CHOSEN:
        own = tuple(getattr(partner, name) for name in fields)
        other = tuple(getattr(merged, name) for name in fields)
        if own == other or not any(other):
            continue
        number = family.number[fields[0]]
        yield FieldChoice(fields, own, other, _is_better(own, other, own_stamps.get(number), other_stamps.get(number)))


def _is_better(own: Contents, other: Contents, own_stamp: Stamp | None, other_stamp: Stamp | None) -> bool:
    """Whether what the merged record says is proposed: what stands alone, then what the same laptop wrote later."""
    if not any(own):
        return True
    if own_stamp is None or other_stamp is None:
        return False
    return own_stamp[0] == other_stamp[0] and own_stamp[1] < other_stamp[1]


def _stamps(session: Session, record: str) -> Mapping[int, Stamp]:
    row = session.get(StampRow, record)
    return {field: stamp[:2] for field, stamp in read_stamps(row.cells).items()} if row is not None else {}


@dataclass(frozen=True)
class _JoinedFields:
    """Fields of a partner that hold what either of its records says."""

    sectors: list[str]
    traits: list[str]
    labels: list[str]
    supplier: bool
    supplier_note: str
    discreet: bool
    discretion_note: str
    notes: str
    stage: PartnerStage
    not_same_as: tuple[ToldApart, ...]


def _united(partner: Partner, merged: Partner) -> "_JoinedFields":
    """What nobody chooses, because leaving one out would hide something: both names are searched, and every sector,
    trait, purchase and mark of either counts."""
    notes = [note for note in (partner.supplier_note, merged.supplier_note) if note]
    reasons = [note for note in (partner.discretion_note, merged.discretion_note) if note]
    texts = [text for text in (partner.notes, merged.notes) if text]
    named = {apart.partner for apart in partner.not_same_as} | {partner.id, merged.id}
    return _JoinedFields(
        sectors=_both(partner.sectors, merged.sectors),
        traits=_both(partner.traits, merged.traits),
        labels=_both(partner.labels, merged.labels),
        supplier=partner.supplier or merged.supplier,
        supplier_note=" · ".join(dict.fromkeys(notes)),
        discreet=partner.discreet or merged.discreet,
        discretion_note=" · ".join(dict.fromkeys(reasons)),
        notes="\n\n".join(dict.fromkeys(texts)),
        stage=_further(partner.stage, merged.stage),
        not_same_as=(*partner.not_same_as, *(apart for apart in merged.not_same_as if apart.partner not in named)),
    )


def _both(own: Sequence[str], other: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((*own, *other)))


def _further(own: PartnerStage, other: PartnerStage) -> PartnerStage:
    """The stage of a partner that stood at two: a refusal or suspension holds, and work under way is not given up."""
    for stage in FAR:
        if stage in (own, other):
            return stage
    going = [stage for stage in (own, other) if stage != PartnerStage.ABANDONED]
    order = list(PartnerStage)
    known_here = [stage for stage in going if stage in order]
    return max(known_here, key=order.index) if known_here else own


def _count(session: Session, family: type[Any], records: Collection[str]) -> int:
    query = select(func.count()).select_from(family)
    if family is Task:
        return session.scalar(query.where(Task.about.in_(records), Task.done_on.is_(None))) or 0
    query = query.where(family.partner_id.in_(records))
    if hasattr(family, "archived"):
        query = query.where(family.archived.is_(False))
    if family is Evidence:
        query = query.where(Evidence.case_id.is_(None))
    return session.scalar(query) or 0


# --- what must be known before


def _warnings(session: Session, work: Work, partner: Partner, merged: Partner) -> Iterator[MergeWarning]:
    for side in (partner, merged):
        name = {"name": side.name}
        own = identity.records(session, side.id)
        level = partner_list.level_in(session, side.id)
        if rulings.recognised(session, side.id) is not None:
            sentence = _(
                "Somebody behind “{name}” was identified on a sanctions list: everything with the partner is frozen."
            )
            yield MergeWarning(f"listed:{side.id}", sentence.format(**name))
        elif standing.partner_state(session, side.id, work.today()).open:
            sentence = _("Matches of “{name}” in a list wait for a ruling: they wait for the partner from then on.")
            yield MergeWarning(f"matches:{side.id}", sentence.format(**name))
        if level == Level.EXCLUDED:
            sentence = _("“{name}” was found to be excluded: the partner counts as excluded from then on.")
            yield MergeWarning(f"excluded:{side.id}", sentence.format(**name))
        if _was_refused(session, own):
            sentence = _("A partnership with “{name}” was refused: the refusal stands in the file of the partner.")
            yield MergeWarning(f"refused:{side.id}", sentence.format(**name))
        if _stands(session, work, own):
            sentence = _("Something stands against “{name}”: it stands against the partner from then on.")
            yield MergeWarning(f"frozen:{side.id}", sentence.format(**name))
    yield from _differing(partner, merged)


def _was_refused(session: Session, records: Collection[str]) -> bool:
    kinds = (Decision, Clearance)
    refused = (
        select(kind.id).where(kind.partner_id.in_(records), kind.outcome == DecisionOutcome.REFUSED) for kind in kinds
    )
    return any(session.scalars(query.limit(1)).first() is not None for query in refused)


def _stands(session: Session, work: Work, records: Collection[str]) -> bool:
    planned = select(Partnership).where(Partnership.partner_id.in_(records), Partnership.archived.is_(False))
    against = freezing.of_partnerships(session, work, session.scalars(planned).all(), work.today())
    recorded = select(Incident.id).where(
        Incident.partner_id.in_(records), Incident.ended == "", Incident.hq_ended == ""
    )
    return any(against.values()) or session.scalars(recorded.limit(1)).first() is not None


def _differing(partner: Partner, merged: Partner) -> Iterator[MergeWarning]:
    numbers = partner.registration, merged.registration
    one_country = not (partner.country and merged.country) or partner.country == merged.country
    if all(numbers) and one_country and number_key(numbers[0]) != number_key(numbers[1]):
        sentence = _("The two have different registration numbers, {own} and {other}: that may be two companies.")
        yield MergeWarning("numbers", sentence.format(own=numbers[0], other=numbers[1]))
    if not one_country:
        yield MergeWarning("countries", _("The two are in different countries: that may be two companies."))
    if partner.supplier != merged.supplier:
        yield MergeWarning(
            "supplier", _("Only one of the two is marked as a supplier of IOM: the partner counts as one (¶24).")
        )
    for record, other in ((partner, merged), (merged, partner)):
        for apart in record.not_same_as:
            if apart.partner == other.id:
                sentence = _("The two were marked as different: {reason}")
                yield MergeWarning("apart", sentence.format(reason=apart.reason))


# --- the deed


def merge(
    work: Work, partner_id: str, merged_id: str, *, chosen: Mapping[str, bool], knowing: Collection[str]
) -> MergePlan:
    """Make the second record one with the first, in one deed; returns what was done.

    `chosen` says by the name of a choice whether the merged one's content is taken; what is not named follows the
    proposal. Raises Problem where the two can be no one partner, and for a warning whose code is not among `knowing`.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(MERGED, work.officer.id) as session:
        done = _plan(session, work, partner_id, merged_id)
        unread = [warning for warning in done.warnings if warning.code not in knowing]
        if unread:
            raise Problem(
                _("Before the two are merged, this must be known: {what} Nothing was merged.").format(
                    what=" ".join(warning.sentence for warning in unread)
                ),
                _("Confirm that you know it, or mark the two as different."),
                code="merge-warning",
            )
        partner, merged = session.get_one(Partner, partner_id), session.get_one(Partner, merged_id)
        fields = {**vars(_united(partner, merged))}
        for choice in done.choices:
            if chosen.get(choice.name, choice.takes):
                fields |= dict(zip(choice.fields, choice.other, strict=True))
        name = fields.get("name", partner.name)
        names = (*partner.other_names, partner.name, *merged.other_names, merged.name)
        fields["other_names"] = [other for other in dict.fromkeys(names) if other != name]
        set_fields(partner, fields)
        merged.same_as, merged.archived, merged.archived_reason = partner.id, False, ""  # what hangs on it is in use
    return done


# --- parted again


def merged_records(work: Work, partner_id: str) -> Sequence[FormerRecord]:
    """The records that were merged into a partner, the last first, each with whether it can be parted again."""
    with work.store.read() as session:
        return merged_records_in(session, partner_id)


def all_merged(work: Work) -> Sequence[FormerRecord]:
    """Every record of the office that was merged, by its name."""
    with work.store.read() as session:
        read = session.scalars(select(Partner).where(Partner.same_as > "")).all()
        return sorted((_merged_record(session, record) for record in read), key=lambda record: record.name)


def merged_records_in(session: Session, partner_id: str) -> Sequence[FormerRecord]:
    """The same, read with what else a page reads."""
    own = identity.records(session, partner_id)[1:]
    read = session.scalars(select(Partner).where(Partner.id.in_(own))).all() if own else ()
    records = [_merged_record(session, record) for record in read]
    return sorted(records, key=lambda record: (record.at, record.id), reverse=True)


def _merged_record(session: Session, merged: Partner) -> FormerRecord:
    at = _merged_at(session, merged.id)
    partner = session.get(Partner, merged.same_as or "")
    entry = _entry(session, at, merged.same_as or "")
    stamps = _stamps(session, merged.same_as or "")
    family = Family(Partner)
    changed = [cell.field for cell in entry.cells if stamps.get(cell.field) != at] if entry is not None else []
    why_not = "" if partner is not None else _("The partner that it became is not here.")
    identities = Identities.read_in(session)
    if partner is not None and partner.same_as and not identities.is_circle(merged.id, partner.id):
        why_not = _("“{name}” was itself merged since: part that merge first.").format(name=partner.name)
    elif resting := list(_rests(session, at, identities.records(merged.id))):
        why_not = _("Since then this rests on the two as one: {what}.").format(what=", ".join(resting))
    staying = tuple(family.field[number] for number in changed)
    return FormerRecord(merged.id, merged.name, at, why_not, staying)


def _merged_at(session: Session, record: str) -> Stamp:
    """The change that merged a record."""
    return _stamps(session, record).get(Family(Partner).number["same_as"], ("", 0))


def _entry(session: Session, at: Stamp, record: str) -> Entry | None:
    """What a change wrote of a record."""
    row = session.get(ChangeRow, at)
    written = change_of(row).entries if row is not None else ()
    return next((entry for entry in written if entry.id == record), None)


def _rests(session: Session, at: Stamp, records: Collection[str]) -> Iterator[str]:
    """What the laptop that merged wrote afterwards about the two as one, in words: it was judged on both."""
    for family in RESTING:
        ids = list(session.scalars(select(family.id).where(family.partner_id.in_(records))))
        number = Family(family).number["partner_id"]
        rows = session.execute(select(StampRow.id, StampRow.cells).where(StampRow.id.in_(ids))) if ids else ()
        later = []
        for record, cells in rows:
            written = read_stamps(cells).get(number)
            if written is not None and written[0] == at[0] and written[1] > at[1]:
                later.append(record)
        resting = session.scalars(select(family).where(family.id.in_(later))).all() if later else ()
        yield from (_named(thing) for thing in resting if not getattr(thing, "archived", False))


def _named(record: Any) -> str:
    if isinstance(record, Partnership):
        return _("the partnership “{title}”").format(title=record.title)
    if isinstance(record, Case):
        return _("the case {number}").format(number=record.number)
    if isinstance(record, Agreement | EarlierAgreement):
        return _("the agreement {reference}").format(reference=record.reference or record.id[:6])
    if isinstance(record, Contribution):
        return _("the contribution “{what}”").format(what=record.description)
    if isinstance(record, Incident):
        return _("an incident")
    return _("a ruling on a match") if isinstance(record, Ruling) else _("a decision")


def part(work: Work, merged_id: str) -> None:
    """Undo a merge, in one deed: each record says again what it said before, and has what hung on it.

    A field that was changed since stays as it is. Raises Problem for a record that was not merged, and while something
    rests on the two as one: it says what.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(PARTED, work.officer.id) as session:
        merged = session.get_one(Partner, merged_id)
        if not merged.same_as or merged.office != work.store.identity.office:
            raise _refused(
                _("“{name}” is not merged into another partner of this office; nothing was changed."),
                _("Look at its page."),
                "part-not-merged",
                {"name": merged.name},
            )
        former = _merged_record(session, merged)
        if former.why_not:
            raise _refused(
                _("The merge of “{name}” cannot be undone; nothing was changed. {why}"),
                _("Archive what is recorded there by mistake, or correct the partner’s facts by hand."),
                "part-rests",
                {"name": merged.name, "why": former.why_not},
            )
        for record in (session.get_one(Partner, merged.same_as), merged):
            set_fields(record, dict(_before(session, former.at, record.id)))
        merged.same_as = None


def _before(session: Session, at: Stamp, record: str) -> Iterator[tuple[str, object]]:
    """What stood in the fields of a partner's record that a merge wrote and nobody wrote since, but `same_as`."""
    entry, family, stamps = _entry(session, at, record), Family(Partner), _stamps(session, record)
    for cell in entry.cells if entry is not None else ():
        name = family.field[cell.field]
        if stamps.get(cell.field) == at and name != "same_as":
            written = _entry(session, cell.base, record) if cell.base is not None else None
            values = [was.value for was in written.cells if was.field == cell.field] if written is not None else []
            yield name, family.typed(name, values[0] if values else family.empty(cell.field))
