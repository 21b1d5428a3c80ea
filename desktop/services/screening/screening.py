"""Screening a case or a partner (¶22 b): search every name, let a person rule on each candidate, remember the ruling.

A ruling holds for one pair in one version of both sides: our record and the list's entry. When either changes, the
pair comes back with its earlier ruling, and what a list no longer proposes stays readable. The program never clears a
candidate and never confirms one. On the list of the UN Security Council a name that is nearly exact is set aside by
two persons; so is a candidate that somebody had confirmed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.base.values import canonical, digest
from desktop.definitions.answers import Question
from desktop.definitions.form import Questionnaire
from desktop.screening import match
from desktop.screening.compare import ComparedFact, compare
from desktop.screening.entries import EntryKind, ListVersion
from desktop.screening.index import Index, IndexHit
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Partnership, Party, Person, Ruling, ScreeningRun
from desktop.store.store import Store

FACTS = {"un-sc": "un", "world-bank": "world_bank"}  # the other lists together answer question B04
RULINGS = ("not_same", "same", "unsure")
QUALITIES = {  # how much the publisher trusts a name
    "primary": N_("Name under which it is listed"),
    "alias": N_("Good alias"),
    "weak": N_("The list itself calls this alias uncertain."),
    "former": N_("This is a former name."),
    "original-script": N_("Name in its original script"),
}
ALERTING = ("strong", "review")  # weak candidates are shown folded and block nothing
PAST = ("removed", "past")  # no longer on the list; still on it, and no longer like our names: kept, never hidden
OURS = ("iom", "oim")  # the Organization is a party of every partnership and is not searched
MANY = 20  # candidates kept for one name
UNDECIDED = ("open", "ready")  # the states of a case that a new candidate still reaches
TWO_PERSONS = ("un-sc",)  # lists that bind every United Nations entity
NEAR_EXACT = Decimal("0.97")  # from here on a name is as good as the listed one


@dataclass(frozen=True)
class Subject:
    """Somebody or something whose names are searched. `digest` names this version of what we know of it."""

    id: str
    kind: EntryKind  # a person or an organisation
    names: tuple[str, ...]
    role: str
    birth: str = ""
    nationality: str = ""
    document: str = ""

    def digest(self) -> str:
        known = [self.kind, sorted(self.names), self.birth, self.nationality, self.document]
        return digest(canonical(known))


@dataclass(frozen=True)
class Candidate:
    """One pair to rule on: a subject of ours and a listed entry, as the run found it."""

    subject: Subject
    hit: Mapping[str, Any]  # see `_kept`
    ruling: Ruling | None  # the one that holds for these versions
    earlier: Sequence[Ruling] = ()  # the other rulings on this pair, newest first; those of older versions too

    @property
    def open(self) -> bool:
        """Whether a person still has to rule on it, or a second one to confirm the ruling."""
        undecided = self.ruling is None or self.ruling.ruling == "unsure"
        return self.awaits_second or (self.hit["band"] in ALERTING and undecided)

    @property
    def needs_second(self) -> bool:
        """Whether setting it aside takes two persons: nearly exact on a list that binds, or confirmed before."""
        near = self.alerting and self.hit["list"] in TWO_PERSONS and Decimal(self.hit["score"]) >= NEAR_EXACT
        return near or any(earlier.ruling == "same" for earlier in self.earlier)

    @property
    def awaits_second(self) -> bool:
        """Whether somebody set it aside and a second person has not confirmed that yet."""
        ruling = self.ruling
        return ruling is not None and ruling.ruling == "not_same" and self.needs_second and not ruling.confirmed_by

    def ruled_alone_by(self, officer: str) -> bool:
        """Whether this officer set it aside and somebody else has to confirm."""
        return self.awaits_second and self.ruling is not None and self.ruling.ruled_by == officer

    @property
    def reopened(self) -> str:
        """Why a pair that was ruled on comes back: `list` or `record`, whichever changed; empty when none did."""
        if self.ruling is not None or not self.earlier:
            return ""
        return "list" if self.earlier[0].entry_digest != self.hit["entry_digest"] else "record"

    @property
    def confirmed(self) -> bool:
        """Whether a person ruled that it is the same one."""
        return self.ruling is not None and self.ruling.ruling == "same"

    @property
    def alerting(self) -> bool:
        """Whether it must be ruled on; the weak ones are kept and alert nobody."""
        return self.hit["band"] in ALERTING


@dataclass(frozen=True)
class State:
    """Where the screening of a case stands. `current` is false when names changed after the run."""

    run: ScreeningRun | None
    subjects: Sequence[Subject]
    candidates: Sequence[Candidate]
    current: bool
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> Sequence[Candidate]:
        return [c for c in self.candidates if c.open]


def subjects(session: Session, partner_id: str) -> tuple[Subject, ...]:
    """Everybody to search for a partner: itself, its parent, the persons behind it, its counterparts.

    The names of a partner hold its former names, short names and brands too.
    """
    partner = session.get_one(Partner, partner_id)
    found = [_partner(partner, "partner")]
    if partner.parent_id and (parent := session.get(Partner, partner.parent_id)):
        found.append(_partner(parent, "parent"))
    people = session.scalars(
        select(Person).where(Person.partner_id == partner_id, Person.archived.is_(False)).order_by(Person.name)
    )
    found += map(_person, people)
    known = {subject.id for subject in found}
    for counterpart in _counterparts(session, partner_id):
        if counterpart.id not in known:
            known.add(counterpart.id)
            found.append(counterpart)
    return tuple(found)


def _counterparts(session: Session, partner_id: str) -> Iterator[Subject]:
    """The other parties of the partnerships of a partner: other partners, and those that only have a name."""
    query = (
        select(Party, Partner)
        .join(Partnership, Partnership.id == Party.partnership_id)
        .outerjoin(Partner, Partner.id == Party.partner_id)
        .where(Partnership.partner_id == partner_id, Partnership.archived.is_(False), Party.archived.is_(False))
        .order_by(Party.name, Party.id)
    )
    for party, partner in session.execute(query):
        if partner is not None:
            yield _partner(partner, "counterpart")
        elif party.name.strip() and folded(party.name) not in OURS:
            yield Subject(party.id, EntryKind.ORGANISATION, (party.name.strip(),), "counterpart")


def _partner(partner: Partner, role: str) -> Subject:
    kind = EntryKind.PERSON if partner.group == "HNW" else EntryKind.ORGANISATION
    return Subject(partner.id, kind, (partner.name, *partner.other_names), role, nationality=partner.country)


def _person(person: Person) -> Subject:
    return Subject(
        person.id,
        EntryKind.PERSON,
        (person.name, *person.other_names),
        ",".join(person.roles),
        person.birth_date,
        person.nationality,
        person.document,
    )


# --- searching


def run(work: Work, index: Index, case_id: str) -> ScreeningRun:
    """Search every name of the case in the lists installed and keep the result with the lists' dates and ages."""
    require(work.officer, Right.SCREEN)
    with work.store.read() as session:
        partner_id = session.get_one(Case, case_id).partner_id
    return keep(work, search(work, index, partner_id, case_id))


