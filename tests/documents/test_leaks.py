"""The leak scanner finds what is planted in every kind of place, and nothing in files that hold nothing hidden."""

import base64
import gzip
import hashlib
import html
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from urllib.parse import quote

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.documents.blocks import Document, ParagraphBlock, PartBlock, TableBlock, TableColumn
from desktop.documents.leaks import leaks
from desktop.documents.leaks.hidden import HiddenKind, HiddenValue, LeakForm
from desktop.documents.pdf import render
from desktop.documents.sheet import SheetKind, Spreadsheet
from tests.refusal import refused

PERSON, FIRM, TEXT = HiddenKind.PERSON, HiddenKind.ORGANIZATION, HiddenKind.TEXT
NUMBER, ADDRESS, FILE = HiddenKind.NUMBER, HiddenKind.ADDRESS, HiddenKind.FILE
HIDDEN = (
    HiddenValue(PERSON, "Soukeyna Diop-Lavergne", (date(1961, 3, 14), date(2026, 5, 4))),
    HiddenValue(PERSON, "Awa Ndiaye"),
    HiddenValue(PERSON, "María Fernanda Núñez de la Peña"),
    HiddenValue(PERSON, "Œnone Kœnig"),
    HiddenValue(PERSON, "محمد الأمين ولد سيدي"),
    HiddenValue(PERSON, "Ольга Щербакова"),
    HiddenValue(FIRM, "Kaoural Transport SARL"),
    HiddenValue(FIRM, "Liptako"),
    HiddenValue(TEXT, "Le directeur est visé par une enquête ouverte à Thiès en 2024 ; ne pas lui en parler."),
    HiddenValue(TEXT, "Niveau élevé, refusé"),
    HiddenValue(NUMBER, "SN 1 752 1984 00321"),
    HiddenValue(NUMBER, "+221 77 645 12 98"),
    HiddenValue(ADDRESS, "s.diop-lavergne@example.org"),
    HiddenValue(FILE, "Passeport S. Diop 2024.pdf"),
)  # fmt: skip
LATIN = [
    place for place, value in enumerate(HIDDEN) if all(ord(letter) < 256 or letter in "Œœ" for letter in value.text)
]
ALL = list(range(len(HIDDEN)))

Texts = list[str]


def packed(parts: dict[str, str | bytes], comment: str = "") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
        package.comment = comment.encode()
    return out.getvalue()


def paper(texts: Texts) -> bytes:
    """The house's own paper, in a narrow column of a table, where names are broken over lines."""
    rows = tuple((f"R-{number}", text) for number, text in enumerate(texts))
    columns = (TableColumn("Numéro", 6), TableColumn("Partenaire", 1.4))
    blocks = (PartBlock("Registre"), ParagraphBlock("Un registre."), TableBlock(columns, rows))
    return render(Document("Registre", "R-2026-M-03", blocks, ("fr",), "2026-11-23T10:12:00.000Z", "Dakar", {})).data


def drawn(
    show: Callable[[str], bytes], texts: Texts, change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None
) -> bytes:
    """A PDF that somebody else wrote, with a font of its own numbers and letters that it declares."""
    letters = sorted({letter for text in texts for letter in text})
    codes = {letter: number + 1 for number, letter in enumerate(letters)}
    said = "".join(f"<{code:02X}><{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items())
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(600, 800))
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(codes)} beginbfchar\n{said}endbfchar"
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, ToUnicode=pdf.make_stream(cmap.encode())
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    lines = (show("".join(chr(codes[letter]) for letter in text)) for text in texts)
    page.Contents = pdf.make_stream(b"BT /F1 9 Tf " + b" 0 -12 Td ".join(lines) + b" ET")
    change(pdf)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    as_written = pikepdf.StreamDecodeLevel.none
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, stream_decode_level=as_written)
    return out.getvalue()


def hexadecimal(codes: str) -> bytes:
    return b"<" + codes.encode("latin-1").hex().encode() + b"> Tj"


def kerned(codes: str) -> bytes:
    return b"[" + b" -340 ".join(b"<" + code.encode("latin-1").hex().encode() + b">" for code in codes) + b"] TJ"


