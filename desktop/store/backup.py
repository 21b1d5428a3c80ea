"""Copies of the office that were opened before they count, and the way back from them.

A backup is one file: a stored (uncompressed) zip of the encrypted database, the slots that open it, and an encrypted
note of what it contains. One that is *whole* needs nothing else to be restored on another machine. The others leave the
large attached files in a folder beside them, where each lies once for all backups (`store.attached_pieces`), and list
them; they bear their database under another name, so that an earlier program refuses them instead of losing files.
"""

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from desktop.base.errors import Problem
from desktop.base.files import (
    PART,
    copy_safely,
    delete_durably,
    explaining,
    move,
    put_in_place,
    remove_leftovers_beside,
    write_safely,
)
from desktop.base.plausibility import is_after, latest_of
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import canonical, parse_json
from desktop.store import attached_pieces, cipher, light_copy, place
from desktop.store.attached_pieces import Piece
from desktop.store.light_copy import AttachedFile
from desktop.store.records.values import ChangeRun
from desktop.store.slots import Slots, from_bytes, unwrap_apart, wrap_apart

SUFFIX = ".backup"
DAYS = 14
MONTHS = 12
ABOUT = "about.bin"
LIGHT = "without-attached-files.db"  # the database of a backup whose attached files lie beside it
PIECES = "attached-files.txt"
LACKS_FILES = "backup-lacks-attached-files"  # the code of the Problem when files beside a backup are missing or damaged
_PURPOSE = b"backup"
_MOST = {place.SLOTS: 1_000_000, ABOUT: 64_000_000, PIECES: 64_000_000}  # bytes: more is no such file
_NAMED = re.compile(r"passerelle-([0-9a-f]{8})-(\d{4}-\d{2}-\d{2}-\d{6})(?:-(\d+))?\.backup")
_MOMENT = "%Y-%m-%d-%H%M%S"
_CHUNK = 1 << 20
_BEGINS = b"PK\x03\x04"  # as every ZIP file with something in it does


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One change as the journal tells it; `at` is in ms since 1970 UTC."""

    what: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a database holds: `heads` gives for each device its last change's number and the chain's head there."""

    records: int
    changes: int
    last: JournalLine | None
    heads: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in a list. `contents` is None when this key does not open it, or it is damaged.

    `files` are the names of what it holds beside the database: only Headquarters' have any. `attached` is how many
    files lie beside the backup for it, `lacking` how many of them are not there.
    """

    path: Path
    made_at: datetime
    size: int
    contents: BackupContents | None
    files: frozenset[str] = frozenset()
    attached: int = 0
    lacking: int = 0

    @property
    def opens(self) -> bool:
        return self.contents is not None

    @property
    def is_whole(self) -> bool:
        """Whether it opens, and every file that lies beside it is there."""
        return self.opens and not self.lacking


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring would do, in numbers of changes and records, and which changes of each laptop these are."""

    lost: int
    regained: int
    records_now: int
    records_then: int
    parted: bool  # the backup and the office went different ways since: the same number, another change
    lost_runs: tuple[ChangeRun, ...] = ()
    regained_runs: tuple[ChangeRun, ...] = ()


def back_up(folder: Path, target: Path, key: bytes, at: datetime, progress: Progress | None = None) -> Path:
    """Copy the office in `folder` into a new file in `target`, opened and compared before it gets its name.

    Large attached files that lie beside it already are not copied again; the others are written first, so that every
    file which a backup names is there before the backup is. `at` is the moment that its name bears; of two of one
    moment the later bears a higher number.

    People may go on working meanwhile. Raises Problem, leaving nothing half written, when the disk is full or gone
    and when the database is found damaged. Attached files that were written already stay for the next try.
    """
    progress = progress or Progress()
    slots = slots_of(folder)
    path = new_path(folder, target, at)
    beside = attached_pieces.folder_beside(target, from_bytes(slots).vault)
    part = folder / f"backup.db{PART}"
    try:
        progress.step(0, 3, _("Copying the database"))
        with cipher.converting_errors():
            before = contents(folder / place.DATABASE, key)
        pieces = _PieceWriter(beside, key, progress)
        light_copy.copy_light(folder / place.DATABASE, key, part, pieces.take)
        progress.step(1, 3, _("Checking the copy"))
        copied = verify_copy(part, key, before)
        progress.step(2, 3, _("Writing the backup"))
        pack(BackupParts(part, {}, copied, tuple(pieces.listed)), slots, key, path, _nothing_more)
    finally:
        cipher.remove(part)
    # Another laptop of the office may have tidied up there meanwhile, and not have seen this backup yet
    if _lacking(path, attached_pieces.sizes):
        raise _attached_missing(path, beside)
    return path


