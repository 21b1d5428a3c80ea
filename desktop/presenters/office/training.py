"""One training: a short form, and once on record until when each subject holds and the paper that shows it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of, texts_of
from desktop.presenters.office.person_fields import person_rows, person_shown, person_typed
from desktop.presenters.office.trainings import subjects_in_words
from desktop.presenters.opened_paper import OpenedPaper
from desktop.services.office import people, trainings
from desktop.services.office.rights import Right, may
from desktop.services.office.trainings import NewTraining
from desktop.store.records import Officer, Training

if TYPE_CHECKING:
    from desktop.office import Office

CERTIFICATES = ("*.pdf", "*.png", "*.jpg", "*.jpeg", "*.tif", "*.tiff")


class TrainingPresenter(CorrectableForm):
    """A new training without an `id`, of an `officer` where one is given; else the one on record."""

    shows = frozenset({"training", "officer"})

    def __init__(self, office: "Office", runner: Runner, id: str = "", officer: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.officer_id, self.form_name = id, officer, f"training:{id or officer or 'new'}"
        self.opened = OpenedPaper(self)
        self._read()

    def _read(self) -> None:
        work = self.office.work
        self.training: Training | None = trainings.read(work, self.id) if self.id else None
        whose = self.training.office if self.training is not None else work.store.identity.office
        self.trained = trainings.people_of(work, whose)
        named = self.training.officer_id if self.training is not None else self.officer_id
        self.officers: Sequence[Officer] = people.choosable(work.store, whose, named)
        self.names = people.names(work.store) if self.id else {}

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role records trainings of this office."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    @property
    def title(self) -> str:
        """Who was trained."""
        return self.training.name if self.training is not None else _("New training")

    @property
    def state(self) -> str:
        """In what; of a new one, what is needed."""
        if self.training is None:
            return _("Who, in what, on which day: everything else can wait.")
        rules = self.office.definitions.function
        day = day_in_words(self.training.taken_on, language(), "long")
        return " · ".join(part for part in (subjects_in_words(rules, self.training.subjects), day) if part)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.training is not None and self.training.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields."""
        rules = self.office.definitions.function
        subjects = FieldSpec(
            "subjects",
            InputKind.CHECKS,
            _("In what"),
            options=options((subject.id, pick(subject.label)) for subject in rules.subjects),
            required=_("Choose at least one subject."),
        )
        day = FieldSpec(
            "taken_on", InputKind.DATE, _("On which day"), _("Its last day."), required=_("Say on which day.")
        )
        hours = FieldSpec("hours", InputKind.NUMBER, _("How long"), unit=_("hours"), chars=8)
        ways = options((code, pick(label)) for code, label in rules.ways.items())
        way = FieldSpec("way", InputKind.DROPDOWN, _("How"), options=ways, chars=0)
        trainer = FieldSpec("trainer", InputKind.TEXT, _("Given by"), _("A person or an institution."))
        notes = FieldSpec("notes", InputKind.TEXT, _("Notes"))
        who = person_rows(_("Who was trained?"), self.officers, self.fields)
        return [*who, [subjects], [day, hours, way], [trainer, notes]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one, its officer."""
        training = self.training
        if training is None:
            return person_shown(self.officer_id, "", "") if self.officer_id else {}
        return {
            **person_shown(training.officer_id, training.name, training.function),
            "subjects": list(training.subjects),
            "taken_on": training.taken_on,
            "hours": training.hours or "",
            "trainer": training.trainer,
            "way": training.way,
            "notes": training.notes,
        }

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        typed = self.fields
        person = person_typed(typed)
        new = NewTraining(
            name=person.name,
            subjects=tuple(texts_of(typed.get("subjects"))),
            taken_on=text_of(typed.get("taken_on")),
            officer_id=person.officer_id,
            function=person.function,
            hours=text_of(typed.get("hours")),
            trainer=text_of(typed.get("trainer")),
            way=text_of(typed.get("way")),
            notes=text_of(typed.get("notes")),
        )
        if self.id:
            trainings.correct(self.office.work, self.id, new)
            self.forget()
            self.tell(_("Corrected."))
            return
        training = trainings.record(self.office.work, new)
        self.forget()
        self.open_place("training", id=training.id)

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Until when each subject holds, whether its paper is there, who wrote it down."""
        training = self.training
        if training is None:
            return ()
        rules, spoken, today = self.office.definitions.function, language(), self.office.work.today()
        pairs = []
        for subject in training.subjects:
            own = trainings.lapses(rules, training, subject)
            last = self.trained.until(training.office, training.officer_id, training.name, subject) or own
            day = day_in_words(last.isoformat(), spoken)
            words = _("holds until {day}") if last >= today else _("lapsed on {day}")
            if own < last:
                words = _("taken again since; holds until {day}") if last >= today else words
            never = rules.by_subject[subject].lapses_after_months == 0 if subject in rules.by_subject else True
            pairs.append((subjects_in_words(rules, [subject]), _("does not lapse") if never else words.format(day=day)))
        pairs.append((_("Certificate"), training.certificate_name or _("None yet")))
        pairs.append((_("Noted by"), self.names.get(training.noted_by, "")))
        return [(name, value) for name, value in pairs if value]

    @property
    def has_certificate(self) -> bool:
        """Whether its paper is on record."""
        return self.training is not None and bool(self.training.certificate)

    def choose_certificate(self) -> None:
        """Ask for the paper."""
        self.asker.files(_("The certificate"), " ".join(CERTIFICATES), self.take_certificate)

    def take_certificate(self, paths: Sequence[Path]) -> None:
        """Keep this file as the paper from now on. Raises RefusedFile with the reason."""
        if self.id and paths and self.editable:
            trainings.attach(self.office.work, self.id, paths[0])
            self.refresh()

    def show_certificate(self) -> None:
        """Look at the paper; raises Problem where its file is not on this computer."""
        if self.training is not None and self.has_certificate:
            content = trainings.certificate(self.office.work, self.training)
            self.opened.open_file(self.training.certificate_name, content)

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        trainings.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def open_list(self) -> None:
        """Back to the trainings."""
        self.open_place("trainings")
