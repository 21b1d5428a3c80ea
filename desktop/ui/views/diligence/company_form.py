"""The company's own form: make it, and see what one that came back would change before it is recorded."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.definitions.filled_blanks import ReadBlank
from desktop.presenters.diligence.company_form import CompanyFormPresenter
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, KeyValueGrid, SectionBox, Text, set_shown


class CompanyFormView(View[CompanyFormPresenter]):
    """What can be made above, what came back below."""

    def build(self) -> None:
        """The two halves of the page and its bar."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(case_crumbs(presenter, (_("The company’s form"), None)))
        self.make = page.add(SectionBox(_("Send it out")))
        about = _(
            "The questions that the partner answers itself, with what it declared before. The company fills in the "
            "PDF on a computer, or by hand on paper; the XLSForm is for an account of KoboToolbox or ODK."
        )
        self.make.add(Text(about))
        self.make.add(_buttons([Button(words, deed, "outlined") for words, deed in presenter.papers]))
        self.letter = page.add(SectionBox(_("Ask for the papers that are missing")))
        self.papers = self.letter.add(Text(role="quiet"))
        letters = [Button(words, deed, "outlined") for words, deed in presenter.letters]
        self.mail = Button(_("Email draft with the letter…"), presenter.write_mail, "outlined", "edit")
        self.letters = self.letter.add(_buttons([*letters, self.mail]))
        self.back = page.add(SectionBox(_("Read one that came back")))
        came = _(
            "The PDF that was filled in, or the answers exported as JSON, CSV or XLSX. A blank erases nothing, and "
            "what you found yourself stays as it is. A scan has no fields: type its answers at the questions."
        )
        self.back.add(Text(came))
        self.choose = Button(_("Choose a file…"), presenter.choose, "outlined")
        self.back.add(_buttons([self.choose]))
        self.result = page.add(SectionBox(_("What would change")))
        page.add_stretch()
        page.bar.back(_("Back to the case"), presenter.open_case)
        self.forget = page.bar.other(_("Record nothing"), presenter.forget)
        self.main = page.bar.primary(_("Record the answers"), presenter.record)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("The company’s form"), presenter.assessment.partner.name)
        self.choose.setEnabled(not presenter.locked)
        self.result.clear()
        if presenter.returned is not None:
            self._show_returned()
        set_shown(self.make, presenter.returned is None)
        set_shown(self.letter, presenter.returned is None)
        missing = presenter.missing
        self.papers.set("\n".join(missing) or _("Every paper that the partner could give is there."))
        set_shown(self.letters, bool(missing))
        set_shown(self.back, presenter.returned is None)
        set_shown(self.result, presenter.returned is not None)
        set_shown(self.forget, presenter.returned is not None)
        set_shown(self.main, presenter.returned is not None)
        self.main.setEnabled(presenter.may_record)

    def _show_returned(self) -> None:
        presenter = self.presenter
        self.result.add(Text(presenter.sentence))
        for doubt in presenter.doubts:
            self._ask(doubt)
        for sentence in presenter.wrong:
            self.result.add(Text(sentence, "quiet"))
        if presenter.changes:
            self.result.add(KeyValueGrid(presenter.changes))

    def _ask(self, doubt: ReadBlank) -> None:
        presenter = self.presenter
        self.result.add(Text(presenter.asks(doubt)))
        readings = [
            Button(presenter.reading(doubt, reading), partial(presenter.mean, doubt, reading), "outlined")
            for reading in doubt.readings
        ]
        self.result.add(_buttons(readings))

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A file that is dropped on the page is one that came back."""
        if not self.presenter.takes(paths[0]):
            return False
        self.presenter.read(paths[0])
        return True


def _buttons(buttons: Sequence[Button]) -> QWidget:
    """Buttons beside one another, which go on in the next line where there is no room."""
    holder = QWidget()
    flow = ButtonFlow(holder, gap=8)
    for button in buttons:
        flow.addWidget(button)
    return holder
