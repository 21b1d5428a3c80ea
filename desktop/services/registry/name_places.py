"""How many partners of each office come before certain names: where in the list of all a far place is looked for.

Headquarters' list of millions is read from the nearest place that is known. Without these a place in the middle is
found by reading up to it, which takes seconds; with them some thousands are passed over at most. They are kept of each
office as its other counts are, between names that parted all partners evenly when they were first asked for.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate

from sqlalchemy import ARRAY, ColumnElement, Float, String, func, literal, literal_column, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.values import Json, canonical, parse_json
from desktop.services.registry import identity, office_counts
from desktop.store import figure_rows
from desktop.store.figure_rows import DerivedEntry
from desktop.store.records import Findable, Partner
from desktop.store.records.sync import SORTED_BY
from desktop.store.store import HQ, Store

BOUNDS = 500  # names between which partners are counted
SAMPLED = 100_000  # lines of which they are chosen
KEPT_AS, WAY = "name_bounds", "1"


def name_of(session: Session) -> ColumnElement[str]:
    """By what partners are sorted who are sorted by name: on a server as far as its index holds of it."""
    if session.connection().dialect.name == "postgresql":
        return func.left(Findable.text, literal_column(str(SORTED_BY)))
    return Findable.text.expression


def before_names(store: Store, offices: Collection[str] | None, count: int) -> Sequence[tuple[int, str]]:
    """How many partners at work, of these offices or of all, come before each of some names, in their order.

    `count` is about how many there are.
    """
    bounds = _bounds(store, count)
    with store.read() as session:
        of_each = office_counts.read(
            store,
            session,
            Partner,
            ["name_places", WAY, *bounds],
            lambda some, _saying: _counted(session, bounds, some),
            lambda _office, numbers: [int(number) for number in numbers],
        )
    of_each.keep()
    own = [numbers for office, numbers in of_each.by_office.items() if offices is None or office in offices]
    between = [sum(numbers) for numbers in zip(*own, strict=True)]
    return list(zip(accumulate(between[:-1]), bounds, strict=True)) if between else []


def _counted(session: Session, bounds: Sequence[str], offices: Sequence[str]) -> Mapping[str, Json]:
    """Of each office, how many stand before the first name, between each two, and after the last."""
    between = func.width_bucket(name_of(session), literal(list(bounds), ARRAY(String)))
    query = (
        select(Partner.office, between, func.count())
        .join(Findable, Findable.id == Partner.id)
        .where(Findable.kind == Partner.KIND, Partner.archived.is_(False), Partner.office.in_(offices))
        .where(identity.is_no_merged_record(session))
        .group_by(Partner.office, between)
    )
    counts = {office: [0] * (len(bounds) + 1) for office in offices}
    for office, at, number in session.execute(query):
        counts[office][at] = number
    return {office: list(numbers) for office, numbers in counts.items()}


def _bounds(store: Store, count: int) -> Sequence[str]:
    """The names, as they were first chosen: with other ones all would be counted anew."""
    with store.read() as session:
        for entry in figure_rows.read_in(session, [HQ], [office_counts.ALWAYS], [KEPT_AS]):
            if entry.stamp == WAY:
                return [str(name) for name in parse_json(entry.content)]
        at = [number / (BOUNDS + 1) for number in range(1, BOUNDS + 1)]
        evenly = func.percentile_disc(literal(at, ARRAY(Float))).within_group(name_of(session))
        some = func.abs(func.hashtext(Findable.id)) % max(1, count // SAMPLED) == 0
        chosen = session.scalar(select(evenly).where(Findable.kind == Partner.KIND, some)) or ()
    bounds = list(dict.fromkeys(name for name in chosen if name))  # in the order of the server, which may be its own
    if store.only_reading is None:
        with suppress(Problem), store.note() as session:
            entry = DerivedEntry(HQ, *office_counts.ALWAYS, KEPT_AS, WAY, canonical(list(bounds)).decode())
            figure_rows.keep_in(session, [entry])
    return bounds
