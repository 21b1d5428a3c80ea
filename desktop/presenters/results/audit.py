"""The auditor's desk: a sample that can be drawn again, what is sealed and holds, a sealed copy to take along."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language
from desktop.base.values import Json
from desktop.definitions.indicator import Period
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.paper import PaperPresenter
from desktop.services.audit import proving, sampling, sealed_copy, trail
from desktop.services.audit.proving import OfficeProof
from desktop.services.audit.sampling import AuditSample, SampledRecord, SampleMethod, SampleOrder
from desktop.services.audit.sealed_copy import WrittenCopy
from desktop.services.office.rights import Right, may

if TYPE_CHECKING:
    from desktop.office import Office

SINCE, FEW = "since", "25"  # the choice of all years, and how many records where nobody says it
COLUMNS = (
    ListColumn("what", N_("What")),
    ListColumn("day", N_("Day")),
    ListColumn("amount", N_("Value"), figures=True),
    ListColumn("usd", N_("US dollars"), figures=True),
)


class AuditPresenter(HeldForm, PaperPresenter):
    """What is asked for is held on this machine; the sample is drawn anew from the records each time."""

    shows = frozenset({"contribution", "decision", "clearance", "agreement"})
    form_name = "audit"

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "audit-sample", N_("Sample"), COLUMNS, first_title=N_("Partner"))
        self.sample: AuditSample | None = None
        self.proof: OfficeProof | None = None

    def refresh(self) -> None:
        """Draw the sample again that is on the page: the records may have changed."""
        if self.sample is not None:
            self.draw()
        self.changed()

    # --- what is asked for

    @property
    def has_begun(self) -> bool:
        """What is asked for is no text that waits to be saved."""
        return False

    @property
    def proposed(self) -> Mapping[str, Json]:
        """The present year, at random."""
        year = str(self.office.work.today().year)
        return {"method": str(SampleMethod.RANDOM), "size": FEW, "seed": "", "above": "", "year": year}

    @property
    def rows(self) -> FormRows:
        """The fields."""
        methods = options((str(method), _(words)) for method, words in sealed_copy.METHODS.items())
        begins, present = self.office.definitions.indicators.begins.year, self.office.work.today().year
        years = [(str(year), str(year)) for year in range(present, begins - 1, -1)]
        years.insert(1, (SINCE, _("Since {year}").format(year=begins)))
        return [
            [
                FieldSpec("method", InputKind.DROPDOWN, _("How it is drawn"), options=methods, chars=24),
                FieldSpec("year", InputKind.DROPDOWN, _("Received in"), options=options(years), chars=14),
                FieldSpec("size", InputKind.NUMBER, _("How many"), chars=6),
            ],
            [
                FieldSpec(
                    "seed", InputKind.TEXT, _("Seed"), _("With the same word the same sample is drawn."), chars=16
                ),
                FieldSpec("above", InputKind.NUMBER, _("From so many US dollars on"), chars=14),
            ],
        ]

    @property
    def order(self) -> SampleOrder:
        """The sample that the fields ask for."""
        typed = self.fields
        begins, present = self.office.definitions.indicators.begins, self.office.work.today().year
        year = text_of(typed.get("year"))
        period = Period.year(int(year)) if year.isdigit() else Period(begins, date(present, 12, 31))
        size, above = text_of(typed.get("size")), text_of(typed.get("above"))
        method = text_of(typed.get("method"))
        return SampleOrder(
            SampleMethod(method) if method in tuple(SampleMethod) else SampleMethod.RANDOM,
            period,
            int(Decimal(size)) if size else 0,
            text_of(typed.get("seed")),
            Decimal(above) if above else Decimal(0),
        )

    # --- what is shown

    @property
    def state(self) -> str:
        """What the page is for."""
        return _("A sample that anybody draws again, each record followed to its evidence.")

    @property
    def sample_words(self) -> Sequence[str]:
        """How the sample was drawn."""
        return sealed_copy.order_words(self.sample) if self.sample is not None else ()

    @property
    def lines(self) -> Sequence[NotedLine]:
        """The records of the sample."""
        return [self._line(record) for record in self.sample.records] if self.sample is not None else []

    @staticmethod
    def _line(record: SampledRecord) -> NotedLine:
        spoken = language()
        money = format_money(record.amount, record.currency, spoken) if record.amount else ""
        usd = format_money(f"{record.usd:f}", DOLLARS, spoken) if record.usd is not None else _("not counted")
        cells = {
            "what": RowCell(record.description),
            "day": RowCell(day_in_words(record.day, spoken), record.day),
            "amount": RowCell(money),
            "usd": RowCell(usd, record.usd),
        }
        return NotedLine(record.id, record.partner, " · ".join(filter(None, (record.description, usd))), cells)

    @property
    def passages(self) -> Sequence[tuple[str, str]]:
        """What was verified, and what the program does not keep."""
        verified = "\n".join(proving.in_words(self.proof)) if self.proof is not None else _("Not verified yet.")
        return [(_("Seals and journal"), verified), (_("Who looked at what"), _(sealed_copy.NOT_LOOKED))]

    @property
    def may_copy(self) -> bool:
        """Whether this reader takes a sealed copy along."""
        return self.sample is not None and bool(self.sample.records) and may(self.office.user, Right.ADMINISTER)

    # --- deeds

    def draw(self) -> None:
        """Draw the sample, away from the window; raises Problem without a seed where one is needed."""
        work, order = self.office.work, self.order
        self.runner.run(_("Drawing the sample"), lambda _progress: sampling.draw(work, order), self._show_sample)

    def _show_sample(self, sample: AuditSample) -> None:
        self.sample = sample
        self.changed()

    def prove(self) -> None:
        """Verify the journal and the seals, away from the window."""
        work = self.office.work
        self.runner.run(_("Verifying the seals"), lambda _progress: proving.prove(work), self._show_proof)

    def _show_proof(self, proof: OfficeProof) -> None:
        self.proof = proof
        self.changed()

    def open_record(self, key: object) -> None:
        """Follow one record to its evidence."""
        self.open_place("trail", id=str(key))

    def copy(self) -> None:
        """Ask for a folder, and write the sealed copy into a new one within it."""
        if self.may_copy:
            self.asker.folder(_("Where the sealed copy is written"), self._copy_into)

    def _copy_into(self, folder: Path) -> None:
        office, sample = self.office, self.sample
        if sample is None:
            return
        target = folder / f"audit-{office.store.identity.office}-{sample.population[:8]}"

        def write(progress: Progress) -> WrittenCopy:
            return sealed_copy.write(office.work, sample, target, office.opened.seal_seed, progress)

        self.runner.run(_("Writing the sealed copy"), write, self._say_copied)

    def _say_copied(self, copy: WrittenCopy) -> None:
        self.tell(_("The sealed copy is in {folder}; key {key}.").format(folder=copy.folder, key=copy.key))

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the paper as a file."""
        title = _("Sample for an audit")
        return f"{title}.pdf"

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the paper"), _("Save the paper")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The sample with all its trails."""
        work, sample = self.office.work, self.sample

        def draft(progress: Progress) -> bytes:
            drawn = sample if sample is not None else sampling.draw(work, self.order)
            trails = []
            for at, record in enumerate(drawn.records):
                progress.step(at, len(drawn.records))
                trails.append(trail.follow(work, record.id))
            return sealed_copy.pdf(work, trails, drawn)

        return draft