def run_partner(work: Work, index: Index, partner_id: str) -> ScreeningRun:
    """The same outside a case: for a partner that no case is open on."""
    require(work.officer, Right.SCREEN)
    return keep(work, search(work, index, partner_id))


def search(work: Work, index: Index, partner_id: str, case_id: str | None = None) -> ScreeningRun:
    """Search every name of a partner; nothing is kept yet.

    What the search before this one proposed and this one does not is carried along: of a list that was not searched
    now unchanged, otherwise marked as past.
    """
    with work.store.read() as session:
        wanted = subjects(session, partner_id)
        before = _last(session, ScreeningRun.partner_id == partner_id)
        rulings = _rulings(session, partner_id)
    asked = [(subject, name) for subject in wanted for name in subject.names]
    hits = _best([_kept(subject, name, hit) for subject, name in asked for hit in _hits(index, subject, name)])
    return ScreeningRun(
        case_id=case_id,
        partner_id=partner_id,
        run_at=work.clock.stamp(),
        run_by=work.officer.id,
        lists=[_used(version, work.today()) for version in index.lists],
        names=[
            {"subject": s.id, "kind": s.kind.value, "role": s.role, "names": list(s.names), "digest": s.digest()}
            for s in wanted
        ],
        hits=[*hits, *_past(before, hits, index, {s.id for s in wanted}, rulings)],
        threshold=f"{match.WEAK:.2f}",
        matcher=match.VERSION,
    )


def keep(work: Work, result: ScreeningRun) -> ScreeningRun:
    """Keep the result of a search."""
    with work.store.change(N_("Names screened"), work.officer.id) as session:
        session.add(result)
    return result


