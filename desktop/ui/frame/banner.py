"""What stands above every page of an office that is no ordinary one."""

from collections.abc import Callable
from typing import NamedTuple

from desktop.ui.widgets import Text


class Banner(NamedTuple):
    """A sentence, and what is left of it in a window that has room for one line; both empty for an ordinary office."""

    words: str = ""
    short: str = ""


BannerWords = Callable[[], Banner]  # in the language of now


class BannerLine(Text):
    """The sentence above the pages."""

    def __init__(self, banner: Banner) -> None:
        super().__init__(banner.words, "banner", measure=0)
        self.shown = banner

    def fit(self, *, low: bool, tight: bool) -> None:
        """Leave less air in a low window, and say it in one line in one that is lower still."""
        self.set_role("banner low" if low else "banner")
        words = self.shown.short if tight else self.shown.words
        if words != self.text():
            self.set(words)
            self.setToolTip(self.shown.words if tight else "")
