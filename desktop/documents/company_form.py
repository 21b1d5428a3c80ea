"""The company's own form as a PDF to be filled in on a screen or by pen (AcroForm, ISO 32000-1, 12.7), and read back.

A field has the name of its blank. The same form gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.text import N_, Text, _, said_in
from desktop.definitions.company_form import NOTICES, AskedQuestion, BlankKind, Filled, FormBlank
from desktop.documents.blocks import Paper

if TYPE_CHECKING:
    import pikepdf

MARGIN, FOOT = 54.0, 50.0  # points
GAP, LINE_HEIGHT, RING, WORDS_HEIGHT, ROW_HEIGHT = 6.0, 12.0, 16.0, 54.0, 18.0
LONGEST = 4000  # characters of a field
MOST_FIELDS = 5000  # that are read of a PDF
FIELD_GROUND, FIELD_FRAME, FRAME_WIDTH, FIELD_SIZE = "#FBFCFE", "#8A929E", 0.6, 8.5
SIGNED_BY, SIGNED_ON = "signed_by", "signed_on"


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """A question on the form; `hint` says what to enclose, `condition` when it is for the company to answer."""

    question: AskedQuestion
    condition: str = ""


@dataclass(frozen=True, slots=True)
class PrintedCompanyForm:
    """The form as it is drawn: for whom, about which case, and its sections with their titles."""

    partner: str
    reference: str
    office: str
    sections: tuple[tuple[Text, tuple[PrintedQuestion, ...]], ...]
    filled: Filled


def draw_company_form(form: PrintedCompanyForm, language: str, paper: Paper) -> bytes:
    """The form as a PDF in one language."""
    from desktop.documents.pdf import SIZES, prepare

    prepare()
    pages = _FormDraftsman(form, language, SIZES[paper], 0).draw()[1]
    return _finished(_FormDraftsman(form, language, SIZES[paper], pages).draw()[0], form, language)


def filled_fields(data: bytes, name: str) -> dict[str, str]:
    """What stands in the fields of a PDF, by their names; blank ones are left out.

    Raises Problem for what is no PDF, none that can be read, or one without fields.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            form = pdf.Root.get("/AcroForm")
            listed = form.get("/Fields") if form is not None else None
            fields = dict(_fields(listed, "", 0)) if listed is not None else {}
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise Problem(
            _("“{name}” is no PDF that can be read; nothing was recorded.").format(name=name),
            _("Ask the partner to send the form again as it was saved, or type its answers."),
            code="company-form-unreadable",
        ) from error
    if not fields:
        raise Problem(
            _("“{name}” has no fields that could be read, as a scan has none; nothing was recorded.").format(name=name),
            _("Type the answers, and attach the scan to the signed declaration."),
            code="company-form-without-fields",
        )
    return {field: text for field, text in fields.items() if text}


