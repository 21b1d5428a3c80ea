"""What the office says of a theme of the strategy: which paper, its texts, and beside them what it says by itself."""

from desktop.base.text import _
from desktop.presenters.registry.kit import KitPresenter
from desktop.ui import deeds
from desktop.ui.forms.fields import ChoiceField, FieldRow
from desktop.ui.views.paper import WrittenPaperView

LONG_NAME = 64  # characters of a theme’s name


class KitView(WrittenPaperView[KitPresenter]):
    """Ctrl+Enter and Ctrl+P show the paper."""

    def build(self) -> None:
        """What is chosen, the texts, and beside them the figures."""
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Partners"), presenter.back), (presenter.title, None)])
        self.theme = ChoiceField(_("Thematic area"), presenter.themes, chars=LONG_NAME)
        self.theme.chosen.connect(lambda code: presenter.choose(theme=code))
        self.paper = ChoiceField(_("Paper"), presenter.papers)
        self.paper.chosen.connect(lambda code: presenter.choose(paper=code))
        self.spoken = ChoiceField(_("Language"), presenter.languages)
        self.spoken.chosen.connect(lambda code: presenter.choose(spoken=code))
        page.add(self.theme)
        page.add(FieldRow(self.paper, self.spoken))
        self.add_form(_("Back to the texts"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        super().show_state()
        self.theme.set_value(presenter.choice.theme)
        self.paper.set_value(str(presenter.choice.paper))
        self.spoken.set_value(presenter.choice.language)

    def fill_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Partners"), presenter.back)
        bar.other(_("Save as Word…"), self.save_word)
        bar.primary(_("Show the paper"), self.show_written).says_key(deeds.PRINT)
