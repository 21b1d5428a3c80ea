"""A group of a long form that reads as a document where it is filled in, until somebody wants to change it."""

from desktop.base.text import _
from desktop.ui.forms.form import Form
from desktop.ui.widgets import Button, PageFrame, SectionBox, set_shown


class Folding:
    """Unfolds `form` by `change`, beside the heading of its `section`, while anything in it is folded."""

    def __init__(self, page: PageFrame, section: SectionBox, form: Form) -> None:
        self._page, self._form = page, form
        self.change = Button(_("Edit"), self._unfold, "link", "edit")
        self.change.setAccessibleName(_("Edit: {group}").format(group=section.title.text()))
        section.add_beside_title(self.change)
        set_shown(self.change, False)
        form.folds.connect(lambda on: set_shown(self.change, on))

    def _unfold(self) -> None:
        """Let its fields be changed, beginning with the first that was read."""
        first = next((field for key, field in self._form.shown.items() if self._form.is_read(key)), None)
        self._form.fold(False)
        if first is not None:
            self._page.reveal(first.first())
