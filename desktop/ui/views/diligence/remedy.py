"""An ad hoc collaboration under way: milestones, a check to record, and the checks on record."""

from desktop.base.text import _
from desktop.presenters.diligence.remedy import RemedyPresenter
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import shortcut
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import KeyValueGrid, Mark, SectionBox, SideHelp, set_shown


class RemedyView(View[RemedyPresenter]):
    """Where it stands above, the form of a check below. Ctrl+Enter records the check."""

    def build(self) -> None:
        """The milestones, the form and the checks."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(case_crumbs(presenter, (_("Remedy plan"), None)))
        self.plan = page.add(SectionBox(_("Milestones")))
        self.milestones = self.plan.add(KeyValueGrid(stacked=True))
        self.checking = page.add(SectionBox(_("Record a check")))
        self.form = self.checking.add(Form(presenter.office.work.clock, presenter.rows, gap=12))
        self.keeping(presenter.typed).hold_form(self.form)
        self.done = page.add(SectionBox(_("Checks on record")))
        self.checks = self.done.add(KeyValueGrid())
        page.add_stretch()
        self.guidance = page.add_side(SideHelp())
        page.bar.back(_("Back to the case"), presenter.open_case)
        self.main = page.bar.primary(_("Record the check"), self._check)
        shortcut(self, deeds.CONTINUE, self._check)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Remedy plan"), presenter.state)
        ended = Mark("excluded", _("Ended")) if presenter.is_over else Mark("high", _("Cure"))
        self.page.show_grave(ended if presenter.is_grave else None)
        self.milestones.set(presenter.milestones)
        self.checks.set(presenter.checks)
        self.guidance.set(presenter.guidance)
        self.form.show_fields(presenter.rows)
        for part, on in (
            (self.plan, bool(presenter.milestones)),
            (self.checking, presenter.may_check),
            (self.done, bool(presenter.checks)),
            (self.main, presenter.may_check),
        ):
            set_shown(part, on)

    def _check(self) -> None:
        if not self.presenter.may_check:
            return
        if self.filled_in(self.form):
            self.presenter.check(self.form.values())
            self.form.fill({})
