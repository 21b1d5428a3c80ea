"""Fields, choices, lists and messages as somebody at the keyboard meets them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.clock import Clock
from desktop.base.dates import NotADate, parse_date
from desktop.base.errors import Problem
from desktop.presenters.form import FieldSpec, InputKind, Option
from desktop.ui.evidence import AttachmentLine, FileDrop
from desktop.ui.forms import fields
from desktop.ui.forms.choices import ChoiceRows, MultiChoice
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import ChoiceField, PasswordField, TextArea, TextField
from desktop.ui.forms.form import Form, RowsInput, field_input
from desktop.ui.forms.numbers import MoneyField, NumberField
from desktop.ui.icons import DRAWINGS, icon
from desktop.ui.keyboard import digit_forms
from desktop.ui.lists import Row, RowList, Step, StepList
from desktop.ui.preview import DocumentPreview
from desktop.ui.theme import Theme, look
from desktop.ui.widgets import ActionBar, KeyValueGrid, Mark, Message, PageFrame, Text, level_mark

pytestmark = pytest.mark.usefixtures("theme")
OPTIONS = [Option("yes", "&Oui", "Expliquez."), Option("no", "&Non"), Option("later", "&Je ne sais pas")]


@pytest.fixture
def theme(qapp: object) -> Theme:
    from PySide6.QtWidgets import QApplication

    assert isinstance(qapp, QApplication)
    return Theme(qapp, "light")


class Shown:
    """Puts widgets below one another into a window that has the keyboard, and keeps it."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot, self.theme, self.kept = qtbot, theme, []  # type: QtBot, Theme, list[QWidget]

    def __call__(self, *widgets: QWidget) -> QWidget:
        frame = QWidget()
        frame.setStyleSheet(self.theme.sheet)
        layout = QVBoxLayout(frame)
        for widget in widgets:
            layout.addWidget(widget)
        self.kept.append(frame)
        self.qtbot.addWidget(frame)
        frame.resize(700, 500)
        with self.qtbot.waitActive(frame):
            frame.show()
            frame.activateWindow()
        return frame


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    return Shown(qtbot, theme)


CLOCK = Clock.on(date(2026, 11, 24))


# --- Fields


def test_a_field_tells_its_value_once_when_it_is_left(qtbot: QtBot, shown: Shown) -> None:
    first, second = TextField("Nom"), TextField("Ville")
    shown(first, second)
    told: list[str] = []
    first.committed.connect(told.append)
    first.edit.setFocus()
    qtbot.keyClicks(first.edit, "Teranga")
    assert told == []
    second.edit.setFocus()
    first.edit.setFocus()
    second.edit.setFocus()
    assert told == ["Teranga"]


def test_a_field_tells_its_value_after_a_pause(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, shown: Shown) -> None:
    monkeypatch.setattr(fields, "PAUSE", 10)
    field = TextArea("Pourquoi")
    shown(field)
    field.edit.setFocus()
    with qtbot.waitSignal(field.committed, timeout=2000) as told:
        qtbot.keyClicks(field.edit, "Oui")
    assert told.args == ["Oui"]


def test_what_is_being_typed_is_not_overwritten(qtbot: QtBot, shown: Shown) -> None:
    field = TextField("Nom")
    shown(field)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "Ter")
    field.set_value("Autre")
    assert field.text() == "Ter"


def test_tab_leaves_a_text_area(qtbot: QtBot, shown: Shown) -> None:
    area, field = TextArea("Pourquoi"), TextField("Nom")
    shown(area, field)
    area.edit.setFocus()
    qtbot.keyClick(area.edit, Qt.Key.Key_Tab)
    assert field.edit.hasFocus()


@pytest.mark.parametrize("typed", ["18 400,50", "18\u00a0400,50", "18400.50", "18'400,50", "18\u202f400,50"])
def test_an_amount_is_understood_however_it_is_written(qtbot: QtBot, typed: str, shown: Shown) -> None:
    field = MoneyField("Valeur", ("USD", "EUR"))
    shown(field)
    with qtbot.waitSignal(field.money) as told:
        field.edit.setFocus()
        QGuiApplication.clipboard().setText(typed)
        field.edit.paste()
        field.currency.setFocus()
    assert told.args == [Decimal("18400.50"), "USD"]
    words = "dix-huit mille quatre cents dollars des États-Unis et 50/100"
    assert field.echo.text() == f"= 18\u00a0400,50\u00a0USD ({words})"


