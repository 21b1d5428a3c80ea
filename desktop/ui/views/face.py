"""A face: one of several contents that a page can have, chosen when it is made."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.ui import deeds
from desktop.ui.views.view import View


class Face:
    """Fills a view's page in `build`, once, and makes it agree with the presenter in `show`."""

    def __init__(self, view: View[AgreementPresenter]) -> None:
        self.view, self.page, self.shown = view, view.page, view.presenter
        self.build()

    def build(self) -> None:
        """Make the widgets."""
        raise NotImplementedError

    def show(self) -> None:
        """Make them agree with the presenter."""
        raise NotImplementedError

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Take files that were dropped on the window; False when this face has no use for them."""
        return False

    def put_on_paper(self) -> None:
        """What Ctrl+P does here: the pages of the agreement are shown before they are printed."""
        self.shown.go(AgreementStep.PREVIEW)

    def foot(self) -> None:
        """Back to the plan, on to the next step."""
        self.page.bar.back(_("Agreement overview"), lambda: self.shown.go(AgreementStep.PLAN)).says_key(deeds.PLAN)
        self.page.bar.primary(_("Next step"), self.shown.onward)
