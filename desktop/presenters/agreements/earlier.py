"""What was signed before the office worked with the program: one page to type it, and the same page once on record."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.opened_paper import OpenedPaper
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import EarlierStanding, SignedBefore
from desktop.services.diligence import cases, papers
from desktop.services.office.rights import Right, may
from desktop.services.registry import partners
from desktop.store.records import Case

if TYPE_CHECKING:
    from desktop.office import Office

SCANS = ("*.pdf", "*.png", "*.jpg", "*.jpeg", "*.tif", "*.tiff")


class EarlierPresenter(HeldForm):
    """With a `partner` a form for one more; with an `id` the one on record, whose fields can be corrected."""

    shows = frozenset(
        {"earlier_agreement", "partnership", "partner", "diligence_case", "decision", "clearance", "evidence"}
    )

    def __init__(self, office: "Office", runner: Runner, partner: str = "", id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.form_name = id, f"earlier:{id or partner}"
        self.opened = OpenedPaper(self)
        self.standing: EarlierStanding | None = None
        self.partner_id = partner
        self._read()

    def refresh(self) -> None:
        """Read the record again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def _read(self) -> None:
        if self.id:
            self.standing = earlier.standing(self.office.work, self.id)
            self.partner_id, self.partner = self.standing.agreement.partner_id, self.standing.partner
        else:
            self.partner = partners.partner(self.office.store, self.partner_id).name

    @property
    def editable(self) -> bool:
        """Whether this reader's role records what was signed before."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @property
    def title(self) -> str:
        """What it is called."""
        return self.standing.agreement.title if self.standing else _("Signed before the program")

    @property
    def state(self) -> str:
        """With whom, and that it was signed before."""
        if self.standing is None:
            return _("With {name}. It is counted, and opens no way to sign or receive anything.").format(
                name=self.partner
            )
        day = day_in_words(self.standing.agreement.signed, language(), "long")
        return " · ".join((self.partner, _("Signed before the program"), day))

    @property
    def is_due(self) -> bool:
        """Whether its due diligence is still to be made."""
        return self.standing is not None and self.standing.is_due and not self.standing.agreement.archived

    @property
    def asks_diligence(self) -> bool:
        """Whether its due diligence can be made from here: what was over has none before it is taken up again."""
        return self.is_due and self.standing is not None and bool(self.standing.agreement.diligence_due_on)

    @property
    def is_archived(self) -> bool:
        """Whether it was archived as recorded by mistake."""
        return self.standing is not None and self.standing.agreement.archived

    @property
    def next_sentence(self) -> str:
        """What stands against it, or what may be done."""
        if self.standing is None:
            return ""
        due = self.standing.agreement.diligence_due_on
        if not self.is_due:
            return _("Its due diligence was made: agreements and receipts follow the decision.")
        if not due:
            return _(
                "It was over when it was recorded: nothing new is signed or received before a due diligence (¶21)."
            )
        day = day_in_words(due, language(), "long")
        return _("Its due diligence must be made by {day} (¶21). Until then nothing new is signed or received.").format(
            day=day
        )

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What the form does not ask: its value and its partnership."""
        if self.standing is None:
            return ()
        planned = self.standing.partnership
        value = format_money(planned.value, planned.currency, language()) if planned.value else ""
        scan = _("Among the papers of the partner") if self.has_scan else _("None yet")
        pairs = ((_("Partnership"), planned.title), (_("Value"), value), (_("Scan"), scan))
        return [(name, words) for name, words in pairs if words]

    @property
    def rows(self) -> FormRows:
        """The fields."""
        title = FieldSpec("title", InputKind.TEXT, _("What it is about"), required=_("Say what was agreed."))
        signed = FieldSpec(
            "signed",
            InputKind.PARTIAL_DAY,
            _("Day of signature"),
            _("Only the year where nobody knows more."),
            required=_("Say when it was signed, or in which year."),
        )
        ends = FieldSpec("ends_on", InputKind.DATE, _("Last day"), _("Empty where it has no end."))
        kinds = options((code, pick(kind.name)) for code, kind in self.office.definitions.agreements.items())
        kind = FieldSpec("type", InputKind.DROPDOWN, _("Type of agreement, if one fits"), options=kinds, chars=30)
        reference = FieldSpec("reference", InputKind.TEXT, _("Reference"), chars=16)
        money = options((code, code) for code, _name in places.currencies(language()))
        value = FieldSpec("worth", InputKind.MONEY, _("What it was worth"), options=money, currency_alone=True)
        signers = FieldSpec("signed_by", InputKind.TEXT, _("Who signed"), _("For both sides, as the office knows it."))
        notes = FieldSpec("notes", InputKind.AREA, _("Notes"), lines=2)
        worth = [] if self.id else [[value]]
        return [[title], [signed, ends, reference], [kind], *worth, [signers], [notes]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one, dollars."""
        if self.standing is None:
            return {"worth": {"amount": "", "currency": DOLLARS}}
        agreement = self.standing.agreement
        return {
            "title": agreement.title,
            "signed": agreement.signed,
            "ends_on": agreement.ends_on or "",
            "type": agreement.type,
            "reference": agreement.reference,
            "signed_by": agreement.signed_by,
            "notes": agreement.notes,
        }

    # --- the deeds

    def save(self) -> None:
        """Record it and show it, or correct what is on record."""
        if self.id:
            earlier.correct(self.office.work, self.id, self._signed())
            self.forget()
            self.tell(_("Corrected."))
            return
        agreement = earlier.record(self.office.work, self._signed())
        self.forget()
        self.open_place("earlier", id=agreement.id)

    def _signed(self) -> SignedBefore:
        typed_fields = self.fields
        worth = typed_fields.get("worth")
        amount = text_of(worth.get("amount")) if isinstance(worth, dict) else ""
        currency = text_of(worth.get("currency")) if isinstance(worth, dict) else ""
        return SignedBefore(
            self.partner_id,
            text_of(typed_fields.get("title")),
            text_of(typed_fields.get("signed")),
            text_of(typed_fields.get("reference")),
            text_of(typed_fields.get("type")),
            text_of(typed_fields.get("signed_by")),
            text_of(typed_fields.get("ends_on")),
            Decimal(amount) if amount else None,
            currency or DOLLARS,
            text_of(typed_fields.get("notes")),
        )

    @property
    def has_scan(self) -> bool:
        """Whether the signed paper is on record."""
        return self.standing is not None and bool(self.standing.agreement.scan)

    def choose_scan(self) -> None:
        """Ask for the signed paper."""
        self.asker.files(_("The signed paper"), " ".join(SCANS), self.take_scan)

    def take_scan(self, files: Sequence[Path]) -> None:
        """Show this file as the signed paper from now on. Raises RefusedFile with the reason."""
        if self.id and files and self.editable:
            earlier.attach(self.office.work, self.id, files[0])
            self.refresh()

    def show_scan(self) -> None:
        """Look at the signed paper; raises Problem where its file is not on this computer."""
        if self.standing is None or not self.has_scan:
            return
        scan = self.standing.agreement.scan
        _name, data = papers.open_paper(self.office.work, scan)
        with self.office.store.read() as session:
            paper = papers.paper_in(session, scan)
        self.opened.open(paper, data)

    def begin(self) -> None:
        """Open the due diligence of its partnership, or go on with the one that is open."""
        if self.standing is None:
            return
        planned = self.standing.partnership
        going = self._going(planned.id)
        case = going or cases.open_case(self.office.work, self.office.definitions.form, planned)
        self.open_place("diligence", case=case.id)

    def _going(self, partnership_id: str) -> Case | None:
        with self.office.store.read() as session:
            behind = cases.newest_first(session, cases.of_partnership(session, partnership_id))
        return behind[0] if behind else None

    def receive(self) -> None:
        """Record what arrived under it."""
        self.open_place("arrival", agreement=self.id)

    @property
    def may_receive(self) -> bool:
        """Whether something can be received under it now."""
        if self.standing is None or self.is_due or self.is_archived:
            return False
        ends = self.standing.agreement.ends_on
        return may(self.office.user, Right.DRAFT) and not (ends and date.fromisoformat(ends) < self.office.work.today())

    def archive(self, aside: bool) -> None:
        """Put it out of the way, or bring it back."""
        earlier.archive(self.office.work, self.id, aside)
        self.refresh()

    def open_partner(self) -> None:
        """To the partner, among its agreements."""
        self.open_place("partner", id=self.partner_id, tab="agreements")