class _PieceWriter:
    """Writes the attached files that do not lie beside the backups yet, and lists all of them."""

    def __init__(self, folder: Path, key: bytes, progress: Progress) -> None:
        self._folder, self._key, self._progress = folder, key, progress
        self._present = attached_pieces.sizes(folder)
        self.listed: list[Piece] = []

    def take(self, attached: AttachedFile, content: Callable[[], bytes]) -> None:
        """The next attached file."""
        self._progress.check()
        piece = attached_pieces.piece_of(attached.digest, attached.size, attached.is_apart, self._key)
        if attached_pieces.lacking((piece,), self._present):
            self._write(piece, content())
        self.listed.append(piece)

    def _write(self, piece: Piece, content: bytes) -> None:
        try:
            attached_pieces.put(self._folder, piece.name, self._key, content)
        except (OSError, Problem) as error:  # its name, a digest, says nothing to anybody
            raise _not_written() from error


def back_up_whole(folder: Path, target: Path, key: bytes, at: datetime, progress: Progress | None = None) -> Path:
    """The same in one file that needs nothing beside it, to be carried anywhere."""
    progress = progress or Progress()
    slots = slots_of(folder)
    path = new_path(folder, target, at)
    part = folder / f"backup.db{PART}"
    try:
        progress.step(0, 3, _("Copying the database"))
        with cipher.converting_errors():
            before = contents(folder / place.DATABASE, key)
            cipher.copy(folder / place.DATABASE, key, part, key)
        progress.step(1, 3, _("Checking the copy"))
        copied = verify_copy(part, key, before)
        progress.step(2, 3, _("Writing the backup"))
        pack(BackupParts(part, {}, copied), slots, key, path, _nothing_more)
    finally:
        cipher.remove(part)
    return path


def back_up_open(
    copies: Mapping[str, Callable[[Path], object]], slots: bytes, target: Path, key: bytes, at: datetime
) -> Path:
    """One new file in `target` of databases whose folder is gone; each of `copies` writes one to the path given.

    They bear the names that they get in the backup; the last one is that of the records. Raises Problem, leaving
    nothing half written.
    """
    path = _new_path(slots, target, at)
    parts = {name: target / f"{path.name}.{name}{PART}" for name in copies}
    try:
        for name, copy in copies.items():
            with cipher.converting_errors():
                copy(parts[name])
            if cipher.integrity(parts[name], key):
                raise cipher.damaged()
            cipher.settle(parts[name], key)
        held = contents(list(parts.values())[-1], key)
        others = {name: part for name, part in parts.items() if name != place.DATABASE}
        pack(BackupParts(parts[place.DATABASE], others, held), slots, key, path, _nothing_more)
    finally:
        for part in parts.values():
            cipher.remove(part)
    return path


@dataclass(frozen=True, slots=True)
class BackupParts:
    """What goes into a backup: the database, other files by the names they get in it, and what they hold.

    `pieces` are the attached files of a database that lies there without them; None for one that has them inside.
    """

    database: Path
    files: Mapping[str, Path]
    contents: BackupContents
    pieces: tuple[Piece, ...] | None = None

    @property
    def name(self) -> str:
        """The name that the database gets."""
        return place.DATABASE if self.pieces is None else LIGHT


def _nothing_more(part: Path) -> None:
    """The digests were compared, which is enough for a copy that was opened before it was packed."""


