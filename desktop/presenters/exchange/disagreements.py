"""What two versions disagree on, settled here, and what was received without being applied."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import N_, _
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.presenters.record_labels import RecordLabels, field_name
from desktop.services.exchange import disagreements
from desktop.services.exchange.disagreements import Disagreement, ForReview, RivalValue, UnappliedPart
from desktop.services.work import Work

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (ListColumn("reason", N_("Reason")),)


class DisagreementsPresenter(Presenter):
    """Both values of every disagreement, and what was set aside. Both stay kept."""

    shows = frozenset({"partner", "person", "partnership", "diligence_case", "answer", "agreement"})

    review: ForReview

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.set_aside = Listing(self, "set-aside", N_("Set aside"), COLUMNS, first_title=N_("Record"))

    def refresh(self) -> None:
        """Read them again."""
        self.review = disagreements.for_review(self.office.store)
        self._labels = RecordLabels(self.office.definitions, self.review.officers, self.review.partners)
        self.changed()

    @property
    def sentence(self) -> str:
        """How many there are and what is safe."""
        if not self.review.disagreements and not self.review.unapplied:
            return _("No disagreement.")
        return _("Both values of each are kept. The record shows the one in force until you settle it here.")

    def title(self, disagreement: Disagreement) -> str:
        """What disagrees: the record and its field."""
        record = disagreement.title or labels.family_name(disagreement.family)
        return _("{record}: {field}").format(record=record, field=field_name(disagreement.family, disagreement.field))

    def versions(self, disagreement: Disagreement) -> list[tuple[str, str]]:
        """Each value under the name of whoever wrote it, the one in force named as such."""
        return [(self._whose(version), self._shown(disagreement, version)) for version in disagreement.versions]

    def ask_to_settle(self, disagreement: Disagreement, version: RivalValue) -> None:
        """Say that this cannot be taken back, then keep one of the values."""
        self._ask(self.verb(version), lambda: self.settle(disagreement, version))

    def ask_to_write(self, disagreement: Disagreement, text: str) -> None:
        """Say that this cannot be taken back, then keep another text."""
        self._ask(_("Keep this other value"), lambda: self.write(disagreement, text))

    def _ask(self, verb: str, settle: Callable[[], None]) -> None:
        sentence = _("It cannot be taken back. Both values stay in the history of the record, where it can be changed.")
        self.asker.confirm(Confirmation(_("Settle the disagreement?"), sentence, verb, _("Not now")), settle)

    def settle(self, disagreement: Disagreement, version: RivalValue) -> None:
        """Keep one of the values."""
        self._settled(disagreement, lambda work: disagreements.settle(work, disagreement.id, chosen=version.stamp))

    def write(self, disagreement: Disagreement, text: str) -> None:
        """Keep another text than those that disagree."""
        self._settled(disagreement, lambda work: disagreements.settle(work, disagreement.id, written=text))

    @property
    def typed(self) -> FormDraft:
        """The other values that are typed and not kept yet, by the disagreement they would settle."""
        return self.form_draft("disagreements")

    def _settled(self, disagreement: Disagreement, deed: Callable[[Work], None]) -> None:
        try:
            deed(self.office.work)
        except Problem as problem:
            self.refuse(problem)
            return
        self.typed.recorded(str(disagreement.id))
        self.problem = None
        self.refresh()

    def verb(self, version: RivalValue) -> str:
        """What the button of a value says."""
        if version.stands:
            return _("Keep the value in force")
        name = version.officer or _("Headquarters")
        return _("Take the value of {name}").format(name=name)

    def _whose(self, version: RivalValue) -> str:
        places = {"name": version.officer or _("Headquarters"), "when": labels.when(version.at)}
        sentence = _("{name}, on this laptop, {when}") if version.on_this_laptop else _("{name}, elsewhere, {when}")
        return sentence.format(**places)

    def _shown(self, disagreement: Disagreement, version: RivalValue) -> str:
        value = self._value(disagreement, version.value)
        return _("{value} (in force)").format(value=value) if version.stands else value

    def _value(self, disagreement: Disagreement, value: Any) -> str:
        return self._labels.value(disagreement.family, disagreement.field, value) or _("nothing written")

    def unapplied(self, part: UnappliedPart) -> tuple[str, str]:
        """A part that was not applied: the record with its fields, and why."""
        record = part.title or labels.family_name(part.family)
        fields = ", ".join(dict.fromkeys(field_name(part.family, name) for name in part.fields))
        title = _("{record}: {field}").format(record=record, field=fields) if fields else record
        return title, _(labels.REASONS[part.reason])

    def close(self) -> None:
        """Back to the overview."""
        self.open_place("sync" if not self.office.is_hq else "hq")
