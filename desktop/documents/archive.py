"""Finishing a drawn PDF for the archive (PDF/A-3b: ISO 19005-3), and reading the record and the pictures of a PDF."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from desktop.base.errors import Problem
from desktop.base.paths import resources
from desktop.base.text import _
from desktop.base.values import moment, sha256
from desktop.documents.blocks import Document, each_language
from desktop.documents.tags import MarkedContent, Node, Tags
from desktop.documents.typesetting import one_line

if TYPE_CHECKING:
    import pikepdf

RECORD = "record.json"
SOFTWARE = "Passerelle"
MOST_RECORD = 8 << 20  # bytes of an attached record, unfolded


def finish(raw: bytes, document: Document, record: bytes, tags: Tags) -> bytes:
    """The drawing with metadata, colour intent, logical structure and record attached; equal inputs, equal bytes."""
    import pikepdf

    with pikepdf.open(BytesIO(raw)) as pdf:
        _describe(pdf, document, sha256(record))
        _intend_colours(pdf)
        _attach(pdf, document, record)
        _tree(pdf, tags, document.languages[0])
        _mend_arabic(pdf)
        for page in pdf.pages:
            if "/Trans" in page.obj:  # ReportLab writes an empty one on every page
                del page.obj["/Trans"]
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
    return out.getvalue()


def _describe(pdf: "pikepdf.Pdf", document: Document, digest: str) -> None:
    import pikepdf

    made_at = moment(document.made_at)
    title = one_line(" / ".join(dict.fromkeys(each_language(document.title))))
    date = made_at.strftime("D:%Y%m%d%H%M%S+00'00'")
    pdf.docinfo = pdf.make_indirect(
        pikepdf.Dictionary(
            Title=title,
            Author=one_line(document.author),
            Subject=one_line(document.reference),
            Creator=SOFTWARE,
            Producer=SOFTWARE,
            CreationDate=pikepdf.String(date),
            ModDate=pikepdf.String(date),
        )
    )
    packet = pikepdf.Stream(pdf, _xmp(document, title, made_at, digest).encode())
    packet.Type, packet.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
    pdf.Root.Lang = pikepdf.String(document.languages[0])
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)


def _xmp(document: Document, title: str, made_at: datetime, digest: str) -> str:
    stamp = made_at.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    reference = escape(one_line(document.reference))
    languages = "".join(f"<rdf:li>{code}</rdf:li>" for code in document.languages)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(one_line(document.author))}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{reference}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<dc:identifier>sha256:{digest}</dc:identifier>
<xmp:CreatorTool>{SOFTWARE}</xmp:CreatorTool><pdf:Producer>{SOFTWARE}</pdf:Producer>
<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _intend_colours(pdf: "pikepdf.Pdf") -> None:
    import pikepdf

    profile = pikepdf.Stream(pdf, (resources() / "fonts" / "sRGB.icc").read_bytes())
    profile.N = 3
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def _attach(pdf: "pikepdf.Pdf", document: Document, record: bytes) -> None:
    import pikepdf

    date = pikepdf.String(moment(document.made_at).strftime("D:%Y%m%d%H%M%S+00'00'"))
    stream = pikepdf.Stream(pdf, record)
    stream.Type, stream.Subtype = pikepdf.Name.EmbeddedFile, pikepdf.Name("/application/json")
    stream.Params = pikepdf.Dictionary(Size=len(record), ModDate=date, CreationDate=date)
    file = pdf.make_indirect(stream)
    spec = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=pikepdf.String(RECORD),
            UF=pikepdf.String(RECORD),
            Desc=pikepdf.String(f"sha256:{sha256(record)}"),
            AFRelationship=pikepdf.Name.Source,
            EF=pikepdf.Dictionary(F=file, UF=file),
        )
    )
    pdf.Root.AF = pikepdf.Array([spec])
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(RECORD), spec]))
    if "/Names" not in pdf.Root:
        pdf.Root.Names = pikepdf.Dictionary()
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(names)


def _tree(pdf: "pikepdf.Pdf", tags: Tags, language: str) -> None:
    """The structure tree, the parent tree of every page's marks, and the links inside it."""
    import pikepdf

    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    pages = [page.obj for page in pdf.pages]
    links = _link_places(tags)
    parents: list[Any] = []
    elements: dict[int, Any] = {}

    def element(node: Node, parent: Any) -> Any:
        item = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{node.role}"), P=parent)
        )
        elements[id(node)] = item
        if node.language and node.language != language:
            item.Lang = pikepdf.String(node.language)
        if node.header:
            item.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column)
        if node.alternative:
            item.Alt = pikepdf.String(node.alternative)
        if node.bounds:
            bounds = pikepdf.Array([round(edge, 2) for edge in node.bounds])
            item.A = pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=bounds, Placement=pikepdf.Name.Block)
        item.K = pikepdf.Array([kid for kid in (kid_item(kid, item) for kid in node.kids) if kid is not None])
        for page, place in links.get(id(node), []):
            annotation = pages[page].Annots[place]
            annotation.StructParent = len(pages) + len(parents)
            parents.append(item)
            item.K.append(pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=annotation, Pg=pages[page]))
        return item

    def kid_item(kid: Node | MarkedContent, parent: Any) -> Any:
        if isinstance(kid, MarkedContent):
            return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=pages[kid.page], MCID=kid.number)
        return element(kid, parent) if kid.has_ink() else None

    root.K = pikepdf.Array([element(tags.root, root)])
    numbers: list[Any] = []
    for place, nodes in enumerate(tags.marks):
        pages[place].StructParents = place
        pages[place].Tabs = pikepdf.Name.S
        numbers += [place, pdf.make_indirect(pikepdf.Array([elements[id(node)] for node in nodes]))]
    for place, item in enumerate(parents):
        numbers += [len(pages) + place, item]
    root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(numbers)))
    root.ParentTreeNextKey = len(pages) + len(parents)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    _mark_links_printed(pages)


