"""Records as people name them on a command line: a case by its number, a partner and an officer by name."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.services import merging
from desktop.services.agreements import earlier as earlier_agreements
from desktop.services.agreements import lookup, receiving
from desktop.services.audit import trail
from desktop.services.diligence import cases
from desktop.services.merging import FormerRecord
from desktop.services.office import focal_points, people, trainings
from desktop.services.registry import identity, meetings, offers, partner_list, partnerships
from desktop.services.results import (
    activities,
    delivery_risks,
    function_costs,
    innovations,
    ledger,
    lessons,
    visibility,
)
from desktop.store.records import Case

if TYPE_CHECKING:
    from desktop.office import Office

BEGINNING = 6  # letters of an id that say which record is meant


def case(office: "Office", number: str) -> Case:
    """The case of a number or id; raises Problem when there is none, or several."""
    matching = [id_ for id_, own in cases.numbers(office.store).items() if number in (id_, own)]
    return cases.case(office.store, only(matching, number))


def partner(office: "Office", name: str) -> str:
    """The id of the partner of a name or id; raises Problem when there is none, or several.

    A record that was merged is named by its id, and by its name where no partner has it; it stands for what it became.
    """
    listed = partner_list.find(office.store, name) or partner_list.find(office.store)
    matching = [line.id for line in listed if name in (line.id, line.name)]
    if not matching:
        with office.store.read() as session:
            merged = [record.id for record in merging.all_merged(office.work) if name in (record.id, record.name)]
            matching = list({identity.partner_in(session, record).id for record in merged})
    return only(matching, name)


def merged_record(office: "Office", name: str) -> FormerRecord:
    """The record of a name or id that was merged; raises Problem when there is none, or several."""
    merged = {record.id: record for record in merging.all_merged(office.work)}
    return merged[only([i for i, record in merged.items() if name in (i, record.name)], name)]


def agreement(office: "Office", reference: str) -> str:
    """The id of the agreement of a reference or id; raises Problem when there is none, or several."""
    listed = (paper for paper, _partner in lookup.listed(office.store))
    return only([paper.id for paper in listed if reference in (paper.id, paper.reference)], reference)


def contribution(office: "Office", partner_name: str, id_: str, withdrawn: bool = False) -> str:
    """The id of a contribution of a partner, by its id or the number of its receipt."""
    of_partner = partner(office, partner_name)
    with office.store.read() as session:
        listed = receiving.of_partner(session, of_partner, withdrawn)
    return only([row.id for row in listed if id_ in (row.id, row.receipt)], id_)


def receipt(office: "Office", id_: str) -> str:
    """The id of a contribution of any partner by the beginning of its id, or by the number of its receipt."""
    begun = [own for own in ledger.ids(office.work) if len(id_) >= BEGINNING and own.startswith(id_)]
    return only(trail.by_receipt(office.work, id_) or begun, id_)


def partnership(office: "Office", title: str) -> str:
    """The id of the partnership of this title, id or beginning of an id; raises Problem for none, or several."""
    listed = partnerships.titles(office.store)
    begins = title if len(title) >= BEGINNING else " "
    return only([id_ for id_, own in listed.items() if title == own or id_.startswith(begins)], title)


def earlier(office: "Office", reference: str, archived: bool = False) -> str:
    """The id of what was signed before, by its id or reference; of those archived, or of the others."""
    with office.store.read() as session:
        listed = earlier_agreements.names(session, archived)
    return only([id_ for id_, own in listed if reference in (id_, own)], reference)


def offer(office: "Office", id_: str) -> str:
    """The id of the offer of this id or of its beginning; raises Problem when there is none, or several."""
    listed = [own.id for own in offers.every(office.work)]
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def training(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the training of this id or of its beginning, of those taken back or of the others; raises Problem when
    there is none, or several."""
    return only([i for i in trainings.ids(office.work, archived) if len(id_) >= BEGINNING and i.startswith(id_)], id_)


def activity(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the activity of this id or of its beginning, of those taken back or of the others; raises Problem when
    there is none, or several."""
    listed = activities.ids(office.work, archived)
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def innovation(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the innovation of this id or of its beginning, of those taken back or of the others; raises Problem
    when there is none, or several."""
    listed = innovations.ids(office.work, archived)
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def visibility_use(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the use of this id or of its beginning, of those taken back or of the others; raises Problem when there
    is none, or several."""
    listed = visibility.ids(office.work, archived)
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def delivery_risk(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the risk of this id or of its beginning, of those taken back or of the others; raises Problem when
    there is none, or several."""
    listed = delivery_risks.ids(office.work, archived)
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def lesson(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the lesson of this id or of its beginning, of those taken back or of the others; raises Problem when
    there is none, or several."""
    listed = lessons.ids(office.work, archived)
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def cost(office: "Office", id_: str, archived: bool = False) -> str:
    """The id of the entry of this id or of its beginning, of those taken back or of the others; raises Problem when
    there is none, or several."""
    listed = function_costs.ids(office.work, archived)
    return only([own for own in listed if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def focal_point(office: "Office", name: str) -> str:
    """The id of the focal point of this name, id or beginning of an id; raises Problem for none, or several."""
    listed = [own.point for own in focal_points.register(office.work).standings]
    begins = name if len(name) >= BEGINNING else " "
    return only([point.id for point in listed if name == point.name or point.id.startswith(begins)], name)


def meeting(office: "Office", id_: str) -> str:
    """The id of the contact of this id or of its beginning; raises Problem when there is none, or several."""
    return only([own for own in meetings.ids(office.store) if len(id_) >= BEGINNING and own.startswith(id_)], id_)


def officer(office: "Office", name: str) -> str:
    """The id of the officer of a name or id who has not left; raises Problem when there is none, or several."""
    return only([person.id for person in people.officers(office.store) if name in (person.id, person.name)], name)


def only(matching: Sequence[str], name: str) -> str:
    """The one that is meant; raises Problem when there is none, or several."""
    if len(matching) == 1:
        return matching[0]
    raise Problem(
        _("“{name}” names no record here, or several; nothing was changed.").format(name=name),
        _("Use its number, its full name or its id, as the lists show it with --json."),
        code="record-not-named",
    )


def day(typed: str) -> date:
    """A day as 2026-11-24; raises Problem for anything else."""
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Problem(
            _("“{day}” is no day; nothing was changed.").format(day=typed),
            _("Write it like 2026-11-24."),
            code="day-not-understood",
        ) from error


def year(typed: str) -> int:
    """A year as 2026; raises Problem as `day` does."""
    return day(f"{typed}-01-01").year


def require_codes(codes: Iterable[str], allowed: Iterable[str]) -> None:
    """Raise Problem unless each of these codes is one of those allowed."""
    possible = tuple(allowed)
    for code in codes:
        require_code(code, possible)


def require_code(code: str, codes: Iterable[str]) -> None:
    """Raise Problem unless a code is one of these."""
    allowed = tuple(codes)
    if code not in allowed:
        raise Problem(
            _("“{code}” is no code for this; nothing was recorded.").format(code=code),
            _("The possible codes: {codes}.").format(codes=", ".join(allowed)),
            code="code-not-known",
        )