def test_a_currency_typed_with_its_amount_is_chosen_or_asked_about(qtbot: QtBot, shown: Shown) -> None:
    field = MoneyField("Valeur", ("USD", "XOF", "XAF"))
    shown(field)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "1,25 M FCFA")
    assert field.value() is None and "XOF, XAF" in field.error.text()
    with qtbot.waitSignal(field.money) as told:
        field.edit.clear()
        qtbot.keyClicks(field.edit, "1,25 M xof")
        assert field.echo.text().endswith("(un million deux cent cinquante mille francs CFA)")
        field.currency.setFocus()
    assert told.args == [Decimal(1250000), "XOF"]
    assert (field.edit.text(), field.currency.currentText(), field.error.text()) == ("1\u00a0250\u00a0000", "XOF", "")


def test_a_doubtful_number_is_asked_about(qtbot: QtBot, shown: Shown) -> None:
    field = NumberField("Valeur")
    shown(field)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "18.400")
    assert field.value() is None
    assert "18\u00a0400" in field.error.text() and "18,400" in field.error.text()


@pytest.mark.parametrize(
    "typed", ["24/11/2026", "24.11.2026", "24 nov. 2026", "24 novembre 2026", "2026-11-24", "24-11-26", "24112026"]
)
def test_a_day_is_understood_however_it_is_written(qtbot: QtBot, typed: str) -> None:
    assert parse_date(typed) == date(2026, 11, 24)
    field = DateField("Échéance", CLOCK)
    field.set_value(typed)
    assert field.value() == date(2026, 11, 24)
    assert field.echo.text() == "= mardi 24\u00a0novembre\u00a02026"