def _link_places(tags: Tags) -> dict[int, list[tuple[int, int]]]:
    places: dict[int, list[tuple[int, int]]] = {}
    for page, nodes in enumerate(tags.links):
        for place, node in enumerate(nodes):
            places.setdefault(id(node), []).append((page, place))
    return places


def _mark_links_printed(pages: list[Any]) -> None:
    for page in pages:
        for annotation in page.get("/Annots", []):
            annotation.F = 4  # the print flag that PDF/A asks of every annotation


_PAIR = re.compile(rb"<([0-9A-F]{2})> <(F[BCDEF][0-9A-F]{2})>")


def _mend_arabic(pdf: "pikepdf.Pdf") -> None:
    """Map joined Arabic forms to their plain letters, so that a search finds a name as it is typed."""
    import pikepdf

    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
            text = item.ToUnicode.read_bytes()
            if _PAIR.search(text):
                item.ToUnicode.write(_PAIR.sub(_plain_letters, text))


def _plain_letters(pair: "re.Match[bytes]") -> bytes:
    import unicodedata

    letters = unicodedata.normalize("NFKC", chr(int(pair[2], 16)))
    return b"<%s> <%s>" % (pair[1], "".join(reversed(letters)).encode("utf-16-be").hex().upper().encode())


def for_a_printer(pdfs: Sequence[bytes]) -> bytes:
    """Several PDFs as one job, each beginning on a new sheet where both sides are printed."""
    import pikepdf

    with pikepdf.new() as job:
        for place, data in enumerate(pdfs):
            if place and len(job.pages) % 2:
                size = job.pages[-1].mediabox
                job.add_blank_page()
                job.pages[-1].mediabox = size
            with pikepdf.open(BytesIO(data)) as pdf:
                job.pages.extend(pdf.pages)
        out = BytesIO()
        job.save(out, deterministic_id=True)
    return out.getvalue()


