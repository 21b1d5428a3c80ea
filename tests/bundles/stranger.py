"""A stranger's program: it verifies a bundle by docs/bundle-format.md alone, with no code of Passerelle.

    python stranger.py BUNDLE KEY SENDER [DEVICE=SIGN...]

BUNDLE is the file, KEY an age secret key that opens it, SENDER the sender's public signing key; each DEVICE has its own
public signing key. Prints the heads of each chain as JSON; ends with a message at the first thing that is wrong.
"""

import hashlib
import io
import json
import sys
from itertools import accumulate
from pathlib import Path

import pyrage
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(*parts):
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def require(right, what):
    if not right:
        sys.exit(f"wrong: {what}")


def verify(sign, prefix, data, signature):
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign)).verify(signature, prefix + b"\0" + data)


def opened(data, secret, sender):
    """The manifest and the unfolded segments."""
    length = int.from_bytes(data[4:8], "big")
    head, signature, body = data[8 : 8 + length], data[8 + length : 72 + length], data[72 + length :]
    verify(sender, b"psb1-header", head, signature)
    header = json.loads(head)
    require(data[:4] == b"PSB1", "magic")
    require(header["from"] == hashlib.sha256(bytes.fromhex(sender)).hexdigest()[:32], "key id")
    require((header["ct_len"], header["ct_sha256"]) == (len(body), hashlib.sha256(body).hexdigest()), "body")
    inside = io.BytesIO(pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(secret)]))
    manifest = json.loads(inside.read(int.from_bytes(inside.read(4), "big")))
    require((manifest["from"], manifest["to"]) == (header["from"], header["to"]), "identities inside")
    segments = []
    for segment in manifest["segments"]:
        packed = inside.read(segment["packed"])
        require(hashlib.sha256(packed).hexdigest() == segment["sha256"], "digest of a segment")
        segments.append((segment, zstandard.ZstdDecompressor().stream_reader(packed).read(segment["raw"] + 1)))
        require(len(segments[-1][1]) == segment["raw"], "length of a segment")
    require(not inside.read(), "bytes after the last segment")
    return segments


def changes(columns):
    """Each change as it is hashed, from the columns of a segment."""
    values = {tuple(pair): iter(column) for pair, column in zip(columns["fields"], columns["values"], strict=True)}
    gone, bases, place = dict(columns["gone"]), iter(columns["base"]), 0
    for index, at in enumerate(accumulate(columns["at"])):
        number, entries = columns["from"] + index, []
        for _entry in range(columns["n"][index]):
            kind, operation, fields = columns["shapes"][columns["shape"][place]]
            cells = [[field, next(values[kind, field]), base_of(columns, number, next(bases))] for field in fields]
            entry = [kind, columns["ids"][columns["row"][place]], operation, cells]
            entries.append(gone.get(place) or digest(canonical(entry)))
            place += 1
        who = columns["whos"][columns["who"][index]]
        what = columns["whats"][columns["did"][index]]
        yield [[columns["device"], number, what, who[0], at, *who[1:]], entries]


def base_of(columns, number, distance):
    if distance > 0:
        return [columns["device"], number - distance]
    return columns["others"][-distance - 1] if distance else None


def heads(segments, signers):
    """The last head of each device, recomputed and compared with manifest and checkpoint."""
    reached = {}
    for segment, raw in segments:
        if segment["kind"] != "changes":
            continue
        device, columns = segment["device"], json.loads(raw)
        require((columns["device"], columns["from"]) == (device, segment["seq_from"]), "whose changes")
        number, head = reached.get(device, (segment["seq_from"] - 1, segment["prev_head"]))
        require((number + 1, head) == (segment["seq_from"], segment["prev_head"]), "segments do not follow")
        for change in changes(columns):
            head = digest(head.encode(), canonical(change))
        require(head == segment["head"], "head")
        if segment["checkpoint"]:
            signed = canonical([device, segment["seq_to"], head])
            verify(signers[device], b"psb1-checkpoint", signed, bytes.fromhex(segment["checkpoint"]))
        reached[device] = (segment["seq_to"], head)
    return reached


if __name__ == "__main__":
    bundle, key, sender, *devices = sys.argv[1:]
    pieces = opened(Path(bundle).read_bytes(), key, sender)
    print(json.dumps(heads(pieces, dict(device.split("=") for device in devices))))
