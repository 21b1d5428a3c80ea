"""Headquarters opened by an account that may not write: every page is read, and nothing is even tried."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from sqlalchemy import event, make_url

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.status import chips
from desktop.services.exchange.headquarters import records_database
from desktop.services.registry import partners
from desktop.store.only_reading import OnlyReading
from desktop.store.place import DATABASE
from desktop.store.records import Partner
from desktop.store.store import Store
from desktop.store.vault import Vault
from desktop.ui.navigation import places
from desktop.ui.screens import screens
from desktop.ui.views.exchange.headquarters import HeadquartersView
from tests.exchanging import User, enrol, seated, sent, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused
from tests.server import Databases, Server, headquarters_in
from tests.training import window_of
from tests.ui.test_clipping import show

__all__ = ["office", "office_folder", "runner", "user"]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|TRUNCATE|COPY)\b|advisory", re.IGNORECASE)
OF_OFFICES = frozenset({"send", "receive", "carry", "add_partner"})  # no way of Headquarters' window leads there
DESK = ("hq", "today", "disagreements", "decision", "same_compan", "strategy_figure", "backups", "people", "lists")
LEAD_ON = {  # what may be pressed on these pages: it leads to another one
    *("hq: Arrivées", "hq: Carte", "hq: Clés", "hq: Ordinateurs", "hq: Règles et listes", "hq_map: Tableau"),
    "lists: Chercher un nom dans les listes",
    *("hq_office: Partenaires", "today: Commencer par la première tâche", "people: Annuler"),
}


@contextmanager
def only_read(folder: Path, databases: Databases, office: Office, user: User, runner: RunNow) -> Iterator[Office]:
    """Headquarters with what an office sent, then opened again by an account that only reads."""
    address, opened = headquarters_in(folder, databases)
    with Office.enter(folder, Vault.open(folder), opened) as hq:
        enrol(office, hq, user, runner)
        partners.register(office.work, Partner(name="Teranga SA", country="SN"))
        bundle = sent(office, user, runner).written
        assert bundle is not None
        (spoilt := user.stick / "spoilt.psb").write_bytes(b"nothing")
        seated(HeadquartersPresenter(hq, runner), user).take_in([bundle, spoilt])
    url = make_url(address)
    reader = f"reader_{url.database}"
    server = Server(address)
    server.run(f'CREATE ROLE "{reader}" LOGIN')
    server.inside(f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{reader}"')
    machine = Store.open(folder / DATABASE, opened.key)
    reading = url.set(username=reader).render_as_string(hide_password=False)
    records_database.change_address(machine, opened.officer_id, reading)
    machine.close()
    with Office.enter(folder, Vault.open(folder), opened) as hq:
        yield hq


def test_every_page_of_headquarters_is_read_and_nothing_is_written(
    tmp_path: Path, databases: Databases, office: Office, user: User, runner: RunNow, qapp: QApplication
) -> None:
    with only_read(tmp_path / "hq", databases, office, user, runner) as hq:
        assert hq.store.only_reading is OnlyReading.ACCOUNT
        files = {path: path.stat().st_mtime_ns for path in hq.folder.rglob("*") if DATABASE not in path.name}
        written: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if WRITES.search(statement):
                written.append(statement)

        for store in (hq.store, hq.machine):
            event.listen(store.engine, "before_cursor_execute", note)
        failed: list[str] = []
        pressable: set[str] = set()
        with window_of(hq, qapp, QSize(1366, 740)) as window:
            window.tasks.failed.connect(lambda error: failed.append(f"{window.here}: {error!r}"))
            walked = [screen for screen in screens(hq, places().all) if screen.key not in OF_OFFICES]
            for screen in walked:
                show(window, screen, qapp)
                assert window.view is not None
                pressable |= {
                    f"{screen.key}: {button.text().replace('&', '')}"
                    for button in window.view.page.bar.buttons
                    if screen.key.startswith(DESK) and button.isEnabled() and not button.text().startswith("Ret")
                }
            show(window, next(screen for screen in walked if screen.key == "hq"), qapp)
            view = window.view
            assert isinstance(view, HeadquartersView)
            assert not view.main.isEnabled() and not view.returns.isEnabled() and view.drop.isHidden()
            assert [row.title for row in view.offices.rows] == ["SN10"]
            assert view.main.toolTip().startswith("Lecture seule")
            view.presenter.narrow(region="wca")  # it holds while the program runs
            assert hq.list_choices.of("offices").filters == {"region": "wca"}
        for store in (hq.store, hq.machine):
            event.remove(store.engine, "before_cursor_execute", note)
        assert (written, failed) == ([], [])
        assert pressable <= LEAD_ON
        assert next(chip.text for chip in chips(hq, unsaved=False)) == "Données de ce moment"
        with refused("records-read-only"):
            view.presenter.take_in([user.stick])
        with refused("records-read-only"), hq.store.change("Noted", hq.user.id):
            raise AssertionError("nothing is begun")
    assert files == {path: path.stat().st_mtime_ns for path in files}


def test_records_that_are_not_ready_are_refused_in_words(
    tmp_path: Path, databases: Databases, office: Office, user: User, runner: RunNow
) -> None:
    with only_read(tmp_path / "hq", databases, office, user, runner) as hq:
        address = str(records_database.address(hq.machine))
    server = Server(make_url(address).set(username="postgres").render_as_string(hide_password=False))
    for statement in ("DROP TABLE search_way", "UPDATE schema_version SET number = 1"):
        server.inside(statement)
        with refused("records-of-another-version"):
            Store.connect(address)
