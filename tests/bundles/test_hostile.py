"""Files made to deceive or to break: none is accepted, none brings the reader down, none makes it grow."""

import io
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
import zstandard

from desktop.bundles import keys
from desktop.bundles.bundle import LIMITS, Header, Load, Refused, enclose, show
from desktop.bundles.opening import Trust, examine
from desktop.bundles.reader import BundleReader
from desktop.bundles.reader_starts import reader_starts
from tests.bundles import workload
from tests.bundles.crafted import Crafted, forged_size, frame, sha, zeros
from tests.bundles.windows_memory import most_memory_of_windows
from tests.bundles.world import Nowhere, World
from tests.refusal import refused

FULL = os.environ.get("PASSERELLE_FULL") == "1"


class Errors:
    """Where the reader's own tracebacks would come out: a pipe, because the reader may write no file."""

    def __init__(self) -> None:
        source, target = os.pipe()
        os.set_blocking(source, False)
        self.source, self.target = os.fdopen(source, "rb"), os.fdopen(target, "wb")

    def seen(self) -> bytes:
        return self.source.read() or b""


@pytest.fixture(scope="module")
def errors() -> Iterator[Errors]:
    opened = Errors()
    with opened.source, opened.target:
        yield opened


@pytest.fixture(scope="module")
def warm(world, errors) -> Iterator[BundleReader]:
    """One reader for all."""
    with BundleReader(world.keyset, (world.hq,), starts=reader_starts(errors.target)) as opened:
        yield opened


def examined(world: World, data: bytes) -> str:
    """The verdict on one of thousands: in this process, which it would end, and which remembers what it did."""
    try:
        examine(io.BytesIO(data), len(data), Trust(world.keyset, (world.hq,)), Nowhere())
    except Refused as refused:
        return refused.code
    return "accepted"


def judged_alike(world: World, reader: BundleReader, path: Path, number: int, data: bytes) -> str:
    """What `examined` says; of each twentieth, and of each that is not refused outright, the reader says the same."""
    code = examined(world, data)
    assert (number % 20 and code not in ("accepted", "forged-inside")) or judged(reader, path, data) == code
    return code


@pytest.fixture(scope="module")
def sound(world, tmp_path_factory) -> bytes:
    source = workload.Office(20, 1, (world.laptop.device,)).edits()
    load = Load([world.journal([next(source) for _ in range(100)])], {"note": {"a": 1}})
    return world.export(tmp_path_factory.mktemp("sound"), load).read_bytes()


def judged(reader: BundleReader, path: Path, data: bytes) -> str:
    """The code of the refusal, or "accepted": the same whether the content is kept or thrown away."""
    path.write_bytes(data)
    code = _code(reader.verify, path)
    assert code not in ("accepted", "forged-inside") or _code(reader.read, path) == code
    return code


def _code(look: Callable[[Path], object], path: Path) -> str:
    try:
        look(path)
    except Refused as refused:
        return refused.code
    return "accepted"


def most_memory(pid: int) -> int:
    """What a process has taken at most, in MiB."""
    if sys.platform == "win32":
        return most_memory_of_windows(pid) >> 20
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM"))


