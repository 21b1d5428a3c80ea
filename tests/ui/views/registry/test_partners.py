"""The views of partners at the keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES, speak
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.presenter import HandedOver, Printout
from desktop.presenters.registry.add_partner import AddPartnerPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.services.registry import meetings, partner_persons, partners, partnerships
from desktop.services.registry.meetings import NewMeeting
from desktop.services.registry.partner_list import PAGE
from desktop.store.records import Partner, Partnership, Person
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.add_partner import AddPartnerView
from desktop.ui.views.registry.partner import PartnerView
from desktop.ui.views.registry.partners import PartnersView
from desktop.ui.views.registry.partnership import PartnershipView
from desktop.ui.views.view import View
from desktop.ui.widgets import Text
from tests.offices import office, office_folder, runner
from tests.paper import words_of

__all__ = ["office", "office_folder", "runner"]

Shown = Callable[[View], View]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Shown:
    """Puts a view on the offscreen screen, as large as a laptop's."""

    def shown(view: View) -> View:
        qtbot.addWidget(view)
        view.resize(1100, 640)
        view.show()
        qtbot.waitExposed(view)
        return view

    return shown


@pytest.fixture
def teranga(office: Office) -> Partner:
    return partners.register(office.work, Partner(name="Teranga Câbles SA", country="SN", city="Dakar"))


def went(view: View) -> list[tuple[str, dict[str, object]]]:
    """Where the view goes, from now on."""
    visits: list[tuple[str, dict[str, object]]] = []
    view.presenter.open_place = lambda key, /, **arguments: visits.append((key, arguments))
    return visits


def filled(view: View) -> list[str]:
    """The words on the filled buttons in sight."""
    return [b.text() for b in view.findChildren(QPushButton) if b.property("kind") == "filled" and b.isVisible()]


