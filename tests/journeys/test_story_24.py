"""Story 24: Claire prepares the register of 2026 for Member States, with a wealthy individual and a public campaign."""

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.base.text import folded
from desktop.base.values import new_id, sha256
from desktop.definitions.terms import Audience
from desktop.office import Office
from desktop.presenters.results.edition import EditionPresenter
from desktop.presenters.results.register import RegisterPresenter
from desktop.services.office import people
from desktop.services.results.register import editions
from desktop.store.records import OfficeProfile, Officer
from desktop.store.slots import FLOOR
from desktop.store.states import Matcher, Role
from tests.exchanging import User, headquarters, seated, user
from tests.makers import arrived
from tests.offices import PASSPHRASE
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