@pytest.mark.parametrize("typed", ["31/02/2027", "24/11", "hier", "24/11/2026/3", "24 ju 2026", "0/0/0000"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_date(typed)


def test_days_are_read_in_each_language() -> None:
    assert (
        parse_date("1er août 2026") == parse_date("1 de agosto de 2026") == parse_date("1 Aug 2026") == date(2026, 8, 1)
    )


def test_a_wrong_day_is_said_in_words() -> None:
    field = DateField("Échéance", CLOCK)
    field.set_value("31/02/2027")
    assert field.error.text() and field.edit.property("wrong")
    field.set_day(date(2026, 1, 2))
    assert not field.error.text() and field.text() == "02/01/2026"


def test_a_text_of_several_lines_keeps_its_unbreakable_spaces_and_tells_nothing_when_it_is_only_left() -> None:
    heard: list[object] = []
    area = TextArea("Pourquoi")
    area.committed.connect(heard.append)
    area.set_value("Lu\u00a0: le nom concorde.\nVu au registre.")
    area.commit()
    assert heard == [] and area.text() == "Lu\u00a0: le nom concorde.\nVu au registre."


def test_a_label_that_says_nothing_is_not_made(shown: Shown) -> None:
    field = TextField("Nom")
    before = len(field.findChildren(Text))
    shown(field)
    field.set_error("Écrivez un nom.")
    assert before == 1 and field.error.isVisible() and len(field.findChildren(Text)) == 2
    field.set_error("")
    assert not field.error.isVisible() and not field.error.text()


@pytest.mark.parametrize("corner", ["topLeft", "bottomRight"])
def test_the_calendar_opens_where_it_is_seen_whole(shown: Shown, corner: str) -> None:
    field = DateField("Échéance", CLOCK)
    frame = shown(field)
    room = frame.screen().availableGeometry()
    frame.move(getattr(room, corner)() - getattr(frame.rect(), corner)())
    field.button.click()
    opened = QApplication.activePopupWidget()
    assert opened is not None and room.contains(opened.geometry())
    assert not opened.geometry().contains(field.edit.mapToGlobal(field.edit.rect().center()))
    opened.close()


def test_a_secret_can_be_shown_and_caps_lock_is_noticed(qtbot: QtBot, shown: Shown) -> None:
    field = PasswordField("Mot de passe")
    shown(field)
    told: list[str] = []
    field.committed.connect(told.append)
    field.edit.setFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_A)
    assert not field.echo.text()
    qtbot.keyClicks(field.edit, "B")
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    field.eye.click()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Masquer la saisie"
    assert told == []


def spell(box: QWidget, words: str) -> None:
    """Press the keys of letters that QTest cannot press itself, those with accents."""
    for letter in words:
        QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def test_a_country_is_found_by_its_first_letters_with_or_without_accents(qtbot: QtBot, shown: Shown) -> None:
    field = ChoiceField(
        "Pays", [("EH", "Sahara occidental"), ("SN", "Sénégal"), ("RS", "Serbie"), ("CI", "Côte d’Ivoire")]
    )
    shown(field)
    told: list[str] = []
    field.chosen.connect(told.append)
    for spelt, key in (("Sén", "SN"), ("sene", "SN"), ("ser", "RS"), ("cote d'i", "CI")):
        field.combo._spelt = ""
        spell(field.combo, spelt)
        assert field.value() == key
        QTest.keyClick(field.combo, Qt.Key.Key_Return)
    assert told == ["SN", "SN", "RS", "CI"]  # and none of those on the way
    field.combo._spelt = ""
    spell(field.combo, "sss")
    assert field.value() == "RS"


def test_what_keys_found_in_a_drop_down_is_told_after_a_pause_on_leaving_and_before_a_command(
    qtbot: QtBot, shown: Shown
) -> None:
    field, next_one = ChoiceField("Pays", [("SN", "Sénégal"), ("NE", "Niger"), ("ML", "Mali")]), TextField("Ville")
    shown(field, next_one)
    told: list[str] = []
    field.chosen.connect(told.append)
    field.combo.setFocus()
    QTest.keyClick(field.combo, Qt.Key.Key_Down)
    QTest.keyClick(field.combo, Qt.Key.Key_Down)
    assert told == []
    qtbot.waitUntil(lambda: told == ["NE"])
    QTest.keyClick(field.combo, Qt.Key.Key_Down)
    QTest.keyClick(field.combo, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert told == ["NE", "ML"]
    QTest.keyClick(field.combo, Qt.Key.Key_Up)
    next_one.edit.setFocus()
    assert told == ["NE", "ML", "NE"]


def test_a_choice_of_many_keeps_its_key_when_the_words_change() -> None:
    field = ChoiceField("Pays", [("SN", "Sénégal"), ("NE", "Niger")])
    field.set_value("NE")
    field.set_options([("NE", "Niger (le)"), ("SN", "Sénégal")])
    assert field.value() == "NE" and field.combo.currentText() == "Niger (le)"


# --- Choices


def test_a_click_anywhere_in_the_row_chooses(qtbot: QtBot, shown: Shown) -> None:
    rows = ChoiceRows("Allégations ?", OPTIONS)
    shown(rows)
    button = rows.buttons["no"]
    with qtbot.waitSignal(rows.chosen) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() - 5, 5))
    assert told.args == ["no"] and rows.value() == "no"


def test_the_answers_are_one_tab_stop_and_arrows_choose(qtbot: QtBot, shown: Shown) -> None:
    before, rows, after = TextField("Nom"), ChoiceRows("Allégations ?", OPTIONS), TextField("Ville")
    frame = shown(before, rows, after)
    before.edit.setFocus()
    rows.set_value("yes")
    qtbot.keyClick(before.edit, Qt.Key.Key_Tab)
    assert rows.buttons["yes"].hasFocus()
    qtbot.keyClick(rows.buttons["yes"], Qt.Key.Key_Down)
    assert rows.value() == "no"
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Tab)
    assert after.edit.hasFocus()


def test_an_answer_can_be_shown_and_taken_back_without_telling() -> None:
    rows = ChoiceRows("Allégations ?", OPTIONS)
    told: list[str] = []
    rows.chosen.connect(told.append)
    rows.set_value("later")
    assert rows.value() == "later"
    rows.set_value(None)
    assert rows.value() is None and told == []


