"""Records full of anything that a validly signed bundle may bring: JSON of any shape, extreme numbers, texts, days."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import pairwise
from typing import Any, get_args, get_type_hints

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from desktop.base import paths
from desktop.base.change import INSERT, UPDATE, Cell, Entry, Stamp
from desktop.base.values import new_id
from desktop.definitions.indicator import Period
from desktop.office import Office
from desktop.presenters.registry.partner_import import PRACTICE
from desktop.services.agreements import earlier, month_sheet, packs
from desktop.services.audit import sampling, sealed_copy, trail
from desktop.services.audit.sampling import SampleMethod, SampleOrder
from desktop.services.diligence import brief, dossier
from desktop.services.partner_papers import briefing, sheet
from desktop.services.partner_papers.briefing import MeetingPlan
from desktop.services.screening import certificate
from desktop.store.journal import read_stamps
from desktop.store.records import (
    Activity,
    Agreement,
    Case,
    Contribution,
    DeliveryRisk,
    Device,
    Family,
    FocalPoint,
    FunctionCost,
    HeadquartersRequest,
    Incident,
    Interaction,
    Lesson,
    Offer,
    Owner,
    Partner,
    Partnership,
    Result,
    StampRow,
    StrategyFigure,
    Training,
    VisibilityUse,
)
from desktop.store.records.codec import Value
from desktop.store.records.columns import CodeColumn, JsonColumn
from desktop.store.states import ResultKind
from desktop.store.store import Store
from desktop.ui.navigation import places

WHOLE = (0, 1, -1, 7, 2**31 - 1, -(2**31 - 1), 2**31, 2**52, -(2**53), 2**53)
DAYS = (
    *("1000-01-01", "8999-12-31", "2026-02-28", "1448-05-06", "2569-11-28", "2026-11-28T10:00:00.000Z"),
    *("8999-12-31T23:59:59.999Z", "1900-01-01T00:00:00.000Z", "0001-01-01", "9999-12-31T23:59:59Z", "2026-13-45"),
    *("", "yesterday", "2026", "2026-11", "2026-11-28T10:00:00", "-271821-04-20", "+275760-09-13T00:00:00.000Z"),
)
AMOUNTS = ("0", "-0", "0.00", "-1", "1e400", "NaN", "Infinity", "9" * 30, "0." + "0" * 29 + "1", "1,5", "", "٣", "1_0")
TEXTS = (
    *("", " ", "x", "\u202eexe.fdp", "<b>&amp;</b>", "<img src=x>", "%(name)s %s %d", "{name} {0} {", "}", "\n\n\t"),
    *("=1+1", "\U0001f99c" * 40, "é" * 600, "mot " * 300, "A" * 9000, "\u202e\u2028\u2029", "../../etc/passwd", "null"),
    *("\x07\x1b[31m", "\u0645\u0631\u062d\u0628\u0627", "¿", "\ufeff", "a\u0301" * 50, "-", "--", "'", '"', "\\"),
    *("0", "1", "[]", "[clause:x]", "[[", "]]"),
)
CODES = ("", "unknown", "open", "ready", "decided", "approved", "refused", "draft", "signed", "x" * 300, "\n", "None")
KEYS = (
    *("value", "text", "choices", "names", "name", "amount", "currency", "number", "date", "rows", "why", "assessment"),
    *("result", "list_day", "files", "evidence", "not_found", "attempts", "language", "de", "fr", "", "0", "id"),
    *("party", "function", "place", "share", "born", "nationality", "items", "money", "title", "kind", "unit", "from"),
)


def as_written(session: Session) -> ColumnElement[Any]:
    """Orders rows as they came: the ids of records are drawn anew in every office, and a seed shall find the same."""
    return literal_column("rowid" if session.get_bind().dialect.name == "sqlite" else "ctid")


class Fuzz:
    """Draws values for fields from one seed; `ids` are records of the office, which fit in wrong places too."""

    def __init__(self, seed: int, ids: Sequence[str]) -> None:
        self.draw = random.Random(seed)
        self.ids = ids or [new_id()]

    def json(self, depth: int = 3) -> Any:
        """Any JSON."""
        kind = self.draw.randrange(9 if depth else 6)
        if kind == 0:
            return self.draw.choice((None, True, False))
        if kind == 1:
            return self.draw.choice((*WHOLE, 0.5, -1e300))
        if kind < 6:
            return self.text()
        count = self.draw.randrange(4)
        if kind == 6:
            return [self.json(depth - 1) for _ in range(count)]
        return {self.draw.choice(KEYS): self.json(depth - 1) for _ in range(count)}

    def text(self) -> str:
        """Any text."""
        return str(self.draw.choice((*TEXTS, *DAYS, *AMOUNTS, *CODES, self.draw.choice(self.ids))))

    def whole(self) -> Any:
        """A whole number, or what is none."""
        return self.draw.choice((*WHOLE, self.json(1)))

    def value(self, kind: type[Value]) -> Any:
        """An object with parts of a value, each well or badly filled."""
        parts: dict[str, Any] = {}
        hints = get_type_hints(kind)
        for part in fields(kind):
            if part.name not in ("unread", "absent") and self.draw.random() < 0.8:
                parts[part.metadata.get("key", part.name)] = self.part(hints[part.name])
        return parts

    def part(self, hint: Any) -> Any:
        """What may stand where a part of a value is expected."""
        if self.draw.random() < 0.25:
            return self.json(2)
        if isinstance(hint, type) and issubclass(hint, Value):
            return self.value(hint)
        if hint is int:
            return self.draw.choice(WHOLE)
        if hint is bool:
            return self.draw.choice((True, False))
        inside = [one for one in get_args(hint) if one is not Ellipsis and one is not type(None)]
        if inside and "Mapping" in str(hint):
            return {self.text(): self.part(inside[1]) for _ in range(2)}
        if inside and "tuple" in str(hint):
            return [self.part(inside[0]) for _ in range(self.draw.randrange(3))]
        if inside and len(inside) == 1:
            return self.part(inside[0])
        return self.text()

    def content(self, family: Family, name: str) -> Any:
        """Something for a field."""
        kind = family.record.__table__.c[family.column[name]].type
        if self.draw.random() < 0.1:
            return self.json()
        if isinstance(kind, JsonColumn):
            listed = family.blank[name] == []
            return [self.value(kind.kind) for _ in range(self.draw.randrange(3))] if listed else self.value(kind.kind)
        if isinstance(kind, CodeColumn):
            return self.draw.choice((*CODES, *map(str, kind.codes), self.text()))
        blank = family.blank[name]
        if isinstance(blank, list):
            rows = self.draw.random() < 0.5
            return [self.json(2) if rows else self.text() for _ in range(self.draw.randrange(4))]
        if isinstance(blank, dict):
            return {self.draw.choice(KEYS): self.json() for _ in range(self.draw.randrange(6))}
        if isinstance(blank, bool):
            return self.draw.choice((True, False))
        if isinstance(blank, int):
            return self.whole()
        if name.endswith(("_on", "_at", "_until")):
            return self.draw.choice(DAYS)
        if name.endswith("_id") and self.draw.random() < 0.7:
            return self.draw.choice(self.ids)
        return self.text()


def spoilt(store: Store, office: str, owner: Owner, seed: int, share: float) -> Iterator[tuple[Entry, ...]]:
    """Corrections of every record of an office: this share of its fields, and a new record of every family."""
    with store.read() as session:
        stamps: Mapping[str, Any] = {row.id: read_stamps(row.cells) for row in session.scalars(select(StampRow))}
        records = {
            family: session.scalars(
                select(family.record.id).where(family.record.office == office).order_by(as_written(session))
            ).all()
            for family in store.families.values()
        }
    fuzz = Fuzz(seed, [record for some in records.values() for record in some])
    for family, ids in records.items():
        fresh = [new_id() for _ in range(2)]
        entries = []
        for record in (*ids, *fresh):
            cells = []
            for name, number in family.number.items():
                whole = family.owner[number] in (owner, Owner.SHARED)
                if whole and fuzz.draw.random() < (0.9 if record in fresh else share):
                    stamp = stamps.get(record, {}).get(number)
                    seen = stamp and fuzz.draw.random() < 0.9  # what was written unseen makes a disagreement
                    base: Stamp | None = stamp[:2] if seen else None
                    cells.append(Cell(number, fuzz.content(family, name), base))
            if cells:
                op = INSERT if record in fresh else UPDATE
                entries.append(Entry(family.kind, record, op, tuple(sorted(cells, key=lambda cell: cell.field))))
        if entries:
            yield tuple(entries)


def openings(office: Office, seed: int, questions: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Every place of the window for every record it can show; of each case as many questions, drawn from the seed."""
    draw = random.Random(seed)
    with office.store.read() as session:
        partners = session.scalars(select(Partner.id).order_by(as_written(session))).all()
        planned = session.execute(select(Partnership.partner_id, Partnership.id).order_by(as_written(session))).all()
        cases = session.scalars(select(Case.id).order_by(as_written(session))).all()
        agreements = session.scalars(select(Agreement.id).order_by(as_written(session))).all()
        recorded = session.execute(select(Incident.partner_id, Incident.id).order_by(as_written(session))).all()
        recorded = [row for row in recorded if row[0] in partners]
        contacts = select(Interaction.partner_id, Interaction.id).order_by(as_written(session))
        met = [row for row in session.execute(contacts).all() if row[0] in partners]
        before = [one.agreement.id for one in earlier.every(session)]
        offered = session.scalars(select(Offer.id).order_by(as_written(session))).all()
        trained = session.scalars(select(Training.id).order_by(as_written(session))).all()
        took_place = session.scalars(select(Activity.id).order_by(as_written(session))).all()
        watched = session.scalars(select(DeliveryRisk.id).order_by(as_written(session))).all()
        learned = session.scalars(select(Lesson.id).order_by(as_written(session))).all()
        hanging = session.scalars(select(VisibilityUse.id).order_by(as_written(session))).all()
        came = session.scalars(select(Result).order_by(as_written(session))).all()
        given = session.scalars(select(Contribution.id).order_by(as_written(session))).all()
        aimed = session.scalars(select(StrategyFigure.id).order_by(as_written(session))).all()
        spent = session.scalars(select(FunctionCost.id).order_by(as_written(session))).all()
        focal = session.scalars(select(FocalPoint.id).order_by(as_written(session))).all()
        laptops = session.scalars(select(Device.id).order_by(as_written(session))).all()
        asked_for = select(HeadquartersRequest).order_by(as_written(session))
        subjects = {*cases, *agreements}
        requests = [
            asked.id for asked in session.scalars(asked_for) if {asked.case_id, asked.agreement_id} - {""} <= subjects
        ]
    asked = [question.id for question in office.definitions.form.questions]
    points = [point.id for text in office.definitions.references.texts for point in text.points]
    steps = ("", "parties", "annexes", "clauses", "pack")
    known: dict[str, list[dict[str, str]]] = {
        "partner": [{"id": partner} for partner in partners],
        "partnership": [{"partner": partner, "id": id_} for partner, id_ in planned],
        "diligence": [{"case": case} for case in cases],
        "question": [{"case": case, "question": q} for case in cases for q in draw.sample(asked, questions)],
        "screening": [*({"case": case} for case in cases), *({"partner": partner} for partner in partners)],
        "decision": [{"case": case} for case in cases],
        "paper_decision": [{"case": case} for case in cases],
        "legal_opinion": [
            *({"case": case} for case in cases),
            *({"agreement": agreement} for agreement in agreements),
            *({"request": id_} for id_ in requests),
        ],
        "answers": [{"case": case} for case in cases],
        "risks": [{"case": case} for case in cases],
        "findings": [{"case": case} for case in cases],
        "finding": [{"case": case} for case in cases],
        "company_form": [{"case": case} for case in cases],
        "coverage": [{"case": case} for case in cases],
        "principle": [{"case": case, "point": point} for case in cases for point in draw.sample(points, 3)],
        "letters": [{"case": case} for case in cases],
        "remedy": [{"case": case} for case in cases],
        "renewal": [{"case": case} for case in cases],
        "incident": [
            *({"partner": partner} for partner in partners),
            *({"partner": partner, "id": id_} for partner, id_ in recorded),
            *({"partner": p, "kind": "identity", "partnership": id_} for p, id_ in planned),
        ],
        # some: no record reaches these pages, and tests/presenters/agreements/test_clause.py reads every clause
        "clause": [{"id": id_} for id_ in draw.sample(list(office.definitions.library.clauses), questions)],
        "arrival": [{"agreement": a} for a in agreements],
        "earlier": [*({"partner": partner} for partner in partners), *({"id": id_} for id_ in before)],
        "earlier_gift": [{"partner": partner} for partner in partners],
        "meeting": [
            *({"partner": partner} for partner in partners),
            *({"partner": partner, "id": id_} for partner, id_ in met),
        ],
        "briefing": [{"partner": partner} for partner in partners],
        "look_up": [{}, {"name": "Moussa Harouna Abdou"}],
        "kit": [{}, {"theme": "labour", "paper": "note"}],
        "mutual_benefit": [{"partner": partner, "id": id_} for partner, id_ in planned],
        "offer": [{}, {"standby": "1"}, *({"id": id_} for id_ in offered)],
        "pipeline": [{}, {"sign": "dormant"}],
        "activity": [
            {},
            *({"partner": partner} for partner in partners),
            *({"partnership": id_} for _partner, id_ in planned),
            *({"id": id_} for id_ in took_place),
        ],
        "innovation": [
            {},
            *({"partnership": id_} for _partner, id_ in planned),
            *({"id": row.id} for row in came if row.kind == ResultKind.INNOVATION),
        ],
        "delivery_risk": [
            {},
            *({"partner": partner} for partner in partners),
            *({"partnership": id_} for _partner, id_ in planned),
            *({"id": id_} for id_ in watched),
        ],
        "lesson": [
            {},
            *({"partner": partner} for partner in partners),
            *({"partnership": id_} for _partner, id_ in planned),
            *({"id": id_} for id_ in learned),
        ],
        "visibility_use": [
            {},
            *({"partner": partner} for partner in partners),
            *({"partnership": id_} for _partner, id_ in planned),
            *({"id": id_} for id_ in hanging),
        ],
        "replication": [
            {"innovation": row.activity_id, "id": row.id} for row in came if row.kind == ResultKind.REPLICATION
        ],
        "assisted": [{"about": row.activity_id, "id": row.id} for row in came if row.kind == ResultKind.ASSISTED],
        "indicator": [{"id": "RES-1"}, {"id": "RES-4"}, {"id": "INN-3"}],
        "budget": [{}, {"year": "2025"}],
        "narrative": [{}, {"first": "2025-01-01", "last": "2025-06-30"}, {"first": "2025-06-30", "last": "never"}],
        "period": [{}],
        "hq_key_deed": [{}, {"deed": "revoke"}, {"deed": "none"}],
        "hq_arrivals": [{}, {"state": "troubles"}, {"state": "none"}],
        "hq_office": [{}, {"code": "SN10"}, {"code": "none"}],
        "hq_laptop": [{}, *({"id": device} for device in laptops)],
        "members_question": [{}, {"edition": "R-0"}, {"id": "none"}],
        "register_row": [{}, *({"id": id_, "audience": "internal"} for _partner, id_ in planned)],
        "strategy_figure": [{}, *({"id": id_} for id_ in aimed)],
        "promise": [{}, *({"id": id_} for id_ in given), *({"like": id_} for id_ in given)],
        "contribution": [{"id": id_} for id_ in given],
        "trail": [{"id": id_} for id_ in given],
        "contribution_step": [
            {"id": id_, "step": step}
            for id_ in given
            for step in ("confirm", "report", "refund", "write_off", "refuse")
        ],
        "valuation": [{"id": id_} for id_ in given],
        "cost": [{}, *({"partner": partner} for partner in partners), *({"id": id_} for id_ in spent)],
        "training": [{}, *({"id": id_} for id_ in trained)],
        "focal_point": [{}, *({"id": id_} for id_ in focal)],
        "merge_partners": [
            *({"partner": partner} for partner in partners),
            *({"partner": partner, "other": other} for partner, other in pairwise(partners)),
        ],
        "same_company": [{"first": one, "second": two} for one, two in pairwise(partners)],
        "carry": [{}, *({"case": case} for case in cases)],
        "agreement": [
            *({"id": a, **({"step": step} if step else {})} for a in agreements for step in steps),
            *({"id": a, "step": f"comparison:{other}"} for a, other in pairwise(agreements)),
        ],
        "new_agreement": [{"partnership": id_} for _partner, id_ in planned],
        "list_columns": [],  # needs a file of the user's
        "partner_import": [{}, {"path": str(paths.resources() / "reference" / PRACTICE)}],
    }
    for place in places().all:
        if place.allowed is None or place.allowed(office):
            yield from ((place.key, arguments) for arguments in known.get(place.key, [{}]))


