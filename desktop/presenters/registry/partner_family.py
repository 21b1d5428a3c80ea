"""The group of companies of a partner: who is above and below it, what it inherits, and the link to a parent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desktop.base.text import N_, _, language
from desktop.presenters import partner_labels as labels
from desktop.presenters.listing import ListColumn, Listing
from desktop.presenters.presenter import Presenter
from desktop.services.partner_page import PartnerPage
from desktop.services.registry import corporate_group, partner_list, partners
from desktop.services.registry.partner_list import PartnerFilter, PartnerListPage

PROPOSED = 6  # companies shown for what was typed


@dataclass(frozen=True)
class Relative:
    """A company of the group: what it is to the partner, and whether something stands against it."""

    id: str
    name: str
    relation: str
    flagged: bool = False


@dataclass(frozen=True)
class ProposedParent:
    """A partner that may be the parent company."""

    id: str
    name: str
    note: str


class PartnerFamily:
    """The group of the partner that a page shows. `choosing` while its parent company is looked for.

    `shown` is what was read of the partner last; `undoable` is told of each deed: its name, a sentence, back and again.
    """

    shown: PartnerPage

    def __init__(
        self,
        presenter: Presenter,
        undoable: Callable[[str, str, Callable[[], None], Callable[[], None]], None],
    ) -> None:
        self._presenter, self._undoable_deed = presenter, undoable
        self.choosing = False
        self.text = ""  # what is searched for
        self.proposed: Sequence[ProposedParent] = ()
        relation = (ListColumn("relation", N_("Relation")),)
        self.listing = Listing(presenter, "partner-group", N_("Group of companies"), relation)
        where = (ListColumn("where", N_("Place")),)
        self.choices = Listing(presenter, "partner-parents", N_("Parent company"), where)

    @property
    def relatives(self) -> Sequence[Relative]:
        """The companies above, the nearest first, then the subsidiaries."""
        shown = self.shown
        flagged = {flag.company_id for flag in shown.inherited}
        above = [
            Relative(company.id, company.name, _("Company above") if at else _("Parent company"), company.id in flagged)
            for at, company in enumerate(shown.above)
        ]
        return (*above, *(Relative(company.id, company.name, _("Subsidiary")) for company in shown.below))

    @property
    def inherited(self) -> str:
        """What stands against the companies above, in sentences; empty for nothing."""
        return "\n".join(f"{flag.in_words(language())}." for flag in self.shown.inherited)

    @property
    def has_parent(self) -> bool:
        """Whether a parent company is on record."""
        return bool(self.shown.partner.parent_id)

    # The link

    def choose(self, on: bool) -> None:
        """Begin to look for the parent company, or give it up."""
        self.choosing, self.text, self.proposed = on, "", ()
        self._presenter.changed()

    def find(self, text: str) -> None:
        """Propose the partners in which these words are found."""
        self.text = text
        store, choice = self._presenter.office.store, PartnerFilter(text.strip())
        if not choice.text:
            self._propose(text, None)
            return
        look = partial(partner_list.page, store, choice, 0, PROPOSED + 1)
        self._presenter.runner.quietly(look, lambda found: self._propose(text, found))

    def _propose(self, text: str, found: PartnerListPage | None) -> None:
        if text != self.text or not self.choosing:
            return  # typed on since, or given up
        lines = [line for line in found.lines if line.id != self.shown.partner.id] if found is not None else []
        self.proposed = tuple(
            ProposedParent(line.id, line.name, labels.place(line.city, line.country)) for line in lines[:PROPOSED]
        )
        self._presenter.changed()

    def link(self, parent_id: str) -> None:
        """That company is the parent. Raises Problem where it is below this partner."""
        name = partners.name(self._presenter.office.store, parent_id)
        self._set(parent_id)
        sentence = _("{name} is on record as the parent company.").format(name=name)
        self.choosing = False
        self._undoable(_("linking the parent company"), sentence, self._before, parent_id)

    def unlink(self) -> None:
        """It belongs to no company, as far as is known."""
        before = self.shown.partner.parent_id
        self._set(None)
        sentence = _("The link to the parent company was removed.")
        self._undoable(_("taking off the parent company"), sentence, before, None)

    def _set(self, parent_id: str | None) -> None:
        self._before = self.shown.partner.parent_id
        corporate_group.set_parent(self._presenter.office.work, self.shown.partner.id, parent_id)

    def _undoable(self, name: str, sentence: str, before: str | None, after: str | None) -> None:
        self._undoable_deed(name, sentence, partial(self._set, before), partial(self._set, after))
