"""What a page does with its width: content and side column in the middle, the action bar as wide as they are."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.presenters.form import Option
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.theme import Theme, look, px
from desktop.ui.widgets import Button, ButtonFlow, Card, Mark, Message, PageFrame, SectionBox

VERBS = ("Enregistrer et en ajouter un autre", "Enregistrer et reprendre plus tard", "Enregistrer et ouvrir")


def shown(qtbot: QtBot, theme: Theme, width: int, *, side: bool) -> PageFrame:
    """A page this wide, with a bar that has a button at each end."""
    page = PageFrame()
    page.setStyleSheet(theme.sheet)
    qtbot.addWidget(page)
    page.set_title("Fondation Kër Jigéen", "Il manque trois réponses.")
    page.add(SectionBox("Renseignements", "Tout ce que vous saisissez est aussitôt enregistré."))
    page.add_stretch()
    if side:
        page.add_side(Card("Pourquoi ce niveau"))
    page.bar.back("Retour", lambda: None)
    page.bar.primary("Continuer", lambda: None)
    page.resize(QSize(width, 700))
    page.show()
    return page


def span(page: PageFrame, *parts: QWidget) -> tuple[int, int]:
    """Where the first part begins and the last one ends, in pixels of the page."""
    right = parts[-1].mapTo(page, QPoint(parts[-1].width(), 0)).x()
    return parts[0].mapTo(page, QPoint(0, 0)).x(), right


@pytest.mark.parametrize("width", [700, 1000, 1136, 1700])
@pytest.mark.parametrize("side", [False, True])
def test_the_action_bar_begins_and_ends_where_the_content_does(
    qtbot: QtBot, theme: Theme, width: int, side: bool
) -> None:
    page = shown(qtbot, theme, width, side=side)
    beside = side and page._side.x() > page._body.x()
    content = span(page, page._body, page._side if beside else page._body)
    assert span(page, *page.bar.buttons) == content
    assert span(page, page._head)[0] == content[0]


@pytest.mark.parametrize("side", [False, True])
def test_what_is_left_of_a_wide_page_is_left_at_both_sides(qtbot: QtBot, theme: Theme, side: bool) -> None:
    page = shown(qtbot, theme, 1700, side=side)
    left, right = span(page, page._body, page._side if side else page._body)
    assert abs(left - (page.width() - right)) <= px(16)


def test_a_side_column_takes_what_a_window_has_before_anything_is_left_over(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, theme, 1136, side=True)
    left, right = span(page, page._body, page._side)
    assert page.width() - (right - left) <= px(2 * 24 + 16)
    assert page._side.width() > look().em(20)


def test_buttons_that_have_no_room_go_on_in_the_next_line(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, theme, 700, side=False)
    page.bar.clear()
    page.bar.back("Retour à la liste", lambda: None)
    for verb in VERBS[:2]:
        page.bar.other(verb, lambda: None)
    page.bar.primary(VERBS[2], lambda: None)
    theme.resize(150)
    qtbot.waitUntil(lambda: len({button.y() for button in page.bar.buttons}) > 1)
    for button in page.bar.buttons:
        assert button.width() >= button.minimumSizeHint().width()
        assert page.bar.rect().contains(button.geometry())
    assert page.bar.buttons[0].x() < page.bar.buttons[-1].x()


def test_a_flow_lays_out_hidden_buttons_nowhere_and_mirrors_in_arabic(qtbot: QtBot, theme: Theme) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    flow = ButtonFlow(row)
    first, hidden, last = (Button(verb) for verb in VERBS)
    for button in (first, hidden):
        flow.addWidget(button)
    flow.addStretch(1)
    flow.addWidget(last)
    hidden.hide()
    row.resize(1200, 40)
    row.show()
    assert (first.x(), last.geometry().right()) == (0, 1199)
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: last.x() == 0 and first.geometry().right() == 1199)
    assert [flow.itemAt(at) is None for at in range(4)] == [False, False, False, True]


@pytest.mark.parametrize("width", [460, 1100])
def test_a_message_of_one_sentence_has_its_buttons_beside_it_or_below(qtbot: QtBot, theme: Theme, width: int) -> None:
    page = shown(qtbot, theme, width, side=False)
    ways = ((VERBS[0], lambda: None), (VERBS[1], lambda: None))
    page.show_message(Message("warn", "La clé est pleine ; rien n’a été écrit.", "", ways), "problem")
    panel = page._panels["problem"]
    buttons = panel.findChildren(Button)
    qtbot.waitUntil(lambda: all(button.width() >= button.minimumSizeHint().width() for button in buttons))
    for button in buttons:
        assert panel.rect().contains(button.mapTo(panel, button.rect().bottomRight()))


@pytest.mark.parametrize("width", [760, 860, 1136, 1700])
def test_what_wraps_is_as_high_as_it_needs_at_its_own_width(qtbot: QtBot, theme: Theme, width: int) -> None:
    page = shown(qtbot, theme, width, side=False)
    note = (
        "Personnes dont les avoirs liquides dépassent en général un million de dollars, et dont le don vient d’elles. "
    )
    options = [Option(f"to {end}", "Particuliers fortunés", note[:end]) for end in range(70, 112, 2)]
    rows = page.add(ChoiceRows("Lequel ?", options))
    page.add_stretch()
    buttons = list(rows.buttons.values())
    qtbot.waitUntil(lambda: buttons[0].width() == rows.width() - 4)
    QApplication.processEvents()
    assert [row.height() for row in buttons] == [row.heightForWidth(row.width()) for row in buttons]


def test_the_way_here_uses_the_whole_head_and_begins_with_words_where_it_is_folded(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, theme, 1136, side=True)
    way = (
        "Partenaires",
        "Teranga Câbles & Réseaux SA",
        "Diligence raisonnable",
        "Avantages indus, indépendance, achats",
    )
    page.set_crumbs([*((word, lambda: None) for word in way[:-1]), (way[-1], None)])
    for width, whole in ((1136, True), (700, False)):
        page.resize(width, 700)
        QApplication.processEvents()
        row = [item.widget() for at in range(page._crumbs.count()) if (item := page._crumbs.itemAt(at)).widget()]
        seen = [part for part in row if part.isVisible()]
        assert (len(seen) == len(row)) is whole
        assert isinstance(seen[0], Button)


def test_the_way_here_is_whole_or_folded_beside_the_bar_of_a_grave_page_too(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, theme, 1136, side=False)
    page.set_crumbs([*((word, lambda: None) for word in ("Partenaires", "Fondation Kër Jigéen")), ("Filtrage", None)])
    page.show_grave(Mark("excluded", "Exclu"))
    for width in range(900, 240, -7):
        page.resize(width, 700)
        QApplication.processEvents()
        parts = [page._crumbs.itemAt(at).widget() for at in range(page._crumbs.count())]
        crumbs = [part for part in parts if isinstance(part, Button) and part.isVisible()]
        assert all(crumb.width() >= crumb.sizeHint().width() for crumb in crumbs), width


def test_a_side_column_that_shows_nothing_takes_no_room(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, theme, 1136, side=False)
    card = page.add_side(Card("Pourquoi ce niveau"))
    QApplication.processEvents()
    assert span(page, *page.bar.buttons)[1] > page.width() - px(60)
    card.hide()
    qtbot.waitUntil(lambda: span(page, *page.bar.buttons) == span(page, page._body))
    card.show()
    qtbot.waitUntil(lambda: span(page, *page.bar.buttons) == span(page, page._body, page._side))


@pytest.mark.parametrize("width", [600, 1000, 1700])
def test_the_bar_of_a_card_ends_where_the_card_ends(qtbot: QtBot, theme: Theme, width: int) -> None:
    page = PageFrame(centred=True)
    page.setStyleSheet(theme.sheet)
    qtbot.addWidget(page)
    page.add(SectionBox("Renseignements"))
    page.bar.back("Retour", lambda: None)
    page.bar.primary("Continuer", lambda: None)
    page.resize(QSize(width, 700))
    page.show()
    QApplication.processEvents()
    left, right = span(page, page.card)
    assert span(page, *page.bar.buttons) == (left, right) and abs(left - (width - right)) <= 1
