"""What Headquarters' desk has to look at beside the records: its own keys, offices that lag behind, files refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import releasing
from desktop.services.exchange.headquarters import every_arrival, key_lists_told, own_keys
from desktop.services.exchange.headquarters.key_lists_told import LaggingOffice
from desktop.services.work import Work
from desktop.store.records import ContentVersion


@dataclass(frozen=True)
class DeskState:
    """`key_since` is the day on which the working key was taken in use, None before there are root keys.

    `lagging` are the offices that have not heard of the last change of keys; `troubles` counts the files refused, set
    aside or waiting that came since this officer looked at the arrivals. `prepared` are the contents that somebody else
    prepared and this officer may release.
    """

    key_since: date | None = None
    lagging: Sequence[LaggingOffice] = ()
    troubles: int = 0
    prepared: Sequence[ContentVersion] = ()


def read(work: Work, keys: DeviceKeys) -> DeskState:
    """Read it at once; the offices are only asked about after a change of keys: before it there is nothing to hear."""
    lists = own_keys.lists(work.machine)
    with work.store.one_state():
        lagging = key_lists_told.lagging(work, keys) if len(lists) > 1 else ()
        prepared = [record for record in releasing.waiting(work) if releasing.may_release(work, record)]
        return DeskState(own_keys.working_since(lists), lagging, every_arrival.unseen_troubles(work), prepared)
