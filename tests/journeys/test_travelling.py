"""What a case leaves behind is the same at Headquarters, field by field: paper, a deputy, findings, the risks."""

import json
from io import BytesIO

import pikepdf

from desktop.office import Office
from desktop.services.diligence import decisions, dossier, findings, risks
from desktop.services.diligence.decisions import DecisionTerms
from desktop.services.diligence.risks import RiskFacts
from desktop.services.exchange.headquarters import offices
from desktop.services.office import delegating
from desktop.store.records import Decision, Delegation, Finding, Officer, PaperDecision, Risk
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import chief_seal, headquarters, office_folder
from tests.paper import words_of
from tests.services.diligence.test_decisions import DAY, boss, officer_with_seal, prepared, ready
from tests.services.diligence.test_findings import GRAVE
from tests.services.diligence.test_paper_decisions import confirm, enter, ink, pair

__all__ = ["boss", "chief_seal", "headquarters", "office_folder", "prepared", "ready"]


def inside(data: bytes) -> dict[str, object]:
    """The record of the case within a dossier."""
    with pikepdf.open(BytesIO(data)) as pdf:
        records = [json.loads(spec.get_file().read_bytes()) for spec in pdf.attachments.values()]
    return next(record for record in records if record.get("kind") == "due-diligence-dossier")


def test_paper_deputy_finding_and_risks_are_the_same_at_headquarters_and_in_the_dossier(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], headquarters: Office
) -> None:
    (office, case), hq = ready, headquarters
    recognise(office, hq)
    first, second = pair(office)
    terms = DecisionTerms("sent_back", "Le registre manque.", send_back=["A01"])
    made = confirm(office, enter(office, case, first[0], ink(office, case, boss[0].id, terms)), second)
    deputy = officer_with_seal(office, "officer")[0]
    away = on(office, DAY).acting_as(boss[0])
    delegating.name_deputy(away, deputy.id, DAY, DAY, "Mission à Genève.", boss[1])
    findings.add(on(office, DAY), case, GRAVE)
    cutting = RiskFacts(
        section="K",
        text="L’entreprise soumissionne.",
        measure="Une cloison entre les achats et le partenariat",
        owner=office.user.id,
        due_on="2027-01-31",
        clause="C-NEX",
    )
    risks.add(on(office, DAY), case, cutting)
    assert deliver(office, hq) == "applied"
    assert answered(office, hq) == "applied"

    compared, different = offices.differences(office.store, hq.store)
    assert compared and different == []
    with office.store.read() as here, hq.store.read() as there:
        for kind in (PaperDecision, Decision, Delegation, Finding, Risk):
            (ours,), (theirs,) = here.query(kind).all(), there.query(kind).all()
            names = office.store.families[kind.KIND].number
            assert {name: getattr(ours, name) for name in names} == {name: getattr(theirs, name) for name in names}
    assert decisions.is_sealed(hq.store, made)
    for store in (office, hq):
        data = dossier.pdf(on(store, DAY), case, "fr")
        said = words_of(data)
        for words in (cutting.text, cutting.measure, office.user.name, "31 janv. 2027"):
            assert words in said
        assert inside(data)["risks"] == [
            {"risk": cutting.text, "measure": cutting.measure, "owner": office.user.name, "due": "2027-01-31"}
        ]
