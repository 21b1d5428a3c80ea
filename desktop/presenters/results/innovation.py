"""One innovation: what it is, which stage it reached on which day, which offices took it up, whom it assisted."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_number
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick
from desktop.base.values import Json
from desktop.bundles.innovations import InnovationTold
from desktop.definitions.results import ResultRules
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.results.head_counts import HEAD_COUNTS, ResultRow, head_count_rows
from desktop.presenters.results.recorded_form import EvidencedForm
from desktop.services.results import innovations, innovations_elsewhere
from desktop.services.results.innovations import InnovationLine, NewInnovation, NewReplication
from desktop.store.records import Result
from desktop.store.records.values import StageReached

if TYPE_CHECKING:
    from desktop.office import Office

STAGE = "stage_"  # before the code of a stage, as the key of the field of its day
REPLICATIONS = (
    ListColumn("country", N_("Country")),
    ListColumn("on", N_("Since")),
    ListColumn("notes", N_("In a few words")),
)


def stage_in_words(rules: ResultRules, stage: str) -> str:
    """A stage as people read it; one that the file does not have as it is."""
    labels = rules.labels("stages")
    return pick(labels[stage]) if stage in labels else stage


class InnovationPresenter(EvidencedForm):
    """A new innovation without an `id`, of a `partnership` or a `partner` where one is given; else one on record."""

    shows = frozenset({"result", "partner", "partnership", "evidence"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        partnership: str = "",
        partner: str = "",
    ) -> None:
        super().__init__(office, runner, id, partnership, partner)
        self.form_name = f"innovation:{id or partnership or partner or 'new'}"
        self.replications = Listing(
            self, "replications", N_("Taken up by other offices"), REPLICATIONS, first_title=N_("Office")
        )
        self.head_counts = Listing(
            self, "persons-assisted", N_("Persons assisted"), HEAD_COUNTS, first_title=N_("Period")
        )
        self.like_elsewhere: Sequence[InnovationTold] = ()  # of other offices, as far as they are known here
        self._compared = ""
        self._read()

    def _read(self) -> None:
        page = innovations.page(self.office.work, self.id, self.came_from, self.chosen)
        self.line: InnovationLine | None = page.line
        self.whose, self.names, self.pieces = page.whose, page.officers, page.evidence

    def arrive(self) -> None:
        self.changed()
        self._compare()

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "title":
            self._compare()

    def _compare(self) -> None:
        """Look for what is like it in other offices, away from the window; only the last title counts."""
        title = text_of(self.fields.get("title"))
        if title == self._compared:
            return
        self._compared = title
        own = self.innovation.office if self.innovation is not None else self.office.work.store.identity.office
        look = partial(innovations_elsewhere.alike, self.office.work, title, own)
        self.runner.quietly(look, partial(self._show_alike, title))

    def _show_alike(self, title: str, alike: Sequence[InnovationTold]) -> None:
        if title == self._compared:
            self.like_elsewhere = alike
            self.changed()

    @property
    def innovation(self) -> Result | None:
        """The innovation on record."""
        return self.line.innovation if self.line is not None else None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.innovation.title if self.innovation is not None else _("New innovation")

    @property
    def state(self) -> str:
        """The stage that it reached and whose it is; of a new one, what is needed."""
        if self.line is None:
            return _("What, of which partnership, and since when it is an idea, a prototype or in use.")
        stage = stage_in_words(self.office.definitions.results, self.line.innovation.stage)
        return " · ".join(part for part in (stage, self.line.partner, self.line.partnership) if part)

    @property
    def lacks(self) -> str:
        """Why it does not count yet; empty where it does."""
        if self.line is None or self.line.counts:
            return ""
        first = next((stage for stage in self.office.definitions.results.stages if stage.counts), None)
        return _("It counts from the stage “{stage}” on.").format(stage=pick(first.label)) if first is not None else ""

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.innovation is not None and self.innovation.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields; each stage has one for its day."""
        rules = self.office.definitions.results
        title = FieldSpec("title", InputKind.TEXT, _("What it is called"), required=_("Say what it is called."))
        sorts = options((code, pick(label)) for code, label in rules.sorts.items())
        sort = FieldSpec("sort", InputKind.DROPDOWN, _("What it is"), options=sorts, chars=0)
        stages = [
            FieldSpec(
                f"{STAGE}{stage.id}", InputKind.DATE, pick(stage.label), _("Since which day.") if not place else ""
            )
            for place, stage in enumerate(rules.stages)
        ]
        text = FieldSpec("text", InputKind.AREA, _("In a few words"), lines=2)
        here = _("The code of the office where it began: another one where you took it over.")
        origin = FieldSpec("origin", InputKind.TEXT, _("Began in the office"), here, chars=12)
        withheld = FieldSpec("withheld", InputKind.YES, _("Other offices are not told of it"))
        planned = self.partnership_field(_("Choose the partnership that it came from."))
        return [[title, sort], [planned, self.partner_field], stages, [origin], [text], [withheld]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one the partnership that it comes from."""
        own = self.innovation
        if own is None:
            return {"partnership_id": self.own_partnership, "origin": self.office.work.store.identity.office}
        return {
            "partnership_id": own.partnership_id,
            "title": own.title,
            "sort": own.sort,
            "text": own.text,
            "origin": own.office_code,
            "withheld": own.withheld,
            **{f"{STAGE}{reached.stage}": reached.on for reached in own.stages},
        }

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        typed = self.fields
        days = {stage.id: text_of(typed.get(f"{STAGE}{stage.id}")) for stage in self.office.definitions.results.stages}
        new = NewInnovation(
            partnership_id=text_of(typed.get("partnership_id")),
            title=text_of(typed.get("title")),
            sort=text_of(typed.get("sort")),
            stages=tuple(StageReached(stage=stage, on=day) for stage, day in days.items() if day),
            text=text_of(typed.get("text")),
            origin=text_of(typed.get("origin")),
            withheld=typed.get("withheld") is True,
        )
        work = self.office.work
        self.correct_or_record(
            "innovation", lambda: innovations.correct(work, self.id, new), lambda: innovations.record(work, new).id
        )

    @property
    def remarks(self) -> Sequence[tuple[str, str]]:
        """Why it does not count yet; of a new one, that other offices have something like it."""
        alike = _("Other offices have something like it: it stands below the form.")
        sentences = (self.lacks, alike if self.like_elsewhere and not self.id else "")
        return [("info", sentence) for sentence in sentences if sentence]

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What a sum says of it, what is like it elsewhere, and who wrote it down."""
        if self.line is None:
            return ()
        spoken, line = language(), self.line
        persons = format_number(line.persons, spoken) if line.persons else ""
        pairs = (
            (_("Persons assisted"), persons),
            (_("Noted by"), self.names.get(line.innovation.noted_by, "")),
        )
        return [(name, value) for name, value in pairs if value]

    def told(self, own: InnovationTold) -> str:
        """An innovation of another office in words: where, how far, since when, on what."""
        spoken, rules = language(), self.office.definitions.results
        where = ", ".join(places.country_name(code, spoken) for code in own.countries)
        themes = self.office.definitions.strategy.labels("themes")
        about = ", ".join(pick(themes[code]) for code in own.themes if code in themes)
        office = _("{office} ({countries})").format(office=own.office, countries=where) if where else own.office
        stage, since = stage_in_words(rules, own.stage), day_in_words(own.since, spoken)
        return " · ".join(part for part in (own.title, office, stage, since, about) if part)

    def took_up(self, own: InnovationTold) -> bool:
        """Whether another office says that it took this one over, and that is not on record yet."""
        if self.innovation is None or self.innovation.archived or own.origin != self.innovation.office:
            return False
        known = {row.office_code for row in (self.line.replications if self.line is not None else ())}
        return own.office not in known and bool(own.since)

    def began_there(self, own: InnovationTold) -> None:
        """Say in the form that it began in that office, where this one took it over."""
        self.take("origin", own.origin or own.office)

    def note_taken_up(self, own: InnovationTold) -> str:
        """Record that the office took it up; the id of that record, to take it back."""
        country = own.countries[0] if own.countries else ""
        new = NewReplication(office_code=own.office, happened_on=own.since, country=country)
        replication = innovations.replicate(self.office.work, self.id, new)
        self.refresh()
        return replication.id

    def take_back(self, replication_id: str, aside: bool) -> None:
        """Take back what was recorded of another office, or bring it back."""
        innovations.set_aside(self.office.work, replication_id, aside)
        self.refresh()

    @property
    def replication_rows(self) -> Sequence[ResultRow]:
        """The offices that took it up, the last first."""
        rows = self.line.replications if self.line is not None else ()
        return [
            ResultRow(
                own.id,
                own.office_code,
                day_in_words(own.happened_on, language()),
                {
                    "country": RowCell(places.country_name(own.country, language()) if own.country else ""),
                    "on": RowCell(day_in_words(own.happened_on, language()), day_known(own.happened_on)),
                    "notes": RowCell(own.text),
                },
            )
            for own in rows
        ]

    @property
    def head_count_rows(self) -> Sequence[ResultRow]:
        """Whom it assisted, the last first."""
        rows = self.line.head_counts if self.line is not None else ()
        return head_count_rows(self.office.definitions.results, rows)

    # --- gestures

    def replicate(self) -> None:
        """Record that another office took it up."""
        self.open_place("replication", innovation=self.id)

    def open_replication(self, key: object) -> None:
        """Open a replication."""
        self.open_place("replication", innovation=self.id, id=str(key))

    def assist(self) -> None:
        """Record persons whom it assisted."""
        self.open_place("assisted", about=self.id)

    def open_head_count(self, key: object) -> None:
        """Open a number of persons."""
        self.open_place("assisted", about=self.id, id=str(key))

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        innovations.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def open_list(self) -> None:
        """Back to the innovations."""
        self.open_place("innovations")
