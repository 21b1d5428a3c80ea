"""Stories 20, 21, 22 and 25: a stick badly treated, Headquarters’ Monday, two versions, a lost laptop.

The real window, in French, keys only; at the end office and Headquarters are compared field by field.
"""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.base.settings import load_settings
from desktop.bundles import bundle
from desktop.bundles.keys import DeviceKeys
from desktop.office import Office
from desktop.services.exchange import enrolment, sending
from desktop.services.exchange.headquarters import answering, offices
from desktop.services.exchange.pending import pending
from desktop.store.journal import verify_chain
from desktop.store.records import Partner, Position, Review
from desktop.ui.app import Program
from desktop.ui.views.office.unlock import UnlockView
from tests.bundles.test_hostile import resigned
from tests.carried import TwoLaptops, original, two
from tests.hand import CONTROL, Hand, Key
from tests.journeys.test_by_hand import enrol, receive, send
from tests.journeys.test_put_back import back_up, name, partner_names, rounds
from tests.journeys.test_stories import Sit, button, seen, sit
from tests.offices import PASSPHRASE

__all__ = ["original", "sit", "two"]

TERANGA = "Teranga Câbles & Réseaux SA"
SHIFTED = CONTROL | Qt.KeyboardModifier.ShiftModifier


def at_headquarters(sit: Sit, two: TwoLaptops) -> Hand:
    """Omar sits down at the desk of Headquarters."""
    hand = sit(two.folder / "hq", two.administrator)
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("hq")
    return hand


def drop(hand: Hand, paths: Sequence[Path]) -> None:
    """Files dropped on the page; each has its verdict in the end."""
    assert hand.view.take_files(paths) or hand.view.drop.take(paths)
    hand.wait(lambda: len(hand.view.presenter.verdicts) >= 1)
    hand.rest()


def write_returns(hand: Hand, stick: Path) -> Path:
    """The returns that are due, onto the stick; the office’s."""
    before = set(stick.iterdir())
    hand.push(button(hand, "Écrire les retours…"))
    hand.give_path(stick)
    hand.wait(lambda: "Les retours sont écrits" in seen(hand))
    (path,) = set(stick.iterdir()) - before
    return path


def assert_the_same(laptop: Office, hq: Office) -> None:
    """Headquarters has every record of the laptop, field by field, and nothing waits to be sent."""
    assert offices.differences(laptop.store, hq.store)[1] == []
    assert pending(laptop.store).count == 0


# --- 20


