"""Where readers are born on systems that can fork: a process with everything loaded, a fork of which reads one bundle.

It sees no bundle, and no private key but some of its own making: others go straight to the fork. Whom to believe, which
is public and names hundreds of laptops, it reads once for all readers that are to know it. What the program asks of it
is a letter and 32 bytes: N and the digest of a keyset for a new reader, with the descriptors of its channel, of what it
writes as errors and of the keyset as JSON; K and a process id for the end of that reader. No request has an answer, so
that whoever holds the other end can ask without waiting.
"""

import array
import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence

from desktop.base.values import parse_json
from desktop.bundles import confined
from desktop.bundles.bundle import REFUSALS, Refused
from desktop.bundles.keys import Keyset

FLAG = "--start-readers"  # the argument that makes the frozen program a nursery
NEW, END = b"N", b"K"
NAMED = 32  # bytes of a digest, or of a process id
DESCRIPTORS = 3


def main(_arguments: Sequence[str] = ()) -> int:
    """Start readers until the program closes its end, then end those that are left; 0."""
    confined.load()
    confined.rehearse()
    Refused(next(iter(REFUSALS)))  # has the texts loaded
    gc.freeze()
    readers: set[int] = set()
    known, keyset = b"", Keyset(())
    with socket.socket(fileno=os.dup(0)) as requests:
        while request := _request(requests):
            letter, named, descriptors = request
            pid = int.from_bytes(named, "big")
            _forget_ended(readers)
            if letter == NEW:
                if named != known:
                    known, keyset = named, _read_keyset(descriptors[2])
                    gc.freeze()
                readers.add(_born(keyset, descriptors, requests))
            elif pid in readers:
                _end(pid)
                readers.remove(pid)
    for pid in readers:
        _end(pid)
    return 0


def _request(requests: socket.socket) -> tuple[bytes, bytes, list[int]] | None:
    """The next letter, what it names, and descriptors; None when the program closed its end."""
    room = socket.CMSG_SPACE(DESCRIPTORS * array.array("i").itemsize)
    data, ancillary, _flags, _address = requests.recvmsg(1 + NAMED, room)
    if len(data) < 1 + NAMED:
        return None
    descriptors = array.array("i")
    for _level, _kind, sent in ancillary:
        descriptors.frombytes(sent)
    return data[:1], data[1:], list(descriptors)


def _read_keyset(descriptor: int) -> Keyset:
    """What the program wrote into a file that several requests may carry: read from its beginning."""
    return Keyset.from_json(parse_json(os.pread(descriptor, os.fstat(descriptor).st_size, 0)))


def _born(keyset: Keyset, descriptors: list[int], requests: socket.socket) -> int:
    """The process id of a new reader, which holds nothing of the nursery's but its own channel."""
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    code = confined.GONE
    try:
        requests.close()
        channel, errors, _keyset = descriptors
        for descriptor, standard in ((channel, 0), (channel, 1), (errors, 2)):
            os.dup2(descriptor, standard)
        os.closerange(3, max(descriptors) + 1)
        code = confined.read_one(keyset)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        sys.stderr.flush()
        os._exit(code)


def _forget_ended(readers: set[int]) -> None:
    """Their process ids are free from here on, and no end is asked for them any more."""
    readers -= {pid for pid in readers if os.waitpid(pid, os.WNOHANG)[0]}


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    sys.exit(main())
