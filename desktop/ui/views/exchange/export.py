"""Everything that the office holds as a readable folder: what that means, the passphrase, one button."""

from desktop.base.text import _
from desktop.presenters.exchange.export import ExportPresenter
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Message, SectionBox, set_shown


class ExportView(View[ExportPresenter]):
    """Ctrl+Enter asks where the folder is to be made."""

    def build(self) -> None:
        """What is written, what that means, and the passphrase."""
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Settings"), presenter.back), (_("Export everything"), None)])
        page.bar.back(_("Settings"), presenter.back)
        self.none = page.add(EmptyState("export", presenter.why_not), 1)
        set_shown(self.none, not presenter.may_export)
        if not presenter.may_export:
            return
        what = page.add(SectionBox(_("What is written")))
        what.add(Points()).set(
            [
                Point(
                    _("Every record, with the names of kinds and fields"),
                    _("As JSON for another program, and as a workbook to read: a sheet for each kind."),
                ),
                Point(_("Papers, scans and evidence"), _("Each as the file that was added, beside the records.")),
                Point(
                    _("Nothing of it is encrypted"),
                    _(
                        "Anybody who has the folder reads everything in it: names, birth dates, findings. Keep it as "
                        "you would keep the papers themselves, and delete it once it is not needed any more."
                    ),
                ),
            ]
        )
        self.form = page.add(Form(presenter.office.work.clock, presenter.rows, gap=12))
        page.add_stretch()
        shortcut(self, deeds.CONTINUE, self._write)
        self.deed = page.bar.primary(_("Choose where…"), self._write)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Export everything"), _("A folder that can be read without this program."))
        if not presenter.may_export:
            return
        self.deed.setEnabled(not presenter.busy)
        if presenter.result:
            self.page.show_message(Message("good", presenter.result), "written")

    def _write(self) -> None:
        secret = self.form.inputs.get("passphrase")
        self.presenter.choose_place(secret.take_secret() if isinstance(secret, SecretInput) else "")
