"""The list of partners: find one, or begin a new one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.long_list import LongList
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, pick, plural
from desktop.base.values import JsonObject
from desktop.definitions.terms import Level
from desktop.presenters import partner_labels as labels
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import (
    FIRST,
    NAME,
    FilterOption,
    ListColumn,
    ListFilter,
    Listing,
    PagedLines,
    PagedList,
    RecordSummary,
    RowCell,
    RowDeed,
)
from desktop.presenters.registry import partner_summary
from desktop.presenters.registry.undoing import UndoingPresenter
from desktop.services.office import office_profile
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.services.registry import partner_list, partners
from desktop.services.registry.partner_counts import UNRATED
from desktop.services.registry.partner_list import PartnerFilter, PartnerLine, PartnerOrder
from desktop.services.registry.partners import Reminder

if TYPE_CHECKING:
    from desktop.office import Office

LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH, Level.EXCLUDED)
LEVEL_WORDS: Mapping[str, str] = {
    Level.LOW: N_("low"),
    Level.MEDIUM: N_("medium"),
    Level.HIGH: N_("high"),
    Level.EXCLUDED: N_("excluded"),
    UNRATED: N_("not rated yet"),
}
COLUMNS = (
    ListColumn("place", N_("Place")),
    ListColumn("group", N_("Target group"), shown=False),
    ListColumn("kind", N_("Kind"), shown=False),
    ListColumn("number", N_("Registration number"), shown=False),
    ListColumn("owner", N_("Focal point")),
    ListColumn("next", N_("Reminder"), shown=False),
    ListColumn("labels", N_("Labels"), shown=False),
    ListColumn("stage", N_("Stage")),
    ListColumn("level", N_("Risk level")),
)
AT_HEADQUARTERS = (
    *(ListColumn("office", N_("Office")), ListColumn("also", N_("Also in"))),
    ListColumn("region", N_("Region"), shown=False),
)
TABLES = (".xlsx", ".ods", ".csv", ".txt", ".tsv", ".xml")  # files of partners that can be imported
BY_NAME = ListOrder(NAME)
REMINDED = "reminded:partners"  # under which is kept whom the form of a reminder is about


class PartnersPresenter(UndoingPresenter, PagedList[PartnerLine]):
    """Shows the partners wanted: their order is read away from the window, and their lines as somebody looks."""

    shows = frozenset({"partner", "decision", "clearance", "officer"})

    def __init__(self, office: "Office", runner: Runner, text: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(
            self, "partners", N_("Partners"), columns, first_title=N_("Partner"), order=BY_NAME, by_store=True
        )
        self.text, self.archived = text.strip(), False
        self.known = False  # whether the list was read
        self.lines = ()
        self.count = 0  # of all partners
        self._counts: Mapping[str, Mapping[str, int]] = {}
        self._officers: Mapping[str, str] = {}
        self._regions_read: Mapping[str, str] | None = None
        self._reading = self._finding = 0
        asked = self.held(REMINDED).get("partners", ())
        self.reminding = tuple(map(str, asked)) if isinstance(asked, list) else ()  # whom the open form is about

    @property
    def filter(self) -> PartnerFilter:
        """Which partners are shown."""
        of = self.listing.filter
        return PartnerFilter(
            text=self.text,
            group=of("group"),
            kind=of("kind"),
            stage=of("stage"),
            level=of("level"),
            owner=of("owner"),
            office=of("office"),
            region=of("region"),
            label=of("label"),
            archived=self.archived,
            regions=self._regions(),
        )

    def _regions(self) -> Mapping[str, str]:
        """The region of each office, of which only Headquarters has several."""
        if not self.office.is_hq:
            return {}
        if self._regions_read is None:
            self._regions_read = office_profile.regions(self.office.work)
        return self._regions_read

    def refresh(self) -> None:
        """Read the order and the first lines again, away from the window; of several readings the last is shown."""
        self._reading += 1
        reading = self._reading
        if not self.known:
            self.changed()  # an empty page, not all that may stand on it at once
        choice, order = self.filter, self._order()
        row = self.listing.stands_on
        before = self.listed_before(self.listing, row)
        self.runner.quietly(lambda: self._read(choice, order, row, before), lambda whole: self._show(reading, *whole))

    def _read(
        self, choice: PartnerFilter, order: ListOrder, row: object, before: Sequence[object]
    ) -> tuple[PartnerOrder, PagedLines[PartnerLine]]:
        store = self.office.store
        whole = partner_list.ordered(store, choice, order, self._ranks(), first=FIRST)
        unread = PartnerLine("", _("Being read…")) if isinstance(whole.ids, LongList) else None
        lines = PagedLines(whole.ids, lambda ids: partner_list.lines(store, ids, choice.text), self.read_ahead, unread)
        if isinstance(whole.ids, LongList):
            whole.ids.go_on_from(before, row)
        lines.begin_with(whole.first)
        lines.read_near(row)
        return whole, lines

    def _show(self, reading: int, whole: PartnerOrder, lines: PagedLines[PartnerLine]) -> None:
        if reading != self._reading:
            return
        self.lines, self.known = lines, True
        self._counts, self.count, self._officers = whole.counts, whole.total, whole.officers
        self.changed()

    def _order(self) -> ListOrder:
        """Who looks for words and did not sort otherwise sees what resembles them most first."""
        order = self.listing.order
        return ListOrder() if self.text and order == BY_NAME else order

    def _ranks(self) -> Mapping[str, Mapping[str, int]]:
        """In which order the codes of a column are read."""
        strategy = self.office.definitions.strategy
        countries = sorted(places.countries(language()), key=lambda country: folded(country[1]))
        return {
            "place": _rank(code for code, _name in countries),
            "group": _rank(group.id for group in strategy.groups),
            "kind": _rank(kind.id for kind in strategy.subtypes),
            "stage": _rank(code for code, _words in self._stages()),
            "level": _rank(LEVELS),
            "region": _rank(self.office.definitions.regions.labels),
        }

    def _stages(self) -> Sequence[tuple[str, str]]:
        """The stages of the pipeline and its exits, in their order."""
        strategy = self.office.definitions.strategy
        stages = [(stage.id, pick(stage.label)) for stage in strategy.stages]
        return [*stages, *((way.id, pick(way.label)) for way in strategy.exits)]

    # --- what is shown

    @property
    def total(self) -> int:
        """How many partners are in the list."""
        return len(self.lines)

    def find(self, spelt: str, after: int, found: Callable[[int], None]) -> None:
        """Tell where the next partner stands whose name begins so, -1 for none."""
        store = self.office.store
        self._finding += 1
        asked_last = self._finding

        def place(ids: Sequence[str]) -> int:
            """In a very long list that takes a while: not done for letters to which others were added since."""
            return partner_list.position(store, ids, spelt, after) if asked_last == self._finding else -1

        self.tell_place(place, found)

    def search(self, text: str) -> None:
        """Show the partners whose name, other names, number or city hold these words."""
        if text.strip() != self.text:
            self.text = text.strip()
            self.refresh()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def show_archived(self, on: bool) -> None:
        """Show the partners put away, or the others."""
        if on != self.archived:
            self.archived = on
            self.refresh()

    def clear(self) -> None:
        """Every partner again."""
        changed = bool(self.text) or self.archived
        self.text, self.archived = "", False
        if self.listing.is_narrowed:
            self.listing.widen_again()
        elif changed:
            self.refresh()

    # --- deeds

    @staticmethod
    def way(partner_id: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "partner", {"id": str(partner_id)}

    def open(self, partner_id: object) -> None:
        """Go to a partner."""
        self.open_place("partner", id=partner_id)

    def summarise(self, partner_id: object, show: Callable[[RecordSummary], None]) -> None:
        """Read a partner in short, away from the window."""
        work = self.office.work
        self.runner.quietly(lambda: partner_summary.read(work, str(partner_id)), show)

    @property
    def may_add(self) -> bool:
        """Whether this reader's role registers partners."""
        return may(self.office.user, Right.REGISTER)

    def add(self) -> None:
        """Begin a partner; what was searched for and not found is its name."""
        self.open_place("add_partner", name=self.text if not self.total else "")

    @property
    def deeds(self) -> Sequence[RowDeed]:
        """What can be done with partners chosen."""
        if not self.may_add:
            return ()
        if self.archived:
            return (RowDeed(_("Restore"), self._bring_back, for_several=True),)
        return (
            RowDeed(_("Set a reminder…"), self.remind, for_several=True),
            RowDeed(_("Merge…"), self.merge, for_several=True),
            RowDeed(_("Archive"), self._put_away, for_several=True),
        )

    def merge(self, partner_ids: Sequence[object]) -> None:
        """Compare two partners chosen, to make them one; of one alone, look for the other. Raises Problem for more."""
        if len(partner_ids) > 2:
            raise Problem(
                _("Two partners are merged at a time; nothing was merged."),
                _("Choose two lines of the list."),
                code="merge-two",
            )
        first, *others = map(str, partner_ids)
        self.open_place("merge_partners", partner=first, **({"other": others[0]} if others else {}))

    # --- a reminder for the partners chosen

    @property
    def reminder_draft(self) -> FormDraft:
        """What is typed into the form of a reminder."""
        return self.form_draft("reminder:partners")

    @property
    def reminded(self) -> str:
        """What the form of the reminder is for."""
        return plural("Reminder for {count} partner", "Reminder for {count} partners", len(self.reminding))

    def remind(self, partner_ids: Sequence[object]) -> None:
        """Open the form of a reminder that these partners shall have."""
        self.reminding = tuple(map(str, partner_ids))
        self.hold(REMINDED, {"partners": list(self.reminding)})
        self.changed()

    def give_up_reminder(self) -> None:
        """Close the form; what was typed into it is dropped."""
        self._close_reminder()
        self.changed()

    def _close_reminder(self) -> None:
        self.reminder_draft.drop()
        self.hold(REMINDED, {})
        self.reminding = ()

    def save_reminder(self, what: str, on: str) -> None:
        """Give the partners chosen this reminder in the place of theirs; it is taken back as one deed."""
        work, ids = self.office.work, self.reminding
        before = partners.reminders(work.store, ids)
        after = dict.fromkeys(ids, Reminder(what, on or None))
        text = plural("{count} partner has the reminder.", "{count} partners have the reminder.", len(ids))
        name = plural("reminder for {count} partner", "reminder for {count} partners", len(ids))
        self._do(name, text, partial(partners.remind_all, work, after), partial(partners.remind_all, work, before))
        self._close_reminder()
        self.changed()

    def _put_away(self, partner_ids: Sequence[object]) -> None:
        ids = tuple(map(str, partner_ids))
        text = plural(
            "{count} partner was archived: nothing was deleted, and it can be restored.",
            "{count} partners were archived: nothing was deleted, and they can be restored.",
            len(ids),
        )
        name = plural("archiving {count} partner", "archiving {count} partners", len(ids))
        self._do(name, text, partial(self._archive, ids), partial(self._restore, ids))

    def _bring_back(self, partner_ids: Sequence[object]) -> None:
        ids = tuple(map(str, partner_ids))
        text = plural("{count} partner was restored.", "{count} partners were restored.", len(ids))
        name = plural("restoring {count} partner", "restoring {count} partners", len(ids))
        self._do(name, text, partial(self._restore, ids), partial(self._archive, ids))

    def _archive(self, ids: Sequence[str]) -> None:
        partners.archive_all(self.office.work, ids, "")

    def import_table(self, path: str = "") -> None:
        """To the import of a table of partners."""
        self.open_place("partner_import", **({"path": path} if path else {}))

    def _restore(self, ids: Sequence[str]) -> None:
        partners.restore_all(self.office.work, ids)

    # --- in words

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.archived or self.listing.is_narrowed

    @property
    def counted(self) -> str:
        """How many partners, in words."""
        if not self.known:
            return ""
        if not self.filtered:
            return plural("{count} partner", "{count} partners", self.count) if self.count else ""
        if self.archived:
            if not self.total:
                return _("No partner is archived.")
            return plural(
                "{count} archived partner: open it to restore it to the lists.",
                "{count} archived partners: open one to restore it to the lists.",
                self.total,
            )
        return plural("{count} partner found", "{count} partners found", self.total)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what the list can be narrowed, with how many partners each choice would leave."""
        strategy = self.office.definitions.strategy
        groups = [(group.id, pick(group.label)) for group in strategy.groups]
        kinds = [(kind.id, pick(kind.label)) for kind in strategy.subtypes]
        levels = [(code, _(LEVEL_WORDS[code])) for code in (*LEVELS, UNRATED)]
        following = sorted(self._officers.items(), key=lambda officer: folded(officer[1]))
        owners = [*following, (UNRATED, _("nobody"))]
        offices = [(code, code) for code in sorted(self._counts.get("office", ()))]
        regions = list(self.office.definitions.regions.labels.items())
        named = [(label, label) for label in sorted(self._counts.get("label", ()), key=folded)]
        everything = (
            self._filter("office", _("Office"), _("All offices"), offices),
            self._filter("region", _("Region"), _("All regions"), regions),
            self._filter("stage", _("Stage"), _("All stages"), self._stages()),
            self._filter("level", _("Risk level"), _("All levels"), levels),
            self._filter("group", _("Target group"), _("All groups"), groups),
            self._filter("kind", _("Kind"), _("All kinds"), kinds),
            self._filter("owner", _("Focal point"), _("Everybody"), owners),
            self._filter("label", _("Label"), _("All labels"), named),
        )
        return everything if self.office.is_hq else everything[2:]

    def _filter(self, name: str, title: str, everything: str, choices: Sequence[tuple[str, str]]) -> ListFilter:
        counts, code = self._counts.get(name, {}), self.listing.filter(name)
        options = [FilterOption(key, words, counts.get(key, 0)) for key, words in choices]
        return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)

    def stage(self, line: PartnerLine) -> str:
        """A line's stage in words."""
        return labels.stage_name(self.office.definitions.strategy, line.stage)

    def about(self, line: PartnerLine) -> str:
        """The quiet second line: where it is, what it is, what comes next."""
        group = labels.group_name(self.office.definitions.strategy, line.group)
        return _joined(
            line.through,
            self._office_of(line),
            labels.place(line.city, line.country),
            group,
            self._next(line),
            ", ".join(line.labels),
        )

    def brief(self, line: PartnerLine) -> str:
        """The second line beside columns, which say some of it already."""
        strategy = self.office.definitions.strategy
        words = {
            "through": line.through,
            "office": self._office_of(line),
            "place": labels.place(line.city, line.country),
            "group": labels.group_name(strategy, line.group),
            "next": self._next(line),
            "labels": ", ".join(line.labels),
        }
        return self.listing.brief(words)

    def cells(self, line: PartnerLine) -> Mapping[str, RowCell]:
        """What a line says in each column."""
        strategy = self.office.definitions.strategy
        region = self.office.definitions.regions.labels.get(self._regions().get(line.office, ""), "")
        return {
            "place": RowCell(labels.place(line.city, line.country)),
            "group": RowCell(labels.group_name(strategy, line.group)),
            "kind": RowCell(labels.subtype_name(strategy, line.kind)),
            "number": RowCell(line.registration),
            "owner": RowCell(line.owner),
            "next": RowCell(self._next(line)),
            "labels": RowCell(", ".join(line.labels)),
            "stage": RowCell(self.stage(line)),
            "level": RowCell(_(LEVEL_WORDS.get(line.level, LEVEL_WORDS[UNRATED]))),
            "office": RowCell(line.office),
            "also": RowCell(", ".join(line.known_to)),
            "region": RowCell(region),
        }

    def _office_of(self, line: PartnerLine) -> str:
        return line.office if self.office.is_hq else ""

    def _next(self, line: PartnerLine) -> str:
        if not line.next_action or not line.next_action_on:
            return line.next_action

        day = day_in_words(line.next_action_on, language())
        return _("{action} on {day}").format(action=line.next_action, day=day)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _rank(codes: Iterable[str]) -> Mapping[str, int]:
    return {code: place for place, code in enumerate(codes)}
