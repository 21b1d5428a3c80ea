"""The transparency sheet (¶27), which the partner may see."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    HeadingBlock,
    KeyValuesBlock,
    ParagraphBlock,
    PartBlock,
    Sentence,
    TableBlock,
    TableColumn,
    each_language,
)
from desktop.documents.enclosures.wording import Languages, as_a_line, in_languages


@dataclass(frozen=True, slots=True)
class PrintedContribution:
    """One kind of contribution (cash, goods, services): committed and received, in the original currency and USD."""

    kind: Sentence
    committed: Sentence
    committed_usd: Sentence
    received_usd: Sentence


@dataclass(frozen=True, slots=True)
class TransparencySheet:
    """What IOM may disclose (¶27; dossier 4.5): no answers, findings, level or personal data of owners.

    Of due diligence only the day of its completion is shown. `visibility` says who may see the row of the register.
    """

    number: Sentence
    office: str
    countries: Sentence
    partner: str
    partner_type: Sentence
    nature: Sentence
    scope: Sentence
    dates: Sentence
    status: Sentence
    contributions: tuple[PrintedContribution, ...]
    total: PrintedContribution | None = None
    places: str = ""
    aims: Sentence = ""
    themes: Sentence = ""
    matching: str = ""
    others: str = ""
    diligence_on: Sentence = ""
    document: str = ""
    contact: str = ""
    visibility: Sentence = ""


def transparency_blocks(sheet: TransparencySheet, languages: Languages) -> list[Block]:
    """The transparency sheet, which the partner may see."""
    lines = (
        (N_("Register number of the partnership"), sheet.number),
        (N_("Office"), sheet.office),
        (N_("Country or countries"), sheet.countries),
        (N_("Partner"), sheet.partner),
        (N_("Type of partner"), sheet.partner_type),
        (N_("Nature"), sheet.nature),
        (N_("Scope"), as_a_line(sheet.scope)),
        (N_("Places"), sheet.places),
        (N_("Dates"), sheet.dates),
        (N_("Aims"), sheet.aims),
        (N_("Themes"), sheet.themes),
        (N_("Matching funds"), sheet.matching),
        (N_("Other parties"), sheet.others),
        (N_("Status"), sheet.status),
        (N_("Due diligence completed on"), sheet.diligence_on),
        (N_("This agreement"), sheet.document),
        (N_("Contact"), sheet.contact),
        (N_("Visibility"), sheet.visibility),
    )
    pairs = tuple((in_languages(languages, label), value) for label, value in lines if any(each_language(value)))
    note = N_("What IOM may disclose about this partnership to its Member States and in its register (paragraph 27).")
    return [
        PartBlock(in_languages(languages, N_("Transparency sheet")), sheet=True),
        ParagraphBlock(in_languages(languages, note), "quiet"),
        KeyValuesBlock(pairs),
        HeadingBlock(in_languages(languages, N_("Contributions"))),
        _contribution_table(sheet, languages),
    ]


def _contribution_table(sheet: TransparencySheet, languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Kind")), 4),
        TableColumn(in_languages(languages, N_("Committed")), 3, "right"),
        TableColumn(in_languages(languages, N_("Committed, USD")), 3, "right"),
        TableColumn(in_languages(languages, N_("Received, USD")), 3, "right"),
    )
    rows = tuple((c.kind, c.committed, c.committed_usd, c.received_usd) for c in sheet.contributions)
    total = sheet.total
    return TableBlock(
        columns, rows, (total.kind, total.committed, total.committed_usd, total.received_usd) if total else ()
    )
