"""The page of mutual benefit: party by party, held while it is typed, recorded together, printed."""

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.mutual_benefit import MutualBenefitPresenter
from desktop.services.demo import invented
from desktop.services.registry import mutual_benefit
from desktop.services.registry.mutual_benefit import PartyKind
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


def page(office: Office, user: User) -> MutualBenefitPresenter:
    partner = invented.partner(on(office, today()), "fr")
    planned = invented.partnership(office.work, partner.id, "fr")
    return seated(MutualBenefitPresenter(office, RunNow(), partner=partner.id, id=planned.id), user)


def test_what_is_written_is_held_and_recorded_together(office: Office, user: User) -> None:
    shown = page(office, user)
    partner, ours, people = shown.shares
    assert (shown.name(ours), shown.name(people)) == ("OIM", "Migrants et communautés")
    assert [sum(map(len, shown.rows(share))) for share in shown.shares] == [5, 5, 2]
    shown.take(f"{partner.key}.motives", "Son engagement.")
    again = seated(MutualBenefitPresenter(office, RunNow(), partner=shown.partner_id, id=shown.id), user)
    assert again.has_begun and again.fields[f"{partner.key}.motives"] == "Son engagement."
    again.take(f"{people.key}.benefit", "Ils appellent.")
    again.save()
    assert user.went[-1][0] == "partnership" and not again.has_begun
    by_kind = {share.kind: share for share in mutual_benefit.read(office.work, shown.id)}
    assert by_kind[PartyKind.PARTNER].motives == "Son engagement."
    assert by_kind[PartyKind.MIGRANTS].benefit == "Ils appellent."
    again.refresh()
    assert "2 parties sur 3" in again.state
    again.show_paper()
    assert again.pdf is not None and again.paper_name.endswith(".pdf")
