"""Mutual benefit, party by party, and its sheet on paper."""

from desktop.base.text import _
from desktop.presenters.registry.mutual_benefit import MutualBenefitPresenter
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import shortcut
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import SectionBox, SideHelp


class MutualBenefitView(PaperView[MutualBenefitPresenter]):
    """A section for each party; Ctrl+Enter records, Ctrl+P shows the sheet."""

    def build(self) -> None:
        """The partner, IOM, further parties, the migrants."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Partners"), lambda: shown.open_place("partners")),
                (shown.partner_name, lambda: shown.open_place("partner", id=shown.partner_id)),
                (shown.planned.title, shown.open_partnership),
                (_("Mutual benefit"), None),
            ]
        )
        self.forms: list[Form] = []
        keeper = self.keeping(shown.typed, shown.start_over, restored=shown.has_begun)
        for number, share in enumerate(shown.shares):
            section = page.add(SectionBox(shown.name(share)))
            form = section.add(Form(shown.office.work.clock, shown.rows(share), gap=12))
            form.set_values(shown.fields)
            form.changed.connect(shown.take)
            form.lock(not shown.editable)
            keeper.hold_form(form, f"{number}.", told=True)
            self.forms.append(form)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        shortcut(self, deeds.CONTINUE, self._save)
        self.add_paper()

    def show_state(self) -> None:
        """What is written of each party."""
        shown = self.presenter
        self.page.set_title(_("Mutual benefit"), shown.state)
        for form in self.forms:
            form.set_values(shown.fields)
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the parties"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the partnership"), shown.open_partnership)
        bar.other(_("Sheet on paper"), shown.show_paper).says_key(deeds.PRINT)
        if shown.editable:
            bar.primary(_("Save"), self._save)

    def _save(self) -> None:
        if self.presenter.editable and self.filled_in(*self.forms):
            self.presenter.save()


def _why() -> str:
    return _(
        "A partner is a partner, not a donor (¶11): each party invests, shares risks and responsibilities, and gains "
        "(¶16). The decider reads it in the brief, and the first article of the agreement proposes what each gains."
    )
