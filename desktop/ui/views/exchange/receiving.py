"""The page of a return of Headquarters, before and after it is applied."""

from desktop.base.text import _
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.ui.views.view import View
from desktop.ui.widgets import KeyValueGrid, SectionBox, Text, set_shown


class ReceiveView(View[ReceivePresenter]):
    """What the file holds, then what was done with it."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Send and receive"), presenter.close), (_("A return from Headquarters"), None)])
        self.file = page.add(SectionBox(_("What the file holds")))
        self.facts = self.file.add(KeyValueGrid())
        self.done = page.add(SectionBox(_("What was done")))
        page.add_stretch()
        self.leave = page.bar.back(_("Do not import it"), presenter.close)
        self.renew = page.bar.other(_("Give this laptop a new identity…"), presenter.take_new_identity).destroys()
        self.troubles = page.bar.other(_("Look at the disagreements"), presenter.show_troubles)
        self.main = page.bar.primary(_("Import this return"), self._press)

    def _press(self) -> None:
        presenter = self.presenter
        (presenter.take_in if presenter.may_take_in else presenter.close)()

    def show_state(self) -> None:
        presenter = self.presenter
        self.page.set_title(_("A return from Headquarters"), presenter.sentence)
        self.facts.set(presenter.facts())
        set_shown(self.file, presenter.contents is not None)
        self.done.clear()
        for text in presenter.summary():
            self.done.add(Text(text))
        set_shown(self.done, presenter.report is not None or presenter.moved is not None)
        self.main.setText(_("Import this return") if presenter.may_take_in else _("Close"))
        self.main.setEnabled(not presenter.busy)
        set_shown(self.leave, presenter.may_take_in)
        set_shown(self.renew, presenter.parted)
        set_shown(self.troubles, presenter.has_troubles)
