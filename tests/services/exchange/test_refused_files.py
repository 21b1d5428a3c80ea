"""Whatever was refused lies in one folder inside the inbox, by whichever road it came, and counts for nothing."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from desktop.base.files import make_folder
from desktop.base.progress import Progress, RunNow
from desktop.office import Office
from desktop.presenters.exchange.every_arrival import EveryArrivalPresenter, key_of
from desktop.presenters.listing import RecordSummary
from desktop.services.exchange import arrivals, mailbox, receiving
from desktop.services.exchange.headquarters import arriving, door, every_arrival
from desktop.services.exchange.headquarters.every_arrival import ArrivalFilter
from desktop.store.backup import files_of
from tests.journeys.test_put_back import name, recognise, send
from tests.offices import chief, headquarters, office, office_folder
from tests.refusal import refused

__all__ = ["chief", "headquarters", "office", "office_folder"]
RUBBISH = b"PSB1\x00\x00\x00\x10" + b"rubbish " * 50


def lying(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.psb")}


def verdicts(hq: Office, *files: Path) -> list[str]:
    return [str(report.verdict) for report in arriving.take_in(hq.work, hq.keys, hq.folder, files).reports]


@pytest.fixture
def rubbish(tmp_path: Path) -> Path:
    path = tmp_path / "somebody’s.psb"
    path.write_bytes(RUBBISH)
    return path


def test_a_refused_file_is_noted_and_set_aside(
    office: Office, headquarters: Office, rubbish: Path, tmp_path: Path
) -> None:
    """The other files are in the inbox, which a backup holds; the file in somebody’s folder stays where it is."""
    recognise(office, headquarters)
    name(office, "A")
    good, hq = send(office), headquarters
    aside, digest = arrivals.refused_folder(hq.inbox), sha256(RUBBISH).hexdigest()
    for once_more in range(2):
        assert verdicts(hq, rubbish, good)[0] == "refused"
        assert every_arrival.unseen_troubles(hq.work) == (0 if once_more else 1), "nothing new the second time"
        every_arrival.note_seen(hq.work, every_arrival.read(hq.work, hq.keys, ArrivalFilter()))
        assert lying(aside) == {digest} and lying(hq.inbox) == {sha256(good.read_bytes()).hexdigest()}
    assert rubbish.read_bytes() == RUBBISH == (aside / f"{digest}.psb").read_bytes()
    assert not any(digest in file for file in files_of(hq.back_up((tmp_path / "stick",), Progress())[0], hq.opened.key))
    noted = [file.digest for file in every_arrival.read(hq.work, hq.keys, ArrivalFilter()).files]
    assert sorted(noted) == sorted([digest, sha256(good.read_bytes()).hexdigest()])
    page, shown = EveryArrivalPresenter(hq, RunNow()), list[RecordSummary]()
    page.refresh()
    page.summarise(next(key_of(file) for file in page.files if file.digest == digest), shown.append)
    assert ("Mis de côté dans", str(aside)) in shown[-1].facts


def test_what_came_over_the_internet_is_set_aside_too_and_comes_once(headquarters: Office) -> None:
    arrived = make_folder(headquarters.folder / door.ARRIVED)
    digest = sha256(RUBBISH).hexdigest()
    (arrived / f"{digest}.psb").write_bytes(RUBBISH)
    assert verdicts(headquarters, *door.arrived(headquarters.folder)) == ["refused"]
    assert not lying(arrived) and lying(arrivals.refused_folder(headquarters.inbox)) == {digest}
    assert arrivals.has_arrived(headquarters.inbox, f"{digest}.psb")  # and the receiver asks for it no more


def test_a_file_that_is_taken_in_after_all_lies_aside_no_more(office: Office, headquarters: Office) -> None:
    """Its laptop was not known yet."""
    hq, aside = headquarters, arrivals.refused_folder(headquarters.inbox)
    recognise(office, hq)
    name(office, "A")
    keyset = hq.machine.recall("keyset")
    hq.machine.remember("keyset", {})
    assert verdicts(hq, send(office)) == ["refused"]
    (set_aside,) = aside.glob("*.psb")
    hq.machine.remember("keyset", keyset)
    assert verdicts(hq, set_aside) == ["applied"]
    assert not lying(aside) and lying(hq.inbox) == {set_aside.stem}


def test_a_file_that_the_records_name_stays(office: Office, headquarters: Office) -> None:
    recognise(office, headquarters)
    name(office, "A")
    good = send(office)
    assert verdicts(headquarters, good) == ["applied"]
    digest = sha256(good.read_bytes()).hexdigest()
    arrivals.set_aside(headquarters.work, headquarters.inbox, [digest])
    assert lying(headquarters.inbox) == {digest}


def test_an_office_sets_aside_what_it_refuses_and_is_offered_it_no_more(
    office: Office, headquarters: Office, rubbish: Path, tmp_path: Path
) -> None:
    recognise(office, headquarters)
    with refused("damaged"):
        receiving.look_into(office.work, office.keys, rubbish, office.inbox)
    assert not lying(office.inbox)
    assert lying(arrivals.refused_folder(office.inbox)) == {sha256(RUBBISH).hexdigest()}
    shared = make_folder(tmp_path / "shared")
    shutil.copy(rubbish, shared)
    mailbox.choose(office.work, shared)
    assert not mailbox.collect(office.work, office.keys, office.folder)
