"""A bundle over the Internet, through a real receiver with TLS, on lines that break; what a stranger may not do."""

import random
import ssl
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from desktop.base.errors import Cancelled
from desktop.base.progress import Progress, RunNow
from desktop.bundles import strict, wire
from desktop.bundles.https import HttpsLine
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.wire import PiecedFile, RefusedByReceiver, Road
from desktop.office import Office
from desktop.presenters.exchange.outbox import Outbox
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.services.exchange import depositing, receiver_address, receiving, sending
from desktop.services.exchange.headquarters import answering, consolidating, door, laptops
from desktop.services.exchange.sending import BundleState
from desktop.services.registry import partners
from desktop.store.records import Partner, Sent
from tests.journeys.test_put_back import recognise
from tests.lines import CutLine, certificate
from tests.lines import receiving as serving
from tests.offices import headquarters, office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner"]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def recognised(office: Office, headquarters: Office) -> Office:
    recognise(office, headquarters)
    headquarters.renew_door()
    return office


@pytest.fixture
def port(recognised: Office, headquarters: Office, papers: tuple[Path, Path]) -> Iterator[int]:
    with serving(headquarters.folder, *papers) as listening:
        yield listening


def on_the_way(office: Office, port: int, papers: tuple[Path, Path]) -> None:
    receiver_address.set_address(office.work, f"localhost:{port}/")
    receiver_address.set_authority(office.work, papers[0].read_bytes())


def with_much(office: Office) -> Sent:
    """A bundle of some pieces: text that no compression makes smaller."""
    chance = random.Random(17)
    with office.store.change("Partner registered", office.user.id) as session:
        session.add_all(Partner(name=f"A{n}", notes=chance.randbytes(5_000).hex()) for n in range(200))
    return sending.pack(office.work, office.keys, office.outbox)


def deposited(office: Office, sent: Sent) -> depositing.Deposited:
    return depositing.deposit(office.work, office.keys, sent, office.folder, Progress())


def test_a_bundle_goes_and_the_return_comes_back(
    recognised: Office, headquarters: Office, port: int, papers: tuple[Path, Path]
) -> None:
    office, hq = recognised, headquarters
    on_the_way(office, port, papers)
    partners.register(office.work, Partner(name="A"))
    sent = depositing.next_bundle(office.work, office.keys, office.outbox)
    assert sent is not None and deposited(office, sent).fetched is None
    arrived = door.arrived(hq.folder)
    assert [path.read_bytes() for path in arrived] == [(office.outbox / sent.name).read_bytes()]
    assert state(office, sent) is BundleState.HANDED_OVER  # never received before Headquarters’ own word
    deposited(office, sent)  # again: the same file is there once
    consolidating.take_in(hq.work, hq.keys, arrived, hq.inbox)
    door.clear(hq.folder, hq.inbox)
    with refused("nothing-arrived"):
        door.arrived(hq.folder)
    hq.offer_return("SN10", answering.answer(hq.work, hq.keys, "SN10", hq.outbox))
    path = deposited(office, sent).fetched
    assert path is not None and waiting(office) == path
    receiving.take_in(office.work, office.keys, path, office.inbox)
    assert state(office, sent) is BundleState.RECEIVED
    assert waiting(office) is None
    assert depositing.fetch(office.work, office.keys, office.folder, Progress()).fetched is None
    assert depositing.next_bundle(office.work, office.keys, office.outbox) is None


def waiting(office: Office) -> Path | None:
    with office.store.read() as session:
        return depositing.waiting_in(session, office.folder)


def state(office: Office, sent: Sent) -> BundleState:
    with office.store.read() as session:
        return sending.state_of(session.get_one(Sent, sent.number), office.work.clock.now())


def test_a_line_that_breaks_anywhere_costs_less_than_a_piece(
    recognised: Office, headquarters: Office, port: int, papers: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depositing, "PAUSES", (0.0,) * 3)
    sent = with_much(recognised)
    chance = random.Random(3)
    overhead = 12_000  # bytes of a handshake, the heads and the names of the pieces
    for _try in range(3):
        cuts = [chance.randrange(sent.size) for _ in range(2)]
        line = CutLine(port, cuts)
        with line.open() as near:
            on_the_way(recognised, near, papers)
            deposited(recognised, sent)
        (arrived,) = door.arrived(headquarters.folder)
        assert arrived.read_bytes() == (recognised.outbox / sent.name).read_bytes()
        arrived.unlink()
        lost = sum(line.sent) - sent.size
        broken = len(line.sent) - 1
        assert lost < broken * wire.PIECE + len(line.sent) * overhead, (cuts, line.sent)


