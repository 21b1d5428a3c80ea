"""The ad hoc collaboration of ¶23 under way: its milestones, its checks, and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import N_, CodeTable, _, language
from desktop.base.values import Json
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.presenters.form_draft import FormDraft
from desktop.services.diligence import remedying
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.remedying import MilestoneLine, MilestoneState, NewCheck, RemedyStanding, RemedyState
from desktop.store.states import MilestoneOutcome

if TYPE_CHECKING:
    from desktop.office import Office

WHOLE = "whole"  # a check of the whole collaboration, not of one milestone
STATES: Mapping[str, str] = CodeTable(
    {
        RemedyState.RUNNING: N_("The remedy plan goes on."),
        RemedyState.CURE: N_("A milestone was missed: it can still be reached within the cure."),
        RemedyState.ENDED: N_("The ad hoc collaboration has ended: nothing more is signed or received under it."),
        RemedyState.CLOSED: N_("Every milestone was verified: normal due diligence can begin, from zero."),
    },
    "",
)
MILESTONES: Mapping[str, str] = CodeTable(
    {
        MilestoneState.DUE: N_("due on {due}"),
        MilestoneState.VERIFIED: N_("verified on {checked} by {verifier}: {evidence}"),
        MilestoneState.CURE: N_("missed on {due}; can be reached until {last}"),
        MilestoneState.MISSED: N_("missed: the cure ran out on {last}"),
    },
    "",
)
OUTCOMES_OF_CHECKS: Mapping[str, str] = CodeTable(
    {
        MilestoneOutcome.VERIFIED: N_("Reached, and verified"),
        MilestoneOutcome.MISSED: N_("Not reached"),
        MilestoneOutcome.SEEN: N_("Checked"),
    },
    "",
)


class RemedyPresenter(CasePresenter):
    """One case that was decided on as an ad hoc collaboration."""

    shows = CasePresenter.shows | {"milestone_check", "incident"}

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)

    def _read(self) -> Assessment:
        self.standing: RemedyStanding | None = remedying.read(self.office.work, self.case_id)
        return super()._read()

    @property
    def state(self) -> str:
        """Where it stands, in one sentence."""
        return _(STATES[self.standing.state]) if self.standing else _("This case is no ad hoc collaboration.")

    @property
    def is_over(self) -> bool:
        """Whether nothing is checked any more."""
        return self.standing is None or self.standing.state in (RemedyState.ENDED, RemedyState.CLOSED)

    @property
    def is_grave(self) -> bool:
        """Whether it ended, or is about to."""
        return self.standing is not None and self.standing.state in (RemedyState.ENDED, RemedyState.CURE)

    @property
    def milestones(self) -> Sequence[tuple[str, str]]:
        """Each milestone with where it stands."""
        lines = self.standing.milestones if self.standing else ()
        return [(" · ".join(part for part in (line.what, line.owner) if part), self._words(line)) for line in lines]

    def _words(self, line: MilestoneLine) -> str:
        check = line.check
        return _(MILESTONES[line.state]).format(
            due=day_in_words(line.due, language(), "long"),
            last=day_in_words(line.last, language(), "long"),
            checked=day_in_words(check.checked_on, language(), "long") if check else "",
            verifier=check.verifier if check else "",
            evidence=check.evidence if check else "",
        )

    @property
    def checks(self) -> Sequence[tuple[str, str]]:
        """Every check on record: the day, then what was seen."""
        return [
            (
                day_in_words(check.checked_on, language()),
                " · ".join(
                    part
                    for part in (_(OUTCOMES_OF_CHECKS[check.outcome]), check.verifier, check.evidence, check.note)
                    if part
                ),
            )
            for check in (self.standing.checks if self.standing else ())
        ]

    @property
    def guidance(self) -> Sequence[tuple[str, str]]:
        """The limits of the path, and when the partner is checked next."""
        limits = _("One activity, 12 months at most, no logo, no publicity, no money but for the remedy itself.")
        passages = [(_("Limits (¶23)"), limits)]
        if self.standing is not None:
            passages.append((_("Independent verifier"), self.standing.verifier or _("not named")))
            passages.append((_("What IOM brings"), self.standing.know_how))
            if self.standing.next_check:
                day = day_in_words(self.standing.next_check, language(), "long")
                passages.append((_("Next check"), _("by {day}").format(day=day)))
        return [passage for passage in passages if passage[1]]

    # --- a check

    @property
    def typed(self) -> FormDraft:
        """What is typed into the form and not recorded."""
        return self.form_draft(f"remedy:{self.case_id}")

    @property
    def may_check(self) -> bool:
        """Whether a check can be recorded now."""
        return not self.is_over

    @property
    def rows(self) -> FormRows:
        """The fields of a check."""
        open_ones = [
            line
            for line in (self.standing.milestones if self.standing else ())
            if line.state != MilestoneState.VERIFIED
        ]
        about = (
            Option(WHOLE, _("The whole collaboration")),
            *options((str(row.number), row.what) for row in open_ones),
        )
        outcomes = options(
            (code, _(OUTCOMES_OF_CHECKS[code])) for code in (MilestoneOutcome.VERIFIED, MilestoneOutcome.MISSED)
        )
        return [
            [FieldSpec("milestone", InputKind.DROPDOWN, _("What was checked?"), options=about, chars=0)],
            [FieldSpec("outcome", InputKind.RADIO, _("What came out?"), options=outcomes)],
            [
                FieldSpec("verifier", InputKind.TEXT, _("Who verified it?"), required=_("Name the verifier.")),
                FieldSpec("checked_on", InputKind.DATE, _("Day of the check"), required=_("Give the day.")),
            ],
            [
                FieldSpec(
                    "evidence",
                    InputKind.TEXT,
                    _("What was seen?"),
                    required=_("Name the report or the paper."),
                    chars=0,
                )
            ],
        ]

    def check(self, typed: Mapping[str, Json]) -> None:
        """Record what the verifier saw."""
        about, outcome = text_of(typed.get("milestone")), text_of(typed.get("outcome"))
        number = None if about in ("", WHOLE) else int(about)
        seen = MilestoneOutcome(outcome) if number is not None and outcome else MilestoneOutcome.SEEN
        new = NewCheck(
            milestone=number,
            outcome=seen,
            verifier=text_of(typed.get("verifier")),
            evidence=text_of(typed.get("evidence")),
            checked_on=date.fromisoformat(text_of(typed.get("checked_on"))),
        )
        remedying.check(self.office.work, self.case_id, new)
        self.typed.drop()
        self.deed_sentence = _("The check is on record.")
        self.refresh()
