"""The main line as people play it: the real windows, in French, keys only, from the first start to the bundle."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.base import paths
from desktop.base.settings import load_settings
from desktop.base.values import today
from desktop.bundles.keys import EnrolmentRequest
from desktop.documents import seal
from desktop.office import Account, Office
from desktop.screening import library
from desktop.services.agreements import lookup
from desktop.services.demo import agreement_fields, invented, sound_answers, training
from desktop.services.diligence import cases, decisions
from desktop.services.exchange import sending
from desktop.services.exchange.headquarters import answering, consolidating, recognition
from desktop.services.registry import partner_list, partnerships
from desktop.store.records import Agreement, Case, OfficeProfile
from desktop.store.store import HQ
from desktop.store.vault import FLOOR
from desktop.ui.app import Program
from desktop.ui.forms.form import RowsInput
from desktop.ui.forms.inputs import (
    DateInput,
    DropdownInput,
    FieldInput,
    MoneyInput,
    NumberInput,
    ProseInput,
    TextInput,
)
from tests.hand import CONTROL, Hand, Key, answer

SECRET = "baobab marée lanterne 27"
CHIEF = "tamarin falaise boussole 41"
MORE = {  # what the agreement asks of those who registered the partner in a hurry
    "partner.registration": "SN-DKR-2011-B-04417",
    "partner.address": "Zone industrielle, lot 47, Dakar",
    "partner.contact_email": "md.sow@teranga-cables.exemple.test",
    "office.city": "Dakar",
    "office.address": "12, rue des Almadies imaginaires",
    "iom.contact_email": "partenariats.dakar@exemple.test",
}


@pytest.fixture
def hand(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Hand]:
    program = Program(qapp, load_settings(), tmp_path / "office")
    program.begin()
    made = Hand(program, qtbot)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    program.close()


def set_up(hand: Hand) -> None:
    """The seven pages of the first start."""
    hand.press(Key.Key_Ampersand)  # the key of 1 on a French keyboard
    hand.wait(lambda: hand.view.kinds.buttons["country"].hasFocus())
    hand.go_on()
    hand.wait(lambda: hand.view._fields["code"].box.hasFocus())
    hand.type("sn10")
    hand.tab()
    hand.type("Bureau de Dakar")
    hand.tab()
    hand.type("Sén")
    hand.go_on()
    hand.wait(lambda: hand.view._fields["person"].box.hasFocus())
    hand.type("Awa Ndiaye")
    hand.tab_to(hand.view._fields["passphrase"])
    hand.type(SECRET)
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.page == "recovery" and bool(hand.view.presenter.recovery.words))
    words = hand.view.presenter.recovery.words
    hand.go_on()
    recovery = hand.view.presenter.recovery
    labels = [label for label in hand.view.findChildren(QLabel) if label.isVisible()]
    assert recovery.words == words and not [label for label in labels if label.text() in words]
    for place, field in zip(recovery.checked_places, hand.view.words.checks, strict=True):
        hand.tab_to(field)
        hand.type(recovery.words[place])
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.page == "backups")
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.page == "ready")
    hand.go_on()
    hand.wait(lambda: hand.program.controller is not None)
    hand.window.activateWindow()
    hand.wait(lambda: hand.window.isActiveWindow())
    hand.rest()


def practice_list(folder: Path) -> Path:
    """The invented list, as if it were published three days ago."""
    path = folder / "onu.xml"
    text = (paths.resources() / "reference" / invented.PRACTICE_LIST).read_text(encoding="utf-8")
    old = text.partition('dateGenerated="')[2].partition("T")[0]
    path.write_text(text.replace(old, (today() - timedelta(days=3)).isoformat(), 1), encoding="utf-8")
    return path


def bring_in_a_list(hand: Hand, path: Path) -> None:
    """Ctrl+9 for the settings, the sanctions lists, then the filled button."""
    hand.press(Key.Key_9, CONTROL)
    hand.arrive("settings")
    hand.enter(hand.view.further, "Listes de sanctions")
    hand.arrive("lists")
    hand.go_on()
    hand.give_path(path)
    hand.wait(lambda: bool(library.installed(hand.desk.office.lists)))
    hand.rest()


def register(hand: Hand) -> None:
    """The partner, then a person who signs."""
    hand.press(Key.Key_N, CONTROL)
    hand.wait(lambda: hand.view.isAncestorOf(hand.at()))
    hand.type("Teranga Câbles & Réseaux SA")
    hand.go_on()
    hand.arrive("partner")
    hand.push(next(b for b in buttons(hand) if b.text() == "Ajouter une personne"))
    form = hand.view.person_form
    fields = form.form.inputs
    hand.wait(lambda: fields["name"].first().hasFocus())
    hand.type("Mame Diarra Sow")
    hand.push(fields["roles"].choice.buttons["director"])
    hand.push(fields["roles"].choice.buttons["signatory"])
    hand.write(fields["birth_date"].box, "02/04/1979")
    hand.spell(fields["nationality"].choice, "Sén")
    hand.push(form.keep)


def buttons(hand: Hand) -> list[Any]:
    """The buttons of the page that can be seen."""
    return [b for b in hand.view.findChildren(QWidget) if b.inherits("QPushButton") and b.isVisible()]


def plan(hand: Hand, title: str = "Cartes SIM pour les personnes de retour") -> None:
    """What both want to do together."""
    hand.go_on()
    hand.arrive("partnership")
    fields, day = hand.view.fields, today()
    hand.type(title)
    hand.write(fields["purpose"].box, "que chacun appelle les siens")
    hand.push(fields["aims"].choice.buttons["c"])
    hand.choose(fields["type"].choice, "RES")
    hand.push(fields["contribution_kinds"].choice.buttons["goods"])
    fields = hand.view.fields  # goods were brought: their kinds are asked for now
    hand.push(fields["goods_kinds"].choice.buttons["other"])
    hand.write(fields["value"].box, "18 400")
    hand.tab_to(hand.view.fields["value"].money.currency)  # the money of the country is proposed
    hand.type("USD")
    hand.spell(fields["agreement_type"].choice, "Accord de don")
    hand.spell(fields["countries"].choice, "Sén")
    hand.write(fields["starts_on"].box, f"{day + timedelta(days=40):%d/%m/%Y}")
    hand.write(fields["ends_on"].box, f"{day + timedelta(days=400):%d/%m/%Y}")
    hand.go_on()
    hand.arrive("partner")


def answer_everything(hand: Hand, proof: Path) -> Case:
    """From the first question to the last, each page left by the filled button."""
    hand.go_on()
    hand.arrive("diligence")
    hand.go_on()
    hand.arrive("question")
    while hand.window.here == "question":
        assessment = hand.view.presenter.assessment
        done = {id_ for id_ in hand.view.boxes if assessment.is_registered(id_)}  # what is on record is left as it is
        while fresh := [box for id_, box in hand.view.boxes.items() if box.isVisible() and id_ not in done]:
            answer(hand, fresh[0], proof)
            done.add(fresh[0].question.id)
        hand.turn()
    return cases.in_state(hand.desk.office.store, "open")[0]


def screen(hand: Hand) -> None:
    """Search, and rule on what comes up."""
    hand.push(hand.view.screening)
    hand.arrive("screening")
    hand.go_on()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.run is not None)
    while hand.view.presenter.state.open:
        hand.go_on()
        hand.wait(lambda: hand.view.presenter.shown == "candidate")
        hand.choose(hand.view.choice, "not_same")
        hand.write(hand.view.reason, "Une autre personne : naissance et nationalité contredites.")
        hand.go_on()
        hand.rest()
    hand.go_on()
    hand.arrive("diligence")


def hand_over(hand: Hand) -> None:
    """The officer's opinion, and yes."""
    hand.choose(hand.view.opinion, "favourable")
    hand.write(hand.view.reason, "Un don utile, une société saine.")
    hand.go_on()
    hand.confirm()
    hand.wait(lambda: bool(cases.in_state(hand.desk.office.store, "ready")))