def new_path(folder: Path, target: Path, at: datetime) -> Path:
    """The path of a new backup of that moment in `target`, once what was left half-written there is gone."""
    return _new_path(slots_of(folder), target, at)


def _new_path(slots: bytes, target: Path, at: datetime) -> Path:
    stem = f"passerelle-{from_bytes(slots).vault[:8]}"
    with _named_failure():
        target.mkdir(parents=True, exist_ok=True)
        path = _free(target, f"{stem}-{at.strftime(_MOMENT)}")
    remove_leftovers_beside(target, f"{stem}-*{SUFFIX}")
    return path


def slots_of(folder: Path) -> bytes:
    try:
        return (folder / place.SLOTS).read_bytes()
    except OSError as error:
        raise Problem(
            _("The file that opens this office is missing, so no backup was made; earlier backups are untouched."),
            _("Restore the last backup: it carries a good copy of this file."),
            code="slots-missing-for-backup",
        ) from error


def vault_of(folder: Path) -> str:
    """The id of the office in a folder; its backups bear the beginning of it. Raises Problem as `slots_of`."""
    return from_bytes(slots_of(folder)).vault


def _free(target: Path, stem: str) -> Path:
    """The name of the next backup of a moment: after all those that are there, so that the newest can be told."""
    taken = [place_in_order(path) for path in target.glob(f"{stem}*{SUFFIX}")]
    number = max((number for _moment, number in taken), default=0) + 1
    return target / (f"{stem}{SUFFIX}" if number == 1 else f"{stem}-{number}{SUFFIX}")


def place_in_order(path: Path) -> tuple[str, int]:
    """Where a backup stands among those of its office, by its name: its moment, and which of that moment it is."""
    named = _NAMED.fullmatch(path.name)
    return (named[2], int(named[3] or 1)) if named else ("", 0)


def verify_copy(database: Path, key: bytes, before: BackupContents) -> BackupContents:
    """What the copy holds, once it is found whole and no older than `before`; brings it into one file."""
    if cipher.integrity(database, key):
        raise cipher.damaged()
    copied = contents(database, key)
    behind = any(copied.heads.get(device, (0, ""))[0] < number for device, (number, _head) in before.heads.items())
    if behind or copied.changes < before.changes:
        raise cipher.damaged()
    cipher.settle(database, key)
    return copied


def contents(database: Path, key: bytes) -> BackupContents:
    """What the database holds, by its journal."""
    with _connected(database, key) as connection:
        heads = {
            str(device): (int(number), str(head))
            for device, number, head in connection.execute(
                "SELECT device, max(number), head FROM change GROUP BY device"
            )
        }
        changes = connection.execute("SELECT count(*) FROM change").fetchone()[0]
        records = connection.execute("SELECT count(*) FROM stamp").fetchone()[0]
        row = connection.execute("SELECT what, by_officer, at_ms FROM change ORDER BY at_ms DESC LIMIT 1").fetchone()
    return BackupContents(int(records), int(changes), JournalLine(*row) if row else None, heads)


@contextmanager
def _connected(database: Path, key: bytes) -> Iterator[Any]:
    with cipher.converting_errors():
        connection = cipher.connect(database, key)
        try:
            yield connection
        finally:
            connection.close()


