"""Everything that was signed before the program, as a list: at the office, and at Headquarters over all offices."""

from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.agreements.signed_before import Lacks, SignedBeforePresenter
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import SignedBefore
from desktop.services.registry import partners
from desktop.store.records import EarlierAgreement, OfficeProfile, Partner, Partnership
from tests.exchanging import User, headquarters, seated, user
from tests.makers import arrived
from tests.offices import office, office_folder

__all__ = ["headquarters", "office", "office_folder", "user"]


def listed(office: Office, user: User) -> SignedBeforePresenter:
    return seated(SignedBeforePresenter(office, RunNow()), user)


def test_the_office_finds_by_what_lacks_year_and_type(office: Office, user: User) -> None:
    assert listed(office, user).state == "" and listed(office, user).is_read
    partner = partners.register(office.work, Partner(name="Kora", country="SN"))
    ends = (today() + timedelta(days=400)).isoformat()
    for title, signed, until, type_ in (
        ("Mémorandum", "2014-05", "2016-05-01", "MOU"),
        ("Don de camions", "2020-02-03", ends, "INK"),
    ):
        before = SignedBefore(partner.id, title, signed, reference=f"R-{signed[:4]}", type=type_, ends_on=until)
        earlier.record(office.work, before)
    page = listed(office, user)
    assert [line.cells["title"].text for line in page.lines] == ["Don de camions", "Mémorandum"]
    assert [Lacks.DUE in line.lacks for line in page.lines] == [True, False]
    assert page.lines[0].cells["due"].text and all(line.cells["scan"].text == "non" for line in page.lines)
    page.narrow(lacks=Lacks.DUE)
    assert [line.cells["reference"].text for line in page.lines] == ["R-2020"]
    page.narrow(lacks="", year="2014", type="MOU")
    assert [line.cells["reference"].text for line in page.lines] == ["R-2014"]
    page.filter("nothing of this")
    assert page.filtered and not page.lines
    page.clear()
    for column in ("signed", "due", "reference"):
        page.listing.sort(column)
    assert len(page.lines) == 2
    page.open(page.lines[0].id)
    assert user.went[-1] == ("earlier", {"id": page.lines[0].id})
    assert "2 signés avant" in page.state


def test_headquarters_reads_those_of_all_offices(headquarters: Office, user: User) -> None:
    for code, country in (("NE10", "NE"), ("CO10", "CO")):
        partner = Partner(name=f"Kora {country}", country=country)
        planned = Partnership(partner_id=partner.id, title="Don")
        signed = EarlierAgreement(
            partnership_id=planned.id, partner_id=partner.id, title="Don", signed="2019", diligence_due_on="2020-01-01"
        )
        profile = OfficeProfile(code=code, name=code, country=country)
        arrived(headquarters.store, code, profile, partner, planned, signed)
    page = listed(headquarters, user)
    assert {line.cells["office"].text for line in page.lines} == {"NE10", "CO10"}
    assert all(Lacks.LATE in line.lacks and line.tone == "bad" for line in page.lines)
    page.narrow(office="CO10")
    assert [line.partner for line in page.lines] == ["Kora CO"]
    assert [of.name for of in page.filters][:2] == ["office", "region"]
