"""The open agreement held against an earlier one of its type: which one, and what differs article by article."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.dates import day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.rewording import ToldWords, Wording, reworded
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, plural, searchable
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.opened_paper import OpenedPaper
from desktop.presenters.record_labels import AGREEMENT_TONES
from desktop.services.agreements import comparing
from desktop.services.agreements.comparing import ComparedPart, ComparedTexts, EarlierText
from desktop.services.labels import STATES

COLUMNS = (
    ListColumn("reference", N_("Reference")),
    ListColumn("day", N_("Signed, or final since")),
    ListColumn("state", N_("State")),
)


@dataclass(frozen=True)
class EarlierLine:
    """An earlier agreement as a list shows it."""

    id: str
    title: str
    note: str
    tone: str
    label: str
    cells: dict[str, RowCell]


@dataclass(frozen=True)
class ComparedLine:
    """A heading of the comparison, or below it one paragraph word by word; `said_by` tells which of the two says it."""

    number: str
    heading: str
    note: str
    words: tuple[ToldWords, ...] = ()
    said_by: Wording = Wording.BOTH


class AgreementComparison:
    """Without a target, the earlier agreements to choose from; with one, the two texts.

    `listed` and `compared` are None until they were read, away from the window.
    """

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.other_id = agreement.target if agreement.step is AgreementStep.COMPARISON else ""
        self.listing = Listing(agreement, "earlier_texts", N_("Earlier agreements"), COLUMNS, first_title=N_("Partner"))
        self.search_text = ""
        self.listed: tuple[EarlierText, ...] | None = None
        self.compared: ComparedTexts | None = None
        self.refusal: Problem | None = None
        self.paper = OpenedPaper(agreement)
        self._code = ""

    def read(self) -> None:
        """Read what is shown, away from the window."""
        work, agreement = self._agreement.office.work, self._agreement.id
        if self.other_id:
            self._agreement.runner.quietly(self._compare, self._show)
        else:
            self._agreement.runner.quietly(lambda: comparing.earlier(work, agreement), self._list)

    def _list(self, listed: tuple[EarlierText, ...]) -> None:
        self.listed = listed
        self._agreement.changed()

    def _compare(self) -> ComparedTexts | Problem:
        try:
            return comparing.compare(self._agreement.office.work, self._agreement.id, self.other_id)
        except Problem as problem:
            return problem

    def _show(self, compared: ComparedTexts | Problem) -> None:
        if isinstance(compared, Problem):
            self.compared, self.refusal = None, compared
        else:
            self.compared, self.refusal = compared, None
        self._agreement.changed()

    # --- which one

    @property
    def lines(self) -> tuple[EarlierLine, ...]:
        """The earlier agreements that hold what was typed into the search."""
        search = searchable(self.search_text)
        lines = (self._line(text) for text in self.listed or ())
        return tuple(line for line in lines if search in searchable(f"{line.title} {line.note}"))

    @staticmethod
    def _line(text: EarlierText) -> EarlierLine:
        state, day = _(STATES[text.state]), day_in_words(text.day, language())
        cells = {
            "reference": RowCell(text.reference),
            "day": RowCell(day, day_known(text.day)),
            "state": RowCell(state),
        }
        note = " · ".join(word for word in (text.reference, day) if word)
        return EarlierLine(text.id, text.partner, note, AGREEMENT_TONES[text.state], state, cells)

    def brief(self, line: EarlierLine) -> str:
        """The second line beside columns, which say some of it already."""
        return self.listing.brief({name: line.cells[name].text for name in ("reference", "day")})

    def search(self, text: str) -> None:
        """List only those that hold this text."""
        if text != self.search_text:
            self.search_text = text
            self._agreement.changed()

    def choose(self, other_id: str) -> None:
        """Compare with this one."""
        step = f"{AgreementStep.COMPARISON}:{other_id}"
        self._agreement.open_place("agreement", id=self._agreement.id, step=step)

    def choose_another(self) -> None:
        """Back to the earlier agreements."""
        step = AgreementStep.COMPARISON.value
        self._agreement.open_place("agreement", id=self._agreement.id, step=step)

    def to_clauses(self) -> None:
        """Back to the clauses."""
        self._agreement.open_place("agreement", id=self._agreement.id, step=AgreementStep.CLAUSES.value)

    # --- what differs

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """The languages that both texts have, code and name; until both were read, those of this one."""
        codes = self.compared.languages if self.compared is not None else self._agreement.languages
        return tuple((code, LANGUAGE_NAMES[code]) for code in codes)

    @property
    def code(self) -> str:
        """The language in which the two are compared: the one chosen, else the one spoken, else the first."""
        codes = [code for code, _name in self.languages]
        choices = (self._code, language(), *codes)
        return next((code for code in choices if code in codes), "")

    def choose_language(self, code: str) -> None:
        """Compare the texts in this language."""
        if code != self.code:
            self._code = code
            self._agreement.changed()

    @property
    def state(self) -> str:
        """What is compared with what, and how much differs, in a sentence or two."""
        if not self.other_id:
            return _("Choose the agreement with which this one is compared; nothing is changed by it.")
        compared = self.compared
        if compared is None:
            return ""
        with_what = _("Compared with {reference}, {partner} ({state}).").format(
            reference=compared.earlier.name, partner=compared.earlier.partner, state=compared.earlier.since
        )
        count = sum(len(part.differences) for part in self._parts)
        counted = plural("{count} difference", "{count} differences", count)
        sentence = f"{counted}." if count else _("Both say the same.")
        return f"{with_what} {sentence}"

    @property
    def _parts(self) -> Sequence[ComparedPart]:
        return self.compared.differing(self.code) if self.compared is not None else ()

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """The parts that differ: the place of each among the lines, counted from 1, and its heading."""
        places = [place for place, line in enumerate(self.compared_lines, 1) if line.heading]
        return tuple((str(place), part.heading) for place, part in zip(places, self._parts, strict=True))

    @property
    def compared_lines(self) -> tuple[ComparedLine, ...]:
        """What differs, part by part."""
        return tuple(line for part in self._parts for line in self._lines_of(part))

    @staticmethod
    def _lines_of(part: ComparedPart) -> Sequence[ComparedLine]:
        below = [
            ComparedLine(difference.number, "", "", reworded(difference.theirs, difference.ours), difference.said_by)
            for difference in part.differences
        ]
        return [ComparedLine("", part.heading, part.manner), *below]

    @property
    def alike(self) -> str:
        """What both say in the same words, in one sentence."""
        return self.compared.alike(self.code) if self.compared is not None else ""

    # --- on paper

    def show_paper(self) -> None:
        """Draw the comparison in the language chosen, and show it."""
        compared = self.compared
        if compared is None:
            return
        work, agreement, other, code = self._agreement.office.work, self._agreement.id, self.other_id, self.code
        name = _("{reference} – compared with {other}.pdf").format(
            reference=compared.reference.replace("/", "-"), other=compared.earlier.name.replace("/", "-")
        )
        self.paper.draw(
            name, _("Drawing the comparison"), lambda _progress: comparing.on_paper(work, agreement, other, code)
        )
