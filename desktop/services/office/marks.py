"""What is printed pale across every page of a document that binds nobody: a draft, or all that is made in training."""

from desktop.base.text import N_, said_in
from desktop.documents.blocks import PageMark
from desktop.services.office import office_profile
from desktop.store.store import Store

DRAFT = (N_("DRAFT"), N_("This is a draft: it binds nobody and must not be signed."))
TRAINING = (
    N_("TRAINING – NOT VALID"),
    N_("This is an exercise of the training office: everything in it is invented, and it binds nobody."),
)


def of_office(store: Store, languages: tuple[str, ...]) -> PageMark | None:
    """The mark on all that this office prints: the training office has one, an office at work has none."""
    return _said(TRAINING, languages) if office_profile.is_practice(store) else None


def of_draft(store: Store, languages: tuple[str, ...]) -> PageMark:
    """The mark on a draft that this office prints; in the training office that of training."""
    return of_office(store, languages) or _said(DRAFT, languages)


def _said(sentences: tuple[str, str], languages: tuple[str, ...]) -> PageMark:
    words, note = (tuple(said_in(language, sentence) for language in languages) for sentence in sentences)
    return PageMark(words, note)
