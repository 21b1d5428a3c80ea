"""A sealed edition of the transparency register with its files."""

from desktop.base.text import _
from desktop.presenters.results.edition import EditionPresenter
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, KeyValueGrid, SectionBox, set_shown


class EditionView(View[EditionPresenter]):
    """What it says of itself, then the forms in which it is saved."""

    def build(self) -> None:
        """The facts and the list of forms."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [(_("Transparency register"), lambda: shown.open_place("register")), (_("Sealed edition"), None)]
        )
        self.facts = page.add(Card()).add(KeyValueGrid())
        self.section = page.add(SectionBox(_("Save as")))
        self.files = self.section.add(RowList(_("Save as"), fits=True, arrows=True))
        self.files.opened.connect(shown.save_file)
        self.asked = page.add(SectionBox(_("Questions of Member States")))
        self.questions = self.asked.add(RowList(_("Questions of Member States"), fits=True, arrows=True))
        self.questions.opened.connect(shown.open_question)
        self.ask = self.asked.add(Button(_("Record a question"), shown.ask, "link"))
        page.add_stretch()
        self._is_correctable: bool | None = None

    def show_state(self) -> None:
        """The edition."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.facts.set(shown.facts)
        lines = shown.file_lines
        self.files.set_rows(rows_of(lines))
        sealed = _("What is saved is what was sealed, to the byte.") if shown.has_sealed_files else ""
        self.section.note.set(sealed)
        set_shown(self.section, bool(lines))
        asked = shown.question_lines
        self.questions.set_rows(rows_of(asked))
        set_shown(self.questions, bool(asked))
        set_shown(self.ask, shown.may_ask)
        set_shown(self.asked, bool(asked) or shown.may_ask)
        if shown.may_correct is not self._is_correctable:
            self._is_correctable = shown.may_correct
            bar = self.page.bar
            bar.clear()
            bar.back(_("Back to the register"), lambda: shown.open_place("register"))
            if shown.may_correct:
                bar.other(_("Correct this edition"), shown.correct)
