"""What a merge of two partners does, in words: for its page and the command line alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desktop.base.text import _, in_series, language, plural
from desktop.office import Office
from desktop.presenters.record_labels import RecordLabels, field_name
from desktop.services.merging import Contents, FieldChoice, MergePlan
from desktop.services.office import people
from desktop.services.registry import partners
from desktop.store.records import (
    Agreement,
    Case,
    Clearance,
    Contribution,
    Decision,
    EarlierAgreement,
    Evidence,
    Finding,
    Incident,
    Interaction,
    Partner,
    Partnership,
    Person,
    Ruling,
    Task,
)

Counted = Callable[[int], str]
FAMILY = Partner.__tablename__
COUNTED: Mapping[type[Any], Counted] = {
    Partnership: lambda count: plural("{count} partnership", "{count} partnerships", count),
    Case: lambda count: plural("{count} due diligence case", "{count} due diligence cases", count),
    Decision: lambda count: plural("{count} decision", "{count} decisions", count),
    Clearance: lambda count: plural("{count} decision of Headquarters", "{count} decisions of Headquarters", count),
    Agreement: lambda count: plural("{count} agreement", "{count} agreements", count),
    EarlierAgreement: lambda count: plural(
        "{count} agreement from before the program", "{count} agreements from before the program", count
    ),
    Contribution: lambda count: plural("{count} contribution", "{count} contributions", count),
    Person: lambda count: plural("{count} person", "{count} people", count),
    Interaction: lambda count: plural("{count} contact", "{count} contacts", count),
    Evidence: lambda count: plural("{count} paper", "{count} papers", count),
    Finding: lambda count: plural("{count} finding", "{count} findings", count),
    Incident: lambda count: plural("{count} incident", "{count} incidents", count),
    Ruling: lambda count: plural("{count} ruling on a match", "{count} rulings on matches", count),
    Task: lambda count: plural("{count} task", "{count} tasks", count),
}


@dataclass(frozen=True)
class ShownChoice:
    """Fields in which two records differ: what each says, in words, and whether the merged one's is chosen."""

    name: str
    label: str
    own: str
    other: str
    chosen: bool

    @property
    def kept(self) -> str:
        """What the partner says afterwards."""
        return self.other if self.chosen else self.own

    @property
    def left(self) -> str:
        """What stays with the other record alone."""
        return self.own if self.chosen else self.other


class MergeShown:
    """A plan in words, with what was chosen otherwise than proposed (`chosen`, by the name of a choice)."""

    def __init__(self, office: Office, plan: MergePlan, chosen: Mapping[str, bool]) -> None:
        self._plan, self._taken = plan, chosen
        with office.store.read() as session:
            officers = people.names_in(session)
            parents = {plan.partner.parent_id or "", plan.merged.parent_id or ""}
            self._labels = RecordLabels(office.definitions, officers, partners.names_in(session, parents))

    @cached_property
    def lines(self) -> Sequence[ShownChoice]:
        """The fields in which the two differ."""
        return tuple(self._line(choice) for choice in self._plan.choices)

    def _line(self, choice: FieldChoice) -> ShownChoice:
        own, other = self._said(choice, choice.own), self._said(choice, choice.other)
        label = field_name(FAMILY, choice.name)
        return ShownChoice(choice.name, label, own, other, self._taken.get(choice.name, choice.takes))

    def _said(self, choice: FieldChoice, contents: Contents) -> str:
        pairs = zip(choice.fields, contents, strict=True)
        words = (self._labels.value(FAMILY, name, content) for name, content in pairs)
        return " · ".join(word for word in words if word) or _("nothing")

    @property
    def along(self) -> str:
        """What comes along with the record that is merged; empty when nothing does."""
        counted = [COUNTED[family](count) for family, count in self._plan.hanging.items()]
        if not counted:
            return ""
        what = in_series(language(), counted)
        return _("Comes along, and stays as it was recorded, sealed and printed: {what}.").format(what=what)

    @property
    def joined(self) -> str:
        """The fields that hold afterwards what either of the two said; empty for none."""
        names = [field_name(FAMILY, name) for name in self._plan.joined]
        if not names:
            return ""
        return _("Joined, so that nothing is hidden: {fields}.").format(fields=in_series(language(), names))
