"""One target, baseline or budget that Headquarters sets, with its document and who wrote what of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import format_moment
from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.strategy_figures import MEANINGS, about_words, amount_words
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may
from desktop.services.registry.history import HistoryLine
from desktop.services.results import strategy_figures
from desktop.services.results.figure_words import scope_words, unit_words
from desktop.services.results.strategy_figures import NewStrategyFigure
from desktop.store.states import FigureMeaning
from desktop.store.store import HQ

if TYPE_CHECKING:
    from desktop.office import Office

SHOWN = 20  # lines of its history
EVERYWHERE = "iom"  # the whole Organization, as the form names it: a choice is never empty


class StrategyFigurePresenter(CorrectableForm):
    """A new one without an `id`; of one on record only its number and its document change."""

    shows = frozenset({"strategy_figure"})

    def __init__(self, office: "Office", runner: Runner, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.form_name = id, f"strategy_figure:{id or 'new'}"
        self.recorded_id = ""  # the figure that the last deed wrote
        self._before: NewStrategyFigure | None = None  # what the last deed replaced
        self._history: Sequence[HistoryLine] = ()
        self._read()

    def _read(self) -> None:
        work = self.office.work
        self.figure = strategy_figures.read(work, self.id) if self.id else None
        self._offices = {code: own.name for code, own in office_profile.known(work).items() if code != HQ}

    def refresh(self) -> None:
        """Read it again, its history away from the window: it looks through the journal."""
        self._read()
        self.changed()
        work, id_ = self.office.work, self.id
        if self.figure is not None:
            self.runner.quietly(lambda: strategy_figures.history_of(work, id_)[:SHOWN], self._show_history)

    def _show_history(self, lines: Sequence[HistoryLine]) -> None:
        self._history = lines
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader writes it."""
        return may(self.office.user, Right.HEADQUARTERS) and self.office.is_hq

    @property
    def title(self) -> str:
        """Of what it is."""
        figure = self.figure
        return about_words(self.office.definitions, figure) if figure is not None else _("New target or baseline")

    @property
    def state(self) -> str:
        """What it is, of which year and for whom."""
        figure = self.figure
        if figure is None:
            return _("A number with the document it stands in; the offices that it concerns hear of it with a return.")
        scope = scope_words(self.office.definitions, figure.scope, self._offices)
        words = [_(MEANINGS[figure.meaning]), figure.year, scope]
        return " · ".join([*words, _("taken back")] if figure.archived else words)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.figure is not None and self.figure.archived

    @property
    def _meaning(self) -> str:
        return text_of(self.fields.get("meaning")) or FigureMeaning.TARGET

    @property
    def rows(self) -> FormRows:
        """The fields; of one on record those that may change."""
        amount = FieldSpec("amount", InputKind.NUMBER, _("Number"), unit=self._unit, chars=18, required=_("Write it."))
        source = FieldSpec(
            "source",
            InputKind.TEXT,
            _("In which document it stands"),
            _("Programme and Budget, page and date"),
            required=_("Name the document."),
        )
        dated = FieldSpec("dated_on", InputKind.DATE, _("Day of the document"))
        if self.figure is not None:
            return [[amount], [source], [dated]]
        meaning = FieldSpec(
            "meaning",
            InputKind.DROPDOWN,
            _("What it is"),
            options=options((code, _(label)) for code, label in MEANINGS.items()),
            chars=0,
        )
        year = FieldSpec("year", InputKind.TEXT, _("Year"), chars=6, required=_("Write the year."))
        first = [meaning] if self._meaning == FigureMeaning.BASELINE else [meaning, year]
        if self._meaning == FigureMeaning.BUDGET:
            return [first, [amount], [source], [dated]]
        if self._meaning == FigureMeaning.PEER:
            peer = FieldSpec("peer", InputKind.TEXT, _("Organization"), required=_("Name it."))
            return [first, [peer], [amount], [source], [dated]]
        return [first, [self._indicator_field, self._scope_field], [amount], [source], [dated]]

    @property
    def _indicator_field(self) -> FieldSpec:
        every = {own.id: own for own in self.office.definitions.indicators.every if own.type is not None}
        return FieldSpec(
            "indicator",
            InputKind.DROPDOWN,
            _("Indicator"),
            options=options((own.id, f"{own.id} · {pick(own.short)}") for own in every.values()),
            required=_("Choose one."),
            chars=0,
        )

    @property
    def _scope_field(self) -> FieldSpec:
        regions = self.office.definitions.regions.labels
        offices = sorted(self._offices.items())
        scopes = [(EVERYWHERE, _("the whole Organization")), *regions.items()]
        scopes += [(code, f"{code} · {name}") for code, name in offices]
        return FieldSpec("scope", InputKind.DROPDOWN, _("For whom"), options=options(scopes), chars=0)

    @property
    def _unit(self) -> str:
        """In what its number is."""
        code = text_of(self.fields.get("indicator"))
        own = next((own for own in self.office.definitions.indicators.every if own.id == code), None)
        if self._meaning in strategy_figures.OF_NO_INDICATOR:
            return _("US dollars")
        return unit_words(own) if own is not None else ""

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; of a new one a target of the present year for the whole Organization."""
        figure = self.figure
        if figure is not None:
            new = strategy_figures.as_written(figure)
            return {
                "meaning": str(new.meaning),
                "indicator": new.indicator,
                "amount": new.amount,
                "source": new.source,
                "dated_on": new.dated_on,
            }
        present = str(self.office.work.today().year)
        return {
            **dict.fromkeys(("indicator", "amount", "source", "dated_on", "peer"), ""),
            "scope": EVERYWHERE,
            "meaning": str(FigureMeaning.TARGET),
            "year": present,
        }

    def save(self) -> None:
        """Write it down, or correct it. Raises Problem as `strategy_figures.record` does, and for one there is."""
        typed, figure, work = self.fields, self.figure, self.office.work
        scope = text_of(typed.get("peer" if self._meaning == FigureMeaning.PEER else "scope"))
        new = NewStrategyFigure(
            FigureMeaning(self._meaning) if figure is None else figure.meaning,
            text_of(typed.get("indicator")) if figure is None else figure.indicator,
            text_of(typed.get("year")).strip() if figure is None else figure.year,
            ("" if scope == EVERYWHERE else scope) if figure is None else figure.scope,
            text_of(typed.get("amount")),
            text_of(typed.get("source")),
            text_of(typed.get("dated_on")),
        )
        if figure is None and strategy_figures.same_as(work, new) is not None:
            raise Problem(
                _("This is on record already for that year; nothing was changed."),
                _("Open it in the list and correct it: its history keeps the former number."),
                code="strategy-figure-twice",
            )
        before = strategy_figures.as_written(figure) if figure is not None and not figure.archived else None
        self.recorded_id = strategy_figures.record(work, new).id
        self._before = before
        self.forget()
        self.refresh()

    def undo(self) -> None:
        """As it was before the last deed."""
        recorded = strategy_figures.read(self.office.work, self.recorded_id)
        present = strategy_figures.as_written(recorded) if recorded is not None and not recorded.archived else None
        strategy_figures.restore(self.office.work, self._before, self.recorded_id)
        self._before = present
        self.refresh()

    def set_aside(self, aside: bool) -> None:
        """Take it back, or put it on record again."""
        strategy_figures.set_aside(self.office.work, self.id, aside)
        self.refresh()

    @property
    def recorded_sentence(self) -> str:
        """What was written down last."""
        figure = strategy_figures.read(self.office.work, self.recorded_id) if self.recorded_id else None
        if figure is None:
            return ""
        definitions = self.office.definitions
        return _("Recorded: {about}, {number}.").format(
            about=about_words(definitions, figure), number=amount_words(definitions, figure)
        )

    @property
    def history(self) -> Sequence[tuple[str, str]]:
        """Who wrote what of it, the newest first."""
        return [
            (
                " · ".join(part for part in (format_moment(line.at, language()), line.by) if part),
                "; ".join(filter(None, (_change_words(own.field, own.after) for own in line.changed))) or line.what,
            )
            for line in self._history
        ]

    def go_back(self) -> None:
        """The list."""
        self.open_place("strategy_figures")


def _change_words(field: str, after: object) -> str:
    """What became of a field; empty for those that say nothing to a reader."""
    words = {"amount": _("Number"), "source": _("Document"), "dated_on": _("Its day")}
    if field in words:
        return _("{name}: {text}").format(name=words[field], text=after) if after else ""
    if field == "archived" and after:
        return _("taken back")
    return ""