def test_typing_finds_and_enter_opens(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    partners.register(office.work, Partner(name="Banque du Fleuve"))
    view = show(PartnersView(PartnersPresenter(office, runner)))
    visits = went(view)
    assert len(view.list.rows) == 2
    qtbot.keyClicks(view.text.edit, "teran")
    qtbot.waitUntil(lambda: len(view.list.rows) == 1)
    qtbot.keyClick(view.text.edit, Qt.Key.Key_Return)
    qtbot.keyClick(view.list.view, Qt.Key.Key_Return)
    assert visits == [("partner", {"id": teranga.id})]


class Tray:
    """A printer that keeps what it is given."""

    def __init__(self) -> None:
        self.papers: list[Printout] = []

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        self.papers.append(paper)
        handed_over(HandedOver("Bureau 2", 1))


def test_the_key_of_printing_prints_the_list_and_several_are_reminded_at_once(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    other = partners.register(office.work, Partner(name="Banque du Fleuve"))
    view = show(PartnersView(PartnersPresenter(office, runner)))
    tray = view.presenter.printers = Tray()
    with qtbot.waitActive(view):
        view.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (paper,) = tray.papers
    words = words_of(paper.pdf)
    assert "Teranga Câbles SA" in words and "2 lignes" in words and "Bureau 2" in view.presenter.printed_sentence
    view.list.view.setFocus()
    qtbot.keyClick(view.list.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    next(deed for deed in view.list.deeds if "rappel" in deed.words).do(view.list.selected_keys())
    assert view.reminder is not None and view.reminder.isVisible() and filled(view) == ["Enregistrer le rappel"]
    view.reminder.keep.click()
    assert view.reminder.isVisible(), "it is asked what is to be done"
    qtbot.keyClicks(view.reminder.form.inputs["next_action"].first(), "Inviter au forum")
    view.reminder.keep.click()
    assert not view.reminder.isVisible()
    kept = partners.reminders(office.store, [teranga.id, other.id])
    assert {reminder.what for reminder in kept.values()} == {"Inviter au forum"}
    view.undoing.undo()
    assert not partners.reminders(office.store, [teranga.id])[teranga.id].what


def test_an_empty_office_and_a_search_without_result_say_what_to_do(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown
) -> None:
    view = show(PartnersView(PartnersPresenter(office, runner)))
    assert view.none.isVisible() and not view.unfound.isVisible()
    view.presenter.search("rien")
    assert view.unfound.isVisible() and not view.none.isVisible()
    qtbot.mouseClick(view.unfound.button, Qt.MouseButton.LeftButton)
    assert view.none.isVisible()


def test_a_long_list_is_whole_and_typing_finds_far_down(
    office: Office, runner: RunNow, show: Shown, qtbot: QtBot
) -> None:
    with office.store.change("Many partners", office.user.id) as session:
        session.add_all([Partner(name=f"Partenaire {n:03}") for n in range(PAGE + 5)])
        session.add(Partner(name="Étoile du Sahel"))
    view = show(PartnersView(PartnersPresenter(office, runner)))
    assert len(view.list.rows) == PAGE + 6
    view.list.view.go_to(0)
    qtbot.keyClick(view.list.view, Qt.Key.Key_End)
    assert (view.list.view.at, view.list.current_key()) == (PAGE + 5, view.presenter.ids[-1])
    qtbot.keyClicks(view.list.view, "etoi")
    assert view.list.rows[view.list.view.at].title == "Étoile du Sahel"
    assert view.list.view.spelling.isVisible() and view.list.view.spelling.text() == "etoi"
    qtbot.keyClicks(view.list.view, "x")
    assert view.list.view.spelling.text() == "etoix ✖"


def test_a_filter_is_chosen_from_its_menu_with_counts(
    office: Office, runner: RunNow, show: Shown, qtbot: QtBot, teranga: Partner
) -> None:
    partners.register(office.work, Partner(name="Banque du Fleuve", group="FOA"))
    view = show(PartnersView(PartnersPresenter(office, runner)))
    button = view.filters.buttons["group"]
    assert button.text() == "Groupe cible" and button.isVisible()
    assert not view.filters.buttons["owner"].isVisible()  # one officer follows them all
    qtbot.keyClick(button, Qt.Key.Key_Space)
    words = [action.text() for action in view.filters.menu.actions()]
    assert words[0] == "Tous les groupes" and all(word.endswith("(1)") for word in words[2:])
    view.filters.menu.actions()[-1].trigger()
    assert len(view.list.rows) == 1 and button.property("on")
    view.filters.menu.close()


def test_a_partner_is_added_with_the_keyboard(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(AddPartnerView(AddPartnerPresenter(office, runner)))
    went(view)
    view.fields["name"].box.edit.setFocus()
    qtbot.keyClicks(view.fields["name"].box.edit, "TERANGA CABLES")
    qtbot.waitUntil(lambda: view.alike.isVisible())
    assert view.ordinary.isVisible()
    qtbot.mouseClick(view.ordinary, Qt.MouseButton.LeftButton)
    assert view.fields["name"].box.text() == "Teranga Cables"
    qtbot.keyClick(view.unfold, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.fields["name"].box.text() == view.presenter.form.name == "TERANGA CABLES"
    qtbot.mouseClick(view.ordinary, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: partners.count(office.store) == 2)
    assert view.fields["name"].box.text() == ""


def test_links_that_were_taken_off_come_back_by_the_keyboard_alone(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(AddPartnerView(AddPartnerPresenter(office, runner)))
    qtbot.keyClicks(view.fields["name"].box.edit, "Teranga Cables")
    qtbot.waitUntil(lambda: view.alike.isVisible())
    view.presenter.is_child_of(teranga.id)
    off = next(b for b in view.linked.findChildren(QPushButton) if b.text() == "Retirer ce lien")
    off.setFocus()
    qtbot.keyClick(off, Qt.Key.Key_Space)
    assert view.presenter.parent is None and not view.linked.isVisible()
    assert view.undo.isVisible() and teranga.name in view.undo.words.text()
    qtbot.keyClick(view.unfold, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.presenter.parent.id == teranga.id and view.linked.isVisible() and not view.undo.isVisible()
    view.page.bar.main.click()
    assert [child.name for child in partners.children(office.store, teranga.id)] == ["Teranga Cables"]


def test_saving_without_a_name_says_so_at_the_name(office: Office, runner: RunNow, show: Shown) -> None:
    view = show(AddPartnerView(AddPartnerPresenter(office, runner)))
    view.page.bar.main.click()
    assert view.fields["name"].box.error.isVisible()
    assert partners.count(office.store) == 0


def test_the_page_of_a_partner_edits_undoes_and_turns(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(PartnerView(PartnerPresenter(office, runner, teranga.id)))
    visits = went(view)
    view.presenter.edit(True)
    town = view.form.inputs["city"].box
    town.edit.setFocus()
    town.edit.selectAll()
    qtbot.keyClicks(town.edit, "Rufisque")
    qtbot.keyClick(town.edit, Qt.Key.Key_Return)
    assert "Rufisque" in view.page.state.text()
    view.page._panels["undo"].findChild(QPushButton).click()
    assert "Dakar" in view.page.state.text()
    view.tabs.show_face("history")
    assert not view.happened.rows and not view.deed_list.isVisible()
    view.presenter.timeline.narrow("changes")
    assert view.deed_list.rows and not view.happened.isVisible()
    view.next.button.click()
    assert visits == [("partnership", {"partner": teranga.id})]


def test_nothing_stands_twice_on_the_page_of_a_partner(
    office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(PartnerView(PartnerPresenter(office, runner, teranga.id)))
    view.presenter.set("next_action", "Appeler Mme Sow")
    QApplication.processEvents()
    assert words_in_sight(view).count("Préparer un partenariat") == 1
    assert "Appeler Mme Sow" not in view.page.state.text()
    assert sentences_in_sight(view).count("Appeler Mme Sow") == 1, "beside the page"
    partnerships.plan(office.work, Partnership(partner_id=teranga.id, title="Cartes SIM"))
    view.presenter.refresh()
    assert words_in_sight(view).count("Préparer un partenariat") == 1, "another partnership can still be planned"
    view.away.click()
    assert words_in_sight(view).count("Rétablir") == 1
    assert "Archiver" not in words_in_sight(view)
    view.next.button.click()
    assert words_in_sight(view).count("Archiver") == 1


def sentences_in_sight(view: View) -> list[str]:
    """The texts that are shown."""
    return [text.text() for text in view.findChildren(Text) if text.isVisible()]


def test_a_wide_page_of_a_partner_has_beside_it_what_was_decided_the_persons_and_what_happened(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    partner_persons.add(office.work, Person(partner_id=teranga.id, name="Mame Diarra Sow"))
    meetings.record(office.work, NewMeeting(teranga.id, today(), "Livraison des cartes", theirs=("Mme Sow",)))
    view = show(PartnerView(PartnerPresenter(office, runner, teranga.id)))
    view.resize(1132, 640)
    side = view.page._side
    qtbot.waitUntil(lambda: side.mapTo(view, QPoint()).x() > view.tabs.mapTo(view, QPoint()).x() + view.tabs.width())
    said = sentences_in_sight(view)
    assert "Pourquoi ce niveau" in said
    assert "Derniers événements" in said
    assert any(sentence.startswith("Livraison des cartes") for sentence in said)
    assert view.person_list.isVisible()
    assert view.persons.height() >= view.persons.heightForWidth(view.persons.width())
    assert view.persons.minimumSizeHint().width() <= side.width(), "a list in the side column asks for no more than it"
    view.resize(846, 400)
    qtbot.waitUntil(lambda: side.mapTo(view, QPoint()).y() > view.tabs.mapTo(view, QPoint()).y())
    assert view.person_list.isVisible(), "narrow, it stands below and nothing is lost"


def words_in_sight(view: View) -> list[str]:
    """The words on the buttons that can be pressed."""
    return [button.text() for button in view.findChildren(QPushButton) if button.isVisible()]


def test_a_person_is_added_on_the_page(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(PartnerView(PartnerPresenter(office, runner, teranga.id)))
    view.presenter.edit_person("")
    qtbot.waitUntil(lambda: view.person_form.form.inputs["name"].box.box.hasFocus())
    qtbot.keyClicks(view.person_form.form.inputs["name"].box.edit, "Mame Diarra Sow")
    view.person_form.keep.click()
    assert [row.title for row in view.person_list.rows] == ["Mame Diarra Sow"]
    assert not view.person_form.isVisible()


def test_a_partnership_is_saved_from_its_form(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(PartnershipView(PartnershipPresenter(office, runner, teranga.id)))
    visits = went(view)
    view.page.bar.main.click()
    assert view.fields["title"].box.error.isVisible()
    qtbot.keyClicks(view.fields["title"].box.edit, "Cartes SIM")
    view.fields["contribution_kinds"].choice.buttons["goods"].click()
    assert view.fields["goods_kinds"].isVisible()
    view.fields["value"].box.edit.setFocus()
    qtbot.keyClicks(view.fields["value"].box.edit, "18 400")
    view.page.bar.main.click()
    (kept,) = partnerships.of_partner(office.store, teranga.id)
    assert (kept.title, kept.value, kept.agreement_type) == ("Cartes SIM", "18400", "INK")
    assert visits == [("partner", {"id": teranga.id})]


def test_an_amount_that_is_none_is_not_lost_in_silence(
    qtbot: QtBot, office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(PartnershipView(PartnershipPresenter(office, runner, teranga.id)))
    went(view)
    qtbot.keyClicks(view.fields["title"].first(), "Cartes SIM")
    qtbot.keyClicks(view.fields["value"].first(), "beaucoup")
    view.page.bar.main.click()
    assert view.fields["value"].box.error.isVisible() and view.focusWidget() is view.fields["value"].first()
    assert not partnerships.of_partner(office.store, teranga.id)


def test_a_proposed_agreement_that_is_chosen_stays_when_the_proposal_changes(
    office: Office, runner: RunNow, show: Shown, teranga: Partner
) -> None:
    view = show(PartnershipView(PartnershipPresenter(office, runner, teranga.id)))
    view.fields["contribution_kinds"].choice.buttons["goods"].click()
    assert view.fields["agreement_type"].value == "INK" and view.fields["agreement_type"].note.isVisible()
    view.fields["agreement_type"].choice.chosen.emit("INK")
    view.fields["contribution_kinds"].choice.buttons["goods"].click()
    assert view.presenter.draft.agreement_type == view.fields["agreement_type"].value == "INK"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_screen_has_one_filled_button_and_a_letter_for_one_thing(
    office: Office, runner: RunNow, show: Shown, teranga: Partner, language: str
) -> None:
    speak(language)
    views = (
        PartnersView(PartnersPresenter(office, runner)),
        AddPartnerView(AddPartnerPresenter(office, runner)),
        PartnerView(PartnerPresenter(office, runner, teranga.id)),
        PartnershipView(PartnershipPresenter(office, runner, teranga.id)),
    )
    for view in map(show, views):
        assert len(filled(view)) == 1, type(view).__name__
        assert unnamed(view) == []
        assert [letter for letter, count in mnemonics(view).items() if count > 1] == []


def test_a_parent_company_is_linked_by_the_keyboard(
    office: Office, runner: RunNow, qtbot: QtBot, show: Shown, teranga: Partner
) -> None:
    parent = partners.register(office.work, Partner(name="Holding Sahel", city="Bamako"))
    view = show(PartnerView(PartnerPresenter(office, runner, teranga.id)))
    view.family.link.click()
    form = view.parent_form
    assert form is not None
    qtbot.waitUntil(form.search.edit.hasFocus)
    qtbot.keyClicks(form.search.edit, "holding")
    qtbot.waitUntil(lambda: [row.title for row in form.list.rows] == ["Holding Sahel"])
    qtbot.keyClick(form.search.edit, Qt.Key.Key_Down)
    qtbot.keyClick(form.list.view, Qt.Key.Key_Return)
    assert partners.partner(office.store, teranga.id).parent_id == parent.id
    assert form.isHidden() and [row.title for row in view.family.list.rows] == ["Holding Sahel"]
    assert view.family.link.isHidden() and not view.family.unlink.isHidden()
