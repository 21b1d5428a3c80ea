"""Write an office, a bundle and Headquarters as the program of commit 9fedcfc kept them: once, never again.

    git worktree add ../then 9fedcfc
    PYTHONPATH=../then python tests/stores/office.py

writes `office-1.*`, which tests/store/test_earlier_office.py opens with every later version. Passphrases are those
below. A database is stored as a plain, compressed copy, because an encrypted one would take 600 kB: the test seals it
again with the key that lies in the folder's own vault. `version-1.db` keeps the encrypted format.
"""

import json
import lzma
import shutil
import tarfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PASSPHRASE = "baobab marée lanterne 27"  # of Awa Ndiaye in the office and of Binta Diop at Headquarters
CHIEF_PASSPHRASE = f"{PASSPHRASE} chef"  # of Ibrahima Fall
FOLDER = Path(__file__).parent
LOCAL = ("draft", "local", "position", "sent", "received", "stamp", "change", "findable", "review", "parked")


def main() -> None:
    with TemporaryDirectory() as temporary:
        write(Path(temporary))


def write(place: Path) -> None:
    from desktop.base.text import speak
    from desktop.bundles.keys import Enrolment
    from desktop.office import Account, Office
    from desktop.services import hq, sync
    from desktop.store.records import OfficeProfile
    from desktop.store.vault import FLOOR
    from tests import agreed

    speak("fr")
    office_folder, hq_folder = place / "office", place / "headquarters"
    officer, partnership = agreed.build(office_folder)
    with Office.unlock(office_folder, officer, PASSPHRASE) as office:
        chief = _work(agreed.Agreed(office, partnership))
    account = Account("Binta Diop", "Administratrice", "hq_administrator", PASSPHRASE)
    hq_profile = OfficeProfile(code="HQ", name="Siège", kind="hq", country="CH")
    with (
        Office.create(hq_folder, account, hq_profile, cost=FLOOR) as headquarters,
        Office.unlock(office_folder, officer, PASSPHRASE) as office,
    ):
        asked = Enrolment.from_bytes(sync.request(office.store, office.keys, office.user))
        hq.enrol(headquarters.store, headquarters.desk, headquarters.keys, headquarters.user, asked)
        kit = hq.kit(headquarters.store, headquarters.desk, headquarters.keys, office.store.identity.office)
        sync.accept(office.desk, office.user, sync.read_kit(kit, office.keys))
        sent = sync.pack(office.store, office.desk, office.keys, office.user, office.outbox)
        bundle = office.outbox / sent.name
        sync.hand_over(office.store, office.user, sent.number, "stick")
        shutil.copyfile(bundle, FOLDER / "office-1.psb")
        office_rows, office_records = _tables(office.store), _records(office.store)
        _keep(office_folder, office.opened.key, FOLDER / "office-1.tar.xz")
        _keep(hq_folder, headquarters.opened.key, FOLDER / "headquarters-1.tar.xz")
        (taken,) = hq.take_in(
            headquarters.store, headquarters.desk, headquarters.keys, headquarters.user, [bundle], headquarters.inbox
        )
        whole = {
            "officer": officer,
            "chief": chief,
            "administrator": headquarters.user.id,
            "taken": [taken.verdict, taken.office, taken.changes],
            "office": {"records": office_records, "tables": office_rows},
            "headquarters": {"records": _records(headquarters.store), "chain": _tables(headquarters.store)["change"]},
        }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=0)
    (FOLDER / "office-1.json.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def _work(agreed: Any) -> str:
    """A final agreement and its pack, a second case under way, unfinished typing; returns the id of the Chief."""
    from desktop.base.values import today
    from desktop.services import agreements, demo, diligence, packs, partners, partnerships, people
    from desktop.store.records import Contribution, Partner, Person, Task

    office = agreed.office
    store, by, definitions, day = office.store, office.user, office.definitions, today()
    final = agreed.final(("fr", "en"))
    packs.make(store, by, definitions, final.id, day)
    half = agreed.draft("INK")
    agreements.keep(store, by, half.id, "contribution.earmark", {"fr": "accueil à Thiès"})
    partner = partners.register(store, by, Partner(name="Coopérative Ñandú", other_names=["Nandu"], country="SN"))
    partners.add_person(store, by, Person(partner_id=partner.id, name="Aïssatou Ba", roles=["owner"], share="25.5"))
    partners.change(store, by, partner.id, notes="Rencontrée le 3 mars.", labels=["énergie"])
    planned = demo.partnership(store, by, partner.id, "fr", day)
    case = diligence.open_case(store, by, definitions.form, planned, day)
    proof = demo.evidence(office.outbox, "fr")
    file = diligence.read(store, definitions, case.id, day)
    asked = [q for section in file.review.sections for q in section.questions]
    plain = [q for q in asked if definitions.form.by_id[q].type != "screening"]
    demo.answer_some(store, by, definitions, case.id, plain[:6], proof, "fr", day)
    diligence.keep(store, by, case.id, plain[7], {"value": None, "note": "à demander à la gérante"})
    diligence.stop_at(office.desk, case.id, question=plain[7])
    partnerships.keep_typed(store, by, partner.id, {"city": "Thi"})
    with store.change("Contribution promised", by.id) as session:
        session.add(
            Contribution(
                partner_id=partner.id, partnership_id=planned.id, amount="18400.00", amount_usd="18400.00",
                promised_on=day.isoformat(), themes=["returns"], description="Cartes SIM",
            )
        )  # fmt: skip
        session.add(
            Task(about=partner.id, what="Rappeler Mme Ba", owner=by.id, due_on=(day + timedelta(9)).isoformat())
        )
    return next(one.id for one in people.officers(store) if one.role == "chief_of_mission")


def _records(store: Any) -> dict[str, Any]:
    """Every kept record by its family's number and its id: each field by its number, and the office."""
    from sqlalchemy import select

    found: dict[str, Any] = {}
    with store.read() as session:
        for kind, family in sorted(store.families.items()):
            rows = session.scalars(select(family.record)).all()
            if rows:
                found[str(kind)] = {
                    row.id: {"office": row.office, **{str(n): getattr(row, f) for f, n in family.number.items()}}
                    for row in rows
                }
    return found


def _tables(store: Any) -> dict[str, list[list[Any]]]:
    """The rows of what a store keeps for itself, as the database holds them: the column names first."""
    found: dict[str, list[list[Any]]] = {}
    with store.engine.connect() as connection:
        for name in LOCAL:
            cursor = connection.exec_driver_sql(f'SELECT * FROM "{name}"')
            found[name] = [list(cursor.keys()), *sorted((list(row) for row in cursor), key=repr)]
    return found


def _keep(folder: Path, key: bytes, target: Path) -> None:
    """The folder without what other folders may hold (lists, outgoing files), its database in plain."""
    from desktop.store import cipher
    from desktop.store.place import DATABASE

    plain = folder.with_name("plain.db")
    plain.unlink(missing_ok=True)
    connection = cipher.connect(folder / DATABASE, key)
    connection.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
    connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    connection.execute("DETACH DATABASE plain")
    connection.close()
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith((DATABASE, ".")):
                tar.add(path, path.name)
        tar.add(plain, DATABASE)
    target.write_bytes(lzma.compress(packed.getvalue(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
