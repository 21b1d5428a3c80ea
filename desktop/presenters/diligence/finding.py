"""One finding: an adverse fact with its source, how grave it is, and what it makes of the level of the case."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import _, pick
from desktop.base.values import Json
from desktop.definitions.terms import LabelledCode, Level
from desktop.presenters.diligence.question import EvidencePresenter
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.presenters.form_draft import FormDraft
from desktop.services.diligence import findings, recorded_findings
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.findings import FindingFacts
from desktop.store.records import Finding
from desktop.store.states import EvidenceForm

if TYPE_CHECKING:
    from desktop.office import Office

GRADES = ("scale", "scope", "irremediability")
DAYS = ("happened_on", "published_on")
DRAFTED = "new"  # the id of a finding that is not recorded yet, while it is weighed


class FindingPresenter(EvidencePresenter):
    """One finding of a case; `finding` is its id, empty for a new one.

    `question` is the one from which one came, and to which one goes back.
    """

    def __init__(self, office: "Office", runner: Runner, case: str, finding: str = "", question: str = "") -> None:
        self.id, self.back = finding, question
        super().__init__(office, runner, case)
        facts = findings.facts_of(self.finding) if self.finding is not None else FindingFacts(question=question)
        self.facts = facts

    def _read(self) -> Assessment:
        assessment = super()._read()
        with self.office.store.read() as session:
            self.finding = session.get_one(Finding, self.id) if self.id else None
        return assessment

    @property
    def removed(self) -> bool:
        """Whether it no longer counts."""
        return self.finding is not None and self.finding.archived

    # What is asked

    @property
    def rows(self) -> FormRows:
        """The fields; kinds follow the question, copies are the files of the case."""
        codes = self.form.findings
        kinds = self.form.by_id[self.facts.question].kinds if self.facts.question in self.form.by_id else ()
        touched = [
            (id_, f"{id_} · {pick(self.form.by_id[id_].short)}")
            for id_ in findings.may_touch(self.form, self.assessment)
        ]
        copies = [(piece.id, piece.title) for piece in self.assessment.evidence if piece.form == EvidenceForm.FILE]
        needed = _("Needed: a fact without it is a rumour.")
        return [
            [
                FieldSpec(
                    "question",
                    InputKind.DROPDOWN,
                    _("Question that it touches"),
                    options=options(touched),
                    required=_("Choose the question that it touches."),
                    chars=0,
                ),
                *([_codes("kind", _("Kind"), kinds)] if kinds else []),
            ],
            [
                FieldSpec(
                    "text",
                    InputKind.AREA,
                    _("What happened"),
                    _("Who did what, where and when, in the words of the source."),
                    required=needed,
                )
            ],
            [
                FieldSpec("source", InputKind.TEXT, _("Title of the source"), required=needed),
                FieldSpec("publisher", InputKind.TEXT, _("Publisher")),
            ],
            [
                FieldSpec("published_on", InputKind.DATE, _("Day of publication")),
                FieldSpec("source_language", InputKind.TEXT, _("Language of the source")),
            ],
            [
                _dropdown(
                    "evidence_id", _("Copy of the source"), options(copies), _("A file of this case; attach it below.")
                )
            ],
            [
                replace(
                    _codes("status", _("Status"), codes["status"]), required=_("Choose how far the matter has come.")
                ),
                _codes("credibility", _("Credibility of the source"), codes["credibility"]),
            ],
            [
                _codes("link", _("Link with the entity"), codes["link"]),
                _codes("response", _("Response of the entity"), codes["response"]),
            ],
            [
                FieldSpec(
                    "happened_on", InputKind.DATE, _("Date of the facts"), _("Of the facts, not of the article.")
                ),
                FieldSpec("running", InputKind.YES, _("Still going on")),
            ],
            [
                _codes("scale", _("Severity"), codes["grade"]),
                _codes("scope", _("Number of people affected"), codes["grade"]),
                _codes("irremediability", _("Difficulty of remedying it"), codes["grade"]),
            ],
        ]

    @property
    def shown(self) -> dict[str, Json]:
        """What the fields show."""
        facts = self.facts
        plain = {name: getattr(facts, name) for name in (*PLAIN, "running")}
        grades = {name: str(getattr(facts, name) or "") for name in GRADES}
        return {**plain, **grades, **{name: getattr(facts, name) or "" for name in DAYS}}

    def take(self, key: str, value: Json) -> None:
        """Take what was typed or chosen in a field, and weigh it."""
        self.facts = FindingFacts(**{**asdict(self.facts), key: _fact(key, value)})
        if key == "question":
            kinds = {kind.id for kind in self.form.by_id[self.facts.question].kinds} if self.facts.question else set()
            self.facts = replace(self.facts, kind=self.facts.kind if self.facts.kind in kinds else "")
        self.changed()

    # What it comes to

    @property
    def own_level(self) -> Level | None:
        """What it comes to by itself; None while it says too little to be weighed."""
        if self.removed or not (self.facts.question and self.facts.status):
            return None
        weighed = self._weighed()
        return next((line.level for line in findings.lines(self.form, weighed) if line.key == self._key), None)

    @property
    def weighing(self) -> str:
        """How findings are rated, in words."""
        sentence = _(
            "Severity is the worst of the three grades. Facts older than {years} years weigh one level less, unless "
            "they go on. A rumour or one partisan source is noted and does not weigh."
        )
        return sentence.format(years=self.form.thresholds.old_finding_days // 365)

    @property
    def case_levels(self) -> tuple[Level, Level]:
        """The level of the case without this finding and with it."""
        return self._weighed(without=True).review.inherent, self._weighed().review.inherent

    @property
    def _key(self) -> str:
        return self.id or DRAFTED

    def _weighed(self, *, without: bool = False) -> Assessment:
        """The assessment as it would stand with the finding as it is typed, or without it: pure."""
        assessment = self.assessment
        drafted = Finding(case_id=self.case_id, **asdict(self.facts))
        drafted.id = self._key
        row = recorded_findings.row_of(drafted)
        answers = {}
        for id_, content in assessment.answers.items():
            others = tuple(other for other in content.on_record if other.get("id") != self._key)
            answers[id_] = replace(content, on_record=others)
        if not without and self.facts.question:
            answers = recorded_findings.with_row(self.form, answers, self.facts.question, row)
        return replace(assessment, answers=answers, review=self.form.review(answers, assessment.facts))

    # Deeds

    def save(self) -> None:
        """Record it, and go back. Raises Problem where it says too little."""
        if self.finding is None:
            added = findings.add(self.office.work, self.case_id, self.facts)
            self.id = added.id
        else:
            findings.change(self.office.work, self.id, self.facts)
        self.typed.drop()
        self.go_back()

    @property
    def typed(self) -> FormDraft:
        """What is in the fields and not saved."""
        return self.form_draft(f"finding:{self.case_id}:{self.id}")

    def set_aside(self, aside: bool) -> None:
        """Let it no longer count, or count again."""
        findings.set_aside(self.office.work, self.id, aside)
        self.refresh()

    def attach_copy(self, paths: Sequence[Path]) -> None:
        """Attach a copy of the source to the question; it becomes the copy of this finding."""
        self.attach(self.facts.question or self.form.asking_findings[0].id, paths)

    def evidence_changed(self) -> None:
        """The file attached last is the copy."""
        before = {piece.id for piece in self.assessment.evidence}
        self.assessment = self._read()
        fresh = [piece.id for piece in self.assessment.evidence if piece.id not in before]
        if fresh:
            self.facts = replace(self.facts, evidence_id=fresh[-1])

    def go_back(self) -> None:
        """To the question from which one came, else to the findings of the case."""
        if self.back:
            self.open_place("question", case=self.case_id, question=self.back)
        else:
            self.open_place("findings", case=self.case_id, finding=self.id)

    def open_findings(self) -> None:
        """To all findings of the case."""
        self.open_place("findings", case=self.case_id, finding=self.id)


PLAIN = (
    *("question", "kind", "text", "source", "publisher", "source_language", "evidence_id"),
    *("status", "link", "response", "credibility"),
)


def _fact(key: str, value: Json) -> str | int | bool | None:
    if key in GRADES:
        return int(text_of(value)) if text_of(value).isdecimal() else None
    if key in DAYS:
        return text_of(value) or None
    return bool(value) if key == "running" else text_of(value)


def _codes(key: str, label: str, codes: Sequence[LabelledCode]) -> FieldSpec:
    return _dropdown(key, label, options((code.id, pick(code.label)) for code in codes))


def _dropdown(key: str, label: str, choices: tuple[Option, ...], help_text: str = "") -> FieldSpec:
    return FieldSpec(key, InputKind.DROPDOWN, label, help_text, options=choices, chars=0)
