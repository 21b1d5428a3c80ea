"""What Member States read, in groups: from sealed editions alone, and every number leads to their rows."""

from decimal import Decimal

from desktop.base.progress import Progress, RunNow
from desktop.definitions.terms import Audience
from desktop.office import Office
from desktop.presenters.results.members_view import MembersViewPresenter
from desktop.services.results.register import editions
from desktop.services.results.register.editions import EditionOrder
from desktop.store.records import OfficeProfile
from tests.exchanging import User, headquarters, seated, user
from tests.journeys.test_story_24 import CLAIRES, claire
from tests.makers import arrived
from tests.services.results.histories import period_of
from tests.services.results.test_register import YEAR, recorded

__all__ = ["headquarters", "user"]


def sealed_for_members(headquarters: Office) -> None:
    """What the Story seals, of 2026, of 2025, and once more of 2026."""
    profile = OfficeProfile(code="SN10", name="OIM Dakar", country="SN")
    arrived(headquarters.store, "SN10", profile, *recorded())
    own = claire(headquarters)
    seed = headquarters.vault.unlock(own.id, CLAIRES).seal_seed
    for order in (
        EditionOrder(Audience.MEMBERS, YEAR),
        EditionOrder(Audience.MEMBERS, period_of("2025")),
        EditionOrder(Audience.PUBLIC, YEAR),
        EditionOrder(Audience.MEMBERS, YEAR),
    ):
        editions.seal(headquarters.work.acting_as(own), order, seed, Progress())


def test_every_number_leads_to_published_rows(headquarters: Office, user: User) -> None:
    page = seated(MembersViewPresenter(headquarters, RunNow()), user)
    assert page.is_empty and not page.group_lines and not page.row_lines
    sealed_for_members(headquarters)
    page.refresh()
    assert not page.is_empty and page.state == "2026 · HQ R-2026-M-03"
    (line,) = page.group_lines  # all of them are of the country of the office
    assert (line.title, line.cells["partnerships"].exact) == ("Sénégal", 5)
    assert line.cells["received"].exact == Decimal("12300.25") and "3 sans montant" in line.note
    page.narrow(way="group")
    page.refresh()
    by_group = {line.title: line.cells["received"].exact for line in page.group_lines}
    assert by_group["Particuliers fortunés"] == Decimal("12000.00")
    page.open_group("HNW")
    (row,) = page.row_lines
    assert (row.title, row.key) == ("Un particulier", "S-1")
    page.open_row("S-1")
    fields = dict(page.fields)
    assert fields["Partenaire"] == "Un particulier" and fields["But commun"] == "Texte retenu"
    assert user.went == [], "no record is opened"
    page.narrow(way="year")
    page.refresh()
    assert [line.title for line in page.group_lines] == ["2026", "2025"]
    page.open_group(page.group_lines[1].key)
    assert not page.row_lines and page.state.startswith("2025")
    for way in ("region", "theme"):
        page.narrow(way=way)
        page.refresh()
        assert sum(len(own.numbers) for own in page._every) == 5
    page.open_register()
    assert user.went[-1] == ("register", {})
