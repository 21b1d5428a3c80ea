"""The contents in force: those of the program, or the version of Headquarters that was applied here last.

A version arrives in a return, or in a file for all offices, and waits: the office sees what changes, and applies it
whole or not at all. What is in force lies in the database; the folder `contents` beside it is written from there anew
whenever it differs, so that nobody changes a rule by changing a file. Where the program was updated since, the version
is checked again by its loader; what it cannot use is set aside, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import desktop
from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.bundles import bundle
from desktop.bundles.content_packs import MEDIA_TYPE, ContentPack, SignedPack, matching_texts
from desktop.bundles.key_list import KeyList
from desktop.bundles.keys import DeviceKeys, Keyset, PublicKeys
from desktop.bundles.reader import Bundle, BundleReader
from desktop.bundles.strict import Unsound
from desktop.definitions.content_differences import ContentDifference, differences
from desktop.definitions.content_files import ContentTexts, read_contents, write_contents
from desktop.definitions.loading import Definitions, shipped
from desktop.services.exchange import arrivals, enrolment, published_lists, releasing
from desktop.services.office import laptop_keys
from desktop.services.office.believed_clock import likely_now_in
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Device, Local
from desktop.store.states import BundleVerdict
from desktop.store.store import HQ, Store, recall_in

CONTENTS = "contents"  # under this name an office keeps which version is in force, and which arrived
CHECKED = "contents-checked"  # and whether this program can use the one in force
FOLDER = "contents"
QUESTIONNAIRE = "diligence/questionnaire.toml"
APPLIED = N_("New rules and templates of Headquarters applied")


@dataclass(frozen=True)
class ContentsStanding:
    """Which version is in force (None: the program's own), and which arrived and waits.

    `fault` says why this program cannot use the version in force, empty where it can; `lapsed` that its day is over.
    `former` are the versions that were in force before, the last one first.
    """

    in_force: ContentPack | None = None
    waiting: ContentPack | None = None
    former: tuple[ContentPack, ...] = ()
    fault: str = ""
    lapsed: bool = False


@dataclass(frozen=True)
class ArrivedContents:
    """A version as it came: the notice, and the texts where they came with it."""

    pack: ContentPack
    data: bytes | None


# --- which definitions are in force


def definitions_in_force(store: Store, machine: Store, folder: Path) -> Definitions:
    """The definitions by which an office, or Headquarters, works; written into the folder of the office if need be.

    Those of the program where nothing else is in force, or where this program cannot use what is: `standing` says so.
    """
    earlier = _EarlierForms(store)
    with store.read() as session:
        pack = in_force_in(session, store.identity.office)
        if pack is None:
            return shipped()
        try:
            texts = texts_of(session, pack)
        except Problem as problem:  # the office opens nevertheless, by the rules of the program
            machine.remember_worked_out(CHECKED, {"content": pack.content, "program": "", "fault": problem.text})
            return replace(shipped(), earlier=earlier)
    definitions = Definitions(laid_out(folder, pack.content, texts), earlier)
    checked = machine.recall(CHECKED)
    if (checked.get("content"), checked.get("program")) != (pack.content, desktop.__version__):
        checked = _note_checked(machine, pack, definitions)
    return replace(shipped(), earlier=earlier) if checked["fault"] else definitions


@dataclass(frozen=True)
class _EarlierForms:
    """The questionnaires that were in force here before, by their digests."""

    store: Store

    def __call__(self, digest: str) -> bytes | None:
        with self.store.read() as session:
            return files.get(session, digest) if files.about(session, digest) is not None else None


def _note_checked(machine: Store, pack: ContentPack, definitions: Definitions) -> dict[str, Any]:
    """Check by the loader what is in force, and note what came of it."""
    fault = next((problem.text for problem in definitions.problems()), "")
    checked = {"content": pack.content, "program": desktop.__version__, "fault": fault}
    machine.remember_worked_out(CHECKED, checked)
    return checked


def laid_out(folder: Path, content: str, texts: ContentTexts) -> Path:
    """The folder in which these texts lie over those of the program, every byte compared. Raises Problem."""
    place = folder / FOLDER / content[:16]
    write_contents({**read_contents(paths.forms()), **texts}, place)
    return place


def in_force_in(session: Session, office: str) -> ContentPack | None:
    """The version in force: at Headquarters the last that was released, in an office the last that was applied."""
    if office == HQ:
        last = next(releasing.released_in(session), None)
        return releasing.pack_of(last) if last is not None else None
    stored = recall_in(session, CONTENTS).get("in_force")
    return ContentPack.from_json(stored) if stored else None


def texts_of(session: Session, pack: ContentPack) -> dict[str, str]:
    """The texts of a version that is here; raises Problem where they are missing or altered."""
    try:
        return matching_texts(pack, files.get(session, pack.content))
    except Unsound as error:
        raise Problem(
            _("Version {version} of the rules and templates cannot be read here; the former one stays in use.").format(
                version=pack.version
            ),
            _("Ask Headquarters for a newer version."),
            code="contents-unreadable",
        ) from error


def present_texts(work: Work) -> dict[str, str]:
    """The texts by which this office works now, the program's own among them."""
    return read_contents(work.definitions.folder)


# --- what arrives at an office


def believed(keyset: Keyset, keys_of_hq: KeyList | None) -> tuple[PublicKeys, ...]:
    """The keys of Headquarters by which a version is believed: those that were not withdrawn."""
    return tuple(keys for keys in keyset.hq if keys_of_hq is None or keys.key_id not in keys_of_hq.revoked)


def arrived_in(content: Bundle, hq: Sequence[PublicKeys]) -> ArrivedContents | None:
    """The version that a bundle of Headquarters tells of; None where it tells of none.

    Raises Problem where Headquarters did not sign it, Refused for what is malformed and for other texts than announced.
    """
    try:
        signed = SignedPack.from_documents(content.documents)
        if signed is None:
            return None
        pack = signed.require_from(hq)
        data = next((file.data for file in content.files if file.sha256 == pack.content), None)
        if data is not None:
            matching_texts(pack, data)
    except Unsound as error:
        raise bundle.Refused("bad-contents", str(error)) from error
    return ArrivedContents(pack, data)


def newer_version_in(session: Session, arriving: ArrivedContents | None) -> int:
    """The number of a version that came whole and is newer than those that are here; 0 for none."""
    if arriving is None or arriving.data is None:
        return 0
    return arriving.pack.version if arriving.pack.version > _newest(session) else 0


def _newest(session: Session) -> int:
    stored = recall_in(session, CONTENTS)
    return max((int(stored[name]["version"]) for name in ("in_force", "waiting") if stored.get(name)), default=0)


def take_in(session: Session, arriving: ArrivedContents) -> bool:
    """Let a version wait that is newer than those that are here, in the transaction of its return; whether it does.

    An older one, late or played back, changes nothing.
    """
    if not newer_version_in(session, arriving) or arriving.data is None:
        return False
    stored = recall_in(session, CONTENTS)
    files.put(session, arriving.data, f"{CONTENTS}-{arriving.pack.version}", MEDIA_TYPE)
    session.merge(Local(name=CONTENTS, value={**stored, "waiting": arriving.pack.to_json()}))
    return True


def import_broadcast(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> tuple[ContentPack, ...]:
    """Take in a file for all offices; each version in it that is newer than what is here waits to be applied.

    Gives the notices of those: rules and templates, lists, rates. Raises Refused or Problem, nothing changed, when it
    is damaged, not of Headquarters, no file for all offices, or nothing in it is newer.
    """
    require(work.officer, Right.SEND)
    trusted = enrolment.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("This laptop does not know Headquarters yet; nothing was changed."),
            _("Have Headquarters authorize this laptop first: it takes one file each way."),
            code="laptop-not-enrolled",
        )
    archived = arrivals.archive(path, inbox)
    reading = BundleReader(trusted, (keys, *laptop_keys.former(work.machine)))
    with arrivals.setting_refused_aside(work, archived), reading as reader:
        content = reader.read(archived)
    believed_keys = believed(trusted, enrolment.key_list(work.machine))
    is_broadcast = content.header.kind is bundle.BundleKind.BROADCAST
    arriving = arrived_in(content, believed_keys) if is_broadcast else None
    lists = published_lists.arrived_in(content, believed_keys) if is_broadcast else ()
    has_rules = arriving is not None and arriving.data is not None
    if not has_rules and not any(own.data is not None for own in lists):
        raise Problem(
            _("“{name}” is no file with rules and templates for all offices; nothing was changed.").format(
                name=path.name
            ),
            _("Import a return of Headquarters under “Send and receive”."),
            code="contents-not-in-file",
        )
    with work.store.note() as session:
        rules = (arriving.pack,) if arriving is not None and take_in(session, arriving) else ()
        newer = (*rules, *published_lists.take_in(session, lists, by_return=False))
        if not newer:
            raise _not_newer(session, arriving.pack if arriving is not None else lists[0].pack)
        at = work.clock.stamp()
        office = work.store.identity.office
        arrivals.note_taken_in(session, archived, path.name, content, office, BundleVerdict.APPLIED, at)
    return newer


def _not_newer(session: Session, pack: ContentPack) -> Problem:
    if pack.subject:
        return Problem(
            _("Nothing in this file is newer than what is here; nothing was changed."),
            _("Ask Headquarters for its latest file."),
            code="contents-not-newer",
        )
    return Problem(
        _("Version {version} is not newer than version {newest}, which is here; nothing was changed.").format(
            version=pack.version, newest=_newest(session)
        ),
        _("Ask Headquarters for its latest file."),
        code="contents-not-newer",
    )


# --- what the office sees and does


def standing(work: Work) -> ContentsStanding:
    """Which version is in force and which waits."""
    with work.store.read() as session:
        return standing_in(session, work)


def standing_in(session: Session, work: Work) -> ContentsStanding:
    """The same, read with what else a page shows."""
    stored = recall_in(session, CONTENTS)
    pack = in_force_in(session, work.store.identity.office)
    waiting, former = stored.get("waiting"), stored.get("former", [])
    checked = work.machine.recall(CHECKED) if pack is not None else {}
    fault = str(checked.get("fault", "")) if pack is not None and checked.get("content") == pack.content else ""
    lapsed = bool(
        pack and pack.valid_until and date.fromisoformat(pack.valid_until) < likely_now_in(session, work).date()
    )
    return ContentsStanding(
        pack,
        ContentPack.from_json(waiting) if waiting else None,
        tuple(ContentPack.from_json(notice) for notice in former),
        fault,
        lapsed,
    )


def waiting_in(session: Session) -> int:
    """The number of the version that arrived and waits to be applied; 0 for none."""
    waiting = recall_in(session, CONTENTS).get("waiting")
    return ContentPack.from_json(waiting).version if waiting else 0


def waiting_differences(work: Work) -> tuple[ContentDifference, ...]:
    """In what the version that waits differs from what is in force; nothing where none waits."""
    with work.store.read() as session:
        waiting = recall_in(session, CONTENTS).get("waiting")
        if not waiting:
            return ()
        texts = texts_of(session, ContentPack.from_json(waiting))
    return differences(present_texts(work), {**read_contents(paths.forms()), **texts})


def apply(work: Work, folder: Path) -> ContentPack:
    """Put the version that waits in force, whole or not at all; the one before stays here, and open cases keep theirs.

    Raises Problem, nothing changed, where none waits, and where this program cannot use it.
    """
    require(work.officer, Right.ADMINISTER)
    with work.store.read() as session:
        waiting = recall_in(session, CONTENTS).get("waiting")
        if not waiting:
            raise Problem(
                _("No new rules and templates wait here; nothing was changed."),
                _("They come with a return of Headquarters."),
                code="contents-none-waiting",
            )
        pack = ContentPack.from_json(waiting)
        texts = texts_of(session, pack)
    definitions = Definitions(laid_out(folder, pack.content, texts))
    for problem in definitions.problems():
        raise Problem(
            _("This program cannot use version {version}; the former one stays in use. {fault}").format(
                version=pack.version, fault=problem.text
            ),
            _("Update Passerelle, then apply it again. Version {program} of the program can use it.").format(
                program=pack.program
            ),
            code="contents-not-for-this-program",
        )
    questionnaires = [place.questionnaire_file.read_bytes() for place in (work.definitions, definitions)]
    with work.store.change(APPLIED, work.officer.id) as session:
        stored = recall_in(session, CONTENTS)
        if (stored.get("waiting") or {}).get("content") != pack.content:
            raise Problem(
                _("A newer version arrived meanwhile; nothing was changed."),
                _("Look at what changes in it, then apply it."),
                code="contents-arrived-meanwhile",
            )
        for data in questionnaires:
            files.put(session, data, QUESTIONNAIRE, "application/toml")
        device = session.get(Device, work.store.identity.device)
        if device is not None:
            device.contents_version, device.contents_digest = pack.version, pack.content
        before = [stored["in_force"]] if stored.get("in_force") else []
        former = [*before, *stored.get("former", [])]
        session.merge(Local(name=CONTENTS, value={"in_force": pack.to_json(), "former": former}))
        checked = {"content": pack.content, "program": desktop.__version__, "fault": ""}
        session.merge(Local(name=CHECKED, value=checked))
    return pack
