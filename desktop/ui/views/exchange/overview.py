"""Send and receive: enrolment first, then what is to send, the bundles and what came back."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _, plural
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange import unsent_lines
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.services.exchange.sending import BundleState
from desktop.services.exchange.unsent import UnsentDeed
from desktop.store.records import Received, Sent
from desktop.ui import deeds
from desktop.ui.keyboard import by_key
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, EmptyState, Mark, Message, SectionBox, Text, column, line, set_shown

TONES = {
    BundleState.PACKED: "neutral",
    BundleState.HANDED_OVER: "info",
    BundleState.RECEIVED: "good",
    BundleState.TOO_OLD: "warn",
}


class ExchangeView(View[ExchangePresenter]):
    """One of three faces: the training office, enrolment, the exchange."""

    wide = True

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        none = _(
            "The training office sends nothing. For your own office, close Passerelle, open it again and choose "
            "“A country office”."
        )
        self.practice = page.add(EmptyState("sending", none))
        self.enrol = page.add(_Enrolment(presenter))
        self._build_exchange()
        page.add_stretch()
        page.bar.other(_("Rules and templates"), lambda: presenter.open_place("contents"))
        self.take = page.bar.other(_("Import a return…"), presenter.import_return, drawing="import")
        self.main = page.bar.primary(_("Prepare a bundle"), presenter.do_next)
        by_key(self.main, deeds.SEND)
        by_key(self.take, deeds.TAKE_IN)

    def _build_exchange(self) -> None:
        presenter = self.presenter
        self.exchange = QWidget()
        inner = column(self.exchange, 24)
        self.by_itself = Text(role="note")
        inner.addWidget(self.by_itself)
        self.waiting = SectionBox(_("To send"))
        nothing = EmptyState("check", _("Nothing to send. What you do next will be listed here."))
        self.deeds = self.waiting.add(RowList(_("To send"), nothing, fits=True, listing=presenter.unsent))
        self.more = self.waiting.add(Text(role="note"))
        self.bundles = SectionBox(
            _("Bundles"), _("Handed over does not mean received: only a receipt from Headquarters proves it.")
        )
        never = EmptyState("sending", _("No bundle yet. The first one holds everything done so far."))
        self.sent = self.bundles.add(RowList(_("Bundles"), never, fits=True, arrows=True, listing=presenter.bundles))
        self.sent.opened.connect(presenter.open_bundle)
        self.back = SectionBox(_("Returns from Headquarters"))
        came = _("Returns from Headquarters")
        self.returns = self.back.add(RowList(came, fits=True, listing=presenter.returns))
        self.laptop = SectionBox(
            _("This laptop"), _("New keys are for when somebody may have seen the present ones, or every few years.")
        )
        self.regained = self.laptop.add(Text(role="note"))
        self.keys = self.laptop.add(Text())
        self.renew = self.laptop.add(Button(_("Give this laptop new keys…"), presenter.renew_keys, "link"))
        text = _("Open a new answer from Headquarters…")
        self.answer = self.laptop.add(Button(text, presenter.open_kit, "link"))
        self.others = SectionBox(
            _("The office’s other laptops"),
            _(
                "One file on a stick brings them all that was done here, without Headquarters; a second one brings "
                "theirs."
            ),
        )
        self.pass_on = self.others.add(Button(_("Write everything for another laptop…"), presenter.pass_on, "link"))
        self.passed_on = self.others.add(Text())
        for part in (self.waiting, self.bundles, self.back, self.laptop, self.others):
            inner.addWidget(part)
        self.page.add(self.exchange)

    # --- state

    def show_state(self) -> None:
        presenter = self.presenter
        self.page.set_title(_("Send and receive"), presenter.sentence)
        enrolled = presenter.overview.enrolled and not presenter.practice
        set_shown(self.practice, presenter.practice)
        set_shown(self.enrol, not enrolled and not presenter.practice)
        set_shown(self.exchange, enrolled)
        set_shown(self.take, enrolled and presenter.may_send)
        self.main.setText(presenter.next_label)
        set_shown(self.main, bool(presenter.next_label))
        set_shown(self.page.bar, bool(presenter.next_label))
        if not presenter.practice:
            self.enrol.show_state()
        self._show_exchange()
        self._show_troubles()

    def _show_exchange(self) -> None:
        presenter = self.presenter
        self.deeds.set_rows([self._deed(deed, right) for deed, right in presenter.lines()])
        self.waiting.title.set(_("To send") if presenter.travelling is None else _("On its way"))
        left = presenter.overview.pending.count - len(presenter.overview.deeds)
        self.more.set(plural("and {count} earlier one", "and {count} earlier ones", left) if left > 0 else "")
        self.sent.set_rows([self._bundle(s) for s in presenter.overview.sent])
        self.returns.set_rows([self._return(r) for r in presenter.overview.returns])
        set_shown(self.back, bool(presenter.overview.returns))
        for part in (self.laptop, self.others):
            set_shown(part, presenter.may_send)
        self.passed_on.set(presenter.passed_on_words)
        self.regained.set(presenter.regained)
        if presenter.overview.enrolled and presenter.may_send:
            self.keys.set(_("Fingerprint: {fingerprint}").format(fingerprint=presenter.fingerprint))
        self.by_itself.set(presenter.by_itself)
        if presenter.overview.enrolled and presenter.kit is not None:
            text = _("Headquarters reads its fingerprint aloud. It must be exactly this one:")
            ways = ((_("They are the same: trust it"), presenter.trust), (_("They differ"), presenter.distrust))
            self.page.show_message(Message("warn", text, presenter.kit.fingerprint, actions=ways), "kit")
        else:
            self.page.clear_message("kit")
        if presenter.overview.fetched is not None and presenter.may_send:
            text = _("A return from Headquarters is here.")
            note = _("Nothing of it is applied before you say so.")
            action = (_("Look at the return"), presenter.look_at_return)
            self.page.show_message(Message("info", text, note, actions=(action,)), "fetched")
        else:
            self.page.clear_message("fetched")

    def _deed(self, deed: UnsentDeed, right: str) -> Row:
        words = unsent_lines.words(deed)
        return Row(
            deed.number,
            deed.what,
            " · ".join(text for text in words.values() if text),
            right=right,
            cells=self.presenter.deed_cells(deed),
            brief=self.presenter.unsent.brief(words),
            right_in="bundle",
        )

    def _bundle(self, sent: Sent) -> Row:
        state = self.presenter.state(sent)
        mark = Mark(TONES[state], labels.state(state))
        return Row(
            sent.number,
            labels.number(sent.number),
            self.presenter.story(sent),
            mark,
            cells=self.presenter.sent_cells(sent),
            brief=self.presenter.sent_brief(sent),
            mark_in="state",
        )

    def _return(self, row: Received) -> Row:
        arrived = labels.day(row.arrived_at)
        return Row(
            row.digest,
            row.name,
            arrived,
            Mark("good", _("imported")),
            cells=self.presenter.return_cells(row),
            brief=self.presenter.returns.brief({"arrived": arrived}),
            mark_in="state",
        )

    def _show_troubles(self) -> None:
        troubles = self.presenter.overview.troubles
        if not troubles:
            self.page.clear_message("troubles")
            return
        sentences = []
        if count := troubles.disagreements:
            sentences.append(plural("{count} value disagrees.", "{count} values disagree.", count))
        if count := troubles.unapplied:
            sentences.append(plural("{count} value was set aside.", "{count} values were set aside.", count))
        action = (_("See them"), self.presenter.show_troubles)
        self.page.show_message(Message("warn", sentences[0], " ".join(sentences[1:]), actions=(action,)), "troubles")


class _Enrolment(QWidget):
    """Two steps, each with a fingerprint to read aloud."""

    def __init__(self, presenter: ExchangePresenter) -> None:
        super().__init__()
        self.presenter = presenter
        layout = column(self, 16)
        self.request = self._first()
        layout.addWidget(self.request)
        layout.addWidget(self._second())

    def _first(self) -> Card:
        card = Card(_("1. Ask Headquarters to authorize this laptop"))
        card.add(Text(_("Save the request onto a stick or attach it to a message. It holds no record of yours.")))
        card.add(Text(_("Then read this fingerprint aloud to Headquarters, by telephone:"), "quiet"))
        self.ours = card.add(Text(role="title"))
        self.saved = card.add(Text(role="note"))
        self.save = card.add(_left(Button(_("Save the request…"), self.presenter.save_request, drawing="export")))
        return card

    def _second(self) -> Card:
        card = Card(_("2. Import the answer from Headquarters"))
        card.add(Text(_("Headquarters returns a file whose name ends in “.kit”.")))
        self.choose = card.add(_left(Button(_("Choose the answer file…"), self.presenter.open_kit, drawing="import")))
        self.compare = card.add(
            Text(_("Headquarters reads its fingerprint aloud. It must be exactly this one:"), "quiet")
        )
        self.theirs = card.add(Text(role="title"))
        self.differ = card.add(_left(Button(_("They differ"), self.presenter.distrust)))
        return card

    def show_state(self) -> None:
        """Show how far it went."""
        presenter = self.presenter
        if presenter.overview.enrolled:
            return
        self.ours.set(presenter.fingerprint)
        saved = presenter.request_saved
        self.saved.set(_("Saved as “{name}”.").format(name=saved) if saved else "")
        kit = presenter.kit
        self.theirs.set(kit.fingerprint if kit else "")
        for part in (self.compare, self.differ):
            set_shown(part, kit is not None)
        set_shown(self.request, kit is None)
        set_shown(self.save, bool(saved))  # until then it is the filled button
        set_shown(self.choose, kit is None and not saved)


def _left(*buttons: Button) -> QWidget:
    """Buttons side by side, as narrow as their labels."""
    row = QWidget()
    across = line(row, 8)
    for button in buttons:
        across.addWidget(button)
    across.addStretch(1)
    return row
