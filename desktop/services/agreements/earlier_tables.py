"""An office's tables of what was signed and given, through the import desk of partners.

A line names a partner of the register, or one that is registered with it. The same line twice, in one file or in two,
is recorded once. An agreement that is not from before the office's first day is left out and named: it goes through its
due diligence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import new_id
from desktop.definitions.spreadsheets import TableField, TableKind
from desktop.documents.foreign.judging import judge
from desktop.services.agreements import contribution_tables, earlier, fulfilling
from desktop.services.agreements.earlier import SignedBefore
from desktop.services.agreements.fulfilling import ContributionOutcome
from desktop.services.agreements.partner_comparison import PartnerComparison, PartnerLineOutcome, write_partner
from desktop.services.diligence import papers
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry.spreadsheets import cells, dry_run, importing
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED, PartnerFacts
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.comparing import KnownPartner, name_key
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineOutcome, LineRemark, LineVerdict, RemarkKind
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import ImportAnswers
from desktop.services.registry.spreadsheets.reading import OfficeTable
from desktop.services.registry.spreadsheets.sheets import TableLine, TableSheet
from desktop.services.work import Work
from desktop.store.files import read_file
from desktop.store.records import EarlierAgreement
from desktop.store.sessions import ChangeSession

IMPORTED = {
    TableKind.AGREEMENTS: N_("Signed and given before the program: imported from a table"),
    TableKind.GIFTS: N_("Contributions imported from a table"),
}
AT_ONCE = 100  # lines in one change of the journal

AgreementKey = tuple[str, str, str]  # the partner, the reference or the title, and the day


@dataclass(frozen=True)
class EarlierOutcome(PartnerLineOutcome):
    """What becomes of a line about what was signed before; `scan` is the name of the file beside the table."""

    signed: SignedBefore | None = None
    scan: str = ""


def examine(
    work: Work,
    table: OfficeTable,
    sheet: TableSheet,
    mapping: ColumnMapping,
    answers: ImportAnswers,
    progress: Progress,
) -> DryRun:
    """Hold a sheet of any kind against the register; nothing is written. Raises Cancelled when it is stopped."""
    if mapping.table is TableKind.PARTNERS:
        return dry_run.dry_run(work, sheet, mapping, answers, progress)
    progress.step(0, len(sheet.lines))
    if mapping.table is TableKind.GIFTS:
        return contribution_tables.examine(work, table, sheet, mapping, answers, progress)
    return _AgreementLines(work, table, sheet, mapping, answers).run(progress)


def import_table(work: Work, table: OfficeTable, plan: DryRun, progress: Progress) -> PartnerImport:
    """Write what a dry run of a table of any kind found new. Raises as `importing.import_partners` does."""
    if table.kind is TableKind.PARTNERS:
        return importing.import_partners(work, table, plan, progress)
    require(work.officer, Right.REGISTER)
    sealing_clock(work)
    importing.require_ready(work, plan)
    entered = [line for line in plan.lines if line.verdict in importing.ENTERED]
    lines = fulfilling.in_order([line for line in entered if isinstance(line, PartnerLineOutcome)])
    if not lines:
        raise importing.nothing_new()
    contribution_tables.require_may(work, lines)
    result = PartnerImport(
        new_id(), table.name, table.digest, work.clock.stamp(), work.officer.id, table=str(table.kind)
    )
    for first in range(0, len(lines), AT_ONCE):
        progress.step(first, len(lines))
        portion = lines[first : first + AT_ONCE]
        with work.store.change(IMPORTED[table.kind], work.officer.id) as session:
            for line in portion:
                _write(work, session, table.folder, line)
            result = replace(
                result,
                registered=result.registered + sum(line.facts != NOTHING_STATED for line in portion),
                entered=result.entered + len(portion),
                changes=(*result.changes, session.stamp),
                is_whole=first + len(portion) == len(lines),
            )
            importing.note(session, result)
    return result


def _write(work: Work, session: ChangeSession, folder: Path, line: PartnerLineOutcome) -> None:
    write_partner(work, session, line)
    if isinstance(line, ContributionOutcome):
        contribution_tables.write(work, session, line)
    if isinstance(line, EarlierOutcome) and line.signed is not None:
        agreement = earlier.record_in(work, session, line.signed)
        if line.scan:
            path = folder / line.scan
            data = read_file(path)
            agreement.scan = papers.keep_in(work, session, line.partner, path, data, judge(data, path.name)).id


class _AgreementLines(PartnerComparison):
    """One run over the lines of a sheet of agreements signed before the program."""

    def __init__(
        self, work: Work, table: OfficeTable, sheet: TableSheet, mapping: ColumnMapping, answers: ImportAnswers
    ) -> None:
        super().__init__(work, table, sheet, mapping, answers)
        with work.store.read() as session:
            self.agreements = set(_agreement_keys(session))

    def of_partner(self, line: TableLine, partner: KnownPartner, registers: PartnerFacts) -> LineOutcome:
        """What was signed with this partner."""
        remarks: list[LineRemark] = []
        days = self.days_of(line, (TableField.SIGNED, TableField.ENDS_ON), remarks)
        number, currency = self.money_of(line, remarks)
        plain = LineOutcome(
            line.number, partner.facts.name, LineVerdict.UNDATED, partner.id, remarks=tuple(remarks),
            like=partner.facts.name, like_line=partner.line,
        )  # fmt: skip
        if not (day := days.get(TableField.SIGNED, "")):
            return plain
        if not earlier.is_before(day, self.first_day):
            return replace(plain, verdict=LineVerdict.SINCE)
        text = {column: " ".join(self.cell(line, column).split()) for column in TableField}
        scan = self._scan(text[TableField.SCAN], remarks)
        signed = self._signed(line, text, partner, days, number, currency, remarks)
        verdict = self._count_agreement(signed)
        return EarlierOutcome(
            line.number,
            partner.facts.name,
            verdict,
            partner.id,
            registers if verdict is LineVerdict.NEW else NOTHING_STATED,
            remarks=tuple(remarks),
            like=partner.facts.name,
            like_line=partner.line if partner.line != line.number else 0,
            signed=signed,
            scan=scan,
        )

    def _scan(self, name: str, remarks: list[LineRemark]) -> str:
        """The name of the scan that a line names, of a file that lies beside the table and nowhere else."""
        if not name:
            return ""
        try:
            if Path(name).name != name:
                raise FileNotFoundError(name)
            judge(read_file(self.table.folder / name), name)
        except (OSError, Problem):
            remarks.append(LineRemark(RemarkKind.NO_SCAN, TableField.SCAN, name))
            return ""
        return name

    def _signed(
        self,
        line: TableLine,
        text: Mapping[TableField, str],
        partner: KnownPartner,
        days: Mapping[TableField, str],
        number: Decimal | None,
        currency: str,
        remarks: list[LineRemark],
    ) -> SignedBefore:
        ends = days.get(TableField.ENDS_ON, "")
        if ends and ends < days[TableField.SIGNED]:
            remarks.append(LineRemark(RemarkKind.UNREADABLE, TableField.ENDS_ON, self.cell(line, TableField.ENDS_ON)))
            ends = ""
        reference = text[TableField.REFERENCE]
        return SignedBefore(
            partner.id,
            text[TableField.TITLE] or reference or _("Partnership with {name}").format(name=partner.facts.name),
            days[TableField.SIGNED],
            reference,
            signed_by=text[TableField.SIGNED_BY],
            ends_on=ends,
            value=number,
            currency=currency,
            notes=cells.lines_of([self.cell(line, TableField.NOTES), *self.noted(line, remarks)]),
        )

    # --- what is on record

    def _count_agreement(self, signed: SignedBefore) -> LineVerdict:
        key = (signed.partner_id, name_key(signed.reference or signed.title), signed.signed)
        if key in self.agreements:
            return LineVerdict.KNOWN
        self.agreements.add(key)
        return LineVerdict.NEW


def _agreement_keys(session: Session) -> Iterator[AgreementKey]:
    columns = (EarlierAgreement.partner_id, EarlierAgreement.reference, EarlierAgreement.title, EarlierAgreement.signed)
    for partner, reference, title, day in session.execute(select(*columns).where(EarlierAgreement.archived.is_(False))):
        yield partner, name_key(reference or title), day