def pack(parts: BackupParts, slots: bytes, key: bytes, path: Path, try_out: Callable[[Path], None]) -> None:
    """Write the container, read it back from the disk, try it out, then give it its name."""
    members = {parts.name: parts.database, **parts.files}
    digests = {name: _digest_of(source) for name, source in members.items()}
    listed = attached_pieces.listed(parts.pieces or ())
    about = {
        "database": digests[parts.name],
        "slots": sha256(slots).hexdigest(),
        "contents": asdict(parts.contents),
        "files": {name: digests[name] for name in parts.files},
        "pieces": sha256(listed).hexdigest(),
    }
    note = wrap_apart(key, _PURPOSE, canonical(about))
    part = path.with_name(path.name + PART)
    with _named_failure():
        try:
            with zipfile.ZipFile(part, "x", zipfile.ZIP_STORED) as package:
                package.writestr(place.SLOTS, slots)
                package.writestr(ABOUT, note)
                if parts.pieces is not None:
                    package.writestr(PIECES, listed)
                for name, source in members.items():
                    package.write(source, name)
            _flush(part)
            if any(_digest_inside(part, name) != digest for name, digest in digests.items()):
                raise unsound(path)
            try_out(part)
            put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """To the disk, and out of memory, so that reading it back asks the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _digest(file: IO[bytes]) -> str:
    whole = sha256()
    while chunk := file.read(_CHUNK):
        whole.update(chunk)
    return whole.hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest_inside(path: Path, name: str) -> str:
    with _package(path) as package, package.open(name) as file:
        return _digest(file)


@contextmanager
def _package(path: Path) -> Iterator[zipfile.ZipFile]:
    """The container, opened; raises Problem for a file that is none, or is damaged."""
    try:
        with zipfile.ZipFile(path) as package:
            if any(item.compress_type != zipfile.ZIP_STORED for item in package.infolist()):
                raise unsound(path)
            yield package
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise unsound(path) from error
    except OSError as error:
        raise _unreadable(path) from error


@contextmanager
def _named_failure() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _not_written() from error


def _not_written() -> Problem:
    return Problem(
        _("The backup could not be written there; the office and earlier backups are untouched."),
        _("Check that the disk or the stick is present and has room, then try again."),
        code="backup-not-written",
    )


def _attached_missing(backup: Path, beside: Path) -> Problem:
    return Problem(
        _("Attached files that “{name}” needs are not whole in the folder “{folder}” beside it.").format(
            name=backup.name, folder=beside.name
        ),
        _("Nothing was changed. Choose another backup, or put that folder beside this one."),
        code=LACKS_FILES,
    )


def unsound(path: Path) -> Problem:
    return Problem(
        _("“{name}” is not a sound backup; nothing was changed.").format(name=path.name),
        _("Choose another backup."),
        code="backup-unsound",
    )


def _unreadable(path: Path) -> Problem:
    return Problem(
        _("“{name}” cannot be read; nothing was changed.").format(name=path.name),
        _("Check that the disk or the stick is present, then try again."),
        code="backup-unreadable",
    )


def of_headquarters() -> Problem:
    """What somebody should read who puts Headquarters' backup in the place of an office."""
    return Problem(
        _("This is a backup of Headquarters; nothing was changed."),
        _("Restore it with “passerelle hq restore”, into a new folder."),
        code="backup-of-headquarters",
    )


def slots(backup: Path) -> Slots:
    """What opens this backup, for a machine that has no office yet; raises Problem when it is not sound."""
    return from_bytes(_member(backup, place.SLOTS))


def _member(backup: Path, name: str) -> bytes:
    with _package(backup) as package:
        if package.getinfo(name).file_size > _MOST[name]:
            raise unsound(backup)
        return package.read(name)


def files_of(backup: Path, key: bytes) -> Mapping[str, str]:
    """The digest of each file that a backup holds beside the database, by its name in it."""
    note = unwrap_apart(key, _PURPOSE, _member(backup, ABOUT))
    return dict(parse_json(note).get("files", {})) if note is not None else {}


def extract(backup: Path, name: str, digest: str, target: Path) -> None:
    """Write one of these files; raises Problem when it is not the one that was packed."""
    with _package(backup) as package, package.open(name) as file, cipher.converting_errors():
        _pour(file, target)
    if _digest_of(target) != digest:
        raise unsound(backup)


