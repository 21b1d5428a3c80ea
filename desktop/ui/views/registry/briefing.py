"""The note before a meeting: a short form, and beside it what the note says by itself."""

from desktop.base.text import _
from desktop.presenters.registry.briefing import BriefingPresenter
from desktop.ui import deeds
from desktop.ui.views.paper import WrittenPaperView


class BriefingView(WrittenPaperView[BriefingPresenter]):
    """Ctrl+Enter and Ctrl+P show the note."""

    def build(self) -> None:
        """The form, and beside it what not to say, what was promised, what is open."""
        page, presenter = self.page, self.presenter
        partner = (presenter.in_short.name, presenter.open_partner)
        page.set_crumbs(
            [(_("Partners"), lambda: presenter.open_place("partners")), partner, (_("Prepare a meeting"), None)]
        )
        self.add_form(_("Back to the meeting"))

    def fill_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back to the partner"), presenter.open_partner)
        bar.other(_("It took place: record it"), self._record)
        bar.other(_("Save as Word…"), self.save_word)
        bar.primary(_("Show the note"), self.show_written).says_key(deeds.PRINT)

    def _record(self) -> None:
        self.form.commit()
        self.presenter.record()
