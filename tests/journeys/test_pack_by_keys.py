"""Story 17 as people play it: an amount that is wrong in words is found before the pack is made; keys only."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.base.values import today
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.services.agreements import negotiation, packs
from desktop.store.vault import Opened
from tests.agreed import Agreed, agreed_folder
from tests.hand import CONTROL, Key
from tests.journeys.test_stories import Sit, seen, sit
from tests.makers import on
from tests.offices import entered
from tests.paper import marked, page_texts

__all__ = ["agreed_folder", "sit"]

VALUE = 2  # the paragraph of the clause on the contribution that says its value
RETYPED = ("dix-huit mille quatre cents", "dix-huit mille quarante")
SHIFTED = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.mark.modal
def test_story_17_a_wrong_amount_in_words_is_found_before_the_pack_is_made(
    agreed_folder: tuple[Path, tuple[Opened, str]], sit: Sit, tmp_path: Path
) -> None:
    template, (opened, partnership) = agreed_folder
    folder = tmp_path / "office"
    with entered(template, folder, opened) as office:
        draft = Agreed(office, partnership).complete(("fr", "en"))
        version = Agreed(office, partnership).composition(draft.id).assembled.versions[0]
        (article,) = [article for article in version.articles if article.clause == "C-CTB"]
        text = article.paragraphs[VALUE - 1].paragraph.text
        wrong = NegotiatedText("C-CTB", "fr", VALUE, text, text.replace(*RETYPED), "Awa Ndiaye", "Recopié de mémoire.")
        assert wrong.new != text
        negotiation.depart(on(office, today()), draft.id, wrong)

    hand = sit(folder, opened)
    hand.press(Key.Key_5, CONTROL)
    hand.arrive("agreements")
    hand.enter(hand.view.list, hand.view.list.rows[0].title)
    hand.arrive("agreement")
    hand.press(Key.Key_P, SHIFTED)
    hand.wait(lambda: hand.view.presenter.step == "preview")
    hand.rest()
    hand.wait(lambda: hand.view.document is not None or bool(hand.view.presenter.fixes))
    hand.tab_to(hand.view.face.tabs.bar)
    hand.press(Key.Key_Right)
    rows = [f"{row.title} {row.note}" for row in hand.view.face.fixes.rows]
    assert any("ne dit plus" in row and RETYPED[0] in row for row in rows), rows
    hand.enter(hand.view.face.fixes, hand.view.face.fixes.rows[0].title)
    hand.wait(lambda: hand.view.presenter.step == "clauses")
    hand.rest()
    hand.wait(lambda: hand.view.face.library.isVisible())
    hand.push(hand.view.face.library)
    hand.rest()
    hand.press(Key.Key_P, SHIFTED)
    hand.wait(lambda: hand.view.presenter.step == "preview")
    hand.rest()
    assert hand.view.face.fixes.rows == []
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.step == "pack")
    hand.rest()
    hand.go_on()
    hand.confirm()
    hand.rest()
    hand.wait(lambda: "Imprimer" in seen(hand))
    store = hand.desk.office.store
    (stored,) = packs.of_agreement(store, draft.id)
    data = packs.pdf(store, stored)
    pages = page_texts(data)
    assert not any(marked(data)), "nothing says that it is a draft"
    for at, page in enumerate(pages, 1):
        assert f"Page {at} sur {len(pages)}" in page and "{{" not in page and len(page) > 100, at
    assert "dix-huit mille quatre cents" in " ".join(pages)
