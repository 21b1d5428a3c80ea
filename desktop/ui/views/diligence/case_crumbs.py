"""Where a page of a case stands: below the partners, its partner and the whole case."""

from collections.abc import Callable

from desktop.base.text import _
from desktop.presenters.diligence.case import CasePresenter

Crumb = tuple[str, Callable[[], None] | None]  # its words, and where it leads; nowhere for the page itself


def case_crumbs(presenter: CasePresenter, *below: Crumb) -> list[Crumb]:
    """The way to a page of a case: what leads to it, then `below`; without any it is the case itself."""
    return [
        (_("Partners"), lambda: presenter.open_place("partners")),
        (presenter.assessment.partner.name, presenter.open_partner),
        (_("Due diligence"), presenter.open_case if below else None),
        *below,
    ]
