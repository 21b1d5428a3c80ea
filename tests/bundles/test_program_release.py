"""An update is believed by two different release keys of the newest root, whole and to the letter, or not at all."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.bundles import program_release
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.program_release import (
    LENGTH,
    MAGIC,
    ReleaseFile,
    ReleaseLink,
    ReleaseManifest,
    ReleaseRoot,
    order,
)
from desktop.bundles.root_signed import RootSignature
from desktop.bundles.strict import Unsound
from tests.refusal import refused
from tests.releases import CHAIN, KEYS, SCRIPT, manifest, unsigned, update

STRANGER, HEADQUARTERS, FRESH = (DeviceKeys.generate() for _ in range(3))
SHARE = 29  # of the bits, one in so many; all of them in tests/bench/test_releases.py


def read(path: Path, pinned: ReleaseRoot = CHAIN[0]) -> program_release.Release:
    return program_release.read(path, pinned, {HEADQUARTERS.public.sign})


def accepted(path: Path) -> bool:
    """Whether every check lets a file through, as an office would ask them."""
    try:
        program_release.require_whole(read(path), Progress())
    except Problem:
        return False
    return True


def with_signatures(path: Path, *signatures: RootSignature) -> Path:
    """The update with these signatures instead, whoever made them."""
    parts = program_release._read_parts(path)
    body = program_release.canonical([signature.to_json() for signature in signatures])
    path.write_bytes(replace(parts, signatures=body).to_bytes() + path.read_bytes()[parts.offset :])
    return path


def by(path: Path, key: DeviceKeys) -> RootSignature:
    return RootSignature(key.public.sign, key.sign(program_release.RELEASE, program_release._read_parts(path).body))


def test_two_of_three_keys_suffice_and_any_two(tmp_path: Path) -> None:
    for number, two in enumerate(((KEYS[0], KEYS[1]), (KEYS[2], KEYS[0]), (KEYS[1], KEYS[2]))):
        release = read(update(tmp_path / f"{number}", keys=two))
        assert release.signers == tuple(key.public.sign for key in two)
        program_release.unpack(release, tmp_path / f"{number}" / "unpacked", Progress())
        frozen = next((tmp_path / f"{number}").glob("frozen-*"))
        for path in frozen.rglob("*"):
            copy = tmp_path / f"{number}" / "unpacked" / path.relative_to(frozen)
            assert copy.is_dir() if path.is_dir() else copy.read_bytes() == path.read_bytes()
            assert copy.is_symlink() == path.is_symlink()
        program = tmp_path / f"{number}" / "unpacked" / "passerelle"
        assert sys.platform == "win32" or program.stat().st_mode & 0o100, "Windows starts programs by their names"


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    assert update(tmp_path / "a").read_bytes() == update(tmp_path / "b").read_bytes()


Forgery = Callable[[Path], Path]


def forgeries() -> dict[str, tuple[str, Forgery]]:
    """What somebody may bring who has one key, none, or those of somebody else; with the code of its sentence."""

    def signed(*keys: DeviceKeys) -> Forgery:
        return lambda path: with_signatures(path, *(by(path, key) for key in keys))

    def under_another_name(path: Path) -> Path:
        return with_signatures(path, by(path, KEYS[0]), replace(by(path, KEYS[0]), root=KEYS[1].public.sign))

    def of_another_kind(path: Path) -> Path:
        body = program_release._read_parts(path).body
        others = (RootSignature(key.public.sign, key.sign(program_release.ROOT, body)) for key in KEYS[:2])
        return with_signatures(path, *others)

    return {
        "no signature": ("release-signatures-lacking", signed()),
        "one signature": ("release-signatures-lacking", signed(KEYS[0])),
        "twice the same key": ("release-key-twice", signed(KEYS[0], KEYS[0])),
        "three, two by the same key": ("release-key-twice", signed(KEYS[0], KEYS[1], KEYS[0])),
        "an unknown key": ("release-key-unknown", signed(KEYS[0], STRANGER)),
        "two and an unknown key": ("release-key-unknown", signed(KEYS[0], KEYS[1], STRANGER)),
        "a key of Headquarters": ("release-by-headquarters", signed(KEYS[0], HEADQUARTERS)),
        "a copy under another name": ("release-altered", under_another_name),
        "signatures of another kind": ("release-altered", of_another_kind),
    }


@pytest.mark.parametrize("name", forgeries())
def test_whatever_two_release_keys_did_not_sign_is_refused_with_its_own_sentence(name: str, tmp_path: Path) -> None:
    code, forge = forgeries()[name]
    with refused(code):
        read(forge(unsigned(tmp_path, manifest())))


def test_a_root_is_followed_by_one_that_two_of_its_keys_signed_and_by_no_other(tmp_path: Path) -> None:
    later = SCRIPT.next_root(CHAIN, 1, FRESH, KEYS[1:])
    chain = (*CHAIN, later)
    about = manifest(root=2)
    path = unsigned(tmp_path / "later", about, chain)
    for key in (FRESH, KEYS[2]):
        program_release.sign(path, key)
    assert read(path).root == later and read(path, later).root == later

    with refused("release-key-not-of-root"):
        program_release.sign(path, KEYS[0])
    with refused("release-key-signed-already"):
        program_release.sign(path, FRESH)

    with refused("release-root-replaced"):  # an office that knows the later root, and an update under the former
        read(update(tmp_path / "former"), later)
    with refused("release-root-replaced"):
        about = unsigned(tmp_path / "number", manifest(root=1), chain)
        read(with_signatures(about, by(about, KEYS[1]), by(about, KEYS[2])))

    own = tuple(DeviceKeys.generate() for _ in range(3))
    foreign = SCRIPT.first_root(own)
    usurped = replace(foreign, version=2, signatures=())
    for key in (*own, KEYS[0]):
        usurped = usurped.signed(key)
    for number, brought in enumerate(((foreign,), (*CHAIN, usurped))):
        path = unsigned(tmp_path / f"foreign-{number}", manifest(root=brought[-1].version), brought)
        with refused("release-root-not-signed"):
            read(with_signatures(path, *(by(path, key) for key in own[:2])))
    forked = ReleaseRoot(1, (*CHAIN[0].roots[:2], STRANGER.public.sign))
    for key in KEYS[:2]:
        forked = forked.signed(key)
    with refused("release-root-other"):
        read(unsigned(tmp_path / "forked", manifest(), (forked,)))


def mutations(path: Path, share: int) -> Iterator[bytes]:
    """The file with one bit flipped in what is signed and who signed, and cut or lengthened to every length."""
    whole = path.read_bytes()
    offset = program_release._read_parts(path).offset
    for bit in range(0, offset * 8, share):
        yield whole[: bit // 8] + bytes([whole[bit // 8] ^ 1 << bit % 8]) + whole[bit // 8 + 1 :]
    for place in range(offset, len(whole), share):
        yield whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]
    for length in range(0, len(whole), share):
        yield whole[:length]
    for more in (b"\0", whole[-1:], whole):
        yield whole + more


def test_no_bit_and_no_length_of_an_update_may_differ(tmp_path: Path) -> None:
    path = update(tmp_path)
    assert accepted(path)
    altered = tmp_path / "altered.update"
    for content in mutations(path, SHARE):
        altered.write_bytes(content)
        assert not accepted(altered)


def test_the_parts_may_not_be_longer_than_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.update"
    path.write_bytes(MAGIC + (2**31).to_bytes(LENGTH, "big") * 3)
    with refused("release-altered"):
        read(path)
    path.write_bytes(b"PK\3\4")
    with refused("release-none"):
        read(path)
    with refused("file-not-readable"):
        read(tmp_path / "gone.update")


def test_what_is_packed_must_be_what_is_listed(tmp_path: Path) -> None:
    """Even two release keys bring no file whose content is another one: their computer may have been damaged."""
    path = update(tmp_path)
    release = read(path)
    other = replace(release.manifest.files[0], sha256="0" * 64)
    longer = replace(release.manifest.files[-1], size=release.manifest.files[-1].size - 1)
    for files in ((other, *release.manifest.files[1:]), (*release.manifest.files[:-1], longer)):
        wrong = replace(release, manifest=replace(release.manifest, files=files))
        with refused("release-altered"):
            program_release.unpack(wrong, tmp_path / f"unpacked-{files[0].sha256[:4]}", Progress())


PLAIN = ReleaseFile("a/b", 1, "0" * 64, False)


@pytest.mark.parametrize(
    "files",
    [
        (),
        (PLAIN, PLAIN),
        (PLAIN, replace(PLAIN, path="A/B")),
        (PLAIN, replace(PLAIN, path="a/b/c")),
        *(
            (replace(PLAIN, path=path),)
            for path in ("../a", "a/../b", "/a", "a//b", "a\\b", "C:a", "nul", "a.", "", "a\0b")
        ),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_before_anything_is_written(files: tuple[ReleaseFile, ...]) -> None:
    with pytest.raises(Unsound):
        ReleaseManifest.from_json(replace(manifest(), files=files, archive="0" * 64).to_json())


@pytest.mark.parametrize("target", ["/etc/passwd", "../../a", "c", "..", "b/../../../x"])
def test_a_link_leads_to_a_file_of_the_program(target: str) -> None:
    sound = replace(manifest(), files=(PLAIN,), archive="0" * 64)
    fine = replace(sound, links=(ReleaseLink("a/l", "b"), ReleaseLink("m", "a")))
    assert ReleaseManifest.from_json(fine.to_json()) == fine
    with pytest.raises(Unsound):
        ReleaseManifest.from_json(replace(sound, links=(ReleaseLink("a/l", target),)).to_json())


def test_versions_are_put_in_order_by_their_numbers() -> None:
    assert order("0.10.0") > order("0.9.12") > order("0.9.2")
    for version in ("1.0", "1.0.0-rc1", "01.0.0", "1.0.0\n", ""):
        with pytest.raises(Unsound):
            ReleaseManifest.from_json(replace(manifest(version), files=(PLAIN,), archive="0" * 64).to_json())
    with pytest.raises(Unsound):
        told = replace(manifest(), files=(PLAIN,), archive="0" * 64).to_json() | {"expires": "2026-02-30"}
        ReleaseManifest.from_json(told)
    assert manifest().built == date(2026, 11, 20)
