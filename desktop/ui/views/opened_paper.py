"""The paper that a page has opened, in place of its content, with a bar of its own."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from desktop.base.text import _
from desktop.presenters.opened_paper import OpenedPaper
from desktop.ui import deeds
from desktop.ui.preview import DocumentPreview
from desktop.ui.views.view import View


class OpenedPaperPreview:
    """`back` are the words of the button that leads back to the page; `fill_bar` makes the bar of the page again."""

    def __init__(self, view: View[Any], opened: OpenedPaper, back: str, fill_bar: Callable[[], None]) -> None:
        self._page, self._opened, self._back, self._fill_bar = view.page, opened, back, fill_bar
        self.is_shown = False

    @cached_property
    def preview(self) -> DocumentPreview:
        """What shows a paper, made with the first one."""
        return self._page.add_document(DocumentPreview(self._opened.put_on_paper, self._opened.save))

    def agree(self) -> None:
        """Show the paper that was opened, or the page again."""
        opened, bar = self._opened, self._page.bar
        pdf = opened.pdf
        if pdf is not None and self.preview.property("shown") != id(pdf):
            self.preview.setProperty("shown", id(pdf))
            self.preview.set_pdf(pdf)
        self._page.show_document(pdf is not None)
        if (pdf is not None) is self.is_shown:
            return
        self.is_shown = pdf is not None
        bar.clear()
        if pdf is None:
            self._fill_bar()
            return
        bar.back(self._back, opened.close)
        bar.other(_("Save a copy"), opened.save, drawing="save")
        bar.other(_("Print…"), opened.put_on_paper, drawing="print").says_key(deeds.PRINT)
