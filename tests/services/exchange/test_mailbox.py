"""A folder that another program shares between an office and Headquarters, with all that such programs do to files."""

import shutil
from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.bundles.folder import bundles_among
from desktop.office import Office
from desktop.presenters.exchange.sending import SHARED, SendPresenter
from desktop.services.exchange import depositing, mailbox, receiving
from desktop.services.exchange.headquarters import answering, consolidating
from desktop.services.exchange.sending import BundleState, state_of
from desktop.services.registry import partners
from desktop.store.records import Partner, Sent
from tests.exchanging import User, seated, user
from tests.journeys.test_put_back import recognise
from tests.offices import headquarters, office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


@pytest.fixture
def shared(office: Office, headquarters: Office, tmp_path: Path) -> Path:
    """The office's folder in that of all offices, chosen once."""
    recognise(office, headquarters)
    folder = tmp_path / "shared" / "SN10"
    folder.mkdir(parents=True)
    mailbox.choose(office.work, folder)
    return folder


def dropped(office: Office, runner: RunNow, user: User) -> Sent:
    page = seated(SendPresenter(office, runner), user)
    page.pack()
    page.choose_way(SHARED)
    page.write()
    assert page.sent is not None
    return page.sent


def offered(office: Office) -> Path | None:
    mailbox.collect(office.work, office.keys, office.folder)
    with office.store.read() as session:
        return depositing.waiting_in(session, office.folder)


def test_bundles_are_dropped_and_returns_taken(
    office: Office, headquarters: Office, shared: Path, runner: RunNow, user: User
) -> None:
    hq = headquarters
    partners.register(office.work, Partner(name="A"))
    sent = dropped(office, runner, user)
    assert state_of(sent, office.work.clock.now()) is BundleState.HANDED_OVER and "SN10" in sent.handed_how
    path = shared / sent.name
    shutil.copy(path, shared / f"{path.stem} (conflicted copy).psb")
    (shared / "theirs.txt").write_text("somebody else's")
    consolidating.take_in(hq.work, hq.keys, bundles_among([shared.parent]), hq.inbox)
    answer = answering.answer(hq.work, hq.keys, "SN10", shared)
    assert answer not in bundles_among([shared.parent])  # Headquarters’ own is none of the offices’
    whole = answer.read_bytes()
    for length in (0, 1, 100, len(whole) - 1):  # it appears half and grows
        answer.write_bytes(whole[:length])
        assert offered(office) is None
    answer.write_bytes(whole)
    shutil.copy(answer, shared / "other name.bin")  # names say nothing
    before = {file: file.read_bytes() for file in shared.iterdir()}
    found = offered(office)
    assert found is not None and found.read_bytes() == whole
    receiving.take_in(office.work, office.keys, found, office.inbox)
    assert offered(office) is None
    assert {file: file.read_bytes() for file in shared.iterdir()} == before  # nothing of anybody is deleted


def test_a_folder_that_is_empty_or_gone_means_nothing(office: Office, shared: Path, runner: RunNow, user: User) -> None:
    partners.register(office.work, Partner(name="A"))
    assert offered(office) is None
    shared.rename(shared.parent / "unmounted")
    assert offered(office) is None
    with refused("transport-folder-missing"):
        dropped(office, runner, user)
    with refused("mailbox-not-there"):
        mailbox.choose(office.work, shared)
    assert mailbox.read(office.machine) == shared
    mailbox.choose(office.work, None)
    with refused("mailbox-not-chosen"):
        mailbox.drop(office.work, Sent(number=1, name="x"), office.outbox)
