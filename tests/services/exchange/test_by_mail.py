"""Bundles by mail: cut, drafted, damaged on their way as mail damages files, and put together again."""

import io
import random
import zipfile
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from desktop.base.text import speak
from desktop.bundles import parts
from desktop.bundles.armour import armoured
from desktop.office import Office
from desktop.services.exchange import by_mail, sending
from desktop.services.exchange.headquarters import consolidating
from desktop.store.records import Partner, Sent
from tests.journeys.test_put_back import recognise
from tests.offices import headquarters, office, office_folder

__all__ = ["headquarters", "office", "office_folder"]


@pytest.fixture
def sent(office: Office, headquarters: Office) -> Sent:
    """A bundle that no mail server lets pass in one piece, were they as narrow as here."""
    recognise(office, headquarters)
    chance = random.Random(23)
    with office.store.change("Partner registered", office.user.id) as session:
        session.add_all(Partner(name=f"A{n}", notes=chance.randbytes(5_000).hex()) for n in range(60))
    return sending.pack(office.work, office.keys, office.outbox)


def drafted(office: Office, sent: Sent, folder: Path, **how: bool) -> list[Path]:
    folder.mkdir()
    return by_mail.drafts(office.work, sent, office.outbox, folder, size=by_mail.LEAST, **how)


def test_parts_come_in_any_order_repeated_and_from_different_cuts(
    office: Office, headquarters: Office, sent: Sent, tmp_path: Path
) -> None:
    hq, data = headquarters, (office.outbox / sent.name).read_bytes()
    mails = drafted(office, sent, tmp_path / "out")
    assert len(mails) > 3
    first = message_from_bytes(mails[0].read_bytes(), policy=policy.default)
    assert first["X-Unsent"] == "1" and f"1/{len(mails)}" in first["Subject"] and "partie 1 sur" in str(first)
    other = [tmp_path / f"other {piece.index}.psbp" for piece in parts.cut(data, 90_000)]
    for path, piece in zip(other, parts.cut(data, 90_000), strict=True):
        path.write_bytes(piece.to_bytes())
    late = mails.pop(1)
    came = by_mail.opened([*reversed(mails), mails[0], other[0]], hq.folder)
    assert came.files == () and len(came.awaited) == 1 and ": 2." in came.awaited[0]
    broken = tmp_path / "broken.psbp"
    broken.write_bytes(other[1].read_bytes()[:-1] + b"!")
    assert "broken.psbp" in by_mail.opened([broken], hq.folder).awaited[0]
    whole = by_mail.opened([late], hq.folder)
    assert [path.read_bytes() for path in whole.files] == [data] and whole.awaited == ()
    (report,) = consolidating.take_in(hq.work, hq.keys, whole.files, hq.inbox)
    assert report.verdict == "applied"
    by_mail.clear(hq.folder, hq.inbox)
    assert not list((hq.folder / by_mail.WAITING).glob("*.psb"))


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/attachment", data)
    return packed.getvalue()


def rewrapped(text: bytes) -> bytes:
    lines = text.replace(b"\r", b"").replace(b"\n", b" ")
    return b"\n".join(lines[at : at + 50] for at in range(0, len(lines), 50))


DISCLAIMER = b"\r\n--\r\nThis message is confidential + may be read by nobody / else.\r\n"
ON_THE_WAY: dict[str, Callable[[bytes], bytes]] = {
    "as it left": bytes,
    "other line ends": lambda text: text.replace(b"\r\n", b"\n"),
    "old line ends": lambda text: text.replace(b"\r\n", b"\r"),
    "in a reply": lambda text: b"Bonjour\r\n" + b"".join(b"> " + line for line in text.splitlines(keepends=True)),
    "with a disclaimer": lambda text: b"\xef\xbb\xbf" + DISCLAIMER + text + DISCLAIMER,
    "saved by Notepad": lambda text: b"\xff\xfe" + text.decode().encode("utf-16-le"),
    "zipped by the gateway": zipped,
}


@pytest.mark.parametrize("damage", ON_THE_WAY.values(), ids=ON_THE_WAY)
def test_what_mail_does_to_a_text_is_taken_away_again(
    office: Office, headquarters: Office, sent: Sent, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    data = (office.outbox / sent.name).read_bytes()
    for text in (damage(armoured(data)), *([damage(rewrapped(armoured(data)))] if damage is bytes else [])):
        path = tmp_path / "renamed.dat"
        path.write_bytes(text)
        (found,) = by_mail.opened([path], headquarters.folder).files
        assert found.read_bytes() == data


def test_a_message_with_the_text_or_a_file_in_it_is_read_whole(
    office: Office, headquarters: Office, sent: Sent, tmp_path: Path
) -> None:
    data = (office.outbox / sent.name).read_bytes()
    for name, how in (("text", {"as_text": True}), ("file", {"text_beside": True})):
        drafted(office, sent, tmp_path / name, **how)
        mails = sorted((tmp_path / name).glob("*.eml"))
        for mail in mails:
            mail.write_bytes(mail.read_bytes().replace(b"\r\n", b"\n"))
        (found,) = by_mail.opened(mails, headquarters.folder).files
        assert found.read_bytes() == data
        by_mail.discard(found)
    texts = sorted((tmp_path / "file").glob("*.txt"))
    assert [path.read_bytes() for path in by_mail.opened(texts, headquarters.folder).files] == [data]


def test_what_holds_nothing_is_given_back_and_refused_with_a_sentence(
    headquarters: Office, sent: Sent, office: Office, tmp_path: Path
) -> None:
    text = armoured((office.outbox / sent.name).read_bytes())
    changed = text.replace(text[4000:4010], b"AAAAAAAAAA", 1)
    for name, data in (
        ("empty.txt", b""),
        ("letter.eml", b"Subject: Bonjour\r\n\r\nRien ici.\r\n"),
        ("broken.zip", b"PK\3\4" + bytes(200)),
        ("changed.txt", changed),
        ("half.txt", text[: len(text) // 2]),
        ("folder.eml", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        (report,) = consolidating.take_in(
            headquarters.work, headquarters.keys, by_mail.opened([path], headquarters.folder).files, headquarters.inbox
        )
        assert report.verdict == "refused" and report.text


def test_a_draft_speaks_the_language_of_the_program(office: Office, sent: Sent, tmp_path: Path) -> None:
    subjects = set()
    for language in ("fr", "en", "es"):
        speak(language)
        mail = by_mail.drafts(office.work, sent, office.outbox, tmp_path)[0]
        subjects.add(message_from_bytes(mail.read_bytes(), policy=policy.default)["Subject"])
    speak("fr")
    assert len(subjects) == 3 and all("SN10" in subject and "0001" in subject for subject in subjects)
