"""What came back signed, page by page (¶26): short, shuffled, mixed, stained, in several files."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from desktop.base.values import sha256, today
from desktop.documents import scans, seal
from desktop.services.agreements import lookup, packs, returned_scan, signing
from desktop.services.agreements.returned_scan import ReturnedScan, ScanPlace
from desktop.services.agreements.signing import SignatureDetails
from desktop.store import files
from desktop.store.records import Interaction, OfficeProfile, Officer, Partner, PrintedPack
from desktop.store.states import Role
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.paper import blank_picture, photographed, scanned
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder"]

SEEN = SignatureDetails(today(), "Dakar", seen=True)


class Desk:
    """A printed agreement, its pages as pictures, and the scanner."""

    def __init__(self, agreed: Agreed) -> None:
        self.office, self.work = agreed.office, agreed.office.work
        self.id = agreed.final().id
        self.pack = packs.make(on(self.office, today()), self.id)
        packs.mark_printed(self.work, self.pack.record.id)
        self.pages = photographed(self.pack.pdf, 150)

    def add(self, *pictures: Image.Image, name: str = "scan.pdf") -> ReturnedScan:
        """Scan these pages into one file."""
        return returned_scan.add(self.work, self.id, name, scanned(pictures))

    def filed(self) -> list[int | None]:
        """The pages of what is filed, by their codes, after the signature."""
        signed = signing.sign(self.work, self.id, SEEN)
        with self.office.store.read() as session:
            data = files.get(session, signed.signed_digest or "")
        return [page.codes[0].page if page.codes else None for page in scans.read_pages(data)]


@pytest.fixture
def desk(agreed: Agreed) -> Desk:
    return Desk(agreed)


def stained(picture: Image.Image) -> Image.Image:
    """A page on which neither code can be read."""
    width, height = picture.size
    page = picture.copy()
    page.paste(90, (width // 2, 0, width, height // 8))
    page.paste(90, (0, height * 7 // 8, width // 2, height))
    return page


def test_a_short_scan_leaves_the_agreement_printed_and_is_completed_later(desk: Desk) -> None:
    pages = desk.pages
    short = desk.add(*pages[:8], *pages[9:])
    assert (short.missing, short.complete) == ((9,), False)
    with refused("scan-incomplete"):
        signing.sign(desk.work, desk.id, SEEN)
    assert lookup.agreement(desk.office.store, desk.id).state == "printed"
    assert returned_scan.read(desk.work, desk.id) == short, "what came back is still there"
    assert desk.add(pages[8], name="page 9.pdf").complete
    assert desk.filed() == list(range(1, len(pages) + 1))
    assert not returned_scan.exists(desk.work, desk.id)


def test_one_whole_scan_is_filed_as_it_came(desk: Desk) -> None:
    scan = scanned(desk.pages)
    assert returned_scan.add(desk.work, desk.id, "signe.pdf", scan).complete
    signed = signing.sign(desk.work, desk.id, SEEN)
    assert signed.state == "active" and signed.signed_digest == sha256(scan)


def test_pages_in_any_order_with_blank_backs_and_upside_down_are_put_in_order(desk: Desk) -> None:
    back = Image.new("L", desk.pages[0].size, 252)
    odd, even = desk.pages[0::2], desk.pages[1::2]
    shuffled = [*odd, back, *(page.rotate(180) for page in reversed(even)), back]
    came = desk.add(*shuffled)
    assert came.complete and len(came.blank) == 2 and not came.unread
    assert desk.filed() == list(range(1, len(desk.pages) + 1))


def test_pages_of_another_paper_in_the_same_scan_are_named_and_left_out(desk: Desk) -> None:
    other = packs.make(on(desk.office, today()), desk.id)  # the same text, printed again: another version
    strange = photographed(other.pdf, 150)[:2]
    came = desk.add(*strange, *desk.pages[2:])
    assert came.document.reference.endswith("/v2")
    assert came.missing == tuple(range(3, len(desk.pages) + 1))
    assert {code.reference[-3:] for _place, code in came.foreign} == {"/V1"}


def test_a_page_whose_code_cannot_be_read_is_recognised_by_a_person(desk: Desk) -> None:
    came = desk.add(*desk.pages[:2], stained(desk.pages[2]), *desk.pages[3:])
    assert (came.missing, came.unread) == ((3,), (ScanPlace(0, 2),))
    with refused("scan-page-unknown"):
        returned_scan.identify(desk.work, desk.id, ScanPlace(0, 2), 99)
    with refused("scan-page-known"):
        returned_scan.identify(desk.work, desk.id, ScanPlace(0, 1), 3)
    told = returned_scan.identify(desk.work, desk.id, ScanPlace(0, 2), 3)
    assert (told.complete, told.by_hand) == (True, (3,))
    assert returned_scan.identify(desk.work, desk.id, ScanPlace(0, 2), None) == came
    returned_scan.identify(desk.work, desk.id, ScanPlace(0, 2), 3)
    assert desk.filed() == [1, 2, None, *range(4, len(desk.pages) + 1)]
    with desk.office.store.read() as session:
        reference = lookup.agreement(desk.office.store, desk.id).reference
        (line,) = session.scalars(select(Interaction).where(Interaction.subject == reference)).all()
    assert "3" in line.text and reference in line.text


def test_what_a_person_recognised_counts_for_that_version_alone(desk: Desk) -> None:
    desk.add(*desk.pages[:2], stained(desk.pages[2]), *desk.pages[3:])
    assert returned_scan.identify(desk.work, desk.id, ScanPlace(0, 2), 3).complete
    packs.make(on(desk.office, today()), desk.id)
    after = returned_scan.read(desk.work, desk.id)
    assert after is not None and len(after.missing) == len(desk.pages) and not after.by_hand


def test_the_partner_s_copy_counts_as_the_pack(desk: Desk) -> None:
    copy = packs.for_partner(desk.work, desk.id)
    pages = photographed(copy, 150)
    assert len(pages) < len(desk.pages)
    came = desk.add(*pages)
    assert came.is_partner_copy and came.complete
    assert desk.filed() == list(range(1, len(pages) + 1))


def test_any_original_counts_as_the_pack_on_paper_and_signed_on_a_screen(desk: Desk) -> None:
    """Originals of two parties in one scan: codes are the same on each. A PDF that came back unprinted is known too."""
    first, second = packs.original(desk.work, desk.id, 1), packs.original(desk.work, desk.id, 2)
    for pdf in (first, second):
        with refused("scan-is-printed"):
            returned_scan.add(desk.work, desk.id, "original.pdf", pdf)
    came = desk.add(*photographed(first, 150)[:10])
    assert came.is_partner_copy and came.missing[0] == 11
    with pikepdf.open(BytesIO(second)) as signed:
        signed.docinfo["/Keywords"] = "signed"  # as a program does that signs on a screen
        out = BytesIO()
        signed.save(out)
    came = returned_scan.add(desk.work, desk.id, "signed.pdf", out.getvalue())
    assert came.complete and not came.unread and not came.foreign
    assert desk.filed()


def test_what_was_handed_out_is_known_years_later_whatever_would_be_drawn_by_then(desk: Desk) -> None:
    """The office prints on other paper and the company has another name: today's copy would have other codes."""
    copy, original = packs.for_partner(desk.work, desk.id), packs.original(desk.work, desk.id, 2)
    with desk.office.store.change("Years later", desk.office.user.id) as session:
        session.get_one(OfficeProfile, desk.office.profile.id).paper = "Letter"
        session.get_one(Partner, lookup.agreement(desk.office.store, desk.id).partner_id).name = "Teranga Groupe SA"
    work = on(desk.office, today())
    assert (packs.for_partner(work, desk.id), packs.original(work, desk.id, 2)) == (copy, original)
    assert packs.is_stored(work, sha256(original), seal.verify(original).reference)
    came = desk.add(*photographed(original, 150))
    assert came.is_partner_copy and came.complete and not came.foreign
    returned_scan.drop(work, desk.id)
    signed = BytesIO()
    with pikepdf.open(BytesIO(original)) as pdf:
        pdf.docinfo["/Keywords"] = "signed"
        pdf.save(signed)
    assert returned_scan.add(work, desk.id, "signed.pdf", signed.getvalue()).complete