def read_note(backup: Path, key: bytes) -> tuple[str, BackupContents]:
    note = unwrap_apart(key, _PURPOSE, _member(backup, ABOUT))
    if note is not None and parse_json(note)["slots"] != sha256(_member(backup, place.SLOTS)).hexdigest():
        raise unsound(backup)
    if note is None:
        raise Problem(
            _("This backup was made under another key; nothing was changed."),
            _("Open it with the passphrase that was in use when it was made."),
            code="backup-under-another-key",
        )
    read = parse_json(note)
    with _package(backup) as package:
        has_list = PIECES in package.namelist()
    if has_list and read["pieces"] != sha256(_member(backup, PIECES)).hexdigest():
        raise unsound(backup)
    summary = read["contents"]
    heads = {device: (number, head) for device, (number, head) in summary["heads"].items()}
    last = JournalLine(**summary["last"]) if summary["last"] else None
    return str(read["database"]), BackupContents(summary["records"], summary["changes"], last, heads)


def list_backups(target: Path, key: bytes) -> tuple[Backup, ...]:
    """The backups in a folder, in no order; quick, because only their notes are read."""
    sizes = cache(attached_pieces.sizes)  # the folder beside them is looked at once
    return tuple(_described(path, key, sizes) for path in target.glob(f"*{SUFFIX}")) if target.is_dir() else ()


def pieces_of(backup: Path) -> tuple[Piece, ...]:
    """The attached files that a backup lists, whoever can open it; none for a whole one. Raises Problem as `slots`."""
    with _package(backup) as package:
        if PIECES not in package.namelist():
            return ()
    try:
        return attached_pieces.from_list(_member(backup, PIECES))
    except ValueError as error:
        raise unsound(backup) from error


@dataclass(frozen=True, slots=True)
class ErasedFiles:
    """Attached files that backups hold and the office does not any more; `newest` is when the last such was made."""

    count: int
    newest: datetime


def erased_files(copies: Iterable[Backup], key: bytes, present: Iterable[str]) -> ErasedFiles | None:
    """What of these backups' attached files is not among those `present` in the office, by their SHA-256.

    None where there is nothing. Whole backups list no files, and those under another key cannot be compared.
    """
    names = {attached_pieces.name_of(digest, key) for digest in present}
    erased: dict[str, Backup] = {}
    for copy in newest_first((copy for copy in copies if copy.contents is not None), None):
        for piece in pieces_of(copy.path):
            if piece.name not in names:
                erased.setdefault(piece.name, copy)
    if not erased:
        return None
    return ErasedFiles(len(erased), latest_of(copy.made_at for copy in erased.values()))


def _folder_beside(backup: Path) -> Path:
    return attached_pieces.folder_beside(backup.parent, slots(backup).vault)


def _lacking(backup: Path, sizes: Callable[[Path], Mapping[str, int]]) -> int:
    """How many attached files that a backup needs are not beside it, or not of their size."""
    return attached_pieces.lacking(pieces_of(backup), sizes(_folder_beside(backup)))


def newest_first(copies: Iterable[Backup], now: datetime | None) -> tuple[Backup, ...]:
    """Backups in the order of the work that they hold, the latest first, whatever a clock said when they were made.

    One whose journals go further is the later one. Where they do not say it (the same work, work that parted, a file
    that does not open) the names do: those dated after `now` last, the later moment first, then the higher number.
    Without a clock that is believed (`now` None) no date is one of the future.
    """
    left = sorted(copies, key=lambda copy: _by_name(copy, now), reverse=True)
    order: list[Backup] = []
    while left:
        first = next(copy for copy in left if not any(_holds_more(other, copy) for other in left))
        order.append(first)
        left.remove(first)
    return tuple(order)


def _by_name(copy: Backup, now: datetime | None) -> tuple[bool, datetime, tuple[str, int]]:
    return now is None or not is_after(copy.made_at, now), copy.made_at, place_in_order(copy.path)


def _holds_more(later: Backup, earlier: Backup) -> bool:
    """Whether a backup holds every change of another and others besides, by the last number of each device."""
    if later.contents is None or earlier.contents is None:
        return False
    after, before = later.contents.heads, earlier.contents.heads
    goes_on = all(after.get(device, (0, ""))[0] >= number for device, (number, _head) in before.items())
    return goes_on and later.contents.changes > earlier.contents.changes