def test_long_explanations_make_a_row_taller_when_it_is_narrow(qtbot: QtBot) -> None:
    rows = ChoiceRows("?", [Option("a", "Oui", "Un long texte qui explique beaucoup de choses. " * 4)])
    row = rows.buttons["a"]
    assert row.heightForWidth(300) > row.heightForWidth(900)


def test_several_answers_are_told_in_the_order_shown() -> None:
    rows = MultiChoice("Apports", OPTIONS)
    told: list[tuple[str, ...]] = []
    rows.changed.connect(told.append)
    rows.set_value(["later"])
    rows.buttons["yes"].click()
    assert told == [("yes", "later")]


# --- Lists


def test_ten_thousand_rows_are_shown_opened_and_kept_in_place(qtbot: QtBot, shown: Shown) -> None:
    found = RowList("Partenaires")
    shown(found)
    found.set_rows([Row(n, f"Partenaire {n}", "Dakar", level_mark("low")) for n in range(10_000)])
    found.set_current(7_000)
    found.set_rows([Row(n, f"Partenaire {n}", "Dakar", level_mark("low")) for n in reversed(range(10_000))])
    assert found.current_key() == 7_000
    with qtbot.waitSignal(found.opened) as told:
        qtbot.keyClick(found.view, Qt.Key.Key_Return)
    assert told.args == [7_000]
    found.grab()


def test_a_list_without_rows_says_so() -> None:
    found = RowList("Partenaires")
    found.set_rows([])
    assert found.stack.currentWidget() is found.empty
    found.set_rows([Row("a", "Teranga")])
    assert found.stack.currentWidget() is found.view


def test_a_row_is_spoken_whole() -> None:
    row = Row(1, "Teranga", "Dakar", Mark("good", "En vigueur"), right="hier", number="2")
    assert row.spoken() == "2, Teranga, Dakar, hier, En vigueur"


def test_a_plan_shows_each_section_with_its_state() -> None:
    plan = StepList("Sections")
    plan.set_steps([Step("a", "Identité", "done"), Step("b", "Finances", "doing", "3 sur 5")])
    assert [row.mark.text for row in plan.rows if row.mark] == ["Terminé", "En cours"]
    assert plan.rows[1].number == "2" and plan.rows[1].right == "3 sur 5"


# --- Files and groups


def test_files_can_be_dropped_and_taken_off(qtbot: QtBot, tmp_path: Path, shown: Shown) -> None:
    drop = FileDrop("Pièces", "Enregistrez la page.")
    shown(drop)
    drop.set_files([AttachmentLine("k", "R&D.pdf", 3_200_000)])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    with qtbot.waitSignal(drop.added) as told:
        drop.dropEvent(QDropEvent(QPointF(5, 5), action, data, left, Qt.KeyboardModifier.NoModifier))
    assert told.args == [[tmp_path / "a.pdf"]]
    names = {button.accessibleName(): button for button in drop.findChildren(QWidget) if button.accessibleName()}
    with qtbot.waitSignal(drop.removed) as gone:
        names["Retirer R&D.pdf"].click()  # type: ignore[attr-defined]
    assert gone.args == ["k"]


def test_persons_are_added_told_and_taken_off(qtbot: QtBot, shown: Shown) -> None:
    columns = (FieldSpec("name", InputKind.TEXT, "Nom"), FieldSpec("birth", InputKind.DATE, "Naissance"))
    people = field_input(FieldSpec("people", InputKind.ROWS, "Dirigeants", columns=columns, add="Ajouter"), CLOCK)
    assert isinstance(people, RowsInput)
    shown(people)
    people.set_value([{"name": "Awa", "birth": "1984-03-14"}])
    told: list[list[dict[str, str]]] = []
    people.changed.connect(told.append)
    people.add_button.click()
    field = people.window().focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Moussa")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == [[{"name": "Awa", "birth": "1984-03-14"}, {"name": "Moussa"}]]
    people.cards[0].remove_button.click()
    assert told[-1] == [{"name": "Moussa"}]
    assert people.cards[0].remove_button.accessibleName().endswith("1"), "the second is the first now"


# --- Forms

