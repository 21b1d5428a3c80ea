"""What is written down about partnerships under way: names and emblems shown, as an officer and Today have them."""

from datetime import timedelta
from typing import Any

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.results.visibility import VisibilityPresenter
from desktop.presenters.results.visibility_use import VisibilityUsePresenter
from desktop.presenters.search import SearchPresenter
from desktop.services import open_tasks, putting_off, timeline
from desktop.services import today as day
from desktop.services.registry import partners, partnerships
from desktop.services.results import visibility
from desktop.store.records import Agreement, Partner, Partnership
from desktop.store.states import AgreementState
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER
from tests.refusal import refused

__all__ = ["user"]
DAY = today()


def told(page: Any, **typed: Any) -> Any:
    for key, value in typed.items():
        page.take(key, value)
    return page


def planned(office: Office) -> Partnership:
    partner = partners.register(office.work, Partner(name="Teranga", country="SN"))
    about = Partnership(partner_id=partner.id, title="Migrer informé", ends_on=(DAY + timedelta(days=10)).isoformat())
    return partnerships.plan(office.work, about)


def on_today(office: Office) -> list[tuple[str, str]]:
    board = day.board(office.work)
    return [(part, item.name) for part, items in (("now", board.mine), ("soon", board.soon)) for item in items]


def test_a_use_is_foreseen_recorded_approved_and_taken_down(office: Office, user: User) -> None:
    about = planned(office)
    artwork = [{"item": "Logo bleu", "use": "Sachet", "version": "v3"}, {"item": "", "use": 4}]
    signed = Agreement(
        partnership_id=about.id,
        type="LIC",
        state=AgreementState.ACTIVE,
        reference="SN10-LIC-1",
        content={"licence.artwork": artwork, "agreement.visibility": "Merci"},
    )
    with office.store.change("Signed", office.user.id) as session:
        session.add(signed)
    new = seated(VisibilityUsePresenter(office, RunNow(), partner=about.partner_id), user)
    told(new, partnership_id=about.id)
    (proposal,) = new.proposals
    new.propose(proposal)
    assert (new.fields["approval"], new.fields["shown_until"]) == ("SN10-LIC-1, v3", about.ends_on)
    new.save()
    shown = seated(VisibilityUsePresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert shown.title == "Logo bleu – Sachet" and len(shown.remarks) == 2, "nobody approved it, and it is not foreseen"
    again = seated(VisibilityUsePresenter(office, RunNow(), partnership=about.id), user)
    assert again.proposals == [], "what is recorded is not proposed again"
    (waits,) = [task for task in open_tasks.read(office.work).tasks if task.item.about == shown.id]
    assert waits.partner == "Teranga" and ("now", waits.item.name) in on_today(office)
    putting_off.put_off(office.work, waits.item.waits, DAY + timedelta(days=3), "partner")
    assert ("now", waits.item.name) not in on_today(office)
    with refused("approval-incomplete"):
        told(shown, approved_by="Awa").save()
    told(shown, approved_on=DAY.isoformat()).save()
    assert [tone for tone, _words in shown.remarks] == ["info", "warn"] and not shown.has_begun
    assert ("soon", "Nom ou emblème à faire retirer\u00a0: Logo bleu – Sachet") in on_today(office)
    shown.attach([FOLDER / "abiword.pdf"])
    assert [piece.name for piece in shown.pieces] == ["abiword.pdf"]
    shown.take_down(True)
    assert shown.remarks == [] and not shown.hangs and not [part for part, name in on_today(office) if "Logo" in name]
    listed = seated(VisibilityPresenter(office, RunNow(), partnership=about.id), user)
    (row,) = listed.lines
    assert (row.word, row.cells["approved"].text) == ("retiré", "Awa")
    listed.narrow(state="overdue")
    assert not listed.lines and listed.state == "1 usage noté"
    page = seated(PartnerPresenter(office, RunNow(), id=about.partner_id), user)
    page.open_result(page.came_of_it[0][0])
    assert user.went[-1] == ("visibility_use", {"id": shown.id})
    titles = [entry.title for entry in timeline.read(office.work, about.partner_id)]
    assert any(title.startswith("Logo bleu – Sachet") and "Retiré" in title for title in titles)
    found = seated(SearchPresenter(office, RunNow(), text="sachet"), user)
    assert ("visibility_use", (("id", shown.id),)) in [line.way for line in found.lines]
    shown.take_down(False)
    shown.set_aside(True)
    assert not visibility.every(office.work)
