"""Headquarters' receiver: a small service on the Internet that takes bundles in pieces and gives returns.

It holds no key and opens no record (`door` says what it knows). What it takes counts as received only once every byte
was compared with its SHA-256 and the signature of a laptop of that very office; then the file lies in `arrived`, whole,
and `passerelle hq import` takes it in. It lists nothing, and what goes wrong is answered with a code, never with a
path or a trace. `bundles.wire` is the language.
"""

import asyncio
import hashlib
import hmac
import secrets
import shutil
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import discard, make_folder, pieces_of, put_in_place, write_new
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.bundles import bundle, strict
from desktop.bundles import keys as signing
from desktop.bundles.bundle import LIMITS, SUFFIX, BundleKind, Refused
from desktop.bundles.wire import (
    BUNDLES,
    FIRST,
    KEY,
    MOST_TEXT,
    NONCE,
    PARTS,
    PIECE,
    REQUEST,
    RETURNS,
    SIGNATURE,
    PiecedFile,
    ReceiverAnswer,
    Refusal,
    to_sign,
)
from desktop.services.exchange import arrivals
from desktop.services.exchange.headquarters import door
from desktop.services.exchange.headquarters.door import AdmittedLaptop, DoorBook

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

STATUS = {
    Refusal.NOTHING_HERE: 404,
    Refusal.STALE: 401,
    Refusal.UNKNOWN_LAPTOP: 403,
    Refusal.WRONG_HASH: 422,
    Refusal.TOO_LARGE: 413,
    Refusal.TOO_OFTEN: 429,
    Refusal.NO_ROOM: 507,
    Refusal.NOT_SOUND: 422,
    Refusal.FAILED: 500,
}
FRESH = 600.0  # seconds for which a nonce counts
AT_ONCE, A_SECOND = 600.0, 20.0  # requests of one address at once, and how many more each second brings
SENDERS = 50_000  # addresses whose requests are counted
DEADLINE = 180.0  # seconds for the body of one request: a piece on a line of 16 kbit/s
CONNECTIONS = 400  # at the same time
HEAD = 16 << 10  # bytes of a request's head at most
KEPT = 2 * LIMITS.bundle  # bytes of pieces that wait for the rest of one laptop's bundles; the oldest give way
FREE = 256 << 20  # bytes that stay free on the disk
UNFINISHED = ".new"  # not `.part`: Headquarters removes those of its own folder when it opens