def apart(codes: str) -> bytes:
    return b" 7 0 Td ".join(hexadecimal(code) for code in codes)


def with_properties(set_them: Callable[[pikepdf.Pdf, Texts], None], texts: Texts) -> bytes:
    return drawn(hexadecimal, ["rien"], lambda pdf: set_them(pdf, texts))


def information(pdf: pikepdf.Pdf, texts: Texts) -> None:
    for number, text in enumerate(texts):
        pdf.docinfo[f"/P{number}"] = text


def metadata(pdf: pikepdf.Pdf, texts: Texts) -> None:
    with pdf.open_metadata() as told:
        told["dc:creator"] = texts


def annotations(pdf: pikepdf.Pdf, texts: Texts) -> None:
    notes = [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=text) for text in texts]
    pdf.pages[0].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(note) for note in notes])


def alternatives(pdf: pikepdf.Pdf, texts: Texts) -> None:
    figures = [pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, Alt=text) for text in texts]
    pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(K=pikepdf.Array(figures)))


def attachments(pdf: pikepdf.Pdf, texts: Texts) -> None:
    pdf.attachments["a.json"] = pikepdf.AttachedFileSpec(pdf, json.dumps(texts).encode(), filename="a.json")


def encoded(pdf: pikepdf.Pdf, texts: Texts) -> None:
    """In a stream of its own that is written in two other ways, one within the other."""
    filters = pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.ASCII85Decode])
    pdf.Root.Private = pdf.make_stream(b"")
    written = base64.a85encode("\n".join(texts).encode("utf-16")) + b"~>"
    pdf.Root.Private.write(written.hex().encode() + b">", filter=filters)


def above(pdf: pikepdf.Pdf) -> None:
    """The fonts stand above the page, and what it shows in a drawing without fonts of its own."""
    page = pdf.pages[0].obj
    drawing = pdf.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    page.Resources["/XObject"] = pikepdf.Dictionary(X1=drawing)
    page.Contents = pdf.make_stream(b"/X1 Do")
    pdf.Root.Pages.Resources = page.Resources
    del page["/Resources"]


