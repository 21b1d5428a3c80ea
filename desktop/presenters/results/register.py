"""The transparency register: exactly what would leave for whom, what is hidden and why, the sealed editions (¶27)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Progress, Runner
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, pick, plural, speaking
from desktop.definitions.indicator import Period
from desktop.definitions.terms import Audience
from desktop.documents.register.edition import RegisterTable
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.office.sealing import SealingPresenter
from desktop.presenters.results.indicators import FIGURE_RECORDS
from desktop.services.labels import VISIBILITY
from desktop.services.results import figure_words, sealers
from desktop.services.results.register import difference_words, editions, headquarters_edition, wording
from desktop.services.results.register.differences import DifferentRow
from desktop.services.results.register.editions import EditionOrder, ListedEdition, PreparedEdition
from desktop.services.results.register.headquarters_edition import HeardEdition
from desktop.services.results.register.publishing import WHOLE, PublishedEntry
from desktop.store.records import SealedEdition

if TYPE_CHECKING:
    from desktop.office import Office

OF_HEADQUARTERS = "headquarters"  # the key of the edition that came with a return
REGISTER_RECORDS = FIGURE_RECORDS | {"register_edition", "office_profile", "person", "decision", "clearance"}
COLUMNS = (
    ListColumn("number", N_("Register number")),
    ListColumn("country", N_("Country"), shown=False),
    ListColumn("received", N_("Received in the period"), figures=True),
    ListColumn("status", N_("Status")),
    ListColumn("hidden", N_("Hidden"), sentences=True),
)
EDITION_COLUMNS = (
    ListColumn("audience", N_("Audience")),
    ListColumn("period", N_("Period covered")),
    ListColumn("sealed", N_("Sealed on")),
    ListColumn("by", N_("Sealed by"), shown=False),
    ListColumn("partnerships", N_("Partnerships"), figures=True),
    ListColumn("received", N_("Received in the period"), figures=True),
)


class RegisterPresenter(SealingPresenter, HeldForm):
    """An edition as it would be sealed now, read away from the window; `corrects` is the number of the one it mends."""

    shows = REGISTER_RECORDS

    def __init__(self, office: "Office", runner: Runner, corrects: str = "") -> None:
        super().__init__(office, runner)
        first, arrange = N_("Partner"), self._arranged
        self.listing = Listing(self, "register", N_("What leaves"), COLUMNS, first_title=first, arrange=arrange)
        self.sealed = Listing(
            self, "register-editions", N_("Sealed editions"), EDITION_COLUMNS, first_title=N_("Edition")
        )
        why = (
            ListColumn("reason", N_("Why not"), sentences=True),
            ListColumn("office", N_("Office"), shown=office.is_hq),
        )
        self.absent = Listing(
            self, "register-left-out", N_("Not in this edition"), why, first_title=N_("Partnership"), arrange=arrange
        )
        change = (ListColumn("change", N_("What changed"), sentences=True),)
        self.changes = Listing(
            self, "register-changes", N_("Since the last edition"), change, first_title=N_("Row"), arrange=arrange
        )
        self.mended = editions.find(office.work, corrects) if corrects else None
        self.corrects = self.mended.number if self.mended is not None else ""
        self.prepared: PreparedEdition | None = None
        self.editions: Sequence[ListedEdition] = ()
        self.may_seal = editions.may_seal(office.work)
        self.heard: HeardEdition | None = None  # that of the whole Organization, as the last return told of it
        self.form_name = f"register-seal:{self.corrects}" if self.corrects else "register-seal"
        self._reading = 0

    def _arranged(self) -> None:
        self.changed()

    # --- what is chosen

    @property
    def audience(self) -> Audience:
        """For whom; Member States where nothing is chosen."""
        chosen = self.mended.audience if self.mended is not None else self.listing.filter("audience")
        return Audience(chosen) if chosen in tuple(Audience) else Audience.MEMBERS

    @property
    def period(self) -> Period:
        """The year that was chosen, or the present one; of an edition that is corrected its own days."""
        days = (day_known(self.mended.first_on), day_known(self.mended.last_on)) if self.mended is not None else ()
        if len(days) == 2 and days[0] is not None and days[1] is not None:
            return Period(days[0], days[1])
        chosen, present = self.listing.filter("year"), self.office.work.today().year
        return Period.year(int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) == 4 else present)

    @property
    def spoken(self) -> str:
        """The language in which the table is read."""
        chosen = self.listing.filter("language")
        return chosen if chosen in LANGUAGE_NAMES else language()

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """For whom, which year, in which language."""
        begins, present = self.office.definitions.indicators.begins.year, self.office.work.today().year
        years = tuple(FilterOption(str(year), str(year), None) for year in range(present - 1, begins - 1, -1))
        audiences = tuple(
            FilterOption(str(own), _(VISIBILITY[own]), None) for own in Audience if own != Audience.MEMBERS
        )
        tongues = tuple(FilterOption(code, name, None) for code, name in LANGUAGE_NAMES.items() if code != language())
        members, chosen = _(VISIBILITY[Audience.MEMBERS]), self.listing.filter
        spoken = ListFilter("language", _("Language"), LANGUAGE_NAMES[language()], tongues, chosen("language"))
        if self.mended is not None:
            return (spoken,)
        return (
            ListFilter("audience", _("Audience"), members, audiences, chosen("audience")),
            ListFilter("year", _("Year"), str(present), years, chosen("year")),
            spoken,
        )

    def narrow(self, **codes: str) -> None:
        """Another audience, year or language."""
        self.listing.narrow(**codes)

    @property
    def order(self) -> EditionOrder:
        """What would be sealed."""
        return EditionOrder(self.audience, self.period, self.corrects, text_of(self.fields.get("reason")))

    # --- reading

    def refresh(self) -> None:
        """Read it again; of several readings the last is shown."""
        self._reading += 1
        reading, work, order = self._reading, self.office.work, self.order
        if self.prepared is None:
            self.changed()

        def read() -> Callable[[], None]:
            with work.store.one_state():
                prepared, (listed, heard) = editions.prepare(work, order), headquarters_edition.beside(work)

            def show() -> None:
                if reading == self._reading:
                    self.prepared, self.editions, self.heard = prepared, listed, heard
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())

    @property
    def is_read(self) -> bool:
        """Whether what is shown was read."""
        return self.prepared is not None

    @property
    def state(self) -> str:
        """For whom, over which period, how many partnerships."""
        if self.prepared is None:
            return ""
        count = len(self.prepared.published.entries)
        rows = plural("{count} partnership", "{count} partnerships", count)
        return " · ".join((_(VISIBILITY[self.audience]), figure_words.period_words(self.period), rows))

    @property
    def table(self) -> RegisterTable | None:
        """The table in the language chosen."""
        return self.prepared.edition.table(self.spoken) if self.prepared is not None else None

    @property
    def notices(self) -> Sequence[tuple[str, str]]:
        """What the title page says."""
        table = self.table
        return [(own.label, own.text) for own in table.notices] if table is not None else ()

    @property
    def lines(self) -> Sequence[NotedLine]:
        """A line for each partnership that is in the edition."""
        table = self.table
        if self.prepared is None or table is None:
            return ()
        return [self._line(own, table) for own in self.prepared.published.entries]

    def _line(self, own: PublishedEntry, table: RegisterTable) -> NotedLine:
        rules = self.prepared.published.rules if self.prepared is not None else None
        assert rules is not None
        cells = wording.Cells(self.office.definitions, self.spoken)
        with speaking(self.spoken):
            partner, country, status = (
                str(cells.cell(own, rules.by_field[field]) or "") for field in ("partner", "partner_country", "status")
            )
        usd = own.entry.usd() if own.shows(WHOLE) else None
        money = format_money(usd, DOLLARS, language()) if usd is not None else ""
        hidden = hidden_words(own)
        shown = {
            "number": RowCell(own.entry.number),
            "country": RowCell(country),
            "received": RowCell(money, usd),
            "status": RowCell(status),
            "hidden": RowCell(hidden),
        }
        note = " · ".join(part for part in (own.entry.number, country, money, status, hidden) if part)
        return NotedLine(own.entry.id, partner, note, shown)

    @property
    def hidden_lines(self) -> Sequence[NotedLine]:
        """Which fields are hidden by which rule, why, and in how many rows."""
        if self.prepared is None:
            return ()
        published = self.prepared.published
        lines = []
        for at, own in enumerate(wording.hidden_fields(published)):
            heading = pick(published.rules.by_field[own.field].label)
            rule, reason = _(wording.RULES[own.withheld.rule]), pick(own.withheld.reason)
            rows = plural("{count} row", "{count} rows", own.count)
            title = _("{field}: {rule}, {rows}").format(field=heading, rule=rule.lower(), rows=rows)
            lines.append(NotedLine(str(at), title, reason, {}))
        return lines

    @property
    def left_out_lines(self) -> Sequence[NotedLine]:
        """The partnerships that are not in it, each with its reason."""
        if self.prepared is None:
            return ()
        published = self.prepared.published
        reasons = {own.id: own.visibility_reason for own in published.basis.entries}
        labels, lines = published.rules.left_out, []
        for own in published.left_out:
            why = " · ".join(part for part in (pick(labels[own.reason]), reasons.get(own.id, "")) if part)
            cells = {"reason": RowCell(why), "office": RowCell(own.office)}
            note = " · ".join((why, own.office)) if self.office.is_hq else why
            lines.append(NotedLine(own.id, own.title or "–", note, cells))
        return lines

    @property
    def difference_title(self) -> str:
        """With which edition it is compared."""
        last = self.prepared.last if self.prepared is not None else None
        return _("Since edition {number}").format(number=last.number) if last is not None else ""

    @property
    def difference_lines(self) -> Sequence[NotedLine]:
        """What is new, gone or changed since that edition."""
        difference = self.prepared.difference if self.prepared is not None else None
        if difference is None:
            return ()
        lines = [
            *self._rows(_("New: {row}"), difference.new),
            *self._rows(_("Gone: {row}"), difference.gone),
            *self._rows(_("Changed: {row}"), difference.changed),
        ]
        for cell in difference.totals:
            change = difference_words.change_words(cell)
            lines.append(NotedLine(f"total:{cell.field}", _("Total"), change, {"change": RowCell(change)}))
        return lines or [NotedLine("same", _("Nothing differs."), "", {})]

    @staticmethod
    def _rows(words: str, rows: Sequence[DifferentRow]) -> Iterator[NotedLine]:
        for row in rows:
            changes = " · ".join(map(difference_words.change_words, row.cells))
            title = words.format(row=difference_words.row_words(row))
            yield NotedLine(row.number, title, changes, {"change": RowCell(changes)})

    @property
    def edition_lines(self) -> Sequence[NotedLine]:
        """The sealed editions, that of the whole Organization first where Headquarters told of one."""
        lines = [edition_line(own) for own in self.editions]
        return [heard_line(self.heard), *lines] if self.heard is not None else lines

    # --- sealing

    @property
    def rows(self) -> FormRows:
        """What is asked for before it is sealed."""
        rows: list[list[FieldSpec]] = []
        if self.corrects:
            label = _("What was wrong in edition {number}").format(number=self.corrects)
            rows.append([FieldSpec("reason", InputKind.TEXT, label, _("It is printed on the new edition."), chars=0)])
        if self.asks_passphrase:
            title = _("Passphrase of {name}").format(name=self.office.user.name)
            rows.append([FieldSpec("passphrase", InputKind.SECRET, title, _("It seals the edition in your name."))])
        return rows

    def seal(self, passphrase: str) -> None:
        """Seal the edition with the own passphrase, away from the window; raises Problem while it is missing."""
        passphrase = self.own_passphrase(passphrase)
        if not passphrase:
            raise Problem(
                _("Your passphrase seals the edition; nothing was sealed."),
                _("Type your own passphrase."),
                code="passphrase-missing",
            )
        office, order = self.office, self.order

        def work(progress: Progress) -> SealedEdition:
            seed = office.vault.unlock(office.user.id, passphrase).seal_seed
            return editions.seal(office.work, order, seed, progress)

        self.runner.run(_("Sealing the edition"), work, self._after_sealing)

    def _after_sealing(self, sealed: SealedEdition) -> None:
        self.start_over()
        self.open_place("edition", id=sealed.id)

    # --- gestures

    def open_row(self, key: object) -> None:
        """One partnership, field by field."""
        year = str(self.period.first.year)
        self.open_place("register_row", id=str(key), audience=str(self.audience), year=year)

    def open_left_out(self, key: object) -> None:
        """A partnership that is not in it."""
        own = next((own for own in self._left_out if own == str(key)), "")
        partner = editions.partner_of(self.office.work, own) if own else ""
        if partner:
            self.open_place("partnership", partner=partner, id=own)

    @property
    def _left_out(self) -> Sequence[str]:
        return [own.id for own in self.prepared.published.left_out] if self.prepared is not None else ()

    def open_members_view(self) -> None:
        """What Member States read, in groups."""
        self.open_place("members_view")

    def open_edition(self, key: object) -> None:
        """A sealed edition."""
        self.open_place("edition", id=str(key))


def hidden_words(own: PublishedEntry) -> str:
    """By which rules something of a row is hidden."""
    rules = dict.fromkeys(_(wording.RULES[withheld.rule]) for withheld in own.withheld.values())
    return ", ".join(rules)


def edition_line(own: ListedEdition) -> NotedLine:
    """A sealed edition as a row."""
    edition = own.edition
    audience, day = _(VISIBILITY[edition.audience]), day_in_words(edition.sealed_at, language())
    received = format_money(edition.received_usd, DOLLARS, language()) if edition.received_usd else ""
    cells = {
        "audience": RowCell(audience),
        "period": RowCell(edition.period),
        "sealed": RowCell(day, edition.sealed_at),
        "by": RowCell(sealers.name_words(edition.sealer_name, edition.on_behalf)),
        "partnerships": RowCell(str(edition.partnerships), edition.partnerships),
        "received": RowCell(received),
    }
    remark = standing_words(own)
    title = " · ".join(part for part in (edition.number, remark) if part)
    return NotedLine(edition.id, title, " · ".join((audience, edition.period, day)), cells)


def heard_line(heard: HeardEdition) -> NotedLine:
    """The edition of Headquarters as a row."""
    audience, day = _(VISIBILITY[Audience.INTERNAL]), day_in_words(heard.sealed_on, language())
    cells = {
        "audience": RowCell(audience),
        "period": RowCell(heard.period),
        "sealed": RowCell(day, heard.sealed_on),
        "by": RowCell(heard.sealer),
        "partnerships": RowCell(str(heard.partnerships), heard.partnerships),
    }
    title = _("{number} · from Headquarters").format(number=heard.number)
    return NotedLine(OF_HEADQUARTERS, title, " · ".join((audience, heard.period, day)), cells)


def standing_words(own: ListedEdition) -> str:
    """What is to be known of an edition; empty for one that stands as it was sealed."""
    if not own.seal_holds:
        return _("its seal does not hold")
    if own.corrected_by:
        return _("corrected by {number}").format(number=own.corrected_by)
    return _("corrects {number}").format(number=own.edition.corrects) if own.edition.corrects else ""
