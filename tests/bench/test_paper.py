"""Paper there and back: a pack beside a plain document of the same text, and a scan of its pages."""

import random
import time
from collections.abc import Callable
from io import BytesIO
from itertools import cycle

import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from desktop.base.numbers import format_number
from desktop.base.values import today
from desktop.documents import scans, seal
from desktop.documents.codes import DIGITS
from desktop.services.agreements import packs
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.paper import photographed, words_of

__all__ = ["agreed", "agreed_folder"]

Say = Callable[[str], None]
DOTS, PAGES = 200, 24


def spent(deed: Callable[[], object]) -> float:
    """Seconds of this process, whatever else the machine does."""
    start = time.process_time()
    deed()
    return time.process_time() - start


def shown(value: float) -> str:
    return format_number(value, "en", 2)


def scanned_badly(page: Image.Image, draw: random.Random) -> bytes:
    """A page as an old scanner gives it: askew, blurred, noisy, as JPEG, and one of its codes under a stamp."""
    width, height = page.size
    stamped = page.copy()
    pen = ImageDraw.Draw(stamped)
    above = draw.random() < 0.5  # the code at the top right, or that at the bottom left
    left, top = (width * 0.82, height * 0.02) if above else (width * 0.08, height * 0.88)
    pen.ellipse((left, top, left + width * 0.14, top + width * 0.14), fill=90)
    askew = stamped.rotate(draw.uniform(-1.5, 1.5), Image.Resampling.BILINEAR, fillcolor=255)
    blurred = askew.filter(ImageFilter.GaussianBlur(0.8))
    noise = Image.frombytes("L", (256, 256), draw.randbytes(256 * 256)).resize(blurred.size, Image.Resampling.NEAREST)
    noisy = Image.blend(blurred, noise, 0.06)
    out = BytesIO()
    noisy.save(out, "JPEG", quality=60, dpi=(DOTS, DOTS))
    return out.getvalue()


def as_scan(leaves: list[bytes]) -> bytes:
    """The JPEG pictures in one PDF, as a scanner writes them."""
    first, *others = (Image.open(BytesIO(leaf)) for leaf in leaves)
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS, quality=60)
    return out.getvalue()


@pytest.fixture
def pack(agreed: Agreed) -> bytes:
    """The pack of a donation agreement in two languages."""
    final = agreed.final(("fr", "en"))
    return packs.make(on(agreed.office, today()), final.id).pdf


def test_a_scan_of_twenty_four_pages_and_of_a_hundred(pack: bytes, tell: Say) -> None:
    """The target is 3 s for 24 pages at 200 dots an inch, every code read, and growth in proportion to the pages."""
    draw = random.Random(7)
    pages = photographed(pack, DOTS)
    leaves = [scanned_badly(page, draw) for page, _n in zip(cycle(pages), range(PAGES), strict=False)]
    short, long = as_scan(leaves), as_scan([leaf for leaf, _n in zip(cycle(leaves), range(100), strict=False)])
    read = scans.read_pages(short)
    report = seal.verify(pack)
    mark = report.record[:DIGITS].upper()
    found = {code.page for page in read for code in page.codes if code.digest == mark}
    open_codes = sum(len(page.codes) for page in read)
    expected = {number % len(pages) + 1 for number in range(PAGES)}
    few, many = spent(lambda: scans.read_pages(short)), spent(lambda: scans.read_pages(long))
    growth = (many / 100) / (few / PAGES)
    tell(
        f"scan: {sum(bool(page.codes) for page in read)} of {PAGES} pages read in {shown(few)} s (target 3), "
        f"{2 * PAGES - open_codes} of {2 * PAGES} codes covered; "
        f"100 pages {shown(many)} s, {shown(growth)} x as long a page"
    )
    assert found == expected, expected - found
    assert open_codes <= PAGES + 2, "the stamp covers one code of each page"
    assert growth < 1.5


def test_a_pack_against_a_plain_document_of_its_words(agreed: Agreed, tell: Say) -> None:
    """Floor: ReportLab's own template draws the same words in one column, without codes, tags, record or archive."""
    final = agreed.final(("fr", "en"))
    work = on(agreed.office, today())
    pdf = packs.make(work, final.id).pdf
    words = words_of(pdf)
    parts = [words[start : start + 600] for start in range(0, len(words), 600)]
    look = getSampleStyleSheet()["Normal"]

    def plain() -> None:
        story = [Paragraph(part.replace("&", "&amp;").replace("<", "&lt;"), look) for part in parts]
        SimpleDocTemplate(BytesIO(), pagesize=A4).build(story)

    plain()
    ours = min(spent(lambda: packs.make(work, final.id)) for _ in range(3))
    floor = min(spent(plain) for _ in range(3))
    pages = len(photographed(pdf, 20))
    tell(
        f"pack of {pages} pages: {shown(ours)} s and {len(pdf) // 1024} KB (target 0.25 s, 400 KB), "
        f"{shown(ours / floor)} x a plain document of its words ({shown(floor)} s)"
    )
    assert len(pdf) < 400 * 1024
    assert ours < 12 * floor
