"""The level of a case with its reasons and what would change it, and the risk register of its partnership."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import Json
from desktop.definitions.terms import Level
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.diligence.hub import standing
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.services.diligence import prospects, risks
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.risks import RiskFacts, RiskLine
from desktop.services.office import people
from desktop.store.states import CaseState

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("section", N_("Section")),
    ListColumn("measure", N_("Measure")),
    ListColumn("owner", N_("Person in charge")),
    ListColumn("due", N_("Due on")),
    ListColumn("clause", N_("Clause of the agreement"), shown=False),
    ListColumn("state", N_("State")),
)
LACKS = {
    "measure": N_("no measure"),
    "owner": N_("nobody in charge"),
    "due_on": N_("no day"),
    "clause": N_("no clause"),
}
TESTS = {
    "22a": N_("Principles (¶22 a)"),
    "22b": N_("Sanctions and duties to the UN (¶22 b)"),
    "22c": N_("Other risks (¶22 c)"),
}


@dataclass(frozen=True)
class LevelReason:
    """A line of why, or of what would change it: a question or a section, its words, and a level."""

    key: str
    title: str
    words: str
    level: Level


class RisksPresenter(CasePresenter):
    """One case. What is shown of its level is worked out anew at every change."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)
        self.listing = Listing(self, "risks", N_("Risk register"), COLUMNS, first_title=N_("Risk"))
        begun = office.unsaved.begun(f"risk:{case}:")
        self.edited: str | None = begun[0].removeprefix(f"risk:{case}:") if begun and not self.locked else None

    def _read(self) -> Assessment:
        assessment = super()._read()
        with self.office.store.read() as session:
            officers = people.names_in(session)
            register = risks.of_partnerships(session, [assessment.partnership.id])[assessment.partnership.id]
            self.lines: Sequence[RiskLine] = risks.lines(session, register, officers)
            self.officers = [
                (officer.id, officer.name) for officer in people.officers_in(session, assessment.case.office)
            ]
        return assessment

    # The level

    @property
    def state(self) -> str:
        """What is missing, or who decides."""
        return standing(self.review) if self.assessment.case.state == CaseState.OPEN else self.who_decides

    @property
    def levels(self) -> Sequence[tuple[str, Level]]:
        """The inherent level, the residual one, and the three tests of ¶22 apart; nothing before there is a level."""
        if not self.review.decidable:
            return ()
        tests = [(_(TESTS[test]), level) for test, level in self.review.verdicts.items() if test in TESTS]
        return [
            (_("Before measures"), self.review.inherent),
            (_("If the decider accepts the measures"), self.review.residual),
            *tests,
        ]

    @property
    def benefit(self) -> str:
        """What the benefit is worth against the risk (¶21); empty while either is not known."""
        return pick(self.review.benefit.label) if self.review.benefit is not None and self.review.decidable else ""

    @property
    def reasons(self) -> Sequence[LevelReason]:
        """The answers that decide the level, each with its reason."""
        if not self.review.decidable:
            return ()
        lines = []
        for id_ in self.review.deciding:
            rated = self.review.answers[id_]
            words = " · ".join(pick(reason) for reason in rated.reasons)
            lines.append(LevelReason(id_, f"{id_} · {pick(self.form.by_id[id_].short)}", words, rated.level))
        return lines

    @property
    def rules(self) -> Sequence[str]:
        """The rules beside the answers that make the level: answers that add up, and what raises it."""
        if not self.review.decidable:
            return ()
        titles = {section.id: pick(section.title) for section in self.form.sections}
        sentence = _("{section}: medium answers add up to a high level.")
        added = [sentence.format(section=titles[part.id]) for part in self.review.sections if part.accumulated]
        return [*added, *(pick(uplift.label) for uplift in self.review.uplifts)]

    @property
    def prospects(self) -> Sequence[LevelReason]:
        """What would give another level."""
        titles = {section.id: pick(section.title) for section in self.form.sections}
        lines = []
        for prospect in prospects.prospects(self.form, self.assessment):
            if prospect.question:
                title = f"{prospect.question} · {pick(self.form.by_id[prospect.question].short)}"
                words = _("with the best answer, if it is true")
            else:
                title = titles[prospect.section]
                words = _("with a measure, its owner, its day and its clause")
            lines.append(LevelReason(prospect.question, title, words, prospect.level))
        return lines

    # The register

    def words(self, line: RiskLine) -> Mapping[str, str]:
        """What a row says, by column."""
        risk, titles = line.risk, {section.id: pick(section.title) for section in self.form.sections}
        clause = self.office.definitions.library.clauses.get(risk.clause)
        return {
            "section": titles.get(risk.section, ""),
            "measure": risk.measure,
            "owner": line.owner,
            "due": day_in_words(risk.due_on, language()) if risk.due_on else "",
            "clause": pick(clause.title) if clause else "",
            "state": self.state_of(line),
        }

    def state_of(self, line: RiskLine) -> str:
        """Whether its measure is done, under way, or not complete."""
        if line.done_on:
            return _("done")
        return _("incomplete") if line.lacks else _("under way")

    def lacks(self, line: RiskLine) -> str:
        """What its measure lacks, in words."""
        return ", ".join(_(LACKS[name]) for name in line.lacks)

    def cells(self, line: RiskLine) -> Mapping[str, RowCell]:
        """What a row says, by column, with what it is sorted by."""
        cells = {key: RowCell(text) for key, text in self.words(line).items()}
        return {**cells, "due": RowCell(cells["due"].text, line.risk.due_on)}

    @property
    def gaps(self) -> str:
        """How many risks have no complete measure."""
        open_ = sum(bool(line.lacks) for line in self.lines)
        return (
            plural("{count} without a complete measure", "{count} without a complete measure", open_) if open_ else ""
        )

    # The form of a risk

    @property
    def line(self) -> RiskLine | None:
        """The risk whose form is open; None for a new one."""
        return next((line for line in self.lines if line.risk.id == self.edited), None)

    @property
    def typed(self) -> FormDraft:
        """What is typed into the form that is open."""
        return self.form_draft(f"risk:{self.case_id}:{self.edited or ''}")

    @property
    def rows(self) -> FormRows:
        """The fields of a risk."""
        clauses = self.office.definitions.library.clauses
        sections = [(section.id, pick(section.title)) for section in self.form.sections]
        never = [pick(section.title) for section in self.form.sections if not section.mitigable]
        needed = _("Say what could go wrong.")
        return [
            [
                FieldSpec(
                    "section",
                    InputKind.DROPDOWN,
                    _("Section"),
                    _("Measures never lower: {sections}.").format(sections=", ".join(never)),
                    options=options(sections),
                    required=_("Choose the section."),
                    chars=0,
                )
            ],
            [FieldSpec("text", InputKind.AREA, _("What could go wrong"), required=needed, lines=2)],
            [FieldSpec("measure", InputKind.AREA, _("What is done against it"), lines=2)],
            [
                FieldSpec("owner", InputKind.DROPDOWN, _("Person in charge"), options=options(self.officers), chars=0),
                FieldSpec("due_on", InputKind.DATE, _("Due on")),
            ],
            [
                FieldSpec(
                    "clause",
                    InputKind.DROPDOWN,
                    _("Clause of the agreement"),
                    options=options((id_, pick(clause.title)) for id_, clause in clauses.items()),
                    chars=0,
                )
            ],
        ]

    @property
    def shown(self) -> dict[str, Json]:
        """What the fields show."""
        facts = risks.facts_of(self.line.risk) if self.line is not None else RiskFacts()
        return {**vars(facts), "due_on": facts.due_on or ""}

    def edit(self, risk: str | None) -> None:
        """Open the form of a risk, of a new one for an empty id, or close it and drop what was typed into it."""
        if risk is None:
            self.typed.drop()
        self.edited = risk
        self.changed()

    def save(self, typed: Mapping[str, Json]) -> None:
        """Keep the risk on the form. Raises Problem without words or section."""
        facts = RiskFacts(
            **{key: text_of(value) for key, value in typed.items() if key != "due_on"},
            due_on=text_of(typed.get("due_on")) or None,
        )
        if self.line is None:
            risks.add(self.office.work, self.case_id, facts)
        else:
            risks.change(self.office.work, self.line.risk.id, facts)
        self.edit(None)
        self.refresh()

    def set_aside(self, risk: str, aside: bool) -> None:
        """Take a risk off the register, or bring it back."""
        risks.set_aside(self.office.work, risk, aside)
        self.edited = None
        self.refresh()

    def finish(self, risk: str) -> None:
        """Note that its measure is done."""
        risks.finish(self.office.work, risk)
        self.refresh()

    # Elsewhere

    def open_question(self, question: str) -> None:
        """Go to an answer that decides the level; nothing for a section."""
        if question:
            self.open_place("question", case=self.case_id, question=question, back="risks")
