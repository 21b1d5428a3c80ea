"""Release keys, and updates signed with two of them: `packaging/dev.py release-keys`, `release-file`, `sign-release`.

    release-keys make STICK STICK STICK       three new keys, each in a file under a passphrase; their public halves go
                                              into resources/release-roots.json as the first release root
    release-keys replace NUMBER NEW-STICK KEY KEY
                                              key NUMBER (1, 2 or 3) is lost: a new one takes its place, signed by two
    release-keys show                         number and fingerprints, for the handbook
    release-file FROZEN --platform P          one file of a frozen folder, not signed yet, in dist/updates
    sign-release FILE KEY                     one signature more; two different keys are needed

Work offline, on a computer that nobody else uses. Passphrases are asked for; a test hands them over in files.
`--development` signs with keys that anybody can work out, for trials of a program that was built with them.
"""

import argparse
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from getpass import getpass
from pathlib import Path

from desktop import __version__
from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES
from desktop.bundles import program_release, root_signed
from desktop.bundles.keys import DeviceKeys, spoken
from desktop.bundles.program_release import SUFFIX, VERSION, ReleaseManifest, ReleaseRoot
from desktop.bundles.root_signed import ROOTS, THRESHOLD
from desktop.services.exchange.headquarters import key_files
from desktop.services.exchange.headquarters.key_files import KeyFile, KeyFileKind
from desktop.store.migrations import LATEST

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "resources" / "release-roots.json"
TARGET = ROOT / "dist" / "updates"
KEY = "release-{number}.releasekey"
VALID = 550  # days: an office that hears of nothing for a year and a half asks for a newer one
OLDEST_DATA = 1  # the first form of an office's database that today's program opens


def development_keys() -> tuple[DeviceKeys, ...]:
    """Three keys that are no secret."""
    return tuple(
        DeviceKeys.from_json(
            {
                "device": f"{number}",
                "sign": hashlib.sha256(f"Passerelle, release key {number} of development".encode()).hexdigest(),
                "open": DeviceKeys.generate().secret_open,
            }
        )
        for number in range(1, ROOTS + 1)
    )


def first_root(keys: Sequence[DeviceKeys]) -> ReleaseRoot:
    """The first release root of three keys, signed by all of them."""
    root = ReleaseRoot(1, tuple(key.public.sign for key in keys))
    for key in keys:
        root = root.signed(key)
    return root


def shipped(roots: Path = SHIPPED) -> tuple[ReleaseRoot, ...]:
    """The roots in the resources, or in another file, the oldest first."""
    return program_release.chain_from_bytes(roots.read_bytes().strip())


def write_chain(chain: Sequence[ReleaseRoot], roots: Path = SHIPPED) -> None:
    """Write the roots into the resources, or into another file."""
    roots.write_bytes(program_release.chain_to_bytes(chain) + b"\n")


def next_root(chain: Sequence[ReleaseRoot], number: int, fresh: DeviceKeys, two: Sequence[DeviceKeys]) -> ReleaseRoot:
    """The root in which a fresh key takes the place of key `number`, signed by two of the others; believed at once."""
    before = root_signed.newest(None, chain)
    assert before is not None
    roots = list(before.roots)
    roots[number - 1] = fresh.public.sign
    root = ReleaseRoot(before.version + 1, tuple(roots))
    for key in two:
        root = root.signed(key)
    return before.followed_by(root)


def manifest(
    platform: str, chain: Sequence[ReleaseRoot], built: date, *, version: str = __version__
) -> ReleaseManifest:
    """What a release of today says of itself, without its files."""
    news = tomllib.loads((ROOT / "packaging" / "news" / f"{__version__}.toml").read_text(encoding="utf-8"))["news"]
    return ReleaseManifest(
        version=version,
        platform=platform,
        root=chain[-1].version,
        built=built,
        expires=built + timedelta(days=VALID),
        data_from=OLDEST_DATA,
        data_to=LATEST,
        notes={language: tuple(line[language] for line in news) for language in LANGUAGES},
        files=(),
    )


def make_keys(roots: Path, sticks: Sequence[Path], passphrases: Sequence[Path]) -> int:
    """Three new keys, and the first root of them."""
    if len(sticks) != ROOTS:
        raise SystemExit("Name three folders, one on each stick.")
    files = [_create(stick, number, passphrases) for number, stick in enumerate(sticks, 1)]
    write_chain([first_root([file.keys for file in files])], roots)
    return show_keys(roots)


