"""Offices of Headquarters that lie on another PostgreSQL server: which, what would move, and the move itself."""

from collections.abc import Collection, Sequence

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.services.exchange.headquarters import offices as heard
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import second_server
from desktop.store.second_server import OfficeGroup, OfficeSize


def groups(work: Work) -> Sequence[OfficeGroup]:
    """The groups of offices that lie on other servers. Raises Problem where the records are on no server."""
    require(work.officer, Right.HEADQUARTERS)
    if work.store is work.machine:
        raise Problem(
            _("This Headquarters keeps its records in its own folder; nothing was changed."),
            _("Only records in a PostgreSQL database can lie on several servers."),
            code="records-in-folder",
        )
    return second_server.groups(work.store)


def plan(work: Work, offices: Collection[str]) -> Sequence[OfficeSize]:
    """What would move with these offices. Raises Problem for one that is not known, or that lies elsewhere already."""
    elsewhere = {office for group in groups(work) for office in group.offices}
    codes = {line.office for line in heard.heard_of(work.store)}
    for office in offices:
        if office not in codes:
            raise Problem(
                _("Headquarters has nothing of an office “{office}”; nothing was changed.").format(office=office),
                _("Take its code from “passerelle hq offices”."),
                code="office-unknown",
            )
        if office in elsewhere:
            raise Problem(
                _("The office {office} lies on another server already; nothing was changed.").format(office=office),
                _("Bring its group back first, with --back."),
                code="office-on-another-server",
            )
    return second_server.sizes(work.store, offices)


def move_out(work: Work, address: str, offices: Collection[str], progress: Progress) -> OfficeGroup:
    """Move these offices to the empty database at `address`, all or none, every row compared.

    Raises Problem, with everything where it was.
    """
    require(work.officer, Right.ADMINISTER)
    plan(work, offices)
    return second_server.move_out(work.store, address, offices, progress)


def groups_of(work: Work, offices: Collection[str]) -> Sequence[OfficeGroup]:
    """The groups in which these offices lie, each of which comes back whole. Raises Problem where one lies here."""
    every = groups(work)
    for office in offices:
        if not any(office in group.offices for group in every):
            raise Problem(
                _("The office {office} lies on no other server; nothing was changed.").format(office=office),
                _("Take its code from “passerelle hq move”."),
                code="office-on-this-server",
            )
    return [group for group in every if set(group.offices) & set(offices)]


def move_back(work: Work, group: OfficeGroup, progress: Progress) -> None:
    """Bring a group back to this server, whole or not at all, every row compared. Raises Problem as `move_out` does."""
    require(work.officer, Right.ADMINISTER)
    second_server.move_back(work.store, group.number, progress)


def finish_returns(work: Work) -> None:
    """Delete on other servers what was brought back here before an interruption. Raises Problem where one is silent."""
    require(work.officer, Right.ADMINISTER)
    second_server.forget_returned(work.store)