def test_one_who_stops_it_goes_on_where_it_stopped(
    recognised: Office, headquarters: Office, port: int, papers: tuple[Path, Path]
) -> None:
    sent = with_much(recognised)
    on_the_way(recognised, port, papers)

    def stop(done: int, total: int, text: str) -> None:
        if done == 2:
            progress.stop()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        depositing.deposit(recognised.work, recognised.keys, sent, recognised.folder, progress)
    counted: list[int] = []
    again = Progress(lambda done, total, text: counted.append(total))
    depositing.deposit(recognised.work, recognised.keys, sent, recognised.folder, again)
    assert counted[0] == len(PiecedFile.of((recognised.outbox / sent.name).read_bytes()).pieces) - 2


def test_trouble_with_a_certificate_is_told_in_words(recognised: Office, headquarters: Office, tmp_path: Path) -> None:
    sent = sending.pack(recognised.work, recognised.keys, recognised.outbox)
    for name, begins, ends, code in (
        ("localhost", -9, -1, "certificate-expired"),
        ("localhost", 1, 9, "certificate-not-yet"),
        ("receive.example.org", -1, 9, "certificate-of-another"),
    ):
        papers = certificate(tmp_path, name, begins, ends)
        with serving(headquarters.folder, *papers) as port:
            on_the_way(recognised, port, papers)
            with refused(code):
                deposited(recognised, sent)


def test_what_is_not_the_receiver_is_told_in_words(
    recognised: Office, port: int, papers: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depositing, "PAUSES", ())
    for name in ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    sent = with_much(recognised)
    with refused("receiver-not-set"):
        deposited(recognised, sent)
    on_the_way(recognised, port, papers)
    receiver_address.set_authority(recognised.work, b"")
    with refused("certificate-unknown"):
        deposited(recognised, sent)
    receiver_address.set_proxy(recognised.work, f"127.0.0.1:{port}")  # speaks TLS, not the language of a proxy
    with refused("line-dropped"):
        deposited(recognised, sent)
    receiver_address.set_proxy(recognised.work, "127.0.0.1:1")
    with refused("line-no-answer"):
        deposited(recognised, sent)
    receiver_address.set_proxy(recognised.work, "")
    receiver_address.set_address(recognised.work, "https://nowhere.invalid")
    with refused("line-no-name"):
        deposited(recognised, sent)


@pytest.mark.parametrize(
    "typed", ["http://a.org", "https://", "https://a b", "https://u:p@a.org", "https://a:99999", "é"]
)
def test_an_address_that_is_none_is_refused(office: Office, typed: str) -> None:
    with refused("receiver-address-unsound"):
        receiver_address.set_address(office.work, typed)


def test_what_leaves_by_itself_leaves_only_when_switched_on_and_waits_longer_each_time_it_fails(
    recognised: Office,
    headquarters: Office,
    papers: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    runner: RunNow,
) -> None:
    monkeypatch.setattr(depositing, "PAUSES", ())
    page = ExchangePresenter(recognised, runner)
    outbox = Outbox(recognised, runner, 0.0)

    def story(minute: int) -> str:
        outbox.turn(minute * 60.0)
        page.refresh()
        return page.by_itself

    receiver_address.set_address(recognised.work, "https://localhost:1")
    assert story(2) == "" and not sending.bundles(recognised.store)  # off until an officer switches it on
    receiver_address.set_automatic(recognised.work, True)
    assert story(1) == ""  # the officer comes first
    assert "localhost" in story(3) and len(sending.bundles(recognised.store)) == 1
    with serving(headquarters.folder, *papers) as port:
        on_the_way(recognised, port, papers)
        assert "0001" not in story(7)  # five minutes are not over
        assert "0001" in story(8)
        (arrived,) = door.arrived(headquarters.folder)
        partners.register(recognised.work, Partner(name="B"))
        story(30)
        assert len(sending.bundles(recognised.store)) == 1  # once an hour at most
        consolidating.take_in(headquarters.work, headquarters.keys, [arrived], headquarters.inbox)
        path = answering.answer(headquarters.work, headquarters.keys, "SN10", headquarters.outbox)
        headquarters.offer_return("SN10", path)
        assert "0002" in story(70) and page.overview.fetched is not None
        assert "0002" not in story(140)  # it waits for its receipt: the same does not leave twice