def test_a_copy_is_stored_by_whoever_prepares_agreements_and_drawn_anew_where_its_file_is_not(desk: Desk) -> None:
    reader = Officer(name="Binta Sarr", role=Role.READER)
    copy = packs.for_partner(desk.work.acting_as(reader), desk.id)
    made = lambda: packs.of_agreement(desk.office.store, desk.id)[0]  # noqa: E731
    assert (made().copy_digest, made().originals) == ("", [])
    assert packs.for_partner(desk.work, desk.id) == copy and made().copy_digest == sha256(copy)
    assert made().originals == [sha256(packs.original(desk.work, desk.id, number)) for number in (1, 2)]
    with desk.office.store.change("As on a laptop that has the record alone", desk.office.user.id) as session:
        session.get_one(PrintedPack, made().id).copy_digest = "0" * 64
    assert packs.for_partner(desk.work.acting_as(reader), desk.id) == copy
    assert desk.add(*photographed(copy, 150)).complete


def test_a_picture_for_each_page_is_a_scan(desk: Desk) -> None:
    for number, page in enumerate(desk.pages, 1):
        out = BytesIO()
        page.save(out, "JPEG", quality=60)
        came = returned_scan.add(desk.work, desk.id, f"{number}.jpg", out.getvalue())
    assert came.complete and came.names[:2] == ("1.jpg", "2.jpg")
    assert desk.filed() == list(range(1, len(desk.pages) + 1))


def test_the_last_scan_of_a_page_counts(desk: Desk) -> None:
    desk.add(*desk.pages)
    came = desk.add(desk.pages[4], name="mieux.pdf")
    assert came.complete and came.pages[4].place == ScanPlace(1, 0) and came.pages[4].replaced == (ScanPlace(0, 4),)


def test_the_pack_itself_is_no_signed_paper(desk: Desk) -> None:
    for printed in (desk.pack.pdf, packs.for_partner(desk.work, desk.id)):
        with refused("scan-is-printed"):
            returned_scan.add(desk.work, desk.id, "liasse.pdf", printed)
    assert not returned_scan.exists(desk.work, desk.id)


def test_a_file_that_cannot_be_read_adds_nothing_and_loses_nothing(desk: Desk) -> None:
    before = desk.add(*desk.pages[:3])
    unreadable = (("notes.txt", b"bonjour", "picture-unreadable"), ("vide.pdf", b"%PDF-1.7\n", "pdf-damaged"))
    for name, data, code in unreadable:
        with refused(code):
            returned_scan.add(desk.work, desk.id, name, data)
    assert returned_scan.read(desk.work, desk.id) == before
    returned_scan.drop(desk.work, desk.id)
    assert returned_scan.read(desk.work, desk.id) is None


def test_a_reader_adds_nothing(desk: Desk) -> None:
    reader = desk.work.acting_as(Officer(name="Lecteur", role="reader"))
    with refused("role-not-allowed"):
        returned_scan.add(reader, desk.id, "s.png", blank_picture())
    with refused("role-not-allowed"):
        returned_scan.drop(reader, desk.id)
