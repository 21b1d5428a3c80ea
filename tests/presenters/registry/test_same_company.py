"""One company in several offices, at Headquarters: the list of pairs, and the ruling on one of them."""

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.same_companies import SameCompaniesPresenter
from desktop.presenters.registry.same_company import SameCompanyPresenter
from desktop.store.records import Partner
from desktop.store.states import RulingKind
from tests.exchanging import User, headquarters, seated, user
from tests.makers import arrived
from tests.refusal import refused

__all__ = ["headquarters", "user"]
FIRST, SECOND = "a" * 32, "b" * 32


def of_two_offices(headquarters: Office) -> tuple[str, str]:
    """Two records that look alike, as bundles brought them."""
    for record, office, name, country in (
        (FIRST, "NE10", "Kora Télécom", "NE"),
        (SECOND, "SN10", "KORA TELECOM SA", "SN"),
    ):
        partner = Partner(id=record, name=name, country=country, website="www.kora.example")
        arrived(headquarters.store, office, partner)
    return FIRST, SECOND


def test_a_pair_is_found_ruled_on_and_taken_back(headquarters: Office, user: User) -> None:
    first, second = of_two_offices(headquarters)
    listed = seated(SameCompaniesPresenter(headquarters, RunNow()), user)
    (line,) = listed.lines
    assert {line.pair.first.id, line.pair.second.id} == {first, second}
    assert "domaine" in line.cells["for"].text and line.cells["against"].text == "pays"
    listed.narrow(office="SN10")
    assert len(listed.lines) == 1
    listed.filter("other words")
    assert not listed.lines and listed.filtered
    listed.clear()
    listed.open(line.pair.key)
    place, arguments = user.went[-1]
    assert place == "same_company"
    page = seated(SameCompanyPresenter(headquarters, RunNow(), **arguments), user)  # type: ignore[arg-type]
    says = {fact.name: fact.word for fact in page.facts}
    assert says["Pays"] == "parle contre" and "parle pour" in says.values()
    page.take("ruling", RulingKind.SAME.value)
    with refused("ruling-without-reason"):
        page.rule()
    page.take("reason", "Le même registre.")
    page.rule()
    assert page.mark[1] == "la même entreprise" and "Omar Haddad" in page.state and not page.has_begun
    listed.refresh()
    assert not listed.lines
    listed.narrow(ruling=RulingKind.SAME.value)
    assert [row.ruling for row in listed.lines] == ["la même entreprise"]
    assert page.undo is not None
    undo = page.undo
    page.take_back_deed(undo)
    assert page.mark[0] == "neutral" and page.pair.ruling == ""
    page.do_again(undo)
    assert page.pair.ruling == RulingKind.SAME
    page.take_back()
    assert page.pair.ruling == ""
