"""Where readers are born on systems that can fork: a process with everything loaded, a fork of which reads one bundle.

It sees no bundle and no key but some of its own making: others go straight to the fork. What the program asks of it is
a letter and a number in 4 bytes: N for a new reader, with the descriptors of its channel and of what it writes as
errors; K for the end of the reader with that process id. No request has an answer, so that whoever holds the other end
can ask without waiting.
"""

import array
import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence

from desktop.bundles import confined
from desktop.bundles.bundle import REFUSALS, Refused

FLAG = "--start-readers"  # the argument that makes the frozen program a nursery
NEW, END = b"N", b"K"
REQUEST = 5  # bytes


def main(_arguments: Sequence[str] = ()) -> int:
    """Start readers until the program closes its end, then end those that are left; 0."""
    confined.load()
    confined.rehearse()
    Refused(next(iter(REFUSALS)))  # has the texts loaded
    gc.freeze()
    readers: set[int] = set()
    with socket.socket(fileno=os.dup(0)) as requests:
        while request := _request(requests):
            letter, pid, descriptors = request
            _forget_ended(readers)
            if letter == NEW:
                readers.add(_born(descriptors, requests))
            elif pid in readers:
                _end(pid)
                readers.remove(pid)
    for pid in readers:
        _end(pid)
    return 0


def _request(requests: socket.socket) -> tuple[bytes, int, list[int]] | None:
    """The next letter, number and descriptors; None when the program closed its end."""
    data, ancillary, _flags, _address = requests.recvmsg(REQUEST, socket.CMSG_SPACE(2 * array.array("i").itemsize))
    if len(data) < REQUEST:
        return None
    descriptors = array.array("i")
    for _level, _kind, sent in ancillary:
        descriptors.frombytes(sent)
    return data[:1], int.from_bytes(data[1:], "big"), list(descriptors)


def _born(descriptors: list[int], requests: socket.socket) -> int:
    """The process id of a new reader, which holds nothing of the nursery's but its own channel."""
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    code = confined.GONE
    try:
        requests.close()
        channel, errors = descriptors
        for descriptor, standard in ((channel, 0), (channel, 1), (errors, 2)):
            os.dup2(descriptor, standard)
        os.closerange(3, max(descriptors) + 1)
        code = confined.read_one()
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
