"""Who stands in for whom, and the form of whoever is away."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.diligence.deputies import DeputiesPresenter
from desktop.store.records import Delegation
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, EmptyState, Mark, SectionBox, Text, column, empty_layout, line, set_shown


class DeputiesView(View[DeputiesPresenter]):
    """The delegations known here, then the form; beside them what the matrix lets be delegated."""

    def build(self) -> None:
        """The list, the form and its button."""
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Decisions"), presenter.open_inbox), (_("Deputies"), None)])
        self.card = page.add(Card(_("Name a deputy")))
        self.form = self.card.add(Form(presenter.office.work.clock, gap=8))
        self.form.changed.connect(presenter.take)
        self.section = page.add(SectionBox(_("Absences")))
        self._rows = column(self.section.add(QWidget()), 8)
        self.none = page.add(EmptyState("time", _("Nobody has named a deputy yet.")))
        if presenter.may_name:
            keeper = self.keeping(presenter.typed, presenter.start_over, restored=presenter.has_begun)
            keeper.hold_form(self.form, told=True)
        page.add_stretch()
        self.limits = page.add_side(Card(_("What may be delegated")))
        self.limits_text = self.limits.add(Text())
        page.bar.back(_("All decisions"), presenter.open_inbox)
        if presenter.may_name:
            page.bar.primary(_("Name the deputy"), self._name)
            shortcut(self, deeds.CONTINUE, self._name)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        told = bool(presenter.delegations) or presenter.may_name  # else the empty page says it
        self.page.set_title(_("Deputies"), presenter.sentence if told else "")
        self.limits_text.set(presenter.limits)
        set_shown(self.card, presenter.may_name)
        if presenter.may_name:
            self.form.show_fields(presenter.rows)
            self.form.set_values(presenter.fields)
        empty_layout(self._rows)
        for delegation in presenter.delegations:
            self._rows.addWidget(self._row(delegation))
        set_shown(self.section, bool(presenter.delegations))
        set_shown(self.none, not told)

    def _row(self, delegation: Delegation) -> QWidget:
        presenter, row = self.presenter, QWidget()
        across = line(row, 8)
        tone, word = presenter.mark(delegation)
        point = Points()
        point.set([Point(presenter.title(delegation), presenter.note(delegation), Mark(tone, word))])
        across.addWidget(point, 1)
        if presenter.may_end(delegation):
            button = Button(_("End it"), partial(presenter.end, delegation), "outlined")
            button.setAccessibleDescription(presenter.title(delegation))
            across.addWidget(button)
        return row

    def _name(self) -> None:
        if self.form.complete():
            secret = self.form.inputs.get("passphrase")
            self.presenter.name_deputy(secret.take_secret() if isinstance(secret, SecretInput) else "")
