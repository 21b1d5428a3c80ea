"""The page of one partner: its whole story and the next step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.presenters import partner_labels as labels
from desktop.presenters.presenter import Presenter
from desktop.presenters.record_labels import RecordLabels, field_name
from desktop.presenters.registry.partner_lines import CaseLine, PartnerLines
from desktop.services import next_step
from desktop.services.agreements import lookup
from desktop.services.diligence import cases, decisions
from desktop.services.next_step import NextStep
from desktop.services.office import people
from desktop.services.registry import history, partners, partnerships
from desktop.services.registry.history import Deed
from desktop.store.records import Agreement, Partner, Partnership, Person

if TYPE_CHECKING:
    from desktop.office import Office

TABS = ("overview", "diligence", "agreements", "history")


@dataclass(frozen=True)
class Undo:
    """The last deed, in words, and how it is taken back."""

    text: str
    back: Callable[[], None]


class PartnerPresenter(Presenter):
    """Reads everything about one partner; each change is kept at once and can be taken back."""

    shows = frozenset(
        {
            *("partner", "person", "partnership", "diligence_case", "decision", "clearance", "agreement", "officer"),
            *("answer", "screening_run", "ruling", "evidence"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, id: str, tab: str = "overview") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.tab = id, tab
        self.editing = False
        self.edited_person: str | None = None  # an id, "" for a new one, None when no form is open
        self.undo: Undo | None = None
        self.deeds: tuple[Deed, ...] | None = None  # None until read

    def refresh(self) -> None:
        """Read the partner, and what hangs on it, again."""
        store = self.office.store
        self.partner: Partner = partners.partner(store, self.id)
        self.people: Sequence[Person] = partners.persons(store, self.id)
        self.partnerships: Sequence[Partnership] = partnerships.of_partner(store, self.id)
        titles = {one.id: one.title for one in self.partnerships}
        self.cases = tuple(
            CaseLine(case, titles.get(case.partnership_id, ""), decisions.of_case(store, case.id))
            for case in cases.of_partner(store, self.id)
        )
        self.agreements: Sequence[Agreement] = [a for a, _partner in lookup.listed(store, self.id)]
        self.level = partners.level(store, self.id)
        self.officers = people.names(store)
        self.words = RecordLabels(self.office.definitions, self.officers)
        self.lines = PartnerLines(self.words)
        self.parent = partners.partner(store, self.partner.parent_id) if self.partner.parent_id else None
        self.children = partners.children(store, self.id)
        self.next: NextStep = next_step.next_step(self.office.work, self.partner)
        self.changed()
        if self.tab == "history":
            self._read_history()

    # Moving

    def turn(self, tab: str) -> None:
        """Another face of the partner."""
        self.tab = tab
        if tab == "history":
            self._read_history()

    def do_next(self) -> None:
        """What the button of the next step does."""
        step = self.next
        if step.place == next_step.BEGIN:
            self.begin(str(step.arguments["partnership"]))
        elif step.place == next_step.RESTORE:
            self.restore()
        else:
            self.open_place(step.place, **step.arguments)

    def begin(self, partnership_id: str) -> None:
        """Open the due diligence of a partnership and show it."""
        office = self.office
        planned = partnerships.partnership(office.store, partnership_id)
        case = cases.open_case(office.work, office.definitions.form, planned)
        self.open_place("diligence", case=case.id)

    def plan(self) -> None:
        """Begin another partnership."""
        self.open_place("partnership", partner=self.id)

    def open_partnership(self, partnership_id: object) -> None:
        """Go to a partnership."""
        self.open_place("partnership", partner=self.id, id=partnership_id)

    def open_case(self, case_id: object) -> None:
        """Go to a due-diligence case."""
        self.open_place("diligence", case=case_id)

    def open_agreement(self, agreement_id: object) -> None:
        """Go to an agreement."""
        self.open_place("agreement", id=agreement_id)

    def open_partner(self, partner_id: str) -> None:
        """Go to the parent company or a subsidiary."""
        self.open_place("partner", id=partner_id)

    # Facts

    def edit(self, on: bool) -> None:
        """Show the facts as fields, or as a text."""
        self.editing = on
        self.changed()

    def set(self, field: str, value: Any) -> None:
        """Change one fact at once; `take_back` undoes it. Raises Problem when the officer may not."""
        before = getattr(self.partner, field)
        if field == "founded":
            value = partners.partial_day(value) or None
        if before == value or (field == "name" and not str(value).strip()):
            self.changed()
            return
        self._change(**{field: value})
        label = field_name("partner", field)
        said = _("“{field}” was changed.").format(field=label)
        self._undoable(said, lambda: self._change(**{field: before}))

    def _change(self, **fields: Any) -> None:
        partners.change(self.office.work, self.id, **fields)

    def archive(self) -> None:
        """Put the partner away; it can be brought back."""
        partners.archive(self.office.work, self.id, "")
        self._undoable(_("The partner was put away: it has left the lists, and nothing was deleted."), self.restore)

    def restore(self) -> None:
        """Bring the partner back."""
        partners.restore(self.office.work, self.id)
        self.undo = None
        self.refresh()

    def _undoable(self, text: str, back: Callable[[], None]) -> None:
        self.undo = Undo(text, back)
        self.refresh()

    def take_back(self) -> None:
        """Undo the last deed of this page."""
        if self.undo is not None:
            back, self.undo = self.undo.back, None
            back()
            self.refresh()

    def keep_change(self) -> None:
        """The officer has seen the message about the last deed."""
        self.undo = None
        self.changed()

    # Persons

    def edit_person(self, person_id: str | None) -> None:
        """Open the form of a person, of a new one for an empty id, or close it."""
        self.edited_person = person_id
        self.changed()

    @property
    def person(self) -> Person | None:
        """The person whose form is open, None for a new one."""
        return next((one for one in self.people if one.id == self.edited_person), None)

    def save_person(self, **fields: Any) -> None:
        """Keep the person on the form. Raises Problem without a name."""
        known = self.person
        fields = {**fields, "birth_date": partners.partial_day(fields.get("birth_date", ""))}
        if known is None:
            added = partners.add_person(self.office.work, Person(partner_id=self.id, **fields))
            back = lambda: partners.archive_person(self.office.work, added.id)  # noqa: E731
            said = _("{name} was added.").format(name=added.name)
        else:
            before = {name: getattr(known, name) for name in fields}
            partners.change_person(self.office.work, known.id, **fields)
            back = lambda: partners.change_person(self.office.work, known.id, **before)  # noqa: E731
            said = _("{name} was changed.").format(name=known.name)
        self.edited_person = None
        self._undoable(said, back)

    def archive_person(self) -> None:
        """Put the person on the form away."""
        if (known := self.person) is None:
            return
        partners.archive_person(self.office.work, known.id)
        self.edited_person = None
        said = _("{name} was taken off; nothing was deleted.").format(name=known.name)
        self._undoable(said, lambda: partners.change_person(self.office.work, known.id, archived=False))

    # What is shown

    @property
    def stage(self) -> str:
        """The partner's stage in labels."""
        return labels.stage_name(self.office.definitions.strategy, self.partner.stage)

    @property
    def headline(self) -> str:
        """Where the partner is, its number and who follows it, in one line."""
        one = self.partner
        followed = _("followed by {name}").format(name=self.officers[one.owner]) if one.owner in self.officers else ""
        parts = (labels.place(one.city, one.country), self._number(), followed)
        return " · ".join(part for part in parts if part)

    def _number(self) -> str:
        register = places.register_of(self.partner.country)[0]
        number = self.partner.registration
        return f"{register} {number}" if number and register and register not in number else number

    @property
    def kind(self) -> str:
        """The group of ¶28 and the kind within it."""
        strategy = self.office.definitions.strategy
        subtype = labels.subtype_name(strategy, self.partner.subtype)
        return subtype or labels.group_name(strategy, self.partner.group)

    @property
    def plans_next(self) -> bool:
        """Whether planning a partnership is itself the next step."""
        return self.next.place == "partnership" and "id" not in self.next.arguments

    @property
    def next_action(self) -> str:
        """What the officer does not want to forget, and its day."""
        one = self.partner
        if not one.next_action:
            return ""
        if not one.next_action_on:
            return _("Reminder: {action}").format(action=one.next_action)
        day = day_in_words(one.next_action_on, language())
        return _("Reminder: {action}, {day}").format(action=one.next_action, day=day)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """The facts of the overview, name and value; those that are empty are left out but for the main ones."""
        one = self.partner
        always = ("group", "subtype", "country", "city", "registration")
        fields = (
            *always,
            *("address", "other_names", "sectors", "employees", "founded", "website", "email", "phone", "lei"),
            *("traits", "brought_by", "owner", "summary", "notes"),
        )
        found = [(f, self.words.value("partner", f, getattr(one, f))) for f in fields]
        return tuple((field_name("partner", f), value) for f, value in found if value or f in always)

    # History

    def _read_history(self) -> None:
        self.runner.run(
            _("Reading the history"),
            lambda progress: self._history(),
            lambda read: self._show_history(*read),
        )

    def _history(self) -> tuple[tuple[Deed, ...], dict[str, str]]:
        deeds = history.of_partner(self.office.store, self.id)
        return deeds, history.partners_named(self.office.store, deeds)

    def _show_history(self, deeds: tuple[Deed, ...], named: dict[str, str]) -> None:
        if deeds != self.deeds:
            self.deeds = deeds
            self.words = replace(self.words, partners=named)
            self.lines = PartnerLines(self.words)
            self.changed()
