"""The decision on one case: the page that the decider reads, and what the decider says, sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import LANGUAGES, _, language, pick
from desktop.base.values import Json
from desktop.definitions.terms import Level
from desktop.presenters.diligence.brief import BriefPresenter
from desktop.presenters.form import rows_of, text_of, texts_of
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.office.sealing import SealingPresenter
from desktop.services.diligence import conditions, decisions
from desktop.store.records import Verdict
from desktop.store.records.codec import StoredJson
from desktop.store.records.values import DecisionCondition
from desktop.store.states import FAVOURABLE, DecisionOutcome, Obligor

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class DecisionDraft:
    """What is on the form of the decision; the passphrase is never kept."""

    outcome: str = ""
    reason: str = ""
    conditions: tuple[DecisionCondition, ...] = field(default=())
    questions: tuple[str, ...] = field(default=())
    in_writing: str = ""
    no_interest: bool = False


class DecisionPresenter(SealingPresenter, BriefPresenter):
    """What the decider says. Each decider seals with their own passphrase, on whosever laptop."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)
        self.draft = self._saved_draft()
        self.restored = self.draft != DecisionDraft()

    @property
    def _about(self) -> str:
        return f"decision:{self.case_id}"

    def _saved_draft(self) -> DecisionDraft:
        saved = self.held(self._about)
        return DecisionDraft(
            outcome=text_of(saved.get("outcome")),
            reason=text_of(saved.get("reason")),
            conditions=tuple(
                DecisionCondition.from_json(cast(StoredJson, row)) for row in rows_of(saved.get("conditions"))
            ),
            questions=tuple(texts_of(saved.get("questions"))),
            in_writing=text_of(saved.get("in_writing")),
        )

    @property
    def typed(self) -> FormDraft:
        """What is in the fields and not told yet."""
        return self.form_draft(f"typed:{self._about}")

    def _keep(self) -> None:
        """Hold what was typed and not sealed, on this computer; a declaration is made anew each time."""
        content: dict[str, Json] = {**asdict(self.draft), "questions": list(self.draft.questions)}
        content["conditions"] = [condition.to_json() for condition in self.draft.conditions]
        content.pop("no_interest")
        begun = replace(self.draft, no_interest=False) != DecisionDraft()
        self.hold(self._about, content if begun else {})

    def start_over(self) -> None:
        """Forget what was typed and not sealed."""
        self.draft, self.restored = DecisionDraft(), False
        self.hold(self._about, {})
        self.changed()

    @property
    def outcomes(self) -> Sequence[str]:
        """What the chosen decider may say about this case."""
        review = self.assessment.review
        if not self.authority.may:
            return (DecisionOutcome.SENT_BACK,)
        if not review.decidable or (review.inherent == Level.EXCLUDED and not review.adhoc.applies):
            return (DecisionOutcome.SENT_BACK, DecisionOutcome.REFUSED)
        return tuple(DecisionOutcome)

    @property
    def asks_agreement(self) -> bool:
        """Whether the regional office's written agreement, or the call to it, is asked for."""
        asked = {condition.id for condition in self.authority.route.conditions}
        return bool(asked & {decisions.IN_WRITING, decisions.BY_TELEPHONE}) and self.draft.outcome in FAVOURABLE

    @property
    def asks_call(self) -> bool:
        """Whether it is a call: in an emergency nobody waits for a letter."""
        return any(condition.id == decisions.BY_TELEPHONE for condition in self.authority.route.conditions)

    @property
    def questions(self) -> Sequence[tuple[str, str]]:
        """The questions that can be sent back: those asked, in the order of the form."""
        form = self.office.definitions.form
        visible = [id_ for section in self.assessment.review.sections for id_ in section.questions]
        return [(id_, f"{id_} · {pick(form.by_id[id_].short)}") for id_ in visible]

    @property
    def bound(self) -> Sequence[tuple[str, str, str]]:
        """Whom a condition may bind: the key of the form, the name, and how the form says it."""
        partner = self.assessment.partner.name
        officers = [(f"{Obligor.ORGANIZATION}:{officer.name}", officer.name) for officer in self.case.colleagues]
        return [
            (Obligor.PARTNER, partner, _(conditions.BOUND[Obligor.PARTNER]).format(name=partner)),
            *(
                (key, name, _(conditions.BOUND[Obligor.ORGANIZATION]).format(name=name))
                for key, name in dict(officers).items()
            ),
        ]

    @property
    def wording_languages(self) -> tuple[str, ...]:
        """The languages in which conditions are worded: those of the agreement, else that of the decider."""
        return tuple(self.case.agreement_languages) or (language(),)

    def wordings_of(self, prose: object) -> dict[str, str]:
        """The words of a condition by language; a text without a language is in the first one asked for."""
        if isinstance(prose, Mapping):
            return {code: words for code in LANGUAGES if (words := text_of(prose.get(code)).strip())}
        return {self.wording_languages[0]: text_of(prose).strip()} if text_of(prose).strip() else {}

    # --- the form

    def change(self, **fields: Any) -> None:
        """Take what was typed or chosen."""
        self.draft = replace(self.draft, **fields)
        self._keep()
        self.changed()

    def decide_as(self, officer_id: str) -> None:
        """Who decides."""
        self.as_id = officer_id
        if self.draft.outcome not in self.outcomes:
            self.draft = replace(self.draft, outcome="")
            self._keep()
        self.changed()

    def seal(self, passphrase: str) -> None:
        """Decide and seal with the decider's own passphrase, away from the window; in the training office all have one.

        Raises Problem while the form is not complete; a wrong passphrase changes nothing.
        """
        passphrase = self.own_passphrase(passphrase)
        draft, decider, office, case_id = self.draft, self.decider, self.office, self.case_id
        self._require_complete(draft, passphrase)

        def work(progress: Progress) -> Verdict:
            progress.step(0, 1, _("Sealing the decision"))
            opened = office.vault.unlock(decider.id, passphrase)
            return decisions.decide(
                office.work.acting_as(decider),
                case_id,
                draft.outcome,
                draft.reason,
                opened.seal_seed,
                conditions=[condition for condition in draft.conditions if condition.text.strip()]
                if draft.outcome == DecisionOutcome.CONDITIONS
                else (),
                send_back=draft.questions if draft.outcome == DecisionOutcome.SENT_BACK else (),
                agreement_in_writing=draft.in_writing,
                interest=not draft.no_interest,
            )

        self.runner.run(_("Sealing the decision"), work, self._after_sealing)

    @staticmethod
    def _require_complete(draft: DecisionDraft, passphrase: str) -> None:
        if not draft.outcome:
            raise Problem(
                _("No decision was chosen; nothing was decided."), _("Choose what you decide."), code="nothing-chosen"
            )
        if not draft.no_interest:
            raise Problem(
                _("The declaration of interests is not ticked; nothing was decided."),
                _("Tick it, or pass the case to another decider."),
                code="interests-not-declared",
            )
        if not passphrase:
            raise Problem(
                _("Your passphrase seals the decision; nothing was decided."),
                _("Type your own passphrase."),
                code="passphrase-missing",
            )

    def _after_sealing(self, decision: Verdict) -> None:
        self.draft, self.problem = DecisionDraft(), None
        self.hold(self._about, {})
        self.typed.drop()
        if decision.outcome == DecisionOutcome.SENT_BACK:
            self.open_place("decisions")
            return
        self.refresh()