def welcome_the_chief(hand: Hand) -> None:
    """Somebody who may decide gets an account."""
    hand.press(Key.Key_9, CONTROL)
    hand.arrive("settings")
    hand.enter(hand.view.further, "Utilisateurs")
    hand.arrive("people")
    hand.go_on()
    hand.wait(lambda: hand.view.name.box.hasFocus())
    hand.type("Jean-Marc Okafor")
    hand.write(hand.view.function, "Chef(fe) de mission")
    hand.choose(hand.view.role, "chief_of_mission")
    hand.tab_to(hand.view.secret.box)
    hand.type(CHIEF)
    hand.go_on()
    hand.rest()
    hand.wait(lambda: len(hand.view.presenter.lines) == 2)


def become(hand: Hand, name: str, secret: str = "") -> None:
    """Ctrl+L, somebody else, the passphrase where there is one, Return."""
    desk = hand.desk
    hand.press(Key.Key_L, CONTROL)
    page = hand.window.lock_screen
    hand.wait(lambda: page.isAncestorOf(hand.at()))
    hand.push(page.other)
    wanted = next(key for key, button in page.list.buttons.items() if button.text() == name)
    hand.choose(page.list, wanted)
    hand.tab_to(page.secret.box if secret else page.main)
    hand.type(secret)
    hand.press(Key.Key_Return)
    hand.wait(lambda: hand.program.controller is not None and hand.program.controller is not desk)
    hand.window.activateWindow()
    hand.wait(hand.window.isActiveWindow)
    hand.rest()


