"""Forms use the width they are given: choices in columns, in the order in which they are read."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.clock import Clock
from desktop.office import Office
from desktop.presenters.form import FieldSpec, InputKind, Option
from desktop.ui.forms.choices import ChoiceRows, MultiChoice
from desktop.ui.forms.fields import TextArea, TextField
from desktop.ui.forms.form import Form, RowsInput
from desktop.ui.forms.inputs import BoxInput, ChecksInput
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.screens import OfficeScreen, screens
from desktop.ui.theme import look
from desktop.ui.widgets import Card, PageFrame, SectionBox, SideHelp, Text, column, set_shown
from tests.offices import Templates
from tests.training import opened, set_up_training, window_of

NAMES = ("Agriculture", "Construction", "Mines et pétrole", "Habillement", "Huile de palme", "Autre secteur")


def test_choices_stand_in_as_many_columns_as_fit_and_are_read_across(qtbot: QtBot) -> None:
    choice = MultiChoice("Secteurs", [Option(name, name) for name in NAMES])
    qtbot.addWidget(choice)
    choice.resize(200, 400)
    choice.show()
    narrow = choice.heightForWidth(200)
    choice.resize(900, 400)
    qtbot.waitUntil(lambda: choice.heightForWidth(900) * 2 < narrow)
    places = [choice.buttons[name].mapTo(choice, QPoint()) for name in NAMES]
    assert places == sorted(places, key=lambda place: (place.y(), place.x()))
    choice.hide_options(("Construction",))
    second = choice.buttons["Mines et pétrole"]
    qtbot.waitUntil(lambda: second.y() == 1 and second.x() < places[2].x())


def test_a_choice_with_more_words_has_the_wider_column(qtbot: QtBot) -> None:
    names = ("Argent", "Biens", "Services ou temps de personnel mis à disposition")
    choice = MultiChoice("Nature", [Option(name, name) for name in names])
    qtbot.addWidget(choice)
    choice.resize(760, 300)
    choice.show()
    rows = [choice.buttons[name] for name in names]
    qtbot.waitUntil(lambda: len({row.y() for row in rows}) == 1 and rows[2].width() > 2 * rows[0].width())


def test_choices_stand_in_the_columns_that_make_them_lowest(qtbot: QtBot) -> None:
    long = "Un titre qui ne tient pas sur une seule ligne d’une moitié de la page"
    choice = MultiChoice("Traits", [Option("a", long), Option("b", long), Option("c", "C"), Option("d", "D")])
    qtbot.addWidget(choice)
    choice.resize(600, 400)
    choice.show()
    qtbot.waitUntil(lambda: choice.buttons["b"].x() > choice.buttons["a"].x())
    assert choice.buttons["a"].y() == choice.buttons["b"].y() < choice.buttons["c"].y()


def test_arrows_go_from_answer_to_answer_in_whatever_columns_they_stand(qtbot: QtBot) -> None:
    rows = ChoiceRows("Type", [Option(name, name) for name in NAMES], in_columns=True)
    qtbot.addWidget(rows)
    rows.resize(900, 200)
    with qtbot.waitActive(rows):
        rows.show()
        rows.activateWindow()
    qtbot.waitUntil(lambda: rows.buttons["Construction"].x() > 0)
    rows.buttons["Agriculture"].setFocus()
    for name in NAMES[1:]:
        qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_Down)
        assert rows.value() == name
    qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_Left)
    assert rows.value() == NAMES[-2]


TEXT = FieldSpec("a", InputKind.TEXT, "Nom")


def test_as_many_fields_stand_beside_one_another_as_have_room(qtbot: QtBot) -> None:
    form = Form(Clock(), [[replace(TEXT, key=key) for key in "abcd"]])
    qtbot.addWidget(form)
    for width, across in ((1000, 4), (500, 2), (300, 1), (800, 3)):
        form.resize(width, 400)
        form.show()
        qtbot.waitUntil(lambda count=across: len({field.x() for field in form.shown.values()}) == count)


def test_a_field_that_was_laid_out_anew_takes_the_height_that_its_words_need(qtbot: QtBot) -> None:
    form = Form(Clock(), [[TEXT, replace(TEXT, key="b")]])
    qtbot.addWidget(form)
    form.resize(500, 400)
    form.show()
    form.show_fields([[TEXT, replace(TEXT, key="b")], [replace(TEXT, key="c")]])
    qtbot.waitUntil(lambda: form.inputs["c"].isVisible())
    asked = replace(TEXT, label="Un nom que l’on écrit en toutes lettres comme dans le registre du commerce. " * 2)
    form.show_fields([[asked, replace(TEXT, key="b")], [replace(TEXT, key="c")]])
    field = form.inputs["a"]
    qtbot.waitUntil(lambda: field.height() >= field.layout().heightForWidth(field.width()))
    qtbot.waitUntil(lambda: form.inputs["c"].y() >= field.y() + field.layout().heightForWidth(field.width()))


def test_rows_are_a_table_where_there_is_room_and_cards_where_there_is_none(qtbot: QtBot) -> None:
    columns = (
        FieldSpec("risk", InputKind.PROSE, "Risque", languages=("fr", "en"), lines=1),
        FieldSpec("due", InputKind.DATE, "Avant le"),
    )
    rows = Form(Clock(), [[FieldSpec("risks", InputKind.ROWS, "Risques", columns=columns, add="Ajouter")]])
    rows.set_values({"risks": [{"risk": {"fr": "Vol", "en": "Theft"}}, {"risk": "Perte"}]})
    page = QWidget()
    column(page).addWidget(rows)
    qtbot.addWidget(page)
    page.resize(900, 500)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    table = rows.inputs["risks"]
    assert isinstance(table, RowsInput)
    risk, due = (table.cards[0].form.inputs[key] for key in ("risk", "due"))
    qtbot.waitUntil(lambda: risk.y() == due.y() and risk.x() < due.x())
    line = due.findChildren(QLineEdit)[0]
    assert line.accessibleName() == "Avant le", "the name of the column is only seen above it"
    line.setFocus()
    qtbot.keyClicks(line, "12/3")
    page.resize(300, 900)
    qtbot.waitUntil(lambda: risk.y() < due.y())
    assert line.text() == "12/3" and line.hasFocus()


def test_a_line_shows_where_its_words_begin_unless_somebody_types_in_it(qtbot: QtBot) -> None:
    name = TextField("Nom complet")
    other = TextField("Pays")
    page = QWidget()
    rows = column(page)
    for field in (name, other):
        rows.addWidget(field)
    qtbot.addWidget(page)
    page.resize(90, 200)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    other.edit.setFocus()
    name.set_value("Ольга Викторовна Щербакова-Мусса Харуна")
    assert name.edit.cursorPosition() == 0
    name.edit.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(name.edit, Qt.Key.Key_End)
    qtbot.keyClicks(name.edit, " fils")
    assert name.edit.cursorPosition() == len(name.text())
    other.edit.setFocus(Qt.FocusReason.TabFocusReason)
    assert name.edit.cursorPosition() == 0 and name.text().endswith(" fils")


RARE = FieldSpec("more", InputKind.CHECKS, "Thèmes", options=tuple(Option(name, name) for name in NAMES), rare=True)


def test_rare_choices_are_one_line_that_opens_and_stays_open_while_anything_in_it_is_chosen(qtbot: QtBot) -> None:
    form = Form(Clock(), [[TEXT], [replace(RARE, hidden=("",))]])  # as while no main type is chosen
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    more = form.inputs["more"]
    assert isinstance(more, ChecksInput) and more.folded
    opener = more.first()
    assert isinstance(opener, QPushButton) and "Thèmes" in opener.text() and "6" in opener.text()
    opener.setFocus()
    qtbot.keyClick(opener, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: more.choice.buttons["Agriculture"].hasFocus())
    qtbot.keyClick(more.choice.buttons["Agriculture"], Qt.Key.Key_Space)
    form.show_fields([[TEXT], [replace(RARE, hidden=("Construction",))]])
    assert form.values()["more"] == ["Agriculture"] and not more.folded


def test_rare_choices_open_by_themselves_when_something_in_them_is_filled_in_or_wrong(qtbot: QtBot) -> None:
    form = Form(Clock(), [[RARE], [replace(RARE, key="others")]])
    qtbot.addWidget(form)
    form.set_values({"more": ["Construction"]})
    form.inputs["others"].set_error("Choisissez-en un.")
    for key in ("more", "others"):
        shown = form.inputs[key]
        assert isinstance(shown, ChecksInput) and not shown.folded


def test_what_a_field_asks_for_stands_beside_its_label_or_below_its_box(qtbot: QtBot) -> None:
    help_text = "Tout ce que le partenaire apporte, à sa valeur marchande ; une estimation suffit."
    form = Form(Clock(), [[replace(TEXT, help=help_text), replace(TEXT, key="b")]])
    qtbot.addWidget(form)
    form.resize(560, 300)
    form.show()
    field, beside = form.inputs["a"], form.inputs["b"]
    assert isinstance(field, BoxInput) and isinstance(beside, BoxInput)
    words = next(text for text in field.findChildren(Text) if text.text() == help_text)
    qtbot.waitUntil(lambda: words.mapTo(form, QPoint()).y() > field.box.box.mapTo(form, QPoint()).y())
    assert field.box.label.mapTo(form, QPoint()).y() == beside.box.label.mapTo(form, QPoint()).y()
    form.show_fields([[replace(TEXT, help=help_text)], [replace(TEXT, key="b")]])
    form.resize(1100, 300)
    qtbot.waitUntil(lambda: words.mapTo(form, QPoint()).y() < field.box.box.mapTo(form, QPoint()).y())


def test_a_note_stands_beside_its_heading_whatever_hidden_button_is_there(qtbot: QtBot) -> None:
    section = SectionBox("Particularités", "Chaque oui ouvre ses questions.")
    qtbot.addWidget(section)
    section.add_beside_title(hidden := QPushButton("Un bouton très long qui prendrait toute la ligne du titre"))
    set_shown(hidden, False)
    section.resize(560, 200)
    section.show()
    qtbot.waitUntil(lambda: section.note.x() > section.title.x())


def test_what_stands_in_a_card_without_a_frame_begins_where_its_neighbours_begin(qtbot: QtBot) -> None:
    card = Card(role="clear")
    qtbot.addWidget(card)
    inside = card.add(QPushButton("Changer"))
    card.show()
    qtbot.waitUntil(lambda: card.width() > 0 and inside.x() == 0)


def test_content_takes_the_room_of_its_help_while_there_is_none_to_show(qtbot: QtBot) -> None:
    page = PageFrame()
    qtbot.addWidget(page)
    content = page.add(QWidget())
    page.add_side(SideHelp())
    page.resize(1150, 600)
    page.show()
    qtbot.waitUntil(lambda: content.width() > 1150 - 2 * look().em(4))


LONG_FORMS = {  # ems of height in a window of a usual laptop: 14 pixels each there
    "partnership-new": 124,  # level, form, moment (¶4, 5, 29 d), who may read of it (¶27)
    "partnership-plan": 84,
    "partner--edit": 104,  # who asks not to be named outside IOM (¶27)
    "agreement-parties": 165,
    "agreement-annexes": 91,
}


@pytest.fixture(scope="module")
def training(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("long-forms") / "office"
    shutil.copytree(templates.folder(set_up_training)[0], folder)
    with opened(folder) as office:
        yield office


def test_long_forms_are_no_longer_than_they_need(training: Office, qapp: QApplication, qtbot: QtBot) -> None:
    long = {screen.name: screen for screen in screens(training, places().all) if screen.name in LONG_FORMS}
    assert long.keys() == LONG_FORMS.keys()
    with window_of(training, qapp, QSize(1366, 768)) as window:
        for name, screen in long.items():
            content = content_of(window, screen, qtbot)
            qtbot.waitUntil(
                lambda shown=content, most=LONG_FORMS[name]: shown.height() <= look().em(most), timeout=20_000
            )


def content_of(window: Window, screen: OfficeScreen, qtbot: QtBot) -> QWidget:
    """What stands on a page, once all of it does."""
    window.go(screen.key, **screen.arguments)
    view = window.view
    assert view is not None
    if screen.open is not None:
        screen.open(view)
    if hasattr(view, "face"):
        assert view.face.fields  # those that are made later are made now
    heights: list[int] = []

    def stands() -> bool:
        heights.append(view.page.content.height())
        return len(heights) > 5 and len(set(heights[-5:])) == 1

    qtbot.waitUntil(stands, timeout=20_000)
    return view.page.content


def test_a_box_whose_bar_makes_its_lines_shorter_stands(qtbot: QtBot) -> None:
    """At some width the first paragraph alone fills the box with the bar, and the second begins in it without."""
    area = TextArea("Texte", lines=1)
    qtbot.addWidget(area)
    area.write("mot " * 60 + "\n" + "mot " * 30)
    area.show()
    for width in range(180, 700, 3):
        area.resize(width, 400)
        qtbot.wait(1)
    line = area.edit.fontMetrics().lineSpacing()
    area.write("mot\n" * 40)
    qtbot.waitUntil(lambda: area.edit.verticalScrollBar().isVisible())
    assert area.edit.height() < 10 * line
    area.write("mot")
    qtbot.waitUntil(lambda: area.edit.height() < 3 * line)
    assert not area.edit.verticalScrollBar().isVisible()
