"""A file that Headquarters returned: looked into, then taken in; and what two versions disagree on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.numbers import format_size
from desktop.base.progress import Runner
from desktop.base.text import _, language, plural
from desktop.base.values import moment
from desktop.presenters.exchange import exchange_labels as words
from desktop.presenters.presenter import Presenter
from desktop.presenters.record_labels import RecordLabels, field_name
from desktop.services.exchange import disagreements, receiving
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.disagreements import Disagreement, RivalValue, UnappliedPart
from desktop.services.exchange.receiving import ReturnContents
from desktop.services.office import people
from desktop.services.registry import partners
from desktop.services.work import Work

if TYPE_CHECKING:
    from desktop.office import Office


class ReceivePresenter(Presenter):
    """`path` is the file chosen. Nothing of it is applied before the officer says so."""

    def __init__(self, office: "Office", runner: Runner, path: str = "") -> None:
        super().__init__(office, runner)
        self.path = Path(path)
        self.holds: ReturnContents | None = None
        self.taken: BundleReport | None = None
        self.busy = False
        self._looked = False

    def refresh(self) -> None:
        """Look into the file, once."""
        if self._looked:
            self.changed()
            return
        self._looked = self.busy = True
        office = self.office
        self.changed()
        self.runner.run(
            _("Looking into the file…"),
            lambda progress: receiving.look_into(office.work, office.keys, self.path, office.inbox),
            self._seen,
        )

    def _seen(self, holds: ReturnContents) -> None:
        self.holds, self.busy = holds, False
        self.changed()

    @property
    def sentence(self) -> str:
        """Where it stands."""
        if self.taken is not None:
            return _("It was taken in; nothing else is to be done.")
        if self.holds is not None and self.holds.known:
            return _("This return was already taken in, or a later one was.")
        if self.holds is not None:
            return _("The file is sound and comes from Headquarters. Nothing of it is applied yet.")
        return _("Looking into the file…") if self.busy else _("Nothing was applied; the file is kept aside.")

    def facts(self) -> list[tuple[str, str]]:
        """What the file holds, before it is applied."""
        holds = self.holds
        if holds is None:
            return []
        numbers = ", ".join(words.number(n) for n in holds.confirmed)
        return [
            (_("File"), holds.name),
            (_("Written by Headquarters"), words.when(moment(holds.at))),
            (_("Size"), format_size(holds.size, language())),
            (_("Receipts"), numbers or _("none that is new")),
            (_("From Headquarters"), self._deeds(holds)),
            (_("Disagreements"), self._count(holds.disagreements)),
            (_("Not applied there"), self._count(holds.refused)),
        ]

    def _deeds(self, holds: ReturnContents) -> str:
        return "\n".join(dict.fromkeys(holds.deeds)) or _("nothing new")

    @staticmethod
    def _count(number: int) -> str:
        return plural("{count} value", "{count} values", number) if number else _("none")

    def take_in(self) -> None:
        """Apply it, all or nothing."""
        office, holds = self.office, self.holds
        if holds is None:
            return
        path = self.path if self.path.is_file() else office.inbox / holds.path.name
        self.busy, self.problem = True, None
        self.changed()
        self.runner.run(
            _("Taking in the return…"),
            lambda progress: receiving.take_in(office.work, office.keys, path, office.inbox),
            self._done,
        )

    def _done(self, taken: BundleReport) -> None:
        self.taken, self.busy = taken, False
        self.changed()

    def summary(self) -> list[str]:
        """What was done, one sentence each."""
        taken = self.taken
        if taken is None:
            return []
        if taken.verdict == "known":
            return [taken.text]
        lines = [
            (
                plural("{count} bundle is now received.", "{count} bundles are now received.", taken.receipts),
                taken.receipts,
            ),
            (
                plural(
                    "{count} change of Headquarters applied.", "{count} changes of Headquarters applied.", taken.changes
                ),
                taken.changes,
            ),
            (
                plural("{count} disagreement to look at.", "{count} disagreements to look at.", taken.reviews),
                taken.reviews,
            ),
            (
                plural("{count} value was set aside.", "{count} values were set aside.", taken.parked + taken.refused),
                taken.parked + taken.refused,
            ),
        ]
        return [text for text, count in lines if count] or [_("There was nothing new in it.")]

    @property
    def has_troubles(self) -> bool:
        """Whether something now waits for a look."""
        taken = self.taken
        return taken is not None and bool(taken.reviews + taken.parked + taken.refused)

    def close(self) -> None:
        """Back to the overview."""
        self.open_place("sync")

    def show_troubles(self) -> None:
        """Go to what disagrees."""
        self.open_place("disagreements")

    def refuse(self, problem: Problem) -> None:
        """The file was refused; it is kept as it came."""
        self.busy = False
        super().refuse(problem)


class DisagreementsPresenter(Presenter):
    """Both values of every disagreement, and what was set aside. Both stay kept."""

    shows = frozenset({"partner", "person", "partnership", "diligence_case", "answer", "agreement"})

    found: tuple[Disagreement, ...] = ()
    asides: tuple[UnappliedPart, ...] = ()

    def refresh(self) -> None:
        """Read them again."""
        self.found = disagreements.waiting(self.office.store)
        self.asides = disagreements.unapplied(self.office.store)
        store = self.office.store
        self._words = RecordLabels(self.office.definitions, people.names(store), partial(partners.name, store))
        self.changed()

    @property
    def sentence(self) -> str:
        """How many there are and what is safe."""
        if not self.found and not self.asides:
            return _("No disagreement.")
        return _("Both values of each are kept. The record shows the one in force until you settle it here.")

    def title(self, one: Disagreement) -> str:
        """What disagrees: the record and its field."""
        record = one.title or words.family_name(one.family)
        return _("{record}: {field}").format(record=record, field=field_name(one.family, one.field))

    def versions(self, one: Disagreement) -> list[tuple[str, str]]:
        """Each value under the name of whoever wrote it."""
        return [(self._whose(version), self._value(one, version.value)) for version in one.versions]

    def settle(self, one: Disagreement, version: RivalValue) -> None:
        """Keep one of the values."""
        self._settled(lambda work: disagreements.settle(work, one.id, chosen=version.stamp))

    def write(self, one: Disagreement, text: str) -> None:
        """Keep another text than those that disagree."""
        self._settled(lambda work: disagreements.settle(work, one.id, written=text))

    def _settled(self, deed: Callable[[Work], None]) -> None:
        try:
            deed(self.office.work)
        except Problem as problem:
            self.refuse(problem)
            return
        self.problem = None
        self.refresh()

    def verb(self, version: RivalValue) -> str:
        """What the button of a value says."""
        if version.stands:
            return _("Keep the value in force")
        name = version.by or _("Headquarters")
        return _("Take the value of {name}").format(name=name)

    def _whose(self, version: RivalValue) -> str:
        places = {"name": version.by or _("Headquarters"), "when": words.when(version.at)}
        said = _("{name}, on this laptop, {when}") if version.here else _("{name}, elsewhere, {when}")
        return said.format(**places)

    def _value(self, one: Disagreement, value: Any) -> str:
        return self._words.value(one.family, one.field, value) or _("nothing written")

    def aside(self, one: UnappliedPart) -> tuple[str, str]:
        """A part set aside: the record with its fields, and why."""
        record = one.title or words.family_name(one.family)
        fields = ", ".join(dict.fromkeys(field_name(one.family, name) for name in one.fields))
        title = _("{record}: {field}").format(record=record, field=fields) if fields else record
        return title, _(words.REASONS[one.reason]) if one.reason in words.REASONS else ""

    def close(self) -> None:
        """Back to the overview."""
        self.open_place("sync" if not self.office.is_hq else "hq")
