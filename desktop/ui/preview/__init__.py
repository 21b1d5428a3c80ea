"""Looking at a document before it is printed: its pages, small pages beside them, words to find, a page of its own."""

from desktop.ui.preview.document_preview import DocumentPreview

__all__ = ["DocumentPreview"]