def decide(hand: Hand, partner: str) -> None:
    """The Chief of Mission reads and seals."""
    hand.press(Key.Key_4, CONTROL)
    hand.arrive("decisions")
    hand.enter(hand.view.my_rows, partner)
    hand.arrive("decision")
    fields = hand.view.form.form.inputs
    hand.choose(fields["outcome"].choice, "approved")
    hand.write(fields["reason"].box, "L’utilité est claire et les risques sont couverts.")
    hand.push(fields["no_interest"].check_line)
    if "passphrase" in fields:
        hand.tab_to(fields["passphrase"].first())
        hand.type(CHIEF)
    hand.go_on()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.decision is not None)


def open_partner(hand: Hand, name: str) -> None:
    """From the list."""
    hand.press(Key.Key_2, CONTROL)
    hand.arrive("partners")
    hand.enter(hand.view.list, name)
    hand.arrive("partner")


def draft(hand: Hand) -> Agreement:
    """The agreement in one language: step after step by the filled button, from gap to gap by F8."""
    open_partner(hand, "Teranga Câbles & Réseaux SA")
    hand.go_on()
    hand.arrive("new_agreement")
    hand.go_on()
    hand.arrive("agreement")
    complete_agreement(hand)
    return lookup.listed(hand.desk.office.store)[0][0]


def complete_agreement(hand: Hand) -> None:
    """Step after step to the preview."""
    values = {**agreement_fields.fields(hand.view.presenter.languages, today()), **MORE}
    while hand.view.presenter.step != "preview":
        while hand.view.presenter.step in ("parties", "annexes") and (gaps := hand.view.presenter.fields.gaps):
            hand.press(Key.Key_F8)
            complete(hand, hand.view.face.fields[gaps[0]], values[gaps[0]])
            hand.tab()
            hand.rest()
        hand.turn()


