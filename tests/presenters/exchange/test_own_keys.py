"""The pages of Headquarters' own keys: root keys made holder by holder, a renewal, an office that is told by voice."""

from pathlib import Path

import pytest

from desktop.base.dates import days_later
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.key_ceremony import KeyCeremonyPresenter
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.own_keys import OwnKeysPresenter
from desktop.presenters.today import house_cards, machine_of
from desktop.services import today as day
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters.key_ceremony import KeyDeed
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]

TYPED = "un port calme avant le jour"


def go_through(headquarters: Office, runner: RunNow, user: User, deed: KeyDeed) -> KeyCeremonyPresenter:
    """A whole deed with the sticks that lie there, by the buttons of its page."""
    screen = seated(KeyCeremonyPresenter(headquarters, runner, str(deed)), user)
    sticks = [user.stick / f"hq-root-{number}.hqkey" for number in (1, 3)]
    while screen.done is None:
        if screen.step is not None and not screen.step.creates:
            user.opens.insert(0, sticks.pop(0))
        screen.press(TYPED, TYPED)
    return screen


def test_root_keys_are_made_a_key_is_renewed_and_the_office_goes_on(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    enrol(office, headquarters, user, runner)
    keys = seated(OwnKeysPresenter(headquarters, runner), user)
    assert keys.main_deed is KeyDeed.BEGIN and keys.lists == ()
    keys.begin(KeyDeed.BEGIN)
    assert user.went[-1] == ("hq_key_deed", {"deed": "begin"})

    made = seated(KeyCeremonyPresenter(headquarters, runner, "begin"), user)
    assert made.sentence == "Étape 1 sur 4\u00a0: Nouvelle clé racine, 1 sur 3."
    with refused("key-passphrases-differ"):
        made.press(TYPED, TYPED + "x")
    with refused("passphrase-too-weak"):
        made.press("1234", "1234")
    made.press(TYPED, TYPED)
    assert made.needs_sheet and made.step is None
    made.press("", "")
    assert (user.stick / "hq-root-1.pdf").read_bytes()[:4] == b"%PDF"
    made.leave()  # whoever leaves here has changed nothing
    (user.stick / "hq-root-1.hqkey").unlink()
    done = go_through(headquarters, runner, user, KeyDeed.BEGIN)
    assert done.done is not None and done.done.not_written == () and done.done.list.fingerprint in done.outcome[1]
    done.press("", "")
    assert user.went[-1] == ("hq_keys", {})

    keys.refresh()
    assert keys.facts[0][1] == done.done.list.fingerprint
    assert [line.key for line in keys.lines] == ["SN10"]
    before = headquarters.keys.public.key_id
    renewed = go_through(headquarters, runner, user, KeyDeed.RENEW)
    assert renewed.done is not None and headquarters.keys.public.key_id != before
    house, today = day.badge(headquarters.work, machine_of(headquarters)).house, headquarters.work.today()
    told = {card.key: card for card in house_cards(headquarters, house, today)}
    assert told["lagging"].title.startswith("1 bureau n’a pas encore") and "key" not in told
    soon = {card.key: card for card in house_cards(headquarters, house, days_later(today, 340))}
    assert soon["key"].note == "Son année se termine dans 25 jours." and not soon["key"].warns
    late = {card.key: card for card in house_cards(headquarters, house, days_later(today, 366))}
    assert late["key"].warns

    bundle = sent(office, user, runner).written
    assert bundle is not None
    seated(HeadquartersPresenter(headquarters, runner), user).take_in([bundle])
    own = office.store.position()
    assert headquarters.store.position(own.device).number == own.number

    keys.refresh()
    keys.save_answer("SN10")
    assert keys.saved == "SN10.kit"
    screen = seated(ExchangePresenter(office, runner), user)
    screen.read_kit([user.stick / "SN10.kit"])
    assert screen.kit is not None and screen.kit.fingerprint == keys.fingerprint
    screen.trust()
    assert enrolment.key_list(office.machine) == renewed.done.list
    keys.refresh()
    assert keys.main_deed is KeyDeed.RENEW and KeyDeed.REVOKE in keys.other_deeds


def test_what_does_not_fit_is_said_and_an_office_has_no_such_page(
    office: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    screen = seated(KeyCeremonyPresenter(headquarters, runner, "renew"), user)
    assert screen.problem is not None and screen.problem.code == "no-root-keys" and not screen.is_possible
    of_office = seated(KeyCeremonyPresenter(office, runner, "renew"), user)
    assert of_office.problem is None and not of_office.is_possible
    assert seated(OwnKeysPresenter(office, runner), user).main_deed is None


@pytest.mark.parametrize("deed", list(KeyDeed))
def test_every_deed_has_its_words(deed: KeyDeed, headquarters: Office, user: User, runner: RunNow) -> None:
    screen = seated(KeyCeremonyPresenter(headquarters, runner, str(deed)), user)
    assert screen.title and screen.explanation


def test_a_wrong_stick_leaves_the_step_due(headquarters: Office, user: User, runner: RunNow, tmp_path: Path) -> None:
    screen = seated(KeyCeremonyPresenter(headquarters, runner, "recover"), user)
    (tmp_path / "no.hqkey").write_bytes(b"no key")
    user.opens.append(tmp_path / "no.hqkey")
    with refused("key-passphrase-missing"):
        screen.press(" ", "")
    with refused("key-file-unsound"):
        screen.press(TYPED, "")
    assert screen.number == 0