def _fields(fields: "pikepdf.Object", above: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every field with its value, the names of nested ones joined by a dot."""
    if depth > 8:
        return
    for number, field in enumerate(fields):
        if number >= MOST_FIELDS:
            return
        own = str(field.get("/T", ""))
        name = ".".join(part for part in (above, own) if part)
        kids = field.get("/Kids")
        if kids is not None and any("/T" in kid for kid in kids):
            yield from _fields(kids, name, depth + 1)
        elif name:
            yield name, _value(field)


def _value(field: "pikepdf.Object") -> str:
    filled = field.get("/V")
    if filled is None:
        return ""
    text = str(filled)
    if not text.startswith("/"):
        return text.strip()
    return "" if text == "/Off" else text.removeprefix("/")


def _finished(data: bytes, form: PrintedCompanyForm, language: str) -> bytes:
    """With the language of the text, and what the company declared before in the fields.

    Each field that is filled in is drawn with our own fonts, so that a name in another script stands on paper too.
    """
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.Root.Lang = pikepdf.String(language)
        for field in pdf.Root.AcroForm.Fields:
            text = form.filled.get(str(field.get("/T", "")), "")
            if text and field.get("/FT") == pikepdf.Name.Tx:
                left, low, right, high = (float(edge) for edge in field.Rect)
                with pikepdf.open(BytesIO(_field_drawn(text, right - left, high - low, language))) as drawn:
                    field.AP = pikepdf.Dictionary(N=pdf.copy_foreign(drawn.pages[0].as_form_xobject()))
                field.V = pikepdf.String(text)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _field_drawn(text: str, width: float, height: float, language: str) -> bytes:
    """A page as large as a field, with its frame and its text from the top."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus.paragraph import Paragraph

    from desktop.documents.drawing import Style, markup
    from desktop.documents.fonts import font

    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setFillColor(HexColor(FIELD_GROUND))
    canvas.setStrokeColor(HexColor(FIELD_FRAME))
    canvas.setLineWidth(FRAME_WIDTH)
    canvas.rect(FRAME_WIDTH / 2, FRAME_WIDTH / 2, width - FRAME_WIDTH, height - FRAME_WIDTH, stroke=1, fill=1)
    look = ParagraphStyle("field", fontName=font("sans"), fontSize=FIELD_SIZE, leading=FIELD_SIZE * 1.25)
    written = Paragraph(markup(text, Style("sans", FIELD_SIZE), language, width - 6), look)
    _width, taken = written.wrap(width - 6, height)
    written.drawOn(canvas, 3, height - taken - max(2.0, min(4.0, (height - taken) / 2)))
    canvas.save()
    return out.getvalue()


class _FormDraftsman:
    """Draws the form from the top of the first page down; `pages` is how many there are, 0 while they are counted."""

    def __init__(self, form: PrintedCompanyForm, language: str, size: tuple[float, float], pages: int) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.form, self.language, self.pages = form, language, pages
        self.out = BytesIO()
        self.canvas: Any = Canvas(self.out, pagesize=size, invariant=1, pageCompression=1)
        self.width, self.height = size
        self.room = self.width - 2 * MARGIN
        self.page, self.y = 1, self.height - MARGIN
        self.canvas.setTitle(self.say(N_("Declaration of the partner")))
        self.canvas.setAuthor(form.office)

    def draw(self) -> tuple[bytes, int]:
        self._head()
        for title, questions in self.form.sections:
            self._section(title, questions)
        self._signature()
        self._foot()
        self.canvas.save()
        return self.out.getvalue(), self.page

    def say(self, sentence: str, **places: str) -> str:
        return said_in(self.language, sentence).format(**places)

    # --- parts

    def _head(self) -> None:
        self._text(self.say(N_("Declaration of the partner")), "sans bold", 17, "#0033A0")
        self._text(self.form.partner, "sans bold", 12)
        about = self.say(
            N_("Due diligence {reference} · {office}"), reference=self.form.reference, office=self.form.office
        )
        self._text(about, "sans", 9, "#545B66")
        self.y -= GAP
        for notice in NOTICES:
            self._notice(self.say(notice))
        how = N_("Fill in this form on the computer and send it back, or print it, write by hand and send a scan.")
        self._text(self.say(how), "sans", 9)
        leave = N_("Leave blank what you do not know: a blank says nothing and erases nothing.")
        self._text(self.say(leave), "sans", 9)
        self.y -= GAP

    def _notice(self, text: str) -> None:
        from reportlab.lib.colors import HexColor

        lines = self._lines(text, "sans", 9, self.room - 20)
        height = len(lines) * LINE_HEIGHT + 12
        self._need(height + GAP)
        self.canvas.setFillColor(HexColor("#EEF2F8"))
        self.canvas.rect(MARGIN, self.y - height, self.room, height, stroke=0, fill=1)
        self.canvas.setFillColor(HexColor("#0033A0"))
        self.canvas.rect(MARGIN, self.y - height, 3, height, stroke=0, fill=1)
        top = self.y
        self.y -= 6
        for line in lines:
            self._line(line, "sans", 9, MARGIN + 12)
        self.y = top - height - GAP

    def _section(self, title: Text, questions: Sequence[PrintedQuestion]) -> None:
        self._need(90)
        self.y -= 2 * GAP
        self._text(title[self.language], "sans bold", 13, "#0033A0")
        self._rule()
        for question in questions:
            self._question(question)

    def _question(self, printed: PrintedQuestion) -> None:
        question, language = printed.question.question, self.language
        head = self._lines(f"{question.id}  {question.label[language]}", "sans bold", 10, self.room)
        evidence = question.evidence[language] if question.evidence else ""
        enclose = self.say(N_("Useful papers: {evidence}"), evidence=evidence) if evidence else ""
        self._need(len(head) * LINE_HEIGHT + 4 * LINE_HEIGHT + WORDS_HEIGHT)
        self.y -= GAP
        for line in head:
            self._line(line, "sans bold", 10, MARGIN)
        for hint in (printed.condition, enclose):
            if hint:
                self._text(hint, "sans", 8.5, "#545B66")
        rows = [blank for blank in printed.question.blanks if blank.row]
        for blank in printed.question.blanks:
            if not blank.row:
                self._blank(blank, alone=len(printed.question.blanks) == 1)
        if rows:
            self._rows(rows)
        self.y -= GAP

    def _blank(self, blank: FormBlank, *, alone: bool) -> None:
        if blank.kind in (BlankKind.CHOICE, BlankKind.CHOICES):
            if not alone:
                self._text(blank.label[self.language], "sans", 9)
            self._options(blank)
            return
        if not alone:
            self._text(blank.label[self.language], "sans", 9)
        high = WORDS_HEIGHT if blank.kind is BlankKind.WORDS else ROW_HEIGHT
        wide = self.room if blank.kind in (BlankKind.WORDS, BlankKind.LINE) else 120
        self._need(high + GAP)
        self._field(blank, MARGIN, self.y - high, wide, high)
        self.y -= high + GAP

    def _options(self, blank: FormBlank) -> None:
        chosen = self.form.filled.get(blank.name, "").split()
        for option in blank.options:
            lines = self._lines(option.label[self.language], "sans", 9.5, self.room - 24)
            self._need(len(lines) * LINE_HEIGHT + 4)
            place = {"x": MARGIN, "y": self.y - RING + 2, "size": RING, "borderWidth": 1}
            tooltip = f"{blank.label[self.language]}: {option.label[self.language]}"
            if blank.kind is BlankKind.CHOICE:
                self.canvas.acroForm.radio(
                    name=blank.name,
                    value=option.id,
                    selected=option.id in chosen,
                    tooltip=tooltip,
                    buttonStyle="circle",
                    shape="circle",
                    fieldFlags="radio",
                    **place,
                )
            else:
                name = f"{blank.name}.{option.id}"
                self.canvas.acroForm.checkbox(name=name, checked=option.id in chosen, tooltip=tooltip, **place)
            for line in lines:
                self._line(line, "sans", 9.5, MARGIN + 20)
            self.y -= 3

    def _rows(self, blanks: Sequence[FormBlank]) -> None:
        first = [blank for blank in blanks if blank.row == 1]
        shares = [3.0 if number == 0 else 1.4 for number in range(len(first))]
        widths = [share / sum(shares) * self.room for share in shares]
        self._need((max(blank.row for blank in blanks) + 2) * (ROW_HEIGHT + 3))
        left = MARGIN
        heads = [
            self._lines(blank.label[self.language], "sans", 8, width - 6)
            for blank, width in zip(first, widths, strict=True)
        ]
        top = self.y
        for lines, width in zip(heads, widths, strict=True):
            self.y = top
            for line in lines:
                self._line(line, "sans", 8, left + 1, "#545B66")
            left += width
        self.y = top - max(map(len, heads)) * LINE_HEIGHT - 2
        for row in sorted({blank.row for blank in blanks}):
            left = MARGIN
            own = [blank for blank in blanks if blank.row == row]
            for blank, width in zip(own, widths, strict=True):
                self._cell(blank, left, width - 4)
                left += width
            self.y -= ROW_HEIGHT + 3

    def _cell(self, blank: FormBlank, left: float, width: float) -> None:
        if blank.kind is not BlankKind.CHOICE:
            self._field(blank, left, self.y - ROW_HEIGHT, width, ROW_HEIGHT)
            return
        chosen = self.form.filled.get(blank.name, "")
        for number, option in enumerate(blank.options):
            x = left + 2 + number * (width / len(blank.options))
            self.canvas.acroForm.radio(
                name=blank.name,
                value=option.id,
                selected=option.id == chosen,
                x=x,
                y=self.y - ROW_HEIGHT + 2,
                size=RING,
                buttonStyle="circle",
                shape="circle",
                tooltip=f"{blank.label[self.language]}: {option.label[self.language]}",
                borderWidth=1,
            )
            y = self.y
            self.y -= 4
            self._line(option.label[self.language], "sans", 8, x + RING)
            self.y = y

    def _field(self, blank: FormBlank, x: float, y: float, width: float, height: float) -> None:
        self._named_field(blank.name, blank.label[self.language], x, y, width, height, blank.kind is BlankKind.WORDS)

    def _named_field(
        self, name: str, label: str, x: float, y: float, width: float, height: float, several_lines: bool
    ) -> None:
        from reportlab.lib.colors import HexColor

        self.canvas.acroForm.textfield(
            name=name,
            tooltip=label[:120],
            x=x,
            y=y,
            width=width,
            height=height,
            fontName="Helvetica",
            fontSize=9,
            borderWidth=FRAME_WIDTH,
            borderColor=HexColor(FIELD_FRAME),
            fillColor=HexColor(FIELD_GROUND),
            maxlen=LONGEST,
            fieldFlags="multiline" if several_lines else "",
        )

    def _signature(self) -> None:
        self._need(130)
        self.y -= 2 * GAP
        self._text(self.say(N_("Who filled in this form")), "sans bold", 13, "#0033A0")
        self._rule()
        names = ((SIGNED_BY, N_("Name and function"), self.room * 0.62), (SIGNED_ON, N_("Date"), self.room * 0.3))
        left, top = MARGIN, self.y
        for name, label, width in names:
            self.y = top
            self._line(self.say(label), "sans", 9, left)
            self._named_field(name, self.say(label), left, self.y - ROW_HEIGHT - 2, width, ROW_HEIGHT, False)
            left += width + self.room * 0.08
        self.y = top - LINE_HEIGHT - ROW_HEIGHT - 14
        self._line(self.say(N_("Signature and stamp")), "sans", 9, MARGIN)
        self.y -= 34
        self._rule()

    # --- pen

    def _need(self, height: float) -> None:
        """Go on with the next page unless this much room is left."""
        if self.y - height < MARGIN + 14:
            self._foot()
            self.canvas.showPage()
            self.page += 1
            self.y = self.height - MARGIN

    def _foot(self) -> None:
        from reportlab.lib.colors import HexColor

        from desktop.documents.fonts import font

        number = self.say(N_("Page {page} of {pages}"), page=str(self.page), pages=str(self.pages or self.page))
        self.canvas.setFont(font("sans"), 8)
        self.canvas.setFillColor(HexColor("#545B66"))
        self.canvas.drawString(MARGIN, FOOT - 14, self.form.reference)
        self.canvas.drawRightString(self.width - MARGIN, FOOT - 14, number)

    def _rule(self) -> None:
        from reportlab.lib.colors import HexColor

        self.canvas.setStrokeColor(HexColor("#C6CCD4"))
        self.canvas.setLineWidth(0.6)
        self.canvas.line(MARGIN, self.y, MARGIN + self.room, self.y)
        self.y -= GAP

    def _lines(self, text: str, face: str, size: float, width: float) -> list[str]:
        from reportlab.lib.utils import simpleSplit

        from desktop.documents.fonts import font
        from desktop.documents.typesetting import cleaned, spaced

        return list(simpleSplit(spaced(cleaned(text), self.language), font(face), size, width))

    def _text(self, text: str, face: str, size: float, color: str = "#1B1F24") -> None:
        lines = self._lines(text, face, size, self.room)
        self._need(len(lines) * size * 1.3)
        for line in lines:
            self._line(line, face, size, MARGIN, color)

    def _line(self, line: str, face: str, size: float, x: float, color: str = "#1B1F24") -> None:
        from reportlab.lib.colors import HexColor

        from desktop.documents.fonts import font

        self.y -= max(size * 1.28, 0)
        self.canvas.setFont(font(face), size)
        self.canvas.setFillColor(HexColor(color))
        self.canvas.drawString(x, self.y + size * 0.3, line)