def _past(
    before: ScreeningRun | None,
    found: Sequence[Mapping[str, Any]],
    index: Index,
    wanted: Collection[str],
    rulings: Sequence[Ruling],
) -> Iterator[dict[str, Any]]:
    """The candidates of the search before this one that this one no longer proposes; far ones that nobody ruled on
    are left behind."""
    here, searched = set(map(pair_of, found)), {version.source for version in index.lists}
    ruled = {(r.subject, r.list, r.entry) for r in rulings}
    for hit in before.hits if before else ():
        pair = pair_of(hit)
        if pair in here or hit["subject"] not in wanted:
            continue
        if hit["list"] not in searched:
            yield dict(hit)
        elif hit["band"] in (*ALERTING, *PAST) or pair in ruled:
            listed = index.entry(hit["list"], hit["entry"]) is not None
            yield {**hit, "band": "past" if listed else "removed"}


def pair_of(hit: Mapping[str, Any]) -> tuple[str, str, str]:
    """What names a pair: our subject, the list, the entry."""
    return (hit["subject"], hit["list"], hit["entry"])


def _used(version: ListVersion, today: date) -> dict[str, Any]:
    published = version.published
    return {
        "list": version.source,
        "title": version.title,
        "published": published,
        "age_days": (today - date.fromisoformat(published)).days if published else None,
        "digest": version.digest,
        "entries": version.entries,
    }


def _hits(index: Index, subject: Subject, name: str) -> tuple[IndexHit, ...]:
    """A counterpart may be a person or an organisation: nothing is known of it but its name."""
    return index.search(name, None if subject.role == "counterpart" else subject.kind, MANY)


def _kept(subject: Subject, searched: str, hit: IndexHit) -> dict[str, Any]:
    """A candidate as it is kept and printed: enough to rule on it years later, without the list."""
    entry = hit.entry
    return {
        "subject": subject.id,
        "searched": searched,
        "list": entry.list_id,
        "entry": entry.id,
        "entry_digest": entry.digest(),
        "name": hit.name,
        "primary": entry.name,
        "quality": hit.quality.value,
        "score": f"{hit.score:.3f}",
        "band": hit.band.value,
        "why": [[p.query, p.name, p.reason.value] for p in hit.alignment.pairs],
        "reordered": hit.alignment.reordered,
        "kind": entry.kind.value,
        "names": [[n.text, n.quality.value] for n in entry.names],
        "births": list(entry.births),
        "places": list(entry.places),
        "nationalities": list(entry.nationalities),
        "documents": list(entry.documents),
        "programme": entry.programme,
        "reference": entry.reference,
        "listed_on": entry.listed_on,
        "text": entry.text[:1000],
    }


