"""An office whose folder goes away while it is open says so at the next save, and saves again when it is back."""

import shutil
from pathlib import Path

import pytest

from desktop.store.records import Local, Partner
from desktop.store.store import Store
from tests.makers import empty_store
from tests.refusal import refused
from tests.systems import lets_folders_go


def save(store: Store, name: str) -> None:
    with store.change("Registered", "o") as session:
        session.add(Partner(name=name, country="SN"))


def vanished(folder: Path, gone: str) -> Store:
    """An office with one partner, open, whose folder lies in `moved` beside it now, or nowhere when `gone` so."""
    folder.mkdir()
    store = empty_store(folder / "office.db")
    store.become("SN10")
    save(store, "A")
    folder.rename(folder.with_name("moved"))
    if gone == "deleted":
        shutil.rmtree(folder.with_name("moved"))
    return store


@lets_folders_go
@pytest.mark.parametrize("gone", ["deleted", "moved", "replaced"])
def test_a_folder_that_goes_away_is_noticed_at_the_next_save(gone: str, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    store = vanished(folder, gone)
    if gone == "replaced":
        shutil.copytree(tmp_path / "moved", folder)
    with refused("office-folder-gone"):
        save(store, "B")
    with refused("office-folder-gone"), store.note() as session:
        session.add(Local(name="x", value={}))
    if gone == "moved":
        (tmp_path / "moved").rename(folder)
        save(store, "B")
        with store.read() as session:
            assert sorted(partner.name for partner in session.query(Partner)) == ["A", "B"]
    store.close()


@lets_folders_go
@pytest.mark.parametrize("gone", ["deleted", "moved", "replaced", "emptied"])
def test_reading_after_it_went_away_ends_in_the_same_sentence(gone: str, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    store = vanished(folder, gone)
    if gone == "emptied":
        folder.mkdir()
    if gone == "replaced":
        folder.mkdir()
        (folder / "office.db").write_bytes(b"x" * 8192)
    with store.read() as first:
        first.query(Partner).all()
        with refused("office-folder-gone"), store.read() as second:  # a further connection opens the file anew
            second.query(Partner).all()
    store.close()
    assert gone != "emptied" or not list(folder.iterdir()), "nothing is made in a folder that takes the place of it"