class _RefusedRequest(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class Receiver:
    """What the requests do in Headquarters' folder; one for a running service."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.monotonic) -> None:
        """Raises Problem when Headquarters has not said yet whose bundles it takes."""
        self._folder, self._now = folder, now
        self._secret = secrets.token_bytes(32)
        self._buckets: dict[str, tuple[float, float]] = {}
        self._book, self._book_of = DoorBook(), (0, 0)
        self._returns: dict[Path, tuple[tuple[int, int], PiecedFile]] = {}
        self._pieces, self._arrived = folder / door.DOOR / door.PIECES, folder / door.ARRIVED
        if not (folder / door.DOOR / door.BOOK).is_file():
            raise Problem(
                _("Headquarters has not said yet whose bundles it takes; nothing was started."),
                _("Open Headquarters once with this version of the program, then start the receiver again."),
                code="door-not-written",
            )
        for place in (self._pieces, self._arrived):
            make_folder(place)
        for leftover in [*self._pieces.rglob(f"*{UNFINISHED}"), *self._arrived.glob(f"*{UNFINISHED}")]:
            discard(leftover)

    # --- who asks, and how often

    def nonce(self) -> str:
        """What a request is to be signed over: the time by this process, sealed with its secret."""
        moment = f"{int(self._now()):012x}{secrets.token_hex(8)}"
        return moment + self._mark(moment)

    def _mark(self, moment: str) -> str:
        return hmac.new(self._secret, moment.encode(), hashlib.sha256).hexdigest()[:32]

    def count(self, sender: str) -> None:
        """Count a request of this address; refuses it when there were too many."""
        now = self._now()
        if len(self._buckets) > SENDERS:
            self._buckets.clear()
        left, at = self._buckets.get(sender, (AT_ONCE, now))
        left = min(AT_ONCE, left + (now - at) * A_SECOND)
        if left < 1:
            raise _RefusedRequest(Refusal.TOO_OFTEN)
        self._buckets[sender] = (left - 1, now)

    def admit(self, request: "Request", body_digest: str) -> AdmittedLaptop:
        """The laptop that signed the request; refuses any other, and a nonce that is not fresh."""
        nonce, signature = request.headers.get(NONCE, ""), request.headers.get(SIGNATURE, "")
        moment = nonce[:28]
        if len(nonce) != 60 or not hmac.compare_digest(nonce[28:].encode(), self._mark(moment).encode()):
            raise _RefusedRequest(Refusal.STALE)
        if self._now() - int(moment[:12], 16) > FRESH:
            raise _RefusedRequest(Refusal.STALE)
        laptop = self._admitted().laptops.get(request.headers.get(KEY, ""))
        path = request.url.path
        asked_for = to_sign(request.method, path, nonce, body_digest)
        if laptop is None or not signing.verify(laptop.sign, REQUEST, asked_for, signature):
            raise _RefusedRequest(Refusal.UNKNOWN_LAPTOP)
        return laptop

    def _admitted(self) -> DoorBook:
        path = self._folder / door.DOOR / door.BOOK
        status = path.stat()
        if (status.st_mtime_ns, status.st_size) != self._book_of:
            self._book = DoorBook.from_bytes(path.read_bytes())
            self._book_of = (status.st_mtime_ns, status.st_size)
        return self._book

    # --- pieces and bundles

    def keep(self, laptop: AdmittedLaptop, name: str, data: bytes) -> None:
        """Keep a piece under its SHA-256; the same one again changes nothing."""
        if sha256(data) != name:
            raise _RefusedRequest(Refusal.WRONG_HASH)
        place = make_folder(self._pieces / laptop.key)
        if (place / name).is_file():
            return
        if shutil.disk_usage(place).free < FREE:
            raise _RefusedRequest(Refusal.NO_ROOM)
        self._give_way(place, len(data))
        fresh = place / f"{name}-{secrets.token_hex(4)}{UNFINISHED}"
        write_new(fresh, [data])
        try:
            put_in_place(fresh, place / name)
        finally:
            fresh.unlink(missing_ok=True)

    @staticmethod
    def _give_way(place: Path, size: int) -> None:
        """Remove this laptop's oldest pieces until there is room: it sends again what is missing."""
        oldest = sorted((file.stat().st_mtime_ns, file.stat().st_size, file) for file in place.iterdir())
        held = sum(length for _moment, length, _file in oldest)
        while oldest and held + size > KEPT:
            _moment, length, file = oldest.pop(0)
            discard(file)
            held -= length

    def take(self, laptop: AdmittedLaptop, file: PiecedFile) -> ReceiverAnswer:
        """Put the bundle together where all its pieces are there; says which are missing otherwise."""
        waiting = self.waiting(laptop)
        target = self._arrived / f"{file.sha256}{SUFFIX}"
        pieces = [self._pieces / laptop.key / name for name in file.pieces]
        if not (target.is_file() or arrivals.has_arrived(self._folder / "inbox", target.name)):
            missing = tuple(at for at, piece in enumerate(pieces) if not piece.is_file())
            if missing:
                return ReceiverAnswer(missing, waiting=waiting)
            if shutil.disk_usage(self._arrived).free < FREE + file.size:
                raise _RefusedRequest(Refusal.NO_ROOM)
            sound = self._put_together(laptop, file, pieces, target)
            if not sound:
                _discard_all(pieces)
                raise _RefusedRequest(Refusal.NOT_SOUND)
        _discard_all(pieces)
        return ReceiverAnswer(received=True, waiting=waiting)

    def _put_together(self, laptop: AdmittedLaptop, file: PiecedFile, pieces: Sequence[Path], target: Path) -> bool:
        """Write the bundle from its pieces; False, and nothing written, where they give no sound one of this office."""
        fresh = self._arrived / f"{file.sha256}-{secrets.token_hex(4)}{UNFINISHED}"
        write_new(fresh, map(Path.read_bytes, pieces))
        try:
            sound = _digest(fresh) == file.sha256 and self._is_of(laptop, fresh)
            if sound:
                put_in_place(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
        return sound

    def _is_of(self, laptop: AdmittedLaptop, path: Path) -> bool:
        """Whether it is a bundle of changes that a laptop of the same office signed, whole to its last byte."""
        try:
            with bundle.opened(path) as source:
                header, head, signature = bundle.read_header(source, bundle.size_of(source), LIMITS)
                whole = bundle.body_digest(source) == header.sha256
        except Refused:
            return False
        sender = self._admitted().laptops.get(header.sender)
        if sender is None or sender.office != laptop.office or header.kind is not BundleKind.CHANGES:
            return False
        return whole and signing.verify(sender.sign, signing.HEADER, head, signature.hex())

    # --- returns

    def waiting(self, laptop: AdmittedLaptop) -> PiecedFile | None:
        """The newest return for the laptop's office."""
        path = door.waiting_return(self._folder, laptop.office)
        try:
            status = path.stat()
            known_by = (status.st_mtime_ns, status.st_size)
            if self._returns.get(path, ((0, 0), None))[0] != known_by:
                self._returns[path] = known_by, PiecedFile.of(path.read_bytes())
        except FileNotFoundError:
            return None
        return self._returns[path][1]

    def piece(self, laptop: AdmittedLaptop, whole: str, index: int) -> bytes:
        """A piece of that return; refuses any other file."""
        waiting = self.waiting(laptop)
        if waiting is None or waiting.sha256 != whole or index >= len(waiting.pieces):
            raise _RefusedRequest(Refusal.NOTHING_HERE)
        with door.waiting_return(self._folder, laptop.office).open("rb") as source:
            source.seek(index * PIECE)
            data = source.read(PIECE)
        if sha256(data) != waiting.pieces[index]:  # replaced by a newer one meanwhile
            raise _RefusedRequest(Refusal.NOTHING_HERE)
        return data


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    for piece in pieces_of(path):
        whole.update(piece)
    return whole.hexdigest()


def _discard_all(pieces: Iterable[Path]) -> None:
    for piece in set(pieces):
        discard(piece)


async def _body(request: "Request", most: int) -> bytes:
    announced = request.headers.get("content-length", "")
    if not announced.isascii() or not announced.isdigit() or len(announced) > 9 or int(announced) > most:
        raise _RefusedRequest(Refusal.TOO_LARGE)
    data = bytearray()
    try:
        async with asyncio.timeout(DEADLINE):
            async for piece in request.stream():
                data += piece
                if len(data) > most:
                    raise _RefusedRequest(Refusal.TOO_LARGE)
    except TimeoutError as error:
        raise _RefusedRequest(Refusal.FAILED) from error
    return bytes(data)


def application(receiver: Receiver) -> "Starlette":
    """The receiver as an ASGI application."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import ClientDisconnect
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    def answered(content: object, status: int = 200) -> Response:
        return JSONResponse(content, status, {NONCE: receiver.nonce(), "Cache-Control": "no-store"})

    def refused(refusal: Refusal) -> Response:
        return answered({"refused": refusal}, STATUS[refusal])

    def guarded(
        answer: Callable[["Request"], Awaitable["Response"]],
    ) -> Callable[["Request"], Awaitable["Response"]]:
        async def asked_by_anybody(request: "Request") -> "Response":
            try:
                receiver.count(request.client.host if request.client else "")
                return await answer(request)
            except _RefusedRequest as refusal:
                return refused(refusal.refusal)
            except strict.Unsound:
                return refused(Refusal.NOT_SOUND)
            except ClientDisconnect:
                return refused(Refusal.FAILED)  # nobody reads it
            except (OSError, Problem):
                return refused(Refusal.FAILED)

        return asked_by_anybody

    async def first(request: "Request") -> "Response":
        return answered({})

    async def put(request: "Request") -> "Response":
        name = strict.text(request.path_params["name"], "name", form=strict.HEX64)
        laptop = receiver.admit(request, name)  # before anything of the body is read
        await run_in_threadpool(receiver.keep, laptop, name, await _body(request, PIECE))
        return answered({})

    async def post(request: "Request") -> "Response":
        data = await _body(request, MOST_TEXT)
        laptop = receiver.admit(request, sha256(data))
        file = PiecedFile.from_json(strict.loads(data))
        return answered((await run_in_threadpool(receiver.take, laptop, file)).to_json())

    async def told(request: "Request") -> "Response":
        laptop = receiver.admit(request, sha256(b""))
        return answered(ReceiverAnswer(waiting=await run_in_threadpool(receiver.waiting, laptop)).to_json())

    async def fetched(request: "Request") -> "Response":
        laptop = receiver.admit(request, sha256(b""))
        whole = strict.text(request.path_params["whole"], "whole", form=strict.HEX64)
        data = await run_in_threadpool(receiver.piece, laptop, whole, int(request.path_params["index"]))
        headers = {NONCE: receiver.nonce(), "Cache-Control": "no-store"}
        return Response(data, 200, headers, "application/octet-stream")

    async def nothing(request: "Request", error: Exception) -> "Response":
        return refused(Refusal.NOTHING_HERE)

    async def failed(request: "Request", error: Exception) -> "Response":
        return refused(Refusal.FAILED)

    routes = [
        Route(FIRST, guarded(first), methods=["GET"]),
        Route(PARTS + "{name}", guarded(put), methods=["PUT"]),
        Route(BUNDLES, guarded(post), methods=["POST"]),
        Route(RETURNS, guarded(told), methods=["GET"]),
        Route(RETURNS + "/{whole}/{index:int}", guarded(fetched), methods=["GET"]),
    ]
    service = Starlette(routes=routes, exception_handlers={404: nothing, 405: nothing, Exception: failed})
    service.router.redirect_slashes = False
    return service


def service(receiver: Receiver, certificate: Path, key: Path) -> "uvicorn.Server":
    """The service over TLS, to be run with the socket of `listening`. Raises Problem for an unusable certificate."""
    try:
        import uvicorn
    except ImportError as error:
        raise Problem(
            _("The part of the program for Headquarters is not installed here; nothing was started."),
            _("Install “passerelle-headquarters” beside the program."),
            code="receiver-not-installed",
        ) from error
    config = uvicorn.Config(
        application(receiver),
        ssl_certfile=certificate,
        ssl_keyfile=key,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=HEAD,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        raise Problem(
            _("This certificate or its key cannot be used; nothing was started."),
            _("Name two files in PEM form that belong together, the key without a passphrase."),
            code="certificate-unusable",
        ) from error
    return uvicorn.Server(config)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any. Raises Problem when it is taken."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise Problem(
            _("Nothing can listen at {host}, port {port}; nothing was started.").format(host=host, port=port),
            _("Choose another port with --port, or stop the program that uses it."),
            code="port-taken",
        ) from error