def form(pdf: pikepdf.Pdf, texts: Texts) -> None:
    """A drawing within the page, with the letters of Windows."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    said = b" 0 -9 Td ".join(b"(" + escaped(text.encode("cp1252")) + b") Tj" for text in texts)
    drawing = pdf.make_stream(b"BT /F2 8 Tf " + said + b" ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    drawing["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F2=font))
    pdf.pages[0].obj["/Resources"]["/XObject"] = pikepdf.Dictionary(X1=drawing)


def escaped(literal: bytes) -> bytes:
    return b"".join(b"\\%03o" % code if code > 126 or code in b"()\\" else bytes([code]) for code in literal)


def picture(kind: str, texts: Texts) -> bytes:
    out, image = BytesIO(), Image.new("RGB", (8, 8))
    if kind == "jpeg":
        exif = Image.Exif()
        exif[0x013B] = " / ".join(texts).encode()  # the artist
        exif[0x9C9D] = " / ".join(texts).encode("utf-16-le")  # the author, as Windows writes it
        image.save(out, "jpeg", exif=exif)
    else:
        told = PngInfo()
        for text in texts:
            told.add_itxt("Author", text, zip=kind == "packed png")
        image.save(out, "png", pnginfo=told)
    return out.getvalue()


def cells(texts: Texts) -> list[tuple[str, ...]]:
    return [("R-1", text, "XOF") for text in texts]


SHEET = "<sheetData><row>{}</row></sheetData>"
PLACES: dict[str, tuple[list[int], Callable[[Texts], bytes]]] = {
    "name": (LATIN, lambda _texts: b"a"),
    "csv": (ALL, lambda t: Spreadsheet("R", ("n", "p", "c"), cells(t)).written(SheetKind.CSV)),
    "csv of commas": (ALL, lambda t: "a,b,c,d,e,f\n{}".format("\n".join(f'1,"""y"", {x}",2' for x in t)).encode()),
    "csv of Windows": (LATIN, lambda t: "\r\n".join(t).encode("cp1252")),
    "csv in UTF-16": (ALL, lambda t: "\t".join(t).encode("utf-16")),
    "json": (ALL, lambda t: Spreadsheet("R", ("n", "p", "c"), cells(t)).written(SheetKind.JSON)),
    "json in escapes": (ALL, lambda t: json.dumps({"a": t}).encode()),
    "json, the same key twice": (ALL, lambda t: b"{" + b",".join(f'"a": {json.dumps(x)}'.encode() for x in t) + b"}"),
    "json beside quotation marks": (ALL, lambda t: json.dumps([f'a\\ "{x}" \\' for x in t]).encode()),
    "json keys": (ALL, lambda t: json.dumps(dict.fromkeys(t, 1)).encode()),
    "html": (ALL, lambda t: f"<html><p>{'</p><p>'.join(map(html.escape, t))}</p></html>".encode()),
    "html entities": (ALL, lambda t: ("<p>" + "<br>".join("".join(f"&#{ord(c)};" for c in x) for x in t)).encode()),
    "html attributes": (ALL, lambda t: "".join(f'<a title="{html.escape(x)}">x</a>' for x in t).encode()),
    "html comments": (ALL, lambda t: ("<p>x</p>" + "".join(f"<!-- {x} -->" for x in t)).encode()),
    "html script": (ALL, lambda t: f"<script>const a = {json.dumps(t)}</script>".encode()),
    "html addresses": (ALL, lambda t: "".join(f'<a href="x?q={quote(x)}">x</a>' for x in t).encode()),
    "html within words": (ALL, lambda t: "".join(f"<p>{x[:4]}<b>{x[4:7]}</b>{x[7:]}</p>" for x in t).encode()),
    "html over cells": (ALL, lambda t: "".join(f"<td>{'</td><td>'.join(x.split())}</td><td>|" for x in t).encode()),
    "html around signs": (ALL, lambda t: "".join(f'<a b="1 > 0">< {x[:5]}<i> < </i>{x[5:]}</a>' for x in t).encode()),
    "html letter by letter": (ALL, lambda t: "".join(f"<i>{'</i><i>'.join(x)}</i> | " for x in t).encode()),
    "xml": (ALL, lambda t: f"<?xml version='1.0'?><a>{''.join(f'<b><![CDATA[{x}]]></b>' for x in t)}</a>".encode()),
    "xml of the reader": (ALL, lambda t: f"<?xml version='1.0'?><?x {'; '.join(t)}?><a/>".encode()),
    "xlsx": (ALL, lambda t: Spreadsheet("R", ("n", "p", "c"), cells(t)).written(SheetKind.XLSX)),
    "xlsx in runs": (ALL, lambda t: packed({"xl/s.xml": SHEET.format("".join(
        f"<c r='A1'><is><r><t>{x[:6]}</t></r><r><t>{x[6:]}</t></r></is></c>" for x in t))})),
    "xlsx comments": (ALL, lambda t: packed({"xl/comments1.xml": f"<a>{''.join(f'<t>{x}</t>' for x in t)}</a>"})),
    "docx properties": (ALL, lambda t: packed({"docProps/core.xml": f"<c><dc:creator>{'; '.join(t)}</dc:creator>"})),
    "docx": (ALL, lambda t: packed({"word/document.xml": "".join(f"<w:p><w:t>{x}</w:t></w:p>" for x in t)})),
    "names of parts": (ALL, lambda t: packed({f"{number}/{x}".replace(":", ""): "x" for number, x in enumerate(t)})),
    "comment of a package": (ALL, lambda t: packed({"a": "b"}, "; ".join(t))),
    "package in a package": (ALL, lambda t: packed({"a.zip": packed({"b.txt": "\n".join(t)})})),
    "gzip": (ALL, lambda t: gzip.compress("\n".join(t).encode())),
    "paper": (LATIN, paper),
    "pdf": (ALL, lambda t: drawn(hexadecimal, t)),
    "pdf kerned": (ALL, lambda t: drawn(kerned, t)),
    "pdf letter by letter": (ALL, lambda t: drawn(apart, t)),
    "pdf fonts above": (ALL, lambda t: drawn(hexadecimal, t, above)),
    "pdf in other forms": (ALL, lambda t: with_properties(encoded, t)),
    "pdf ligatures": (LATIN, lambda t: drawn(hexadecimal, [x.replace("fi", "ﬁ").replace("ff", "ﬀ") for x in t])),
    "pdf drawing": (LATIN, lambda t: with_properties(form, t)),
    "pdf information": (ALL, lambda t: with_properties(information, t)),
    "pdf metadata": (ALL, lambda t: with_properties(metadata, t)),
    "pdf notes": (ALL, lambda t: with_properties(annotations, t)),
    "pdf for who cannot see": (ALL, lambda t: with_properties(alternatives, t)),
    "pdf attachment": (ALL, lambda t: with_properties(attachments, t)),
    "png": (ALL, lambda t: picture("png", t)),
    "packed png": (ALL, lambda t: picture("packed png", t)),
    "jpeg": (ALL, lambda t: picture("jpeg", t)),
    "base64": (ALL, lambda t: " ".join(base64.b64encode(x.encode()).decode() for x in t).encode()),
    "hexadecimal": (ALL, lambda t: " ".join(x.encode().hex() for x in t).encode()),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_hidden_value_is_found_in_every_place(place: str) -> None:
    which, written = PLACES[place]
    texts = [HIDDEN[number].text for number in which]
    files = {text.replace("/", ""): b"a" for text in texts} if place == "name" else {"edition": written(texts)}
    assert sorted({leak.place for leak in leaks.look(files, HIDDEN, ())}) == which


