"""One contribution: how it stands, its life, its value and who read it, its receipt, and what can be done with it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.files import write_safely
from desktop.base.numbers import format_money, number_in_words
from desktop.base.places import DOLLARS
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, pick
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.mail_words import mail_sentence
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.registry.undoing import UndoingPresenter
from desktop.presenters.results.contribution_words import (
    CARES,
    STANDINGS,
    TONES,
    amount_words,
    form_words,
    quantity_words,
)
from desktop.services.agreements import contribution_page
from desktop.services.agreements.contribution_page import ContributionPage
from desktop.services.labels import MATCHERS
from desktop.services.office.rights import Right, may
from desktop.services.partner_papers import receipts
from desktop.services.results import ledger, valuing
from desktop.services.results.contribution_list import FULFILLED, NO_CARE, REFUND
from desktop.services.results.ledger import ARRIVED, EXPECTED
from desktop.store.records import Contribution
from desktop.store.states import ContributionKind, ContributionState

if TYPE_CHECKING:
    from desktop.office import Office

LIFE = (
    ListColumn("day", N_("Day")),
    ListColumn("amount", N_("Value"), figures=True),
    ListColumn("quantity", N_("Quantity"), figures=True),
    ListColumn("standing", N_("State")),
)


def standing_of(contribution: Contribution) -> str:
    """How a record stands, by the codes of the list."""
    if contribution.refund_of:
        return REFUND
    if contribution.state in EXPECTED and contribution.closed_on:
        return FULFILLED
    return str(contribution.state)


class ContributionPresenter(UndoingPresenter, PaperPresenter):
    """The contribution of this `id`; with `step` = receive somebody comes to record what arrived."""

    shows = frozenset({"contribution", "partner", "agreement", "partnership", "evidence"})

    page: ContributionPage

    def __init__(self, office: "Office", runner: Runner, id: str, step: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id = id
        self.page = contribution_page.read(office.work, id)
        self.life = Listing(self, "contribution-life", N_("What belongs to it"), LIFE, first_title=N_("What"))
        self.chooses_agreement = step == "receive" and len(self.page.receivable) > 1
        self.step = step
        self.paper_language = self.handed_on = ""  # of the paper shown, and when this very receipt was handed out
        self.is_letter = False

    def refresh(self) -> None:
        """Read it again."""
        self.page = contribution_page.read(self.office.work, self.id)
        self.changed()

    def arrive(self) -> None:
        step, self.step = self.step, ""
        if step == "receive" and self.is_expected and self.editable:
            self.receive()
        else:
            self.changed()

    @property
    def record(self) -> Contribution:
        """The record itself."""
        return self.page.record

    # --- what it is

    @property
    def editable(self) -> bool:
        """Whether this reader's role records contributions in this office, and it was not taken back."""
        return may(self.office.user, Right.DRAFT) and not self.office.is_hq

    @property
    def title(self) -> str:
        """What it is."""
        return self.record.description or form_words(self.office.definitions.contributions, self.record)

    @property
    def state(self) -> str:
        """Of whom, and under what."""
        return " · ".join(part for part in (self.page.partner.name, self.page.agreement, self.page.partnership) if part)

    @property
    def mark(self) -> tuple[str, str]:
        """The tone and the words of how it stands."""
        if self.record.archived:
            return "neutral", _("Taken back")
        standing, care = standing_of(self.record), self.page.care
        if care != NO_CARE:
            return "warn", f"{_(STANDINGS[standing])} · {_(CARES[care])}"
        return TONES[standing], _(STANDINGS[standing])

    @property
    def is_expected(self) -> bool:
        """Whether it is a promise of which something may still come."""
        return self.record.state in EXPECTED and not self.record.archived

    @property
    def has_arrived(self) -> bool:
        """Whether it is a receipt that counts."""
        return self.record.state in ARRIVED and not self.record.archived and not self.record.refund_of

    @property
    def is_in_kind(self) -> bool:
        """Whether its value is to be found."""
        form = self.office.definitions.contributions.form_of(self.record.form, str(self.record.kind))
        return form.is_in_kind and not self.record.refund_of and not self.record.archived

    @property
    def value_words(self) -> str:
        """What it is worth, how that was found and who read it."""
        rules = self.office.definitions.contributions
        if self.record.refund_of:
            return amount_words(self.record)
        return valuing.in_words(rules, self.record, self.page.names, language())

    @property
    def dollars_words(self) -> str:
        """Its dollars and the rate that makes them."""
        record, spoken = self.record, language()
        if record.currency == DOLLARS or not record.amount:
            return ""
        if not record.amount_usd:
            return _("not known: no rate of the month of receipt")
        usd = format_money(record.amount_usd, DOLLARS, spoken)
        if not record.rate:
            return usd
        rate, month = number_in_words(record.rate, spoken), day_in_words(record.rate_month, spoken)
        return _("{usd} at {rate} {currency} for 1 USD ({month})").format(
            usd=usd, rate=rate, currency=record.currency, month=month
        )

    @property
    def not_counted_words(self) -> str:
        """Why the indicators do not count what arrived; empty where they do."""
        labels, reason = self.office.definitions.indicators.reasons, self.page.not_counted
        return pick(labels[reason]) if reason in labels else reason

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is on record, name and value."""
        record, rules, spoken = self.record, self.office.definitions.contributions, language()
        channel, earmark = rules.channels.get(record.channel), rules.earmarks.get(record.earmark)
        themes = self.office.definitions.strategy.labels("themes")
        reasons = rules.refusals if record.state == ContributionState.REFUSED else rules.write_offs
        reason = reasons.get(record.closed_reason)
        valued = record.valuation
        pairs = (
            (_("Form"), form_words(rules, record)),
            (_("Value"), self.value_words),
            (_("In US dollars"), self.dollars_words),
            (_("In no sum"), self.not_counted_words),
            (_("Quantity"), quantity_words(record)),
            (_("Still expected"), self.left_words),
            (_("Promised on"), day_in_words(record.promised_on, spoken, "long")),
            (_("Confirmed on"), day_in_words(record.confirmed_on, spoken, "long")),
            (_("Expected by"), day_in_words(record.due_on, spoken, "long") if self.is_expected else ""),
            (_("Arrived on"), day_in_words(record.received_on, spoken, "long") if not record.refund_of else ""),
            (_("Paid back on"), day_in_words(record.received_on, spoken, "long") if record.refund_of else ""),
            (_("Reported on"), day_in_words(record.reported_on, spoken, "long")),
            (_("Receipt"), record.receipt),
            (_("Reference"), record.reference),
            (_("Condition on arrival"), record.condition),
            (_("Expires on"), day_in_words(record.expires_on, spoken, "long")),
            (_("Channel"), pick(channel) if channel else ""),
            (_("Earmark"), pick(earmark) if earmark else ""),
            (_("Themes"), ", ".join(pick(themes[code]) for code in record.themes if code in themes)),
            (_("Project code"), record.project_code),
            (_("Counterpart funds"), _(MATCHERS[record.matching_by]) if record.matching_by else ""),
            (_("Range"), self._range),
            (_("Why this value"), valued.why if valued is not None else ""),
            (_("Papers of the value"), ", ".join(self.page.papers)),
            (_("Valued by"), self.page.names.get(valued.valued_by, "") if valued is not None else ""),
            (_("Closed on"), day_in_words(record.closed_on, spoken, "long") if record.closed_reason else ""),
            (_("Reason"), " · ".join(part for part in (pick(reason) if reason else "", record.closed_note) if part)),
            (_("Notes"), record.notes),
            (_("Noted by"), self.page.names.get(record.recorded_by, "")),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def _range(self) -> str:
        valued, spoken = self.record.valuation, language()
        ends = (valued.low, valued.high) if valued is not None else ("", "")
        words = [format_money(end, self.record.currency, spoken) if end else "–" for end in ends]
        return " – ".join(words) if any(ends) else ""

    @property
    def left_words(self) -> str:
        """What is still expected of it; of what came beyond it how much."""
        expected, spoken = self.page.outstanding, language()
        if self.record.promised_on is None or not (self.is_expected or expected.surplus):
            return ""

        def words(number: object) -> str:
            if expected.currency:
                return format_money(str(number), expected.currency, spoken)
            return f"{number_in_words(str(number), spoken)} {expected.unit}".strip()

        left = words(expected.left) if expected.left is not None else ""
        surplus = _("surplus: {amount}").format(amount=words(expected.surplus)) if expected.surplus else ""
        return " · ".join(part for part in (left, surplus) if part)

    @property
    def finance_note(self) -> str:
        """What finance is asked about a service: whether accounts book it or disclose it."""
        form = self.office.definitions.contributions.form_of(self.record.form, str(self.record.kind))
        if not form.disclosed:
            return ""
        return _("Services given in kind may be disclosed rather than booked as revenue: ask finance.")

    @property
    def life_lines(self) -> Sequence[tuple[str, str, str, dict[str, RowCell]]]:
        """The records that belong to it: id, words, a note and cells."""
        lines = []
        for own in self.page.life:
            day = day_in_words(own.received_on or own.closed_on or own.promised_on, language())
            cells = {
                "day": RowCell(day),
                "amount": RowCell(amount_words(own)),
                "quantity": RowCell(quantity_words(own)),
                "standing": RowCell(_(STANDINGS[standing_of(own)])),
            }
            note = " · ".join(cell.text for cell in cells.values() if cell.text)
            lines.append((own.id, own.description, note, cells))
        return lines

    # --- what can be done

    @property
    def waits_for_reader(self) -> bool:
        """Whether its value waits for a second person."""
        return valuing.waits_for_reader(self.office.definitions.contributions, self.record)

    @property
    def may_read(self) -> bool:
        """Whether this officer is that person."""
        valued = self.record.valuation
        return (
            self.waits_for_reader and self.editable and valued is not None and valued.valued_by != self.office.user.id
        )

    @property
    def reader_words(self) -> str:
        """Who has still to read the value."""
        if not self.waits_for_reader:
            return ""
        limit = format_money(Decimal(self.office.definitions.contributions.second_reader_from_usd), DOLLARS, language())
        question = _("From {limit} on a second person reads a value: a colleague opens the office and agrees to it.")
        if self.may_read:
            question = _("From {limit} on a second person reads a value. Look at its papers, then say if you agree.")
        return question.format(limit=limit)

    @property
    def deeds(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """What can be done beside the main deed, in words."""
        if not self.editable or self.record.archived:
            return ()
        record, listed = self.record, list[tuple[str, Callable[[], object]]]()
        if self.is_expected:
            listed.append((_("Correct the promise"), partial(self.open_place, "promise", id=self.id)))
            if record.state == ContributionState.PROMISED:
                listed.append((_("Note that it is confirmed"), partial(self.go_step, "confirm")))
            else:
                listed.append((_("It is not confirmed after all"), self.unconfirm))
            if not self.page.outstanding.is_settled:
                listed.append((_("Write off the rest"), partial(self.go_step, "write_off")))
            if record.kind == ContributionKind.GOODS and not self.page.outstanding.is_settled:
                listed.append((_("Refuse goods on arrival"), partial(self.go_step, "refuse")))
        if self.has_arrived and not record.earlier:
            listed.append((_("Correct what arrived"), self.correct))
            if record.state == ContributionState.RECEIVED:
                listed.append((_("Note that it is reported to the partner"), partial(self.go_step, "report")))
            else:
                listed.append((_("It is not reported after all"), self.unreport))
        if self.has_arrived and record.amount:
            listed.append((_("Pay back"), partial(self.go_step, "refund")))
        if record.state == ContributionState.WRITTEN_OFF:
            listed.append((_("Expect it again"), self.expect_again))
        listed.append((_("Promise the same again"), partial(self.open_place, "promise", like=self.id)))
        if self.has_arrived:
            listed.append((_("Follow it to its evidence"), partial(self.open_place, "trail", id=self.id)))
        return listed

    def go_step(self, step: str) -> None:
        """Go to the short form of a deed."""
        self.open_place("contribution_step", id=self.id, step=step)

    def receive(self) -> None:
        """Record what arrived, under the one agreement there is; with several, ask under which."""
        if len(self.page.receivable) == 1:
            self.receive_under(self.page.receivable[0][0])
        else:
            self.chooses_agreement = True
            self.changed()

    def receive_under(self, agreement_id: str) -> None:
        """Record what arrived under this agreement."""
        self.open_place("arrival", agreement=agreement_id, promise=self.id)

    def correct(self) -> None:
        """Correct what was recorded as received."""
        agreement = self.record.agreement_id or (self.page.receivable[0][0] if self.page.receivable else "")
        self.open_place("arrival", agreement=agreement, id=self.id)

    def value(self) -> None:
        """Say what it is worth."""
        self.open_place("valuation", id=self.id)

    def read_again(self) -> None:
        """Agree to the value as the second person."""
        valuing.read_again(self.office.work, self.id)
        self.tell(_("The value is read a second time."))
        self.refresh()

    def unconfirm(self) -> None:
        """A promise alone again."""
        on = self.record.confirmed_on or ""
        work, text = self.office.work, _("It is a promise alone again.")
        again = partial(ledger.confirm_again, work, self.id, on)
        self._do(_("taking a confirmation back"), text, partial(ledger.set_confirmed, work, self.id, None), again)

    def unreport(self) -> None:
        """Not reported after all."""
        on = self.record.reported_on or ""
        work, text = self.office.work, _("It is not reported any more.")
        again = partial(ledger.report_again, work, self.id, on)
        self._do(_("taking a report back"), text, partial(ledger.set_reported, work, self.id, None), again)

    def expect_again(self) -> None:
        """Expect again what was written off."""
        work, record = self.office.work, self.record
        again = partial(ledger.write_off, work, self.id, record.closed_reason, record.closed_note)
        text = _("It is expected again.")
        self._do(_("expecting it again"), text, partial(ledger.expect_again, work, self.id), again)

    @property
    def mistake_words(self) -> str:
        """The words of taking it back, or of putting it back on record."""
        if self.record.archived:
            return _("Put it back on record")
        if self._was_promise:
            return _("It did not arrive: take the reception back")
        return _("Recorded by mistake: take it back")

    @property
    def _was_promise(self) -> bool:
        record = self.record
        return self.has_arrived and bool(record.promised_on) and not record.fulfils and not record.earlier

    def take_back(self) -> None:
        """Take back what was recorded by mistake, or put it back on record; a reception becomes a promise again."""
        work = self.office.work
        if self._was_promise:
            ledger.take_back_reception(work, self.id)
            self.tell(_("It is a promise again."))
            self.refresh()
            return
        aside = not self.record.archived
        text = _("Taken back: it stands in no list any more.") if aside else _("It is on record again.")
        there, back = partial(ledger.withdraw, work, self.id, aside), partial(ledger.withdraw, work, self.id, not aside)
        self._do(_("taking it back"), text, there, back)

    def open_one(self, key: object) -> None:
        """Go to another record of its life."""
        self.open_place("contribution", id=str(key))

    def open_partner(self) -> None:
        """Go to the partner."""
        self.open_place("partner", id=self.page.partner.id, tab="agreements")

    # --- what the partner is given

    @property
    def has_receipt(self) -> bool:
        """Whether the partner can be given a receipt and thanks."""
        return self.has_arrived and not self.record.earlier

    @property
    def _number(self) -> str:
        return self.record.receipt or self.id[:6].upper()

    @property
    def paper_name(self) -> str:
        """The name of the receipt, or of the letter, as a file."""
        name = _("Letter of thanks {number}.pdf") if self.is_letter else _("Receipt {number}.pdf")
        return name.format(number=self._number)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        if self.is_letter:
            return _("Drawing the letter"), _("Save the letter")
        return _("Drawing the receipt"), _("Save the receipt")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The receipt in the language that was chosen."""
        work, id_, spoken = self.office.work, self.id, self.paper_language
        if self.is_letter:
            return lambda progress: receipts.thanks(work, id_, spoken)
        return lambda progress: receipts.receipt(work, id_, spoken).data

    def show_paper(self) -> None:
        """Draw the receipt in the language of its agreement, or of the partner, and show it."""
        self.is_letter = False
        self.show_paper_in(receipts.language_of(self.office.work, self.id))

    def show_thanks(self) -> None:
        """Draw the letter that thanks for it and show it."""
        self.is_letter = True
        self.show_paper_in(receipts.language_of(self.office.work, self.id))

    def show_paper_in(self, spoken: str) -> None:
        """Show the same paper in a language of the program."""
        self.paper_language = spoken
        if self.is_letter:
            super().show_paper()
            return
        work, id_ = self.office.work, self.id
        self.runner.run(self.paper_titles[0], lambda progress: receipts.receipt(work, id_, spoken), self._show_receipt)

    def _show_receipt(self, drawn: receipts.ReceiptPaper) -> None:
        self.handed_on = drawn.handed_on
        self._show_pdf(drawn.data)

    def hide_paper(self) -> None:
        self.paper_language = self.handed_on = ""
        super().hide_paper()

    @property
    def handed_words(self) -> str:
        """That the receipt that is shown was handed out already, and when; else what happens when it is."""
        if self.is_letter or self.pdf is None:
            return ""
        if self.handed_on:
            day = day_in_words(self.handed_on, language(), "long")
            return _("As it was handed out on {day}: it lies among the papers of the partner.").format(day=day)
        return _("Once printed or saved it is kept among the papers of the partner, and printed again as it is.")

    def print_paper(self) -> None:
        """Keep the receipt as it is handed out, and print it; or print the letter."""
        self._keep_receipt()
        super().print_paper()

    def save_paper(self) -> None:
        """Keep the receipt as it is handed out, and save it as a file; or save the letter."""
        self._keep_receipt()
        super().save_paper()

    def _keep_receipt(self) -> None:
        if self.pdf is not None and not self.is_letter and not self.handed_on:
            paper = receipts.hand_out(self.office.work, self.id, self.paper_language, self.pdf)
            self.handed_on = paper.seen_on or ""
            self.changed()

    def write_mail(self) -> None:
        """Ask where to keep a draft of an email that thanks for it, which opens in any mail program."""
        work, id_ = self.office.work, self.id

        def write(path: Path) -> None:
            write_safely(path, receipts.thanks_draft(work, id_, receipts.language_of(work, id_)))
            self.tell(mail_sentence(path))

        name = _("Thanks to {name}.eml").format(name=self.page.partner.name.replace("/", "-"))
        self.asker.place_to_save(_("Email draft"), name, write)
