"""An update is forwarded as it is; an office believes two release keys, its own records, the highest version seen."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.base.installation import platform
from desktop.base.progress import Progress
from desktop.presenters.exchange import update_words
from desktop.services.exchange import program_updates
from desktop.store.migrations import LATEST
from desktop.store.states import Role
from tests.refusal import refused
from tests.releases import KEYS, manifest, unsigned, update
from tests.services.exchange.test_sync import Desk, _english, headquarters, make, office

__all__ = ["_english", "headquarters", "make", "office"]


def test_headquarters_forwards_what_two_release_keys_signed_and_nothing_else(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    path, stick = update(tmp_path / "maker"), tmp_path / "stick"
    stick.mkdir()
    sent = program_updates.forward(headquarters.work, path, stick, Progress())
    assert [entry.name for entry in stick.iterdir()] == [path.name] and sent.path.read_bytes() == path.read_bytes()
    assert "signed nothing of it" in update_words.forwarded_words(sent)
    assert program_updates.beside(stick) == sent.path and program_updates.beside(tmp_path) is None

    with refused("update-in-place"):
        program_updates.forward(headquarters.work, path, path.parent, Progress())
    with refused("role-not-allowed"):
        program_updates.forward(office.work, path, stick, Progress())
    with refused("release-signatures-lacking"):
        program_updates.forward(headquarters.work, unsigned(tmp_path / "one", manifest("9.0.1")), stick, Progress())
    (other := tmp_path / "setup.exe").write_bytes(b"MZ")
    with refused("release-none"):
        program_updates.forward(headquarters.work, other, stick, Progress())
    assert len(list(stick.iterdir())) == 1


def test_an_office_shows_who_signed_what_is_new_and_that_nothing_speaks_against_it(
    office: Desk, tmp_path: Path
) -> None:
    looked = program_updates.look_at(office.work, update(tmp_path), Progress())
    assert looked.refusal is None and not looked.is_older
    shown = dict(update_words.facts(looked))
    assert shown["What is new"] == "• Faster." and update_words.key_words(KEYS[0].public.sign) in shown["Signed with"]
    assert "can be installed here" in update_words.verdict(looked)
    arrived = program_updates.arrived(office.work)
    assert arrived is not None and arrived.release.digest == looked.release.digest
    looked.release.path.unlink()
    assert program_updates.arrived(office.work) is None


@pytest.mark.parametrize(
    ("code", "differing"),
    [
        ("update-expired", {"expires": date(2026, 1, 1)}),
        ("update-other-platform", {"platform": f"{platform()}-headquarters"}),
        ("update-other-data", {"data_from": LATEST + 1, "data_to": LATEST + 2}),
        ("update-other-data", {"data_from": 0, "data_to": LATEST - 1}),
    ],
)
def test_what_does_not_fit_is_refused_with_its_own_sentence(
    code: str, differing: dict[str, object], office: Desk, tmp_path: Path
) -> None:
    looked = program_updates.look_at(office.work, update(tmp_path, manifest(**differing)), Progress())
    assert looked.refusal is not None and not looked.is_older
    office.user.role = Role.CHIEF_OF_MISSION
    with refused(code):
        program_updates.allow_older(office.work, looked.release)
    with refused(code):
        program_updates.require_installable(office.work, looked.release)


def test_the_highest_version_ever_seen_counts_and_only_who_decides_allows_an_older_one(
    office: Desk, tmp_path: Path
) -> None:
    program_updates.look_at(office.work, update(tmp_path / "high", manifest("9.10.0")), Progress())
    older = update(tmp_path / "low", manifest("9.9.3"))
    looked = program_updates.look_at(office.work, older, Progress())
    assert looked.is_older and program_updates.highest_seen(office.desk) == "9.10.0"
    with refused("update-older"):
        program_updates.require_installable(office.work, looked.release)
    with refused("role-not-allowed"):
        program_updates.allow_older(office.work, looked.release)
    office.user.role = Role.CHIEF_OF_MISSION
    program_updates.allow_older(office.work, looked.release)
    program_updates.require_installable(office.work, looked.release)
    other = program_updates.look_at(office.work, update(tmp_path / "other", manifest("9.9.2")), Progress())
    with refused("update-older"):  # allowed was that very release, no other
        program_updates.require_installable(office.work, other.release)
    program_updates.note_running(office.desk)
    assert program_updates.highest_seen(office.desk) == "9.10.0"


def test_a_key_of_headquarters_signs_no_update(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    from desktop.bundles import program_release
    from tests.bundles.test_program_release import by, with_signatures

    path = unsigned(tmp_path, manifest())
    with_signatures(path, by(path, KEYS[0]), by(path, headquarters.keys))
    for desk in (office, headquarters):
        with refused("release-by-headquarters"):
            program_updates.look_at(desk.work, path, Progress())
    assert path.suffix == program_release.SUFFIX


def test_later_release_keys_are_remembered(office: Desk, tmp_path: Path) -> None:
    from desktop.bundles import program_release
    from desktop.bundles.keys import DeviceKeys
    from tests.releases import CHAIN, SCRIPT

    fresh = DeviceKeys.generate()
    later = SCRIPT.next_root(CHAIN, 3, fresh, KEYS[:2])
    path = unsigned(tmp_path / "later", manifest(root=2), (*CHAIN, later))
    for key in (fresh, KEYS[0]):
        program_release.sign(path, key)
    program_updates.look_at(office.work, path, Progress())
    assert program_updates.release_root(office.desk) == later
    with refused("release-root-replaced"):
        program_updates.look_at(office.work, update(tmp_path / "former", replace(manifest("9.1.0"))), Progress())
