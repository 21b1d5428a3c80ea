"""A form about what came of a partnership: which partner takes part and of which partnership it is."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters import partner_labels
from desktop.presenters.form import FieldSpec, InputKind, options, text_of, texts_of
from desktop.presenters.held_form import HeldForm
from desktop.services.office.rights import Right, may
from desktop.services.registry import partner_list
from desktop.services.registry.partner_list import PartnerFilter, PartnerLine, PartnerListPage
from desktop.services.results.taking_part import TakingPart

if TYPE_CHECKING:
    from desktop.office import Office

SHOWN = 4  # partners that are proposed for what was typed
CHOSEN = "partners_chosen"  # under which are held the partners that were chosen on this page


class ResultForm(HeldForm):
    """`whose` are the partners that may be named, of the partnership and chosen by their name, and what they plan.

    A page sets `form_name`, and reads `whose` with its record, of those in `chosen`.
    """

    whose = TakingPart()

    def __init__(self, office: "Office", runner: Runner, id: str, partnership: str, partner: str) -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.came_from, self.partner_id = id, partnership, partner
        self.alike: Sequence[PartnerLine] = ()  # partners of the name that is typed
        self.is_unknown = False  # whether a name was typed that nobody has
        self._look = 0

    @property
    def editable(self) -> bool:
        """Whether this reader's role records what comes of partnerships of this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    def arrive(self) -> None:
        self.changed()

    @property
    def chosen(self) -> Sequence[str]:
        """The partners that were chosen on this page, or from whose page one comes."""
        return [self.partner_id, *texts_of(self.held(self.form_name).get(CHOSEN))]

    # --- by its name

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "partner_name":
            self._find()

    def _find(self) -> None:
        """Look for partners of the name that is typed, away from the window; only the last look counts."""
        self._look += 1
        turn, name = self._look, text_of(self.fields.get("partner_name")).strip()
        if len(name) < 2:
            self._propose(turn, None)
            return
        look = partial(partner_list.page, self.office.store, PartnerFilter(name), 0, SHOWN)
        self.runner.quietly(look, partial(self._propose, turn))

    def _propose(self, turn: int, page: PartnerListPage | None) -> None:
        if turn == self._look:
            lines = page.lines if page is not None else ()
            self.alike = [line for line in lines if line.id not in self.whose.partners]
            self.is_unknown = page is not None and not lines
            self.changed()

    def choose(self, partner_id: str) -> None:
        """This partner may be named in the form from now on."""
        typed = self.held(self.form_name)
        chosen: list[Json] = [*texts_of(typed.get(CHOSEN)), partner_id]
        self.hold(self.form_name, {**typed, CHOSEN: list(dict.fromkeys(chosen)), "partner_name": ""})
        self.refresh()
        self._find()

    @staticmethod
    def where(line: PartnerLine) -> str:
        """Where a partner is, to tell it from others."""
        return " · ".join(part for part in (line.name, partner_labels.place(line.city, line.country)) if part)

    # --- its fields

    def partnership_field(self, required: str = "") -> FieldSpec:
        """Of which partnership it is."""
        help_text = "" if self.whose.planned else _("Type the name of a partner first.")
        return FieldSpec(
            "partnership_id",
            InputKind.DROPDOWN,
            _("Partnership"),
            help_text,
            options=options(self.whose.planned.items()),
            required=required,
            chars=0,
        )

    @property
    def partner_field(self) -> FieldSpec:
        """Where the name of a partner is typed."""
        label = _("Another partner") if self.whose.partners else _("Partner")
        return FieldSpec("partner_name", InputKind.TEXT, label, _("Type its name, then choose it below."), live=True)

    @property
    def own_partnership(self) -> str:
        """The partnership that a new record is of, as long as nobody says another: the one whose page it comes from, or
        the only one."""
        return self.came_from or (next(iter(self.whose.planned)) if len(self.whose.planned) == 1 else "")
