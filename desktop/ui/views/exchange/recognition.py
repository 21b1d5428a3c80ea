"""The page on which Headquarters recognises a laptop."""

from desktop.base.text import _
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, KeyValueGrid, Message, Text, set_shown


class RecognitionView(View[RecognitionPresenter]):
    """Three steps on one page."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), presenter.close), (_("Authorize a laptop"), None)])
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
        if presenter.request is None:
            presenter.choose()
        elif not presenter.enrolled:
            presenter.recognise()
        elif presenter.saved:
            presenter.close()
        else:
            presenter.save()

    def show_state(self) -> None:
        presenter = self.presenter
        request, enrolled = presenter.request, presenter.enrolled
        self.page.set_title(_("Authorize a laptop"), presenter.sentence)
        set_shown(self.none, request is None)
        set_shown(self.who, request is not None)
        set_shown(self.theirs, request is not None and not enrolled)
        set_shown(self.ours, enrolled)
        set_shown(self.differ, request is not None and not enrolled)
        self.facts.set(presenter.facts())
        self.laptop.set(request.keys.fingerprint if request else "")
        self.own.set(presenter.fingerprint)
        self.main.setText(self._label())
        shut(presenter.only_reads, self.main)
        if presenter.warning:
            self.page.show_message(Message("warn", presenter.warning), "alike")
        else:
            self.page.clear_message("alike")
        if presenter.saved:
            sentence = _("The answer is saved as “{name}”.").format(name=presenter.saved)
            self.page.show_message(Message("good", sentence, presenter.what_to_send), "saved")

    def _label(self) -> str:
        presenter = self.presenter
        if presenter.request is None:
            return _("Open the request…")
        if not presenter.enrolled:
            return _("They are the same: authorize it")
        return _("Close") if presenter.saved else _("Save the answer…")
