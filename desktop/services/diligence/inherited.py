"""What stands against the companies above a partner: each company of a group inherits it, and it is shown as inherited.

A partner may be clean while its group is not (¶21, 22): what was found of the company above is told at each company
below it, until it is settled there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import N_, Text, said_in
from desktop.services.diligence import verdicts
from desktop.services.registry import corporate_group
from desktop.services.registry.corporate_group import CompanyAbove
from desktop.services.screening import rulings
from desktop.services.work import Work
from desktop.store.records import Incident, Partnership
from desktop.store.states import DecisionOutcome


class FlagKind(StrEnum):
    """What stands against a company, the gravest first."""

    LISTED = "listed"
    REFUSED = "refused"
    INCIDENT = "incident"
    WARNING = "warning"


SENTENCES: Mapping[FlagKind, str] = {
    FlagKind.LISTED: N_("{company}: somebody was identified on a sanctions list (¶22 b)"),
    FlagKind.REFUSED: N_("{company}: the last decision is a refusal"),
    FlagKind.INCIDENT: N_("{company}: an incident stands ({what})"),
    FlagKind.WARNING: N_("{company}: warning of Headquarters ({what})"),
}


@dataclass(frozen=True)
class InheritedFlag:
    """One thing that stands against a company above a partner.

    `record` is the id of what says so, empty where the company itself does. `what` is in the languages of the program,
    or as somebody wrote it.
    """

    kind: FlagKind
    company_id: str
    company: str
    what: Text | str = ""
    record: str = ""

    def in_words(self, language: str) -> str:
        """What stands, and against whom, in a line without a full stop."""
        what = self.what if isinstance(self.what, str) else self.what[language]
        return said_in(language, SENTENCES[self.kind]).format(company=self.company, what=what)


def flags_of(session: Session, work: Work, partner_ids: Collection[str]) -> Mapping[str, Sequence[InheritedFlag]]:
    """What each of these partners inherits, the gravest first; a partner that inherits nothing is left out."""
    above = corporate_group.ancestors_of(session, partner_ids)
    companies = {company.partner.id: company for several in above.values() for company in several}
    if not companies:
        return {}
    against: dict[str, list[InheritedFlag]] = {id_: [] for id_ in companies}
    for flag in _flags(session, work, companies.values()):
        against[flag.company_id].append(flag)
    order = list(FlagKind)
    of_partner = {
        id_: sorted(
            (flag for company in several for flag in against[company.partner.id]),
            key=lambda flag: order.index(flag.kind),
        )
        for id_, several in above.items()
    }
    return {id_: tuple(flags) for id_, flags in of_partner.items() if flags}


def _flags(session: Session, work: Work, companies: Collection[CompanyAbove]) -> Iterator[InheritedFlag]:
    kinds = work.definitions.follow_up.by_id
    listed = rulings.recognised_partners(session)
    of_record = {record.id: company.partner for company in companies for record in company.records}
    for company in companies:
        named = company.partner.id, company.partner.name
        if company.partner.id in listed:
            yield InheritedFlag(FlagKind.LISTED, *named)
        for record in company.records:
            if record.watch_note:
                yield InheritedFlag(FlagKind.WARNING, *named, record.watch_note)
    on_record = select(Incident).where(Incident.partner_id.in_(of_record)).order_by(Incident.id)
    for incident in session.scalars(on_record):
        if not (incident.hq_ended or incident.ended):
            label = kinds[incident.kind].label if incident.kind in kinds else ""
            above = of_record[incident.partner_id]
            yield InheritedFlag(FlagKind.INCIDENT, above.id, above.name, label, incident.id)
    planned = select(Partnership.id, Partnership.partner_id).where(Partnership.partner_id.in_(of_record))
    of_partnership = dict(session.execute(planned).all())
    for partnership_id, decided in verdicts.of_partnerships(session, list(of_partnership)).items():
        if decided.newest_first and (last := decided.newest_first[0]).outcome == DecisionOutcome.REFUSED:
            above = of_record[of_partnership[partnership_id]]
            yield InheritedFlag(FlagKind.REFUSED, above.id, above.name, record=last.id)


def facts(flags: Sequence[InheritedFlag]) -> list[list[str]]:
    """What tells these flags from others: a decision taken in spite of them holds for them alone."""
    return sorted([flag.kind.value, flag.company_id, flag.record, str(flag.what)] for flag in flags)
