"""Everything recorded here that no edition of the register may hold, for the scanner that reads its files (¶27).

Persons, answers, findings, screening, risks, refusals, notes and the names of evidence are never published; a partner
that is not named, and a partnership that this audience does not read of, are not published in this edition.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.values import Json
from desktop.definitions.register import RegisterRules
from desktop.definitions.terms import Audience
from desktop.documents.leaks.hidden import HiddenKind, HiddenValue
from desktop.services.results.register import hidden_names
from desktop.store.records import (
    Agreement,
    Answer,
    Case,
    Clearance,
    Contribution,
    Decision,
    Delegation,
    DeliveryRisk,
    EarlierAgreement,
    Evidence,
    Finding,
    HeadquartersOpinion,
    HeadquartersRequest,
    Incident,
    Interaction,
    Lesson,
    MilestoneCheck,
    Offer,
    Officer,
    Partner,
    Partnership,
    Party,
    Person,
    Record,
    Risk,
    Ruling,
    Task,
)
from desktop.store.records.codec import Value

PERSON, FIRM, TEXT = HiddenKind.PERSON, HiddenKind.ORGANIZATION, HiddenKind.TEXT
NUMBER, ADDRESS, FILE = HiddenKind.NUMBER, HiddenKind.ADDRESS, HiddenKind.FILE
SIGNATORY = "name"  # under which a signatory is named
PEOPLE = (PERSON, FIRM, NUMBER, ADDRESS)  # the kinds by which somebody is named

NEVER: Mapping[type[Record], Mapping[str, HiddenKind]] = {  # of every record, whoever reads
    Person: {"name": PERSON, "other_names": PERSON, "document": NUMBER, "email": ADDRESS, "phone": NUMBER},
    Officer: {"name": PERSON, "email": ADDRESS, "phone": NUMBER},
    Agreement: {"signatories": PERSON, "ended_reason": TEXT, "suspended_reason": TEXT},
    EarlierAgreement: {"signed_by": TEXT, "notes": TEXT},
    Partner: {
        **dict.fromkeys(("notes", "watch_note", "discretion_note", "archived_reason", "supplier_note"), TEXT),
        "next_action": TEXT,
        "brought_by": TEXT,
    },
    Partnership: dict.fromkeys(("visibility_reason", "closed_note", "lessons", "next_action"), TEXT),
    Party: dict.fromkeys(("risk", "responsibility", "resource", "benefit", "motives"), TEXT),
    Interaction: {"subject": TEXT, "text": TEXT, "promises": TEXT, "theirs": PERSON},
    Task: {"what": TEXT},
    Case: dict.fromkeys(("opinion_reason", "depth_reason", "review_reason", "entrusted_note"), TEXT),
    Answer: {"content": TEXT},
    Finding: {**dict.fromkeys(("text", "source", "publisher", "response"), TEXT), "link": ADDRESS},
    Evidence: {"title": TEXT, "name": FILE, "link": ADDRESS, "quoted": TEXT},
    Risk: {"text": TEXT, "measure": TEXT},
    Ruling: {"reason": TEXT},
    Decision: {"reason": TEXT, "conditions": TEXT, "decider_name": PERSON},
    Clearance: {"reason": TEXT, "conditions": TEXT, "decider_name": PERSON},
    Delegation: {"reason": TEXT},
    Incident: {"summary": TEXT, "account": TEXT, "source": TEXT, "ended_reason": TEXT, "hq_reason": TEXT},
    MilestoneCheck: {"verifier": PERSON, "evidence": TEXT, "note": TEXT},
    DeliveryRisk: dict.fromkeys(("title", "cause", "effect", "response", "state_reason"), TEXT),
    Lesson: dict.fromkeys(("worked", "failed", "useful_for"), TEXT),
    Contribution: {"notes": TEXT, "closed_note": TEXT, "description": TEXT},
    Offer: {"name": TEXT, "contact": PERSON, "what": TEXT, "answer": TEXT},
    HeadquartersRequest: {"question": TEXT},
    HeadquartersOpinion: {"reason": TEXT, "giver_name": PERSON},
}
UNNAMED: Mapping[str, HiddenKind] = {  # of a partner that is not named
    "registration": NUMBER,
    "lei": NUMBER,
    "phone": NUMBER,
    "email": ADDRESS,
    "website": ADDRESS,
    "address": TEXT,
}


def of_people(session: Session, rules: RegisterRules, audience: Audience) -> tuple[HiddenValue, ...]:
    """Those by which somebody is named."""
    return _distinct(_every(session, rules, audience, PEOPLE))


def of_everything(
    session: Session, published: Collection[str], rules: RegisterRules, audience: Audience
) -> tuple[HiddenValue, ...]:
    """All of them; `published` are the ids of the partnerships that are in the edition."""
    return _distinct((*_every(session, rules, audience, tuple(HiddenKind)), *_partnerships(session, published)))


def _distinct(values: Iterable[HiddenValue]) -> tuple[HiddenValue, ...]:
    return tuple(dict.fromkeys(own for own in values if own.text.strip()))


def _partnerships(session: Session, published: Collection[str]) -> Iterator[HiddenValue]:
    for row in session.execute(select(Partnership.id, Partnership.title, Partnership.purpose)):
        if row.id not in published:
            yield from (HiddenValue(TEXT, text) for text in (row.title, row.purpose))


def _every(
    session: Session, rules: RegisterRules, audience: Audience, kinds: Iterable[HiddenKind]
) -> Iterator[HiddenValue]:
    wanted_kinds = frozenset(kinds)
    for record, fields in NEVER.items():
        chosen = {name: kind for name, kind in fields.items() if kind in wanted_kinds}
        if chosen:
            yield from _of_record(session, record, chosen)
    unnamed = hidden_names.unnamed_records(session, rules, audience)
    individuals = {group for rule in rules.unnamed for group in rule.groups}
    for partner in session.scalars(select(Partner).order_by(Partner.id)) if unnamed else ():
        if partner.id in unnamed:
            name_kind = PERSON if partner.group in individuals else FIRM
            days = _days(partner.birth_date)
            yield from (HiddenValue(name_kind, name, days) for name in (partner.name, *partner.other_names))
            yield from (HiddenValue(kind, getattr(partner, name)) for name, kind in UNNAMED.items())


def _of_record(session: Session, record: type[Any], fields: Mapping[str, HiddenKind]) -> Iterator[HiddenValue]:
    further = [record.birth_date] if record is Person else []
    query = select(*(getattr(record, name) for name in fields), *further).order_by(record.id)
    for row in session.execute(query):
        days = _days(row[-1]) if further else ()
        for content, kind in zip(row, fields.values(), strict=False):
            for text in _texts(content, SIGNATORY if record is Agreement and kind == PERSON else ""):
                yield HiddenValue(kind, text, days if kind == PERSON else ())


def _days(text: str | None) -> tuple[date, ...]:
    day = day_known(text or "")
    return (day,) if day is not None else ()


def _texts(content: object, key: str = "") -> Iterator[str]:
    """Every text that a field holds, whatever it is made of; with a key what stands under that alone."""
    if isinstance(content, str):
        if content:
            yield content
        return
    json: Json | object = content.to_json() if isinstance(content, Value) else content
    if isinstance(json, Mapping):
        yield from (text for name, own in json.items() if key in ("", name) for text in _texts(own))
    elif isinstance(json, list | tuple):
        yield from (text for own in json for text in _texts(own, key))
