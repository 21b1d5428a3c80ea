"""Mutual benefit: what each party of a partnership brings and gains, written down on one page and printed."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.paper import PaperPresenter
from desktop.services.labels import PARTY_ASPECTS, party_name
from desktop.services.office.rights import Right, may
from desktop.services.partner_papers import benefit_sheet
from desktop.services.registry import mutual_benefit, partners, partnerships
from desktop.services.registry.mutual_benefit import ASPECTS, PartyKind, PartyShare

if TYPE_CHECKING:
    from desktop.office import Office

OF_MIGRANTS = ("benefit", "risk")  # who neither invest nor answer for anything


class MutualBenefitPresenter(HeldForm, PaperPresenter):
    """One partnership; what is typed is held, and recorded together."""

    shows = frozenset({"party", "partnership", "partner"})

    def __init__(self, office: "Office", runner: Runner, partner: str, id: str) -> None:  # noqa: A002
        super().__init__(office, runner)
        self.partner_id, self.id, self.form_name = partner, id, f"benefit:{id}"
        self._read()

    def _read(self) -> None:
        work = self.office.work
        self.planned = partnerships.partnership(work.store, self.id)
        self.partner_name = partners.name(work.store, self.planned.partner_id)
        self.shares: tuple[PartyShare, ...] = mutual_benefit.read(work, self.id)

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role prepares partnerships."""
        return may(self.office.user, Right.REGISTER)

    @property
    def state(self) -> str:
        """How many of the parties have their share written."""
        written = sum(share.is_said for share in self.shares)
        return _("{partner}: {written} of {all} parties are written.").format(
            partner=self.partner_name, written=written, all=len(self.shares)
        )

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record."""
        return {f"{share.key}.{aspect}": getattr(share, aspect) for share in self.shares for aspect in ASPECTS}

    def name(self, share: PartyShare) -> str:
        """What a party is called."""
        return party_name(share.kind, share.name)

    @staticmethod
    def rows(share: PartyShare) -> FormRows:
        """The fields of one party: why it takes part, then what it brings beside what it gains, what it risks."""
        asked = OF_MIGRANTS if share.kind == PartyKind.MIGRANTS else ASPECTS
        fields = [
            FieldSpec(f"{share.key}.{aspect}", InputKind.AREA, _(PARTY_ASPECTS[aspect]), lines=2) for aspect in asked
        ]
        first = len(fields) % 2
        return [*([fields[:first]] if first else []), *(fields[at : at + 2] for at in range(first, len(fields), 2))]

    def save(self) -> None:
        """Record what is written, and go back to the partnership."""
        typed = self.fields
        shares = {
            share.key: {aspect: text_of(typed.get(f"{share.key}.{aspect}")) for aspect in ASPECTS}
            for share in self.shares
        }
        mutual_benefit.keep(self.office.work, self.id, shares)
        self.forget()
        self.open_partnership()

    def open_partnership(self) -> None:
        """Back to the partnership."""
        self.open_place("partnership", partner=self.partner_id, id=self.id)

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the sheet as a file."""
        return _("Mutual benefit {name}.pdf").format(name=self.partner_name.replace("/", "-"))

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the sheet"), _("Save the sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The sheet as it is on record."""
        work, id_ = self.office.work, self.id
        return lambda progress: benefit_sheet.pdf(work, id_)
