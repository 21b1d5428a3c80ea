"""What is written down about partnerships under way: names and emblems, risks, lessons, as an officer and Today have
them."""

from datetime import timedelta
from typing import Any

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.results.delivery_risk import DeliveryRiskPresenter
from desktop.presenters.results.delivery_risks import DeliveryRisksPresenter
from desktop.presenters.results.lesson import LessonPresenter
from desktop.presenters.results.lessons import LessonsPresenter
from desktop.presenters.results.visibility import VisibilityPresenter
from desktop.presenters.results.visibility_use import VisibilityUsePresenter
from desktop.presenters.search import SearchPresenter
from desktop.services import open_tasks, putting_off, timeline
from desktop.services import today as day
from desktop.services.registry import partners, partnerships
from desktop.services.results import delivery_risks, lessons, visibility
from desktop.store.records import Agreement, Partner, Partnership, Risk
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


def test_a_risk_goes_on_with_one_of_the_due_diligence_and_is_looked_at_again(office: Office, user: User) -> None:
    about = planned(office)
    with office.store.change("Risk", office.user.id) as session:
        before = Risk(partnership_id=about.id, text="Retards de paiement", measure="Versement mensuel")
        session.add(before)
    new = seated(DeliveryRiskPresenter(office, RunNow(), partnership=about.id), user)
    assert new.fields["owner"] == office.user.id and new.fields["review_on"] > DAY.isoformat()
    new.take_up(new.before[0])
    assert (new.fields["title"], new.fields["response"]) == ("Retards de paiement", "Versement mensuel")
    with refused("delivery-risk-half-rated"):
        told(new, likelihood="likely").save()
    told(new, impact="grave", review_on=DAY.isoformat())
    assert [tone for tone, _words in new.remarks] == ["warn"], "a high one says so before it is saved"
    new.save()
    shown = seated(DeliveryRiskPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert dict(shown.facts)["Niveau"] == "élevé"
    assert ("now", "Risque à revoir\u00a0: Retards de paiement") in on_today(office)
    assert not seated(DeliveryRiskPresenter(office, RunNow(), partnership=about.id), user).before
    listed = seated(DeliveryRisksPresenter(office, RunNow(), state="open"), user)
    assert [row.title for row in listed.lines] == ["Retards de paiement"]
    with refused("risk-without-reason"):
        told(shown, state="occurred").save()
    told(shown, state_reason="Deux mois sans versement").save()
    assert shown.state.startswith("survenu") and not [name for _part, name in on_today(office) if "Retards" in name]
    titles = [entry.detail for entry in timeline.read(office.work, about.partner_id)]
    assert "Deux mois sans versement" in titles
    told(shown, state="open").save()
    assert delivery_risks.as_written(office.work, shown.id).state_reason == ""
    shown.set_aside(True)
    listed.refresh()
    assert not listed.every


def test_a_lesson_completes_what_was_typed_at_the_closing(office: Office, user: User) -> None:
    about = planned(office)
    partnerships.change(office.work, about.id, lessons="Commencer\ntôt", themes=["health"])
    listed = seated(LessonsPresenter(office, RunNow()), user)
    (row,) = listed.lines
    assert (row.title, row.word) == ("Commencer tôt", "à compléter")
    listed.open(row.key)
    new = seated(LessonPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert (new.fields["worked"], new.fields["themes"]) == ("Commencer\ntôt", ["health"])
    with refused("lesson-incomplete"):
        new.save()
    told(new, title="Réunir les maires d’abord", shared=True, useful_for="Bureaux du Sahel").save()
    shown = seated(LessonPresenter(office, RunNow(), **user.went[-1][1]), user)  # type: ignore[arg-type]
    assert shown.title == "Réunir les maires d’abord" and lessons.taught(office.work, about.id)
    listed.refresh()
    listed.narrow(theme="health", state="shared")
    assert [line.key for line in listed.lines] == [shown.id]
    listed.narrow(theme="labour")
    assert not listed.lines
    found = seated(SearchPresenter(office, RunNow(), text="sahel maires"), user)
    assert ("lesson", (("id", shown.id),)) in [line.way for line in found.lines]
    told(shown, failed="Trop tard").save()
    assert lessons.page(office.work, shown.id, "", ()).lesson.failed == "Trop tard"  # type: ignore[union-attr]
    shown.set_aside(True)
    assert not lessons.taught(office.work, about.id)
