"""One rule of the keyboard over every place, the pages before an office is open and every dialog (tests/walking.py)."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGES, _, speak
from desktop.base.values import Json
from desktop.office import Office
from desktop.presenters.form import FieldSpec, InputKind, Option
from desktop.presenters.office.backups import RescuePresenter
from desktop.presenters.office.recovery import RecoveryWords
from desktop.presenters.office.restoring import RestoringPresenter
from desktop.presenters.office.unlock import PASSPHRASE, TRAINING_PASSPHRASE, WORDS, UnlockPresenter
from desktop.presenters.office.welcome import WelcomePage, WelcomePresenter
from desktop.presenters.presenter import Confirmation
from desktop.services.office import people
from desktop.store.place import SLOTS
from desktop.store.records import Case, Partner
from desktop.store.states import CaseState
from desktop.store.vault import KeyHolder, Vault
from desktop.ui import alerts
from desktop.ui.asking import ConfirmBox
from desktop.ui.forms.form import RowsInput, field_input
from desktop.ui.forms.inputs import AreaInput, PicksInput, TextInput
from desktop.ui.frame.front import FrontWindow
from desktop.ui.frame.sheets import Sheet, SheetSection
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.preview.full_screen import FullScreen
from desktop.ui.theme import Theme
from desktop.ui.views.office.backups import RescueView
from desktop.ui.views.office.restoring import RestoringView
from desktop.ui.views.office.unlock import UnlockView
from desktop.ui.views.office.welcome import WelcomeView
from desktop.ui.views.view import View
from desktop.ui.widgets import Button
from tests.offices import Templates, headquarters
from tests.presenters.registry.test_same_company import of_two_offices
from tests.training import gestures, set_up_training, window_of
from tests.typed import candidate, waived
from tests.walking import asks, broken, destroys, inserted, named, out_of_sight, pressed_through, typed_through

__all__ = ["headquarters"]

Turn = Callable[[Any], object]


def alike(view: Any) -> None:
    """The name of a partner that is there already."""
    with view.presenter.office.store.read() as session:
        name = session.scalars(select(Partner.name).order_by(Partner.name)).first()
    box = view.fields["name"].first()
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)  # of what was typed here before
    QTest.keyClicks(box, name)
    view.fields["name"].commit()
    view.presenter.look()
    for _moment in range(50):  # they are looked for away from the window
        if not view.presenter.duplicates:
            QTest.qWait(100)
    assert view.presenter.duplicates
    view.focus_first()


def looked_up(view: Any) -> None:
    """A name that is on the practice list, searched; whoever may not search reads why."""
    if view.presenter.may_search:
        view.presenter.write("Moussa Harouna Abdou")
        view.presenter.search()
        for _moment in range(50):  # it is looked for away from the window
            if view.presenter.answer is None:
                QTest.qWait(100)
        assert view.presenter.hit is not None


FURTHER: dict[str, tuple[Turn, ...]] = {  # what else opens on a place, once it stands there; each is walked too
    "partner": (
        lambda view: view.edit.click(),
        lambda view: view.presenter.edit_person(""),
        lambda view: [view.presenter.edit_person(person.id) for person in view.presenter.shown.persons[:1]],
    ),
    "people": (lambda view: view.main.click(),),
    "add_partner": (lambda view: view._turn_more(), alike),
    "agreement": (
        lambda view: "clauses" in view.presenter.step and view.presenter.clauses.edit(1),
        lambda view: "clauses" in view.presenter.step and waived(view),
    ),
    "diligence": (lambda view: view.presenter.ask_depth(True),),
    "screening": (lambda view: view.presenter.state.candidates and candidate(view),),
    "look_up": (looked_up,),
}
BEFORE = (WelcomeView, UnlockView, RescueView, RestoringView)  # the pages before an office is open
DIALOGS = (ConfirmBox, FullScreen, Sheet)  # those of the system for files keep its own rule; FullScreen: test_preview


@contextmanager
def desk(office: Office, app: QApplication, reports: Path) -> Iterator[Window]:
    """The window of an office, as large as a small screen, which says what goes wrong as in the program."""
    with window_of(office, app, QSize(1366, 740)) as window:
        undo = alerts.install(window, window.tasks, reports)
        try:
            yield window
        finally:
            undo()
        assert not list(reports.glob("*")), [report.read_text() for report in reports.glob("*")]


@pytest.fixture
def training_folder(templates: Templates, tmp_path: Path) -> Path:
    """A training office to type into."""
    return Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training"))


def enter(folder: Path, role: str) -> Office:
    """The training office with somebody of this role at work."""
    with Office.unlock(folder, next(iter(Vault.open(folder).officers)).id, TRAINING_PASSPHRASE) as office:
        officer = next(person.id for person in people.officers(office.store) if person.role == role)
    return Office.unlock(folder, officer, TRAINING_PASSPHRASE)


def visited(office: Office, table: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Every place that this office shows, with a table for the page that needs one."""
    yield from gestures(office)
    yield "list_columns", {"path": str(table)}


