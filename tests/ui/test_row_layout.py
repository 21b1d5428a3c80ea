"""The parts of a list's row share its width: nothing is cut while there is room, nothing lies over another."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from desktop.ui.lists import Row, RowList
from desktop.ui.row_layout import Laid, beside, layout, over, row_height, stacked
from desktop.ui.theme import Theme, px, strong_font
from desktop.ui.widgets import Mark

LONG = "Formation à la création d’entreprise pour les femmes de retour, à Thiès et à Kaolack"
FULL = Row(
    *(1, "Continuer la diligence raisonnable de Sahel Fret Logistique SARL"),
    *("SN10-2026-002 · valable jusqu’au 24 novembre 2027 · 16 réponses", Mark("good", "Approuvé sous conditions")),
    right="24 nov. 2026, 14:05",
)
ROWS = (
    FULL,
    replace(FULL, note=LONG, right="Division des relations avec les donateurs, au Siège"),
    replace(FULL, note=""),
    replace(FULL, mark=None),
    replace(FULL, right=""),
    replace(FULL, note="", mark=None, right=LONG),
    Row(2, "Teranga"),
    Row(3, LONG, LONG),
)
WIDTHS = (160, 240, 320, 480, 640, 800, 1100, 1366)


def boxes(found: Laid) -> Iterator[QRect]:
    """Where something is drawn; the edge of a chip may reach into the empty top of the line below."""
    yield from (words.box for words in (found.title, found.note, found.right) if words is not None and words.text)
    if found.mark is not None:
        yield found.mark[1].adjusted(0, px(3), 0, -px(3))


def drawn(row: Row, width: int) -> tuple[Laid, ...]:
    """The row in every layout."""
    room = QRect(14, 0, width, row_height(bool(row.note)))
    return tuple(lay(row, room, strong_font()) for lay in (beside, over, stacked))


@pytest.mark.parametrize("size", [100, 150, 200])
def test_nothing_leaves_the_row_or_lies_over_another(theme: Theme, size: int) -> None:
    theme.resize(size)
    for row in ROWS:
        for width in WIDTHS:
            for found in drawn(row, width):
                room = QRect(14, 0, width, row_height(bool(row.note)))
                assert all(room.contains(box) for box in boxes(found)), (row, width)
                assert not [1 for one, other in combinations(boxes(found), 2) if one.intersects(other)], (row, width)


def test_where_both_lines_are_whole_the_right_side_stands_beside_them(theme: Theme) -> None:
    assert layout([(FULL, 1100)]) is beside
    found, *_others = drawn(FULL, 1100)
    assert found.note is not None and found.right is not None and found.mark is not None
    assert (found.title.text, found.note.text, found.right.text) == (FULL.title, FULL.note, FULL.right)
    assert found.mark[1].center().y() == pytest.approx(row_height(True) / 2, abs=1)


def test_a_long_second_line_goes_on_under_the_chip(theme: Theme) -> None:
    row = replace(FULL, title="Banque agricole du Fleuve", note=LONG)
    assert layout([(row, 700)]) is over
    found, under, _stacked = drawn(row, 700)
    assert found.note is not None and found.note.text.endswith("…")
    assert under.note is not None and under.right is not None
    assert (under.title.text, under.note.text, under.right.text) == (row.title, LONG, row.right)


def test_where_the_title_is_long_too_the_text_at_the_right_goes_under_the_chip(theme: Theme) -> None:
    row = replace(FULL, note="SN10-2026-002")
    width = next(width for width in range(400, 1100, 10) if drawn(row, width)[-1].title.text == row.title)
    assert layout([(row, width)]) is stacked
    *_others, found = drawn(row, width)
    assert found.right is not None and found.mark is not None and found.note is not None
    assert found.right.box.top() >= found.title.box.bottom()
    assert (found.title.text, found.note.text, found.right.text) == (row.title, row.note, row.right)
    assert layout([(FULL, 1100), (row, width)]) is stacked, "all rows of a list alike"


def test_the_text_at_the_right_is_cut_before_the_title(theme: Theme) -> None:
    row = Row(1, "Combien la gestion coûtera-t-elle à l’OIM ?", right=LONG)
    for found in drawn(row, 640):
        assert found.right is not None and found.right.text.endswith("…")
        assert found.title.text == row.title
    longest = replace(row, title=f"{LONG}, {LONG}")
    for found in drawn(longest, 640):
        assert found.title.box.width() >= 0.58 * 640, "about 60 % of the row, less the space between"
        assert found.right is not None and found.right.text


def test_an_ellipsis_alone_says_nothing(theme: Theme) -> None:
    for found in drawn(Row(1, LONG, right=LONG, mark=Mark("warn", "naissance à compléter")), 320):
        assert found.right is None
        assert found.mark is not None


def test_lines_within_a_text_become_one(theme: Theme) -> None:
    found, *_others = drawn(Row(1, "Teranga", "Notes\u00a0: – → Vu.\nEn règle."), 800)
    assert found.note is not None and "\n" not in found.note.text


def test_a_list_is_laid_out_alike_at_every_width(qtbot: QtBot, theme: Theme) -> None:
    shown = RowList("Partenaires", arrows=True)
    qtbot.addWidget(shown)
    shown.set_rows([replace(row, key=at, drawing="user", number=str(at)) for at, row in enumerate(ROWS)])
    for width in WIDTHS:
        shown.resize(width, 500)
        assert not shown.grab().isNull()
