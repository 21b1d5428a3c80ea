"""Headquarters changes a file of the contents: its administrator prepares a version, a second person releases it."""

from dataclasses import replace
from pathlib import Path

from desktop.base import paths
from desktop.base.progress import Progress
from desktop.base.values import sha256
from desktop.bundles.content_packs import ContentPack
from desktop.office import Office
from desktop.screening import library
from desktop.services.exchange.headquarters import publishing
from desktop.services.office import officer_seals, people
from desktop.services.work import Work
from desktop.store.records import ContentVersion, Officer
from desktop.store.store import Store
from desktop.store.vault import FLOOR
from tests.offices import PASSPHRASE

QUESTIONNAIRE, AUTHORITY, CLAUSE = "diligence/questionnaire.toml", "authority.toml", "clauses/C-ACC.clause"
SECOND = "5ec0" * 8  # the officer who releases
REASON = "Le Comité a revu le questionnaire."
TITLE = 'fr = "Questionnaire de diligence raisonnable"'
LIMIT = 'standard_usd = "10000"'


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    """A folder with one file of the program's own contents, in which `new` stands for `old`."""
    text = (paths.forms() / name).read_text(encoding="utf-8")
    assert old in text
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def second_person(store: Store) -> tuple[Officer, bytes]:
    """Who releases at Headquarters, and what they seal with; the same one each time."""
    seed = sha256(b"Mina Okafor").encode()[:32]
    _seal, key = officer_seals.sign(b"", seed)
    with store.read() as session:
        officer = session.get(Officer, SECOND)
    if officer is None:
        officer = Officer(id=SECOND, name="Mina Okafor", role="hq_reviewer", seal_key=key)
        with store.change("Officer added", SECOND) as session:
            session.add(officer)
    return officer, seed


def released(work: Work, record: ContentVersion) -> ContentVersion:
    """What was prepared, released by a second person."""
    officer, seed = second_person(work.store)
    return publishing.release(work.acting_as(officer), record, seed, Progress())


def published(work: Work, folder: Path, reason: str = REASON) -> ContentVersion:
    """The files of a folder, looked at, prepared and released."""
    return released(work, publishing.prepare(work, publishing.examine(work, folder, Progress()), reason))


def sealed(pack: ContentPack) -> ContentPack:
    """The notice as somebody sealed it, with whatever key."""
    seal, key = officer_seals.sign(pack.sealed_bytes(), b"k" * 32)
    return replace(pack, seal=seal, seal_key=key)


def colleague(headquarters: Office) -> Officer:
    """Mina Okafor gets an account at Headquarters with the passphrase of the tests."""
    opened = headquarters.vault.add_officer(headquarters.opened, SECOND, "Mina Okafor", PASSPHRASE, FLOOR)
    officer = Officer(id=SECOND, name="Mina Okafor", role="hq_reviewer", seal_key=opened.seal_public().hex())
    people.add_officer(headquarters.work, officer)
    return officer


def un_list(folder: Path, day: str, *changed: tuple[str, str]) -> Path:
    """The invented list as the Council would publish it on a day, with changes."""
    text = (paths.resources() / "reference" / library.PRACTICE).read_text(encoding="utf-8")
    for before, after in (*changed, ('dateGenerated="2026-11-03', f'dateGenerated="{day}')):
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / f"un-{day}.xml"
    path.write_text(text, encoding="utf-8")
    return path
