"""One offer: the form of a new one, else what is on record and what becomes of it."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import text_of
from desktop.presenters.registry.offer import OfferPresenter
from desktop.presenters.registry.offer_form import decline_rows, offer_rows, offer_typed
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import ASIDE, shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    Chip,
    KeyValueGrid,
    Mark,
    SectionBox,
    SideHelp,
    Text,
    set_shown,
)


class OfferView(View[OfferPresenter]):
    """Ctrl+Enter records a new one. One on record is taken up, declined with a reason, answered by a letter."""

    def build(self) -> None:
        """The form, or what is on record."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Pipeline"), lambda: shown.open_place("pipeline")),
                (_("Offers"), lambda: shown.open_place("offers")),
                (_("Offer"), None),
            ]
        )
        self.known = Card()
        self.known.setProperty(ASIDE, True)
        self._known_shown: tuple[str, ...] | None = None
        page.bar.back(_("Back to the offers"), lambda: shown.open_place("offers"))
        if shown.offer is None:
            page.add(self.known)
            self.form = add_held_form(self, offer_rows(shown))
            shortcut(self, deeds.CONTINUE, self._record)
            page.add_stretch()
            page.add_side(SideHelp()).set([(_("What this is for"), _why())])
            page.bar.primary(_("Record the offer"), self._record)
            return
        self._build_record()

    def _build_record(self) -> None:
        page, shown = self.page, self.presenter
        self.record = page.add(SectionBox(_("On record")))
        self.chip = Chip()
        self.record.add_beside_title(self.chip)
        self.facts = self.record.add(KeyValueGrid())
        page.add(self.known)
        self.why = page.add(Card(_("Why is it declined?")))
        self.decline_form = self.why.add(Form(shown.office.work.clock, decline_rows(shown), gap=8))
        self.keeper = self.keeping(shown.decline_draft)
        self.keeper.hold_form(self.decline_form)
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self._give_up))
        row.addWidget(Button(_("Decline the offer"), self._decline, "filled").leads())
        self.why.add(foot)
        self.letters = page.add(Card(_("The letter")))
        self.letters.add(Text(_("It thanks, gives no reason and names nobody; read it before you sign."), "note"))
        beside = QWidget()
        flow = ButtonFlow(beside)
        for words, make in shown.letters():
            flow.addWidget(Button(words, make, "outlined", "document"))
        flow.addStretch(1)
        self.letters.add(beside)
        page.add_stretch()
        self.undoing = LastDeed(self, self.presenter)
        self._bar_shows: object = None

    # --- showing

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown, page = self.presenter, self.page
        page.set_title(shown.title, shown.state)
        self._show_known()
        if shown.offer is None:
            self.form.show_fields(offer_rows(shown))
            self.form.set_values(shown.fields)
            return
        tone, words = shown.mark
        self.chip.set(Mark(tone, words))
        self.facts.set(shown.facts)
        declining = shown.declining and shown.is_open
        opened = declining and self.why.isHidden()
        set_shown(self.why, declining)
        if opened:
            self.page.reveal(self.decline_form.inputs["reason"].first())
        set_shown(self.letters, shown.editable and bool(shown.offer.reason))
        self.undoing.show()
        self._fill_bar()

    def _fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        state = (shown.mark, shown.declining)
        if state == self._bar_shows:  # buttons that stay keep the focus
            return
        self._bar_shows = state
        bar.clear()
        bar.back(_("Back to the offers"), lambda: shown.open_place("offers"))
        offer = shown.offer
        if offer is None:
            return
        if offer.partnership_id:
            bar.primary(_("Open the partnership"), shown.open_partnership)
        elif shown.is_open and shown.editable and not shown.declining:
            bar.other(_("Decline it…"), partial(shown.ask_why, True))
            urgent, ready = _("Take it up: fast track"), _("Call it up") if offer.standby else _("Take it up")
            bar.primary(urgent if offer.emergency else ready, shown.take_up)
        elif shown.editable and not shown.is_open:
            bar.other(_("Reopen it"), shown.reopen)

    def _show_known(self) -> None:
        """The partner of the register who offers, or those of a like name."""
        shown = self.presenter
        is_new = shown.offer is None
        named = shown.partner.id if shown.partner is not None else ""
        alike = [] if named or not is_new else [own.partner for own in shown.alike]
        state = (named, *(partner.id for partner in alike))
        set_shown(self.known, bool(named) or bool(alike))
        if state == self._known_shown:
            return
        self._known_shown = state
        self.known.clear()
        if shown.partner is not None:
            self.known.add(Text(_("In the register: {name}").format(name=shown.where(shown.partner))))
            way = partial(shown.open_place, "partner", id=named)
            words, deed = (_("It is somebody else"), partial(shown.is_this, "")) if is_new else (_("Open"), way)
            self.known.add(_beside(Button(words, deed, "link")))
            return
        self.known.add(Text(_("Perhaps already in the register:"), "strong"))
        for partner in alike:
            words = _("It is {name}").format(name=shown.where(partner)).replace("&", "&&")
            self.known.add(_beside(Button(words, partial(shown.is_this, partner.id), "link")))

    # --- deeds

    def _record(self) -> None:
        if self.filled_in(self.form):
            self.presenter.record(offer_typed(self.presenter.fields))

    def _give_up(self) -> None:
        shown = self.presenter
        self.keeper.give_up(partial(shown.ask_why, False), partial(shown.ask_why, True), shown.undoable)

    def _decline(self) -> None:
        if self.decline_form.complete():
            typed = self.decline_form.values()
            self.presenter.decline(text_of(typed["reason"]), text_of(typed["answer"]))


def _beside(button: Button) -> QWidget:
    """A button at the beginning of a line of its own."""
    holder = QWidget()
    row = ButtonFlow(holder)
    row.addWidget(button)
    row.addStretch(1)
    return holder


def _why() -> str:
    return _(
        "An offer is recorded while somebody speaks, and commits nobody. Taken up, it becomes a partnership whose due "
        "diligence comes first (¶21); in an emergency that is the fast track, and its full file follows. One that "
        "stands by is found when a crisis comes, by what, where and within how long."
    )
