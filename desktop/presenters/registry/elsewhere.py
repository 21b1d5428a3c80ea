"""The partners of the other offices, as Headquarters told of them: searched, narrowed, exported; nobody's to change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, plural
from desktop.presenters import partner_labels as labels
from desktop.presenters.listing import (
    NAME,
    FilterOption,
    ListColumn,
    ListFilter,
    Listing,
    PagedLines,
    PagedList,
    RowCell,
)
from desktop.presenters.registry.elsewhere_words import UNTOLD, day_sentence, is_old, stage_words
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.services.registry import elsewhere
from desktop.services.registry.elsewhere import ElsewhereFilter, ElsewhereOrder, ExtractStanding, KnownElsewhere

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("office", N_("Office")),
    ListColumn("bureau", N_("Name of the office"), shown=False),
    ListColumn("country", N_("Country")),
    ListColumn("others", N_("Other names"), shown=False),
    ListColumn("stage", N_("Stage")),
    ListColumn("heard", N_("Heard from on"), shown=False),
)
BY_NAME = ListOrder(NAME)


@dataclass(frozen=True)
class ElsewhereLine:
    """One partner of another office in words, and what stands in the columns."""

    key: str
    name: str
    note: str
    cells: Mapping[str, RowCell]
    words: Mapping[str, str]


class ElsewherePresenter(PagedList[ElsewhereLine]):
    """Their order is read away from the window, and their lines as somebody looks."""

    def __init__(self, office: "Office", runner: Runner, text: str = "") -> None:
        super().__init__(office, runner)
        title = N_("Partners of other offices")
        self.listing = Listing(
            self, "elsewhere", title, COLUMNS, first_title=N_("Partner"), order=BY_NAME, by_store=True
        )
        self.text = text.strip()
        self.is_read = False
        self.lines = ()
        self.standing = ExtractStanding()
        self._counts: Mapping[str, Mapping[str, int]] = {}
        self._reading = 0

    def refresh(self) -> None:
        """Read the order and the first lines again, away from the window; of several readings the last is shown."""
        self._reading += 1
        reading, of, order, row = self._reading, self.listing.filter, self.listing.order, self.listing.stands_on
        if not self.is_read:
            self.changed()
        choice = ElsewhereFilter(self.text, of("office"), of("country"), of("stage"))
        self.runner.quietly(lambda: self._read(choice, order, row), lambda answer: self._show(reading, *answer))

    def _read(
        self, choice: ElsewhereFilter, order: ListOrder, row: object
    ) -> tuple[ElsewhereOrder, PagedLines[ElsewhereLine]]:
        work = self.office.work
        ranks = {
            "country": {code: at for at, (code, _name) in enumerate(places.countries(language()))},
            "stage": {code: at for at, (code, _name) in enumerate(self._stages())},
        }
        whole = elsewhere.ordered(work, choice, order, ranks)

        def read(keys: Sequence[str]) -> Sequence[ElsewhereLine]:
            return [self._line(partner) for partner in elsewhere.lines(work, keys)]

        lines = PagedLines(whole.keys, read, self.read_ahead)
        lines.read_near(row)
        return whole, lines

    def _show(self, reading: int, whole: ElsewhereOrder, lines: PagedLines[ElsewhereLine]) -> None:
        if reading == self._reading:
            self.is_read, self.lines, self._counts, self.standing = True, lines, whole.counts, whole.standing
            self.changed()

    def _line(self, partner: KnownElsewhere) -> ElsewhereLine:
        words = {
            "office": partner.office,
            "bureau": partner.office_name,
            "country": labels.country(partner.country) if partner.country else "",
            "others": ", ".join(partner.other_names),
            "stage": stage_words(self.office.definitions, partner),
        }
        heard = day_in_words(partner.heard, language()) if partner.heard else ""
        cells = {name: RowCell(text) for name, text in words.items()}
        cells["heard"] = RowCell(heard, day_known(partner.heard))
        note = " · ".join(text for text in words.values() if text)
        return ElsewhereLine(partner.key, partner.name, note, cells, words)

    def brief(self, line: ElsewhereLine) -> str:
        """The second line beside columns, which say some of it already."""
        return self.listing.brief(line.words)

    def _stages(self) -> Sequence[tuple[str, str]]:
        strategy = self.office.definitions.strategy
        codes = [*(stage.id for stage in strategy.stages), *(way.id for way in strategy.exits)]
        return [(code, labels.stage_name(strategy, code)) for code in codes]

    # --- what is shown

    @property
    def state(self) -> str:
        """How many there are of how many offices, and of which day that is."""
        if self.standing.day is None:
            return ""
        if self.filtered:
            counted = plural("{count} partner found", "{count} partners found", len(self.lines))
        else:
            counted = plural("{count} partner", "{count} partners", len(self.lines))
        offices = plural("{count} other office", "{count} other offices", len(self.standing.offices))
        counts = _("{partners} of {offices}.").format(partners=counted, offices=offices)
        return f"{counts} {day_sentence(self.standing, self.office.work.today())}"

    @property
    def untold(self) -> str:
        """What the list cannot know."""
        return _(UNTOLD)

    @property
    def is_old(self) -> bool:
        """Whether it lies too far back to be relied on."""
        return is_old(self.office.work, self.standing)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def may_add(self) -> bool:
        """Whether this reader's role registers partners."""
        return may(self.office.user, Right.REGISTER)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what the list can be narrowed, with how many partners each choice would leave."""
        offices = [
            (code, f"{code}, {office.name}" if office.name else code) for code, office in self.standing.offices.items()
        ]
        countries = sorted(
            ((code, labels.country(code)) for code in self._counts.get("country", ()) if code),
            key=lambda named: folded(named[1]),
        )
        return (
            self._filter("office", _("Office"), _("All offices"), offices),
            self._filter("country", _("Country"), _("All countries"), countries),
            self._filter("stage", _("Stage"), _("All stages"), self._stages()),
        )

    def _filter(self, name: str, title: str, everything: str, choices: Sequence[tuple[str, str]]) -> ListFilter:
        counts, code = self._counts.get(name, {}), self.listing.filter(name)
        options = [FilterOption(key, words, counts.get(key, 0)) for key, words in choices]
        return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)

    # --- gestures

    def filter(self, text: str) -> None:
        """List only the partners that hold these words."""
        if text.strip() != self.text:
            self.text = text.strip()
            self.refresh()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def clear(self) -> None:
        """All of them again."""
        self.text = ""
        if self.listing.is_narrowed:
            self.listing.widen_again()
        else:
            self.refresh()

    def find(self, spelt: str, after: int, found: Callable[[int], None]) -> None:
        """Tell where the next partner stands whose name begins so, -1 for none."""
        self.tell_place(lambda keys: elsewhere.position(self.office.work, keys, spelt, after), found)

    def add(self, key: object) -> None:
        """Begin a partner of ours with this name; somebody who may not register stays here."""
        if self.may_add:
            self.open_place("add_partner", name=self.lines[list(self.ids).index(str(key))].name)
