"""The clauses of an agreement: which are in and why, their text, and what was negotiated."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded, pick
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.definitions.agreements.inclusion import Inclusion
from desktop.definitions.clauses.filling import Paragraph, fill
from desktop.presenters.agreements.agreement_in_hand import AgreementInHand
from desktop.services.agreements import negotiation

KINDS = {
    "mandatory": N_("Mandatory"),
    "in": N_("Included"),
    "out": N_("Left out"),
    "waived": N_("Waived"),
    "changed": N_("Changed"),
    "condition": N_("From the decision"),
}
TONES = {"in": "good", "waived": "warn", "changed": "warn", "condition": "info"}  # neutral where nothing is said


@dataclass(frozen=True)
class ClauseRow:
    """One clause of the list."""

    id: str
    number: str
    title: str
    kind: str

    @property
    def word(self) -> str:
        """Its state in a word."""
        return _(KINDS[self.kind])

    @property
    def tone(self) -> str:
        """The tint of that word."""
        return TONES.get(self.kind, "neutral")


@dataclass(frozen=True)
class ParagraphLevel:
    """One paragraph in every language of the document; `departed` when any of them was negotiated."""

    place: int
    number: str
    texts: tuple[Paragraph, ...]
    departed: bool


class Clauses:
    """The clauses of the agreement that a presenter shows; `current` is the one in front."""

    def __init__(self, owner: AgreementInHand) -> None:
        self._owner = owner
        self.current = owner.target if owner.step == "clauses" else ""
        self.typed = ""
        self.editing = 0  # the paragraph that is being changed; 0 for none
        self.waiving = False

    # --- the list

    @property
    def inclusions(self) -> tuple[Inclusion, ...]:
        """Every clause of the type, in order."""
        assembled = self._owner.assembled
        return assembled.inclusions if assembled else ()

    @property
    def rows(self) -> tuple[ClauseRow, ...]:
        """The clauses that hold what was typed into the search, all of them without a search."""
        numbers = self._numbers()
        changed = {each.clause for each in self._owner.composition.departures}
        rows = [self._row(each, numbers, changed) for each in self.inclusions]
        words = folded(self.typed)
        return tuple(row for row in rows if not words or words in folded(f"{row.id} {row.title} {self._said(row.id)}"))

    def _row(self, each: Inclusion, numbers: Mapping[str, int], changed: set[str]) -> ClauseRow:
        number = str(numbers.get(each.clause, ""))
        return ClauseRow(each.clause, number, pick(self._title(each.clause)), _kind(each, changed))

    def _numbers(self) -> Mapping[str, int]:
        assembled = self._owner.assembled
        return {a.clause: a.number for a in assembled.versions[0].articles} if assembled else {}

    def _title(self, clause: str) -> Mapping[str, str]:
        return self._owner.composition.type.library.clauses[clause].title

    def _said(self, clause: str) -> str:
        return " ".join(text.text for level in self._levels(clause) for text in level.texts)

    # --- the one in front

    @property
    def inclusion(self) -> Inclusion | None:
        """The clause in front; the first of the list when none was chosen."""
        known = {each.clause: each for each in self.inclusions}
        if self.current not in known:
            self.current = next(iter(known), "")
        return known.get(self.current)

    @property
    def title(self) -> str:
        """Its number and title."""
        number = self._numbers().get(self.current)
        words = pick(self._title(self.current)) if self.current else ""
        return f"{number}. {words}" if number else words

    @property
    def why(self) -> str:
        """Why it is in or out, and whether its text is locked."""
        one = self.inclusion
        if one is None:
            return ""
        if not one.locked:
            return one.reason
        return _("{reason} Its text is locked: Legal clears every change.").format(reason=one.reason)

    @property
    def levels(self) -> tuple[ParagraphLevel, ...]:
        """Its paragraphs, language beside language."""
        return self._levels(self.current) if self.current else ()

    def _levels(self, clause: str) -> tuple[ParagraphLevel, ...]:
        assembled = self._owner.assembled
        versions = assembled.versions if assembled else ()
        articles = [next((a for a in v.articles if a.clause == clause), None) for v in versions]
        present = [a for a in articles if a is not None]
        if present:
            rows = zip(*(a.paragraphs for a in present), strict=False)
            return tuple(
                ParagraphLevel(n, row[0].number, tuple(p.paragraph for p in row), any(p.departed for p in row))
                for n, row in enumerate(rows, 1)
            )
        return self._left_out(clause)

    def _left_out(self, clause: str) -> tuple[ParagraphLevel, ...]:
        """The library's text of a clause that is not in the agreement."""
        composition = self._owner.composition
        known = composition.type.library.clauses[clause]
        refs = {each: str(number) for each, number in self._numbers().items()}
        filled = [
            fill(known, composition.facts, code, refs, composition.type.library.fields)
            for code in self._owner.languages
        ]
        rows = zip(*(each.paragraphs for each in filled), strict=False)
        return tuple(ParagraphLevel(n, "", tuple(row), False) for n, row in enumerate(rows, 1))

    # --- choosing

    def show(self, clause: str) -> None:
        """Put a clause in front."""
        if clause != self.current:
            self.current, self.editing, self.waiving = clause, 0, False
            self._owner.changed()

    def search(self, typed: str) -> None:
        """Keep to the clauses that hold these words."""
        self.typed = typed
        self._owner.changed()

    @property
    def can_toggle(self) -> bool:
        """Whether the clause in front is optional."""
        one = self.inclusion
        return self._owner.editable and one is not None and one.status == "optional"

    @property
    def can_waive(self) -> bool:
        """Whether the clause in front is required, in the text, and could be left out with a reason."""
        one = self.inclusion
        return self._owner.editable and one is not None and one.status != "optional" and one.included

    @property
    def is_waived(self) -> bool:
        """Whether the clause in front was left out although it is required."""
        one = self.inclusion
        return one is not None and one.waived

    def toggle(self) -> None:
        """Take the optional clause in front in, or out."""
        one = self.inclusion
        if one is not None and self.can_toggle:
            self._choose(not one.included)

    def waive(self, reason: str) -> None:
        """Leave a required clause out, with its reason."""
        if not reason.strip():
            self._owner.refuse(
                Problem(
                    _("A required clause is not left out without a reason; nothing was changed."),
                    _("Say who asked for it and why."),
                )
            )
            return
        self.waiving = False
        self._choose(False, reason.strip())

    def restore(self) -> None:
        """Take a waived clause back in."""
        self._choose(True)

    def _choose(self, included: bool, reason: str = "") -> None:
        office = self._owner.office
        negotiation.choose_clause(office.work, self._owner.id, self.current, included, reason)
        self._owner.problem = None
        self._owner.refresh()

    def ask_waiver(self, on: bool) -> None:
        """Open or close the place where the reason is written."""
        self.waiving, self.editing = on, 0
        self._owner.changed()

    # --- changing the text

    def edit(self, place: int) -> None:
        """Change a paragraph; 0 closes the place where it is changed."""
        self.editing, self.waiving = place, False
        self._owner.changed()

    @property
    def edited(self) -> ParagraphLevel | None:
        """The paragraph that is being changed."""
        return next((level for level in self.levels if level.place == self.editing), None)

    @property
    def warning(self) -> str:
        """What a change of this clause entails."""
        one = self.inclusion
        if one is None or not one.locked:
            return _("The change and its reason are printed on the brief and listed at Headquarters.")
        return _("This text is locked: the agreement stays a draft until Legal clears the change.")

    def depart(self, texts: Mapping[str, str], reason: str) -> None:
        """Keep other words for the paragraph that is being changed, in the languages where they differ."""
        level = self.edited
        if level is None:
            return
        office, done = self._owner.office, False
        for code, shown in zip(self._owner.languages, level.texts, strict=True):
            new = texts.get(code, "").strip()
            if new == shown.text.strip():
                continue
            old = self._withdraw(level.place, code, reason) or shown.text
            change = NegotiatedText(self.current, code, level.place, old, new, office.user.name, reason.strip())
            negotiation.depart(office.work, self._owner.id, change)
            done = True
        self.editing = 0
        self._owner.problem = None
        self._owner.refresh()
        if not done:
            self._owner.refuse(Problem(_("The words are the same; nothing was changed."), ""))

    def _withdraw(self, place: int, code: str, reason: str) -> str:
        """Take an earlier change of the paragraph back; returns the library's words, empty when there was none."""
        office, old = self._owner.office, ""
        if not reason.strip():
            return ""  # the service refuses the new one: the earlier one must stay
        for kept in negotiation.departures(office.store, self._owner.id):
            if (kept.clause, kept.paragraph, kept.language) == (self.current, place, code):
                old = kept.old
                negotiation.withdraw_departure(office.work, kept.id)
        return old

    def back_to_library(self, place: int) -> None:
        """The library's words again, in every language."""
        office = self._owner.office
        for kept in negotiation.departures(office.store, self._owner.id):
            if (kept.clause, kept.paragraph) == (self.current, place):
                negotiation.withdraw_departure(office.work, kept.id)
        self.editing = 0
        self._owner.refresh()


def _kind(each: Inclusion, changed: set[str]) -> str:
    if each.waived:
        return "waived"
    if not each.included:
        return "out"
    if each.clause in changed:
        return "changed"
    if each.clause == "C-CND":
        return "condition"
    return "mandatory" if each.status == "mandatory" else "in"