NAME = FieldSpec("name", InputKind.TEXT, "Nom", required="Écrivez son nom.")
DAY = FieldSpec("day", InputKind.DATE, "Jour")
KIND = FieldSpec("kind", InputKind.RADIO, "Genre", options=(Option("a", "Un"), Option("b", "Deux")))


def test_a_form_tells_each_value_by_its_name_and_does_not_write_it_back(qtbot: QtBot, shown: Shown) -> None:
    form = Form(CLOCK, [[NAME, DAY], [KIND]])
    shown(form)
    told: list[tuple[str, object]] = []
    form.changed.connect(lambda key, value: told.append((key, value)))
    box = form.inputs["name"].first()
    box.setFocus()
    qtbot.keyClicks(box, "Awa ")
    form.commit()
    form.set_values({"name": "Awa", "kind": "b"})
    assert told == [("name", "Awa")]
    assert isinstance(box, QLineEdit) and box.text() == "Awa ", "the blank before the next word stays"
    assert form.values() == {"name": "Awa", "day": "", "kind": "b"}


def test_fields_come_and_go_without_taking_the_focus(qtbot: QtBot, shown: Shown) -> None:
    form = Form(CLOCK, [[NAME], [KIND]])
    shown(form)
    box = form.inputs["name"].first()
    box.setFocus()
    qtbot.keyClicks(box, "Aw")
    form.show_fields([[DAY], [NAME, KIND]])
    assert box.hasFocus() and form.inputs["day"].isVisible()
    form.show_fields([[NAME]])
    assert not form.inputs["day"].isVisible() and list(form.values()) == ["name"]
    qtbot.keyClicks(box, "a")
    form.commit()
    assert form.values() == {"name": "Awa"}


def test_a_form_is_complete_when_nothing_needed_is_empty_and_everything_is_understood(
    qtbot: QtBot, shown: Shown
) -> None:
    form = Form(CLOCK, [[NAME], [DAY]])
    shown(form)
    assert not form.complete()
    assert form.inputs["name"].box.error.text() == "Écrivez son nom." and form.inputs["name"].first().hasFocus()
    form.set_values({"name": "Awa"})
    day = form.inputs["day"].first()
    day.setFocus()
    qtbot.keyClicks(day, "demain")
    assert not form.complete(), "what is no day is not lost in silence"
    assert form.inputs["day"].first().hasFocus() and form.inputs["day"].box.error.text()
    form.fill({"name": "Moussa", "day": "2026-11-24"})
    assert form.complete() and form.values() == {"name": "Moussa", "day": "2026-11-24"}


def test_a_rejected_date_is_told_as_typed_where_others_check_it(qtbot: QtBot, shown: Shown) -> None:
    form = Form(CLOCK, [[replace(DAY, as_typed=True)]])
    shown(form)
    box = form.inputs["day"].first()
    box.setFocus()
    qtbot.keyClicks(box, "demain")
    assert form.complete() and form.values() == {"day": "demain"}


def test_an_option_that_excludes_the_others_takes_their_place(shown: Shown) -> None:
    options = (Option("a", "Un"), Option("b", "Deux"), Option("none", "Rien"))
    checks = field_input(FieldSpec("x", InputKind.CHECKS, "Quoi", options=options, alone="none"), CLOCK)
    shown(checks)
    for key in ("a", "b", "none"):
        checks.choice.buttons[key].click()
    assert checks.value == ["none"]
    checks.choice.buttons["a"].click()
    assert checks.value == ["a"]


def test_options_hide_without_being_made_anew(shown: Shown) -> None:
    options = (Option("a", "Un"), Option("b", "Deux"))
    spec = FieldSpec("x", InputKind.CHECKS, "Quoi", options=options)
    form = Form(CLOCK, [[spec]])
    shown(form)
    button = form.inputs["x"].choice.buttons["a"]
    form.show_fields([[replace(spec, hidden=("a",))]])
    assert not button.isVisible() and form.inputs["x"].choice.buttons["b"].isVisible()
    assert form.inputs["x"].first() is form.inputs["x"].choice.buttons["b"]
    form.show_fields([[spec]])
    assert button.isVisible() and form.inputs["x"].choice.buttons["a"] is button