def fill(view: View[Any]) -> None:
    """Rows in every table and an entry in every list of a page, as somebody fills it in."""
    for rows in view.findChildren(RowsInput):
        if rows.isVisible() and rows.isEnabled():
            for _row in range(2):
                rows.add_row()
                field = next(iter(rows.cards[-1].form.inputs.values()))
                QTest.keyClicks(field.first(), "ab")
                field.commit()
    for picks in view.findChildren(PicksInput):
        if picks.isVisible() and picks.isEnabled():
            for option in picks.spec.options[:2]:
                picks._pick(option.key)
    view.focus_first()


def turns(window: Window, key: str, arguments: dict[str, str]) -> Iterator[Turn | None]:
    """Go to a place again and again: as it opens, to be filled in, and for what else can be opened there."""
    for turn in (None, fill, *FURTHER.get(key, ())):
        shown = window.view
        if turn is fill and shown and not shown.findChildren(RowsInput) and not shown.findChildren(PicksInput):
            continue  # on the page that was just opened is nothing to fill
        window.go(key, **arguments)
        yield turn


def walk(window: Window, key: str, arguments: dict[str, str]) -> Iterator[str]:
    """What breaks the rule at one place: as it opens, filled in, and with what else can be opened there."""
    for turn in turns(window, key, arguments):
        view = window.view
        assert view is not None
        QApplication.processEvents()
        while window.tasks.busy:  # what a page asks may depend on what is read away from the window
            QTest.qWait(60)
        if turn is not None:
            turn(view)
            QTest.qWait(1)
        focus = window.focusWidget()
        in_what_opened = turn not in (None, fill) and focus is not None and asks(focus)
        for breach in broken(window, view.page):
            if not (in_what_opened and breach.startswith("focus starts at")):  # it is a field, if not the page's first
                yield breach
        yield from typed_through(window, view.page)
        yield from pressed_through(window, view.page)


@pytest.mark.matrix(3)
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_place_keeps_the_rule(
    training_folder: Path, headquarters: Office, tmp_path: Path, qapp: QApplication, spoken: str
) -> None:
    """Whoever adds a place sees it walked here; one that opens something further says so in `FURTHER`."""
    speak(spoken)
    (table := tmp_path / "liste.csv").write_text("Nom;Pays\nMamadou;ML\n", encoding="utf-8")
    breaches, walked = [], set()
    for role in ("officer", "chief_of_mission"):
        with enter(training_folder, role) as office, desk(office, qapp, tmp_path / "bugs") as window:
            for key, arguments in visited(office, table):
                if role == "officer" or key in ("decision", "people"):
                    breaches += [f"{key} {arguments} {role}: {breach}" for breach in walk(window, key, arguments)]
                    walked.add(key)
    first, second = of_two_offices(headquarters)
    of_headquarters = ("hq", "hq_enrol", "settings", "backups", "same_companies", "strategy_figures", "strategy_figure")
    of_headquarters += ("members_view", "pillars", "hq_contents", "hq_arrivals")
    there: dict[str, dict[str, str]] = {key: {} for key in of_headquarters}
    there |= {"same_company": {"first": first, "second": second}}
    with desk(headquarters, qapp, tmp_path / "bugs") as window:
        for key, arguments in there.items():
            breaches += [f"{key} at Headquarters: {breach}" for breach in walk(window, key, arguments)]
            walked.add(key)
    assert not breaches, "\n" + "\n".join(breaches)
    assert walked == {place.key for place in places().all}, "places that nobody walked"


# --- before an office is open, and in boxes


