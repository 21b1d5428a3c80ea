"""The office's folder goes away while it is open: every page offers another place for what was saved."""

import shutil

import pytest

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.services.exchange.headquarters import backing_up
from desktop.services.office import backup
from desktop.services.registry import partners
from desktop.store.backup import slots
from desktop.store.records import Partner
from desktop.store.vault import Vault
from tests.exchanging import User, headquarters, seated, user
from tests.journeys.test_put_back import partner_names
from tests.offices import PASSPHRASE
from tests.refusal import refused
from tests.systems import lets_folders_go

__all__ = ["headquarters", "user"]

pytestmark = lets_folders_go


def page_of_a_vanished_office(office: Office, user: User, gone: str) -> PartnersPresenter:
    """A page on which something was to be saved after the folder had gone."""
    page = seated(PartnersPresenter(office, RunNow()), user)
    partners.register(office.work, Partner(name="A"))
    office.folder.rename(user.stick.parent / "moved")
    if gone == "deleted":
        shutil.rmtree(user.stick.parent / "moved")
    with refused("office-folder-gone") as caught:
        partners.register(office.work, Partner(name="B"))
    page.refuse(caught.value)  # as the window does
    return page


@pytest.mark.parametrize("gone", ["moved", "deleted"])
def test_everything_saved_before_goes_to_a_place_of_the_user_s_choice(office: Office, user: User, gone: str) -> None:
    page = page_of_a_vanished_office(office, user, gone)
    ((_words, deed),) = page.ways_on
    deed()
    (copy,) = user.stick.iterdir()
    assert page.problem is not None and copy.name in page.problem.text and page.problem.code == "office-rescued"
    opened = slots(copy).unlock(office.opened.officer_id, PASSPHRASE)
    office.close()
    backup.restore(user.stick.parent / "new", copy, opened.key, opened.officer_id)
    with Office.enter(user.stick.parent / "new", Vault.open(user.stick.parent / "new"), opened) as again:
        assert partner_names(again) == ["A"]


@pytest.mark.parametrize("gone", ["moved", "deleted"])
def test_headquarters_goes_on_from_what_was_saved_elsewhere(headquarters: Office, user: User, gone: str) -> None:
    page = seated(PartnersPresenter(headquarters, RunNow()), user)
    opened, keys = headquarters.opened, headquarters.keys
    headquarters.folder.rename(user.stick.parent / "moved")
    if gone == "deleted":
        shutil.rmtree(user.stick.parent / "moved")
    with refused("office-folder-gone") as caught:
        headquarters.machine.remember("x", {})
    page.refuse(caught.value)  # as the window does
    ((_words, deed),) = page.ways_on
    deed()
    (copy,) = user.stick.iterdir()
    assert page.problem is not None and copy.name in page.problem.text and "hq restore" in page.problem.remedy
    headquarters.close()
    again = user.stick.parent / "again"
    backing_up.restore(again, copy, opened.key, opened.officer_id, "", Clock())
    with Office.enter(again, Vault.open(again), opened) as restored:
        assert restored.is_hq and restored.keys.secret_sign == keys.secret_sign


def test_a_stick_that_takes_nothing_is_said_and_the_way_is_offered_again(office: Office, user: User) -> None:
    page = page_of_a_vanished_office(office, user, "deleted")
    user.stick.rmdir()
    user.stick.write_bytes(b"")
    ((_words, deed),) = page.ways_on
    with refused("backup-not-written"):
        deed()
    assert page.ways_on


def test_no_other_problem_offers_it(office: Office, user: User) -> None:
    page = seated(PartnersPresenter(office, RunNow()), user)
    page.refuse(Problem("Plein.", code="disk-full"))
    assert page.ways_on == ()