@pytest.mark.modal
def test_story_20_a_stick_that_is_full_locked_and_pulled_out_and_a_good_one_at_last(
    two: TwoLaptops, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two.awa() as laptop, two.headquarters() as hq:
        rounds(laptop, hq, 1)
        name(laptop, "Fondation Yaay", "Port Sec de Bargny", "Ferme du Ferlo")
    stick, pocket = two.stick, two.folder / "poche"
    hand = sit(two.folder / "awa", two.officer)
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    assert "3 modifications à envoyer" in seen(hand)
    hand.go_on()
    hand.arrive("send")
    hand.go_on()
    hand.rest()
    room = shutil.disk_usage(stick)
    with monkeypatch.context() as full:  # what the system says of a stick without room
        full.setattr(shutil, "disk_usage", lambda path: type(room)(room.total, room.total, 0))
        hand.push(hand.view.choose)
        hand.give_path(stick)
        hand.wait(lambda: "pas assez de place" in seen(hand))
    assert not hand.view.main.isEnabled() and list(stick.iterdir()) == []
    hand.push(hand.view.choose)
    hand.give_path(stick)
    hand.wait(lambda: hand.view.presenter.folder == stick)
    shutil.move(stick, pocket)
    hand.go_on()
    hand.wait(lambda: "n’est plus là ; rien n’a été écrit" in seen(hand))
    hand.rest()
    shutil.move(pocket, stick)
    assert list(stick.iterdir()) == [], "nothing half-written"
    hand.go_on()
    hand.wait(lambda: "Vous pouvez retirer la clé" in seen(hand))
    (sent,) = stick.iterdir()
    hand.write(hand.view.carrier, "Moussa, chauffeur")
    hand.push(button(hand, "Enregistrer le bordereau…"))
    hand.give_path(two.folder / "bordereau.pdf")
    hand.wait((two.folder / "bordereau.pdf").exists)
    hand.rest()
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.step == "gone")
    assert "Remis le" in seen(hand) and "accusé de réception attendu" in seen(hand)
    assert "envoyé" not in seen(hand), "handed over is neither sent nor received"
    (stick / "SN10.psb.part").write_bytes(sent.read_bytes()[:700])  # what another program left
    (stick / f"._{sent.name}").write_bytes(b"a note of the system")
    hand = at_headquarters(sit, two)
    drop(hand, [stick])
    assert [str(verdict.name) for verdict in hand.view.presenter.verdicts] == [sent.name]
    returned = write_returns(hand, stick)
    hand = sit(two.folder / "awa", two.officer)
    receive(hand, returned)
    assert "désormais reçu" in seen(hand)
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    assert "reçu par le Siège" in " ".join(row.mark.text for row in hand.view.sent.rows if row.mark)
    desk = at_headquarters(sit, two).desk.office
    with two.awa() as laptop:
        assert_the_same(laptop, desk)


# --- 21


def lone(laptop: Office, keys: DeviceKeys | None = None) -> Path:
    """A bundle with the newest change alone, whatever Headquarters has of those before it; by other keys one that no
    keyset names."""
    own, (run,) = keys or laptop.keys, pending(laptop.store).runs
    journal = sending.journal_of(laptop.store, replace(run, first=run.last))
    trusted = enrolment.keyset(laptop.machine)
    assert trusted is not None
    to = enrolment.recipients(laptop.machine, trusted)
    kind, load = bundle.BundleKind.CHANGES, bundle.Load([replace(journal, device=own.device)])
    return bundle.write(laptop.outbox, kind, own, to, sending.about(laptop.work), load)


