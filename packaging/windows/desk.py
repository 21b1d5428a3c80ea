"""Headquarters on Windows with its records on a PostgreSQL server, and a bundle that an office's program made there."""

import json
from collections.abc import Mapping
from pathlib import Path

import debian
from database import VARIABLE, database_server
from trial import Steps, wrong_of

from desktop.base.clock import Clock
from desktop.office import Account, Office
from desktop.services.demo import invented
from desktop.services.exchange import enrolment
from desktop.store.states import Role
from desktop.store.vault import FLOOR, Vault

PASSPHRASE = "PASSERELLE_PASSPHRASE"
WORDS = "la pirogue attend le fleuve"
PLACE = f"C:\\users\\{debian.USER}\\Documents\\Siège et bureau"
WITHOUT = "This program was installed for an office, without the part that reaches PostgreSQL; nothing was changed."
REMEDY = "Install Passerelle for Headquarters: its file has “headquarters” in its name."
NOWHERE = "postgresql://omar@127.0.0.1:1/passerelle"


def without_part(user: Steps, console: str) -> int:
    """0 when the office's program says in one line that PostgreSQL needs another set-up file, and leaves nothing."""
    code, said = user.user.said(_init(console, NOWHERE), {PASSPHRASE: WORDS})
    wrong = wrong_of([(said, (code, said.split("\n")) == (1, [f"{WITHOUT} {REMEDY}", ""]))])
    wrong += [str(path) for path in user.on_disk(PLACE).glob("*")]
    user.tell("an office's program says which file has Headquarters' part", wrong)
    return len(wrong)


def walk(user: Steps, console: str) -> int:
    """How many steps failed, from an empty database to a bundle imported, answered and in a backup."""
    before = len(user.failed)
    with database_server() as server:
        desk = _Desk(user, console, server[VARIABLE])
        folder = user.on_disk(PLACE)
        folder.mkdir(parents=True)
        with _office(folder) as office:
            request, fingerprint = enrolment.request(office.work, office.keys), office.keys.public.fingerprint
        (folder / "laptop.request").write_bytes(request)
        for name in ("stick", "backups"):  # a stick that is not there is refused
            (folder / name).mkdir()
        user.give(folder.parent)
        made = desk.answer("it checks itself with its part", "check")
        user.tell("PostgreSQL's driver is there", wrong_of([(str(made), "psycopg" in json.dumps(made))]))
        desk.answer("Headquarters is made in an empty database", *_init("", server[VARIABLE])[1:])
        files = (f"{PLACE}\\laptop.request", "--out", f"{PLACE}\\laptop.kit")
        desk.answer("it authorizes the laptop", "hq", "enrol", *files, "--fingerprint", fingerprint, *HEADQUARTERS)
        _accept(folder)
        user.give(folder)
        desk.answer("the office writes its bundle", "bundle", "export", "--to", f"{PLACE}\\stick", *OFFICE)
        arrived = desk.answer("Headquarters imports it", "hq", "import", f"{PLACE}\\stick", *HEADQUARTERS)
        verdicts = [file["verdict"] for file in arrived.get("files", ())]
        user.tell("its verdict is that of a sound bundle", wrong_of([(str(verdicts), verdicts == ["applied"])]))
        heard = desk.answer("it has heard of the office", "hq", "offices", *HEADQUARTERS).get("offices", [])
        codes = [office["office"] for office in heard]
        user.tell("by its code", wrong_of([(str(codes), codes == [invented.OFFICE])]))
        desk.answer("it answers", "hq", "return", invented.OFFICE, "--to", f"{PLACE}\\stick", *HEADQUARTERS)
        desk.answer("it makes its backup", "hq", "backup", "--to", f"{PLACE}\\backups", *HEADQUARTERS)
    return len(user.failed) - before


HEADQUARTERS = ("--office", f"{PLACE}\\hq")
OFFICE = ("--office", f"{PLACE}\\office")


def _init(console: str, address: str) -> list[str]:
    named = ("--name", "Omar Haddad", "--database", address, "--language", "en")
    return [console, "hq", "init", *named, *HEADQUARTERS]


class _Desk:
    """Headquarters' administrator, who types commands."""

    def __init__(self, user: Steps, console: str, address: str) -> None:
        self._user, self._console, self._address = user, console, address

    def answer(self, title: str, *words: str) -> Mapping[str, list[dict[str, str]]]:
        """What a command answers; empty when it does not end well, which is told."""
        code, said = self._user.user.said([self._console, *words, "--json"], {PASSPHRASE: WORDS})
        self._user.tell(title, wrong_of([(said, code == 0)]))
        answered: dict[str, list[dict[str, str]]] = json.loads(said) if code == 0 else {}
        return answered


def _office(folder: Path) -> Office:
    """An office with a partner: only the window makes one, so here the same deeds of the source do."""
    account = Account("Awa Ndiaye", "", Role.OFFICER, WORDS)
    office = Office.create(folder / "office", account, invented.profile("fr"), cost=FLOOR, clock=Clock())
    invented.partner(office.work, "fr")
    return office


def _accept(folder: Path) -> None:
    """What the window does once Headquarters' fingerprint was compared by voice."""
    vault = Vault.open(folder / "office")
    (officer,) = vault.officers
    with Office.enter(folder / "office", vault, vault.unlock(officer.id, WORDS)) as office:
        enrolment.accept(office.work, enrolment.read_kit((folder / "laptop.kit").read_bytes(), office.keys))
