"""The line from an office to Headquarters’ receiver: one request at a time, and whatever goes wrong in words.

Only Python’s own `http.client` and `ssl` are used, and only once somebody sends over the Internet.
"""

import http.client
import re
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import date
from types import TracebackType
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.bundles import strict
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.strict import JsonObject
from desktop.bundles.wire import (
    FIRST,
    MOST_TEXT,
    NONCE,
    PIECE,
    LineDropped,
    Refusal,
    RefusedByReceiver,
    Road,
    signed_headers,
)

SILENCE = 30.0  # seconds without a byte
DEADLINE = 180.0  # seconds for one request: a piece on a line of 16 kbit/s
SECURE, PLAIN = "https", "http"  # schemes
SLICE = 8 << 10  # bytes written between two looks at the clock and at who stops it
PORT = 443

# What OpenSSL says of a certificate (X509_V_ERR_…, openssl/x509_vfy.h)
NOT_YET, EXPIRED = 9, 10
WRONG_NAME = (62, 64)


def checked_address(typed: str) -> str:
    """The receiver’s address as it was meant; raises Problem for what is none."""
    address = typed.strip()
    if "://" not in address:
        address = f"https://{address}"
    parts = _parts(address)
    if parts is None or parts.scheme != SECURE or parts.query or parts.fragment or parts.username:
        raise Problem(
            _("“{address}” is no address of Headquarters; nothing was changed.").format(address=typed.strip()[:80]),
            _("It begins with https:// and names a computer, like https://receive.example.org:8443."),
            code="receiver-address-unsound",
        )
    return address.rstrip("/")


def checked_proxy(typed: str) -> str:
    """The proxy’s address as it was meant, empty for none; raises Problem for what is none."""
    proxy = typed.strip().rstrip("/")
    if not proxy:
        return ""
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    parts = _parts(proxy)
    if parts is None or parts.scheme != PLAIN or parts.path or parts.query:
        raise Problem(
            _("“{address}” is no address of a proxy; nothing was changed.").format(address=typed.strip()[:80]),
            _("It names a computer and a port, like proxy.example.org:3128."),
            code="proxy-address-unsound",
        )
    return proxy


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if sound and not re.search(r"[\s\x00-\x1f\x7f\\]", address) and address.isascii() else None


def checked_authority(data: bytes) -> str:
    """Certificates in PEM form; raises Problem for a file that holds none."""
    try:
        text = data.decode("ascii")
        ssl.create_default_context(cadata=text)
    except (ValueError, ssl.SSLError) as error:
        raise Problem(
            _("This file holds no certificate; nothing was changed."),
            _("Ask Headquarters for its certificate in PEM form: a text that begins with “BEGIN CERTIFICATE”."),
            code="certificate-not-read",
        ) from error
    return text


