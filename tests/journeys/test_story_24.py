"""Story 24: Claire prepares the register of 2026 for Member States, with a wealthy individual and a public campaign."""

import shutil
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.settings import load_settings
from desktop.base.text import folded
from desktop.base.values import new_id, sha256
from desktop.definitions.terms import Audience
from desktop.office import Account, Office
from desktop.presenters.results.edition import EditionPresenter
from desktop.presenters.results.register import RegisterPresenter
from desktop.services.office import people
from desktop.services.results.register import editions
from desktop.store.records import OfficeProfile, Officer
from desktop.store.slots import FLOOR
from desktop.store.states import Matcher, OfficeKind, Role
from desktop.store.vault import Opened, Vault
from desktop.ui.app import Program
from tests.exchanging import User, headquarters, seated, user
from tests.hand import Hand, Key
from tests.hand_results import go, push
from tests.makers import arrived
from tests.offices import PASSPHRASE, Templates
from tests.services.results.test_register import SECRET, gift, recorded

__all__ = ["headquarters", "user"]

CLAIRES = f"{PASSPHRASE} claire"


def claire(headquarters: Office) -> Officer:
    """The reviewer at Headquarters, with an account of her own."""
    id_ = new_id()
    opened = headquarters.vault.add_officer(headquarters.opened, id_, "Claire Meunier", CLAIRES, FLOOR)
    own = Officer(id=id_, name="Claire Meunier", role=Role.HQ_REVIEWER, seal_key=opened.seal_public().hex())
    people.add_officer(headquarters.work, own)
    return own


def plain_texts(name: str, data: bytes) -> list[str]:
    """What an independent reader finds in a file: its name, its bytes, and those of every part of a packed one."""
    texts = [name, data.decode("utf-8", "replace")]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for part in packed.namelist():
                texts += [part, packed.read(part).decode("utf-8", "replace")]
    if data.startswith(b"%PDF"):
        import pikepdf

        with pikepdf.open(BytesIO(data)) as pdf:
            texts += [
                str(pdf.docinfo),
                bytes(pdf.Root.Metadata.read_bytes()).decode() if "/Metadata" in pdf.Root else "",
            ]
            texts += [
                own.read_bytes().decode("latin-1")
                for own in pdf.objects
                if isinstance(own, pikepdf.Stream) and "/Filter" in own and own.get("/Subtype") != "/Image"
            ]
    return texts


def test_the_member_states_register_names_no_individual(headquarters: Office, user: User, tmp_path: Path) -> None:
    third = gift("S-2", "sms", "900.00", currency="USD", matching_by=Matcher.THIRD)
    arrived(headquarters.store, "SN10", OfficeProfile(code="SN10", name="OIM Dakar", country="SN"), *recorded(), third)
    headquarters.user = claire(headquarters)

    page = seated(RegisterPresenter(headquarters, RunNow()), user)
    assert page.audience == Audience.MEMBERS and page.may_seal
    hers = next(line for line in page.lines if line.cells["number"].text == "S-1")
    assert hers.title == "Un particulier" and hers.cells["received"].exact == Decimal("12000.00")
    assert hers.cells["country"].text == "Sénégal"
    campaign = next(line for line in page.lines if line.title == "Un SMS pour un retour digne")
    assert campaign.cells["hidden"].text == ""
    hidden = {line.title.partition("\u00a0:")[0]: line.note for line in page.hidden_lines}
    assert "données personnelles" in hidden["Partenaire"]
    page.seal(CLAIRES)
    place, arguments = user.went[-1]
    assert place == "edition"
    edition = seated(EditionPresenter(headquarters, RunNow(), **arguments), user)  # type: ignore[arg-type]
    assert edition.title == "HQ R-2026-M-01" and "Claire Meunier" in dict(edition.facts).values()

    sealed = editions.find(headquarters.work, "hq r-2026-m-01")
    kept = editions.read_content(headquarters.work, sealed.id)
    tables = [kept.table(language).partnerships for language in ("fr", "en", "es")]
    assert len({tuple(own for own in table.totals if not isinstance(own, str)) for table in tables}) == 1
    place_of = tables[0].place("matching_third")
    assert place_of is not None and [row[place_of] for row in tables[0].rows if row[place_of]] == [Decimal("900.00")]
    for line in edition.file_lines:
        edition.save_file(line.key)
        assert user.opens[-1].exists()
    files = editions.hand_out(headquarters.work, sealed.id, [own.name for own in sealed.files])
    family, spoken = "diop lavergne", folded(SECRET).replace("-", " ")
    for name, data in files.items():
        for text in plain_texts(name, data):
            bare = folded(text).replace("-", " ")
            assert spoken not in bare and family not in bare, name
            assert sha256(SECRET.encode()) not in text and "Mame Diarra" not in text, name


def set_up_desk(folder: Path) -> Opened:
    """Headquarters with Claire's account and what offices recorded in 2026, as `claire` and the test above have it."""
    account = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    with Office.create(folder, account, OfficeProfile(code="HQ", kind=OfficeKind.HQ, name="Siège"), cost=FLOOR) as made:
        third = gift("S-2", "sms", "900.00", currency="USD", matching_by=Matcher.THIRD)
        arrived(made.store, "SN10", OfficeProfile(code="SN10", name="OIM Dakar", country="SN"), *recorded(), third)
        id_ = claire(made).id
    return Vault.open(folder).unlock(id_, CLAIRES)


@pytest.mark.modal
def test_the_same_by_keys_in_the_window(qapp: QApplication, qtbot: QtBot, templates: Templates, tmp_path: Path) -> None:
    template, opened = templates.folder(set_up_desk)
    shutil.copytree(template, tmp_path / "desk")
    program = Program(qapp, load_settings(), tmp_path / "desk")
    program.begin()
    program._entered(Office.enter(tmp_path / "desk", Vault.open(tmp_path / "desk"), opened))
    hand = Hand(program, qtbot)
    hand.window.resize(1366, 768)
    hand.window.activateWindow()
    hand.wait(lambda: hand.window.isActiveWindow())
    hand.rest()

    go(hand, "indicators")
    push(hand, "Registre de transparence")
    hand.arrive("register")
    hand.wait(lambda: bool(hand.view.presenter.lines))
    hand.enter(hand.view.row_list, "Un particulier")
    hand.arrive("register_row")
    hand.rest()
    seen = " ".join(words for label in hand.view.findChildren(QLabel) if label.isVisible() for words in [label.text()])
    assert "12 000" in seen.replace("\u00a0", " ") and "Sénégal" in seen and "Diop" not in seen
    hand.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    hand.arrive("register")
    secret = hand.view.form.inputs["passphrase"]
    hand.tab_to(secret.secret.box)
    hand.type(CLAIRES)
    hand.go_on()
    hand.arrive("edition")
    hand.wait(lambda: bool(hand.view.files.rows))
    assert hand.view.presenter.title == "HQ R-2026-M-01"
    folder = tmp_path / "register-2026"
    hand.enter(hand.view.files, next(row.title for row in hand.view.files.rows if "page" in row.title.lower()))
    hand.give_path(folder)
    hand.rest()
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 4
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "Diop" not in text and "Soukeyna" not in text
    assert "Un SMS pour un retour digne" in (folder / "fr" / "index.html").read_text(encoding="utf-8")
    program.close()
