"""Typing is safe: whatever is typed is found again, by whichever road its form is left; and nothing false is said."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.settings import load_settings
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.services.agreements import packs, returned_scan
from desktop.services.office import drafts, sitting
from desktop.store.records import Agreement, Partner
from desktop.store.vault import Opened, Vault
from desktop.ui.app import Program
from desktop.ui.forms.fields import Field, PasswordField
from desktop.ui.frame.controller import WindowController
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft
from tests.offices import Templates
from tests.paper import signed
from tests.training import finish, window_of
from tests.typed import FIELDS, Practice, TypedField, practice, press, take_focus

__all__ = ["agreed", "agreed_folder", "complete_draft"]

Key, CONTROL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Start = Callable[[Opened], WindowController]
HERE_AGAIN = "Ce que vous aviez saisi sans l’enregistrer est de nouveau là."


@pytest.fixture
def at(templates: Templates, tmp_path: Path) -> Practice:
    template, at = templates.folder(practice)
    shutil.copytree(template, tmp_path / "office")
    return at


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    """Starts the program on the office, again and again."""
    running: list[Program] = []

    def begin(opened: Opened) -> WindowController:
        program = Program(qapp, load_settings(), tmp_path / "office")
        program.begin()
        running.append(program)
        program._entered(Office.enter(tmp_path / "office", Vault.open(tmp_path / "office"), opened))
        assert program.controller is not None
        qtbot.waitUntil(program.controller.window.isActiveWindow)
        return program.controller

    def end() -> None:
        while running:
            running.pop().close()

    begin.end = end  # type: ignore[attr-defined]
    yield begin
    end()


def open_field(desk: WindowController, at: Practice, typed: TypedField) -> Field:
    """Go to a field as the hand does for the first time."""
    desk.window.go(typed.place, **typed.arguments(at))
    typed.opens(desk.window.view)
    field = typed.field(desk.window.view)
    take_focus(field)
    return field


def find_again(desk: WindowController, at: Practice, typed: TypedField, qtbot: QtBot) -> Field:
    """Go there another time: the form is open by itself."""
    desk.window.go(typed.place, **typed.arguments(at))
    view: Any = desk.window.view
    if typed.key == "ruling" or (typed.place == "partner" and typed.told and not view.presenter.editing):
        typed.opens(view)  # one of several candidates; facts that are recorded are read first
    qtbot.waitUntil(lambda: not desk.owner.tasks.busy)
    field = typed.field(desk.window.view)
    assert field.isVisibleTo(desk.window), "the form is closed"
    return field


def says(desk: WindowController) -> list[str]:
    """What the messages above the page say."""
    view: Any = desk.window.view
    return [panel.message.what for panel in view.page._panels.values()]


def press_in(desk: WindowController, key: Qt.Key, with_keys: Qt.KeyboardModifier) -> None:
    QTest.keyClick(desk.window.focusWidget() or desk.window, key, with_keys)


def stay(desk: WindowController) -> None:
    """The lock, and the passphrase of the same person."""
    press_in(desk, Key.Key_L, CONTROL)
    assert desk.window.lock_screen is not None
    desk.window.unlock()


ROADS: dict[str, Callable[[WindowController], None]] = {
    "a place of the rail": lambda desk: press_in(desk, Key.Key_1, CONTROL),
    "the main button": lambda desk: press_in(desk, Key.Key_Return, CONTROL),
    "back": lambda desk: press_in(desk, Key.Key_Left, ALT),
    "the lock": stay,
    "a link": lambda desk: desk.window.go("backups"),
    "other colours": lambda desk: desk.owner.theme.choose("dark"),  # type: ignore[attr-defined]
    "the window's cross": lambda desk: desk.window.close() and None,
}
SAVING = {  # where the main button saves the form, or goes on from there
    *("name", "names", "purpose", "money", "day", "clause", "waiver", "note", "evidence", "colleague", "ruling"),
    "names looked up",
}
FEW = {"new person", "ruling", "clause", "condition"}
TEXT = {"money": "4500000", "number": "123456", "day": "avant mars", "names": "Téranga; Fleuve"}
BY = {"the officer": False, "the chief": True}
CLOSED = ("condition", "new person", "facts")
FULL = os.environ.get("PASSERELLE_FULL") == "1"


def type_into(field: Field, typed: TypedField) -> str:
    """A few words, without a pause."""
    text = TEXT.get(typed.key, "Vérifié à Dakar")
    for letter in text:
        press(field, letter)
    assert field.text() == text
    return text


def plain(text: str) -> str:
    """Without the spaces of a number."""
    return text.replace("\u202f", "").replace("\xa0", "")


@pytest.mark.parametrize("road", [road for road in ROADS if road != "the window's cross"])
@pytest.mark.parametrize("by", BY)
def test_what_is_typed_is_found_again_by_whichever_road_its_form_is_left(
    by: str, road: str, at: Practice, start: Start, qtbot: QtBot
) -> None:
    fields = [typed for typed in FIELDS if typed.by_chief == BY[by]]
    desk = start(fields[0].opened(at))
    for typed in fields:
        if not FULL and road != "a place of the rail" and typed.key not in FEW:
            continue
        if road == "the main button" and typed.key in SAVING:
            continue
        desk.window.go("today")
        field = open_field(desk, at, typed)
        recorded = field.told
        text = type_into(field, typed)
        ROADS[road](desk)
        field = find_again(desk, at, typed, qtbot)
        assert plain(field.text()) == text, typed.key
        if not typed.told:
            assert HERE_AGAIN in says(desk), typed.key
            throw_away(desk)
            assert HERE_AGAIN not in says(desk), typed.key
            desk.window.go("today")
            desk.window.go(typed.place, **typed.arguments(at))
            assert HERE_AGAIN not in says(desk), typed.key
            typed.opens(desk.window.view)
            assert typed.field(desk.window.view).text() == recorded, typed.key
            assert HERE_AGAIN not in says(desk), typed.key


def throw_away(desk: WindowController) -> None:
    """What the message offers beside what was typed."""
    view: Any = desk.window.view
    message = next(panel.message for panel in view.page._panels.values() if panel.message.what == HERE_AGAIN)
    deeds = dict(message.actions)
    if "Afficher" in deeds:
        deeds["Afficher"]()
        assert view.isAncestorOf(desk.window.focusWidget())
    deeds["Revenir à l’état enregistré"]()


@pytest.mark.parametrize("key", [typed.key for typed in FIELDS] if FULL else CLOSED)
def test_what_is_typed_is_found_again_after_the_window_was_closed(
    key: str, at: Practice, start: Start, qtbot: QtBot
) -> None:
    typed = next(typed for typed in FIELDS if typed.key == key)
    desk = start(typed.opened(at))
    text = type_into(open_field(desk, at, typed), typed)
    ROADS["the window's cross"](desk)
    start.end()  # type: ignore[attr-defined]
    desk = start(typed.opened(at))
    assert plain(find_again(desk, at, typed, qtbot).text()) == text
    assert typed.told or HERE_AGAIN in says(desk)


def test_every_box_that_is_typed_in_is_safe_or_is_named_here(at: Practice, start: Start, qtbot: QtBot) -> None:
    """In every form that is opened; `test_refused` walks over every page as it opens.

    A new field is held by its page, or stands here with the reason why not.
    """
    unsafe = set()
    for opened in (at.chief, at.officer):  # the officer withdraws the case that waits for the chief
        desk = start(opened)
        for typed in FIELDS:
            if typed.opened(at) == opened:
                desk.window.go(typed.place, **typed.arguments(at))
                typed.opens(desk.window.view)
                unsafe |= {(typed.place, name) for name in unheld(desk.window.view)}
        start.end()  # type: ignore[attr-defined]
    assert unsafe - NOT_HELD.keys() == set()


def unheld(view: Any) -> Iterator[str]:
    """The labels of the boxes of a page that no keeper holds; what only chooses or is secret is not asked."""
    held = [widget for keeper in view.keepers for widget in keeper.widgets]
    for field in view.findChildren(Field):
        typed_in = isinstance(field.box, QLineEdit | QPlainTextEdit) and not isinstance(field, PasswordField)
        if typed_in and not any(widget is field or widget.isAncestorOf(field) for widget in held):
            yield field.label.text() or field.box.accessibleName()


NOT_HELD = {
    ("exercises", "Votre &nom"): "the name that a certificate bears, typed when it is asked for",
    ("partners", "Nom ou numéro"): "narrows a list, and is work for nobody",
    ("agreements", "Partenaire, référence ou type"): "narrows a list",
    ("merge_partners", "Nom ou numéro de l’autre fiche"): "narrows a list",
    ("agreement", "Chercher dans les clauses"): "narrows a list",
    ("agreement", "C’est la page numéro"): "offered anew with each page that is looked at, and saved by its button",
    ("settings", "Date du jour"): "confirms the clock, at once or not at all",
    ("lists", "Publiée le"): "the day of a file that is chosen beside it, and goes with it",
    ("lists", "Nom de la liste"): "the same of its name",
    ("settings", "Premier mot"): "a word of the recovery sheet is a secret",
    ("settings", "Deuxième mot"): "a word of the recovery sheet is a secret",
}


@pytest.mark.parametrize("road", ["a place of the rail", "back", "the lock", "the window's cross"])
def test_what_is_chosen_for_a_new_agreement_is_found_again(road: str, at: Practice, start: Start, qtbot: QtBot) -> None:
    desk = start(at.officer)
    desk.window.go("today")
    desk.window.go("new_agreement", partnership=at.partnership)
    view: Any = desk.window.view
    proposed, languages = view.presenter.type, view.presenter.languages
    other = next(code for code in view.rows.buttons if code != proposed)
    view.rows.buttons[other].setFocus()
    press_in(desk, Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    view.second.box.setFocus()
    press_in(desk, Key.Key_E, Qt.KeyboardModifier.NoModifier)
    press_in(desk, Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    chosen = (view.presenter.type, view.presenter.languages)
    assert chosen[0] == other and len(chosen[1]) == 2
    ROADS[road](desk)
    if road == "the window's cross":
        start.end()  # type: ignore[attr-defined]
        desk = start(at.officer)
    desk.window.go("new_agreement", partnership=at.partnership)
    view = desk.window.view
    assert (view.presenter.type, view.presenter.languages) == chosen and HERE_AGAIN in says(desk)
    assert view.rows.value() == other and desk.window.holds_unsaved
    throw_away(desk)
    assert (view.presenter.type, view.presenter.languages) == (proposed, languages)
    assert HERE_AGAIN not in says(desk) and not desk.window.holds_unsaved


def test_the_status_bar_and_ctrl_s_speak_of_what_is_on_the_page(at: Practice, start: Start, qtbot: QtBot) -> None:
    desk = start(at.officer)
    person = next(typed for typed in FIELDS if typed.key == "new person")

    def chip() -> str:
        return next((chip.text for chip in desk.window._chips if chip.key == "saved"), "")

    qtbot.waitUntil(lambda: chip().startswith("Enregistré"))
    field = open_field(desk, at, person)
    type_into(field, person)
    qtbot.waitUntil(lambda: chip().startswith("Brouillon gardé"))
    press_in(desk, Key.Key_S, CONTROL)
    assert desk.window.holds_unsaved
    view: Any = desk.window.view
    view.person_form.keep.click()
    qtbot.waitUntil(lambda: chip().startswith("Enregistré"))
    assert not desk.window.holds_unsaved


def test_no_key_waits_for_the_disk(at: Practice, start: Start, qtbot: QtBot) -> None:
    """Somebody else writes into the database for a while: typing goes on, and is written afterwards."""
    typed = next(typed for typed in FIELDS if typed.key == "new person")
    desk = start(at.officer)
    field = open_field(desk, at, typed)
    with desk.office.store.change("Something long", desk.office.user.id) as session:
        session.add(Partner(name="Longue affaire", country="SN"))
        session.flush()
        for letter in "Vérifié":
            began = perf_counter()
            press(field, letter)
            qtbot.wait(100)
            assert perf_counter() - began < 0.4
    qtbot.waitUntil(lambda: "Vérifié" in str(drafts.forms(desk.office.work)))


def test_after_an_abrupt_end_only_what_is_there_is_promised(at: Practice, start: Start, qtbot: QtBot) -> None:
    desk = start(at.officer)
    with desk.office.machine.note():
        pass
    for typed in (False, True):
        start.end()  # type: ignore[attr-defined]
        with Office.enter(desk.office.folder, Vault.open(desk.office.folder), at.officer) as office:
            sitting.begin(office.machine)
            if typed:
                office.unsaved.tell("partner:new", {"name": "Alpha"})
        desk = start(at.officer)
        (said,) = [words for words in says(desk) if "brusquement" in words]
        assert ("est gardé, et réapparaît là où c’était saisi" in said) == typed


def test_the_window_is_locked_without_waiting_for_the_disk(at: Practice, start: Start, qtbot: QtBot) -> None:
    person = next(typed for typed in FIELDS if typed.key == "new person")
    desk = start(at.officer)
    type_into(open_field(desk, at, person), person)
    with desk.office.store.change("Something long", desk.office.user.id) as session:
        session.add(Partner(name="Longue affaire", country="SN"))
        session.flush()
        began = perf_counter()
        desk.lock()
        assert desk.window.lock_screen is not None and perf_counter() - began < 3
    desk.window.unlock()
    qtbot.waitUntil(lambda: "Vérifié à Dakar" in str(drafts.forms(desk.office.work)))


def test_what_is_typed_of_a_signature_is_found_again(
    agreed: Agreed, complete_draft: Agreement, qapp: QApplication
) -> None:
    """The place is no record until the agreement is filed: it waits where it was typed."""
    printed = AgreementPresenter(agreed.office, RunNow(), complete_draft.id, "pack")
    printed.packs.finish()
    printed.packs.mark_printed()
    assert printed.packs.final is not None
    pack = packs.pdf(agreed.office.store, printed.packs.final)
    returned_scan.add(agreed.office.work, complete_draft.id, "signe.pdf", signed(pack))
    with window_of(agreed.office, qapp, QSize(1100, 700)) as window:
        window.go("agreement", id=complete_draft.id, step="pack")
        view: Any = window.view
        finish(window, qapp)
        view.face.copy.place.edit.clear()
        QTest.keyClicks(view.face.copy.place.edit, "Saint-Louis, le matin")
        window.go("today")
        window.go("agreement", id=complete_draft.id, step="pack")
        again: Any = window.view
        assert again is not view
        finish(window, qapp)
        assert again.face.copy.place.text() == "Saint-Louis, le matin"