def welcome(folder: Path, page: WelcomePage) -> WelcomeView:
    """The first run at one of its pages."""
    presenter = WelcomePresenter(folder, RunNow(), lambda _office: None, lambda: None, lambda: None)
    presenter.write(page=page)
    if page == WelcomePage.RECOVERY:
        presenter.recovery = RecoveryWords(("baobab",) * 12, (2, 7))
    return WelcomeView(presenter)


def unlocking(folder: Path, mode: str) -> UnlockView:
    """The page that asks for a passphrase, or for the words."""
    presenter = UnlockPresenter[object](
        Vault.open(folder),
        RunNow(),
        lambda _vault, _opened: None,
        lambda _office: None,
        lambda _damage: None,
        office="",
        training=False,
    )
    presenter.mode = mode
    return UnlockView(presenter)


def rescue(folder: Path) -> RescueView:
    """The page in the place of a damaged office."""
    damage = Problem("Abîmé.", "Reprenez une copie.", code="damaged")
    return RescueView(RescuePresenter(folder, RunNow(), damage, None, lambda: None))


def restoring(folder: Path, has_file: bool) -> RestoringView:
    """The page that makes an office of a backup, before and after a file is chosen."""
    presenter = RestoringPresenter(folder / "new", RunNow(), lambda: None, lambda: None)
    if has_file:
        presenter.path = folder / SLOTS
        presenter.holders = (KeyHolder("awa", "Awa Ndiaye", False), KeyHolder("ibrahima", "Ibrahima Fall", False))
        presenter.officer = "awa"
    return RestoringView(presenter)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_page_before_an_office_is_open_keeps_the_rule(
    training_folder: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, spoken: str
) -> None:
    speak(spoken)
    pages: list[Callable[[], View[Any]]] = [partial(welcome, tmp_path / "new", page) for page in WelcomePage]
    pages += [partial(unlocking, training_folder, mode) for mode in (PASSPHRASE, WORDS)]
    pages.append(partial(rescue, training_folder))
    pages += [partial(restoring, training_folder, has_file) for has_file in (False, True)]
    front = FrontWindow(Theme(qapp, "light"))
    qtbot.addWidget(front)
    front.show()
    breaches, walked = [], set()
    for make in pages:
        view = make()
        front.put(view)
        QTest.qWait(1)
        walked.add(type(view))
        asked = any(asks(field) and field.isVisible() for field in view.page.findChildren(QWidget))
        language_page = isinstance(view, WelcomeView) and view.presenter.page == WelcomePage.LANGUAGE
        for breach in (*broken(front, view.page), *typed_through(front, view.page), *pressed_through(front, view.page)):
            if asked or not breach.startswith(
                ("focus starts at Button", "focus starts at BarButton")
            ):  # else it begins at what goes on
                breaches.append(f"{type(view).__name__}: {breach}")
        assert not language_page or view.languages[spoken].text()
    assert not breaches, "\n" + "\n".join(breaches)
    assert walked == set(BEFORE)


def leaves(kind: type[Any]) -> Iterator[type[Any]]:
    """The classes of this kind from which no other is made."""
    for below in kind.__subclasses__():
        yield from leaves(below) if below.__subclasses__() else (below,)


