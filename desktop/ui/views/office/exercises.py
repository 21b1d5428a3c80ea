"""The exercises: the six in a list, below it the steps of the one chosen and what the records say; the certificate."""

from desktop.base.text import _
from desktop.presenters.office.exercises import ExercisesPresenter
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.fields import TextField
from desktop.ui.handbook_text import HandbookReading
from desktop.ui.lists import Row, RowList
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Card, EmptyState, Mark, SectionBox, set_shown


class ExercisesView(PaperView[ExercisesPresenter]):
    """The arrows choose an exercise; Ctrl+Enter goes where it is done, or writes the certificate once all are."""

    def build(self) -> None:
        """The list, the steps with what is on record, and the name for the certificate."""
        page, presenter = self.page, self.presenter
        self.refused = page.add(EmptyState("today", ""))
        self.list = page.add(RowList(_("Exercises"), fits=True, arrows=True))
        self.list.current.connect(self._choose)
        self.list.opened.connect(self._choose)
        self.wanted = page.add(SectionBox(_("Certificate")))
        self.name = self.wanted.add(
            TextField(_("Your &name"), _("Your real one, as in your papers: the certificate bears it."), 40)
        )
        self.name.committed.connect(presenter.write_name)
        self.told = page.add(Card())
        self.text = self.told.add(HandbookReading(_("Exercises"), whole=True))
        self.text.asked.connect(lambda term: presenter.open_place("handbook", section=presenter.chosen, word=term))
        self.records = page.add_side(Card(_("What the records say")))
        self.points = self.records.add(Points())
        page.add_stretch()
        self.add_paper(self._write)
        self._bar_of: tuple[bool, bool, bool] | None = None

    def show_state(self) -> None:
        """Everything from the presenter."""
        page, shown = self.page, self.presenter
        page.set_title(_("Exercises"), shown.state)
        self.refused.say(shown.refusal)
        set_shown(self.refused, bool(shown.refusal))
        self.list.set_rows(
            [
                Row(line.key, line.title, line.lacking, Mark("good", _("Done")) if line.is_done else None)
                for line in shown.lines
            ]
        )
        section, exercise = shown.section, shown.exercise
        for part in (self.list, self.told, self.records):
            set_shown(part, exercise is not None)
        set_shown(self.wanted, shown.all_done)
        if section is not None and exercise is not None:
            self.list.set_current(shown.chosen)
            self.text.show_section(section)
            yes, no = Mark("good", _("Done")), Mark("warn", _("Lacks"))
            self.points.set([Point(part.words, mark=yes if part.is_met else no) for part in exercise.requirements])
        self.agree_on_paper()
        self._agree_on_buttons()

    def _agree_on_buttons(self) -> None:
        shown = self.presenter
        bar_of = (shown.looked_at is not None, shown.all_done, bool(shown.every))
        if bar_of == self._bar_of:
            return
        self._bar_of = bar_of
        self.page.bar.clear()
        if shown.looked_at is not None:
            self.page.bar.back(_("Exercises"), shown.hide_paper)
            self.add_paper_buttons()
        elif shown.all_done:
            self.page.bar.other(_("Go there"), shown.go_there)
            self.page.bar.primary(_("Certificate…"), self._write)
        elif shown.every:
            self.page.bar.primary(_("Go there"), shown.go_there)

    def _choose(self, key: object) -> None:
        if key != self.presenter.chosen:
            self.presenter.choose(key)

    def _write(self) -> None:
        self.name.commit()
        self.presenter.show_paper()
