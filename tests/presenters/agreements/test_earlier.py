"""The page of what was signed before, without a window: typed, shown with its scan, corrected, taken back."""

from pathlib import Path

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.agreements.earlier import EarlierPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.partner_papers import sheet
from desktop.services.registry import partners
from desktop.store.records import Partner
from tests.exchanging import User, seated, user
from tests.foreign import sound_pdf
from tests.makers import on
from tests.offices import office, office_folder
from tests.paper import page_texts
from tests.refusal import refused

__all__ = ["office", "office_folder", "user"]


def partner_of(office: Office) -> str:
    on(office, today())
    return partners.register(office.work, Partner(name="Sahel Transit", country="SN")).id


def recorded(office: Office, user: User) -> EarlierPresenter:
    """The page of one that was typed."""
    page = seated(EarlierPresenter(office, RunNow(), partner_of(office)), user)
    page.take("title", "Transport vers Agadez")
    page.take("signed", "2014")
    page.take("worth", {"amount": "12500.50", "currency": "EUR"})
    page.save()
    place, arguments = user.went[-1]
    assert place == "earlier"
    return seated(EarlierPresenter(office, RunNow(), **arguments), user)


def test_what_was_typed_is_on_record_and_leads_to_its_due_diligence(office: Office, user: User) -> None:
    page = recorded(office, user)
    assert page.is_due and "¶21" in page.next_sentence and not page.may_receive
    assert ("Valeur", "12\u00a0500,50\u00a0EUR") in page.facts
    page.begin()
    place, arguments = user.went[-1]
    page.begin()
    assert place == "diligence" and user.went[-1] == (place, arguments)


def test_its_scan_is_shown_and_lies_among_the_papers_of_the_partner(office: Office, user: User, tmp_path: Path) -> None:
    page = recorded(office, user)
    (tmp_path / "Accord.pdf").write_bytes(sound_pdf("Accord"))
    page.take_scan([tmp_path / "Accord.pdf"])
    assert page.has_scan
    page.show_scan()
    assert page.opened.pdf is not None
    partner = seated(PartnerPresenter(office, RunNow(), page.partner_id), user)
    assert [paper.paper.title for paper in partner.papers.all] == ["Accord"]


def test_it_is_corrected_and_taken_back(office: Office, user: User) -> None:
    page = recorded(office, user)
    page.take("signed", "2013-05-02")
    page.save()
    page.refresh()
    assert page.fields["signed"] == "2013-05-02" and not page.has_begun
    page.archive(True)
    assert page.is_archived and not page.is_due
    page.archive(False)
    assert page.is_due
    with refused("signed-since"):
        page.take("signed", today().isoformat())
        page.save()


def test_the_sheet_of_the_partner_says_that_it_was_signed_before(office: Office, user: User) -> None:
    page = recorded(office, user)
    (text,) = page_texts(sheet.pdf(office.work, page.partner_id))
    assert "signé avant le programme, 2014" in " ".join(text.split())
