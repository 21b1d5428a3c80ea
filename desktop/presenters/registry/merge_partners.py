"""Merging two records of one partner: which other record, then what each says and what must be known before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters import partner_labels as labels
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.presenter import Confirmation
from desktop.presenters.registry.merge_shown import MergeShown
from desktop.services import merging
from desktop.services.merging import MergePlan
from desktop.services.office.rights import Right, may
from desktop.services.registry import duplicates, identity, partner_list
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.partner_list import PartnerLine
from desktop.store.records import Partner

if TYPE_CHECKING:
    from desktop.office import Office

MOST = 50  # lines among which the other record is chosen
OWN, OTHER = "own", "other"  # the two sides of a choice
APART = "apart"  # the field of what tells two partners apart


@dataclass(frozen=True)
class LikelyRecord:
    """A record that may be the same partner: its id, its name, and what tells it apart."""

    id: str
    name: str
    note: str


class MergePartnersPresenter(HeldForm):
    """Without `other`, what resembles the partner or holds the words typed; with it, the two side by side.

    `refusal` says why the two cannot be one partner. `merged` is whether they are one now, by this page.
    """

    shows = frozenset({"partner", "person", "partnership", "diligence_case", "agreement", "decision", "ruling"})

    def __init__(self, office: "Office", runner: Runner, partner: str, other: str = "") -> None:
        super().__init__(office, runner)
        self.partner_id, self.other_id, self.form_name = partner, other, f"merge:{partner}:{other}"
        self.text = ""
        self.likely: Sequence[LikelyRecord] | None = None  # None until read
        self.merged = False
        self._before: Mapping[str, Json] = {}  # what was chosen when the two were merged here
        self._reading = 0
        self._read()

    def refresh(self) -> None:
        """Read the two again."""
        self._read()
        self.changed()
        self._look()

    def arrive(self) -> None:
        self.changed()
        self._look()

    def _read(self) -> None:
        with self.office.store.read() as session:
            self.partner: Partner = identity.partner_in(session, self.partner_id)
            self.other: Partner | None = session.get(Partner, self.other_id) if self.other_id else None
        self.plan: MergePlan | None = None
        self.refusal: Problem | None = None
        if self.other is not None and not self.merged:
            try:
                self.plan = merging.plan(self.office.work, self.partner.id, self.other.id)
            except Problem as problem:
                self.refusal = problem
        self.shown = MergeShown(self.office, self.plan, self._chosen()) if self.plan is not None else None

    @property
    def editable(self) -> bool:
        """Whether this reader's role merges partners."""
        return may(self.office.user, Right.REGISTER)

    # --- which other record

    def search(self, text: str) -> None:
        """Look for records that hold these words; without words, for those that resemble the partner."""
        if text.strip() != self.text:
            self.text = text.strip()
            self._look()

    def _look(self) -> None:
        if self.other_id:
            return
        self._reading += 1
        reading = self._reading
        self.runner.quietly(self._likely, lambda likely: self._show_likely(reading, likely))

    def _likely(self) -> Sequence[LikelyRecord]:
        store, partner, work = self.office.store, self.partner, self.office.work
        if self.text:
            lines = partner_list.find(store, self.text, MOST)
        else:
            facts = (partner.name, partner.registration, partner.country, partner.website, partner.email)
            alike = duplicates.possible(work, TypedPartner(*facts, but=partner.id))
            lines = partner_list.lines(store, [duplicate.partner.id for duplicate in alike[:MOST]])
        return [self._line(line) for line in lines if line.id != partner.id]

    def _line(self, line: PartnerLine) -> LikelyRecord:
        stage = labels.stage_name(self.office.definitions.strategy, line.stage)
        parts = (labels.place(line.city, line.country), line.registration, stage)
        return LikelyRecord(line.id, line.name, " · ".join(part for part in parts if part))

    def _show_likely(self, reading: int, likely: Sequence[LikelyRecord]) -> None:
        if reading == self._reading:
            self.likely = likely
            self.changed()

    def choose(self, record: str) -> None:
        """Compare the partner with this record."""
        self.open_place("merge_partners", partner=self.partner.id, other=record)

    # --- the two side by side

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What the journal proposes; once the two were merged here, what was chosen then."""
        choices = self.plan.choices if self.plan is not None else ()
        sides = {choice.name: OTHER if choice.takes else OWN for choice in choices}
        return {name: self._before.get(name, side) for name, side in sides.items()}

    def _chosen(self) -> Mapping[str, bool]:
        return {name: side == OTHER for name, side in self.fields.items() if name != APART}

    @property
    def rows(self) -> FormRows:
        """One question for each field in which the two differ."""
        if self.shown is None or self.other is None:
            return []
        choices = [
            [
                FieldSpec(
                    line.name,
                    InputKind.RADIO,
                    line.label,
                    options=(
                        Option(OWN, line.own, _("as “{name}” says").format(name=self.partner.name)),
                        Option(OTHER, line.other, _("as “{name}” says").format(name=self.other.name)),
                    ),
                    lettered=False,
                )
            ]
            for line in self.shown.lines
        ]
        return [*choices, [FieldSpec(APART, InputKind.TEXT, _("If they are two partners: what tells them apart"))]]

    @property
    def facts(self) -> Sequence[str]:
        """What comes along, and what is joined, each in a sentence."""
        if self.shown is None:
            return ()
        history = _(
            "“{other}” is kept in the history: its id, its papers and what was sealed go on saying what they say."
        )
        name = self.other.name if self.other is not None else ""
        sentences = (self.shown.along, self.shown.joined, history.format(other=name))
        return [sentence for sentence in sentences if sentence]

    @property
    def warnings(self) -> Sequence[str]:
        """What must be known before."""
        return [warning.sentence for warning in self.plan.warnings] if self.plan is not None else ()

    @property
    def swap_helps(self) -> bool:
        """Whether the two could be merged the other way round."""
        return self.refusal is not None and self.partner.archived and self.other is not None and not self.other.archived

    # --- gestures

    def swap(self) -> None:
        """Keep the other record, and merge this one into it."""
        self.open_place("merge_partners", partner=self.other_id, other=self.partner.id)

    def ask(self) -> None:
        """Merge the two; where something must be known first, say it and ask."""
        if self.plan is None or self.other is None:
            return
        if not self.plan.warnings:
            self.merge()
            return
        question = Confirmation(
            _("Merge the two all the same?"),
            "\n".join(self.warnings),
            _("Merge"),
            _("Not now"),
        )
        self.asker.confirm(question, self.merge)

    def merge(self) -> None:
        """Make the two one. Raises Problem where something came up that was not shown."""
        if self.plan is None:
            return
        read = [warning.code for warning in self.plan.warnings]
        merging.merge(self.office.work, self.partner.id, self.other_id, chosen=self._chosen(), knowing=read)
        self.merged, self._before = True, self.fields
        self.forget()
        self.refresh()

    def part(self) -> None:
        """Undo it: each record says again what it said."""
        merging.part(self.office.work, self.other_id)
        self.merged = False
        self.refresh()

    def are_two(self) -> None:
        """They are two partners: what tells them apart is remembered, and nobody is asked again. Raises Problem without
        it."""
        reason = text_of(self.fields.get(APART, "")).strip()
        if not reason:
            raise Problem(
                _("What tells the two apart is missing; nothing was saved."),
                _("Write it in a few words, in the last field of the page."),
                code="apart-without-reason",
            )
        duplicates.not_the_same(self.office.work, self.partner.id, self.other_id, reason)
        self.forget()
        self.open_partner()

    def open_partner(self) -> None:
        """Go to the partner."""
        self.open_place("partner", id=self.partner.id)
