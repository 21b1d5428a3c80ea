"""A bundle, page by page: contents, the way it travels, handed over, gone."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.base.volumes import Volume
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange import unsent_lines
from desktop.presenters.exchange.sending import (
    CONTENTS,
    GONE,
    INTERNET,
    MAIL,
    PLACE,
    SHARED,
    STICK,
    WRITTEN,
    SendPresenter,
)
from desktop.presenters.form import Option
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    KeyValueGrid,
    Message,
    SectionBox,
    SideHelp,
    Text,
    column,
    line,
    literal,
    set_shown,
)

LOOKS_EVERY = 2_000  # ms between two looks for a stick, while one is awaited


class SendView(View[SendPresenter]):
    """Four small faces, one after the other; leaving loses nothing."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Send and receive"), presenter.close), (presenter.title, None)])
        self.faces = {CONTENTS: self._contents(), PLACE: self._place(), WRITTEN: self._written(), GONE: self._gone()}
        for face in self.faces.values():
            page.add(face)
        page.add_stretch()
        page.add_side(
            SideHelp(
                [
                    (
                        _("Who can read it"),
                        _("Only Headquarters. The file is encrypted and sealed; whoever finds it learns nothing."),
                    ),
                    (
                        _("If it is lost"),
                        _("Nothing is lost: everything stays here, and the next bundle holds it again."),
                    ),
                ]
            )
        )
        self.leave = page.bar.back(_("Back"), presenter.close)
        self.again = page.bar.other(_("Write it again"), presenter.again)
        self.slip = page.bar.other(_("Save the delivery slip…"), presenter.save_slip, drawing="print")
        self.main = page.bar.primary(_("Seal the bundle"), self._press)

    def _contents(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.holds = SectionBox(_("What it holds"))
        self.counts = self.holds.add(RowList(_("What it holds"), fits=True, listing=self.presenter.contents))
        self.latest = SectionBox(_("The latest changes"))
        self.deeds = self.latest.add(RowList(_("The latest changes"), fits=True, listing=self.presenter.latest))
        self.papers = Text(role="quiet")
        for part in (self.holds, self.papers, self.latest):
            inner.addWidget(part)
        return face

    def _place(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.ways = ChoiceRows(
            _("How does it travel?"),
            [
                Option(STICK, _("On a stick, or in a folder"), _("Somebody carries it; a slip goes with it.")),
                Option(MAIL, _("By e-mail"), _("Drafts are written where you choose; your mail program opens them.")),
                Option(INTERNET, _("Over the Internet"), _("To Headquarters’ address, whenever the line is there.")),
                Option(SHARED, _("In the shared folder"), _("Another program copies it to Headquarters.")),
            ],
        )
        self.ways.chosen.connect(self.presenter.choose_way)
        inner.addWidget(self.ways)
        self.sticks_title = Text(role="quiet")
        self.sticks = QWidget()
        self._flow = ButtonFlow(self.sticks, 12)
        self._shown_sticks: tuple[Volume, ...] | None = None
        inner.addWidget(self.sticks_title)
        inner.addWidget(self.sticks)
        self._looks = QTimer(self, interval=LOOKS_EVERY)
        self._looks.timeout.connect(self._look_for_sticks)
        self._looks.start()
        chooser = QWidget()
        across = line(chooser, 12)
        self.choose = Button(_("Choose the stick or folder…"), self.presenter.choose_folder, drawing="folder")
        self.room = Text(role="quiet", measure=0)
        across.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        across.addWidget(self.room, 1)
        self.chooser = chooser
        inner.addWidget(chooser)
        self.line = QWidget()
        along = line(self.line, 12)
        self.road = Text(role="quiet", measure=0)
        self.set_receiver = Button(_("Set the address…"), self.presenter.set_receiver)
        along.addWidget(self.set_receiver)
        along.addWidget(self.road, 1)
        inner.addWidget(self.line)
        self.heavy = Text(role="note")
        inner.addWidget(self.heavy)
        return face

    def _written(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.verified = Text(role="strong")
        self.facts = KeyValueGrid()
        self.carrier = TextField(_("Who carries it"), _("For the slip and the history; may stay empty."))
        self.carrier.committed.connect(self.presenter.say_carrier)
        self.keeper = self.keeping(self.presenter.carrier_draft)
        self.keeper.hold_field("carrier", self.carrier)
        self._asks_carrier = False
        for part in (self.facts, self.carrier):
            inner.addWidget(part)
        return face

    def _gone(self) -> QWidget:
        face = QWidget()
        inner = column(face, 16)
        self.told = KeyValueGrid()
        inner.addWidget(self.told)
        return face

    def _press(self) -> None:
        presenter = self.presenter
        self.carrier.commit()
        {CONTENTS: presenter.pack, PLACE: presenter.write, WRITTEN: presenter.hand_over, GONE: presenter.close}[
            presenter.step
        ]()

    # --- state

    def show_state(self) -> None:
        presenter, step = self.presenter, self.presenter.step
        self.page.set_crumbs([(_("Send and receive"), presenter.close), (presenter.title, None)])
        self.page.set_title(presenter.title, presenter.sentence)
        for key, face in self.faces.items():
            set_shown(face, key == step)
        self._show_contents()
        self._show_place()
        self._show_written()
        records = [] if presenter.holds is None else [(_("Records"), "\n".join(presenter.holds))]
        self.told.set([*presenter.facts(), *records])
        self._show_bar()

    def _show_contents(self) -> None:
        presenter = self.presenter
        set_shown(self.holds, presenter.holds is not None)
        self.counts.set_rows([Row(text, text) for text in presenter.holds or ()])
        rows = [
            Row(
                d.number,
                d.what,
                " · ".join(part for part in (d.about, d.by) if part),
                right=labels.when(d.at),
                cells=unsent_lines.cells(d),
                brief=presenter.latest.brief({"about": d.about, "by": d.by}),
                right_in="at",
            )
            for d in presenter.overview.deeds[:5]
        ]
        self.deeds.set_rows(rows)
        self.papers.set(presenter.papers_sentence)

    def _show_place(self) -> None:
        presenter = self.presenter
        self.ways.set_value(presenter.way)
        self.choose.setText(
            _("Choose another folder…") if presenter.way == STICK else _("Choose where to write the drafts…")
        )
        self._show_sticks()
        by_line = presenter.way in (INTERNET, SHARED)
        set_shown(self.chooser, not by_line)
        set_shown(self.line, by_line)
        set_shown(self.set_receiver, not presenter.is_ready)
        self.set_receiver.setText(_("Choose the folder…") if presenter.way == SHARED else _("Set the address…"))
        self.road.set(presenter.road)
        self.room.set(presenter.room)
        self.heavy.set(presenter.messages)

    def _look_for_sticks(self) -> None:
        if self.isVisible():
            self.presenter.look_for_sticks()

    def _show_sticks(self) -> None:
        presenter = self.presenter
        by_hand = presenter.way == STICK
        words = _("Plugged in now:") if presenter.sticks else _("Plug the stick in: it is shown here at once.")
        self.sticks_title.set(words if by_hand else "")
        set_shown(self.sticks, by_hand and bool(presenter.sticks))
        if presenter.sticks == self._shown_sticks:
            return
        self._shown_sticks = presenter.sticks
        for button in self.sticks.findChildren(Button):
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for stick in presenter.sticks:
            button = Button(
                literal(presenter.stick_words(stick)), partial(presenter.choose_stick, stick), drawing="backup"
            )
            button.setEnabled(not stick.is_read_only)
            self._flow.addWidget(button)

    def _show_written(self) -> None:
        presenter = self.presenter
        by_mail = presenter.way == MAIL
        set_shown(self.carrier, not by_mail)
        asks = presenter.step == WRITTEN and not by_mail
        if asks != self._asks_carrier:
            self._asks_carrier = asks
            if asks:
                self.keeper.turn_to(presenter.carrier_draft)
            else:
                self.keeper.put_away()
        self.facts.set(presenter.facts())
        if presenter.step == WRITTEN:
            verified = _("Verified: the file reads back as it was written.")
            sentence = _("The drafts are written; nothing was sent.") if by_mail else verified
            do = (
                _("Open each draft, add Headquarters’ address, and send it. Text files beside them hold the same.")
                if by_mail
                else _("You can remove the stick.")
            )
            self.page.show_message(Message("good", sentence, do), "verified")
        else:
            self.page.clear_message("verified")

    def _show_bar(self) -> None:
        presenter, step = self.presenter, self.presenter.step
        titles = {
            CONTENTS: _("Seal the bundle"),
            PLACE: _("Hand over and compare") if presenter.way == INTERNET else _("Write and verify"),
            WRITTEN: _("The message has left") if presenter.way == MAIL else _("Mark as handed over"),
            GONE: _("Close"),
        }
        self.main.setText(titles[step])
        ready = bool(presenter.overview.pending.count) if step == CONTENTS else presenter.is_ready or step != PLACE
        self.main.setEnabled(ready and not presenter.busy)
        self.leave.setText(_("Cancel") if step == CONTENTS else _("Later"))
        set_shown(self.leave, step != GONE)
        set_shown(self.again, step == GONE and not (presenter.sent and presenter.sent.received_at))
        set_shown(self.slip, step in (WRITTEN, GONE))
        if step == GONE and presenter.way == INTERNET and presenter.sent is not None:
            self._show_arrival()
        else:
            self.page.clear_message("arrived")
        if presenter.slip_saved:
            sentence = _("The delivery slip is saved as “{name}”.").format(name=presenter.slip_saved)
            self.page.show_message(Message("good", sentence, _("Print it, and keep a copy until the receipt.")), "slip")

    def _show_arrival(self) -> None:
        presenter = self.presenter
        sentence = _("The whole bundle is at Headquarters’ address, compared to its last byte.")
        if presenter.fetched is None:
            self.page.show_message(Message("good", sentence, _("Headquarters’ receipt is awaited.")), "arrived")
            return
        action = (_("Look at the return"), presenter.look_at_return)
        came = _("A return from Headquarters came back.")
        self.page.show_message(Message("good", sentence, came, actions=(action,)), "arrived")
