"""A release of the program travels from its makers through Headquarters to an office, which believes release keys only.

Headquarters copies the file beside its returns and signs nothing of it. An office verifies it, notes the highest
version and the newest release keys it ever saw in its encrypted database, and refuses what is older, expired, made for
another kind of computer, or unable to open its records. Nothing is installed here: see `program_installing`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import desktop
from desktop.base import paths
from desktop.base.dates import format_date
from desktop.base.errors import Problem
from desktop.base.files import copy_safely, discard, pieces_of
from desktop.base.installation import platform
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.base.values import JsonObject, local_day
from desktop.bundles import program_release, root_signed, strict
from desktop.bundles.program_release import SUFFIX, Release, ReleaseRoot, order
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters import own_keys
from desktop.services.office.believed_clock import likely_now, sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import migrations
from desktop.store.store import Store

NOTE = "program_updates"  # this computer's note: the highest version seen, later release keys, what was allowed
SHIPPED = "release-roots.json"  # among the resources: the release keys with which this program was delivered
LARGEST = 64 << 10  # bytes of it


@dataclass(frozen=True)
class LookedAtUpdate:
    """An update that two release keys signed; `refusal` says why this office does not install it, None if it may.

    `is_older` is true where only its number speaks against it, which whoever decides in the office may allow.
    """

    release: Release
    refusal: Problem | None
    is_older: bool


def shipped_root() -> ReleaseRoot:
    """The release keys with which this program was delivered. Raises OSError or Unsound where they are damaged."""
    shipped = root_signed.newest(None, _chain((paths.resources() / SHIPPED).read_bytes()))
    if shipped is None:
        raise strict.Unsound("no release keys")
    return shipped


def release_root(machine: Store) -> ReleaseRoot:
    """The release keys that this office believes: those of the program, or later ones that they led to."""
    shipped = shipped_root()
    noted = str(machine.recall(NOTE).get("roots", ""))
    return root_signed.newest(shipped, _chain(noted.encode())) or shipped if noted else shipped


def _chain(data: bytes) -> tuple[ReleaseRoot, ...]:
    return program_release.chain_from_bytes(data.strip())


def verified(work: Work, path: Path, progress: Progress) -> Release:
    """An update whose every byte two release keys signed. Raises Problem for anything else; nothing is noted."""
    release = _announced(work, path)
    program_release.require_whole(release, progress)
    return release


def _announced(work: Work, path: Path) -> Release:
    """What an update says of itself under signatures that hold; what is packed in it was not looked at."""
    return program_release.read(path, release_root(work.machine), _keys_of_headquarters(work.machine))


def _keys_of_headquarters(machine: Store) -> frozenset[str]:
    """The public keys with which Headquarters signs something else, its root keys among them."""
    keyset = enrolment.keyset(machine)
    lists = [entry for entry in (enrolment.key_list(machine), own_keys.present(machine)) if entry is not None]
    own = {pair.sign for entry in lists for pair in entry.believed} | {root for entry in lists for root in entry.roots}
    return frozenset(own | {keys.sign for keys in (keyset.hq if keyset is not None else ())})


def look_at(work: Work, path: Path, progress: Progress) -> LookedAtUpdate:
    """Verify an update, and note that it was seen and where it lies.

    Raises Problem where it is not what two release keys signed.
    """
    release = verified(work, path, progress)
    looked = judged(work, release)
    if work.machine.only_reading is None:
        _note_seen(work.machine, release)
    return looked


def arrived(work: Work) -> LookedAtUpdate | None:
    """The update that was looked at last, where its file is still there and is not in use yet; None for none.

    Only its signatures are verified again, so that it takes a moment: whoever installs it reads it whole.
    """
    noted = str(work.machine.recall(NOTE).get("file", ""))
    if not noted or not Path(noted).is_file():
        return None
    try:
        release = _announced(work, Path(noted))
    except Problem:  # another file of this name, or keys that were replaced: it is said when it is looked at again
        return None
    return judged(work, release) if is_newer(release) else None


def is_newer(release: Release) -> bool:
    """Whether it is newer than the version that runs."""
    return order(release.manifest.version) > order(desktop.__version__)


def judged(work: Work, release: Release) -> LookedAtUpdate:
    """Whether this office may install a release, by its day, its kind of computer, its records and its number."""
    refusal = _misfit(work, release)
    is_older = refusal is None and _is_older(work, release)
    return LookedAtUpdate(release, _older(work, release) if is_older else refusal, is_older)


def require_installable(work: Work, release: Release) -> None:
    """Raise Problem unless this office may install the release."""
    if (refusal := judged(work, release).refusal) is not None:
        raise refusal


def _misfit(work: Work, release: Release) -> Problem | None:
    manifest = release.manifest
    if local_day(likely_now(work)) > manifest.expires:
        day = format_date(manifest.expires, language(), "long")
        return Problem(
            _("Version {version} was to be installed until {day}; it was refused.").format(
                version=manifest.version, day=day
            ),
            _("Ask Headquarters for a newer one."),
            code="update-expired",
        )
    if manifest.platform != platform():
        return Problem(
            _("This update is for {other}, and this program runs on {own}; it was refused.").format(
                other=manifest.platform, own=platform()
            ),
            _("Choose the file whose name bears {own}.").format(own=platform()),
            code="update-other-platform",
        )
    if not manifest.data_from <= migrations.LATEST <= manifest.data_to:
        return Problem(
            _("Version {version} could not open the records of this office; it was refused.").format(
                version=manifest.version
            ),
            _("Ask Headquarters which version comes in between."),
            code="update-other-data",
        )
    return None


def highest_seen(machine: Store) -> str:
    """The highest version that ran here or was verified here."""
    return _highest_in(machine.recall(NOTE))


def _highest_in(note: JsonObject) -> str:
    return max(str(note.get("highest", desktop.__version__)), desktop.__version__, key=order)


def _is_older(work: Work, release: Release) -> bool:
    allowed = work.machine.recall(NOTE).get("allowed") == release.digest
    return order(release.manifest.version) < order(highest_seen(work.machine)) and not allowed


def _older(work: Work, release: Release) -> Problem:
    return Problem(
        _("Version {version} is older than version {highest}, which was seen here already; it was refused.").format(
            version=release.manifest.version, highest=highest_seen(work.machine)
        ),
        _("The Chief of Mission may allow it, if there is a reason to go back."),
        code="update-older",
    )


def allow_older(work: Work, release: Release) -> None:
    """Let this very release be installed although it is older; whoever decides in the office says so.

    Raises Problem for another role, and where something else than its number speaks against it.
    """
    require(work.officer, Right.DECIDE)
    if (misfit := _misfit(work, release)) is not None:
        raise misfit
    allowed = {"allowed": release.digest, "allowed_by": work.officer.id, "allowed_at": sealing_clock(work).stamp()}
    _note(work.machine, allowed)


def note_running(machine: Store) -> None:
    """Note the version that runs, so that an older one, put in its place, is told from it."""
    note = machine.recall(NOTE)
    highest = _highest_in(note)
    if machine.only_reading is None and note.get("highest") != highest:
        machine.remember(NOTE, {**note, "highest": highest})


def _note_seen(machine: Store, release: Release) -> None:
    highest = max(highest_seen(machine), release.manifest.version, key=order)
    later = program_release.chain_to_bytes(release.chain).decode() if release.root.version > 1 else ""
    _note(machine, {"highest": highest, "file": str(release.path.absolute()), **({"roots": later} if later else {})})


def _note(machine: Store, news: JsonObject) -> None:
    machine.remember(NOTE, {**machine.recall(NOTE), **news})


def beside(folder: Path) -> Path | None:
    """The update that lies in a folder, as beside a return; of several the one whose name comes last."""
    return max(folder.glob(f"*{SUFFIX}"), default=None)


def forward(work: Work, path: Path, folder: Path, progress: Progress) -> Release:
    """Copy an update that two release keys signed, byte by byte, into a folder or onto a stick; returns the copy.

    Raises Problem, nothing left there, for any other file, and where it cannot be read or written whole, or lies in
    that folder already.
    """
    require(work.officer, Right.HEADQUARTERS)
    verified(work, path, progress)
    target = folder / path.name
    if target.exists() and target.samefile(path):
        raise Problem(
            _("“{name}” lies in this folder already; nothing was copied.").format(name=path.name),
            _("Choose the stick or the folder that goes to the office."),
            code="update-in-place",
        )
    progress.step(0, 2, _("Copying the program update"))
    digest = copy_safely(path, target)
    progress.step(1, 2, _("Reading the copy again"))
    if _digest(target) != digest:
        discard(target)
        raise Problem(
            _("The copy of “{name}” is not what was copied; it was taken away again.").format(name=path.name),
            _("Use another stick, or copy it again."),
            code="update-copy-differs",
        )
    return _announced(work, target)


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    for piece in pieces_of(path):
        whole.update(piece)
    return whole.hexdigest()
