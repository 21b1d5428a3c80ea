"""Story 19 as people play it: a scan comes back short, and the agreement waits for its last page; keys only."""

from pathlib import Path

import pytest

from desktop.base.values import today
from desktop.services.agreements import lookup, packs
from desktop.store.vault import Opened
from tests.agreed import Agreed, agreed_folder
from tests.hand import CONTROL, Hand, Key
from tests.journeys.test_stories import Sit, button, seen, sit
from tests.makers import on
from tests.offices import entered
from tests.paper import photographed, scanned

__all__ = ["agreed_folder", "sit"]

STAINED, FORGOTTEN = 4, 9  # pages


@pytest.mark.modal
def test_story_19_a_short_scan_stays_printed_until_its_page_comes(
    agreed_folder: tuple[Path, tuple[Opened, str]], sit: Sit, tmp_path: Path
) -> None:
    template, (opened, partnership) = agreed_folder
    folder = tmp_path / "office"
    with entered(template, folder, opened) as office:
        final = Agreed(office, partnership).final()
        pack = packs.make(on(office, today()), final.id)
        packs.mark_printed(office.work, pack.record.id)
        pages = photographed(pack.pdf)
    pages[STAINED - 1].paste(90, (0, 0, *pages[0].size))
    short, late = tmp_path / "signé.pdf", tmp_path / "page oubliée.png"
    short.write_bytes(scanned([page for number, page in enumerate(pages, 1) if number != FORGOTTEN]))
    pages[FORGOTTEN - 1].save(late)

    hand = sit(folder, opened)
    to_the_pack(hand, final.reference)
    choose_scan(hand, short)
    assert f"Pages manquantes : {STAINED}, {FORGOTTEN}." in seen(hand) and "imprimé" in seen(hand)
    assert hand.view.face.copy.number.text() == str(STAINED)
    hand.push(button(hand, "Confirmer cette page"))
    hand.rest()
    assert f"Pages manquantes : {FORGOTTEN}." in seen(hand)
    hand.push(button(hand, "Classer l’accord signé"))
    hand.rest()
    assert "rien n’a été classé" in seen(hand) and state(hand, final.id) == "printed"

    hand = sit(folder, opened)  # another day: what came back is still there
    to_the_pack(hand, final.reference)
    hand.wait(lambda: f"Pages manquantes : {FORGOTTEN}." in seen(hand))
    choose_scan(hand, late)
    assert f"Les {len(pages)} pages sont revenues" in seen(hand)
    hand.push(hand.view.face.copy.seen)
    hand.push(button(hand, "Classer l’accord signé"))
    hand.rest()
    assert "Signé le" in seen(hand) and state(hand, final.id) == "active"


def to_the_pack(hand: Hand, reference: str) -> None:
    """From the agreements to the page of the pack."""
    hand.press(Key.Key_5, CONTROL)
    hand.arrive("agreements")
    (row,) = [row for row in hand.view.list.rows if reference in f"{row.title} {row.note} {row.cells}"]
    hand.enter(hand.view.list, row.title)
    hand.arrive("agreement")
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.step == "pack" and hand.view.face.scan.isVisibleTo(hand.view))
    hand.rest()


def choose_scan(hand: Hand, path: Path) -> None:
    """The filled button for the first one, the system's dialog, and the pages read."""
    if hand.view.presenter.packs.returned.scan is None:
        hand.go_on()
    else:
        hand.push(hand.view.face.copy.choose)
    hand.give_path(path)
    hand.rest()
    hand.wait(lambda: hand.view.presenter.packs.returned.printed is not None)


def state(hand: Hand, agreement_id: str) -> str:
    """Where the agreement stands on record."""
    return lookup.agreement(hand.desk.office.store, agreement_id).state