def describe(path: Path, key: bytes) -> Backup:
    """One backup as a list shows it."""
    return _described(path, key, attached_pieces.sizes)


def _described(path: Path, key: bytes, sizes: Callable[[Path], Mapping[str, int]]) -> Backup:
    summary: BackupContents | None = None  # then it is shown in the list as one that does not open
    files: frozenset[str] = frozenset()
    attached, lacking = 0, 0
    with suppress(Problem):
        summary, files = read_note(path, key)[1], frozenset(files_of(path, key))
        attached, lacking = sum(piece.is_apart for piece in pieces_of(path)), _lacking(path, sizes)
    state = path.stat()
    made = made_at(path) or datetime.fromtimestamp(state.st_mtime, UTC)
    return Backup(path, made, state.st_size, summary, files, attached, lacking)


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; None for a file with another kind of name."""
    named = _NAMED.fullmatch(path.name)
    try:
        return datetime.strptime(named[2], _MOMENT).replace(tzinfo=UTC) if named else None
    except ValueError:  # the thirty-first of February
        return None


def verify(backup: Path, key: bytes, folder: Path, progress: Progress | None = None) -> BackupContents:
    """Restore a backup on trial into `folder` and take it away again; raises Problem when it would not restore.

    Every page and every attached file is read, and what it holds is compared with what its note says.
    """
    part = folder / f"verify.db{PART}"
    try:
        return extract_whole(backup, key, part, progress)
    finally:
        cipher.remove(part)


def drop_damaged_pieces(target: Path, vault: str, key: bytes, progress: Progress) -> int:
    """Read every attached file beside the backups in `target`, and delete those that do not open; how many.

    What does not open restores nothing, and the next backup writes it anew as long as the office has it. Files that
    only backups under another key name stay as they are.
    """
    folder = attached_pieces.folder_beside(target, vault)
    own = [copy.path for copy in list_backups(target, key) if copy.contents is not None]
    names = {piece.name for path in own for piece in pieces_of(path)} & attached_pieces.sizes(folder).keys()
    damaged = [name for name in sorted(names) if not _opens(folder, name, key, progress)]
    for name in damaged:
        with _named_failure():
            delete_durably(folder / name)
    return len(damaged)


def _opens(folder: Path, name: str, key: bytes, progress: Progress) -> bool:
    """Whether a piece opens; one failed read can look like damage, and only a second one counts.

    Raises Problem where the disk does not give it: a stick that was pulled out says nothing of what lies on it.
    """
    progress.check()
    try:
        return attached_pieces.is_sound(folder, name, key) or attached_pieces.is_sound(folder, name, key)
    except OSError as error:
        raise _unreadable(folder) from error


def extract_whole(backup: Path, key: bytes, part: Path, progress: Progress | None = None) -> BackupContents:
    """Bring everything in a backup into the one new file `part`, checked; its attached files come from beside it.

    Raises Problem when one of them is missing or damaged.
    """
    return _extracted(backup, key, part, progress, leaves_out=False)


def _extracted(backup: Path, key: bytes, part: Path, progress: Progress | None, *, leaves_out: bool) -> BackupContents:
    summary, is_light = extract_records(backup, key, part)
    if is_light:
        beside = _folder_beside(backup)

        def content(digest: str) -> bytes | None:
            if progress is not None:
                progress.check()
            read = attached_pieces.read(beside, digest, key)
            if read is None and not leaves_out:
                raise _attached_missing(backup, beside)
            return read

        light_copy.fill(part, key, content)
    if cipher.integrity(part, key) or contents(part, key) != summary:
        raise unsound(backup)
    return summary


def extract_records(backup: Path, key: bytes, part: Path) -> tuple[BackupContents, bool]:
    """Bring the database in a backup into the new file `part`, as it was packed; whether attached files lie beside."""
    print_, summary = read_note(backup, key)
    cipher.remove(part)
    with _package(backup) as package:
        is_light = PIECES in package.namelist()
        with package.open(LIGHT if is_light else place.DATABASE) as file, cipher.converting_errors():
            _pour(file, part)
    with part.open("rb") as written:
        if _digest(written) != print_:
            raise unsound(backup)
    return summary, is_light


def save_whole(backup: Path, target: Path, key: bytes, folder: Path) -> Path:
    """Save a backup once more in `target`, in one file that needs nothing beside it; `folder` has room meanwhile.

    Raises Problem, leaving nothing half written, when it is not sound or the disk is full.
    """
    if files_of(backup, key):
        raise of_headquarters()
    part, opening = folder / f"whole.db{PART}", _member(backup, place.SLOTS)
    made = made_at(backup)
    path = _new_path(opening, target, made or datetime.fromtimestamp(backup.stat().st_mtime, UTC))
    try:
        summary = extract_whole(backup, key, part)
        cipher.settle(part, key)
        pack(BackupParts(part, {}, summary), opening, key, path, _nothing_more)
    finally:
        cipher.remove(part)
    return path


def _pour(file: IO[bytes], part: Path) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as target:
        while chunk := file.read(_CHUNK):
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())


def preview(backup: Path, folder: Path, key: bytes, backup_key: bytes | None = None) -> RestorePreview:
    """What restoring this backup would lose and regain, without doing anything."""
    then = read_note(backup, backup_key or key)[1]
    now_ = contents(folder / place.DATABASE, key)
    lost_runs, regained_runs = _beyond(now_, then), _beyond(then, now_)
    with _connected(folder / place.DATABASE, key) as connection:
        lost = sum(
            connection.execute(
                "SELECT count(*) FROM change WHERE device = ? AND number >= ?", (run.device, run.first)
            ).fetchone()[0]
            for run in lost_runs
        )
        parted = any(
            row is not None and row[0] != head
            for device, (number, head) in then.heads.items()
            for row in (
                connection.execute(
                    "SELECT head FROM change WHERE device = ? AND number = ?", (device, number)
                ).fetchone(),
            )
        )
    regained = sum(run.count for run in regained_runs)
    return RestorePreview(lost, regained, now_.records, then.records, parted, lost_runs, regained_runs)


def _beyond(more: BackupContents, less: BackupContents) -> tuple[ChangeRun, ...]:
    """Which changes of each laptop the one holds and the other does not, by their numbers."""
    return tuple(
        ChangeRun(device=device, first=less.heads.get(device, (0, ""))[0] + 1, last=number)
        for device, (number, _head) in sorted(more.heads.items())
        if number > less.heads.get(device, (0, ""))[0]
    )


def restore(
    folder: Path,
    backup: Path,
    key: bytes,
    backup_key: bytes | None = None,
    *,
    prepare: Callable[[Path], None],
    leaves_out: bool,
) -> Path | None:
    """Put the backup's database in the place of the office's; returns where the present one was kept, if any.

    `prepare` is given the extracted database before it takes the office's place, to change it where it must differ from
    the backup: whatever it leaves undone would go on under the identity that the backup had.

    `key` opens the office afterwards, with the slots it has now. `backup_key` is given when the backup is older than
    the last change of key. In a folder without slots the backup's own are put in place, and `key` is the backup's.
    Attached files that are missing or damaged beside the backup refuse it, or are left out where `leaves_out` says so.
    The database must be closed. Whatever interrupts this, the office is wholly the present one or the backup's.
    """
    if files_of(backup, backup_key or key):
        raise of_headquarters()
    place.prepare(folder)
    part, database = folder / f"restore.db{PART}", folder / place.DATABASE
    try:
        _extracted(backup, backup_key or key, part, None, leaves_out=leaves_out)
        if backup_key and backup_key != key:
            cipher.rekey(part, backup_key, key)
        prepare(part)
        cipher.settle(part, key)
        _set_unsound_slots_aside(folder)
        previous = save_present(database, key)
        if not (folder / place.SLOTS).exists():
            write_safely(folder / place.SLOTS, _member(backup, place.SLOTS))
        with cipher.converting_errors():
            for extra in ("-wal", "-shm", "-journal"):  # left beside another file, they would be read into it
                database.with_name(database.name + extra).unlink(missing_ok=True)
            put_in_place(part, database)
    finally:
        cipher.remove(part)
    return previous


def _set_unsound_slots_aside(folder: Path) -> None:
    present = folder / place.SLOTS
    if not present.exists():
        return
    try:
        from_bytes(present.read_bytes())
    except Problem:
        with explaining(present):
            move(present, folder / f"{_beside(folder)}.json")


def _beside(folder: Path) -> str:
    """The next name for what lay in the office's place. It bears a number and no day: no clock can be asked there."""
    numbers = re.compile(re.escape(_("before-restore-{number}")).replace(r"\{number\}", r"(\d{1,6})"))
    taken = (numbers.fullmatch(path.name.partition(".")[0]) for path in folder.iterdir())
    number = max((int(name[1]) for name in taken if name), default=0) + 1
    return _("before-restore-{number}").format(number=number)