def replace_key(roots: Path, number: int, stick: Path, keys: Sequence[Path], passphrases: Sequence[Path]) -> int:
    """A new key in the place of a lost one, signed by the two others; the first passphrase is the new one's."""
    if not 1 <= number <= ROOTS or len(keys) != THRESHOLD:
        raise SystemExit("Say which key is lost (1, 2 or 3), the new stick, and the files of the two other keys.")
    two = [_opened(key, passphrases[1:][place : place + 1]).keys for place, key in enumerate(keys)]
    fresh = _create(stick, number, [*passphrases[:1]] * number)
    chain = shipped(roots)
    write_chain([*chain, next_root(chain, number, fresh.keys, two)], roots)
    return show_keys(roots)


def show_keys(roots: Path) -> int:
    """Number and fingerprints, as the handbook prints them."""
    root = shipped(roots)[-1]
    print(f"Release keys number {root.version}: {root.fingerprint}")
    for number, key in enumerate(root.roots, 1):
        print(f"  key {number}: {spoken(hashlib.sha256(bytes.fromhex(key)).hexdigest())}")
    if root.is_for_development:
        print("These are keys of development, with which anybody can sign: make others before offices get a program.")
    return 0


def make_file(frozen: Path, platform: str) -> int:
    """One file of a frozen folder, which nobody signed yet."""
    if not VERSION.fullmatch(__version__):
        raise SystemExit(f"{__version__} is no version that offices can put in order.")
    TARGET.mkdir(parents=True, exist_ok=True)
    target = TARGET / f"Passerelle-{__version__}-{platform}{SUFFIX}"
    built = date.fromisoformat(_only(frozen.rglob("resources/built")).read_text(encoding="ascii").strip())
    written = program_release.pack(frozen, target, manifest(platform, shipped(), built), shipped())
    size = target.stat().st_size / 1e6
    print(f"{target}: {len(written.files)} files, {size:.1f} MB, valid until {written.expires}; nobody signed it yet.")
    return 0


def _only(paths: Iterable[Path]) -> Path:
    every = list(paths)
    if len(every) != 1:
        raise SystemExit("This folder is no frozen program: the day of its build is missing.")
    return every[0]


def sign_file(path: Path, keys: Sequence[DeviceKeys]) -> int:
    """One signature more by each of these keys."""
    for key in keys:
        count = program_release.sign(path, key)
        print(f"{path.name}: signed by {count} of the {THRESHOLD} keys that are needed.")
    return 0


def _create(stick: Path, number: int, passphrases: Sequence[Path]) -> KeyFile:
    path = stick / KEY.format(number=number)
    file, words = key_files.create(path, KeyFileKind.RELEASE, _passphrase(path, passphrases[number - 1 : number]), "en")
    print(f"{path}: made. The words of its sheet, which are kept nowhere else:\n  {' '.join(words)}")
    return file


def _opened(path: Path, passphrases: Sequence[Path]) -> KeyFile:
    file = key_files.opened(path, _passphrase(path, passphrases))
    if file.kind is not KeyFileKind.RELEASE:
        raise SystemExit(f"{path.name} is a key of Headquarters, which signs no release.")
    return file


def _passphrase(path: Path, files: Sequence[Path]) -> str:
    if files:
        return files[0].read_text(encoding="utf-8").strip("\r\n")
    return getpass(f"Passphrase of {path.name}: ")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py", description=re.sub(r"\s+", " ", (__doc__ or "").split("\n\n")[0]))
    verbs = parser.add_subparsers(required=True, dest="verb")
    keys = verbs.add_parser("release-keys")
    keys.add_argument("deed", choices=("make", "replace", "show"))
    keys.add_argument("words", nargs="*")
    keys.add_argument("--roots", type=Path, default=SHIPPED)
    packed = verbs.add_parser("release-file")
    packed.add_argument("frozen", type=Path)
    packed.add_argument("--platform", required=True)
    signed = verbs.add_parser("sign-release")
    signed.add_argument("file", type=Path)
    signed.add_argument("key", type=Path, nargs="?")
    signed.add_argument("--development", action="store_true")
    for verb in (keys, signed):
        verb.add_argument("--passphrase-file", type=Path, action="append", default=[])
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    if options.verb == "release-file":
        return make_file(options.frozen, options.platform)
    if options.verb == "sign-release":
        if options.development:
            return sign_file(options.file, development_keys()[:THRESHOLD])
        if options.key is None:
            raise SystemExit("Name the file of a release key.")
        return sign_file(options.file, [_opened(options.key, options.passphrase_file).keys])
    if options.deed == "make":
        return make_keys(options.roots, [Path(word) for word in options.words], options.passphrase_file)
    if options.deed == "replace" and len(options.words) == 2 + THRESHOLD:
        number, stick, *two = options.words
        return replace_key(
            options.roots, int(number), Path(stick), [Path(word) for word in two], options.passphrase_file
        )
    return show_keys(options.roots)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
