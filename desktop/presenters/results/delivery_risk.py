"""One risk of a partnership under way: why, with which effect, how grave, what is done, by whom, looked at when."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.definitions.terms import Level
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.delivery_risks import LEVEL_IN_WORDS
from desktop.presenters.results.recorded_form import RecordedForm
from desktop.presenters.results.recorded_list import beside
from desktop.services.labels import RISK_STATES
from desktop.services.results import delivery_risks
from desktop.services.results.delivery_risks import NewDeliveryRisk
from desktop.store.records import DeliveryRisk, Risk
from desktop.store.states import RiskState

if TYPE_CHECKING:
    from desktop.office import Office

FIELDS = (
    *("partnership_id", "title", "cause", "effect", "likelihood", "impact", "owner", "response", "review_on"),
    *("follows", "state", "state_reason"),
)


class DeliveryRiskPresenter(RecordedForm):
    """A new risk without an `id`, of a `partnership` or a `partner` where one is given; else one on record."""

    shows = frozenset({"delivery_risk", "risk", "partner", "partnership"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        partnership: str = "",
        partner: str = "",
    ) -> None:
        super().__init__(office, runner, id, partnership, partner)
        self.form_name = f"delivery_risk:{id or partnership or partner or 'new'}"
        self._read()

    def _read(self) -> None:
        about = text_of(self.held(self.form_name).get("partnership_id")) or self.came_from
        page = delivery_risks.page(self.office.work, self.id, about, self.chosen)
        self.line, self.whose, self.names, self.before = page.line, page.whose, page.officers, page.before
        self.owners = {own.id: own.name for own in page.owners}

    @property
    def risk(self) -> DeliveryRisk | None:
        """The risk on record."""
        return self.line.risk if self.line is not None else None

    @property
    def title(self) -> str:
        """What may go wrong."""
        return self.risk.title if self.risk is not None else _("New risk")

    @property
    def state(self) -> str:
        """Where it stands, and of which partnership it is; of a new one, what is needed."""
        if self.line is None:
            return _("What may go wrong, and of which partnership: the rest can follow.")
        state = _(RISK_STATES[self.line.risk.state])
        return beside((state, self.line.whose.partner, self.line.whose.title))

    @property
    def level(self) -> Level:
        """To what level the likelihood and the effect in the form lead."""
        typed = self.fields
        rules = self.office.definitions.results
        return rules.risk_level(text_of(typed.get("likelihood")), text_of(typed.get("impact")))

    @property
    def remarks(self) -> Sequence[tuple[str, str]]:
        """Its level as the form has it, and whether it should have been looked at."""
        remarks: list[tuple[str, str]] = []
        if self.line is not None and self.line.late:
            day = day_in_words(self.line.risk.review_on, language(), "long")
            words = _("It was to be looked at again by {day}: say how it stands and when next.").format(day=day)
            remarks.append(("warn", words))
        if self.level == Level.HIGH:
            remarks.append(("warn", _("A high risk: say what is done about it, and tell whoever decides.")))
        return remarks

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.risk is not None and self.risk.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields; one on record can come about or be closed, with the reason."""
        rules = self.office.definitions.results
        needed = _("Say what may go wrong.")
        level = _(LEVEL_IN_WORDS[self.level][1])
        likely = options((own.id, pick(own.label)) for own in rules.likelihoods)
        grave = options((code, pick(label)) for code, label in rules.impacts.items())
        owner = text_of(self.fields.get("owner"))
        owners = dict(self.owners)
        if owner and owner not in owners:
            owners[owner] = self.names.get(owner, owner)
        rated = _("Both together make the level: {level}.").format(level=level)
        rows: list[Sequence[FieldSpec]] = [
            [FieldSpec("title", InputKind.TEXT, _("What may go wrong"), required=needed)],
            [self.partnership_field(_("Choose the partnership that it threatens.")), self.partner_field],
            [FieldSpec("cause", InputKind.TEXT, _("Why")), FieldSpec("effect", InputKind.TEXT, _("What would follow"))],
            [
                FieldSpec("likelihood", InputKind.DROPDOWN, _("How likely"), rated, options=likely),
                FieldSpec("impact", InputKind.DROPDOWN, _("How grave"), options=grave, chars=0),
            ],
            [FieldSpec("response", InputKind.AREA, _("What is done about it"), lines=2)],
            [
                FieldSpec("owner", InputKind.DROPDOWN, _("Person in charge"), options=options(owners.items()), chars=0),
                FieldSpec("review_on", InputKind.DATE, _("Looked at again on"), _("It stands on Today that day.")),
            ],
        ]
        if self.id:
            states = options((str(state), _(word)) for state, word in RISK_STATES.items())
            reason = FieldSpec("state_reason", InputKind.TEXT, _("What happened, or why it threatens no more"))
            rows.append([FieldSpec("state", InputKind.DROPDOWN, _("State"), options=states), reason])
        return rows

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one the partnership that it comes from, its recorder, and a day of review."""
        if self.id:
            return _fields(delivery_risks.as_written(self.office.work, self.id))
        later = self.office.work.today() + timedelta(days=self.office.definitions.results.review_days)
        own = self.office.user.id
        return {
            "partnership_id": self.own_partnership,
            "owner": own if own in self.owners else "",
            "review_on": later.isoformat(),
            "state": RiskState.OPEN,
        }

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "partnership_id" and not self.id:
            self.refresh()

    def take_up(self, risk: Risk) -> None:
        """Fill the form in with a risk of the due diligence, with which this one goes on."""
        text = " ".join(risk.text.split())
        filled: dict[str, Json] = {"title": text, "response": risk.measure, "follows": risk.id}
        if risk.owner in self.owners:
            filled["owner"] = risk.owner
        self.hold(self.form_name, {**self.held(self.form_name), **filled})
        self.changed()

    def save(self) -> None:
        """Record it and show it, or correct what is on record. Raises Problem where something lacks."""
        typed = self.fields
        new = NewDeliveryRisk(**{name: text_of(typed.get(name)) for name in FIELDS})
        work = self.office.work
        self.correct_or_record(
            "delivery_risk",
            lambda: delivery_risks.correct(work, self.id, new),
            lambda: delivery_risks.record(work, new).id,
        )

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Its level, since when its state is another, who wrote it down, and when."""
        if self.line is None:
            return ()
        spoken, risk = language(), self.line.risk
        state = _(RISK_STATES[risk.state])
        pairs = (
            (_("Level"), _(LEVEL_IN_WORDS[self.line.level][1])),
            (state, day_in_words(risk.state_on, spoken, "long")),
            (_("Noted by"), self.names.get(risk.noted_by, "")),
            (_("Noted on"), day_in_words(risk.noted_on, spoken, "long")),
        )
        return [(name, value) for name, value in pairs if value]

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        delivery_risks.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def open_list(self) -> None:
        """Back to the list."""
        self.open_place("delivery_risks")


def _fields(new: NewDeliveryRisk) -> Mapping[str, Json]:
    return {name: str(getattr(new, name)) for name in FIELDS}