def complete(hand: Hand, field: FieldInput, value: Any) -> None:
    """Type what one field of the agreement asks for."""
    match field:
        case ProseInput():
            for code, area in field.areas.items():
                hand.write(area, value if isinstance(value, str) else value[code])
        case RowsInput():
            for row in value:
                hand.push(hand.view.face.fields[field.spec.key].add_button)
                hand.wait(lambda: hand.at().isVisible() and not hand.at().inherits("QPushButton"))
                for key in field.cards[-1].form.inputs:
                    complete(hand, hand.view.face.fields[field.spec.key].cards[-1].form.inputs[key], row[key])
                    hand.tab()  # the page may be made again, when the row brings other fields in
                    hand.wait(lambda: hand.view.face.fields[field.spec.key].isVisible())
        case MoneyInput():
            hand.write(field.money, value["amount"].replace(".", ","))
        case DateInput():
            hand.write(field.date, f"{date.fromisoformat(value):%d/%m/%Y}")
        case DropdownInput():
            combo = field.choice.combo
            hand.spell(field.choice, combo.itemText(combo.findData(value)))
        case TextInput() | NumberInput():
            hand.write(field.box, str(value))
        case _:
            pytest.fail(f"no hand for {type(field).__name__}")


def print_pack(hand: Hand, folder: Path) -> Path:
    """Final, packed, saved, and the paper came out well; the partner's copy beside it."""
    hand.turn()
    hand.go_on()
    hand.confirm()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.packs.final is not None)
    path = folder / "dossier.pdf"
    hand.push(hand.view.face.save)
    hand.give_path(path)
    hand.wait(path.exists)
    hand.rest()
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.composition.agreement.state == "printed")
    hand.push(hand.view.face.give)
    hand.give_path(folder / "exemplaire.pdf")
    hand.wait(lambda: hand.view.face.saved_for_partner.text().endswith("exemplaire.pdf"))
    assert seal.verify((folder / "exemplaire.pdf").read_bytes()).reference.endswith("/v1/P")
    return path


def enrol(hand: Hand, desk: Office, folder: Path) -> None:
    """The request to Headquarters, its answer, and trust."""
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    request, kit = folder / "demande.enrol", folder / "reponse.kit"
    hand.go_on()
    hand.give_path(request)
    hand.wait(request.exists)
    asked = EnrolmentRequest.from_bytes(request.read_bytes())
    recognition.enrol(desk.work, desk.keys, asked)
    kit.write_bytes(recognition.kit(desk.work, desk.keys, asked.office))
    hand.go_on()
    hand.give_path(kit)
    hand.wait(lambda: hand.view.presenter.kit is not None)
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.overview.enrolled)


def send(hand: Hand, stick: Path) -> Path:
    """A bundle, sealed, written onto a stick, read back, handed over."""
    stick.mkdir()
    hand.go_on()
    hand.arrive("send")
    hand.go_on()
    hand.rest()
    hand.push(hand.view.choose)
    hand.give_path(stick)
    hand.wait(lambda: hand.view.presenter.folder is not None)
    hand.go_on()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.step == "written")
    hand.write(hand.view.carrier, "Moussa, chauffeur")
    hand.go_on()
    hand.wait(lambda: hand.view.presenter.step == "gone")
    return next(stick.glob("*.psb"))