def test_several_of_many_are_picked_and_taken_off(qtbot: QtBot, shown: Shown) -> None:
    options = (Option("SN", "Sénégal"), Option("ML", "Mali"), Option("GM", "Gambie"))
    picks = field_input(FieldSpec("x", InputKind.PICKS, "Pays", options=options), CLOCK)
    shown(picks)
    picks.set_value(["SN"])
    told: list[list[str]] = []
    picks.changed.connect(told.append)
    for key in ("ML", "ML", "SN"):
        picks.choice.write(key)
        picks.choice.chosen.emit(key)
    assert told == [["SN", "ML"]] and picks.choice.value() is None

    def in_sight() -> list[QPushButton]:
        return [button for button in picks.picked.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: len(in_sight()) == 2)
    off = in_sight()[0]
    assert off.accessibleName() == "Retirer Sénégal"
    off.click()
    assert told[-1] == ["ML"] == picks.value


def test_a_proposal_that_is_chosen_is_told(shown: Shown) -> None:
    options = (Option("a", "Un"), Option("b", "Deux"))
    spec = FieldSpec("x", InputKind.DROPDOWN, "Quoi", options=options, proposed=True)
    form = Form(CLOCK, [[spec]])
    form.set_values({"x": "a"})
    told: list[tuple[str, object]] = []
    form.changed.connect(lambda key, value: told.append((key, value)))
    form.inputs["x"].choice.chosen.emit("a")
    form.show_fields([[replace(spec, proposed=False)]])
    form.inputs["x"].choice.chosen.emit("a")
    assert told == [("x", "a")]


def test_a_currency_is_told_before_its_amount_where_it_may_be(shown: Shown) -> None:
    options = (Option("USD", "USD"), Option("XOF", "XOF"))
    money = field_input(FieldSpec("x", InputKind.MONEY, "Valeur", options=options, currency_alone=True), CLOCK)
    shown(money)
    money.set_value({"amount": "", "currency": "USD"})
    told: list[object] = []
    money.changed.connect(told.append)
    money.money.currency.setCurrentIndex(1)
    money.money.currency.picked.emit()
    assert told == [{"amount": "", "currency": "XOF"}]


def test_a_live_field_is_told_at_each_key(qtbot: QtBot, shown: Shown) -> None:
    form = Form(CLOCK, [[replace(NAME, live=True)]])
    shown(form)
    told: list[object] = []
    form.changed.connect(lambda _key, value: told.append(value))
    qtbot.keyClicks(form.inputs["name"].first(), "Awa ")
    form.set_values({"name": "Awa"})
    assert told == ["A", "Aw", "Awa"] and form.inputs["name"].box.text() == "Awa "


def test_boxes_side_by_side_stand_on_one_line(qtbot: QtBot, shown: Shown) -> None:
    long = "Une aide si longue qu’elle passe à la ligne dans la moitié d’une page, et même deux fois."
    form = Form(CLOCK, [[NAME, replace(DAY, help=long)]])
    shown(form)
    form.resize(600, 300)

    def tops() -> set[int]:
        return {form.inputs[key].first().mapTo(form, QPoint(0, 0)).y() for key in ("name", "day")}

    qtbot.waitUntil(lambda: len(tops()) == 1)
    before = tops()
    form.show_fields([[replace(NAME, help="Une aide courte."), replace(DAY, help=long * 3)]])
    qtbot.waitUntil(lambda: tops() == before)  # what is asked for stands below the boxes
    form.show_fields([[NAME, DAY]])
    qtbot.waitUntil(lambda: tops() == before)


def test_a_field_that_is_called_otherwise_has_its_name_on_one_line_beside_its_help(qtbot: QtBot, shown: Shown) -> None:
    form = Form(CLOCK, [[replace(NAME, label="Nom", help="Une aide courte.")]])
    shown(form)
    form.resize(700, 200)
    form.show_fields([[replace(NAME, label="Nom de la campagne de collecte", help="Une aide courte.")]])
    (name,) = [text for text in form.findChildren(Text) if text.text() == "Nom de la campagne de collecte"]
    qtbot.waitUntil(lambda: name.width() >= name.fontMetrics().horizontalAdvance(name.text()))


