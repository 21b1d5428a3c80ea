"""Headquarters' desk: offices, arrivals, returns; and recognising a laptop."""

from desktop.base.text import _
from desktop.presenters.exchange.hq import HqEnrolPresenter, HqPresenter
from desktop.ui.evidence import FileDrop
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, KeyValueGrid, Mark, Message, SectionBox, Text, set_shown


class HqView(View[HqPresenter]):
    """The offices first; what was just taken in stands above them."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        self.arrivals = page.add(SectionBox(_("What was just taken in")))
        self.verdicts = self.arrivals.add(RowList(_("What was just taken in"), fits=True))
        self.known = page.add(SectionBox(_("Offices")))
        none = EmptyState("headquarters", _("No office yet. Recognise the laptop of the first one."))
        self.offices = self.known.add(RowList(_("Offices"), none, fits=True))
        self.drop = page.add(FileDrop(_("Bundles of offices"), _("Any number of files, in any order."), "*.psb"))
        self.drop.button.setText(_("Choose files…"))
        self.drop.added.connect(presenter.take_in)
        page.add_stretch()
        page.bar.other(_("Recognise a laptop…"), presenter.enrol)
        self.returns = page.bar.other(_("Write the returns…"), presenter.write_returns, drawing="export")
        self.returns.setToolTip("Ctrl+Shift+R")
        self.main = page.bar.primary(_("Take in bundles…"), presenter.choose_bundles)
        self.main.setToolTip("Ctrl+Shift+I")
        shortcut(self, "Ctrl+Shift+I", presenter.choose_bundles)
        shortcut(self, "Ctrl+Shift+R", presenter.write_returns)

    def show_state(self) -> None:
        presenter = self.presenter
        self.page.set_title(_("Headquarters"), presenter.sentence)
        self.offices.set_rows([Row(o.code, o.code, o.about, Mark(o.tone, o.state)) for o in presenter.offices])
        self.verdicts.set_rows([Row(n, v.name, v.text, Mark(v.tone, v.word)) for n, v in enumerate(presenter.verdicts)])
        set_shown(self.arrivals, bool(presenter.verdicts))
        self.returns.setEnabled(bool(presenter.to_answer) and not presenter.busy)
        self.main.setEnabled(not presenter.busy)
        if presenter.verdicts:
            self.page.show_message(Message("info", presenter.summary), "taken")
        else:
            self.page.clear_message("taken")
        if presenter.written:
            self.page.show_message(Message("good", _("The returns are written."), "\n".join(presenter.written)), "back")
        else:
            self.page.clear_message("back")


class HqEnrolView(View[HqEnrolPresenter]):
    """Three steps on one page."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), presenter.close), (_("Recognise a laptop"), None)])
        none = _("The office saves a request under “Send and receive” and sends you the file.")
        self.none = page.add(EmptyState("user", none))
        self.who = page.add(Card(_("Who asks")))
        self.facts = self.who.add(KeyValueGrid())
        self.theirs = page.add(Card(_("Fingerprint of the laptop")))
        self.theirs.add(Text(_("Let the office read its fingerprint aloud. It must be exactly this one:"), "quiet"))
        self.laptop = self.theirs.add(Text(role="title"))
        self.ours = page.add(Card(_("Fingerprint of Headquarters for this office")))
        self.ours.add(Text(_("Give the office the answer file, and read it this fingerprint aloud:"), "quiet"))
        self.own = self.ours.add(Text(role="title"))
        page.add_stretch()
        self.leave = page.bar.back(_("Back"), presenter.close)
        self.differ = page.bar.other(_("They differ"), presenter.differ)
        self.main = page.bar.primary(_("Open the request…"), self._press)

    def _press(self) -> None:
        presenter = self.presenter
        if presenter.asked is None:
            presenter.choose()
        elif not presenter.enrolled:
            presenter.recognise()
        elif presenter.saved:
            presenter.close()
        else:
            presenter.save()

    def show_state(self) -> None:
        presenter = self.presenter
        request, enrolled = presenter.asked, presenter.enrolled
        self.page.set_title(_("Recognise a laptop"), presenter.sentence)
        set_shown(self.none, request is None)
        set_shown(self.who, request is not None)
        set_shown(self.theirs, request is not None and not enrolled)
        set_shown(self.ours, enrolled)
        set_shown(self.differ, request is not None and not enrolled)
        self.facts.set(presenter.facts())
        self.laptop.set(request.keys.fingerprint if request else "")
        self.own.set(presenter.fingerprint)
        self.main.setText(self._words())
        if presenter.saved:
            sentence = _("The answer is saved as “{name}”.").format(name=presenter.saved)
            self.page.show_message(Message("good", sentence, _("Send it to the office.")), "saved")

    def _words(self) -> str:
        presenter = self.presenter
        if presenter.asked is None:
            return _("Open the request…")
        if not presenter.enrolled:
            return _("They are the same: recognise it")
        return _("Close") if presenter.saved else _("Save the answer…")
