"""Headquarters publishes contents: questionnaire, clauses, types of agreement, limits, rules (F86, sync.md 2.14).

What is chosen is laid over what is in force, read by the program's own loader, compared entry by entry and tried before
anything leaves. One person prepares a version, a second one looks at the same and releases it (`exchange/releasing`).
What is released is withdrawn by a newer version only, and goes to each office with its returns, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.bundles import bundle
from desktop.bundles.content import BundleFile
from desktop.bundles.content_packs import MEDIA_TYPE, ContentPack, carried_documents, content_bytes
from desktop.bundles.keys import DeviceKeys
from desktop.definitions.content_differences import ContentDifference, differences, ids_gone
from desktop.definitions.content_files import ContentTexts, chosen_contents, read_contents, write_contents
from desktop.definitions.loading import Definitions
from desktop.definitions.worked_cases import ChangedResult, changed_results
from desktop.services.exchange import contents, releasing, sending
from desktop.services.exchange.headquarters import content_effects, preparing, publishing_lists, put_back
from desktop.services.exchange.headquarters.content_effects import ContentEffects
from desktop.services.exchange.headquarters.preparing import NextVersion, PreparingOrder
from desktop.services.exchange.headquarters.publishing_lists import ListTrial
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import ContentVersion, Device, Local
from desktop.store.store import HQ

PREPARED = N_("Rules and templates prepared")
TOLD = "contents"  # the name under which this installation notes which version it told an office


@dataclass(frozen=True)
class ContentTrial:
    """What would be published: `texts` are all that differ from the program's own, `base` the version they rest on.

    With a fault nothing can be published; `worked_cases` are those of the questionnaire that come out otherwise.
    """

    base: int
    texts: ContentTexts
    faults: tuple[Problem, ...] = ()
    differences: tuple[ContentDifference, ...] = ()
    worked_cases: tuple[ChangedResult, ...] = ()
    effects: ContentEffects = field(default_factory=ContentEffects)

    @property
    def can_be_published(self) -> bool:
        """Whether it is sound and says something new."""
        return not self.faults and bool(self.differences)


@dataclass(frozen=True)
class OfficeContents:
    """With which version a laptop of an office works, as it said itself; 0 for the program's own."""

    office: str
    laptop: str
    version: int
    is_same: bool  # whether the texts are those that were published under this number


def examine(work: Work, path: Path, progress: Progress) -> ContentTrial:
    """Look at a file, or a folder of files, that somebody wants to publish; nothing is published.

    Raises Problem where it is not there, or holds far more files than contents have.
    """
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        pack = contents.in_force_in(session, HQ)
        published = contents.texts_of(session, pack) if pack is not None else {}
    before = {**read_contents(paths.forms()), **published}
    chosen = chosen_contents(path, before)
    base = pack.version if pack is not None else 0
    if chosen.faults:
        return ContentTrial(base, chosen.texts, chosen.faults)
    return _tried(work, ContentTrial(base, {**published, **chosen.texts}), before, progress)