def test_a_stranger_learns_and_leaves_nothing(
    recognised: Office, headquarters: Office, port: int, papers: tuple[Path, Path]
) -> None:
    """A laptop that is not authorized, or was withdrawn; another office's bundle; a replayed or altered request."""
    office, hq = recognised, headquarters
    road = Road(f"https://localhost:{port}", authority=papers[0].read_text())
    piece = b"x" * 100
    stranger = DeviceKeys.generate()
    with HttpsLine(road, stranger, office.work.today()) as line, refused("receiver-unknown-laptop"):
        line.ask("PUT", wire.PARTS + PiecedFile.of(piece).sha256, piece, Progress())
    with HttpsLine(road, office.keys, office.work.today()) as line:
        with refused("receiver-wrong-hash"):  # what is signed is the name, and the piece has another
            unsound(line, piece)
        with refused("receiver-too-large"):
            line.ask("PUT", wire.PARTS + PiecedFile.of(bytes(wire.PIECE + 1)).sha256, bytes(wire.PIECE + 1), Progress())
        line.ask("PUT", wire.PARTS + PiecedFile.of(piece).sha256, piece, Progress())
        with refused("receiver-not-sound"):  # no bundle
            line.ask("POST", wire.BUNDLES, strict.dumps(PiecedFile.of(piece).to_json()), Progress())
        with refused("receiver-nothing-here"):
            line.ask("GET", f"{wire.RETURNS}/{'0' * 64}/0", b"", Progress())
        for path in ("/", "/parts/", "/parts/../../etc/passwd", "/inbox", f"/parts/{'0' * 63}/"):
            with pytest.raises(RefusedByReceiver) as caught:
                line.ask("GET", path, b"", Progress())
            assert caught.value.code == "receiver-nothing-here"
        line._nonce = "0" * 60  # as after a restart of the receiver: the request goes again under a fresh one
        assert line.ask("GET", wire.RETURNS, b"", Progress())
        headquarters_withdraws(hq, office)
        with refused("receiver-unknown-laptop"):
            line.ask("GET", wire.RETURNS, b"", Progress())
    assert not list((hq.folder / door.ARRIVED).iterdir())
    assert not [path for path in (hq.folder / door.DOOR / door.PIECES).rglob("*") if path.is_file()]


def unsound(line: HttpsLine, piece: bytes) -> None:
    """A piece under the name of another one: the name was signed."""
    line._once("GET", wire.FIRST, b"", Progress(), {})
    name = PiecedFile.of(piece + b"y").sha256
    headers = wire.signed_headers(line._keys, "PUT", wire.PARTS + name, line._nonce, name)
    line._once("PUT", wire.PARTS + name, piece, Progress(), dict(headers))


def headquarters_withdraws(hq: Office, office: Office) -> None:
    held = hq.store.position(office.keys.device).number
    laptops.withdraw(hq.work, hq.keys, office.keys.device, held, "Stolen")
    hq.renew_door()


def test_whatever_is_sent_there_is_answered_without_a_path_or_a_trace(
    headquarters: Office, port: int, papers: tuple[Path, Path]
) -> None:
    context = ssl.create_default_context(cafile=str(papers[0]))
    bad = {wire.KEY: "0" * 32, wire.NONCE: "f" * 60, wire.SIGNATURE: "é".encode().decode("latin-1")}
    for method, path, headers, body in (
        ("GET", "/nonce", {}, b""),
        ("PUT", f"/parts/{'a' * 64}", {}, b"x"),
        ("PUT", f"/parts/{'a' * 64}", bad, b"x"),
        ("PUT", f"/parts/{'a' * 64}", {"Content-Length": "9" * 30}, b""),
        ("PUT", "/parts/CON", bad, b"x"),
        ("POST", "/bundles", bad, b"[" * 60_000),
        ("POST", "/bundles", {**bad, "Transfer-Encoding": "chunked"}, b"0\r\n\r\n"),
        ("GET", f"/returns/{'a' * 64}/{'9' * 5000}", bad, b""),
        ("DELETE", "/returns", {}, b""),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", {}, b""),
    ):
        connection = HTTPSConnection("localhost", port, context=context, timeout=10)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        said = answer.read().decode()
        connection.close()
        assert answer.status < 505 and len(said) < 200, said
        assert "Traceback" not in said and str(headquarters.folder) not in said and "passwd" not in said
        assert "server" not in {name.lower() for name in answer.headers}
