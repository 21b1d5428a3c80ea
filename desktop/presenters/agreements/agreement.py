"""One agreement, from its type to the signed paper: the plan of its steps and what each still lacks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, pick, plural
from desktop.definitions.agreements.assembling import LOCAL_ANNEX
from desktop.definitions.agreements.checking import (
    KIND_NOT_MOVED,
    PARTY_UNSCREENED,
    TYPE_LIMIT,
    VALUE_NOT_MOVED,
    DraftFinding,
)
from desktop.office import Office
from desktop.presenters.agreements.agreement_clauses import AgreementClauses
from desktop.presenters.agreements.agreement_comparison import AgreementComparison
from desktop.presenters.agreements.agreement_fields import AgreementFields
from desktop.presenters.agreements.agreement_life import AgreementFollowUp
from desktop.presenters.agreements.agreement_pack import AgreementPacks, PackStage
from desktop.presenters.agreements.agreement_word import AgreementWord
from desktop.presenters.agreements.local_annex_form import LocalAnnexForm
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.diligence.request_lines import RequestLine, request_line
from desktop.presenters.listing import ListColumn, Listing
from desktop.presenters.record_labels import AGREEMENT_TONES
from desktop.services.agreements import drafting, gate, outgrowing
from desktop.services.agreements.composing import NO_DECISION
from desktop.services.agreements.living import LifeState
from desktop.services.agreements.outgrowing import Outgrowth
from desktop.services.diligence import requests
from desktop.services.labels import STATES
from desktop.store.states import AgreementState

STEPS: Mapping[AgreementStep, str] = {
    AgreementStep.TYPE: N_("Type and languages"),
    AgreementStep.PARTIES: N_("Parties and details"),
    AgreementStep.CLAUSES: N_("Clauses"),
    AgreementStep.ANNEXES: N_("Annexes"),
    AgreementStep.PREVIEW: N_("Preview"),
    AgreementStep.PACK: N_("Pack and signature"),
    AgreementStep.LIFE: N_("Obligations and follow-up"),
}

PAGES: Mapping[AgreementStep, str] = {
    **STEPS,
    AgreementStep.WORD: N_("Negotiation in Word"),
    AgreementStep.COMPARISON: N_("Comparison with an earlier agreement"),
}
ISSUE_COLUMNS = (ListColumn("state", N_("State")),)
OF_TYPE = (TYPE_LIMIT, KIND_NOT_MOVED, VALUE_NOT_MOVED)  # what another type of agreement mends
PARTNERSHIP = "partnership"  # the target of a finding that is mended on the page of the partnership
OF_PARTNERSHIP = (
    "contribution.kinds",
    "contribution.value",
    "partnership.other_parties",
)  # the facts of an agreement that only the partnership says


class StepState(StrEnum):
    """How far a step of the plan is, as the list of steps draws it."""

    TO_START = "todo"
    UNDER_WAY = "doing"
    DONE = "done"


@dataclass(frozen=True)
class StepLine:
    """One step of the plan; `note` counts what is missing."""

    key: AgreementStep
    name: str
    state: StepState
    note: str = ""


@dataclass(frozen=True)
class Fix:
    """One finding of the list before the final document, and the step that mends it; None where another page does."""

    text: str
    step: AgreementStep | None
    target: str
    blocks: bool


class AgreementPresenter(OpenAgreement):
    """The plan of one agreement and the pages of its steps."""

    shows = frozenset(
        {
            *("agreement", "clause_choice", "departure", "pack", "decision", "clearance"),
            *("headquarters_request", "headquarters_opinion"),
            *("partner", "partnership", "person", "task"),
        }
    )

    def __init__(self, office: Office, runner: Runner, id: str, step: str = "") -> None:  # noqa: A002
        super().__init__(office, runner, id, step)
        self.issues = Listing(self, "issues", N_("Issues before the final document"), ISSUE_COLUMNS)
        self.clauses, self.packs, self.word = AgreementClauses(self), AgreementPacks(self), AgreementWord(self)
        self.comparison = AgreementComparison(self)
        self.local_annex = LocalAnnexForm(self)
        self._fields = AgreementFields(self)
        self.life = AgreementFollowUp(self)
        self.life.read()
        if self.step is AgreementStep.PACK:
            self.packs.read()
        self._read_legal()
        self._read_outgrowth()

    def refresh(self) -> None:
        """Read the agreement again, and its packs where they are shown."""
        if self.step is AgreementStep.PACK:
            self.packs.read()
        self._read_legal()
        self._read()
        self.life.read()
        self._read_outgrowth()
        self.changed()
        if self.step is AgreementStep.COMPARISON:
            self.comparison.read()

    def _read_outgrowth(self) -> None:
        """Whether the partnership still fits the type, on the pages where another one can be taken."""
        asked = self.step in (AgreementStep.TYPE, AgreementStep.LIFE) and not self.life.has_ended
        self.outgrowth: Outgrowth | None = None
        if asked and self.may_draft:
            self.outgrowth = outgrowing.of_agreement(self.office.work, self.composition)

    def _read_legal(self) -> None:
        """What Legal was asked about the text, on the page of its plan."""
        self.legal: tuple[RequestLine, ...] = ()
        if self.step is AgreementStep.PLAN:
            with self.office.store.read() as session:
                rows = requests.of_agreement(session, self.office.work, self.id)
            self.legal = tuple(request_line(self.office, row, of_page=True) for row in rows)

    @property
    def may_ask_legal(self) -> bool:
        """Whether a question may be put to Legal about the text, or was put."""
        ours = self.composition.agreement.office == self.office.store.identity.office
        drafting_now = ours and self.may_draft and self.agreement_state is AgreementState.DRAFT
        return drafting_now or bool(self.legal)

    def compare(self) -> None:
        """To the earlier agreements of the type, to be compared with one of them."""
        self.go(AgreementStep.COMPARISON)

    def ask_legal(self) -> None:
        """Put a question to Legal about the draft, or read what was answered."""
        self.open_place("legal_opinion", agreement=self.id)

    @property
    def fields(self) -> AgreementFields:
        """The fields of the agreement as it was read last."""
        if self._fields.composition is not self.composition:
            self._fields = AgreementFields(self)
        return self._fields

    # --- what is shown

    @property
    def title(self) -> str:
        """The type and the partner."""
        return f"{pick(self.composition.type.name)} — {self.composition.partner.name}"

    @property
    def mark(self) -> tuple[str, str]:
        """Tone and label of the agreement's state, as its day makes it."""
        if self.life.mark is not None:
            return self.life.mark
        return AGREEMENT_TONES[self.agreement_state], _(STATES[self.agreement_state])

    @property
    def state(self) -> str:
        """What is missing and who is next, in one sentence; what was found where a Word file is read."""
        if self.step is AgreementStep.WORD:
            return self.word.state
        if self.step is AgreementStep.COMPARISON:
            return self.comparison.state
        if self.step is AgreementStep.LIFE:
            return self.life.state
        if self.agreement_state is AgreementState.DRAFT:
            if not self.blocking:
                return _("Nothing is missing: this draft can become final.")
            return plural(
                "{count} issue to fix before this draft can become final.",
                "{count} issues to fix before this draft can become final.",
                len(self.blocking),
            )
        if self.packs.stage is PackStage.TAKE_BACK:
            return _(gate.DECIDED_ANEW)
        sentences = {
            AgreementState.FINAL: _("The text is locked. Print the pack and have it signed."),
            AgreementState.PRINTED: _("The pack is printed. File the signed scan when it comes back."),
        }
        if not self.may_draft:  # whoever only reads it is not told to print or to file
            sentences = {
                AgreementState.FINAL: _("The text is locked; it is not signed yet."),
                AgreementState.PRINTED: _("The pack is printed; the signed copy is not on file yet."),
            }
        if self.agreement_state is AgreementState.ACTIVE:
            return self.life.state
        return sentences.get(self.agreement_state, _("This agreement has ended."))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the agreement is, in a few lines."""
        composition = self.composition
        return (
            (_("Reference"), composition.agreement.reference or _("Given when it is final")),
            (_("Partner"), composition.partner.name),
            (_("Partnership"), composition.partnership.title),
            (_("Languages"), self._language_names()),
            (_("Decision"), self._decision()),
        )

    def _language_names(self) -> str:
        return " · ".join(LANGUAGE_NAMES[code] for code in self.languages)

    def _decision(self) -> str:
        decision = self.composition.decision
        if decision is None:
            return _("None that is favourable and valid")
        day = day_in_words(decision.valid_until or decision.decided_at, language())
        return _("Favourable, valid until {day}").format(day=day)

    @property
    def binding(self) -> str:
        """Whether this type binds the parties in law."""
        if self.composition.type.binding:
            return _("This type binds the parties in law.")
        return _("This type states intentions and does not bind the parties in law.")

    @property
    def city(self) -> str:
        """Where the office signs."""
        return str(self.composition.facts.get("office.city") or "")

    @property
    def steps(self) -> tuple[StepLine, ...]:
        """The plan."""
        gaps = Counter(fix.step for fix in self.fixes if fix.blocks)
        return tuple(self._line(step, _(name), gaps[step]) for step, name in STEPS.items())

    def _line(self, step: AgreementStep, name: str, gaps: int) -> StepLine:
        if step is AgreementStep.PACK:
            return self._pack_line(name)
        if step is AgreementStep.LIFE:
            return self._life_line(name)
        if step is AgreementStep.TYPE:
            return StepLine(step, name, StepState.DONE, self._language_names())
        if step is AgreementStep.PREVIEW:
            gaps = len(self.blocking)
        note = plural("{count} to complete", "{count} to complete", gaps) if gaps else ""
        return StepLine(step, name, StepState.UNDER_WAY if gaps else StepState.DONE, note)

    def _pack_line(self, name: str) -> StepLine:
        if self.agreement_state is AgreementState.DRAFT:
            return StepLine(AgreementStep.PACK, name, StepState.TO_START)
        over = self.agreement_state in (AgreementState.ACTIVE, AgreementState.ENDED)
        progress = StepState.DONE if over else StepState.UNDER_WAY
        return StepLine(AgreementStep.PACK, name, progress, self.mark[1])

    def _life_line(self, name: str) -> StepLine:
        if self.life.life.state is LifeState.UNSIGNED:
            return StepLine(AgreementStep.LIFE, name, StepState.TO_START)
        over = self.life.life.state is LifeState.ENDED
        return StepLine(AgreementStep.LIFE, name, StepState.DONE if over else StepState.UNDER_WAY, self.life.note)

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The list before the final document; what blocks comes first."""
        fixes = [self._fix(finding) for finding in self.findings]
        return tuple(sorted(fixes, key=lambda fix: not fix.blocks))

    def _fix(self, finding: DraftFinding) -> Fix:
        step, target = self._place_of(finding)
        return Fix(finding.text, step, target, finding.blocks)

    def _place_of(self, finding: DraftFinding) -> tuple[AgreementStep | None, str]:
        """The step that mends a finding, and the field or clause there."""
        if finding.rule in (NO_DECISION, PARTY_UNSCREENED) or finding.field.startswith(("decision.", "diligence.")):
            return None, ""
        if finding.rule in OF_TYPE and not (finding.rule == TYPE_LIMIT and finding.field):
            return AgreementStep.TYPE, ""
        if finding.field in OF_PARTNERSHIP:
            return None, PARTNERSHIP
        if finding.field == LOCAL_ANNEX:
            return AgreementStep.ANNEXES, LOCAL_ANNEX
        pages = ((AgreementStep.ANNEXES, self.fields.annex_fields), (AgreementStep.PARTIES, self.fields.names))
        for step, names in pages:
            for name in names:
                if finding.field == name or finding.field.startswith(f"{name}."):
                    return step, name
        return (AgreementStep.CLAUSES, finding.clause) if finding.clause else (AgreementStep.PARTIES, "")

    @property
    def next_page(self) -> tuple[AgreementStep, str]:
        """The step of this agreement that can be worked on now, and one sentence."""
        if self.agreement_state is not AgreementState.DRAFT:
            if self.packs.stage is PackStage.TAKE_BACK:
                return AgreementStep.PACK, _(gate.DECIDED_ANEW)
            sentences = {
                AgreementState.FINAL: _("Make the pack, print it and have it signed."),
                AgreementState.PRINTED: _("File the signed scan."),
            }
            if self.agreement_state in sentences:
                return AgreementStep.PACK, sentences[self.agreement_state]
            return AgreementStep.LIFE, _("See what is due, and the signed paper.")
        for fix in self.fixes:
            if fix.blocks and fix.step is not None:
                return fix.step, _("Complete the step “{step}”.").format(step=_(STEPS[fix.step]))
        if self.blocking:
            return AgreementStep.PREVIEW, _("Read the draft while the decision is awaited.")
        return AgreementStep.PREVIEW, _("Read the whole agreement once, then make it final.")

    @property
    def next_detail(self) -> str:
        """What the next step says of itself, then where in this agreement it is done, or what can be done meanwhile."""
        where = self.next_page[1] if self.may_draft else ""
        return "\n".join(part for part in (self.next_step.detail, where) if part)

    def go_on(self) -> None:
        """Do the next step, here or where it is done."""
        place, arguments = self.next_step.opened_from_afar(self.composition.partner.id)
        if (place, arguments) == ("agreement", {"id": self.id}):
            self.go(self.next_page[0])
        else:
            self.open_place(place, **arguments)

    # --- moving

    def go(self, step: AgreementStep, target: str = "") -> None:
        """Show another step, or the plan; a target is the field or clause with which the page begins."""
        self.open_place("agreement", id=self.id, step=f"{step}:{target}" if target else str(step))

    def mend(self, fix: Fix) -> None:
        """Go where a finding is mended."""
        if fix.step is None and fix.target == PARTNERSHIP:
            composition = self.composition
            self.open_place("partnership", partner=composition.partner.id, id=composition.partnership.id)
        elif fix.step is None:
            self.open_place("partner", id=self.composition.partner.id)
        else:
            self.go(fix.step, fix.target)

    def onward(self) -> None:
        """The step after this one."""
        pages = [AgreementStep.PLAN, *STEPS]  # the plan first, and again after the last step
        self.go(pages[(pages.index(self.step) + 1) % len(pages)])

    def to_list(self) -> None:
        """Back to all agreements."""
        self.open_place("agreements")

    def report(self) -> None:
        """Report an incident on the partner."""
        self.open_place("incident", partner=self.composition.partner.id)

    def to_partner(self) -> None:
        """The partner's own page."""
        self.open_place("partner", id=self.composition.partner.id)

    # --- type and languages

    @property
    def form(self) -> str:
        """Whether this agreement has its short form; nothing for a type that has none."""
        if self.composition.type.short is None:
            return ""
        if any(inclusion.shortened for inclusion in self.assembled.inclusions):
            return _(
                "Short form: one article or two say in a sentence each what the long form says in an article each."
            )
        return _(
            "Long form: the short one is for what the light route of the due diligence holds, and for nothing more."
        )

    @property
    def outgrown(self) -> str:
        """What the type may not hold, and what the agreement has become; nothing while the type holds it."""
        if self.outgrowth is None:
            return ""
        sentences = list(self.outgrowth.reasons)
        if self.outgrowth.proposal is None:
            sentences.append(_("No other type here suits it: ask Headquarters for its own model."))
        return " ".join(sentences)

    @property
    def becoming(self) -> str:
        """The deed that gives the agreement the type that suits it, as a button says it; empty where there is none."""
        if self.outgrowth is None or self.outgrowth.proposal is None:
            return ""
        name = pick(self.office.definitions.agreements[self.outgrowth.proposal.code].name)
        sentence = _("Make it: {type}") if self.editable else _("Begin: {type}")
        return sentence.format(type=name)

    def become(self) -> None:
        """Give the draft the type that suits it; of a final text, begin the agreement that follows."""
        if self.outgrowth is None or self.outgrowth.proposal is None:
            return
        work, code = self.office.work, self.outgrowth.proposal.code
        if not self.editable:
            agreement = outgrowing.succeed(work, self.composition, code)
            self.open_place("agreement", id=agreement.id, step="parties")
            return
        try:
            outgrowing.become(work, self.id, code)
        except Problem as problem:
            self.refuse(problem)
            return
        self.open_place("agreement", id=self.id, step="type")

    def set_languages(self, languages: Sequence[str], ruling: str) -> None:
        """Write the agreement in these languages; raises Problem when it is final."""
        if not languages or len(languages) > 2:
            self.refuse(
                Problem(
                    _("An agreement is written in one or two languages."),
                    _("Choose one or two."),
                    code="agreement-languages",
                )
            )
            return
        ruling = ruling if ruling in languages else languages[0]
        drafting.change(self.office.work, self.id, languages=list(languages), ruling_language=ruling)
        self.refresh()
