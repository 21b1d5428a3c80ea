"""An agreement that a presenter has in hand, as its parts see it."""

from desktop.base.progress import Runner
from desktop.definitions.agreements.assembling import AssembledAgreement
from desktop.definitions.agreements.checking import DraftFinding
from desktop.office import Office
from desktop.presenters.presenter import Presenter
from desktop.services.agreements import composing, drafting
from desktop.services.agreements.composing import Composition
from desktop.services.office.rights import Right, may


class AgreementInHand(Presenter):
    """The text of one agreement as it stands, and what it still lacks.

    `step` is the page shown: empty for the plan; a target after a colon is where it begins.
    """

    def __init__(self, office: Office, runner: Runner, agreement_id: str, step: str) -> None:
        super().__init__(office, runner)
        self.id = agreement_id
        self.step, _colon, self.target = step.partition(":")
        self._read()

    def _read(self) -> None:
        office = self.office
        self.composition: Composition = composing.compose(office.work, self.id)
        self.findings: tuple[DraftFinding, ...] = self.composition.findings
        self.assembled: AssembledAgreement = self.composition.assembled

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
    def editable(self) -> bool:
        """Whether this reader may change the text."""
        return self.composition.agreement.state == "draft" and self.may_draft

    @property
    def may_draft(self) -> bool:
        """Whether this reader's role prepares agreements."""
        return may(self.office.user, Right.DRAFT)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the document, the first of them the one it was begun in."""
        return tuple(self.composition.agreement.languages)

    @property
    def blocking(self) -> tuple[DraftFinding, ...]:
        """What keeps the draft from becoming final."""
        return tuple(finding for finding in self.findings if finding.blocks)
