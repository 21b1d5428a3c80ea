"""One activity: what, where, when, who takes which part; a study or publication with its edition; its evidence."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import N_, Text, _, in_series, language, pick
from desktop.base.values import Json
from desktop.base.work_numbers import shown_work_number
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, rows_of, text_of, texts_of
from desktop.presenters.listing import Listing
from desktop.presenters.results.head_counts import HEAD_COUNTS, ResultRow, head_count_rows
from desktop.presenters.results.recorded_form import EvidencedForm
from desktop.services.results import activities, innovations
from desktop.services.results.activities import PART, NewActivity
from desktop.store.records import Activity
from desktop.store.records.values import PartnerRole

if TYPE_CHECKING:
    from desktop.office import Office


def lacks_in_words(reasons: Mapping[str, Text], lacks: Sequence[str]) -> str:
    """What an activity lacks to count (`ActivityLine.lacks`), by the rules of the indicators; empty where nothing."""
    words = {PART: _("nobody’s part in it is said"), **{code: pick(label) for code, label in reasons.items()}}
    return " · ".join(words.get(code, code) for code in lacks)


class ActivityPresenter(EvidencedForm):
    """A new activity without an `id`, of a `partnership` or with a `partner` where one is given; else one on record."""

    shows = frozenset({"activity", "result", "partner", "partnership", "evidence"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        partnership: str = "",
        partner: str = "",
    ) -> None:
        super().__init__(office, runner, id, partnership, partner)
        self.head_counts = Listing(
            self, "persons-of-activity", N_("Persons assisted"), HEAD_COUNTS, first_title=N_("Period")
        )
        self.form_name = f"activity:{id or partnership or partner or 'new'}"
        self.same_work: Sequence[Activity] = ()
        self._read()

    def _read(self) -> None:
        page = activities.page(self.office.work, self.id, self.came_from, self.chosen)
        self.line, self.pieces, self.whose, self.names = page.line, page.evidence, page.whose, page.officers
        self.assisted = innovations.reported_before(self.office.work, self.id) if self.id else ()
        self._compare()

    @property
    def activity(self) -> Activity | None:
        """The activity on record."""
        return self.line.activity if self.line is not None else None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.activity.title if self.activity is not None else _("New activity")

    @property
    def state(self) -> str:
        """What kind of activity, with whom; of a new one, what is needed."""
        if self.line is None:
            return _("What, with whom: the rest can wait, and the page says what lacks before it counts.")
        label = self.office.definitions.results.labels("activities").get(self.line.activity.kind)
        day = day_in_words(activities.day_of_activity(self.line.activity), language(), "long")
        partners = ", ".join(self.line.partners.values())
        return " · ".join(part for part in (pick(label) if label else "", partners, day) if part)

    @property
    def lacks(self) -> str:
        """What lacks before it counts for an indicator, in one sentence; empty where nothing does."""
        words = (
            lacks_in_words(self.office.definitions.indicators.reasons, self.line.lacks) if self.line is not None else ""
        )
        if not words or self.line is None:
            return ""
        if self.line.counts_for.counted:
            return _("It does not count everywhere: {lacks}.").format(lacks=words)
        return _("It does not count yet: {lacks}.").format(lacks=words)

    @property
    def counts_for(self) -> str:
        """The indicators that count it, in words."""
        counted = self.line.counts_for.counted if self.line is not None else ()
        return ", ".join(pick(own.short) for own in self.office.definitions.indicators.every if own.id in counted)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.activity is not None and self.activity.archived

    # --- the form

    @property
    def is_product(self) -> bool:
        """Whether what is written down can be read: a study, a publication, a research paper."""
        return self.office.definitions.results.is_product(text_of(self.fields.get("kind")))

    @property
    def rows(self) -> FormRows:
        """The fields; a study or publication has others than what takes place."""
        rules = self.office.definitions.results
        kind = FieldSpec(
            "kind",
            InputKind.DROPDOWN,
            _("What it is"),
            options=options((own.id, pick(own.label)) for own in rules.activities),
            required=_("Choose what it is."),
            chars=0,
        )
        title = FieldSpec("title", InputKind.TEXT, _("What it is called"), required=_("Say what it is called."))
        countries = FieldSpec(
            "countries", InputKind.PICKS, _("Countries"), options=options(places.countries(language()))
        )
        themes = FieldSpec(
            "themes",
            InputKind.CHECKS,
            _("Themes"),
            options=options((theme.id, pick(theme.label)) for theme in self.office.definitions.strategy.themes),
        )
        project = FieldSpec("project_code", InputKind.TEXT, _("Project code"), chars=14)
        donor = FieldSpec("donor", InputKind.TEXT, _("Who else pays"))
        text = FieldSpec("text", InputKind.AREA, _("In a few words"), lines=2)
        chosen = text_of(self.fields.get("kind"))
        usual = rules.by_kind[chosen].usual if chosen in rules.by_kind else ()
        when = self._product_rows if self.is_product else self._days
        return [
            [title, kind],
            [self.partnership_field(), self.partner_field],
            [self._roles(usual)],
            *when,
            [countries],
            [themes],
            [project, donor],
            [text],
        ]

    def _roles(self, usual: Sequence[str]) -> FieldSpec:
        """Who takes which part: the usual ones of this kind first."""
        labels = self.office.definitions.results.roles
        ordered = [*usual, *(code for code in labels if code not in usual)]
        partners, roles = options(self.whose.partners.items()), options((code, pick(labels[code])) for code in ordered)
        columns = (
            FieldSpec("partner", InputKind.DROPDOWN, _("Partner"), options=partners, chars=0),
            FieldSpec("role", InputKind.DROPDOWN, _("Its part"), options=roles, chars=0),
        )
        return FieldSpec("partner_roles", InputKind.ROWS, _("Who takes part"), columns=columns, add=_("Add a part"))

    @property
    def _days(self) -> FormRows:
        return [
            [
                FieldSpec("starts_on", InputKind.DATE, _("First day")),
                FieldSpec("ends_on", InputKind.DATE, _("Last day"), _("Empty for one day, or while it goes on.")),
            ]
        ]

    @property
    def _product_rows(self) -> FormRows:
        rules = self.office.definitions.results
        named = text_of(self.fields.get("edition_of"))
        firsts = {work.id: work.title for work in self.same_work}
        if named and named not in firsts:
            firsts[named] = self.line.first if self.line is not None and self.line.first else _("unknown")
        edition = FieldSpec(
            "edition_of",
            InputKind.DROPDOWN,
            _("Translation or later edition of"),
            _("Both count as one. Studies with a title, a number or a partnership like this one are proposed."),
            options=options(firsts.items()),
            chars=0,
        )
        released = FieldSpec("released_on", InputKind.DATE, _("Released on"))
        spoken = FieldSpec(
            "language",
            InputKind.DROPDOWN,
            _("Language"),
            options=options((code, pick(label)) for code, label in rules.languages.items()),
        )
        number = FieldSpec(
            "work", InputKind.TEXT, _("DOI or ISBN"), _("By which Headquarters knows it in every office.")
        )
        return [[released, spoken, number], *([[edition]] if firsts else [])]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one the partnership that it comes from, its countries and its partner."""
        own = self.activity
        if own is None:
            lead = list(self.whose.partners)[:1]
            country = self.office.profile.country
            return {
                "partnership_id": self.own_partnership,
                "partner_roles": [{"partner": partner, "role": ""} for partner in lead],
                "countries": [country] if country else [],
            }
        roles: list[Json] = [{"partner": role.partner, "role": role.role} for role in own.partner_roles]
        return {
            "kind": own.kind,
            "title": own.title,
            "partnership_id": own.partnership_id,
            "partner_roles": roles,
            "countries": list(own.countries),
            "starts_on": own.starts_on or "",
            "ends_on": own.ends_on or "",
            "released_on": own.released_on or "",
            "language": own.language,
            "work": shown_work_number(own.work),
            "edition_of": own.edition_of,
            "themes": list(own.themes),
            "project_code": own.project_code,
            "donor": own.donor,
            "text": own.text,
        }

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key in ("title", "kind", "work", "language", "partnership_id"):
            self._compare()
            self.changed()

    @property
    def _new(self) -> NewActivity:
        typed = self.fields
        roles = (
            PartnerRole(partner=text_of(row.get("partner")), role=text_of(row.get("role")))
            for row in rows_of(typed.get("partner_roles"))
        )
        return NewActivity(
            kind=text_of(typed.get("kind")),
            title=text_of(typed.get("title")),
            partnership_id=text_of(typed.get("partnership_id")),
            partner_roles=tuple(role for role in roles if role.partner),
            countries=tuple(texts_of(typed.get("countries"))),
            starts_on=text_of(typed.get("starts_on")),
            ends_on=text_of(typed.get("ends_on")),
            themes=tuple(texts_of(typed.get("themes"))),
            project_code=text_of(typed.get("project_code")),
            donor=text_of(typed.get("donor")),
            released_on=text_of(typed.get("released_on")),
            language=text_of(typed.get("language")),
            edition_of=text_of(typed.get("edition_of")),
            work=text_of(typed.get("work")),
            text=text_of(typed.get("text")),
        )

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        work, new = self.office.work, self._new
        self.correct_or_record(
            "activity", lambda: activities.correct(work, self.id, new), lambda: activities.record(work, new).id
        )

    # --- the same work

    def _compare(self) -> None:
        new = self._new if self.editable else None
        self.same_work = activities.alike(self.office.work, new, self.id) if new is not None else ()

    @property
    def question(self) -> str:
        """Whether it is a work that is on record already, in another language; empty where nothing is like it."""
        if not self.same_work or text_of(self.fields.get("edition_of")):
            return ""
        titles = in_series(language(), [work.title for work in self.same_work])
        return _(
            "Is it the same work in another language or edition? Then say so above: it counts once. {titles}"
        ).format(titles=titles)

    @property
    def remarks(self) -> Sequence[tuple[str, str]]:
        """What lacks, and whether it is a work that is on record already."""
        remarks = (("info", self.lacks), ("warn", self.question))
        return [(tone, sentence) for tone, sentence in remarks if sentence]

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """For which indicators it counts, what it is an edition of, and who wrote it down."""
        if self.line is None:
            return ()
        noted_by = self.names.get(self.line.activity.noted_by, "")
        pairs = (
            (_("Counts for"), self.counts_for),
            (_("Edition of"), self.line.first),
            (_("Noted by"), noted_by),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def head_count_rows(self) -> Sequence[ResultRow]:
        """The persons whom it assisted, the last first."""
        return head_count_rows(self.office.definitions.results, self.assisted)

    def assist(self) -> None:
        """Record persons whom it assisted."""
        self.open_place("assisted", about=self.id)

    def open_head_count(self, key: object) -> None:
        """Open a number of persons."""
        self.open_place("assisted", about=self.id, id=str(key))

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        activities.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def open_list(self) -> None:
        """Back to the activities."""
        self.open_place("activities")
