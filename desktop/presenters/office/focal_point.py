"""One focal point or substitute: who, since when, until when; and which training is still to follow."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.presenters.office.focal_points import KINDS, focal_kind
from desktop.presenters.office.person_fields import person_rows, person_shown, person_typed
from desktop.presenters.office.trainings import subjects_in_words
from desktop.presenters.presenter import Tone
from desktop.services.office import focal_points, people
from desktop.services.office.focal_points import FocalStanding, FocalTime, NewFocalPoint
from desktop.services.office.rights import Right, may
from desktop.store.records import FocalPoint, Officer

if TYPE_CHECKING:
    from desktop.office import Office

ITSELF = "*"  # the choice of who stands in for nobody


class FocalPointPresenter(CorrectableForm):
    """A new one without an `id`, else the one on record."""

    shows = frozenset({"focal_point", "training", "officer"})

    def __init__(self, office: "Office", runner: Runner, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.form_name = id, f"focal-point:{id or 'new'}"
        self._read()

    def _read(self) -> None:
        work = self.office.work
        self.point: FocalPoint | None = focal_points.read(work, self.id) if self.id else None
        whose = self.point.office if self.point is not None else work.store.identity.office
        self.of_office = focal_points.of_office(work, whose)
        standings = self.of_office.standings
        self.standing: FocalStanding | None = next((s for s in standings if s.point.id == self.id), None)
        # whom a substitute may stand in for: the focal points of the office, those of before only where it names one
        named = self.point.stands_in_for if self.point is not None else ""
        self.possible: Sequence[FocalPoint] = [
            own.point
            for own in standings
            if own.point.id != self.id
            and not own.point.stands_in_for
            and (own.time != FocalTime.OVER or own.point.id == named)
        ]
        officer_id = self.point.officer_id if self.point is not None else ""
        self.officers: Sequence[Officer] = people.choosable(work.store, whose, officer_id)

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role names the focal points of this office."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    @property
    def title(self) -> str:
        """Who it is."""
        return self.point.name if self.point is not None else _("New focal point")

    @property
    def state(self) -> str:
        """What it is and since when; of a new one, what is needed."""
        if self.point is None:
            return _("Who, and since when. A substitute says for whom.")
        role = _("Substitute") if self.point.stands_in_for else _("Focal point of the office")
        since, until = (day_in_words(day, language(), "long") for day in (self.point.first_on, self.point.last_on))
        days = _("from {first} to {last}") if until else _("since {first}")
        return " · ".join((role, days.format(first=since, last=until)))

    @property
    def mark(self) -> tuple[Tone, str]:
        """The tone and the word of where it stands."""
        if self.standing is None:
            return Tone.NEUTRAL, ""
        tone, word = KINDS[focal_kind(self.standing)]
        return tone, _(word)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.point is not None and self.point.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields."""
        stands = FieldSpec(
            "stands_in_for",
            InputKind.DROPDOWN,
            _("As what"),
            options=(
                Option(ITSELF, _("Focal point of the office")),
                *options((point.id, _("Substitute of {name}").format(name=point.name)) for point in self.possible),
            ),
            chars=0,
        )
        first = FieldSpec("first_on", InputKind.DATE, _("Since"), required=_("Say since when."))
        last = FieldSpec("last_on", InputKind.DATE, _("Until"), _("Empty while it lasts."))
        notes = FieldSpec("notes", InputKind.TEXT, _("Notes"))
        return [*person_rows(_("Who?"), self.officers, self.fields), [stands, first, last], [notes]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one, a focal point from today on."""
        point = self.point
        if point is None:
            return {"stands_in_for": ITSELF, "first_on": self.office.work.today().strftime("%Y-%m-%d")}
        return {
            **person_shown(point.officer_id, point.name, point.function),
            "stands_in_for": point.stands_in_for or ITSELF,
            "first_on": point.first_on,
            "last_on": point.last_on or "",
            "notes": point.notes,
        }

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        typed = self.fields
        person, stands = person_typed(typed), text_of(typed.get("stands_in_for"))
        new = NewFocalPoint(
            name=person.name,
            first_on=text_of(typed.get("first_on")),
            officer_id=person.officer_id,
            function=person.function,
            last_on=text_of(typed.get("last_on")),
            stands_in_for=stands if stands != ITSELF else "",
            notes=text_of(typed.get("notes")),
        )
        if self.id:
            focal_points.correct(self.office.work, self.id, new)
            self.forget()
            self.tell(_("Corrected."))
            return
        point = focal_points.record(self.office.work, new)
        self.forget()
        self.open_place("focal_point", id=point.id)

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """The subjects that a focal point needs, each with how it stands."""
        standing = self.standing
        if standing is None:
            return ()
        point, rules = standing.point, self.office.definitions.function
        held, today = self.of_office.people, self.office.work.today()
        pairs = []
        for code in rules.of_focal_points:
            until = held.until(point.office, point.officer_id, point.name, code)
            day = day_in_words(until.isoformat(), language()) if until is not None else ""
            words = _("not trained yet")
            if until is not None:
                words = (_("holds until {day}") if until >= today else _("lapsed on {day}")).format(day=day)
            pairs.append((subjects_in_words(rules, [code]), words))
        return pairs

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        focal_points.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def record_training(self) -> None:
        """Record a training of this person."""
        officer = self.point.officer_id if self.point is not None else ""
        self.open_place("training", **({"officer": officer} if officer else {}))

    def open_list(self) -> None:
        """Back to the focal points."""
        self.open_place("focal_points")
