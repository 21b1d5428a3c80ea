"""A receiver of Headquarters at work in this process, its certificates, and a line to it that can be cut."""

import contextlib
import datetime
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop.services.exchange.headquarters import receiver


def certificate(folder: Path, name: str = "localhost", begins: int = -1, ends: int = 30) -> tuple[Path, Path]:
    """A certificate signed by itself for this name, valid between these days from today, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=begins))
        .not_valid_after(now + datetime.timedelta(days=ends))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    stem = f"{name}{begins}{ends}"
    public, secret = folder / f"{stem}.pem", folder / f"{stem}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(*pem))
    return public, secret


@contextlib.contextmanager
def receiving(folder: Path, public: Path, secret: Path) -> Iterator[int]:
    """The receiver of the Headquarters in this folder; gives its port on this computer."""
    server = receiver.service(receiver.Receiver(folder), public, secret)
    listening = receiver.listening("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@dataclass
class CutLine:
    """Carries bytes between the office and a port, and breaks each connection after so many of the office's bytes."""

    port: int
    cuts: list[int]  # of the connections in turn; those after the last hold
    sent: list[int] = field(default_factory=list)  # the office's bytes in each connection
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def open(self) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as door:
            door.settimeout(0.05)
            threads = [threading.Thread(target=self._serve, args=(door,))]
            threads[0].start()
            try:
                yield door.getsockname()[1]
            finally:
                self._stop.set()
                threads[0].join()

    def _serve(self, door: socket.socket) -> None:
        carried: list[threading.Thread] = []
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                office = door.accept()[0]
                number = len(self.sent)
                self.sent.append(0)
                carried.append(threading.Thread(target=self._carry, args=(office, number)))
                carried[-1].start()
        for thread in carried:
            thread.join()

    def _carry(self, office: socket.socket, number: int) -> None:
        limit = self.cuts[number] if number < len(self.cuts) else None
        with office, socket.create_connection(("127.0.0.1", self.port)) as far:
            back = threading.Thread(target=_copy, args=(far, office))
            back.start()
            with contextlib.suppress(OSError):
                while data := office.recv(4096):
                    if limit is not None and self.sent[number] + len(data) > limit:
                        data = data[: limit - self.sent[number]]
                        far.sendall(data)
                        self.sent[number] += len(data)
                        break
                    far.sendall(data)
                    self.sent[number] += len(data)
            for end in (far, office):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
