"""The papers of the case that an opinion or a decision is about: what each supports, and whether it is here."""

from collections.abc import Mapping, Sequence

from desktop.base.numbers import format_size
from desktop.base.text import N_, _, language, pick
from desktop.definitions.form import Questionnaire
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.opened_paper import OpenedPaper
from desktop.presenters.presenter import Presenter
from desktop.services.diligence import evidence
from desktop.services.diligence.papers import PartnerPaper
from desktop.services.labels import FLAWS

COLUMNS = (
    ListColumn("supports", N_("Supports")),
    ListColumn("size", N_("Size"), figures=True),
    ListColumn("state", N_("State")),
)


class CasePapers:
    """The files attached to one case, as a page shows them. `opened` is the one looked at."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self.all: Sequence[PartnerPaper] = ()
        self.opened = OpenedPaper(presenter)
        self.listing = Listing(presenter, "case-papers", N_("Papers of the case"), COLUMNS, first_title=N_("Title"))

    def open(self, evidence_id: str) -> None:
        """Show a paper, or save a copy of what cannot be shown; raises Problem where its file is not here."""
        line = next((line for line in self.all if line.paper.id == evidence_id), None)
        if line is not None:
            _name, content = evidence.open_file(self._presenter.office.store, evidence_id)
            self.opened.open(line.paper, content)

    @property
    def note(self) -> str:
        """What is to be known of those that are not here; empty when all are."""
        if all(line.is_here for line in self.all):
            return ""
        if self._presenter.office.is_hq:
            return _("What is not here yet comes with a later bundle of the office.")
        return _("What is not here lies on the computer where it was added.")

    def cells(self, line: PartnerPaper) -> Mapping[str, RowCell]:
        """What a paper says in each column."""
        form: Questionnaire = self._presenter.office.definitions.form
        supports = [f"{id_} · {pick(form.by_id[id_].short)}" for id_ in line.used_in if id_ in form.by_id]
        size = line.paper.size or 0
        return {
            "supports": RowCell(", ".join(supports)),
            "size": RowCell(format_size(size, language()), size),
            "state": RowCell(self.state(line)),
        }

    @staticmethod
    def state(line: PartnerPaper) -> str:
        """What is to be known of a paper's file, in words; empty when it opens."""
        if not line.is_here:
            return _("not here yet")
        return _(FLAWS[line.paper.flaw]) if line.paper.flaw else ""