def test_the_name_of_a_fact_stands_on_one_line(shown: Shown) -> None:
    facts = KeyValueGrid([("Valeur", "9 000 USD"), ("Niveau d’examen", "Normale")])
    shown(facts)
    facts.resize(700, 200)
    names = [text for text in facts.findChildren(Text) if text.property("role") == "quiet"]
    assert all(name.heightForWidth(name.width()) < 2 * name.fontMetrics().height() for name in names)
    assert names[1].width() >= names[1].fontMetrics().horizontalAdvance(names[1].text())


# --- Pages


def test_a_page_shows_what_happened_and_what_to_do() -> None:
    page = PageFrame()
    page.show_problem(Problem("La clé est pleine.", "Libérez de la place.", code="disk-full"))
    page.show_problem(Problem("La clé est absente.", "Insérez-la.", code="stick-missing"))
    words = [text.text() for text in page.findChildren(Text) if not text.isHidden()]
    assert "La clé est absente." in words and "Insérez-la." in words
    assert page.close_one_message() and not page.close_one_message()


def test_a_message_folds_its_details(qtbot: QtBot, shown: Shown) -> None:
    page = PageFrame()
    shown(page)
    page.show_message(Message("info", "Fait.", details="ligne 12"))
    details = next(text for text in page.findChildren(Text) if text.text() == "ligne 12")
    assert details.isHidden()


def test_a_page_has_one_filled_button_and_it_is_last() -> None:
    bar = ActionBar()
    bar.primary("Continuer", lambda: None)
    with pytest.raises(ValueError, match="exactly one"):
        bar.primary("Sceller", lambda: None)


def test_the_side_column_moves_under_the_content_when_narrow(qtbot: QtBot, shown: Shown) -> None:
    page = PageFrame()
    content, side = page.add(Text("Contenu")), page.add_side(Text("Aide"))
    shown(page)
    page.window().resize(1200, 500)
    qtbot.waitUntil(lambda: side.mapTo(page, QPoint()).x() > content.mapTo(page, QPoint()).x())
    page.window().resize(look().em(50), 500)
    qtbot.waitUntil(lambda: side.mapTo(page, QPoint()).x() == content.mapTo(page, QPoint()).x())
    qtbot.waitUntil(lambda: side.mapTo(page, QPoint()).y() > content.mapTo(page, QPoint()).y())


def test_every_drawing_exists() -> None:
    for name in DRAWINGS:
        assert not icon(name).isNull()


def test_digits_have_their_french_forms() -> None:
    forms = {form.toString() for digit in range(1, 10) for form in digit_forms(digit)}
    assert {"Ctrl+1", "Ctrl+&", "Ctrl+É", "Ctrl+Ç"} <= forms


def test_a_document_is_shown_page_by_page(qtbot: QtBot, shown: Shown) -> None:
    from reportlab.pdfgen.canvas import Canvas

    paper = BytesIO()
    canvas = Canvas(paper, pagesize=(300, 400))
    for words in ("un", "deux"):
        canvas.drawString(50, 50, words)
        canvas.showPage()
    canvas.save()
    preview = DocumentPreview(lambda: None, lambda: None)
    shown(preview)
    preview.set_pdf(paper.getvalue())
    assert (preview.page, preview.pages) == (1, 2)
    assert (preview.number.value(), preview.where.text().replace("\xa0", " ")) == (1, "sur 2")
    assert preview.parts.pages.sizes[0].toTuple() == (300, 400)
    preview.turn(1)
    assert preview.page == 2
    preview.set_pdf(b"not a document")
    assert preview.pages == 0 and preview.stack.currentWidget() is preview.refused


def test_an_answer_chosen_by_its_letter_is_brought_into_sight(qtbot: QtBot) -> None:
    page = PageFrame()
    page.add(TextArea("Avant", lines=60))
    rows = page.add(ChoiceRows("Est-ce la même ?", [Option("no", "&Non"), Option("yes", "&Oui")]))
    qtbot.addWidget(page)
    page.resize(600, 300)
    with qtbot.waitActive(page):
        page.show()
    QTest.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: rows.value() == "yes")
    assert rows.buttons["yes"].hasFocus()
    assert rows.buttons["yes"].visibleRegion().boundingRect().height() > 20
