"""The offices on a map of the world, each by the country of its profile."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.base.places import country_name, country_point
from desktop.base.progress import Runner
from desktop.base.text import _, in_series, language, plural
from desktop.documents.charts.marks import DotShape, MarkInk
from desktop.documents.charts.world import MapLook, MapSign
from desktop.presenters.exchange import office_lines
from desktop.presenters.exchange.office_summary import OfficeRow
from desktop.presenters.presenter import Presenter, Tone
from desktop.services.exchange.headquarters import overview
from desktop.services.exchange.headquarters.overview import HeadquartersOverview

if TYPE_CHECKING:
    from desktop.office import Office


class OfficeMapPresenter(Presenter):
    """A sign for every office whose country is known; the others are named below. Read away from the window."""

    shows = frozenset({"device", "officer", "diligence_case", "decision", "incident", "office_profile"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.is_read = False
        self.signs: Sequence[MapSign] = ()
        self._placeless: Sequence[str] = ()
        self._reading = 0

    def refresh(self) -> None:
        """Read the offices again; of several readings the last is shown."""
        if not self.office.is_hq:
            self.is_read = True
            self.changed()
            return
        self._reading += 1
        reading, work, keys = self._reading, self.office.work, self.office.keys

        def show(state: HeadquartersOverview) -> None:
            if reading == self._reading:
                rows = office_lines.rows(work.definitions, state, work.clock.today())
                countries = {code: profile.country for code, profile in state.profiles.items()}
                self.signs = [sign for row in rows if (sign := _sign(row, countries.get(row.code, ""))) is not None]
                placed = {sign.key for sign in self.signs}
                self._placeless = [row.code for row in rows if row.code not in placed]
                self.is_read = True
                self.changed()

        self.changed()
        self.runner.quietly(lambda: overview.read(work, keys), show)

    @property
    def sentence(self) -> str:
        """How many stand on the map, and which do not."""
        if not self.is_read:
            return ""
        shown = plural("{count} office on the map.", "{count} offices on the map.", len(self.signs))
        if not self._placeless:
            return shown
        names = in_series(language(), self._placeless)
        others = _("Without a country that is known: {offices}.").format(offices=names)
        return f"{shown} {others}"

    @property
    def description(self) -> str:
        """The map in words, for whoever does not see it."""
        return " ".join(f"{sign.spoken}." for sign in self.signs)

    def open_office(self, code: str) -> None:
        """The page of one office."""
        self.open_place("hq_office", code=code)

    def open_table(self) -> None:
        """The same offices as a list."""
        self.open_place("hq")


def looks() -> dict[Tone, MapLook]:
    """How an office is drawn by the tone of its state: by colour and by shape."""
    return {
        Tone.GOOD: MapLook(MarkInk.FIRST, DotShape.DISC, _("up to date")),
        Tone.INFO: MapLook(MarkInk.FIRST, DotShape.DIAMOND, _("something to do here")),
        Tone.WARN: MapLook(MarkInk.SECOND, DotShape.TRIANGLE, _("to look at")),
        Tone.NEUTRAL: MapLook(MarkInk.TEXT, DotShape.RING, _("awaited")),
    }


def _sign(row: OfficeRow, country: str) -> MapSign | None:
    point = country_point(country)
    if point is None:
        return None
    place = country_name(country, language())
    spoken = _("{office}, {country}: {state}").format(
        office=" ".join(part for part in (row.code, row.name) if part), country=place, state=row.state
    )
    return MapSign(row.code, *point, looks()[row.tone], row.code, spoken)