def test_no_page_and_no_dialog_is_left_out() -> None:
    """A new page before the office or a new box is named above, and walked."""
    of_places = {place.view for place in places().all}
    views = {view for view in leaves(View) if view.__module__.startswith("desktop.")}
    assert views - of_places == set(BEFORE)
    assert {box for box in QDialog.__subclasses__() if box.__module__.startswith("desktop.")} == set(DIALOGS)


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.modal
@pytest.mark.parametrize("grave", [False, True])
def test_enter_in_a_box_presses_what_has_the_focus(window: Window, qtbot: QtBot, spoken: str, grave: bool) -> None:
    speak(spoken)
    question = Confirmation("Arrêter ?", "Tout s’arrête.", "Arrêter", "Ne pas arrêter", grave=grave)
    for key in (None, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        told: list[str] = []
        box = ConfirmBox(window, question)
        box.accepted.connect(partial(told.append, "confirm"))
        box.rejected.connect(partial(told.append, "refuse"))
        box.open()
        with qtbot.waitActive(box):
            box.activateWindow()
        start = box.focusWidget()
        assert start is (box.refuse if grave else box.confirm), "a grave deed does not begin with the focus"
        assert destroys(box.confirm) == grave
        if key is not None:
            QTest.keyClick(start, key)
        focus = box.focusWidget()
        assert isinstance(focus, Button) and (focus is start) == (key is None)
        QTest.keyClick(focus, Qt.Key.Key_Return)
        assert told == ["confirm" if focus is box.confirm else "refuse"]


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.modal
def test_enter_in_a_sheet_presses_what_has_the_focus(window: Window, qtbot: QtBot, spoken: str) -> None:
    speak(spoken)
    sheet = Sheet(window, "Versions", [SheetSection("", (("Passerelle", "0.3.0", ""),))], copied="Passerelle 0.3.0")
    ended: list[int] = []
    sheet.finished.connect(ended.append)
    sheet.open()
    with qtbot.waitActive(sheet):
        sheet.activateWindow()
    assert sheet.focusWidget() is sheet.close_button
    sheet.copy.setFocus()
    QTest.keyClick(sheet.copy, Qt.Key.Key_Return)
    assert not ended and QGuiApplication.clipboard().text() == "Passerelle 0.3.0"
    sheet.close_button.setFocus()
    QTest.keyClick(sheet.close_button, Qt.Key.Key_Return)
    assert len(ended) == 1


# --- after a save, and what was taken off


@dataclass(frozen=True)
class SavedForm:
    """A form that is saved where it stands: its place, what opens it, what is typed there, the button that saves."""

    place: str
    opens: Turn
    fills: Turn
    button: str  # its English words
    step: str = ""


def write(words: str, *fields: Callable[[Any], Any]) -> Turn:
    """Type the same words into these fields."""

    def typed(view: Any) -> None:
        for field in fields:
            box = field(view).box
            box.setFocus()
            QTest.keyClicks(box, words)
            field(view).commit()

    return typed


SAVED = {
    "person": SavedForm(
        "partner",
        lambda view: view.presenter.edit_person(""),
        lambda view: QTest.keyClicks(view.window().focusWidget(), "Aminata Sow"),
        "Save person",
    ),
    "depth": SavedForm(
        "diligence",
        lambda view: view.presenter.ask_depth(True),
        lambda view: (
            view.tier.write("enhanced"),
            write("Le montant a grandi.", lambda view: view.depth_reason)(view),
        ),
        "Change",
    ),
    "clause": SavedForm(
        "agreement",
        lambda view: view.presenter.clauses.edit(1),
        write("Le partenaire le demande.", lambda view: first(view.face.areas), lambda view: view.face.reason),
        "Save text",
        "clauses",
    ),
    "waiver": SavedForm(
        "agreement",
        waived,
        write("Elle ne vaut pas ici.", lambda view: view.face.waiver_reason),
        "Exclude the clause",
        "clauses",
    ),
}


@pytest.mark.parametrize("name", SAVED)
def test_after_a_form_is_saved_the_focus_is_on_nothing_that_destroys(
    training_folder: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, name: str
) -> None:
    form = SAVED[name]
    with enter(training_folder, "officer") as office, desk(office, qapp, tmp_path / "bugs") as window:
        places = [given for key, given in gestures(office) if key == form.place and given.get("step", "") == form.step]
        window.go(form.place, **next(given for given in places if is_open(office, given)))
        view: Any = window.view
        form.opens(view)
        QTest.qWait(1)
        form.fills(view)
        before = changes(office)
        save = next(b for b in view.findChildren(Button) if b.isVisible() and b.text() == _(form.button))
        save.setFocus()
        QTest.keyClick(save, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert changes(office) > before, view.presenter.problem
        focus = window.focusWidget()
        assert focus is not None and focus.isVisible() and window.view.isAncestorOf(focus), named(focus)
        assert not destroys(focus) and not inserted(focus), named(focus)


def is_open(office: Office, given: dict[str, str]) -> bool:
    """Whether what the place is about can be changed still."""
    if "case" not in given:
        return True
    with office.store.read() as session:
        return session.get_one(Case, given["case"]).state == CaseState.OPEN


def first(areas: dict[str, Any]) -> Any:
    """The text in the first of the languages."""
    return next(iter(areas.values()))


def changes(office: Office) -> int:
    """How many changes the office has written."""
    return office.store.position().number


TABLE = FieldSpec(
    "rows", InputKind.ROWS, "Personnes", add="Ajouter", columns=(FieldSpec("name", InputKind.TEXT, "Nom"),)
)
FILLED: list[Json] = [{"name": "Awa"}, {"name": "Ibra"}, {"name": "Omar"}]


def test_a_row_taken_off_comes_back_to_its_place_by_the_keyboard_alone(qtbot: QtBot, theme: Theme) -> None:
    table = field_input(TABLE, Clock())
    assert isinstance(table, RowsInput)
    qtbot.addWidget(table)
    told: list[Json] = []
    table.changed.connect(told.append)
    table.set_value(FILLED)
    table.show()
    with qtbot.waitActive(table):
        table.activateWindow()
    for taken in (1, 0):
        box = table.cards[taken].form.inputs["name"].first()
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert told[-1] == [{"name": "Omar"}] and table.add_button.hasFocus()
    assert table.undo.isVisible() and "Awa" in table.undo.words.text()
    QTest.keyClick(table.add_button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told[-1] == [{"name": "Awa"}, {"name": "Omar"}] and "Ibra" in table.undo.words.text()
    table.undo.button.click()
    assert told[-1] == FILLED and not table.undo.isVisible()
    assert [card.remove_button.accessibleName()[-1] for card in table.cards] == ["1", "2", "3"]


def test_an_empty_row_goes_without_a_word(qtbot: QtBot, theme: Theme) -> None:
    table = field_input(TABLE, Clock())
    assert isinstance(table, RowsInput)
    qtbot.addWidget(table)
    table.show()
    table.add_row()
    table.cards[0].remove_button.click()
    assert not table.cards and not table.undo.isVisible()


def test_an_entry_taken_off_a_list_comes_back_to_its_place(qtbot: QtBot, theme: Theme) -> None:
    options = (Option("sn", "Sénégal"), Option("ml", "Mali"), Option("gn", "Guinée"))
    picks = field_input(FieldSpec("where", InputKind.PICKS, "Pays", options=options), Clock())
    assert isinstance(picks, PicksInput)
    qtbot.addWidget(picks)
    picks.show()
    told: list[Json] = []
    picks.changed.connect(told.append)
    picks.set_value(["sn", "ml", "gn"])
    picks._take_off("ml")
    assert told[-1] == ["sn", "gn"] and "Mali" in picks.undo.words.text()
    picks.undo.button.click()
    assert told[-1] == ["sn", "ml", "gn"] and not picks.undo.isVisible()


def test_evidence_taken_off_a_question_comes_back(
    training_folder: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with enter(training_folder, "officer") as office, desk(office, qapp, tmp_path / "bugs") as window:
        key, arguments = next((key, given) for key, given in gestures(office) if key == "question")
        window.go(key, **arguments)
        view: Any = window.view
        QApplication.processEvents()
        question = view.presenter.asked[0]
        (paper := tmp_path / "statuts.txt").write_text("Statuts", encoding="utf-8")
        view.presenter.attach(question, [paper])
        qtbot.waitUntil(lambda: "statuts.txt" in [file.name for file in view.presenter.shown(question).evidence])
        drop = view.boxes[question].evidence.drop
        bins = [button for button in drop.findChildren(Button) if "statuts.txt" in button.accessibleName()]
        bins[-1].click()
        assert "statuts.txt" not in [file.name for file in view.presenter.shown(question).evidence]
        assert "statuts.txt" in drop.undo.words.text() and drop.undo.isVisible()
        drop.undo.button.click()
        assert "statuts.txt" in [file.name for file in view.presenter.shown(question).evidence]


def test_f8_leaves_the_field_in_sight(training_folder: Path, tmp_path: Path, qapp: QApplication) -> None:
    with enter(training_folder, "officer") as office, desk(office, qapp, tmp_path / "bugs") as window:
        window.resize(911, 464)
        key, arguments = next((key, given) for key, given in gestures(office) if given.get("step") == "parties")
        window.go(key, **arguments)
        QTest.qWait(50)
        view: Any = window.view
        for name in list(view.face.fields)[:6]:
            if isinstance(view.face.fields[name], TextInput | AreaInput):
                view.presenter.fields.save(name, "")
        hidden = []
        for _turn in range(8):
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_F8)
            QTest.qWait(200)
            if (focus := window.focusWidget()) is not None and asks(focus) and out_of_sight(focus):
                hidden.append(named(focus))
        assert hidden == []
