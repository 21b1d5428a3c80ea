"""The clauses of an agreement: which are in and why, their text, and what was negotiated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from desktop.base.errors import Problem
from desktop.base.rewording import ToldWords, reworded
from desktop.base.text import N_, _, pick, searchable
from desktop.definitions.agreements.assembling import NegotiatedText, NumberedParagraph
from desktop.definitions.agreements.inclusion import Inclusion
from desktop.definitions.clauses.filling import Paragraph, fill
from desktop.definitions.terms import ClauseStatus
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Confirmation
from desktop.services.agreements import negotiation
from desktop.services.office.rights import Right, may
from desktop.store.states import AgreementState

CONDITIONS = "C-CND"  # the clause that holds the conditions of the decision


class ClauseMark(StrEnum):
    """How a clause stands in the agreement, as the list shows it."""

    MANDATORY = "mandatory"
    IN = "in"
    OUT = "out"
    WAIVED = "waived"
    CHANGED = "changed"
    CONDITION = "condition"


LABELS = {
    ClauseMark.MANDATORY: N_("Mandatory"),
    ClauseMark.IN: N_("Included"),
    ClauseMark.OUT: N_("Excluded"),
    ClauseMark.WAIVED: N_("Waived"),
    ClauseMark.CHANGED: N_("Changed"),
    ClauseMark.CONDITION: N_("From the decision"),
}
TONES = {ClauseMark.IN: "good", ClauseMark.WAIVED: "warn", ClauseMark.CHANGED: "warn", ClauseMark.CONDITION: "info"}


@dataclass(frozen=True)
class ClauseRow:
    """One clause of the list; a clause that is not in the agreement has no number."""

    id: str
    number: str
    title: str
    mark: ClauseMark

    @property
    def label(self) -> str:
        """What its mark is called."""
        return _(LABELS[self.mark])

    @property
    def tone(self) -> str:
        """The tint of the mark; neutral for one that needs no attention."""
        return TONES.get(self.mark, "neutral")


@dataclass(frozen=True)
class ParagraphLevel:
    """One paragraph in every language of the document; `departed` when any of them was negotiated."""

    place: int
    number: str
    texts: tuple[Paragraph, ...]
    departed: bool
    rewordings: tuple[tuple[ToldWords, ...], ...] = ()  # against the library's text, where that is compared


@dataclass(frozen=True)
class ChosenClause:
    """Whether a clause is in the agreement, and the reason written where it was left out."""

    clause: str
    included: bool
    reason: str


CLAUSES = "clauses"  # what the choices of its list are noted under


class AgreementClauses:
    """The clauses of the open agreement; `current` is the one in front."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.current = agreement.target if agreement.step is AgreementStep.CLAUSES else ""
        self.search_text = ""
        self.editing = 0  # the paragraph that is being changed; 0 for none
        self.waiving = False
        if agreement.step is AgreementStep.CLAUSES and agreement.editable and not agreement.target:
            self._resume()

    # --- the list

    @property
    def list_width(self) -> int:
        """How wide, in pixels, this officer drew the list beside the text; 0 for as wide as it is by itself."""
        return self._agreement.office.list_choices.of(CLAUSES).pane

    def draw_list(self, pixels: int) -> None:
        """Remember how wide the list was drawn."""
        choices = self._agreement.office.list_choices
        if choices.choose(CLAUSES, replace(choices.of(CLAUSES), pane=pixels)):
            self._agreement.runner.at_once(choices.write)

    @property
    def inclusions(self) -> tuple[Inclusion, ...]:
        """Every clause of the type, in order."""
        return self._agreement.assembled.inclusions

    @property
    def rows(self) -> tuple[ClauseRow, ...]:
        """The clauses that hold what was typed into the search, all of them without a search."""
        numbers = self._numbers()
        changed = {departure.clause for departure in self._agreement.composition.departures}
        rows = [self._row(inclusion, numbers, changed) for inclusion in self.inclusions]
        search = searchable(self.search_text)
        if not search:
            return tuple(rows)
        return tuple(row for row in rows if search in searchable(f"{row.id} {row.title} {self._text_of(row.id)}"))

    def _row(self, inclusion: Inclusion, numbers: Mapping[str, int], changed: set[str]) -> ClauseRow:
        number = str(numbers.get(inclusion.clause, ""))
        return ClauseRow(inclusion.clause, number, pick(self._title(inclusion.clause)), _mark(inclusion, changed))

    def _numbers(self) -> Mapping[str, int]:
        """The number of the article that each clause became."""
        return {article.clause: article.number for article in self._agreement.assembled.versions[0].articles}

    def _title(self, clause: str) -> Mapping[str, str]:
        return self._agreement.composition.type.library.clauses[clause].title

    def _text_of(self, clause: str) -> str:
        return " ".join(text.text for level in self._levels(clause) for text in level.texts)

    # --- the one in front

    @property
    def inclusion(self) -> Inclusion | None:
        """The clause in front; the first of the list when none was chosen."""
        by_clause = {inclusion.clause: inclusion for inclusion in self.inclusions}
        if self.current not in by_clause:
            self.current = next(iter(by_clause), "")
        return by_clause.get(self.current)

    @property
    def title(self) -> str:
        """Its number and title."""
        number = self._numbers().get(self.current)
        title = pick(self._title(self.current)) if self.current else ""
        return f"{number}. {title}" if number else title

    @property
    def why(self) -> str:
        """Why it is in or out, and whether its text is locked."""
        inclusion = self.inclusion
        if inclusion is None:
            return ""
        said = [inclusion.reason]
        if inclusion.locked:
            said = [_("{reason} Its text is locked: Legal clears every change.").format(reason=inclusion.reason)]
        departed = [
            departure for departure in self._agreement.composition.departures if departure.clause == self.current
        ]
        for reason, who, cleared_by in dict.fromkeys(
            (departure.reason, departure.who, departure.cleared_by) for departure in departed
        ):
            sentence = _("Changed by {name}: {reason}").format(name=who or "?", reason=reason)
            cleared = _("Cleared by {name}.").format(name=cleared_by) if cleared_by else ""
            said.append(f"{sentence} {cleared}".strip())
        return " ".join(said)

    @property
    def waits_for_legal(self) -> bool:
        """Whether the clause in front was changed, or left out, and Legal has not cleared it."""
        inclusion = self.inclusion
        if inclusion is None or not inclusion.locked:
            return False
        departed = any(
            departure.clause == self.current and not departure.cleared_by
            for departure in self._agreement.composition.departures
        )
        return departed or (inclusion.waived and not inclusion.cleared_by)

    @property
    def can_clear(self) -> bool:
        """Whether this reader, at Headquarters, may say that Legal reviewed the clause in front."""
        office = self._agreement.office
        draft = self._agreement.agreement_state is AgreementState.DRAFT
        return draft and office.is_hq and may(office.user, Right.HEADQUARTERS) and self.waits_for_legal

    def ask_to_clear(self) -> None:
        """Ask once more, then record that Legal reviewed the clause in front."""
        question = Confirmation(
            _("Has Legal reviewed this clause?"),
            _("The office reads it with the next return, and its agreement can become final with this text."),
            _("Legal cleared it"),
            _("Not yet"),
        )
        self._agreement.asker.confirm(question, self.clear)

    def clear(self) -> None:
        """Record Headquarters' word that Legal reviewed the clause in front."""
        negotiation.clear(self._agreement.office.work, self._agreement.id, self.current)
        self._agreement.refresh()

    @property
    def levels(self) -> tuple[ParagraphLevel, ...]:
        """Its paragraphs, language beside language."""
        return self._levels(self.current) if self.current else ()

    def _levels(self, clause: str) -> tuple[ParagraphLevel, ...]:
        versions = self._agreement.assembled.versions
        articles = [article for version in versions for article in version.articles if article.clause == clause]
        if not articles:
            return self._left_out(clause)
        levels = zip(*(article.paragraphs for article in articles), strict=False)
        return tuple(
            ParagraphLevel(
                place,
                level[0].number,
                tuple(numbered.paragraph for numbered in level),
                any(numbered.departed for numbered in level),
                self._rewordings(clause, place, level),
            )
            for place, level in enumerate(levels, 1)
        )

    def _rewordings(
        self, clause: str, place: int, level: tuple[NumberedParagraph, ...]
    ) -> tuple[tuple[ToldWords, ...], ...]:
        """A changed paragraph against the library's, word by word, for whoever reviews it at Headquarters."""
        if not self._agreement.office.is_hq or not any(numbered.departed for numbered in level):
            return ()
        departures = self._agreement.composition.departures
        old = {
            departure.language: departure.old
            for departure in departures
            if (departure.clause, departure.paragraph) == (clause, place)
        }
        texts = zip(self._agreement.languages, level, strict=False)
        return tuple(
            reworded(old.get(code, numbered.paragraph.text), numbered.paragraph.text) for code, numbered in texts
        )

    def _left_out(self, clause: str) -> tuple[ParagraphLevel, ...]:
        """The library's text of a clause that is not in the agreement."""
        facts, library = self._agreement.composition.facts, self._agreement.composition.type.library
        numbers = {clause_id: str(number) for clause_id, number in self._numbers().items()}
        versions = [
            fill(library.clauses[clause], facts, code, numbers, library.fields) for code in self._agreement.languages
        ]
        levels = zip(*(version.paragraphs for version in versions), strict=False)
        return tuple(ParagraphLevel(place, "", tuple(level), False) for place, level in enumerate(levels, 1))

    # --- choosing

    def show(self, clause: str) -> None:
        """Put a clause in front."""
        if clause != self.current:
            self.current, self.editing, self.waiving = clause, 0, False
            self._agreement.changed()

    def search(self, text: str) -> None:
        """List only the clauses that contain this text."""
        self.search_text = text
        self._agreement.changed()

    @property
    def can_toggle(self) -> bool:
        """Whether the clause in front is optional."""
        inclusion = self.inclusion
        return self._agreement.editable and inclusion is not None and inclusion.status is ClauseStatus.OPTIONAL

    @property
    def can_waive(self) -> bool:
        """Whether the clause in front is required, in the text, and could be left out with a reason."""
        inclusion = self.inclusion
        return (
            self._agreement.editable
            and inclusion is not None
            and inclusion.status is not ClauseStatus.OPTIONAL
            and inclusion.included
        )

    @property
    def is_waived(self) -> bool:
        """Whether the clause in front was left out although it is required."""
        inclusion = self.inclusion
        return inclusion is not None and inclusion.waived

    def toggle(self) -> None:
        """Take the optional clause in front in, or out."""
        inclusion = self.inclusion
        if inclusion is not None and self.can_toggle:
            self._choose(not inclusion.included)

    def waive(self, reason: str) -> None:
        """Leave a required clause out, with its reason."""
        if not reason.strip():
            self._agreement.refuse(
                Problem(
                    _("A required clause is not left out without a reason; nothing was changed."),
                    _("Say who asked for it, and give the reason in one sentence."),
                    code="waiver-without-reason",
                )
            )
            return
        self._choose(False, reason.strip())

    def restore(self) -> None:
        """Take a waived clause back in."""
        self._choose(True)

    def choose_again(self, choice: ChosenClause) -> None:
        """Choose about a clause as it was chosen before, and put it in front."""
        self.current, self.editing = choice.clause, 0
        self._choose(choice.included, choice.reason)

    def _choose(self, included: bool, reason: str = "") -> None:
        negotiation.choose_clause(self._agreement.office.work, self._agreement.id, self.current, included, reason)
        self.waiver_draft.drop()
        self.waiving = False
        self._agreement.problem = None
        self._agreement.refresh()

    @property
    def choice(self) -> ChosenClause:
        """How the clause in front was chosen; the reason with which it was left out, if it was."""
        recorded = negotiation.reason_of(self._agreement.office.store, self._agreement.id, self.current)
        inclusion = self.inclusion
        return ChosenClause(self.current, inclusion is not None and inclusion.included, recorded)

    # --- what is typed and not stored yet

    @property
    def text_draft(self) -> FormDraft:
        """What is typed of the paragraph that is being changed."""
        return self._agreement.form_draft(f"paragraph:{self._agreement.id}:{self.current}:{self.editing}")

    @property
    def waiver_draft(self) -> FormDraft:
        """Why the clause in front is to be left out."""
        return self._agreement.form_draft(f"waiver:{self._agreement.id}:{self.current}")

    def _resume(self) -> None:
        """Begin with the paragraph, or the clause to be left out, about which something was typed and not stored."""
        unsaved, agreement = self._agreement.office.unsaved, self._agreement.id
        for name in unsaved.begun(f"paragraph:{agreement}:"):
            _kind, _agreement, self.current, place = name.split(":")
            self.editing, self.waiving = int(place), False
        for name in () if self.editing else unsaved.begun(f"waiver:{agreement}:"):
            self.current, self.waiving = name.rpartition(":")[2], True

    def ask_waiver(self, on: bool) -> None:
        """Open the place where the reason is written, or close it and drop what was typed there."""
        if not on:
            self.waiver_draft.drop()
        self.waiving, self.editing = on, 0
        self._agreement.changed()

    # --- changing the text

    def edit(self, place: int) -> None:
        """Change a paragraph; 0 closes the place where it is changed, and drops what was typed there."""
        if not place:
            self.text_draft.drop()
        self.editing, self.waiving = place, False
        self._agreement.changed()

    @property
    def edited(self) -> ParagraphLevel | None:
        """The paragraph that is being changed."""
        return next((level for level in self.levels if level.place == self.editing), None)

    @property
    def warning(self) -> str:
        """What a change of this clause entails."""
        inclusion = self.inclusion
        if inclusion is None or not inclusion.locked:
            return _("The change and its reason are printed on the clause checklist.")
        return _("This text is locked: the agreement stays a draft until Legal clears the change.")

    def depart(self, texts: Mapping[str, str], reason: str) -> None:
        """Store another text for the paragraph that is being changed, in the languages where it differs."""
        level = self.edited
        if level is None:
            return
        typed = self.text_draft
        office, changed = self._agreement.office, False
        for code, shown in zip(self._agreement.languages, level.texts, strict=True):
            new = texts.get(code, "").strip()
            if new == shown.text.strip():
                continue
            old = self._withdraw(level.place, code, reason) or shown.text
            negotiated = NegotiatedText(self.current, code, level.place, old, new, office.user.name, reason.strip())
            negotiation.depart(office.work, self._agreement.id, negotiated)
            changed = True
        typed.drop()
        self.editing = 0
        self._agreement.problem = None
        self._agreement.refresh()
        if not changed:
            unchanged = Problem(_("The words are the same; nothing was changed."), "", code="departure-unchanged")
            self._agreement.refuse(unchanged)

    def _withdraw(self, place: int, code: str, reason: str) -> str:
        """Take an earlier change of the paragraph back; returns the library's text, empty when there was none."""
        office, old = self._agreement.office, ""
        if not reason.strip():
            return ""  # the service refuses the new one: the earlier one must stay
        for departure in negotiation.departures(office.store, self._agreement.id):
            if (departure.clause, departure.paragraph, departure.language) == (self.current, place, code):
                old = departure.old
                negotiation.withdraw_departure(office.work, departure.id)
        return old

    def back_to_library(self) -> Callable[[], None]:
        """The library's text again, of every paragraph and in every language; gives back how that is taken back."""
        office = self._agreement.office
        changed = negotiation.departures(office.store, self._agreement.id)
        withdrawn = [departure.id for departure in changed if departure.clause == self.current]
        for departure_id in withdrawn:
            negotiation.withdraw_departure(office.work, departure_id)
        self.editing = 0
        self._agreement.refresh()
        return partial(self._negotiated_again, self.current, withdrawn)

    def _negotiated_again(self, clause: str, withdrawn: Sequence[str]) -> None:
        for departure_id in withdrawn:
            negotiation.restore_departure(self._agreement.office.work, departure_id)
        self.current, self.editing, self.waiving = clause, 0, False
        self._agreement.refresh()


def _mark(inclusion: Inclusion, changed: set[str]) -> ClauseMark:
    if inclusion.waived:
        return ClauseMark.WAIVED
    if not inclusion.included:
        return ClauseMark.OUT
    if inclusion.clause in changed:
        return ClauseMark.CHANGED
    if inclusion.clause == CONDITIONS:
        return ClauseMark.CONDITION
    return ClauseMark.MANDATORY if inclusion.status is ClauseStatus.MANDATORY else ClauseMark.IN
