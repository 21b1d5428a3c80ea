"""That another office took an innovation up: which, since when."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.services.office.rights import Right, may
from desktop.services.results import innovations
from desktop.services.results.innovations import NewReplication
from desktop.store.records import Result

if TYPE_CHECKING:
    from desktop.office import Office


class ReplicationPresenter(CorrectableForm):
    """A new replication of an `innovation` without an `id`; else the one on record."""

    shows = frozenset({"result"})

    def __init__(self, office: "Office", runner: Runner, innovation: str, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.innovation_id, self.id, self.form_name = innovation, id, f"replication:{id or innovation}"
        self._read()

    def _read(self) -> None:
        work = self.office.work
        self.innovation: Result = innovations.origin(work, self.innovation_id)
        self.replication: Result | None = innovations.read(work, self.id) if self.id else None

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role records what comes of partnerships of this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @property
    def title(self) -> str:
        """Which office took it up."""
        if self.replication is None:
            return _("Taken up by another office")
        return _("Taken up by {office}").format(office=self.replication.office_code)

    @property
    def state(self) -> str:
        """What it is, and where it began."""
        began = day_in_words(self.innovation.happened_on, language())
        where = _("began in {office} on {day}").format(office=self.innovation.office_code, day=began)
        return " · ".join((self.innovation.title, where))

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.replication is not None and self.replication.archived

    @property
    def rows(self) -> FormRows:
        """The fields."""
        code = FieldSpec(
            "office_code",
            InputKind.TEXT,
            _("Code of the office"),
            _("Its country and a number, like NE10; HQ for Headquarters."),
            required=_("Say which office took it up."),
            chars=12,
        )
        country = FieldSpec(
            "country",
            InputKind.DROPDOWN,
            _("Country"),
            _("Empty for the one of its code."),
            options=options(places.countries(language())),
            chars=0,
        )
        day = FieldSpec("happened_on", InputKind.DATE, _("Since which day"), required=_("Say since which day."))
        return [[code, day], [country], [FieldSpec("text", InputKind.AREA, _("In a few words"), lines=2)]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record."""
        own = self.replication
        if own is None:
            return {}
        return {
            "office_code": own.office_code,
            "happened_on": own.happened_on or "",
            "country": own.country,
            "text": own.text,
        }

    def save(self) -> None:
        """Record it, or correct it, and go back to the innovation. Raises Problem where something lacks."""
        typed, work = self.fields, self.office.work
        new = NewReplication(
            office_code=text_of(typed.get("office_code")),
            happened_on=text_of(typed.get("happened_on")),
            text=text_of(typed.get("text")),
            country=text_of(typed.get("country")),
        )
        if self.id:
            innovations.correct_replication(work, self.id, new)
        else:
            innovations.replicate(work, self.innovation_id, new)
        self.forget()
        self.go_back()

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Nothing beside the form."""
        return ()

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        innovations.set_aside(self.office.work, self.id, aside)
        self.refresh()

    @property
    def of_activity(self) -> bool:
        """An innovation is taken up, and no activity."""
        return False

    def open_list(self) -> None:
        """To the innovations."""
        self.open_place("innovations")

    def go_back(self) -> None:
        """Back to the innovation."""
        self.open_place("innovation", id=self.innovation_id)