def test_pairs_of_place_and_value_are_five_hundred() -> None:
    assert sum(len(which) for which, _written in PLACES.values()) > 500


WRITTEN = {  # how people and programs write the name of a person
    "capitals": "SOUKEYNA DIOP-LAVERGNE",
    "family name first": "Diop-Lavergne, Soukeyna",
    "no hyphen": "Soukeyna  Diop\u00a0Lavergne",
    "accents": "Sóukeynâ Dïop–Lavergne",
    "accents apart": unicodedata.normalize("NFD", "Sóukeynâ Dïop-Lavergne"),
    "soft hyphens": "Sou\u00adkey\u00adna Di\u00adop-La\u00adver\u00adgne",
    "unseen": "Sou\u200bkeyna \u202eDiop\u202c-Laver\ufeffgne",
    "over lines": "Mme Soukey-\n   na Diop-\nLavergne a donné",
    "letters apart": "S o u k e y n a   D i o p - L a v e r g n e",
    "joined": "dossier_SoukeynaDiopLavergne_2026",
    "underlined": "soukeyna_diop_lavergne",
    "full width": "Ｓｏｕｋｅｙｎａ Ｄｉｏｐ－Ｌａｖｅｒｇｎｅ",
    "her family": "Mme Diop-Lavergne",
    "initials and birth": "S. D.-L., née le 14 mars 1961",
    "initials and birth in figures": "SDL 14/03/1961",
    "initials and gift": "S.D.L. 2026-05-04",
    "initials in a name": "sd_14031961",
    "initials in English": "SDL (March 14, 1961)",
    "md5": hashlib.md5(b"soukeyna diop-lavergne", usedforsecurity=False).hexdigest(),
    "sha1 in groups": " ".join(
        hashlib.sha1(b"Soukeyna Diop-Lavergne", usedforsecurity=False).hexdigest().upper()[at : at + 4]
        for at in range(0, 40, 4)
    ),
    "sha256 with the day": hashlib.sha256(b"Soukeyna Diop-Lavergne|1961-03-14").hexdigest(),
    "fingerprint": hashlib.sha256(b"Soukeyna Diop-Lavergne").hexdigest()[:12],
    "sha512 in base64": base64.b64encode(hashlib.sha512(b"SOUKEYNA DIOP-LAVERGNE").digest()).decode(),
    "integrity": "sha384-" + base64.urlsafe_b64encode(hashlib.sha384(b"Soukeyna Diop-Lavergne").digest()).decode(),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_person_is_found_however_written(how: str) -> None:
    text = WRITTEN[how]
    found = leaks.look({f"{text}.txt": b"x"} if how == "initials in a name" else {"a.txt": text.encode()}, HIDDEN, ())
    assert 0 in {leak.place for leak in found}, how
    assert "Diop" not in repr(found) and "Diop" not in repr(HIDDEN)


CLEAN = """Fondation Soukeyna ; Diop & Fils ; Lavergne SA ; Awa ; Fall ; Ndiaye Transport ; Dawa Ndiayesse ;
Maria Peña ;
USD 12 000 le 04.05.2026 ; SN-DKR R-2026-M-03 du 2026-05-04 ; le 14 mars 1961 ; DL 14.03.1962 ; de 14/03/1961 à 2026 ;
Transport SARL ; Liptakoville ; le directeur est visé ; niveau élevé ; une enquête ouverte à Thiès ; 77 645 12 99 ;
1 752 1984 003 210 ; 221 776 451 299,00 ; example.org ; passeport.pdf ; Koenigsberg ; Passeport 2024"""


def test_near_misses_are_no_leaks() -> None:
    """Half names, other people's names, days and codes of any register, phrases that are nobody's secret."""
    pages = "".join(f"<p>{line}</p>" for line in CLEAN.split(" ;"))
    files = {"a.csv": CLEAN.encode(), "a.html": pages.encode(), "a.pdf": drawn(hexadecimal, CLEAN.split(" ;"))}
    files |= {"R-2026-M-03.xlsx": Spreadsheet("R", ("n", "p", "c"), cells(CLEAN.split(" ;"))).written(SheetKind.XLSX)}
    assert leaks.look(files, HIDDEN, ()) == ()


def test_what_is_published_by_rule_is_no_leak_where_it_is_published() -> None:
    """A firm that bears its owner's name: the firm leaves, the owner beside it does not."""
    hidden = (HiddenValue(PERSON, "Moussa Diop"), HiddenValue(FIRM, "Liptako"))
    firms = ("Établissements Moussa Diop et Fils", "Région du Liptako-Gourma")
    assert leaks.look({"a": "; ".join(firms).encode()}, hidden, firms) == ()
    leaking = leaks.look({"a": f"{firms[0]} ; signé : Moussa Diop".encode()}, hidden, firms)
    assert leaking == (("a", PERSON, LeakForm.PLAIN, 0),)


def test_what_cannot_be_read_is_refused() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    for content in (out.getvalue(), b"%PDF-1.7 nothing", b"PK\x03\x04 nothing"):
        with refused("leaks-unreadable"):
            leaks.look({"a": content}, HIDDEN, ())


def test_what_stands_in_several_files_is_looked_at_once_and_still_reported() -> None:
    def names(texts: Iterable[str]) -> dict[str, bytes]:
        return {f"{number}.txt": text.encode() for number, text in enumerate(texts)}

    same = names(["Registre\nSoukeyna Diop-Lavergne\nfin"] * 2)
    assert "0.txt" in {leak.file for leak in leaks.look(same, HIDDEN, ())}
    over = names(["Mme Soukeyna Diop\nautre", "Lavergne écrit\nautre", "Mme Soukeyna Diop\nLavergne écrit\nautre"])
    assert {leak.file for leak in leaks.look(over, HIDDEN, ())} == {"2.txt"}


def test_large_files_are_read_by_two_processes_and_both_say_what_leaks() -> None:
    name = b"Mme Soukeyna Diop-Lavergne"
    large = BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_STORED) as package:
        package.writestr("a.txt", b" " * (leaks.LARGE // leaks.UNFOLDING))
    files = {"first.txt": name, "large.zip": large.getvalue(), "last.txt": name}
    assert [leak.file for leak in leaks.look(files, HIDDEN, ())] == ["first.txt", "last.txt"]
    with refused("leaks-unreadable") as refusal:
        leaks.look({**files, "last.txt": b"PK\x03\x04 nothing"}, HIDDEN, ())
    assert "last.txt" in str(refusal.value)
