"""One agreement, from its type to the signed paper: the plan of its steps and what each still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, pick, plural
from desktop.definitions.agreements.checking import DraftFinding
from desktop.office import Office
from desktop.presenters.agreements.agreement_clauses import Clauses
from desktop.presenters.agreements.agreement_fields import Details
from desktop.presenters.agreements.agreement_in_hand import AgreementInHand
from desktop.presenters.agreements.agreement_pack import PackDesk
from desktop.presenters.agreements.agreements import TONES
from desktop.services.agreements import drafting
from desktop.services.labels import STATES

STEPS = {
    "type": N_("Type and languages"),
    "parties": N_("Parties and details"),
    "clauses": N_("Clauses"),
    "annexes": N_("Annexes"),
    "preview": N_("Preview"),
    "pack": N_("Pack and signature"),
}


@dataclass(frozen=True)
class StepLine:
    """One step of the plan: `state` as the list of steps draws it, `note` counts what is missing."""

    key: str
    name: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Fix:
    """One finding of the list before the final document, and the step that mends it."""

    text: str
    step: str
    target: str
    blocks: bool


class AgreementPresenter(AgreementInHand):
    """The plan of one agreement and the pages of its steps."""

    shows = frozenset({"agreement", "clause_choice", "departure", "pack", "decision", "clearance", "partner", "person"})

    def __init__(self, office: Office, runner: Runner, id: str, step: str = "") -> None:  # noqa: A002
        super().__init__(office, runner, id, step)
        self.clauses, self.pack = Clauses(self), PackDesk(self)
        self._details = Details(self)
        if self.step == "pack":
            self.pack.read()

    def refresh(self) -> None:
        """Read the agreement again, and its packs where they are shown."""
        if self.step == "pack":
            self.pack.read()
        super().refresh()

    @property
    def details(self) -> Details:
        """The fields of the agreement as it was read last."""
        if self._details.composition is not self.composition:
            self._details = Details(self)
        return self._details

    # --- what is shown

    @property
    def title(self) -> str:
        """The type and the partner."""
        return f"{pick(self.composition.type.name)} — {self.composition.partner.name}"

    @property
    def mark(self) -> tuple[str, str]:
        """Tone and word of the agreement's state."""
        state = self.composition.agreement.state
        return TONES[state], _(STATES[state])

    @property
    def state(self) -> str:
        """What is missing and who is next, in one sentence."""
        state = self.composition.agreement.state
        if state == "draft":
            if not self.blocking:
                return _("Nothing is missing: this draft can become final.")
            return plural(
                "{count} point is left before this draft can become final.",
                "{count} points are left before this draft can become final.",
                len(self.blocking),
            )
        sentences = {
            "final": _("The text is locked. Print the pack and have it signed."),
            "printed": _("The pack is printed. File the signed scan when it comes back."),
            "active": _("Signed, and in force."),
        }
        return sentences.get(state, _("This agreement has ended."))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the agreement is, in a few lines."""
        kept, composition = self.composition.agreement, self.composition
        return (
            (_("Reference"), kept.reference or _("Given when it is final")),
            (_("Partner"), composition.partner.name),
            (_("Partnership"), composition.partnership.title),
            (_("Languages"), " · ".join(LANGUAGE_NAMES[code] for code in self.languages)),
            (_("Decision"), self._decision()),
        )

    def _decision(self) -> str:
        made = self.composition.decision
        if made is None:
            return _("None that is favourable and valid")
        day = day_in_words(made.valid_until or made.decided_at, language())
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
        return self.office.profile.city

    @property
    def steps(self) -> tuple[StepLine, ...]:
        """The plan."""
        counts = dict.fromkeys(STEPS, 0)
        for fix in self.fixes:
            if fix.blocks and fix.step in counts:
                counts[fix.step] += 1
        counts["preview"] = 0
        return tuple(self._line(key, name, counts[key]) for key, name in STEPS.items())

    def _line(self, key: str, name: str, gaps: int) -> StepLine:
        state = self.composition.agreement.state
        if key == "pack":
            shown = {"draft": "todo", "active": "done", "ended": "done"}.get(state, "doing")
            return StepLine(key, _(name), shown, _(STATES[state]) if state != "draft" else "")
        if key == "type":
            return StepLine(key, _(name), "done", " · ".join(LANGUAGE_NAMES[code] for code in self.languages))
        if key == "preview":
            return StepLine(key, _(name), "done" if not self.blocking else "doing", self._points(len(self.blocking)))
        return StepLine(key, _(name), "doing" if gaps else "done", self._points(gaps))

    def _points(self, count: int) -> str:
        return plural("{count} to complete", "{count} to complete", count) if count else ""

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The list before the final document; what blocks comes first."""
        found = [self._fix(finding) for finding in self.findings]
        return tuple(sorted(found, key=lambda fix: not fix.blocks))

    def _fix(self, finding: DraftFinding) -> Fix:
        step, target = self._place_of(finding)
        return Fix(finding.text, step, target, finding.blocks)

    def _place_of(self, finding: DraftFinding) -> tuple[str, str]:
        if finding.rule == "no-decision" or finding.field.startswith(("decision.", "diligence.")):
            return "decision", ""
        for step, asked in (("annexes", self.details.annex_fields), ("parties", self.details.names)):
            for name in asked:
                if finding.field == name or finding.field.startswith(f"{name}."):
                    return step, name
        return ("clauses", finding.clause) if finding.clause else ("parties", "")

    @property
    def next_step(self) -> tuple[str, str]:
        """What to do now: the step and one sentence."""
        state = self.composition.agreement.state
        if state != "draft":
            sentences = {
                "final": _("Make the pack, print it and have it signed."),
                "printed": _("File the signed scan."),
            }
            return "pack", sentences.get(state, _("See the packs and the signed paper."))
        for fix in self.fixes:
            if fix.blocks and fix.step in STEPS:
                return fix.step, _("Complete the step “{step}”.").format(step=_(STEPS[fix.step]))
        if self.blocking:
            return "preview", _("Read the draft while the decision is awaited.")
        return "preview", _("Read the whole agreement once, then make it final.")

    # --- moving

    def go(self, step: str, target: str = "") -> None:
        """Show another step; the plan when empty."""
        where = f"{step}:{target}" if target else step
        self.open_place("agreement", id=self.id, step=where)

    def mend(self, fix: Fix) -> None:
        """Go where a finding is mended."""
        if fix.step == "decision":
            self.open_place("partner", id=self.composition.partner.id)
        else:
            self.go(fix.step, fix.target)

    def onward(self) -> None:
        """The step after this one."""
        keys = list(STEPS)
        at = keys.index(self.step) + 1 if self.step in keys else 0
        self.go(keys[at] if at < len(keys) else "")

    def to_list(self) -> None:
        """Back to all agreements."""
        self.open_place("agreements")

    def to_partner(self) -> None:
        """The partner's own page."""
        self.open_place("partner", id=self.composition.partner.id)

    # --- type and languages

    def set_languages(self, languages: Sequence[str], ruling: str) -> None:
        """Write the agreement in these languages; raises Problem when it is final."""
        if not languages or len(languages) > 2:
            self.refuse(Problem(_("An agreement is written in one or two languages."), _("Choose one or two.")))
            return
        ruling = ruling if ruling in languages else languages[0]
        office = self.office
        drafting.change(office.work, self.id, languages=list(languages), ruling_language=ruling)
        self.refresh()