def _best(hits: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One candidate for each pair, the closest, best first."""
    best: dict[tuple[str, str, str], dict[str, Any]] = {}
    for hit in hits:
        pair = pair_of(hit)
        if pair not in best or float(hit["score"]) > float(best[pair]["score"]):
            best[pair] = hit
    return sorted(best.values(), key=lambda hit: -float(hit["score"]))


def compared(candidate: Candidate, language: str) -> tuple[ComparedFact, ...]:
    """Our facts, in a language, beside the entry's, as the list writes them; they clear and confirm nothing alone."""
    subject, hit = candidate.subject, candidate.hit
    return compare(
        subject.kind,
        subject.birth,
        subject.nationality,
        subject.document,
        EntryKind(hit["kind"]),
        hit["births"],
        hit["nationalities"],
        hit["documents"],
        language,
    )


def why(hit: Mapping[str, Any]) -> str:
    """Why a candidate is proposed, word by word, in the interface's language."""
    pairs = tuple(match.WordPair(query, name, match.Reason(reason)) for query, name, reason in hit["why"])
    said = [match.sentence(match.Alignment(float(hit["score"]), pairs, hit["reordered"]))]
    quality = hit["quality"]
    if quality in ("weak", "former"):
        said.append(_(QUALITIES[quality]))
    return " ".join(said)


# --- ruling


def rule(work: Work, case_id: str, candidate: Candidate, ruling: str, reason: str) -> Ruling:
    """Keep what a person ruled on a pair of a case; raises Problem without a reason."""
    with work.store.read() as session:
        partner_id = session.get_one(Case, case_id).partner_id
    return rule_on(work, partner_id, candidate, ruling, reason)


def rule_on(work: Work, partner_id: str, candidate: Candidate, ruling: str, reason: str) -> Ruling:
    """Keep what a person ruled on a pair of a partner, in a case or outside; raises Problem without a reason."""
    require(work.officer, Right.SCREEN)
    if ruling not in RULINGS:
        raise ValueError(f"unknown ruling {ruling!r}")
    if not reason.strip():
        raise Problem(
            _("A ruling needs its reason; nothing was saved."),
            _("Write which facts agree or contradict, and what shows it."),
        )
    with work.store.change(N_("Candidate ruled on"), work.officer.id) as session:
        made = Ruling(
            partner_id=partner_id,
            subject=candidate.subject.id,
            subject_kind=candidate.subject.kind.value,
            subject_digest=candidate.subject.digest(),
            list=candidate.hit["list"],
            entry=candidate.hit["entry"],
            entry_digest=candidate.hit["entry_digest"],
            band=candidate.hit["band"],
            ruling=ruling,
            reason=reason.strip(),
            ruled_by=work.officer.id,
            ruled_at=work.clock.stamp(),
        )
        session.add(made)
    return made


def confirm(work: Work, ruling_id: str) -> Ruling:
    """A second person agrees that a candidate is not the same; until then it stays open.

    Raises Problem for the person who ruled, and for a ruling that needs no confirmation any more.
    """
    require(work.officer, Right.ANSWER)  # an office's rulings are confirmed in an office, never at Headquarters
    with work.store.change(N_("Ruling confirmed by a second person"), work.officer.id) as session:
        kept = session.get_one(Ruling, ruling_id)
        if kept.ruling != "not_same" or kept.confirmed_by:
            raise Problem(_("This ruling needs no confirmation; nothing was changed."), _("Look at the candidate."))
        if work.officer.id == kept.ruled_by:
            raise Problem(
                _("You ruled on this candidate yourself; nothing was confirmed."),
                _("Ask another officer of the office, or the regional office, to look at it and confirm."),
            )
        kept.confirmed_by, kept.confirmed_at = work.officer.id, work.clock.stamp()
    return kept


def hands(store: Store, case: Case) -> frozenset[str]:
    """Who searched and ruled for a case since it was opened: they prepared it. Those who confirmed did not."""
    with store.read() as session:
        searched = session.scalars(select(ScreeningRun.run_by).where(ScreeningRun.case_id == case.id))
        ruled = session.scalars(
            select(Ruling.ruled_by).where(Ruling.partner_id == case.partner_id, Ruling.ruled_at >= case.opened_on)
        )
        return frozenset({*searched, *ruled} - {""})


# --- somebody was recognised


def recognised(session: Session, partner_id: str) -> Ruling | None:
    """The ruling by which somebody behind this partner is on a list; None when there is none, or it was an error.

    *The same* holds whatever becomes of the list and of our record, until another ruling is confirmed by a second
    person.
    """
    settled: set[tuple[str, str, str]] = set()
    for ruling in _rulings(session, partner_id):
        pair = (ruling.subject, ruling.list, ruling.entry)
        if pair in settled:
            continue
        if ruling.ruling == "same":
            return ruling
        if ruling.ruling == "not_same" and ruling.confirmed_by:
            settled.add(pair)
    return None


def require_unrecognised(session: Session, partner_id: str) -> None:
    """Raise Problem while somebody behind the partner is taken for a listed person or organisation (¶22 b)."""
    if recognised(session, partner_id) is not None:
        raise Problem(
            _("Somebody behind this partner was recognised on a sanctions list: its agreements are frozen (¶22 b)."),
            _("Sign and deliver nothing, and say nothing to the partner. Call the regional office and Headquarters."),
        )


# --- where it stands


def of_case(work: Work, case_id: str) -> State:
    """Where the screening of a case stands today."""
    with work.store.read() as session:
        return state(session, session.get_one(Case, case_id), work.today())


def of_partner(work: Work, partner_id: str) -> State:
    """Where the screening of a partner stands today, whatever case searched its names last."""
    with work.store.read() as session:
        return partner_state(session, partner_id, work.today())


def partner_state(session: Session, partner_id: str, today: date) -> State:
    """The last run of a partner, in a case or outside, with the rulings that hold."""
    return _stands(session, partner_id, _last(session, ScreeningRun.partner_id == partner_id), today)


def state(session: Session, case: Case, today: date) -> State:
    """The last run of a case with the rulings that hold, and the facts that the questionnaire reads from it.

    As long as a case is not decided, a later search of the partner takes the place of its own: what a new list
    brought must not be missed.
    """
    last = _last(session, ScreeningRun.case_id == case.id)
    if last is not None and case.state in UNDECIDED:
        later = _last(session, ScreeningRun.partner_id == case.partner_id, ScreeningRun.case_id.is_(None))
        last = later if later is not None and later.run_at > last.run_at else last
    return _stands(session, case.partner_id, last, today)


def _stands(session: Session, partner_id: str, last: ScreeningRun | None, today: date) -> State:
    wanted = subjects(session, partner_id)
    if last is None:
        return State(None, wanted, (), current=False, facts=_facts(None, (), False, today))
    current = {n["subject"]: n["digest"] for n in last.names} == {s.id: s.digest() for s in wanted}
    rulings = _rulings(session, partner_id)
    by_id = {s.id: s for s in wanted}
    candidates = [_candidate(by_id[hit["subject"]], hit, rulings) for hit in last.hits if hit["subject"] in by_id]
    return State(last, wanted, candidates, current, _facts(last, candidates, current, today))


def _last(session: Session, *where: ColumnElement[bool]) -> ScreeningRun | None:
    return session.scalars(select(ScreeningRun).where(*where).order_by(ScreeningRun.run_at.desc()).limit(1)).first()


def _rulings(session: Session, partner_id: str) -> Sequence[Ruling]:
    """The rulings on a partner and those behind it, newest first."""
    query = select(Ruling).where(Ruling.partner_id == partner_id).order_by(Ruling.ruled_at.desc())
    return session.scalars(query).all()


def _candidate(subject: Subject, hit: Mapping[str, Any], rulings: Sequence[Ruling]) -> Candidate:
    pair = [r for r in rulings if (r.subject, r.list, r.entry) == (subject.id, hit["list"], hit["entry"])]
    valid = [r for r in pair if r.subject_digest == subject.digest() and r.entry_digest == hit["entry_digest"]]
    holding = valid[0] if valid else None
    return Candidate(subject, hit, holding, [r for r in pair if r is not holding])


def _facts(run: ScreeningRun | None, candidates: Sequence[Candidate], current: bool, today: date) -> dict[str, Any]:
    """`screening.<list>.status` and `.age_days` for the lists that the questionnaire asks about."""
    found: dict[str, Any] = {}
    for searched in run.lists if run and current else ():
        name = FACTS.get(searched["list"], "other")
        mine = [c for c in candidates if c.hit["list"] == searched["list"]]
        status = "open" if any(c.open for c in mine) else "clear"
        if any(c.confirmed for c in mine):
            status = "confirmed"
        found[f"screening.{name}.status"] = _worse(found.get(f"screening.{name}.status", "clear"), status)
        if searched["published"]:
            days = (today - date.fromisoformat(searched["published"])).days
            found[f"screening.{name}.age_days"] = max(days, found.get(f"screening.{name}.age_days", 0))
    looked_in = {used["list"] for used in run.lists} if run and current else set()
    for candidate in candidates if looked_in else ():  # of a list that the last search left out
        if (candidate.open or candidate.confirmed) and candidate.hit["list"] not in looked_in:
            name = f"screening.{FACTS.get(candidate.hit['list'], 'other')}.status"
            found[name] = _worse(found.get(name, "clear"), "confirmed" if candidate.confirmed else "open")
    for name in ("un", "world_bank", "other"):
        found.setdefault(f"screening.{name}.status", "not_run")
    return found


def _worse(one: str, other: str) -> str:
    order = ("clear", "open", "confirmed")
    return max(one, other, key=order.index)


def answers(form: Questionnaire, searched: State) -> dict[str, dict[str, Any]]:
    """The answers to the questions of type `screening` that the last run gives; none before a run.

    A list that is not installed gives none: the officer then attests a check made elsewhere, with its date.
    """
    found: dict[str, dict[str, Any]] = {}
    for question in form.questions:
        used = _list_of(searched, question.list) if question.type == "screening" else None
        if used is not None:
            found[question.id] = {
                "value": {
                    "result": _result(question, searched),
                    "list_day": used["published"],
                    "list_digest": used["digest"],
                }
            }
    return found


def _list_of(searched: State, name: str) -> Mapping[str, Any] | None:
    """The oldest list of the run that answers for this name; None when there is none, or names changed since."""
    if searched.run is None or not searched.current:
        return None
    mine = [used for used in searched.run.lists if FACTS.get(used["list"], "other") == name]
    return min(mine, key=lambda used: str(used["published"]), default=None)


def _result(question: Question, searched: State) -> str:
    """The choice that the state of the candidates comes to: each question names its own."""
    status = searched.facts[f"screening.{question.list}.status"]
    cleared = any(
        c.ruling and c.ruling.ruling == "not_same" and FACTS.get(c.hit["list"], "other") == question.list
        for c in searched.candidates
    )
    wanted = {
        "clear": ("false_positive", "clear") if cleared else ("clear",),
        "open": ("unresolved",),
        "confirmed": ("confirmed", "in_force"),
    }[status]
    return next(choice for choice in wanted if question.choice(choice))