class HttpsLine:
    """A connection, opened at the first request and again after it broke: `with HttpsLine(road, keys, now) as line:`.

    `day` is what the laptop’s clock shows, only to be named where a certificate seems out of date.
    """

    def __init__(self, road: Road, keys: DeviceKeys, day: date) -> None:
        self._road, self._keys, self._day = road, keys, day
        self._parts = urlsplit(road.address)
        self._connection: http.client.HTTPSConnection | None = None
        self._nonce = ""

    def __enter__(self) -> "HttpsLine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; the next request opens another one."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def ask(self, method: str, path: str, body: bytes, progress: Progress) -> bytes:
        """The answer’s body. Raises LineDropped, RefusedByReceiver, another Problem in words, or Cancelled."""
        if not self._nonce:
            self._once("GET", FIRST, b"", progress, {})
        try:
            return self._once(method, path, body, progress)
        except RefusedByReceiver as refused:
            if refused.refusal is not Refusal.STALE:
                raise
        return self._once(method, path, body, progress)  # its answer brought a fresh nonce

    def _once(
        self, method: str, path: str, body: bytes, progress: Progress, unsigned: dict[str, str] | None = None
    ) -> bytes:
        signed = signed_headers(self._keys, method, path, self._nonce, sha256(body)) if unsigned is None else unsigned
        try:
            return self._spoken(method, path, body, dict(signed), progress)
        except BaseException as error:
            self.close()
            if isinstance(error, OSError | http.client.HTTPException):
                raise self._in_words(error) from error
            raise

    def _spoken(self, method: str, path: str, body: bytes, headers: dict[str, str], progress: Progress) -> bytes:
        last = time.monotonic() + DEADLINE
        connection = self._connected()
        connection.putrequest(method, self._parts.path + path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        for piece in _slices(body):
            connection.send(piece)
            progress.check()
            _require_time(last)
        response = connection.getresponse()
        answered = bytearray()
        while piece := response.read(SLICE):
            answered += piece
            progress.check()
            _require_time(last)
            if len(answered) > PIECE + MOST_TEXT:
                raise http.client.HTTPException("an endless answer")
        self._nonce = response.getheader(NONCE, "")
        if not self._nonce:
            raise self._another(response.status)
        if response.status != http.client.OK:
            raise self._refused(bytes(answered))
        return bytes(answered)

    def _connected(self) -> http.client.HTTPSConnection:
        if self._connection is not None:
            return self._connection
        host, port = self._parts.hostname or "", self._parts.port or PORT
        proxy = self._road.proxy or _computers_proxy(host)
        context = ssl.create_default_context(cadata=self._road.authority or None)
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # a pinned certificate is enough
        if proxy:
            by = urlsplit(proxy)
            connection = http.client.HTTPSConnection(
                by.hostname or "", by.port or 8080, timeout=SILENCE, context=context
            )
            connection.set_tunnel(host, port, _proxy_headers(by))
        else:
            connection = http.client.HTTPSConnection(host, port, timeout=SILENCE, context=context)
        self._connection = connection  # what fails while it connects is closed with it
        connection.connect()
        return connection

    # --- in words

    def _refused(self, answer: bytes) -> Problem:
        try:
            refusal = Refusal(JsonObject(strict.loads(answer)).text("refused"))
        except ValueError:  # Unsound is one
            refusal = Refusal.FAILED
        text, remedy = _refusals()[refusal]
        return RefusedByReceiver(refusal, text.format(host=self._road.host), remedy)

    def _another(self, status: int) -> Problem:
        return Problem(
            _(
                "What answers at {host} is not Headquarters’ receiver (answer {status}); nothing was handed over."
            ).format(host=self._road.host, status=status),
            _("Check the address in the settings; in a hotel or café, open the page of its network first."),
            code="line-to-another",
        )

    def _in_words(self, error: OSError | http.client.HTTPException) -> Problem:
        host = self._road.host
        if isinstance(error, ssl.SSLCertVerificationError):
            return self._of_certificate(error)
        if isinstance(error, socket.gaierror):
            return Problem(
                _("The address {host} is not found; nothing was handed over.").format(host=host),
                _("Check the connection to the Internet, then the address in the settings."),
                code="line-no-name",
            )
        if isinstance(error, ConnectionRefusedError) or getattr(error, "errno", None) in (101, 113, 10051, 10065):
            return Problem(
                _("Nothing answers at {host}; nothing was handed over.").format(host=host),
                _("Check the connection to the Internet; if it works, tell Headquarters that its receiver is silent."),
                code="line-no-answer",
            )
        if (status := re.match(r"Tunnel connection failed: (\d+)", str(error))) is not None:
            return self._of_proxy(status[1])
        if isinstance(error, ssl.SSLError) and "WRONG_VERSION" in str(error):
            return self._another(0)
        return LineDropped(host)

    def _of_proxy(self, status: str) -> Problem:
        if status == "407":
            return Problem(
                _("The proxy of your network asks for a name and a password; nothing was handed over."),
                _("Write them into the proxy’s address in the settings: http://name:password@proxy:port."),
                code="proxy-asks-password",
            )
        return Problem(
            _("The proxy of your network does not let this through (answer {status}); nothing was handed over.").format(
                status=status
            ),
            _("Ask who runs the network to allow {host}.").format(host=self._road.host),
            code="proxy-refuses",
        )

    def _of_certificate(self, error: ssl.SSLCertVerificationError) -> Problem:
        host = self._road.host
        if error.verify_code in (NOT_YET, EXPIRED):
            from desktop.base.dates import format_date
            from desktop.base.text import language

            day = format_date(self._day, language(), "long")
            early = error.verify_code == NOT_YET
            text = (
                _("By this computer’s date, {day}, {host} has a certificate not valid yet; nothing was handed over.")
                if early
                else _(
                    "By this computer’s date, {day}, the certificate of {host} has expired; nothing was handed over."
                )
            )
            return Problem(
                text.format(host=host, day=day),
                _("If that is not today’s date, set the computer’s clock; if it is, tell Headquarters."),
                code="certificate-not-yet" if early else "certificate-expired",
            )
        if error.verify_code in WRONG_NAME:
            return Problem(
                _("What answers at {host} shows a certificate of another name; nothing was handed over.").format(
                    host=host
                ),
                _("Check the address in the settings; if it is right, tell Headquarters before you try again."),
                code="certificate-of-another",
            )
        return Problem(
            _(
                "Nobody whom this computer believes vouches for the certificate of {host}; nothing was handed over."
            ).format(host=host),
            _("Ask Headquarters for its certificate, and choose that file in the settings."),
            code="certificate-unknown",
        )


def _refusals() -> dict[Refusal, tuple[str, str]]:
    later = _("Try again in some minutes; if it stays so, tell Headquarters.")
    again = _("Send it again: what is missing goes once more.")
    return {
        Refusal.NOTHING_HERE: (_("{host} has nothing of this name; nothing was changed."), again),
        Refusal.STALE: (_("{host} did not believe that the request was new; nothing was handed over."), later),
        Refusal.UNKNOWN_LAPTOP: (
            _("{host} does not know this laptop; nothing was handed over."),
            _("Ask Headquarters to authorize it, or whether it was withdrawn; until then use a stick."),
        ),
        Refusal.WRONG_HASH: (_("A piece arrived damaged at {host} and was not taken."), again),
        Refusal.TOO_LARGE: (
            _("{host} does not take a file of this size; nothing was handed over."),
            _("Take a stick for this bundle."),
        ),
        Refusal.TOO_OFTEN: (
            _("{host} was asked too often from your network; what has arrived there stays there."),
            later,
        ),
        Refusal.NO_ROOM: (_("There is no room left at {host}; what has arrived there stays there."), later),
        Refusal.NOT_SOUND: (
            _("{host} put the bundle together and it was not whole; it was not taken."),
            _("Send it again; if it is refused again, prepare another bundle."),
        ),
        Refusal.FAILED: (_("{host} could not take it just now; what has arrived there stays there."), later),
    }


def _slices(body: bytes) -> Iterator[bytes]:
    return (body[at : at + SLICE] for at in range(0, len(body), SLICE))


def _require_time(last: float) -> None:
    if time.monotonic() > last:
        raise TimeoutError


def _computers_proxy(host: str) -> str:
    """The proxy that the computer uses for this host: the environment’s, or that of Windows’ and macOS’ settings."""
    return "" if proxy_bypass(host) else checked_proxy(getproxies().get("https", ""))


def _proxy_headers(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    from base64 import b64encode
    from urllib.parse import unquote

    secret = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(secret.encode()).decode()}"}
