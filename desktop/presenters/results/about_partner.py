"""A form that is about a partner, who is given, or typed and chosen among those of a like name."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.values import Json
from desktop.presenters import partner_labels
from desktop.presenters.form import text_of
from desktop.presenters.held_form import HeldForm
from desktop.services.registry import partner_list, partners
from desktop.services.registry.partner_list import PartnerFilter, PartnerLine, PartnerListPage
from desktop.store.records import Partner

if TYPE_CHECKING:
    from desktop.office import Office

SHOWN = 4  # partners that are proposed for what was typed
ABOUT = "partner_id"  # under which is held the partner that was chosen


class AboutPartner(HeldForm):
    """`partner` is whom it is about; `alike` are those of the name that is typed. Call `find` once the form is read."""

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.alike: Sequence[PartnerLine] = ()
        self.is_unknown = False  # whether a name was typed that nobody has
        self.partner: Partner | None = None
        self._look = 0

    @property
    @abstractmethod
    def own_partner(self) -> str:
        """The id of the partner that it is about while nobody chose another one; empty for none."""

    def read_partner(self) -> None:
        """Read whom it is about."""
        chosen = self.held(self.form_name).get(ABOUT)
        partner_id = text_of(chosen) if chosen is not None else self.own_partner
        listed = partner_list.lines(self.office.store, [partner_id]) if partner_id else ()
        self.partner = partners.partner(self.office.store, partner_id) if listed else None

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "partner_name":
            self.find()

    def find(self) -> None:
        """Look for partners of the name that is typed, away from the window; only the last look counts."""
        self._look += 1
        turn, name = self._look, text_of(self.fields.get("partner_name")).strip()
        if self.partner is not None or len(name) < 2:
            self._propose(turn, None)
            return
        look = partial(partner_list.page, self.office.store, PartnerFilter(name), 0, SHOWN)
        self.runner.quietly(look, partial(self._propose, turn))

    def _propose(self, turn: int, page: PartnerListPage | None) -> None:
        if turn == self._look:
            self.alike = page.lines if page is not None else ()
            self.is_unknown = page is not None and not page.lines
            self.changed()

    def is_about(self, partner_id: str) -> None:
        """It is about this partner; empty for none."""
        self.hold(self.form_name, {**self.held(self.form_name), ABOUT: partner_id, "partner_name": ""})
        self.read_partner()
        self.find()
        self.changed()

    @staticmethod
    def where(line: PartnerLine) -> str:
        """Where a partner is, to tell it from others."""
        return " · ".join(part for part in (line.name, partner_labels.place(line.city, line.country)) if part)
