"""What the records propose for the fields of an agreement, by the fact that each field names as its source."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.numbers import next_in_series
from desktop.base.values import Json, canonical, digest
from desktop.services.diligence import conditions, risks
from desktop.services.diligence.facts import FEATURES
from desktop.services.registry import dollars, mutual_benefit, partner_persons, partnerships
from desktop.services.registry.contribution import kinds_brought
from desktop.services.registry.mutual_benefit import PartyKind
from desktop.services.screening.search import last_runs_of_partner
from desktop.store.records import (
    Agreement,
    OfficeProfile,
    Officer,
    Partner,
    Partnership,
    Verdict,
)
from desktop.store.records.values import DecisionCondition
from desktop.store.states import ConditionKind, Obligor, PersonRole, Role

OF_THE_CHIEF = ("office.chief_name", "office.chief_title")  # nobody's signature where Headquarters signs
UNSAID = "unsaid"  # the kind of a condition whose decision does not say what its day means


def of_records(session: Session, agreement: Agreement, partner: Partner, partnership: Partnership) -> dict[str, Json]:
    """What the partner, the partnership and the office say; a value may be empty."""
    behind = partner_persons.of_partners(session, [partner.id]).get(partner.id, ())
    persons = [person for person in behind if not person.is_former]
    signatory = next((person for person in persons if PersonRole.SIGNATORY in person.roles), None)
    contact = next((person for person in persons if PersonRole.CONTACT in person.roles), None) or signatory
    profile = session.scalars(select(OfficeProfile).where(OfficeProfile.office == agreement.office)).first()
    chief = session.scalars(
        select(Officer).where(Officer.role == Role.CHIEF_OF_MISSION, Officer.office == agreement.office)
    ).first()
    author = session.get(Officer, agreement.created_by)
    return {
        "partner.name": partner.name,
        "partner.registration": partner.registration,
        "partner.address": ", ".join(part for part in (partner.address, partner.city) if part),
        "partner.country": partner.country,
        "partner.contact_name": contact.name if contact else "",
        "partner.contact_email": (contact.email if contact else "") or partner.email,
        "partner.signatory_name": signatory.name if signatory else "",
        "partner.signatory_title": signatory.title if signatory else "",
        "partner.screened_names": _screened_names(session, partner.id),
        "office.city": profile.city if profile else "",
        "office.country": profile.country if profile else "",
        "office.address": profile.address if profile else "",
        "office.chief_name": chief.name if chief else "",
        "office.chief_title": chief.function if chief else "",
        "officer.name": author.name if author else "",
        "officer.email": (author.email if author else "") or (profile.email if profile else ""),
        "partnership.purpose": partnership.purpose,
        "partnership.aims": [{"code": code} for code in partnership.aims],
        "partnership.start": partnership.starts_on,
        "partnership.end": partnership.ends_on,
        "contribution.kinds": list(kinds_brought(partnership)),
        "contribution.value": _value(partnership),
        "contribution.value_usd": dollars.known(partnership),
        "partner.group": partner.group,
        "partner.supplier": partner.supplier,
        "partnership.type": partnership.type,
        "partnership.countries": list(partnership.countries),
        **{fact: feature in partnership.features for feature, fact in FEATURES.items()},
        "partnership.risks": _risks(session, partnership.id),
        **_benefits(session, agreement, partnership),
        "partnership.parties": _parties(session, partnership.id, agreement.languages),
    }


def _risks(session: Session, partnership_id: str) -> list[Json]:
    """The risk register of the partnership, as the annex lists it: what the Organization manages itself."""
    register = risks.of_partnerships(session, [partnership_id])[partnership_id]
    return [{"risk": risk.text, "manager": "organization"} for risk in register]


def _benefits(session: Session, agreement: Agreement, partnership: Partnership) -> dict[str, Json]:
    """What migrants, the Organization and the partner gain, as the mutual-benefit sheet says it."""
    gains = {share.kind: share.benefit.rstrip(" .") for share in mutual_benefit.read_in(session, partnership)}
    of_kind = {"people": PartyKind.MIGRANTS, "organization": PartyKind.IOM, "partner": PartyKind.PARTNER}
    if not agreement.languages:
        return {}
    first = agreement.languages[0]
    return {f"partnership.benefit_{name}": {first: gains[kind]} for name, kind in of_kind.items() if gains[kind]}


def _parties(session: Session, partnership_id: str, languages: Sequence[str]) -> list[Json]:
    """The further parties of the partnership, as an earlier agreement named them: sentences in its first language."""
    return [
        {
            "name": party.name,
            **({"kind": party.role} if party.role else {}),
            **{
                key: {languages[0]: words}
                for key, words in (
                    ("responsibility", party.responsibility),
                    ("resource", party.resource),
                    ("risk", party.risk),
                    ("benefit", party.benefit),
                )
                if words
            },
        }
        for party in partnerships.others(session, partnership_id)
    ]


def signing(typed: Mapping[str, Json], proposed: Mapping[str, Json]) -> int | None:
    """How many parties sign, each of which keeps an original; None where the Organization and the partner alone do."""
    further = typed.get("agreement.parties", proposed.get("partnership.parties"))
    return 2 + len(further) if isinstance(further, list) and further else None


def of_amendment(
    session: Session, amendment: Agreement, amended: Agreement, typed: Mapping[str, Json]
) -> dict[str, Json]:
    """What an amendment says of the agreement that it changes: its number, its days, and until when it runs now.

    A final amendment has its number in its reference (`…/A1`); a draft has the one after the last final one.
    """
    earlier = select(Agreement.reference).where(Agreement.amends == amended.id, Agreement.reference != "")
    following = next_in_series(f"{amended.reference}/A", session.scalars(earlier))
    _agreement, _mark, own = amendment.reference.rpartition("/A")
    ends = typed.get("amendment.end") if typed.get("amendment.extends") is True else None
    return {
        "amendment.number": own or str(following),
        "amended.reference": amended.reference,
        "amended.signed_on": amended.signed_on or "",
        "agreement.start": amended.content.get("agreement.start"),
        "agreement.end": ends or amended.content.get("agreement.end"),
    }


def _value(partnership: Partnership) -> Mapping[str, str] | None:
    return {"amount": partnership.value, "currency": partnership.currency} if partnership.value else None


def _screened_names(session: Session, partner_id: str) -> list[str] | None:
    """The names that the last screening of the partner searched; None before one."""
    runs = last_runs_of_partner(session, partner_id)
    names = dict.fromkeys(name for run in runs for searched in run.names for name in searched.names)
    return list(names) if runs else None


def of_decision(decision: Verdict | None) -> dict[str, Json]:
    """What the decision says: its day, its conditions, whether it is for an ad hoc collaboration (¶23).

    `obligor` of a condition is empty where the decision does not say whom it binds. One with `clause: False` binds the
    Organization alone and is no matter of the agreement.
    """
    if decision is None:
        return {}
    return {
        "decision.date": day_of(decision.decided_at).isoformat(),
        "decision.conditions": [
            _condition(decision, condition, number) for number, condition in enumerate(decision.conditions, 1)
        ],
        "diligence.adhoc": decision.ad_hoc,
        "diligence.tier": decision.brief.tier if decision.brief else "",
        "decision.ad_hoc": decision.ad_hoc,
    }


def _condition(decision: Verdict, condition: DecisionCondition, number: int) -> dict[str, Json]:
    bound = conditions.obligor(decision, condition)
    return {
        "id": str(number),
        "text": {language: _within_a_clause(words) for language, words in condition.wordings.items() if words.strip()}
        or _within_a_clause(condition.text),
        "due": condition.due,
        "kind": condition.kind if condition.kind in tuple(ConditionKind) else UNSAID,
        "obligor": bound or "",
        "clause": bound is not Obligor.ORGANIZATION,
    }


def _within_a_clause(words: str) -> str:
    """The words without their full stop, because the clause goes on after them."""
    return words.rstrip(" .")


def of_conditions(
    decision: Mapping[str, Json], typed: Mapping[str, Json], languages: Sequence[str]
) -> list[dict[str, Json]]:
    """The rows of the clause on conditions: those of the decision that bind the partner, in the decision's own words.

    What was typed says a condition only in a language in which the decision has no words for it. A decision of a
    version before 0.3 has one wording, in no stated language: it stands in the first language of the agreement.
    """
    rows = []
    for condition in conditions_of(decision):
        if condition["obligor"] == Obligor.PARTNER:
            decided = decided_words(condition, languages)
            words = dict(decided)
            for language in languages:
                translated = typed.get(f"{translation_of(condition)}.{language}")
                if not words.get(language) and isinstance(translated, str) and translated.strip():
                    words[language] = _within_a_clause(translated.strip())
            text = {language: words[language] for language in languages if words.get(language)}
            rows.append({**condition, "text": text, "decided": list(decided), "field": translation_of(condition)})
    return rows


def conditions_of(decision: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The conditions among the facts of a decision."""
    rows = decision.get("decision.conditions")
    return [dict(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def decided_words(condition: Mapping[str, Json], languages: Sequence[str]) -> dict[str, Json]:
    """The words that the decision has for a condition, by language."""
    words = condition["text"]
    return dict(words) if isinstance(words, Mapping) else {languages[0]: words}


def translation_of(condition: Mapping[str, Json]) -> str:
    """Under which an officer words a condition in a language that the decision does not have, `.` and the language.

    It goes with the words that it translates: a later decision asks for its own.
    """
    return f"condition.{digest(canonical(condition['text']))[:12]}"