def _audited(office: Office, order: SampleOrder) -> bytes:
    """A sample with every trail of it, on paper."""
    sample = sampling.draw(office.work, order)
    trails = [trail.follow(office.work, record.id) for record in sample.records]
    return sealed_copy.pdf(office.work, trails, sample)


def papers(office: Office) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every paper that can be printed of every record, by a name."""
    work = office.work
    with office.store.read() as session:
        partners = session.scalars(select(Partner.id).order_by(as_written(session))).all()
        cases = session.scalars(select(Case.id).order_by(as_written(session))).all()
        agreements = session.scalars(select(Agreement.id).order_by(as_written(session))).all()
    for case in cases:
        yield f"brief {case}", partial(brief.pdf, work, case, "fr")
        yield f"dossier {case}", partial(dossier.pdf, work, case, "es")
        yield f"certificate {case}", partial(certificate.case_certificate_pdf, work, case, ("fr", "en"))
    order = SampleOrder(SampleMethod.LARGEST, Period(work.definitions.indicators.begins, work.today()), size=5)
    yield "sample of an audit", partial(_audited, office, order)
    yield "months", partial(month_sheet.pdf, work, work.today())
    for partner in partners:
        yield f"sheet {partner}", partial(sheet.pdf, work, partner)
        yield f"note {partner}", partial(briefing.docx, work, partner, MeetingPlan())
        yield f"certificate {partner}", partial(certificate.partner_certificate_pdf, work, partner, ("es",))
    for agreement in agreements:
        yield f"preview {agreement}", partial(packs.preview, work, agreement)
        yield f"pack {agreement}", partial(packs.make, work, agreement)