def receive(hand: Hand, returned: Path) -> None:
    """What Headquarters answered, looked at and taken in."""
    hand.press(Key.Key_8, CONTROL)
    hand.arrive("sync")
    hand.press(Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    hand.give_path(returned)
    hand.arrive("receive")
    hand.wait(lambda: hand.view.presenter.contents is not None)
    hand.go_on()
    hand.rest()
    hand.wait(lambda: hand.view.presenter.report is not None)


@pytest.mark.modal
def test_the_whole_line_by_keys_alone(hand: Hand, tmp_path: Path) -> None:
    set_up(hand)
    assert (hand.desk.office.profile.code, hand.desk.office.profile.country) == ("SN10", "SN")
    bring_in_a_list(hand, practice_list(tmp_path))
    register(hand)
    plan(hand)
    case = answer_everything(hand, sound_answers.evidence(tmp_path, "fr"))
    screen(hand)
    hand_over(hand)
    welcome_the_chief(hand)
    become(hand, "Jean-Marc Okafor", CHIEF)
    decide(hand, "Teranga Câbles & Réseaux SA")
    become(hand, "Awa Ndiaye", SECRET)
    made = draft(hand)
    path = print_pack(hand, tmp_path)
    store = hand.desk.office.store
    assert [one.name for one in partner_list.find(store)] == ["Teranga Câbles & Réseaux SA"]
    assert partnerships.of_partner(store, case.partner_id)[0].agreement_type == "INK"
    verdict = decisions.of_case(store, case.id)
    assert verdict is not None and verdict.outcome == "approved"
    assert lookup.agreement(store, made.id).state == "printed"
    assert seal.verify(path.read_bytes()).whole
    account = Account("Omar Haddad", "Division des relations avec les donateurs", "hq_administrator", SECRET)
    with Office.create(tmp_path / "hq", account, OfficeProfile(code=HQ, kind="hq"), cost=FLOOR) as desk:
        enrol(hand, desk, tmp_path)
        bundle = send(hand, tmp_path / "stick")
        assert sending.state_of(sending.bundles(store)[0], store.clock.now()) == "handed"
        (taken,) = consolidating.take_in(desk.work, desk.keys, [bundle], desk.inbox)
        assert taken.verdict == "applied"
        receive(hand, answering.answer(desk.work, desk.keys, "SN10", tmp_path / "stick"))
        assert sending.state_of(sending.bundles(store)[0], store.clock.now()) == "received"


@pytest.mark.modal
def test_a_first_try_in_the_training_office_reaches_a_printed_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hand: Hand
) -> None:
    monkeypatch.setattr(paths, "training_office", lambda: tmp_path / "training")
    hand.press(Key.Key_Ampersand)
    hand.wait(lambda: hand.view.kinds.buttons["country"].hasFocus())
    hand.press(Key.Key_QuoteDbl)  # the key of 3: it chooses, and Return does what has the focus
    hand.press(Key.Key_Return)
    hand.wait(lambda: hand.program.controller is not None)
    hand.window.activateWindow()
    hand.wait(lambda: hand.window.isActiveWindow())
    hand.arrive("today")
    hand.go_on()  # the first exercise
    hand.arrive("diligence")
    while not hand.view.presenter.ready:
        hand.turn()
        for box in [
            box for id_, box in hand.view.boxes.items() if id_ in training.questions(hand.desk.office.definitions)
        ]:
            answer(hand, box, tmp_path)
        hand.push(next(b for b in buttons(hand) if b.text() == "Enregistrer et reprendre plus tard"))
        hand.arrive("diligence")
    hand_over(hand)
    become(hand, "Jean-Marc Okafor")
    decide(hand, "Teranga Câbles & Réseaux SA")
    become(hand, "Awa Ndiaye")
    open_partner(hand, "Teranga Câbles & Réseaux SA")
    hand.turn()
    complete_agreement(hand)
    path = print_pack(hand, tmp_path)
    assert seal.verify(path.read_bytes()).whole


@pytest.mark.modal
def test_a_lock_in_the_middle_of_a_sentence_keeps_it(hand: Hand) -> None:
    set_up(hand)
    register(hand)
    hand.go_on()
    hand.arrive("partnership")
    hand.type("Câbles pour trois centres")
    hand.go_on()
    hand.arrive("partner")
    hand.go_on()
    hand.arrive("diligence")
    hand.go_on()
    hand.arrive("question")
    window = hand.window
    typing = next(area for area in window.view.findChildren(QWidget) if area.inherits("QPlainTextEdit"))
    hand.tab_to(typing)
    hand.type("Teranga SA, registre de Dakar")
    hand.press(Key.Key_L, CONTROL)
    hand.wait(lambda: window.lock_screen.secret.box.hasFocus())
    hand.type(SECRET)
    hand.press(Key.Key_Return)
    hand.wait(lambda: window.lock_screen is None)
    assert typing.toPlainText() == "Teranga SA, registre de Dakar"
