"""The page that writes everything out, without a window: the passphrase is asked again."""

from pathlib import Path

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.export import ExportPresenter
from tests.exchanging import User, seated, user
from tests.offices import PASSPHRASE, office, office_folder
from tests.refusal import refused

__all__ = ["office", "office_folder", "user"]


def test_it_is_written_with_the_passphrase_alone(office: Office, user: User, tmp_path: Path) -> None:
    page = seated(ExportPresenter(office, RunNow()), user)
    user.stick = tmp_path
    assert page.may_export and page.rows
    with refused("export-without-passphrase"):
        page.choose_place("")
    page.choose_place("une autre phrase")
    assert page.problem is not None and list(tmp_path.glob("passerelle-*")) == []
    page.choose_place(PASSPHRASE)
    assert page.written is not None and str(page.written.folder) in page.result
    assert (page.written.folder / "records.json").exists()


def test_a_reader_is_told_who_does_it(office: Office, user: User) -> None:
    office.user.role = "reader"
    page = seated(ExportPresenter(office, RunNow()), user)
    assert not page.may_export and page.why_not