def save_present(database: Path, key: bytes) -> Path | None:
    """A copy of the present database under a name that says why it is there; a damaged one is kept as it is."""
    if not database.exists():
        return None
    if not (database.parent / place.SLOTS).exists():
        return save_present_as_it_is(database)
    try:
        summary = contents(database, key)
        cipher.settle(database, key)
    except cipher.Damaged:
        return save_present_as_it_is(database)
    path = database.with_name(f"{_beside(database.parent)}{SUFFIX}")
    pack(BackupParts(database, {}, summary), slots_of(database.parent), key, path, _nothing_more)
    return path


def save_present_as_it_is(database: Path) -> Path:
    path = database.with_name(f"{_beside(database.parent)}.db")
    with cipher.converting_errors():
        for extra in ("", "-wal", "-journal"):
            source = database.with_name(database.name + extra)
            if source.exists():
                target = path.with_name(path.name + extra)
                copy_safely(source, target)
    return path


def rotate(target: Path, vault: str, now: datetime) -> tuple[Path, ...]:
    """Delete this office's backups that are neither of the last 14 days with one nor the last of 12 months.

    All those of the newest day stay. One dated after now stays too, and takes no other one's place. Files with other
    names, and other offices' backups, are never touched. Attached files that no remaining backup names go with them.
    """
    named = ((path, _NAMED.fullmatch(path.name)) for path in target.glob(f"*{SUFFIX}"))
    mine = sorted((path for path, name in named if name and name[1] == vault[:8]), key=place_in_order, reverse=True)
    dated = [path for path in mine if (made := made_at(path)) is not None and not is_after(made, now)]
    lasting = lasting_backups(dated)
    dropped = tuple(path for path in dated if path not in lasting)
    with _named_failure():
        for path in dropped:
            delete_durably(path)
        _prune(target, vault)
    return dropped


def _is_foreign(path: Path) -> bool:
    """Whether a file is no backup of this program, by its name and how it begins: others use the ending too."""
    with path.open("rb") as file:
        return not _NAMED.fullmatch(path.name) and not file.read(4).startswith(_BEGINS)


def _prune(target: Path, vault: str) -> None:
    """Delete the attached files that no backup in the folder names; none while a backup there cannot be read."""
    try:
        backups = [path for path in target.glob(f"*{SUFFIX}") if not _is_foreign(path)]
        needed = [piece.name for path in backups for piece in pieces_of(path)]
    except (Problem, OSError):
        return
    attached_pieces.prune(attached_pieces.folder_beside(target, vault), frozenset(needed))


def lasting_backups(newest_first: Iterable[Path]) -> set[Path]:
    days: dict[str, list[Path]] = {}
    months: dict[str, Path] = {}
    for path in newest_first:
        day = path.name.split("-", 2)[2][:10]
        days.setdefault(day, []).append(path)
        months.setdefault(day[:7], path)
    listed_days = list(days.values())
    newest_day = listed_days[0] if listed_days else []
    return {*newest_day, *(paths[0] for paths in listed_days[:DAYS]), *list(months.values())[:MONTHS]}
