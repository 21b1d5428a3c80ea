"""What can be proved of an office's records as a whole: its journal, the seals of its decisions and of its editions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.text import _
from desktop.services.diligence import seals
from desktop.services.results.register import editions
from desktop.services.work import Work
from desktop.store.journal import verify_chain
from desktop.store.records import ChangeRow, Clearance, Decision, SealedEdition, Verdict


@dataclass(frozen=True)
class ChainProof:
    """The journal of a device: how many changes follow each from the one before; `fault` where one does not."""

    device: str
    changes: int
    fault: str = ""


@dataclass(frozen=True)
class OfficeProof:
    """The journals, and of decisions and of editions of the register how many seals there are and how many hold."""

    chains: tuple[ChainProof, ...]
    decisions: int
    decisions_hold: int
    editions: int
    editions_hold: int

    @property
    def is_sound(self) -> bool:
        """Whether everything that is sealed holds."""
        whole = self.decisions == self.decisions_hold and self.editions == self.editions_hold
        return whole and not any(chain.fault for chain in self.chains)


def prove(work: Work) -> OfficeProof:
    """Verify everything that is sealed here. It reads the whole journal: away from the window."""
    with work.store.read() as session:
        decisions: Sequence[Verdict] = [*session.scalars(select(Decision)), *session.scalars(select(Clearance))]
        sealed = session.scalars(select(SealedEdition)).all()
        return OfficeProof(
            _chains(session),
            len(decisions),
            len(seals.which_hold(session, decisions)),
            len(sealed),
            sum(editions.holds(session, edition) for edition in sealed),
        )


def _chains(session: Session) -> tuple[ChainProof, ...]:
    rows = session.execute(select(ChangeRow.device, func.count()).group_by(ChangeRow.device).order_by(ChangeRow.device))
    return tuple(_chain(session, device, count) for device, count in rows.all())


def _chain(session: Session, device: str, count: int) -> ChainProof:
    try:
        return ChainProof(device, verify_chain(session, device))
    except ValueError as fault:
        return ChainProof(device, count, str(fault))


def in_words(proof: OfficeProof) -> list[str]:
    """What was verified, in sentences of the language now spoken."""
    faults = [_("The journal is broken: {fault}").format(fault=own.fault) for own in proof.chains if own.fault]
    changes = sum(own.changes for own in proof.chains)
    journal = _("Journal: {changes} changes (computers: {devices}), each follows from the one before.")
    return [
        *(faults or [journal.format(changes=changes, devices=len(proof.chains))]),
        _("Decisions: {hold} of {all} seals hold.").format(hold=proof.decisions_hold, all=proof.decisions),
        _("Editions of the register: {hold} of {all} seals hold.").format(hold=proof.editions_hold, all=proof.editions),
    ]