def some_pages(data: bytes, numbers: Sequence[int]) -> bytes:
    """These pages of a PDF, counted from 1; raises Problem for one that it does not have."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf, pikepdf.new() as part:
        if beyond := [number for number in numbers if not 1 <= number <= len(pdf.pages)]:
            raise Problem(
                _("The paper has pages 1 to {count}, and no page {number}; nothing was made.").format(
                    count=len(pdf.pages), number=beyond[0]
                ),
                _("Correct the number of the page."),
                code="page-unknown",
            )
        part.pages.extend([pdf.pages[number - 1] for number in numbers])
        out = BytesIO()
        part.save(out, deterministic_id=True)
    return out.getvalue()


# ---- reading back -------------------------------------------------------------------------------------------------


def open_pdf(data: bytes) -> "pikepdf.Pdf":
    """The PDF; raises Problem when it is none, is damaged, or asks for a password."""
    import pikepdf

    try:
        return pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Problem(
            _("This PDF is locked with a password, so it cannot be read here; nothing was changed."),
            _("Ask for the file without a password."),
            code="pdf-locked",
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise damaged_pdf() from error


def damaged_pdf() -> Problem:
    """The Problem of a file that is no PDF or a damaged one."""
    return Problem(
        _("This file is not a PDF, or it is damaged; nothing was changed."),
        _("Copy it again from where it came, or scan the paper again."),
        code="pdf-damaged",
    )


@dataclass(frozen=True, slots=True)
class EmbeddedRecord:
    """The record inside a PDF of ours with its stated SHA-256, and the file's own description.

    `archive` is the standard it claims (`PDF/A-3B`), "" when none; `loose` names the fonts that are not embedded.
    """

    record: bytes
    stated: str
    pages: int
    title: str
    reference: str
    archive: str
    loose: tuple[str, ...] = ()


def embedded_record(data: bytes) -> EmbeddedRecord:
    """The record inside a PDF; raises Problem when it is no PDF, is damaged or has no record of ours."""
    import pikepdf

    with open_pdf(data) as pdf:
        try:
            embedded = _extract_record(pdf)
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError, zlib.error) as error:
            raise damaged_pdf() from error  # whatever a broken structure makes of a look-up
    if embedded is None:
        raise Problem(
            _("There is no record of Passerelle inside this PDF."),
            _("Use the PDF as it was made, not a scan or a copy printed to a file."),
            code="pdf-without-record",
        )
    return embedded


def _extract_record(pdf: "pikepdf.Pdf") -> EmbeddedRecord | None:
    import pikepdf

    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles", pikepdf.Dictionary())
    spec = _record_spec(names.get("/Names", pikepdf.Array()))
    if spec is None:
        return None
    about = pdf.docinfo
    return EmbeddedRecord(
        record=_unfolded(spec.EF.F),
        stated=str(spec.get("/Desc", "")).removeprefix("sha256:"),
        pages=len(pdf.pages),
        title=str(about.get("/Title", "")),
        reference=str(about.get("/Subject", "")),
        archive=_claimed_standard(pdf),
        loose=_loose_fonts(pdf),
    )


def _unfolded(stream: "pikepdf.Object") -> bytes:
    """The content of an attached record; raises Problem for one that unfolds beyond what any record of ours holds."""
    filters = stream.get("/Filter")
    raw = bytes(stream.read_raw_bytes())
    if filters is None:
        content, rest = raw[: MOST_RECORD + 1], b""
    elif str(filters) == "/FlateDecode" and "/DecodeParms" not in stream:
        unfolding = zlib.decompressobj()
        content, rest = unfolding.decompress(raw, MOST_RECORD + 1), unfolding.unconsumed_tail
    else:
        raise damaged_pdf()  # we write no other
    if rest or len(content) > MOST_RECORD:
        raise Problem(
            _("The record inside this PDF is far larger than any of ours: the file was altered."),
            _("Ask for the original file, and compare the digest on the printed pages."),
            code="record-too-large",
        )
    return content


def _loose_fonts(pdf: "pikepdf.Pdf") -> tuple[str, ...]:
    """The fonts that are not embedded: another machine would show other letters (ISO 19005-3, 6.2.11.4)."""
    import pikepdf

    files = ("/FontFile", "/FontFile2", "/FontFile3")
    described = ("/Type0", "/Type3")  # their letters are elsewhere: in another font, or on the page
    names: set[str] = set()
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        if item.get("/Type") == "/FontDescriptor" and not any(key in item for key in files):
            names.add(str(item.get("/FontName", "?")))
        if item.get("/Type") == "/Font" and "/FontDescriptor" not in item and item.get("/Subtype") not in described:
            names.add(str(item.get("/BaseFont", "?")))
    return tuple(sorted(name.removeprefix("/") for name in names))


def _claimed_standard(pdf: "pikepdf.Pdf") -> str:
    status = pdf.open_metadata(set_pikepdf_as_editor=False).pdfa_status
    return f"PDF/A-{status}" if status else ""


def _record_spec(pairs: Any) -> Any:
    for place in range(0, len(pairs) - 1, 2):
        if str(pairs[place]) == RECORD:
            return pairs[place + 1]
    return None
