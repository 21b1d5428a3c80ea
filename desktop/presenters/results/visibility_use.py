"""One use of a name or an emblem: on what, where, by whose approval, until when; what shows it and what was decided."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.recorded_form import EvidencedForm
from desktop.presenters.results.recorded_list import beside
from desktop.presenters.results.visibility import AGAINST, STATES
from desktop.services.diligence import conditions
from desktop.services.results import visibility
from desktop.services.results.visibility import NewVisibilityUse, VisibilityProposal, VisibilityState
from desktop.store.records import VisibilityUse

if TYPE_CHECKING:
    from desktop.office import Office

FIELDS = (
    *("partnership_id", "mark", "material", "place", "approved_by", "approved_on", "approval"),
    *("shown_from", "shown_until", "taken_down_on", "text"),
)


class VisibilityUsePresenter(EvidencedForm):
    """A new use without an `id`, of a `partnership` or a `partner` where one is given; else one on record."""

    shows = frozenset({"visibility_use", "partner", "partnership", "evidence", "decision", "agreement"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        partnership: str = "",
        partner: str = "",
    ) -> None:
        super().__init__(office, runner, id, partnership, partner)
        self.form_name = f"visibility_use:{id or partnership or partner or 'new'}"
        self._read()

    def _read(self) -> None:
        about = text_of(self.held(self.form_name).get("partnership_id")) or self.came_from
        page = visibility.page(self.office.work, self.id, about, self.chosen)
        self.line, self.pieces, self.whose, self.names = page.line, page.evidence, page.whose, page.officers
        self.proposals = page.proposals
        planned = self.use.partnership_id if self.use is not None else about
        self.decided = conditions.of_partnership(self.office.work, planned)

    @property
    def use(self) -> VisibilityUse | None:
        """The use on record."""
        return self.line.use if self.line is not None else None

    @property
    def title(self) -> str:
        """On what it stands."""
        return self.use.material if self.use is not None else _("New use of a name or an emblem")

    @property
    def state(self) -> str:
        """Where it stands, and whose partner it is; of a new one, what is needed."""
        if self.line is None:
            return _("On what, and whose name or emblem it is: the rest can follow.")
        return beside((_(STATES[self.line.state][1]), self.line.partner, self.line.partnership))

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.use is not None and self.use.archived

    @property
    def remarks(self) -> Sequence[tuple[str, str]]:
        """What has to be done about it, and what stands against it."""
        if self.line is None:
            return ()
        state, until = self.line.state, day_in_words(self.line.until, language(), "long")
        by_state = {
            VisibilityState.OVERDUE: ("bad", _("Its last day was {day}: have it taken down.").format(day=until)),
            VisibilityState.UNAPPROVED: ("warn", _("Nobody has approved it: have it approved, or taken down (¶24).")),
            VisibilityState.SOON: ("info", _("It has to be taken down by {day}.").format(day=until)),
        }
        against = [("warn", _(AGAINST[code])) for code in self.line.against]
        return [*([by_state[state]] if state in by_state else []), *(against if state != VisibilityState.DOWN else [])]

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields."""
        marks = options((own.id, pick(own.label)) for own in self.office.definitions.results.marks)
        material = FieldSpec(
            "material",
            InputKind.TEXT,
            _("On what"),
            _("A poster, a page, a lorry, a packet."),
            required=_("Say on what it stands."),
        )
        whose = _("Say whose name or emblem it is.")
        mark = FieldSpec("mark", InputKind.DROPDOWN, _("Whose"), options=marks, required=whose, chars=0)
        paper = FieldSpec("approval", InputKind.TEXT, _("By which paper"), _("A letter, a message, an annex."))
        return [
            [material, mark],
            [self.partnership_field(_("Choose the partnership that it is for.")), self.partner_field],
            [FieldSpec("place", InputKind.TEXT, _("Where it is shown"))],
            [
                FieldSpec("approved_by", InputKind.TEXT, _("Approved by")),
                FieldSpec("approved_on", InputKind.DATE, _("Approved on")),
            ],
            [paper],
            [
                FieldSpec("shown_from", InputKind.DATE, _("Shown from")),
                FieldSpec("shown_until", InputKind.DATE, _("Until"), _("Empty: the end of the agreement.")),
                FieldSpec("taken_down_on", InputKind.DATE, _("Taken down on")),
            ],
            [FieldSpec("text", InputKind.AREA, _("In a few words"), lines=2)],
        ]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one the partnership that it comes from."""
        if not self.id:
            return {"partnership_id": self.own_partnership}
        return _fields(visibility.as_written(self.office.work, self.id))

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "partnership_id" and not self.id:
            self.refresh()

    def propose(self, proposal: VisibilityProposal) -> None:
        """Fill the form in with what an agreement foresees."""
        filled = {name: value for name, value in _fields(proposal.use).items() if value}
        self.hold(self.form_name, {**self.held(self.form_name), **filled})
        self.changed()

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        typed = self.fields
        new = NewVisibilityUse(**{name: text_of(typed.get(name)) for name in FIELDS})
        work = self.office.work
        self.correct_or_record(
            "visibility_use", lambda: visibility.correct(work, self.id, new), lambda: visibility.record(work, new).id
        )

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Who wrote it down, and when."""
        if self.use is None:
            return ()
        pairs = (
            (_("Noted by"), self.names.get(self.use.noted_by, "")),
            (_("Noted on"), day_in_words(self.use.noted_on, language(), "long")),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def conditions(self) -> Sequence[tuple[str, str]]:
        """What the decision on the partnership asks for: the words, and whom it binds by when."""
        spoken = language()
        return [
            (conditions.wording(own, spoken), beside((own.owner, conditions.day(own, spoken)))) for own in self.decided
        ]

    @property
    def hangs(self) -> bool:
        """Whether it can be said to be taken down."""
        return self.use is not None and not self.use.taken_down_on and not self.use.archived and self.editable

    def take_down(self, down: bool) -> None:
        """Say that it was taken down today, or that it is still shown."""
        deed = visibility.take_down if down else visibility.hang_again
        deed(self.office.work, self.id)
        self.refresh()

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        visibility.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def open_list(self) -> None:
        """Back to the list."""
        self.open_place("visibility")


def _fields(new: NewVisibilityUse) -> Mapping[str, Json]:
    return {name: str(getattr(new, name)) for name in FIELDS}
