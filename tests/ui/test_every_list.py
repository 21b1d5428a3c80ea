"""Every list of the program is the one component, with columns, order and a file, or stands here with its reason."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QHeaderView, QWidget

from desktop.base.text import speak
from desktop.office import Office
from desktop.ui.board import CardBoard
from desktop.ui.charts import ChartPanel
from desktop.ui.frame.sizes import LEAST
from desktop.ui.lists import RowList, StepList
from desktop.ui.navigation import places
from desktop.ui.row_view import RowTable
from desktop.ui.screens import screens
from tests.offices import Templates
from tests.training import office_and_headquarters, window_of
from tests.ui.test_clipping import show

WITHOUT_LISTING = {  # by what the list is called: it has neither columns nor an order nor a file, because
    "Étapes de l’accord": "the steps of a plan stand in the order in which they are taken",
    "Sections de la diligence raisonnable": "the steps of a plan stand in the order in which they are taken",
    "Clauses": "the clauses stand in the order of the text, whose numbers they bear",
    "Pourquoi ce niveau": "the sentences of one verdict, in the order of the rule; each leads to its answer",
    "Ce qui le changerait": "the sentences of one verdict, in the order of the rule; each leads to its answer",
    "Différences": "what a Word file says otherwise, in the order of the document; each is taken over or left aside",
    "Pages de l’exemplaire signé": "the pages of one scan, in the order of their numbers",
    "Exercices": "the six exercises of the training office, in their order",
    "Sommaire": "the contents of the handbook, in the order of its chapters, or what answers a search, the best first",
    "Avenants et renouvellements": "the few agreements that follow one, in the order of their numbers",
    "Rechercher": "what answers the words typed, in the order in which it is likely to be meant",
    "Fiches fusionnées": "the few records of one partner, the last first; each undoes its merge",
    "Quelle fiche est le même partenaire\u00a0?": "a choice of a few, the most alike first",
    "Ce qui comblerait l’écart, et ce qui attend": "a few sentences, the surest money first; each leads to a page",
    "Écarts avec le Siège": "a few sentences, in the order of the indicators; each leads to its page",
    "Cause de l’écart": "the records that one cause concerns; those behind the figure stand in a list below",
    "Ce qui est caché, et pourquoi": "the few rules of publication that hide something, in the order of the fields",
    "Terminées et non closes": "the few periods that may be put forward, the last first",
    "Pages des réglages": "a way to other pages, not a list of anything",
}
OTHER_VIEWS = {"PageStrip": "the pages of a document, as pictures"}


@pytest.fixture(scope="module")
def offices(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    with office_and_headquarters(templates, tmp_path_factory.mktemp("lists")) as both:
        yield both


@pytest.mark.parametrize("place", ["office", "hq"])
def test_every_list_is_the_component_or_says_why_not(
    offices: dict[str, Office], qapp: QApplication, place: str
) -> None:
    """On every place, tab and step of an office and of Headquarters, hidden parts too."""
    speak("fr")
    office, plain, other, named = offices[place], set[str](), set[str](), set[str]()
    with window_of(office, qapp, LEAST) as window:
        for screen in screens(office, places().all):
            show(window, screen, qapp)
            assert window.view is not None
            for view in window.view.findChildren(QAbstractItemView):
                if _is_of_a_drop_down(view) or isinstance(view, QHeaderView):
                    continue
                if not isinstance(view, RowTable):
                    other.add(type(view).__name__)
            for rows in window.view.findChildren(RowList):
                if _is_within(rows, CardBoard):
                    continue  # its cards stand in their columns; the list beside it has an order and a file
                if _is_within(rows, ChartPanel):
                    continue  # the numbers of a chart, in its order; Ctrl+Shift+C copies them with its picture
                name = rows.view.accessibleName()
                named.add(name)
                if rows.listing is None:
                    plain.add(name)
                else:
                    assert rows.listing.title, name
                assert rows.listing is None or not isinstance(rows, StepList), name
    assert plain <= set(WITHOUT_LISTING), "a list without columns, order and file: give it a Listing, or say why not"
    assert other <= set(OTHER_VIEWS), "another list than the component: use RowList, or say why not"
    assert place == "hq" or plain == set(WITHOUT_LISTING), "a reason that outlived its list"
    assert len(named) > 5


def _is_within(rows: QWidget, kind: type[QWidget]) -> bool:
    above = rows.parentWidget()
    while above is not None and not isinstance(above, kind):
        above = above.parentWidget()
    return above is not None


def _is_of_a_drop_down(view: QWidget) -> bool:
    around = view.parentWidget()
    while around is not None:
        if isinstance(around, QComboBox):
            return True
        around = around.parentWidget()
    return False
