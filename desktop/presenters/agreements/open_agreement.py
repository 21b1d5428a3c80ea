"""The agreement that is open on screen, as the parts of its presenter see it."""

from enum import StrEnum

from desktop.base.progress import Runner
from desktop.definitions.agreements.assembling import AssembledAgreement
from desktop.definitions.agreements.checking import DraftFinding
from desktop.office import Office
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter
from desktop.services import next_step
from desktop.services.agreements import composing, drafting
from desktop.services.agreements.composing import Composition
from desktop.services.next_step import NextStep
from desktop.services.office.rights import Right, may
from desktop.store.states import AgreementState


class AgreementStep(StrEnum):
    """A page of an agreement: its plan, one for each step of the plan in their order, and those beside the plan."""

    PLAN = ""
    TYPE = "type"
    PARTIES = "parties"
    CLAUSES = "clauses"
    ANNEXES = "annexes"
    PREVIEW = "preview"
    PACK = "pack"
    LIFE = "life"
    WORD = "word"
    COMPARISON = "comparison"


class OpenAgreement(Presenter):
    """The text of one agreement as it stands, and what it still lacks: read once, shown until it is read again.

    `step` is the page shown; a target after a colon (`parties:delivery.place`) is where it begins.
    """

    def __init__(self, office: Office, runner: Runner, agreement_id: str, step: str) -> None:
        super().__init__(office, runner)
        self.id = agreement_id
        page, _colon, self.target = step.partition(":")
        self.step = AgreementStep(page)
        self._read()

    def _read(self) -> None:
        self.composition: Composition
        self._next_step: NextStep | None = None
        if self.step in (AgreementStep.PLAN, AgreementStep.PACK):
            self.composition, self._next_step = next_step.composed_step(self.office.work, self.id)
        else:
            self.composition = composing.compose(self.office.work, self.id)

    @property
    def next_step(self) -> NextStep:
        """What is next with it, read on the pages that say it: a case under way is judged for that."""
        if self._next_step is None:
            self._next_step = next_step.composed_step(self.office.work, self.id)[1]
        return self._next_step

    def arrive(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read the agreement again, and what it still lacks."""
        self._read()
        self.changed()

    def leave(self) -> None:
        """Make what was typed part of the record."""
        if self.editable:
            drafting.record_fields(self.office.work, self.id)

    @property
    def typed(self) -> FormDraft:
        """What is in the fields of the step shown and not told yet."""
        return self.form_draft(f"typed:agreement:{self.id}:{self.step}")

    @property
    def agreement_state(self) -> AgreementState:
        """Where the agreement stands."""
        return self.composition.agreement.state  # a code of a newer program stays text

    @property
    def assembled(self) -> AssembledAgreement:
        """The text in every language of the document."""
        return self.composition.assembled

    @property
    def findings(self) -> tuple[DraftFinding, ...]:
        """What stands between the draft and a final document."""
        return self.composition.findings

    @property
    def blocking(self) -> tuple[DraftFinding, ...]:
        """What keeps the draft from becoming final."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def editable(self) -> bool:
        """Whether this reader may change the text."""
        return self.agreement_state is AgreementState.DRAFT and self.may_draft

    @property
    def may_draft(self) -> bool:
        """Whether this reader's role prepares agreements."""
        return may(self.office.user, Right.DRAFT)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the document, the first of them the one it was begun in."""
        return tuple(self.composition.agreement.languages)
