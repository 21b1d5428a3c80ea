"""Whatever a validly signed bundle brings, every page of the office and of Headquarters opens, every paper is printed.

`SEEDS=40 python3 packaging/dev.py test tests/ui/test_whatever_arrives.py` tries as many times; `SEEDS=20-60` those.
"""

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from desktop.base.change import START, Change, heads
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, speak
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest
from desktop.office import Office
from desktop.services.exchange.headquarters import consolidating, recognition
from desktop.store import merge
from desktop.store.journal import changes_of
from desktop.store.records import Owner
from desktop.ui.tasks import Tasks
from tests.fuzzing import openings, papers, spoilt
from tests.hostile import HostileLaptop
from tests.offices import Templates, headquarters
from tests.training import finish, opened, set_up_training, window_of

__all__ = ["headquarters"]

FIRST, LAST = f"0-{os.environ.get('SEEDS', '2')}".split("-")[-2:]
SHARES = (0.05, 0.4, 0.15, 0.02)  # of the fields of every record that are spoilt
QUESTIONS = 6  # of every case, at each seed others
CODE = "SN10"
SIZE = QSize(1366, 740)


@pytest.fixture
def training_folder(templates: Templates) -> Path:
    """A training office, which is only copied."""
    return templates.folder(set_up_training)[0]


def bundles(office: Office, desk: Office, seed: int) -> tuple[list[Path], list[Change]]:
    """What this office's own laptop and a hostile one of the same office send to Headquarters; the latter's changes."""
    laptops = []
    for device in (office.store.identity.device, "d0" * 16):
        keys = DeviceKeys.generate(device)
        request = EnrolmentRequest(keys.public, CODE, "laptop", "o", "2026-01-01T00:00:00.000Z")
        recognition.enrol(desk.work, desk.keys, request)
        laptops.append(HostileLaptop(keys, [desk.keys.public], desk.outbox))
    own, hostile = laptops
    with office.store.read() as session:
        genuine = tuple(changes_of(session, own.keys.device, 1, 10**6))
    deeds = spoilt(office.store, office.store.identity.office, Owner.OFFICE, seed, SHARES[seed % len(SHARES)])
    forged = [hostile.change(*entries) for entries in deeds]
    return [own.bundle(*genuine), hostile.bundle(*forged)], forged


@contextmanager
def errors_of_the_window(tasks: Tasks) -> Iterator[list[BaseException]]:
    """What nobody caught meanwhile, in the window and in work away from it, besides what a user is told."""
    errors: list[BaseException] = []

    def failed(error: BaseException) -> None:
        if not isinstance(error, Problem):
            errors.append(error)

    def caught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        failed(error)

    tasks.failed.connect(failed)
    before, sys.excepthook = sys.excepthook, caught
    try:
        yield errors
    finally:
        sys.excepthook = before


def told(deed: Callable[[], object]) -> None:
    """A sentence is as good as a page."""
    try:
        deed()
    except Problem:
        return


def look_at_everything(office: Office, app: QApplication, seed: int) -> None:
    with window_of(office, app, SIZE) as window, errors_of_the_window(window.tasks) as errors:
        for key, arguments in openings(office, seed, QUESTIONS):
            told(lambda key=key, arguments=arguments: window.go(key, **arguments))
            finish(window, app)
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # as at every turn of a running program
            assert not errors, (seed, key, arguments, "".join(traceback.format_exception(errors[0])))
    for _name, paper in papers(office):
        told(paper)


@pytest.mark.parametrize("seed", range(int(FIRST), int(LAST)))
def test_every_page_opens_and_every_paper_is_printed_whatever_arrived(
    seed: int, training_folder: Path, headquarters: Office, tmp_path: Path, qapp: QApplication
) -> None:
    shutil.copytree(training_folder, tmp_path / "training")
    speak(LANGUAGES[seed % len(LANGUAGES)])
    with opened(tmp_path / "training") as office:
        files, forged = bundles(office, headquarters, seed)
        reports = consolidating.take_in(headquarters.work, headquarters.keys, files, headquarters.inbox)
        assert [report.verdict for report in reports] == ["applied", "applied"]
        assert reports[1].refused
        code = office.store.identity.office  # what Headquarters would give back to the office's other laptop
        batch = merge.Incoming("d0" * 16, code, Owner.OFFICE, START, forged, list(heads(START, forged)))
        merge.apply(office.store, [batch])
        look_at_everything(office, qapp, seed)
    look_at_everything(headquarters, qapp, seed)