def forty(two: TwoLaptops, folder: Path) -> None:
    """Forty files: 34 good ones of two laptops, two that Headquarters has, and four that cannot be imported."""
    folder.mkdir()
    written: list[Path] = []
    with two.awa() as laptop, two.chef() as other, two.headquarters() as hq:
        for each in (laptop, other):
            name(each, *(f"Avant {number}" for number in range(12)))  # numbers of two digits sort as they follow
            rounds(each, hq, 1)
        earlier = [sorted(each.outbox.glob("*.psb"))[0] for each in (laptop, other)]
        for number in range(17):
            for each in (laptop, other):
                name(each, f"Lundi {number} {each.store.identity.device[:4]}")
                written.append(each.outbox / sending.pack(each.work, each.keys, each.outbox).name)
        name(laptop, "Perdu", "Seul")
        gap = lone(laptop).rename(folder / "z-trou.psb")
        stranger = DeviceKeys.generate()
        (folder / "z-inconnu.psb").write_bytes(lone(laptop, stranger).read_bytes())
        (folder / "z-recent.psb").write_bytes(resigned(gap.read_bytes(), laptop.keys, v=2))
        damaged = bytearray(written[0].read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (folder / "z-abime.psb").write_bytes(damaged)
        for path in written:
            shutil.copy2(path, folder)
        for number, path in enumerate(earlier):
            shutil.copy2(path, folder / f"a-connu-{number}.psb")
    assert len(list(folder.iterdir())) == 40


@pytest.mark.modal
def test_story_21_forty_files_on_a_monday_and_a_bad_one_stops_none(two: TwoLaptops, sit: Sit, tmp_path: Path) -> None:
    forty(two, tmp_path / "lundi")
    hand = at_headquarters(sit, two)
    drop(hand, [tmp_path / "lundi"])
    verdicts = {verdict.name: verdict for verdict in hand.view.presenter.verdicts}
    assert len(verdicts) == 40
    assert "34 pris en compte, 2 déjà connus, 4 à regarder" in seen(hand).replace("\n", " ")
    assert {verdict.name[:2] for verdict in hand.view.presenter.verdicts[:4]} == {"z-"}, "what needs a look comes first"
    words = Counter(verdict.word for verdict in verdicts.values())
    assert words == {"pris en compte": 34, "déjà connu": 2, "refusé": 3, "en attente": 1}, words
    for file, said in {
        "z-trou.psb": "manque",
        "z-inconnu.psb": "pas connu",
        "z-recent.psb": "plus récent",
        "z-abime.psb": "endommagé",
    }.items():
        assert said in verdicts[file].text, verdicts[file].text
    hand.push(button(hand, "Arrivées"))
    hand.arrive("hq_arrivals")
    assert hand.view.presenter
    desk = hand.desk.office
    with desk.store.read() as session:
        monday = session.scalars(select(Partner.name).where(Partner.name.startswith("Lundi"))).all()
    assert len(set(monday)) == 34 and "Perdu" not in partner_names(desk)


# --- 22


def change(hand: Hand, **facts: str) -> None:
    """The facts of the partner, typed on its page."""
    hand.press(Key.Key_2, CONTROL)
    hand.arrive("partners")
    hand.enter(hand.view.list, TERANGA)
    hand.arrive("partner")
    hand.push(hand.view.edit)
    hand.rest()
    for field, words in facts.items():
        hand.write(hand.view.form.inputs[field].box, words)
        hand.press(Key.Key_Return)
    hand.tab()
    hand.rest()


@pytest.mark.modal
def test_story_22_two_versions_disagree_and_one_person_decides(two: TwoLaptops, sit: Sit, tmp_path: Path) -> None:
    with two.awa() as laptop, two.chef() as other, two.headquarters() as hq:
        for each in (laptop, other):
            rounds(each, hq, 2)
    hand = sit(two.folder / "awa", two.officer)
    change(hand, city="Pikine")
    first = send(sent_from(hand), tmp_path / "cle-awa")
    hand = sit(two.folder / "chef", two.chief)
    change(hand, city="Rufisque", website="https://teranga.example")
    second = send(sent_from(hand), tmp_path / "cle-chef")
    hand = at_headquarters(sit, two)
    drop(hand, [first, second])
    assert "1 désaccord" in seen(hand) or any("désaccord" in row.state for row in hand.view.presenter.offices)
    returned = write_returns(hand, two.stick)

    hand = sit(two.folder / "awa", two.officer)
    receive(hand, returned)
    assert "désaccord" in seen(hand) and "attend votre choix" in seen(hand)
    hand.push(button(hand, "Voir les désaccords"))
    hand.arrive("disagreements")
    (only,) = hand.view.presenter.review.disagreements
    assert hand.view.presenter.title(only) == f"{TERANGA}\u00a0: Ville", (
        "the other changes were joined without a question"
    )
    shown = seen(hand)
    assert "Pikine" in shown and "Rufisque" in shown and shown.count("(en vigueur)") == 1
    others = "Rufisque" if next(version for version in only.versions if version.stands).value == "Pikine" else "Pikine"
    whose = "Jean-Marc Okafor" if others == "Rufisque" else "Awa Ndiaye"
    hand.push(button(hand, f"Retenir la valeur de {whose}"))
    hand.confirm()
    hand.wait(lambda: "Aucun désaccord" in seen(hand))
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    settled = send(hand, tmp_path / "cle-tranchee")
    hand = at_headquarters(sit, two)
    drop(hand, [settled])
    returned = write_returns(hand, two.stick)
    for folder, opened in (("awa", two.officer), ("chef", two.chief)):
        hand = sit(two.folder / folder, opened)
        receive(hand, returned)
    hq = at_headquarters(sit, two).desk.office
    with two.awa() as laptop, two.chef() as other:
        for side in (laptop, other, hq):
            with side.store.read() as session:
                towns = session.execute(select(Partner.city, Partner.website).where(Partner.name == TERANGA)).all()
                assert towns == [(others, "https://teranga.example")]
                assert session.scalars(select(Review.id).where(Review.closed_by.is_(None))).all() == []
        for each in (laptop, other):
            assert_the_same(each, hq)


def sent_from(hand: Hand) -> Hand:
    """The page on which a bundle begins."""
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    return hand


# --- 25


@pytest.mark.modal
def test_story_25_a_lost_laptop_comes_back_with_all_that_ever_left_it(
    two: TwoLaptops, sit: Sit, qapp: QApplication, qtbot: QtBot
) -> None:
    with two.awa() as laptop, two.headquarters() as hq:
        words = laptop.vault.make_recovery(laptop.opened, "fr")
        name(laptop, "Vendredi")
        rounds(laptop, hq, 1)
        copy = back_up(laptop, two.stick)
        name(laptop, "Lundi", "Mardi")
        rounds(laptop, hq, 1)
        name(laptop, "Jamais parti")
        left = [partner for partner in partner_names(laptop) if partner != "Jamais parti"]
    shutil.rmtree(two.folder / "awa")

    new = two.folder / "nouveau"
    program = Program(qapp, load_settings(), new)
    program.begin()
    hand = Hand(program, qtbot)
    hand.window.activateWindow()
    hand.wait(hand.window.isActiveWindow)
    hand.press(Key.Key_Ampersand)  # the key of 1 on a French keyboard
    hand.wait(lambda: hand.view.kinds.buttons["country"].hasFocus())
    hand.choose(hand.view.kinds, "restoring")
    hand.go_on()
    hand.wait(lambda: "Restaurer un bureau" in seen(hand))
    hand.push(hand.view.choose)
    hand.give_path(copy)
    hand.wait(lambda: hand.view.presenter.path == copy)
    assert copy.name in seen(hand) and "faite le" in seen(hand)
    hand.push(hand.view.turn)
    hand.tab_to(hand.view.words.box)
    hand.type(" ".join(words))
    hand.go_on()
    hand.wait(lambda: (new / "slots.json").exists() and isinstance(hand.view, UnlockView))
    hand.rest()
    hand.window.activateWindow()
    hand.wait(lambda: hand.view.secret.edit.hasFocus())
    hand.type(PASSPHRASE)
    hand.press(Key.Key_Return)
    hand.wait(lambda: program.controller is not None)
    hand.window.activateWindow()
    hand.wait(hand.window.isActiveWindow)
    hand.rest()
    assert "Vendredi" in partner_names(hand.desk.office) and "Lundi" not in partner_names(hand.desk.office)
    with two.headquarters() as hq:
        enrol(hand, hq, two.folder)
        hand.press(Key.Key_8, CONTROL)
        hand.arrive("sync")
        assert "rapporte ce que l’ancien ordinateur avait envoyé" in seen(hand)
        receive(hand, answering.answer(hq.work, hq.keys, "SN10", two.stick))
        last = "jusqu’à ce qui a été fait le"
        assert last in seen(hand) and "consignez-le de nouveau" in seen(hand)
        assert partner_names(hand.desk.office) == left, "all that ever left, and nothing else"
        hand.press(Key.Key_8, CONTROL)
        hand.arrive("sync")
        assert last in seen(hand)
        rounds(hand.desk.office, hq, 2)
        assert_the_same(hand.desk.office, hq)
        with hand.desk.office.store.read() as session:
            devices = session.scalars(select(Position.device)).all()
            assert sum(verify_chain(session, device) for device in devices) > len(left)
    program.close()
