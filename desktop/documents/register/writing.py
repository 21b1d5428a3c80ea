"""Every file of an edition of the transparency register, in every form and language in which it is handed out."""

from collections.abc import Callable, Iterator
from functools import partial

from desktop.base.progress import Progress, undisturbed
from desktop.base.text import N_, _
from desktop.definitions.loading import Definitions
from desktop.documents.blocks import Paper
from desktop.documents.register import iati, pages, register_paper, tables
from desktop.documents.register.edition import RegisterEdition

PAGES = "register"  # the folder of the pages
ACTIVITIES = "iati.xml"
Written = Iterator[tuple[str, bytes]]
Works = Iterator[tuple[str, Callable[[], Written]]]  # what each is called, and what it writes


def write(edition: RegisterEdition, definitions: Definitions, paper: Paper, progress: Progress) -> dict[str, bytes]:
    """The files by their names, those of the pages below one folder; the same edition gives the same bytes.

    Says after each form and language how far it is; raises Cancelled when somebody stops it.
    """
    written: dict[str, bytes] = {}
    works = list(_works(edition, definitions, paper))
    with undisturbed():
        for done, (what, work) in enumerate(works):
            progress.step(done, len(works), _(what))
            written.update(work())
    progress.step(len(works), len(works))
    return written


def _works(
    edition: RegisterEdition, definitions: Definitions, paper: Paper
) -> Iterator[tuple[str, Callable[[], Written]]]:
    for table in edition.tables:
        yield N_("Tables"), partial(_tables, edition, table.language)
        yield N_("Paper"), partial(_paper, edition, table.language, paper)
    yield N_("Pages for a browser"), partial(_pages, edition)
    yield N_("Activity file of IATI"), partial(_activities, edition, definitions)


def _tables(edition: RegisterEdition, language: str) -> Written:
    stem = f"register-{language}"
    yield f"{stem}.xlsx", tables.as_workbook(edition, language)
    yield f"{stem}.json", tables.as_json(edition, language)
    yield from ((f"{stem}{end}.csv", content) for end, content in tables.as_csv(edition, language))


def _paper(edition: RegisterEdition, language: str, paper: Paper) -> Written:
    yield f"register-{language}.pdf", register_paper.as_pdf(edition, language, paper)


def _pages(edition: RegisterEdition) -> Written:
    yield from ((f"{PAGES}/{path}", content) for path, content in pages.as_pages(edition))


def _activities(edition: RegisterEdition, definitions: Definitions) -> Written:
    yield ACTIVITIES, iati.as_activities(edition, definitions.iati, definitions.strategy).content