def examine_withdrawal(work: Work, progress: Progress) -> ContentTrial:
    """Look at what the withdrawal of the last version comes to: a newer one that says what the version before said."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        records = list(releasing.released_in(session))
        if not records:
            raise Problem(
                _("No version was published yet; nothing can be withdrawn."),
                _("The offices work with the rules and templates of the program."),
                code="contents-none-published",
            )
        last, before = records[0], records[1] if len(records) > 1 else None
        present = contents.texts_of(session, releasing.pack_of(last))
        former = contents.texts_of(session, releasing.pack_of(before)) if before is not None else {}
    own = read_contents(paths.forms())
    texts = {name: former.get(name, own.get(name, text)) for name, text in present.items()}
    return _tried(work, ContentTrial(last.version, texts), {**own, **present}, progress)


def examine_prepared(work: Work, record: ContentVersion, progress: Progress) -> ContentTrial | ListTrial:
    """Look at a version that waits for a second person, as its preparer looked at it."""
    if record.subject != releasing.RULES:
        return publishing_lists.examine_prepared(work, record, progress)
    return _examine_prepared_rules(work, record, progress)


def _examine_prepared_rules(work: Work, record: ContentVersion, progress: Progress) -> ContentTrial:
    with work.store.read() as session:
        pack = contents.in_force_in(session, HQ)
        present = contents.texts_of(session, pack) if pack is not None else {}
        texts = contents.texts_of(session, releasing.pack_of(record))
    trial = ContentTrial(pack.version if pack is not None else 0, texts)
    return _tried(work, trial, {**read_contents(paths.forms()), **present}, progress)


def _tried(work: Work, trial: ContentTrial, before: ContentTexts, progress: Progress) -> ContentTrial:
    """What the texts of a trial come to over those of the program; `before` are all those in force."""
    after = {**read_contents(paths.forms()), **trial.texts}
    lines = differences(before, after)
    progress.check()
    with TemporaryDirectory(prefix="passerelle-contents-") as folder:
        write_contents(after, Path(folder))
        definitions = Definitions(Path(folder))
        faults = (*definitions.problems(), *ids_gone(lines))
        if faults:
            return replace(trial, faults=faults, differences=lines)
        present = work.definitions
        changed = changed_results(definitions.worked_cases, definitions.authority, present.form, definitions.form)
        going_on = replace(definitions, earlier=partial(_begun_with, present))
        effects = content_effects.effects_of(work, going_on, lines, progress)
    return replace(trial, differences=lines, worked_cases=changed, effects=effects)


def _begun_with(present: Definitions, digest: str) -> bytes | None:
    """The questionnaire of a case that is open now, once another one is in force."""
    if digest == present.form.digest:
        return present.questionnaire_file.read_bytes()
    return present.earlier(digest)


def prepare(work: Work, trial: ContentTrial, reason: str, valid_until: str = "") -> ContentVersion:
    """Prepare what was looked at as the next version, for a second person to release.

    Raises Problem, nothing prepared, without the right or a reason, with a fault in it, where nothing changes, where
    another version waits or was released meanwhile.
    """
    require(work.officer, Right.PUBLISH)
    _require_sound(trial)
    data = content_bytes(trial.texts)

    def next_version(session: Session) -> NextVersion:
        number = _next_version(session, work)
        return NextVersion(number, files.put(session, data, f"{contents.CONTENTS}-{number}", MEDIA_TYPE))

    changes = len(trial.differences)
    order = PreparingOrder(PREPARED, releasing.RULES, trial.base, changes, reason, valid_until)
    return preparing.store(work, order, next_version)


def release(work: Work, record: ContentVersion, seed: bytes, progress: Progress) -> ContentVersion:
    """Release a version, of rules or of a list, that somebody else prepared; returns carry it from then on.

    Raises Problem, nothing released, as `releasing.require_second` does, and where a fault is in it by now.
    """
    if record.subject != releasing.RULES:
        return publishing_lists.release(work, record, seed)
    releasing.require_second(work, record, seed)
    trial = _examine_prepared_rules(work, record, progress)
    if trial.faults:
        raise Problem(
            _("There are faults in this version by now; nothing was released. {fault}").format(
                fault=trial.faults[0].text
            ),
            _("Withdraw it, and prepare it again."),
            code="contents-faulty",
        )
    newer = {**read_contents(paths.forms()), **trial.texts}[contents.QUESTIONNAIRE].encode()
    questionnaires = (work.definitions.questionnaire_file.read_bytes(), newer)
    with work.store.change(releasing.RELEASED, work.officer.id) as session:
        released = releasing.release_in(session, work, record.id, seed)
        for questionnaire in questionnaires:
            files.put(session, questionnaire, contents.QUESTIONNAIRE, "application/toml")
    return released


def _require_sound(trial: ContentTrial) -> None:
    if trial.faults:
        raise Problem(
            _("There are faults in these files; nothing was published."),
            _("Mend what is listed, then choose the files again."),
            code="contents-faulty",
        )
    if not trial.differences:
        raise Problem(
            _("Nothing in these files differs from what is in force; nothing was published."),
            _("Choose the files that you changed."),
            code="contents-unchanged",
        )


def _next_version(session: Session, work: Work) -> int:
    """A number that no office has seen: above all of ours and above what laptops say they work with.

    Put back from a backup, Headquarters may have published more than it knows; then some numbers are left out.
    """
    last = next((record.version for record in releasing.every_in(session)), 0)
    seen = session.scalar(select(func.max(Device.contents_version))) or 0
    number = max(last, min(seen, put_back.UNUSED)) + 1
    identities = len(put_back.earlier(work.store).identities)
    return max(number, identities * preparing.LEFT_OUT + 1)


def history(work: Work) -> Sequence[ContentVersion]:
    """Every version of the rules and then of each list, the newest first: what waits and what was withdrawn too."""
    with work.store.read() as session:
        query = select(ContentVersion).order_by(ContentVersion.subject, ContentVersion.version.desc())
        return session.scalars(query).all()


def held_by_offices(work: Work) -> tuple[OfficeContents, ...]:
    """With which version each laptop works that said so, by office."""
    with work.store.read() as session:
        texts = {record.version: record.content for record in releasing.released_in(session)}
        devices = session.scalars(select(Device).where(Device.office != HQ).order_by(Device.office, Device.name)).all()
    return tuple(
        OfficeContents(
            device.office,
            device.name,
            device.contents_version,
            device.contents_version == 0 or texts.get(device.contents_version) == device.contents_digest,
        )
        for device in devices
    )


# --- what travels


def latest(work: Work) -> ContentPack | None:
    """The version that offices are told of; None before one was published."""
    with work.store.read() as session:
        return contents.in_force_in(session, HQ)


def untold_in(session: Session, offices: Sequence[str]) -> frozenset[str]:
    """Those of these offices that no return told of the last version of the rules, or of a list."""
    untold = publishing_lists.untold_in(session, offices)
    pack = contents.in_force_in(session, HQ)
    if pack is None:
        return untold
    names = {f"{TOLD}:{office}": office for office in offices}
    rows = session.scalars(select(Local).where(Local.name.in_(names))).all()
    informed = {names[row.name] for row in rows if pack.content in row.value.values()}
    return untold | (frozenset(offices) - informed)


def file_of(work: Work, pack: ContentPack) -> BundleFile:
    """The texts of a version as a bundle carries them."""
    with work.store.read() as session:
        return BundleFile(files.get(session, pack.content), f"contents-{pack.version}", MEDIA_TYPE)


def write_broadcast(work: Work, keys: DeviceKeys, path: Path) -> tuple[ContentPack, ...]:
    """Write the last version of the rules, and of each list, as a file for all offices: signed, not secret.

    Gives their notices. Raises Problem before anything was published.
    """
    require(work.officer, Right.HEADQUARTERS)
    pack, lists = latest(work), publishing_lists.every_whole(work, keys)
    if pack is None and not lists:
        raise Problem(
            _("No version was published yet; nothing was written."),
            _("Publish one first."),
            code="contents-none-published",
        )
    documents = carried_documents([own for own, _file in lists])
    texts = [file for _own, file in lists]
    if pack is not None:
        documents |= pack.signed(keys).documents()
        texts.append(file_of(work, pack))
    load = bundle.Load(documents=documents, files=texts)
    data = bundle.compose(bundle.BundleKind.BROADCAST, keys, [], sending.about(work), load)
    write_safely(path, data)
    return (*((pack,) if pack is not None else ()), *(own.signed.pack for own, _file in lists))