def flips(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Every bit of the first 2 kB, then bits anywhere."""
    for at in range(16_000 if FULL else 1_200):
        bit = at if FULL else chance.randrange(16_000)
        yield data[: bit >> 3] + bytes([data[bit >> 3] ^ 1 << (bit & 7)]) + data[(bit >> 3) + 1 :]
    for _ in range(2_000 if FULL else 400):
        bit = chance.randrange(len(data) * 8)
        yield data[: bit >> 3] + bytes([data[bit >> 3] ^ 1 << (bit & 7)]) + data[(bit >> 3) + 1 :]


def damages(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Cut short, grown, pieces swapped, overwritten, line ends converted as by a mail gateway."""
    for _ in range(700 if FULL else 150):
        yield data[: chance.randrange(len(data))]
        yield data + chance.randbytes(chance.randint(1, 100))
        a, b = sorted((chance.randrange(len(data) // 2), chance.randrange(len(data) // 2, len(data))))
        size = min(chance.randint(1, 64), b - a, len(data) - b)
        swapped = data[:a] + data[b : b + size] + data[a + size : b] + data[a : a + size] + data[b + size :]
        yield swapped if swapped != data else data + b"\0"
    yield from (data + data, data.replace(b"\n", b"\r\n"), data[1:], b"", b"PSB1", b"PSB2" + data[4:])
    yield data + b"\n--\nThis message was scanned."


def test_no_altered_bundle_is_accepted_and_none_breaks_the_reader(warm, errors, world, sound, tmp_path):
    chance = random.Random(7)
    path, codes = tmp_path / "altered.psb", Counter()
    assert judged(warm, path, sound) == "accepted"
    for number, data in enumerate((*flips(sound, chance), *damages(sound, chance))):
        codes[judged_alike(world, warm, path, number, data)] += 1
    assert codes["accepted"] == 0 and codes["unreadable"] == 0, codes
    assert codes.total() >= (20_000 if FULL else 2_000)
    assert errors.seen() == b""
    assert judged(warm, path, sound) == "accepted" == examined(world, sound)


def resigned(data: bytes, by: keys.DeviceKeys, **changed) -> bytes:
    """The same body under another header and signature."""
    length = int.from_bytes(data[4:8], "big")
    header = Header.from_bytes(data[8 : 8 + length])
    return enclose(replace(header, **changed), by, data[8 + length + 64 :])


def signed_as(data: bytes, by: keys.DeviceKeys, prefix: bytes) -> bytes:
    length = int.from_bytes(data[4:8], "big")
    signature = bytes.fromhex(by.sign(prefix, data[8 : 8 + length]))
    return data[: 8 + length] + signature + data[8 + length + 64 :]


def stolen(world: World, data: bytes) -> dict[str, tuple[str, bytes]]:
    """Somebody else's bundle, passed on under another name or to another reader."""
    mine, other = world.laptop, world.colleague
    key_id = other.public.key_id
    length = int.from_bytes(data[4:8], "big")
    return {
        "signature stripped and made anew by a colleague": ("forged-inside", resigned(data, other, sender=key_id)),
        "signed by a colleague in my name": ("bad-signature", resigned(data, other)),
        "signed by a stranger": ("unknown-sender", resigned(data, world.stranger, sender=world.stranger.public.key_id)),
        "no signature": ("bad-signature", data[: 8 + length] + bytes(64) + data[8 + length + 64 :]),
        "a checkpoint's signature": ("bad-signature", signed_as(data, mine, keys.CHECKPOINT)),
        "a certificate's signature": ("bad-signature", signed_as(data, mine, keys.CERTIFICATE)),
        "a signature without prefix": ("bad-signature", signed_as(data, mine, b"")),
        "for a colleague": ("not-for-us", resigned(data, mine, to=(key_id,))),
        "for a colleague as well": ("forged-inside", resigned(data, mine, to=(world.hq.public.key_id, key_id))),
        "for nobody": ("bad-contents", resigned(data, mine, to=())),
        "another kind": ("no-right", resigned(data, mine, kind="return")),
        "length one short": ("damaged", resigned(data, mine, length=len(data) - 8 - length - 64 - 1)),
        "another digest": ("damaged", resigned(data, mine, sha256="0" * 64)),
        "version 2": ("newer-format", resigned(data, mine, v=2)),
        "passphrase": ("wrong-key", enclosed(world, pyrage.passphrase.encrypt(b"x", "x"))),
        "sealed to a colleague only": ("wrong-key", enclosed(world, keys.seal(b"x", [other.public]))),
        "not age": ("damaged", enclosed(world, b"hello" * 100)),
        "age cut short": ("wrong-key", enclosed(world, Crafted.sound(world).sealed_body()[:-1])),
        "a forged size instead of age": ("damaged", enclosed(world, forged_size(1 << 40))),
    }


def enclosed(world: World, body: bytes) -> bytes:
    return Crafted.sound(world).enclosed(body)


def lies(world: World) -> dict[str, tuple[str, Crafted]]:
    """Signed and encrypted by an enrolled office; wrong inside."""

    def craft(**changed) -> Crafted:
        return replace(Crafted.sound(world), **changed)

    def altered_manifest(**changed) -> Crafted:
        bundle = craft()
        bundle.manifest.update(changed)
        return bundle

    brackets = b"[" * 100_000 + b"]" * 100_000
    return {
        "other sender inside": ("forged-inside", altered_manifest(**{"from": world.colleague.public.key_id})),
        "other recipient inside": ("forged-inside", altered_manifest(to=[world.colleague.public.key_id])),
        "needs a newer reader": ("newer-format", altered_manifest(min_reader=2)),
        "schema is no number": ("bad-contents", altered_manifest(schema="7")),
        "a list too many": ("bad-contents", altered_manifest(lists=[1])),
        "manifest of brackets": ("bad-contents", craft(raw_manifest=brackets)),
        "manifest twice the key": ("bad-contents", craft(raw_manifest=b'{"v":1,"v":1}')),
        "manifest too long": ("bad-contents", craft(raw_manifest=b" " * (LIMITS.manifest + 1))),
        "bytes after the last segment": ("bad-contents", craft(tail=b"x")),
        "a segment missing": ("bad-contents", craft(packed=[])),
        "too many segments": ("bad-contents", craft(segments=craft().segments * 501)),
        "the same segment twice": ("forged-inside", craft(segments=craft().segments * 2, packed=craft().packed * 2)),
        "unknown kind of segment": ("bad-contents", craft().alter(kind="archive")),
        "digest of the segment": ("bad-contents", craft().alter(sha256="0" * 64)),
        "another device": ("forged-inside", craft().alter(device=world.colleague.device)),
        "an unknown device": ("forged-inside", craft().alter(device="e" * 32)),
        "another place": ("forged-inside", craft().alter(seq_from=2, seq_to=11)),
        "count disagrees": ("bad-contents", craft().alter(count=9)),
        "count enormous": ("forged-inside", craft().alter(count=2**53, seq_to=2**53)),
        "another head": ("forged-inside", craft().alter(head="0" * 64)),
        "another head before": ("forged-inside", craft().alter(prev_head="1" * 64)),
        "no checkpoint": ("forged-inside", craft().alter(checkpoint="")),
        "checkpoint of something else": ("forged-inside", craft().alter(checkpoint="0" * 128)),
        "announced longer": ("bad-contents", craft().alter(raw=craft().segments[0]["raw"] + 1)),
        "announced shorter": ("bad-contents", craft().alter(raw=craft().segments[0]["raw"] - 1)),
        "announced below nothing": ("bad-contents", craft().alter(raw=-1)),
        "announced beyond the cap": ("too-big", craft().alter(raw=1 << 40)),
        "packed below nothing": ("bad-contents", craft().alter(packed=-5)),
        "packed enormous": ("too-big", craft().alter(packed=1 << 40)),
        "a column short": ("bad-contents", craft().columns(row=[0])),
        "an index out of range": ("bad-contents", craft().columns(row=[99] * 10)),
        "a negative index": ("bad-contents", craft().columns(shape=[-1] * 10)),
        "a value changed": ("forged-inside", craft().columns(at=[1] * 10)),
        "another device in the columns": ("forged-inside", craft().columns(device="e" * 32)),
        "run of brackets": ("bad-contents", craft().repack(brackets)),
        "run of objects": ("bad-contents", craft().repack(b'{"a":' * 100_000)),
        "run with NaN": ("bad-contents", craft().repack(b'{"v":NaN}')),
        "run that is no text": ("bad-contents", craft().repack(b"\xff\xfe")),
        "document with NaN": ("bad-contents", craft().document(b'{"a":NaN}')),
        "document with infinity": ("bad-contents", craft().document(b'{"a":1e999}')),
        "document with a key twice": ("bad-contents", craft().document(b'{"a":1,"a":2}')),
        "document nine deep": ("bad-contents", craft().document(b'{"a":' + b"[" * 8 + b"]" * 8 + b"}")),
        "document of brackets": ("bad-contents", craft().document(brackets)),
        "document that is a list": ("bad-contents", craft().document(b"[]")),
        "document with half a character": ("bad-contents", craft().document(rb'{"a":"\ud800"}')),
        "document with 5,000 digits": ("bad-contents", craft().document(b'{"a":' + b"9" * 5000 + b"}")),
        "document with a number too large": ("bad-contents", craft().document(b'{"a":9007199254740993}')),
        "document with a long text": ("bad-contents", craft().document(b'{"a":"' + noise(1 << 20) + b'x"}')),
        "file that is another": ("forged-inside", craft().file(b"one", sha(b"another"))),
        "two frames": ("bad-contents", craft().document(b"{}", frame(b"{}") * 2)),
        "half a frame": ("bad-contents", craft().document(b"{}", frame(b"{}")[:-1])),
        "a frame and more": ("bad-contents", craft().document(b"{}", frame(b"{}") + b"more")),
        "no frame": ("bad-contents", craft().document(b"{}", b"not zstd at all")),
        "27 bytes that claim a terabyte": ("bad-contents", craft().document(b"", forged_size(1 << 40), 27)),
    }


HUGE = 1 << 30
HEAVY = ("bad-contents", "unreadable", "accepted")
BOMBS: dict[str, tuple[tuple[str, ...], Callable[[Crafted], Crafted]]] = {
    # small files that would unfold to much, honestly announced or not
    "1 GiB, announced": (("too-big",), lambda sound: sound.document(b"", zeros(HUGE, sized=True), HUGE)),
    "1 GiB, announced as 1 MiB": (
        ("bad-contents",),
        lambda sound: sound.document(b"", zeros(HUGE, sized=True), 1 << 20),
    ),
    "1 GiB without size": (("bad-contents",), lambda sound: sound.document(b"", zeros(HUGE, sized=False), 1 << 20)),
    "forged size, 1 MiB": (("bad-contents",), lambda sound: sound.document(b"", forged_size(HUGE), 1 << 20)),
    "forged size, 2^63": (("bad-contents",), lambda sound: sound.document(b"", forged_size(1 << 63), 1 << 20)),
    "frames in a frame": (("bad-contents",), lambda sound: sound.document(frame(zeros(HUGE, sized=False)))),
    "4 MiB of empty lists and objects": (HEAVY, lambda sound: sound.document(many("[]", "{}"))),
    "4 MiB of lists in lists": (HEAVY, lambda sound: sound.document(many("[[[[[]]]]]", "[[[]]]", "[[[[]]]]"))),
    "4 MiB of small numbers": (HEAVY, lambda sound: sound.document(many(*map(str, range(256, 999))))),
    "4 MiB of small texts": (HEAVY, lambda sound: sound.document(many(*(f'"{i}"' for i in range(99, 999))))),
    "4 MiB of keys": (HEAVY, lambda sound: sound.document(many(*(f'{{"k{i}":0}}' for i in range(999))))),
    "100 segments of 4 MiB": (("too-big",), lambda sound: replace(sound, segments=[document(4 << 20)] * 100)),
}


def noise(length: int) -> bytes:
    """Letters that hardly compress."""
    return random.Random(1).randbytes(length // 2).hex().encode()


def many(*of: str) -> bytes:
    """A document close to the cap, made of these in random order."""
    chance = random.Random(1)
    pieces, room = [], LIMITS.raw - 100
    while room > 0:
        pieces.append(chance.choice(of))
        room -= len(pieces[-1]) + 1
    return b'{"a":[' + ",".join(pieces[:-1]).encode() + b"]}"


def document(length: int) -> dict[str, object]:
    return {"kind": "document", "packed": length, "raw": length, "sha256": "0" * 64, "name": "d"}


def test_a_crafted_bundle_is_accepted_as_long_as_it_is_sound(warm, world, tmp_path):
    sound = Crafted.sound(world).document(b'{"a":[]}').file(b"one", sha(b"one"))
    assert judged(warm, tmp_path / "a.psb", sound.sealed()) == "accepted"
    [_, file] = [warm.read(tmp_path / "a.psb").documents, *warm.read(tmp_path / "a.psb").files]
    assert file.name == "../../etc/passwd" and file.data == b"one"


def test_stolen_and_forged_envelopes_are_refused_for_what_they_are(warm, errors, world, sound, tmp_path):
    path = tmp_path / "a.psb"
    cases = stolen(world, sound)
    codes = {name: judged(warm, path, data) for name, (_, data) in cases.items()}
    assert codes == {name: code for name, (code, _) in cases.items()}
    assert errors.seen() == b""


def test_lies_inside_are_refused_for_what_they_are(warm, errors, world, tmp_path):
    path = tmp_path / "a.psb"
    cases = lies(world)
    codes = {name: judged(warm, path, crafted.sealed()) for name, (_, crafted) in cases.items()}
    assert codes == {name: code for name, (code, _) in cases.items()}
    assert errors.seen() == b""


def test_an_enrolled_enemy_cannot_break_the_reader_with_altered_insides(warm, errors, world, tmp_path):
    """Here the spoiled inside is signed and sealed anew each time, so that every check but the last ones passes."""
    chance, path, codes = random.Random(11), tmp_path / "a.psb", Counter()
    sound = Crafted.sound(world)
    inside, run = sound.inside(), zstandard.ZstdDecompressor().decompressobj().decompress(sound.packed[0])
    assert judged(warm, path, sound.sealed()) == "accepted"
    for number in range(5_000 if FULL else 250):
        body = keys.seal(altered(inside, chance), [world.hq.public])
        codes[judged_alike(world, warm, path, number, sound.enclosed(body))] += 1
        repacked = Crafted.sound(world).repack(altered(run, chance)).sealed()
        codes[judged_alike(world, warm, path, number, repacked)] += 1
    assert codes["unreadable"] == 0 and set(codes) <= {"accepted", "bad-contents", "forged-inside", *OUTSIDE}
    assert codes["accepted"] < codes.total() / 10  # where the bit lay in a note of the sender's own
    assert errors.seen() == b""


OUTSIDE = {"too-big", "newer-format", "revoked"}


def altered(data: bytes, chance: random.Random) -> bytes:
    """One bit, or one sign of JSON's, elsewhere."""
    at = chance.randrange(len(data))
    new = chance.choice((data[at] ^ 1 << chance.randrange(8), ord(chance.choice('[]{}",:0-9eE')), 0, 255))
    return data[:at] + bytes([new]) + data[at + 1 :]


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_neither_fill_the_memory_nor_take_long(name, world, errors, tmp_path):
    path = tmp_path / "a.psb"
    codes, bomb = BOMBS[name]
    sound, data = Crafted.sound(world).sealed(), bomb(Crafted.sound(world)).sealed()
    with BundleReader(world.keyset, (world.hq,), starts=reader_starts(errors.target)) as reader:
        assert judged(reader, path, sound) == "accepted"
        before, start = most_memory(reader.pid), time.perf_counter()
        code = judged(reader, path, data)
        took = time.perf_counter() - start
        assert code in codes
        assert took < 20  # below 1 on an idle machine
        if code != "unreadable":
            grown = most_memory(reader.pid) - before
            print(f"{name}: +{grown} MiB, {took:.2f} s, {len(data)} bytes")
            assert grown <= 64
        assert judged(reader, path, sound) == "accepted"
    assert errors.seen() == b""


def test_a_file_above_the_cap_is_not_even_read(warm, tmp_path, world):
    path = tmp_path / "big.psb"
    with path.open("wb") as file:
        file.truncate(1 << 34)
    with pytest.raises(Refused) as caught:
        warm.read(path)
    assert caught.value.code == "too-big"
    with refused("too-big"):
        show(path, world.keyset)


def test_a_bundle_that_takes_too_long_is_given_up(world, tmp_path):
    source = workload.Office(100, 1, (world.laptop.device,)).edits()
    slow = world.export(tmp_path, Load([world.journal([next(source) for _ in range(20_000)])]))
    with BundleReader(world.keyset, (world.hq,), replace(LIMITS, milliseconds=10)) as reader:
        assert judged(reader, slow, slow.read_bytes()) == "unreadable"
        after = (
            judged(reader, tmp_path / "junk.psb", b"junk") for _try in range(50)
        )  # 10 ms are short on a busy machine
        assert "not-a-bundle" in after


def test_looking_from_outside_never_fails_with_anything_but_a_refusal(world, sound, tmp_path):
    chance, path = random.Random(3), tmp_path / "a.psb"
    for _ in range(500):
        at = chance.randrange(600)
        path.write_bytes(sound[:at] + chance.randbytes(2) + sound[at + 2 :])
        try:
            assert not show(path, world.keyset).signed or path.read_bytes() == sound
        except Refused as refused:
            assert refused.code in {"not-a-bundle", "damaged", "newer-format"}
